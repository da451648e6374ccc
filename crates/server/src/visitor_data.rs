//! What is held of a visitor: told to the operator who is asked for it, and erased.

use crate::engine::{Account, Engine, Rejection, message_key};
use handover_archive::{ArchiveError, Entry, List};
use handover_desk::{
    AccountId, Answer, Chat, Command, Desk, Digest, Erase, Guid, Letter, OfflineMessage, Refusal,
};
pub use handover_desk::{ErasureNo, VisitorId};
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeSet;
use std::sync::Arc;
use thiserror::Error;

/// Documents of the archive that are looked at before others come to it.
const PAGE: usize = 200;

/// What is held of one visitor of one account.
#[derive(Debug, Serialize)]
pub struct Held {
    /// The account.
    pub account: AccountId,
    /// The visitor's number, `visitorId` in the documents of both chat APIs.
    pub visitor: VisitorId,
    /// Their chats: the conversation with everything that came with it, survey answers and variables included.
    pub chats: Vec<HeldDocument>,
    /// Their offline messages.
    pub offline_messages: Vec<HeldDocument>,
    /// Mails of theirs that are in the outbox.
    pub mails: Vec<Box<RawValue>>,
    /// Identities that they have proved, as long as they are remembered.
    pub identities: Vec<Box<RawValue>>,
    #[serde(skip)]
    participants: BTreeSet<Guid>,
}

/// A chat or a message, as it is stored.
#[derive(Debug, Serialize)]
pub struct HeldDocument {
    /// What it is found by.
    pub key: String,
    /// Where it is: `desk` or `archive`.
    pub stored: &'static str,
    /// It.
    pub document: Box<RawValue>,
}

/// Why a document of the archive says nothing.
#[derive(Debug, Error)]
#[error("document {key} of the archive cannot be read; look through the folder with handover verify")]
pub struct Unreadable {
    key: String,
}

impl Held {
    /// What a desk holds of a visitor.
    pub fn on_desk(account: &AccountId, visitor: VisitorId, desk: &Desk) -> Result<Self, serde_json::Error> {
        let state = desk.state();
        let theirs: Vec<&Chat> = desk.chats().filter(|chat| chat.visitor == visitor).collect();
        let left = state.messages.values().filter(|message| message.visitor == Some(visitor));
        let left: Vec<&Arc<OfflineMessage>> = left.collect();
        let is_theirs = |letter: &Letter| match letter {
            Letter::Transcript { chat, .. } => theirs.iter().any(|known| known.no() == chat.chat()),
            Letter::OfflineMessage(no) => left.iter().any(|message| message.no == *no),
        };
        let mails = state.outbox.values().filter(|mail| is_theirs(&mail.letter));
        let participants: BTreeSet<Guid> =
            theirs.iter().filter_map(|chat| chat.details.participant).collect();
        let document = |key: String, document: Result<Box<RawValue>, _>| {
            document.map(|document| HeldDocument { key, stored: "desk", document })
        };
        Ok(Self {
            account: account.clone(),
            visitor,
            chats: theirs
                .iter()
                .map(|chat| document(chat.key.to_string(), to_raw_value(chat)))
                .collect::<Result<_, _>>()?,
            offline_messages: left
                .iter()
                .map(|message| document(message_key(message.no), to_raw_value(message)))
                .collect::<Result<_, _>>()?,
            mails: mails.map(to_raw_value).collect::<Result<_, _>>()?,
            identities: participants
                .iter()
                .filter_map(|id| state.participants.get(id))
                .map(to_raw_value)
                .collect::<Result<_, _>>()?,
            participants,
        })
    }

    /// Looks at a document of the archive, and takes it up if it is the visitor's and was not found on the desk.
    pub fn look_at(&mut self, entry: &Entry) -> Result<(), Unreadable> {
        let unreadable = || Unreadable { key: entry.key.clone() };
        let is_chat = entry.key.starts_with('H');
        let is_theirs = if is_chat {
            let chat: Chat = serde_json::from_slice(&entry.body).map_err(|_| unreadable())?;
            let is_theirs = chat.visitor == self.visitor;
            self.participants.extend(chat.details.participant.filter(|_| is_theirs));
            is_theirs
        } else {
            let message: OfflineMessage = serde_json::from_slice(&entry.body).map_err(|_| unreadable())?;
            message.visitor == Some(self.visitor)
        };
        let found = if is_chat { &mut self.chats } else { &mut self.offline_messages };
        if is_theirs && entry.account == self.account && !found.iter().any(|known| known.key == entry.key) {
            let text = String::from_utf8(entry.body.clone()).map_err(|_| unreadable())?;
            let document = RawValue::from_string(text).map_err(|_| unreadable())?;
            found.push(HeldDocument { key: entry.key.clone(), stored: "archive", document });
        }
        Ok(())
    }

    /// How many chats and offline messages.
    #[must_use]
    pub fn documents(&self) -> usize {
        self.chats.len().saturating_add(self.offline_messages.len())
    }

    /// SHA-256 over the keys of the documents, in order, each with its length.
    fn digest(&self) -> Digest {
        let keys: BTreeSet<&str> =
            self.chats.iter().chain(&self.offline_messages).map(|document| &*document.key).collect();
        let mut hash = Sha256::new();
        for key in keys {
            hash.update(u64::try_from(key.len()).unwrap_or(u64::MAX).to_le_bytes());
            hash.update(key);
        }
        Digest(hash.finalize().into())
    }
}

/// Why a visitor is not erased. Nothing has changed.
#[derive(Debug, Error)]
pub enum EraseError {
    /// There is no such account.
    #[error("there is no account {0}")]
    NoAccount(String),
    /// Chats of the visitor have not ended.
    #[error(
        "{chats} chats of the visitor have not ended; end them first, or give --end-chats to have them ended"
    )]
    ChatsOpen {
        /// How many.
        chats: usize,
    },
    /// The desk did not take it.
    #[error("the desk does not take it ({0:?}); try again")]
    Desk(Rejection),
    /// What the desk holds cannot be told.
    #[error("what the desk holds cannot be told: {0}")]
    Document(#[from] serde_json::Error),
    /// The archive cannot be read.
    #[error("the archive cannot be read: {0}")]
    Archive(#[from] ArchiveError),
    /// A document of it cannot.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
}

/// What was found of a visitor, and the erasure that was begun; none where nothing was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Begun {
    /// How many chats and offline messages.
    pub documents: usize,
    /// The erasure.
    pub erasure: Option<ErasureNo>,
}

/// Erases a visitor from the desk, and has everything else that is held of them erased; [`erased`] waits for it. Chats that
/// have not ended are ended before if `end` says so.
pub async fn erase(
    engine: &Engine,
    account: &str,
    visitor: VisitorId,
    end: bool,
) -> Result<Begun, EraseError> {
    let account = known(engine, account)?;
    let mut held = {
        let view = account.view().read();
        Held::on_desk(&account.id, visitor, view.desk())?
    };
    let mut cursor = None;
    loop {
        let list = List { account: account.id.clone(), ended_at_ms: i64::MIN..i64::MAX, limit: PAGE, cursor };
        let page = engine.archive().list(list).await?;
        page.entries.iter().try_for_each(|entry| held.look_at(entry))?;
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    let documents = held.documents();
    if documents == 0 {
        return Ok(Begun { documents, erasure: None });
    }
    let command = Command::EraseVisitor(Box::new(Erase {
        visitors: BTreeSet::from([visitor]),
        messages: BTreeSet::new(),
        mails: BTreeSet::new(),
        keys: held.digest(),
        participants: held.participants,
        documents: u64::try_from(documents).unwrap_or(u64::MAX),
        end,
    }));
    match account.submit(None, command).await {
        Ok(Answer::ErasureBegun(no)) => Ok(Begun { documents, erasure: Some(no) }),
        Err(Rejection::Refused(Refusal::ChatsOpen { chats })) => Err(EraseError::ChatsOpen { chats }),
        Ok(_) => Err(EraseError::Desk(Rejection::Storage)),
        Err(rejection) => Err(EraseError::Desk(rejection)),
    }
}

/// Waits until an erasure is carried out in all files.
pub async fn erased(engine: &Engine, account: &str, erasure: ErasureNo) -> Result<(), EraseError> {
    known(engine, account)?.erased(erasure).await;
    Ok(())
}

fn known(engine: &Engine, account: &str) -> Result<Arc<Account>, EraseError> {
    engine.account(account).ok_or_else(|| EraseError::NoAccount(account.to_owned()))
}
