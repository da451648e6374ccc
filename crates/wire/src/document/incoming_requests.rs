//! How many chats ring at the agent (`docs/protocol/20-agent-api.md` §8).

use super::{Resource, link};
use crate::href::Href;
use crate::sink::{A1, Sink};

/// `incomingRequests`: the count, and the link to accept only if something rings.
#[derive(Clone, Copy, Debug)]
pub struct IncomingRequests<'a> {
    /// The address of the agent session.
    pub session: &'a str,
    /// How many chats ring.
    pub ringing_count: u64,
}

impl IncomingRequests<'_> {
    /// Describes the same data under another name: the agent session resource spells it `incoming-requests`.
    pub(super) fn describe_as(&self, root: &'static str, sink: &mut impl Sink) {
        sink.element(root, |sink| {
            sink.number("ringingCount", self.ringing_count);
            if self.ringing_count > 0 {
                link::single(sink, Href::below(self.session, "/incomingRequests"), "accept-next-chat");
            }
        });
    }
}

impl Resource for IncomingRequests<'_> {
    type Dialect = A1;

    fn describe(&self, sink: &mut impl Sink) {
        self.describe_as("incomingRequests", sink);
    }
}
