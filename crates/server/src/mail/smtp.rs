//! The way out: an SMTP server that takes every mail over.

use super::{MailTransport, Outgoing, Sending};
use crate::limits;
use handover_desk::MailOutcome;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{Address, Message};
use std::time::{Duration, SystemTime};
use thiserror::Error;
use tokio::sync::Semaphore;

/// Which SMTP server takes mails over, and how.
pub struct SmtpSettings {
    /// Its name or address.
    pub host: String,
    /// Its port, when it is not the usual one.
    pub port: Option<u16>,
    /// How the connection is protected.
    pub tls: SmtpTls,
    /// Who signs in, if anybody has to.
    pub credentials: Option<SmtpCredentials>,
    /// The sender of every mail, such as `Shop <chat@shop.example>`.
    pub from: String,
    /// Seconds the server has to take one mail over.
    pub timeout_s: Option<u64>,
    /// Certificates in PEM form that are trusted beside the usual ones.
    pub ca_pem: Option<Vec<u8>>,
}

/// Who signs in. Has no `Debug`, so that the password gets into no message.
pub struct SmtpCredentials {
    /// The user.
    pub user: String,
    /// The password.
    pub password: String,
}

/// How a connection is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SmtpTls {
    /// Not at all.
    None,
    /// By TLS after `STARTTLS`, which the server must offer.
    StartTls,
    /// By TLS from its beginning.
    Tls,
}

impl SmtpTls {
    /// The usual port.
    fn port(self) -> u16 {
        match self {
            Self::None => 25,
            Self::StartTls => 587,
            Self::Tls => 465,
        }
    }
}

/// What is wrong with the settings. Names the key of the server's file.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SmtpFault {
    /// No host.
    #[error("smtp.host must be the name or the address of a mail server, such as mail.example.com")]
    Host,
    /// Port 0.
    #[error("smtp.port must be 1 to 65535")]
    Port,
    /// No sender.
    #[error("smtp.from must be a sender, such as \"Shop <chat@shop.example>\"")]
    From,
    /// Too short or too long.
    #[error("smtp.timeout_s must be 1 to {}", limits::SMTP_TIMEOUT_MAX_S)]
    Timeout,
    /// The password would be readable on the way.
    #[error(
        "smtp.user needs smtp.tls = \"starttls\" or \"tls\": a password is not sent over an open connection"
    )]
    PasswordInClear,
    /// No certificate in the file.
    #[error("smtp.ca_file holds no certificate in PEM form")]
    Certificate,
    /// The TLS library refused.
    #[error("TLS to smtp.host cannot be set up: {0}")]
    Tls(String),
}

/// Mails by SMTP, a connection for each.
pub struct SmtpTransport {
    host: String,
    port: u16,
    tls: SmtpTls,
    tls_parameters: TlsParameters,
    credentials: Option<Credentials>,
    from: Mailbox,
    hello: ClientId,
    timeout_s: u64,
    connections: Semaphore,
}

/// How an attempt failed.
enum Failure {
    /// It has nothing to do with the mail, or may pass.
    Now(String),
    /// The server will not have this mail.
    Forever(String),
}

impl SmtpTransport {
    /// A transport with these settings. Nothing is connected to before there is a mail.
    pub fn new(settings: SmtpSettings) -> Result<Self, SmtpFault> {
        let SmtpSettings { host, port, tls, credentials, from, timeout_s, ca_pem } = settings;
        let is_host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ':');
        if host.is_empty() || !host.chars().all(is_host) {
            return Err(SmtpFault::Host);
        }
        let port = port.unwrap_or(tls.port());
        if port == 0 {
            return Err(SmtpFault::Port);
        }
        let from: Mailbox = from.parse().map_err(|_| SmtpFault::From)?;
        let timeout_s = timeout_s.unwrap_or(limits::SMTP_TIMEOUT_S);
        if !(1..=limits::SMTP_TIMEOUT_MAX_S).contains(&timeout_s) {
            return Err(SmtpFault::Timeout);
        }
        if credentials.is_some() && tls == SmtpTls::None {
            return Err(SmtpFault::PasswordInClear);
        }
        let mut builder = TlsParameters::builder(host.clone());
        if let Some(pem) = ca_pem {
            builder = builder.add_root_certificate(certificates(&pem)?);
        }
        Ok(Self {
            host,
            port,
            tls,
            tls_parameters: builder.build().map_err(|error| SmtpFault::Tls(error.to_string()))?,
            credentials: credentials.map(|who| Credentials::new(who.user, who.password)),
            hello: ClientId::Domain(from.email.domain().to_owned()),
            from,
            timeout_s,
            connections: Semaphore::new(limits::SMTP_CONNECTIONS),
        })
    }

    /// The mail with its headers. Everything that is put into one is a parsed address, or is encoded.
    fn message(&self, mail: Outgoing) -> Option<Message> {
        let to: Address = mail.to.parse().ok()?;
        let reply_to = mail.reply_to.and_then(|address| address.parse::<Address>().ok());
        let since_epoch = Duration::from_millis(u64::try_from(mail.queued_at.0).unwrap_or(0));
        let automatic = HeaderName::new_from_ascii_str("Auto-Submitted");
        let mut message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .date(SystemTime::UNIX_EPOCH.checked_add(since_epoch)?)
            .message_id(Some(format!("<{}@{}>", mail.id, self.from.email.domain())))
            .subject(mail.subject)
            .raw_header(HeaderValue::new(automatic, "auto-generated".to_owned()));
        if let Some(reply_to) = reply_to {
            message = message.reply_to(Mailbox::new(None, reply_to));
        }
        message.multipart(MultiPart::alternative_plain_html(mail.text, mail.html)).ok()
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, lettre::transport::smtp::Error> {
        let at_once = (self.tls == SmtpTls::Tls).then(|| self.tls_parameters.clone());
        let server = (self.host.as_str(), self.port);
        let mut connection =
            AsyncSmtpConnection::connect_tokio1(server, None, &self.hello, at_once, None).await?;
        if self.tls == SmtpTls::StartTls {
            connection.starttls(self.tls_parameters.clone(), &self.hello).await?;
        }
        if let Some(credentials) = &self.credentials {
            connection.auth(&[Mechanism::Plain, Mechanism::Login], credentials).await?;
        }
        Ok(connection)
    }

    async fn hand_over(&self, message: &Message) -> Result<AsyncSmtpConnection, Failure> {
        // Before the mail is named, no answer of the server is about the mail.
        let mut connection = self.connect().await.map_err(|error| {
            Failure::Now(format!("no session with mail server {} port {}: {error}", self.host, self.port))
        })?;
        match connection.send(message.envelope(), &message.formatted()).await {
            Ok(_) => Ok(connection),
            Err(error) => {
                let said = format!("the mail was not taken: {error}");
                // 530 asks for a sign-in (RFC 4954 §6) or for TLS (RFC 3207 §4): the settings are wrong, not the mail.
                let about_settings = error.status().is_some_and(|code| u16::from(code) == 530);
                let forever = error.is_permanent() && !about_settings;
                Err(if forever { Failure::Forever(said) } else { Failure::Now(said) })
            }
        }
    }

    async fn deliver(&self, mail: Outgoing) -> MailOutcome {
        let to = mail.to.clone();
        let Some(message) = self.message(mail) else {
            return MailOutcome::Refused { error: "the address is none that can be written to".into() };
        };
        let Ok(_turn) = self.connections.acquire().await else {
            return MailOutcome::Failed { error: "the mail transport is closed".into() };
        };
        let within = Duration::from_secs(self.timeout_s);
        match tokio::time::timeout(within, self.hand_over(&message)).await {
            Ok(Ok(mut connection)) => {
                // The mail is taken; whether the farewell is heard is all one.
                let _ = tokio::time::timeout(limits::SMTP_QUIT_TIMEOUT, connection.abort()).await;
                MailOutcome::Sent
            }
            Ok(Err(Failure::Now(error))) => MailOutcome::Failed { error: discreet(&error, &to).into() },
            Ok(Err(Failure::Forever(error))) => MailOutcome::Refused { error: discreet(&error, &to).into() },
            Err(_) => MailOutcome::Failed {
                error: format!("the mail server did not take the mail within {} s", self.timeout_s).into(),
            },
        }
    }
}

impl MailTransport for SmtpTransport {
    fn send(&self, mail: Outgoing) -> Sending<'_> {
        Box::pin(self.deliver(mail))
    }
}

fn certificates(pem: &[u8]) -> Result<Certificate, SmtpFault> {
    let has_one = pem.windows(PEM_HEAD.len()).any(|window| window == PEM_HEAD);
    let parsed = Certificate::from_pem(pem).map_err(|_| SmtpFault::Certificate);
    if has_one { parsed } else { Err(SmtpFault::Certificate) }
}

/// How a certificate in PEM form begins (RFC 7468 §5.1).
const PEM_HEAD: &[u8] = b"-----BEGIN CERTIFICATE-----";

/// What a server said, in one line of bounded length, without the person it was about: servers repeat addresses.
fn discreet(said: &str, to: &str) -> String {
    let local = to.split('@').next().unwrap_or(to);
    let is_of_name = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '+');
    let names_somebody = |word: &str| {
        let bare = word.trim_matches(|c| !is_of_name(c));
        word.contains('@')
            || word.to_lowercase().contains(&to.to_lowercase())
            || bare.eq_ignore_ascii_case(local)
    };
    let words = said.split_whitespace().map(|word| if names_somebody(word) { "(address)" } else { word });
    let mut line = words.collect::<Vec<_>>().join(" ");
    line.retain(|c| !c.is_control());
    line.truncate(line.floor_char_boundary(limits::MAIL_ERROR_BYTES));
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings() -> SmtpSettings {
        SmtpSettings {
            host: "127.0.0.1".to_owned(),
            port: None,
            tls: SmtpTls::None,
            credentials: None,
            from: "Shop <chat@shop.example>".to_owned(),
            timeout_s: None,
            ca_pem: None,
        }
    }

    fn fault(change: impl FnOnce(&mut SmtpSettings)) -> Option<SmtpFault> {
        let mut settings = settings();
        change(&mut settings);
        SmtpTransport::new(settings).err()
    }

    #[test]
    fn settings_that_cannot_work_are_refused_by_name() {
        assert_eq!(fault(|_| ()), None);
        assert_eq!(fault(|settings| settings.host.clear()), Some(SmtpFault::Host));
        assert_eq!(fault(|settings| settings.host.push_str(" x")), Some(SmtpFault::Host));
        assert_eq!(fault(|settings| settings.port = Some(0)), Some(SmtpFault::Port));
        assert_eq!(fault(|settings| settings.from = "Shop".to_owned()), Some(SmtpFault::From));
        assert_eq!(fault(|settings| settings.timeout_s = Some(0)), Some(SmtpFault::Timeout));
        let longest = limits::SMTP_TIMEOUT_MAX_S;
        assert_eq!(fault(|settings| settings.timeout_s = Some(longest)), None);
        assert_eq!(fault(|settings| settings.timeout_s = Some(longest + 1)), Some(SmtpFault::Timeout));
        let signed_in = |settings: &mut SmtpSettings| {
            settings.credentials =
                Some(SmtpCredentials { user: "chat".to_owned(), password: "secret".to_owned() });
        };
        assert_eq!(fault(signed_in), Some(SmtpFault::PasswordInClear));
        let protected = |settings: &mut SmtpSettings| {
            signed_in(settings);
            settings.tls = SmtpTls::StartTls;
        };
        assert_eq!(fault(protected), None);
        for pem in ["", "no certificate", "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n"] {
            let wrong = fault(|settings| settings.ca_pem = Some(pem.into()));
            assert!(matches!(wrong, Some(SmtpFault::Certificate | SmtpFault::Tls(_))), "{pem}: {wrong:?}");
        }
    }

    #[test]
    fn the_usual_port_goes_with_the_protection() {
        let ports = [SmtpTls::None, SmtpTls::StartTls, SmtpTls::Tls].map(SmtpTls::port);
        assert_eq!(ports, [25, 587, 465]);
    }

    #[test]
    fn what_a_server_says_is_kept_without_the_person() {
        let said = "550 5.1.1 <Nora@example.com>: user nora unknown\r\n\tsee nora@example.com.";
        assert_eq!(
            discreet(said, "nora@example.com"),
            "550 5.1.1 (address) user (address) unknown see (address)"
        );
        let long = "ü".repeat(limits::MAIL_ERROR_BYTES);
        assert!(discreet(&long, "nora@example.com").len() <= limits::MAIL_ERROR_BYTES);
    }
}
