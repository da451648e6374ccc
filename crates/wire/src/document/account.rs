//! The visitor's base resource (`docs/protocol/30-visitor-api.md` §1).

use super::{Resource, link};
use crate::href::Href;
use crate::sink::{A1, Sink};

/// `account`: where a visitor's client finds everything else.
#[derive(Clone, Copy, Debug)]
pub struct VisitorBase<'a> {
    /// The address of the account.
    pub base: &'a str,
    /// The account's id.
    pub account: &'a str,
}

impl Resource for VisitorBase<'_> {
    type Dialect = A1;

    fn describe(&self, sink: &mut impl Sink) {
        let below = |path| Href::below(self.base, path);
        sink.element("account", |sink| {
            sink.attribute("id", self.account);
            link::list(
                sink,
                [
                    (Href::to(self.base), "self"),
                    (below("/chat/availability"), "chat-availability"),
                    (below("/chat/availableSlots"), "chat-available-slots"),
                    (below("/chat/estimatedWaitTime"), "chat-estimatedWaitTime"),
                    (below("/chat/request"), "chat-request"),
                    (below("/chat/preSurvey"), "prechat-survey"),
                    (below("/chat/offlineSurvey"), "chat-offline-survey"),
                ],
            );
        });
    }
}
