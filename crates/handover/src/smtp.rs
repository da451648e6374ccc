//! The `[smtp]` table of the server's file. A password stands in a file of its own or in the environment, and gets into no
//! message.

use crate::secret;
use anyhow::{Context as _, bail};
use handover_server::mail::{SmtpCredentials, SmtpSettings, SmtpTls, SmtpTransport};
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::path::{Path, PathBuf};

/// Where the password stands when no file is named.
const PASSWORD_VARIABLE: &str = "HANDOVER_SMTP_PASSWORD";

/// The table as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SmtpTable {
    host: String,
    port: Option<u16>,
    #[serde(default = "protected")]
    tls: Protection,
    user: Option<String>,
    password_file: Option<PathBuf>,
    /// Known only to be refused without being repeated.
    password: Option<IgnoredAny>,
    from: String,
    timeout_s: Option<u64>,
    ca_file: Option<PathBuf>,
}

/// `tls` as it is written.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Protection {
    None,
    StartTls,
    Tls,
}

fn protected() -> Protection {
    Protection::StartTls
}

impl SmtpTable {
    /// The transport that the table describes.
    pub(crate) fn transport(self) -> anyhow::Result<SmtpTransport> {
        if self.password.is_some() {
            bail!(
                "smtp.password: no password may stand in this file; name a file with smtp.password_file, \
                 or set {PASSWORD_VARIABLE}"
            );
        }
        let credentials = credentials(self.user, self.password_file.as_deref())?;
        let ca_pem = self.ca_file.map(|path| {
            std::fs::read(&path).with_context(|| format!("smtp.ca_file: {} cannot be read", path.display()))
        });
        Ok(SmtpTransport::new(SmtpSettings {
            host: self.host,
            port: self.port,
            tls: match self.tls {
                Protection::None => SmtpTls::None,
                Protection::StartTls => SmtpTls::StartTls,
                Protection::Tls => SmtpTls::Tls,
            },
            credentials,
            from: self.from,
            timeout_s: self.timeout_s,
            ca_pem: ca_pem.transpose()?,
        })?)
    }
}

fn credentials(user: Option<String>, file: Option<&Path>) -> anyhow::Result<Option<SmtpCredentials>> {
    let Some(user) = user.filter(|user| !user.is_empty()) else {
        if file.is_some() {
            bail!("smtp.password_file needs smtp.user");
        }
        return Ok(None);
    };
    let password = secret::read("smtp.user needs a password", "smtp.password_file", file, PASSWORD_VARIABLE)?;
    if password.is_empty() {
        bail!("the password of smtp.user is empty");
    }
    Ok(Some(SmtpCredentials { user, password }))
}
