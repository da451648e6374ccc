//! Reading the password of an agent: either the password itself or its hash.

use super::limits::{PASSWORD_BYTES, PASSWORD_HASH_BYTES};
use super::mistake::Problem;
use super::table::Table;
use crate::password::check_stored_hash;
use std::fmt;

/// What the file says about a password. Its debug form tells which of the two it is, and nothing more.
#[derive(Clone)]
pub enum Password {
    /// The password itself.
    Plain(String),
    /// A hash that was made elsewhere.
    Hash(String),
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Plain(_) => "Plain(not shown)",
            Self::Hash(_) => "Hash(not shown)",
        })
    }
}

/// The password in an agent's table, or nothing when a mistake was noted.
pub(super) fn read(table: &Table<'_>) -> Option<Password> {
    match (table.optional("password"), table.optional("password_hash")) {
        (Some(plain), None) => {
            let text = plain.text()?;
            let problem = if text.is_empty() {
                Problem::Empty
            } else if text.len() > PASSWORD_BYTES {
                Problem::TooLong { limit: PASSWORD_BYTES }
            } else {
                return Some(Password::Plain(text.into()));
            };
            plain.refuse(problem)
        }
        (None, Some(hash)) => {
            let text = hash.words(PASSWORD_HASH_BYTES)?;
            match check_stored_hash(text) {
                Ok(()) => Some(Password::Hash(text.into())),
                Err(fault) => hash.refuse(Problem::PasswordHash(fault)),
            }
        }
        (Some(plain), Some(hash)) => {
            let second = if plain.place() > hash.place() { plain } else { hash };
            second.refuse(Problem::TwoPasswords)
        }
        (None, None) => {
            table.note_at_header("password", Problem::NoPassword);
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{ApplyFile, HASH};

    /// An agent with these lines about its password, which begin in line 6.
    fn read(lines: &str) -> Result<Password, String> {
        let text = format!("[[account]]\nid = \"a\"\n[[account.agent]]\nid = 1\nlogin = \"b\"\n{lines}\n");
        let file = ApplyFile::parse(&text).map_err(|mistake| mistake.to_string())?;
        Ok(file.accounts.into_iter().next().unwrap().agents.into_iter().next().unwrap().password)
    }

    fn mistake(lines: &str) -> String {
        read(lines).unwrap_err()
    }

    #[test]
    fn a_password_is_taken_as_it_stands() {
        let read = read("password = \" \\t\\u00fc \"").unwrap();
        assert!(matches!(read, Password::Plain(plain) if plain == " \tü "));
    }

    #[test]
    fn an_agent_has_either_a_password_or_a_hash() {
        let both = "expected either password or password_hash, not both";
        let said = mistake(&format!("password = \"p\"\npassword_hash = '{HASH}'"));
        assert_eq!(said, format!("line 7, key account.agent.password_hash: {both}"));
        let said = mistake(&format!("password_hash = '{HASH}'\npassword = \"p\""));
        assert_eq!(said, format!("line 7, key account.agent.password: {both}"));
        assert_eq!(mistake(""), "line 3, key account.agent.password: expected password or password_hash");
    }

    #[test]
    fn a_bad_password_or_hash_is_named_and_not_repeated() {
        assert_eq!(mistake("password = \"\""), "line 6, key account.agent.password: must not be empty");
        assert_eq!(
            mistake("password = 12345"),
            "line 6, key account.agent.password: expected a text in quotes"
        );
        let said = mistake(&format!("password_hash = '{}'", HASH.replace("argon2id", "argon2d")));
        assert!(
            said.starts_with("line 6, key account.agent.password_hash: expected an argon2id hash"),
            "{said}"
        );
        assert!(!said.contains("zBeT4W53"), "{said}");
        let said = mistake(&format!("password_hash = '{}'", HASH.replace("m=64", "m=9999999")));
        assert!(said.contains("at most m=262144"), "{said}");
    }

    #[test]
    fn a_password_or_hash_may_be_as_long_as_its_limit_and_not_longer() {
        let plain = |bytes: usize| format!("password = \"{}\"", "p".repeat(bytes));
        assert!(read(&plain(PASSWORD_BYTES)).is_ok());
        assert_eq!(
            mistake(&plain(PASSWORD_BYTES + 1)),
            "line 6, key account.agent.password: is longer than 1024 bytes of UTF-8"
        );
        let hash = |bytes: usize| mistake(&format!("password_hash = '{}'", "$".repeat(bytes)));
        let too_long = "line 6, key account.agent.password_hash: is longer than 512 bytes of UTF-8";
        assert_ne!(hash(PASSWORD_HASH_BYTES), too_long);
        assert_eq!(hash(PASSWORD_HASH_BYTES + 1), too_long);
    }

    #[test]
    fn the_debug_form_of_a_password_tells_nothing_of_it() {
        assert_eq!(format!("{:?}", Password::Plain("hunter2".into())), "Plain(not shown)");
        assert_eq!(format!("{:?}", Password::Hash(HASH.into())), "Hash(not shown)");
    }
}
