//! Whom the events of a traced write reach: streams, polls, and the marks of who has read them.

use super::Origin;
use crate::limits;
use handover_desk::{ChatNo, EventId, Fact, Side};
use opentelemetry::KeyValue;
use opentelemetry::trace::{Span as _, Status};
use opentelemetry_sdk::trace::Span;
use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::{AtomicBool, Ordering};

/// The events of traced writes that were shown last. It is empty where nothing is traced.
#[derive(Debug, Default)]
pub(crate) struct Reach {
    events: BTreeMap<(ChatNo, EventId), Written>,
    order: VecDeque<(ChatNo, EventId)>,
}

/// One event of a traced write.
#[derive(Debug)]
struct Written {
    origin: Origin,
    /// Whether it was told to a poll of the visitor's, and to one of an agent's: a poll may ask for the same event again and
    /// again, and only the first time counts.
    polled: [AtomicBool; 2],
    /// Whether the visitor, and the agent, has marked it as read.
    read: [bool; 2],
}

impl Reach {
    /// Notes the events of a write that is about to be shown. The oldest ones make room.
    pub(crate) fn note(&mut self, origin: &Origin, facts: &[Fact]) {
        for fact in facts {
            let Fact::EventAdded(added) = fact else { continue };
            let place = (added.chat, added.event.id);
            let written = Written { origin: origin.clone(), polled: Default::default(), read: [false; 2] };
            if self.events.insert(place, written).is_none() {
                self.order.push_back(place);
            }
            if self.order.len() > limits::TRACED_EVENTS
                && let Some(oldest) = self.order.pop_front()
            {
                self.events.remove(&oldest);
            }
        }
    }

    /// A stream begins to tell an event.
    pub(crate) fn told(&self, chat: ChatNo, event: EventId, reader: &'static str) -> Option<Reading> {
        let written = self.events.get(&(chat, event))?;
        Some(Reading::begin(&written.origin, event, reader))
    }

    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    /// A poll is answered with an event.
    pub(crate) fn polled(&self, chat: ChatNo, event: EventId, reader: &'static str, side: Side) {
        let Some(written) = self.events.get(&(chat, event)) else { return };
        let polled = written.polled.get(index(side));
        if polled.is_some_and(|polled| !polled.swap(true, Ordering::Relaxed)) {
            Reading::begin(&written.origin, event, reader).arrived("poll");
        }
    }

    /// A side has read as far as this event.
    pub(crate) fn read(&mut self, chat: ChatNo, until: EventId, side: Side) {
        for ((_, event), written) in self.events.range_mut((chat, EventId(0))..=(chat, until)) {
            if let Some(read) = written.read.get_mut(index(side))
                && !std::mem::replace(read, true)
            {
                let mut span = written.origin.step("read");
                span.set_attribute(KeyValue::new("handover.reader", word(side)));
                span.set_attribute(KeyValue::new("handover.event", i64::from(event.0)));
            }
        }
    }
}

const fn index(side: Side) -> usize {
    match side {
        Side::Visitor => 0,
        Side::Agent => 1,
    }
}

const fn word(side: Side) -> &'static str {
    match side {
        Side::Visitor => "visitor",
        Side::Agent => "agent",
    }
}

/// An event on its way to a reader.
#[derive(Debug)]
pub(crate) struct Reading(Span);

impl Reading {
    fn begin(origin: &Origin, event: EventId, reader: &'static str) -> Self {
        let mut span = origin.step("deliver");
        span.set_attribute(KeyValue::new("handover.reader", reader));
        span.set_attribute(KeyValue::new("handover.event", i64::from(event.0)));
        Self(span)
    }

    /// The reader has it.
    pub(crate) fn arrived(mut self, transport: &'static str) {
        self.0.set_attribute(KeyValue::new("handover.transport", transport));
    }

    /// The reader has gone, or does not take it.
    pub(crate) fn lost(mut self, transport: &'static str) {
        self.0.set_status(Status::error("the reader did not take it"));
        self.arrived(transport);
    }
}
