//! The events of a chat, for either side (`docs/protocol/20-agent-api.md` §13,
//! `docs/protocol/30-visitor-api.md` §12). This is what is polled most.

use super::{Event, Resource, link};
use crate::href::Href;
use crate::sink::{A1, Sink};

/// `events`: the entries from some number on, and where to ask for those that follow.
///
/// `events` holds only what the reader may see; it is an iterator, so that the caller filters without a list.
#[derive(Clone, Copy, Debug)]
pub struct Events<'a, I> {
    /// The address of the chat.
    pub chat: &'a str,
    /// Id of the last event of the chat, hidden ones included, plus 1.
    pub next: u64,
    /// The entries, by id.
    pub events: I,
}

impl<'a, I: IntoIterator<Item = Event<'a>> + Clone> Events<'a, I> {
    /// Describes the events inside a chat document, whose lines have no `sequenceId`.
    pub(super) fn describe_embedded(&self, sink: &mut impl Sink) {
        sink.element("events", |sink| {
            self.describe_links(sink);
            sink.list("event", self.events.clone(), |sink, event| event.describe(sink));
        });
    }

    fn describe_links(&self, sink: &mut impl Sink) {
        let own = Href::below(self.chat, "/events");
        link::list(sink, [(own, "self"), (Href::next(self.chat, "/events", self.next), "next")]);
    }
}

impl<'a, I: IntoIterator<Item = Event<'a>> + Clone> Resource for Events<'a, I> {
    type Dialect = A1;

    fn describe(&self, sink: &mut impl Sink) {
        sink.element("events", |sink| {
            self.describe_links(sink);
            sink.list("event", self.events.clone(), |sink, event| event.describe_with_sequence(sink));
        });
    }
}

/// `event`: one entry at its own address, `{chat}/events/{id}` (`docs/protocol/20-agent-api.md` §14).
#[derive(Clone, Copy, Debug)]
pub struct SingleEvent<'a>(
    /// The entry.
    pub Event<'a>,
);

impl Resource for SingleEvent<'_> {
    type Dialect = A1;

    fn describe(&self, sink: &mut impl Sink) {
        sink.element("event", |sink| self.0.describe_with_sequence(sink));
    }
}
