//! Writes that may be repeated: an `Idempotency-Key` gives the first answer again (`docs/adr/0006-what-a-repeated-write-is-answered.md`).
//!
//! Who asks is known before the key is looked at, and what the write speaks of is looked up after it: a chat, an agent session
//! or a proof may be gone meanwhile. Of two that are on their way at once, the desk decides which one is the first.

use super::call::{Call, digest};
use super::failure::{Failure, bad};
use crate::engine::{Account, Rejection};
use handover_desk::{AgentId, Answer, ChatKey, Command, Digest, Once};
use http::{HeaderName, HeaderValue};
use std::fmt;
use std::ops::RangeInclusive;

/// The header of a write that may be repeated.
const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// Characters of an idempotency key. A short one would be guessed, and would then hand out another's answer.
const KEY_CHARACTERS: RangeInclusive<usize> = 16..=255;

/// Whose key it is: the same key of somebody else is another one.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Scope {
    /// An agent's, at whichever device.
    Agent(AgentId),
    /// Of the visitor who knows this chat.
    Chat(ChatKey),
    /// Of any visitor of the account, who has no name there yet.
    Anybody,
    /// Of who has this cookie of a login.
    Cookie(Digest),
}

/// What is remembered under these names must be found again by every later version.
impl fmt::Display for Scope {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Agent(id) => write!(out, "agent {id}"),
            Self::Chat(key) => write!(out, "visitor {key}"),
            Self::Anybody => out.write_str("visitor"),
            Self::Cookie(cookie) => write!(out, "cookie {cookie}"),
        }
    }
}

/// A write with what its key says, if it has one.
#[derive(Debug)]
pub(crate) struct Keyed {
    once: Option<Once>,
    first: Option<Answer>,
}

impl Call {
    /// The key of a write, and what was answered under it. One that came with another request is refused. What only reads
    /// has none.
    pub(crate) fn keyed(&self, account: &Account, scope: Scope) -> Result<Keyed, Failure> {
        let Some(key) = self.headers().get(&IDEMPOTENCY_KEY).filter(|_| !self.is_read()) else {
            return Ok(Keyed { once: None, first: None });
        };
        let key = checked(key)?;
        let once = Once { key: digest([scope.to_string().as_bytes(), key]), body: digest(self.asked()) };
        let now = self.app.engine.clock().now();
        let first = account.view().read().desk().answered(&once, now).transpose();
        let first = first.map_err(|refusal| Failure::from(Rejection::Refused(refusal)))?;
        Ok(Keyed { once: Some(once), first })
    }
}

fn checked(key: &HeaderValue) -> Result<&[u8], Failure> {
    let key = key.as_bytes();
    let is_printable = key.iter().all(|byte| matches!(byte, b' '..=b'~'));
    if is_printable && KEY_CHARACTERS.contains(&key.len()) {
        Ok(key)
    } else {
        Err(bad("Idempotency-Key", "must have 16 to 255 printable characters").into())
    }
}

impl Keyed {
    /// What was answered when the same request came before.
    pub(crate) fn first(&self) -> Option<&Answer> {
        self.first.as_ref()
    }

    /// The first answer again, else what the command leads to.
    pub(crate) async fn submit(&self, account: &Account, command: Command) -> Result<Answer, Rejection> {
        match &self.first {
            Some(first) => Ok(first.clone()),
            None => account.submit(self.once, command).await,
        }
    }

    /// Has it remembered that something was done which leaves no fact. Without a key there is nothing to remember.
    pub(crate) async fn note(&self, account: &Account) -> Result<(), Rejection> {
        if self.once.is_some() {
            self.submit(account, Command::Note).await?;
        }
        Ok(())
    }
}
