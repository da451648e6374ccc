//! Reading a history and saying whether it is in order.
//!
//! A chat is one log. A history is linearizable when each write and each read can be given a moment between its sending and
//! its answer so that all of it is what a single log would have shown. The log numbers its places and every answer tells
//! them, so this comes to:
//!
//! - everybody is told the same under one number, and a line has one number;
//! - an acknowledged line stands under the number of its acknowledgement;
//! - what was sent after something was acknowledged, or after anybody was told of it, has a higher number, and a question
//!   that was sent then is answered with a higher `next`;
//! - nothing is told before it was sent, and nothing stands behind the end;
//! - a chat is accepted once for each time that it waits.
//!
//! A write whose answer never came may stand anywhere behind what was known when it was sent, or nowhere.

use super::Entry;
use super::chat::ChatHistory;
use crate::load::check::Findings;
use anyhow::Context as _;
use std::collections::BTreeMap;
use std::fmt;
use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::Path;

/// What was checked.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(in crate::load) struct Checked {
    /// Writes that were acknowledged: chats asked for, accepts, lines, ends.
    pub(in crate::load) writes: u64,
    /// Questions that were answered, and events that streams told.
    pub(in crate::load) reads: u64,
    pub(in crate::load) chats: u64,
    /// Acknowledged lines behind everything that was read.
    pub(in crate::load) unread: u64,
    /// Times that the server was killed or stopped.
    pub(in crate::load) stops: u64,
}

impl fmt::Display for Checked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { writes, reads, chats, unread, stops } = self;
        write!(
            f,
            "history: {writes} acknowledged writes and {reads} reads of {chats} chats over {stops} stops of the server; \
             {unread} lines stand behind everything that was read"
        )
    }
}

/// Reads a history and notes what is wrong with it.
pub(in crate::load) fn check(path: &Path, findings: &mut Findings) -> anyhow::Result<Checked> {
    let file = File::open(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let mut checked = Checked::default();
    let mut chats: BTreeMap<String, ChatHistory> = BTreeMap::new();
    for (number, line) in (1..).zip(BufReader::new(file).lines()) {
        let line = line.with_context(|| format!("{} cannot be read", path.display()))?;
        let entry: Entry = serde_json::from_str(&line)
            .with_context(|| format!("{}, line {number}, is no line of a history", path.display()))?;
        match &entry {
            Entry::Requested { .. }
            | Entry::Accepted { .. }
            | Entry::Acknowledged { .. }
            | Entry::Ended { .. } => checked.writes += 1,
            Entry::Read { .. } | Entry::Told { .. } => checked.reads += 1,
            Entry::Said { .. } | Entry::EndSent { .. } => {}
            Entry::Stopped { .. } => checked.stops += 1,
        }
        if let Some(chat) = entry.chat() {
            chats.entry(chat.to_owned()).or_default().add(entry);
        }
    }
    checked.chats = u64::try_from(chats.len())?;
    for (key, chat) in chats {
        let (faults, unread) = chat.close();
        checked.unread += unread;
        for (rule, what) in faults {
            findings.note(rule, || format!("history, chat {key}: {what}"));
        }
    }
    Ok(checked)
}
