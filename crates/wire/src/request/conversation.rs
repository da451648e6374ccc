//! A visitor who authenticates before a chat (`docs/protocol/30-visitor-api.md` §21).

use std::fmt;

use super::{RequestError, field};
use crate::reader::{Document, Element};

/// What is posted to `conversation`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ConversationRequest<'d> {
    /// The connector of the engagement.
    pub connector: u64,
    /// The code or token that proves who the visitor is. A secret.
    pub sso_key: &'d str,
    /// The engagement.
    pub engagement_id: u64,
    /// `LETagContextId`; only handed on.
    pub tag_context_id: &'d str,
    /// `LETagSessionId`; only handed on.
    pub tag_session_id: &'d str,
    /// `LETagVisitorId`; only handed on.
    pub tag_visitor_id: &'d str,
    /// Where the code was given out to.
    pub redirect_uri: Option<&'d str>,
}

/// The members that have to be there.
const REQUIRED: [&str; 6] =
    ["authChatConnId", "ssoKey", "engagementId", "LETagContextId", "LETagSessionId", "LETagVisitorId"];

impl<'d> ConversationRequest<'d> {
    /// Reads the request, whose members stand at the top or under any root.
    pub fn read(document: &'d Document) -> Result<Self, RequestError> {
        let request = field::rootless(document, &REQUIRED);
        let text = |name: &'static str| field::required(request, name, name);
        Ok(Self {
            connector: required_number(request, "authChatConnId")?,
            sso_key: text("ssoKey")?,
            engagement_id: required_number(request, "engagementId")?,
            tag_context_id: text("LETagContextId")?,
            tag_session_id: text("LETagSessionId")?,
            tag_visitor_id: text("LETagVisitorId")?,
            redirect_uri: field::optional(request, "redirectUri"),
        })
    }
}

fn required_number(request: &Element, name: &'static str) -> Result<u64, RequestError> {
    field::number(field::required(request, name, name)?, name)
}

/// Shows no secret.
impl fmt::Debug for ConversationRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConversationRequest")
            .field("connector", &self.connector)
            .field("engagement_id", &self.engagement_id)
            .finish_non_exhaustive()
    }
}
