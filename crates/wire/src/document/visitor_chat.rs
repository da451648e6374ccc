//! A chat as its visitor sees it (`docs/protocol/30-visitor-api.md` §10).

use super::{ChatInfo, Event, Events, Resource, link};
use crate::href::Href;
use crate::sink::{A2, Sink};

/// `chat` on the visitor side. Some clients take its links by their position.
#[derive(Clone, Copy, Debug)]
pub struct VisitorChat<'a, I> {
    /// The events; they also know the address of the chat.
    pub events: Events<'a, I>,
    /// The information.
    pub info: ChatInfo<'a>,
}

impl<'a, I: IntoIterator<Item = Event<'a>> + Clone> Resource for VisitorChat<'a, I> {
    type Dialect = A2;

    fn describe(&self, sink: &mut impl Sink) {
        let chat = self.events.chat;
        let below = |path| Href::below(chat, path);
        sink.element("chat", |sink| {
            link::list(
                sink,
                [
                    (Href::to(chat), "self"),
                    (below("/events"), "events"),
                    (below("/info"), "info"),
                    (Href::next(chat, "", self.events.next), "next"),
                    (below("/transcriptRequest"), "transcript-request"),
                    (below("/transcriptWithSubjectRequest"), "transcript-with-subject-request"),
                    (below("/exitSurvey"), "exit-survey"),
                    (below("/customVariables"), "custom-variables"),
                ],
            );
            self.events.describe_embedded(sink);
            self.info.describe(sink);
        });
    }
}
