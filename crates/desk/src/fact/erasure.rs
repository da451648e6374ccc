//! Facts about erasing what is known of a visitor. They carry numbers of the desk, and nothing that anybody wrote.

use crate::{ChatNo, ErasureNo, Guid, MailNo, MessageNo, Timestamp, VisitorId};
use alloc::collections::BTreeSet;
use serde::{Deserialize, Serialize};

/// What the desk had of a visitor is gone, and what the archive has is to go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitorErased {
    /// The number of the erasure.
    pub no: ErasureNo,
    /// The numbers that the person had as a visitor; the log is truncated behind this fact, so that they go too.
    pub visitors: BTreeSet<VisitorId>,
    /// The chats on the desk that are blanked.
    pub chats: BTreeSet<ChatNo>,
    /// The offline messages that are blanked, on the desk and in the archive.
    pub messages: BTreeSet<MessageNo>,
    /// The mails that are not sent.
    pub mails: BTreeSet<MailNo>,
    /// The identities that are forgotten.
    pub participants: BTreeSet<Guid>,
    /// When.
    pub at: Timestamp,
}

/// The archive holds nothing of an erased visitor any more. What is left to do is to clean the files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErasureArchived {
    /// Which erasure.
    pub erasure: ErasureNo,
}

/// The files of journal and archive hold nothing of an erased visitor any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErasureFinished {
    /// Which erasure.
    pub erasure: ErasureNo,
}
