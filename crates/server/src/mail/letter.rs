//! A letter of the desk, looked up and put into words. What it is about stands on the desk or has gone to the archive.

use super::{Outgoing, offline_message, transcript};
use crate::engine::{Account, message_key};
use handover_archive::Archive;
use handover_desk::{
    AccountId, Chat, ChatKey, Letter, Mail, MailNo, MailOutcome, MessageNo, OfflineMessage, Timestamp,
};
use serde::de::DeserializeOwned;
use std::fmt::Write as _;
use std::sync::Arc;

/// What a letter says.
pub(super) struct Written {
    pub(super) subject: String,
    pub(super) text: String,
    pub(super) html: String,
    pub(super) reply_to: Option<String>,
}

/// The mail in words, or what the attempt comes to without them.
pub(crate) async fn write(
    account: &Account,
    archive: &dyn Archive,
    mail: &Mail,
) -> Result<Outgoing, MailOutcome> {
    let written = match &mail.letter {
        Letter::Transcript { chat, wish } => {
            let chat = find_chat(account, archive, chat).await?;
            let (language, zone) = {
                let view = account.view().read();
                (view.desk().state().profile.language.clone(), view.zone().clone())
            };
            transcript::write(&chat, wish, language.as_deref(), &zone)
        }
        Letter::OfflineMessage(no) => {
            let message = find_message(account, archive, *no).await?;
            offline_message::write(&message, &account.view().read())
        }
    };
    let Written { subject, text, html, reply_to } =
        written.map_err(|error| refused(format!("the mail cannot be put into words: {error}")))?;
    Ok(Outgoing {
        id: message_id(&account.id, mail.no, mail.queued_at),
        to: mail.to.to_string(),
        reply_to,
        subject: one_line(&subject),
        queued_at: mail.queued_at,
        text,
        html,
    })
}

fn refused(error: impl Into<Arc<str>>) -> MailOutcome {
    MailOutcome::Refused { error: error.into() }
}

async fn find_chat(account: &Account, archive: &dyn Archive, key: &ChatKey) -> Result<Chat, MailOutcome> {
    let on_desk = account.view().read().desk().chat_by_key(key).cloned();
    if let Some(chat) = on_desk {
        return Ok(chat);
    }
    archived(account, archive, &key.to_string(), &format!("chat {}", key.chat())).await
}

async fn find_message(
    account: &Account,
    archive: &dyn Archive,
    no: MessageNo,
) -> Result<Arc<OfflineMessage>, MailOutcome> {
    let on_desk = account.view().read().desk().state().messages.get(&no).cloned();
    if let Some(message) = on_desk {
        return Ok(message);
    }
    let what = format!("offline message {no}");
    archived(account, archive, &message_key(no), &what).await.map(Arc::new)
}

/// Reads a document of the archive. An archive that fails may work later; a document that is not there will not come.
async fn archived<T: DeserializeOwned>(
    account: &Account,
    archive: &dyn Archive,
    key: &str,
    what: &str,
) -> Result<T, MailOutcome> {
    match archive.get(&account.id, key).await {
        Ok(Some(entry)) => serde_json::from_slice(&entry.body)
            .map_err(|_| refused(format!("the document of {what} in the archive cannot be read"))),
        Ok(None) => Err(refused(format!("{what} is neither on the desk nor in the archive"))),
        Err(error) => Err(MailOutcome::Failed { error: error.to_string().into() }),
    }
}

/// The part of a Message-ID in front of the `@`. It is a dot-atom (RFC 5322 §3.2.3) whatever the account is called, and
/// two accounts never share one.
fn message_id(account: &AccountId, no: MailNo, queued_at: Timestamp) -> String {
    let mut id = String::new();
    for byte in account.as_str().bytes() {
        let stays = byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        // Writing to a string does not fail.
        let _ = if stays { write!(id, "{}", char::from(byte)) } else { write!(id, "={byte:02x}") };
    }
    format!("{id}.{no}.{}", queued_at.0)
}

/// A text as it may stand in a header or beside a name: without any control character.
pub(super) fn one_line(text: &str) -> String {
    let line: String = text.chars().filter(|c| !c.is_control()).collect();
    line.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_id_is_an_atom_whatever_the_account_is_called() {
        let id = |account: &str| message_id(&AccountId::new(account), MailNo(7), Timestamp(1_000));
        assert_eq!(id("12345678"), "12345678.7.1000");
        assert_eq!(id("a.b@c d\r\n"), "a=2eb=40c=20d=0d=0a.7.1000");
        assert_ne!(id("a.b"), id("a=2eb"));
    }

    #[test]
    fn a_line_has_no_control_characters() {
        assert_eq!(one_line(" Hi\r\nBcc: all@example.com\u{85}\0 "), "HiBcc: all@example.com");
    }
}
