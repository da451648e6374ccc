//! In which order the events of an agent's chats are told that lie behind a cursor. Knows no documents.

use super::cursor::Cursor;
use crate::engine::Published;
use handover_desk::{Agent, Chat, ChatNo, Event, EventKind, StreamPosition};
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::Arc;

/// An event, and the cursor once it was told.
pub(super) struct Told<'v> {
    pub(super) chat: &'v Chat,
    /// Its index in the chat.
    pub(super) event: usize,
    pub(super) cursor: Cursor,
}

/// What is to be told of one chat.
#[derive(Clone, Copy)]
struct Run {
    /// The event to be told next.
    next: usize,
    /// The event that gave the chat to the agent, if that lies behind the cursor: all before it is told at its place.
    gained: Option<usize>,
}

/// The events behind a cursor, in the order of their places.
pub(super) struct Telling<'v> {
    position: StreamPosition,
    /// By place and chat: the earliest event of each that was not told.
    heads: BinaryHeap<Reverse<(StreamPosition, ChatNo)>>,
    runs: Vec<(&'v Chat, Run)>,
}

impl<'v> Telling<'v> {
    /// Everything behind `from` that happened in the agent's chats, and in those that have ended since a place.
    pub(super) fn of(
        view: &'v Published,
        agent: &'v Agent,
        from: Cursor,
        ended_since: StreamPosition,
        wanted: impl Fn(&&'v Chat) -> bool,
    ) -> Self {
        let assigned = agent.chats.iter().filter_map(|no| view.desk().chat(*no));
        let is_told = |chat: &&Chat| chat.events.last().is_some_and(|last| last.position > ended_since);
        let ended = view.ended_chats(agent.profile.id).filter(is_told);
        let mut runs: Vec<_> = assigned
            .chain(ended)
            .filter(wanted)
            .filter_map(|chat| Some((chat, Run::of(chat, from)?)))
            .collect();
        runs.sort_by_key(|(chat, _)| chat.no());
        let heads =
            runs.iter().filter_map(|(chat, run)| Some(Reverse((run.place(&chat.events)?, chat.no()))));
        Self { position: from.position, heads: heads.collect(), runs }
    }

    /// The next event.
    pub(super) fn next(&mut self) -> Option<Told<'v>> {
        let Reverse((place, no)) = self.heads.pop()?;
        let index = self.runs.binary_search_by_key(&no, |(chat, _)| chat.no()).ok()?;
        let (chat, run) = self.runs.get_mut(index)?;
        let event = run.next;
        run.next = event.saturating_add(1);
        let is_history = run.gained.is_some_and(|gained| event < gained);
        if let Some(next) = run.place(&chat.events) {
            self.heads.push(Reverse((next, no)));
        }
        let cursor = if is_history {
            let told = u32::try_from(event.saturating_add(1)).unwrap_or(u32::MAX);
            Cursor { position: self.position, telling: Some((no, told)) }
        } else {
            self.position = place;
            Cursor { position: place, telling: None }
        };
        Some(Told { chat, event, cursor })
    }
}

impl Run {
    /// What of a chat lies behind the cursor, if anything does.
    fn of(chat: &Chat, from: Cursor) -> Option<Self> {
        let behind = chat.events.partition_point(|event| event.position <= from.position);
        let later = chat.events.get(behind..).unwrap_or_default();
        let gained = later.iter().rposition(|event| matches!(event.kind, EventKind::Chatting));
        let gained = gained.map(|index| behind.saturating_add(index));
        let told = from.telling.filter(|(no, _)| *no == chat.no()).map(|(_, told)| told);
        let next = match (gained, told) {
            (Some(gained), Some(told)) => usize::try_from(told).unwrap_or(usize::MAX).min(gained),
            (Some(_), None) => 0,
            (None, _) => behind,
        };
        (next < chat.events.len()).then_some(Self { next, gained })
    }

    /// The place at which the next event is told.
    fn place(self, events: &[Arc<Event>]) -> Option<StreamPosition> {
        let next = events.get(self.next)?;
        let gained = self.gained.filter(|gained| self.next < *gained).and_then(|gained| events.get(gained));
        Some(gained.map_or(next.position, |gained| gained.position))
    }
}
