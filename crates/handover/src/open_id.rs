//! The `[open_id]` table of the server's file: the identity provider that agents may sign in at. The secret stands in a file of its
//! own or in the environment, and gets into no message.

use crate::secret;
use anyhow::{Context as _, bail};
use handover_server::open_id::{Claim, OpenId, OpenIdSettings};
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::path::PathBuf;

/// Where the secret stands when no file is named.
const SECRET_VARIABLE: &str = "HANDOVER_OPEN_ID_SECRET";

/// The table as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OpenIdTable {
    issuer: String,
    client_id: String,
    client_secret_file: Option<PathBuf>,
    /// Known only to be refused without being repeated.
    client_secret: Option<IgnoredAny>,
    name: String,
    #[serde(default = "email")]
    claim: ClaimName,
    #[serde(default = "yes")]
    passwords: bool,
    ca_file: Option<PathBuf>,
}

/// `claim` as it is written.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum ClaimName {
    Email,
    PreferredUsername,
    Sub,
}

const fn email() -> ClaimName {
    ClaimName::Email
}

const fn yes() -> bool {
    true
}

impl OpenIdTable {
    /// The provider that the table describes. It is not asked yet: a server starts without it.
    pub(crate) fn provider(self) -> anyhow::Result<OpenId> {
        if self.client_secret.is_some() {
            bail!(
                "open_id.client_secret: no secret may stand in this file; name a file with open_id.client_secret_file, \
                 or set {SECRET_VARIABLE}"
            );
        }
        let client_secret = secret::read(
            "open_id needs the secret of the client",
            "open_id.client_secret_file",
            self.client_secret_file.as_deref(),
            SECRET_VARIABLE,
        )?;
        let ca_pem = self.ca_file.map(|path| {
            std::fs::read(&path)
                .with_context(|| format!("open_id.ca_file: {} cannot be read", path.display()))
        });
        let settings = OpenIdSettings {
            issuer: self.issuer,
            client_id: self.client_id,
            client_secret,
            name: self.name,
            claim: match self.claim {
                ClaimName::Email => Claim::Email,
                ClaimName::PreferredUsername => Claim::PreferredUsername,
                ClaimName::Sub => Claim::Subject,
            },
            passwords: self.passwords,
            ca_pem: ca_pem.transpose()?,
        };
        OpenId::new(settings).map_err(|error| anyhow::anyhow!("open_id.{error}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: [(&str, &str); 3] =
        [("issuer", "https://id.example.com"), ("client_id", "handover"), ("name", "Example")];

    /// What is said of the table with this secret, with these members in the place of the good ones.
    fn said(secret: &str, members: &[(&str, &str)]) -> String {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("secret");
        std::fs::write(&file, secret).unwrap();
        let mut text = format!("client_secret_file = \"{}\"\n", file.display());
        let kept = GOOD.iter().filter(|(name, _)| members.iter().all(|(other, _)| other != name));
        for (name, value) in kept.chain(members) {
            let quote = if *value == "false" { "" } else { "\"" };
            text = format!("{text}{name} = {quote}{value}{quote}\n");
        }
        match toml::from_str::<OpenIdTable>(&text) {
            Err(error) => error.message().to_owned(),
            Ok(table) => table.provider().err().map(|error| format!("{error:#}")).unwrap_or_default(),
        }
    }

    #[test]
    fn a_provider_needs_an_issuer_a_client_and_a_name() {
        let secret = "hunter2\n";
        assert_eq!(said(secret, &[]), "");
        for claim in ["email", "preferred_username", "sub"] {
            assert_eq!(said(secret, &[("claim", claim), ("passwords", "false")]), "");
        }
        assert_eq!(said(secret, &[("issuer", "http://127.0.0.1:5556/dex")]), "");
    }

    #[test]
    fn what_is_wrong_with_the_provider_is_said_by_key_and_the_secret_is_not_repeated() {
        let cases = [
            ("issuer", "http://id.example.com", "open_id.issuer must be https://HOST"),
            ("issuer", "id.example.com", "open_id.issuer must be https://HOST"),
            ("issuer", "https://id.example.com/?a=b", "open_id.issuer must be https://HOST"),
            ("client_id", " ", "open_id.client_id is empty"),
            ("name", "", "open_id.name is empty"),
            (
                "claim",
                "nickname",
                "unknown variant `nickname`, expected one of `email`, `preferred_username`, `sub`",
            ),
            ("client_secret", "hunter2", "open_id.client_secret: no secret may stand in this file"),
            ("ca_file", "/nowhere", "open_id.ca_file: /nowhere cannot be read"),
            ("clientid", "a", "unknown field `clientid`"),
        ];
        for (member, value, words) in cases {
            let said = said("hunter2\n", &[(member, value)]);
            assert!(said.contains(words) && !said.contains("hunter2"), "{member} = {value}: {said}");
        }
        assert!(said("\n", &[]).contains("open_id.client_secret is empty"));
        let folder = tempfile::tempdir().unwrap();
        let pem = folder.path().join("ca.pem");
        std::fs::write(&pem, "hunter2").unwrap();
        let said = said("hunter2", &[("ca_file", pem.to_str().unwrap())]);
        assert!(said.contains("open_id.ca_file holds no certificate"), "{said}");
    }
}
