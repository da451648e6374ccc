//! Reading `[[account.connector]]`: whose word on a visitor's identity is taken.

use super::limits::{CONNECTORS, PUBLIC_KEY_BYTES};
use super::mistake::Problem;
use super::public_key;
use super::table::{Table, Unique, Value};
use handover_desk::{Connector, limits};
use std::sync::Arc;

/// The connectors of an account.
pub(super) fn read(account: &Table<'_>) -> Vec<Connector> {
    let mut ids = Unique::new();
    let tables = account.tables("connector", "account.connector", CONNECTORS).into_iter();
    tables.filter_map(|table| connector(table, &mut ids)).collect()
}

fn connector(table: Table<'_>, ids: &mut Unique<u64>) -> Option<Connector> {
    let id = table.required("id").and_then(|value| {
        let id = value.id()?;
        ids.take(id, &value);
        Some(id)
    });
    let public_key = table.required("public_key").and_then(|value| public_key(&value));
    let issuer = words(&table, "issuer");
    let audience = words(&table, "audience");
    table.finish();
    Some(Connector { id: id?, public_key: public_key?, issuer, audience })
}

fn public_key(value: &Value<'_>) -> Option<Arc<str>> {
    let pem = value.prose(PUBLIC_KEY_BYTES)?;
    match public_key::check(&pem) {
        Ok(()) => Some(pem),
        Err(fault) => value.refuse(Problem::PublicKey(fault)),
    }
}

fn words(table: &Table<'_>, key: &'static str) -> Option<Arc<str>> {
    table.optional(key).and_then(|value| value.words(limits::FIELD_BYTES)).map(Arc::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::ApplyFile;
    use crate::config::public_key::tests::ED25519;

    /// The connectors with these lines, which begin in line 3.
    fn read(lines: &str) -> Result<Vec<Connector>, String> {
        let file = ApplyFile::parse(&format!("[[account]]\nid = \"a\"\n{lines}\n"));
        Ok(file.map_err(|mistake| mistake.to_string())?.accounts.remove(0).profile.connectors)
    }

    fn connector(id: usize, more: &str) -> String {
        format!("[[account.connector]]\nid = {id}\npublic_key = \"\"\"{ED25519}\"\"\"\n{more}\n")
    }

    #[test]
    fn everything_about_a_connector_can_be_stated() {
        let bare = Connector { id: 1, public_key: ED25519.into(), issuer: None, audience: None };
        assert_eq!(read(&connector(1, "")), Ok(vec![bare.clone()]));
        let stated = Connector { issuer: Some("i".into()), audience: Some("d".into()), ..bare };
        assert_eq!(read(&connector(1, "issuer = \"i\"\naudience = \"d\"")), Ok(vec![stated]));
    }

    #[test]
    fn each_mistake_is_named_with_its_line_and_key() {
        let header = "[[account.connector]]\n";
        let long = "x".repeat(limits::FIELD_BYTES + 1);
        for (lines, said) in [
            (format!("{header}id = 1"), "3, key account.connector.public_key: is missing"),
            (format!("{header}public_key = \"\""), "3, key account.connector.id: is missing"),
            (
                format!("{header}id = 1\npublic_key = \"hunter2\""),
                "5, key account.connector.public_key: expected one public key in PEM form: it begins with \
                 -----BEGIN PUBLIC KEY-----",
            ),
            (
                connector(1, "").replace("PUBLIC", "PRIVATE"),
                "5, key account.connector.public_key: this is a private key, which belongs to the signer alone; \
                 expected its public key, as `openssl pkey -pubout` prints it",
            ),
            (
                connector(1, "").replace("PUBLIC KEY", "CERTIFICATE"),
                "5, key account.connector.public_key: this is a certificate; expected the public key in it, as \
                 `openssl x509 -pubkey -noout` prints it",
            ),
            (
                connector(1, "").replace("MCow", "MCox"),
                "5, key account.connector.public_key: expected an undamaged public key of RSA with 2048 to 4096 \
                 bits, EC P-256 or Ed25519",
            ),
            (connector(1, "issuer = \"\""), "9, key account.connector.issuer: must not be empty"),
            (
                connector(1, &format!("audience = \"{long}\"")),
                "9, key account.connector.audience: is longer than 4096 bytes of UTF-8",
            ),
            (
                connector(1, "secret = 1"),
                "9, key account.connector.secret: there is no such key here; there are id, public_key, issuer, \
                 audience",
            ),
            (connector(1, "") + &connector(1, ""), "11, key account.connector.id: is the same as in line 4"),
        ] {
            assert_eq!(read(&lines), Err(format!("line {said}")), "{lines}");
        }
    }

    #[test]
    fn there_may_be_as_many_connectors_and_as_long_a_key_as_their_limits_and_not_more() {
        let several = |count: usize| (1..=count).map(|id| connector(id, "")).collect::<String>();
        assert_eq!(read(&several(CONNECTORS)).unwrap().len(), CONNECTORS);
        let said = read(&several(CONNECTORS + 1)).unwrap_err();
        assert!(said.ends_with("key account.connector: there may be 100 at most"), "{said}");

        let padded = |bytes: usize| {
            let pad = "\n".repeat(bytes - ED25519.len());
            read(&format!("[[account.connector]]\nid = 1\npublic_key = '''{ED25519}{pad}'''"))
        };
        assert!(padded(PUBLIC_KEY_BYTES).is_ok());
        let said = padded(PUBLIC_KEY_BYTES + 1).unwrap_err();
        assert!(
            said.ends_with("key account.connector.public_key: is longer than 2048 bytes of UTF-8"),
            "{said}"
        );
    }
}
