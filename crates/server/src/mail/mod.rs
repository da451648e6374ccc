//! Mail: the letters of the desk in words, and the way they go out. When a mail is tried, and when it is given up, is for
//! the desk to decide.

mod letter;
mod markup;
mod offline_message;
pub mod outbox;
mod smtp;
mod transcript;
mod words;

pub(crate) use letter::write;
pub use smtp::{SmtpCredentials, SmtpFault, SmtpSettings, SmtpTls, SmtpTransport};

use handover_desk::{MailOutcome, Timestamp};
use std::pin::Pin;

/// A mail in words, ready to go out. Headers are made of it by whoever sends it.
#[derive(Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// What its Message-ID says in front of the `@`: the same at every attempt, and of no other mail.
    pub id: String,
    /// To whom: one address.
    pub to: String,
    /// Who is to get the answer, if not the sender: one address.
    pub reply_to: Option<String>,
    /// The subject: one line.
    pub subject: String,
    /// When it came into the outbox.
    pub queued_at: Timestamp,
    /// The part in plain text.
    pub text: String,
    /// The part in HTML.
    pub html: String,
}

/// What sending comes to.
pub type Sending<'a> = Pin<Box<dyn Future<Output = MailOutcome> + Send + 'a>>;

/// Takes mails over.
///
/// 1. `MailOutcome::Sent` says that somebody else answers for the mail from here on.
/// 2. It ends within a time that is bounded. Whoever drops it does not know whether the mail was taken.
/// 3. An error names neither the person the mail goes to nor what the mail says.
pub trait MailTransport: Send + Sync + 'static {
    /// Hands a mail over.
    fn send(&self, mail: Outgoing) -> Sending<'_>;
}
