//! What counts as a mail address, in a transcript request and as an answer to a survey
//! (`docs/protocol/30-visitor-api.md` §5, §19). Whether anybody reads it is not asked.

use crate::limits;

/// Characters that would need quoting, or end an address in a header.
const FORBIDDEN: &str = "<>()[],;:\"\\@";

/// Whether `text` is `name@host.domain`, without quotes, comments, blanks or control characters, in at most
/// [`limits::MAIL_ADDRESS_CHARS`] characters.
#[must_use]
pub fn is_valid(text: &str) -> bool {
    let Some((name, host)) = text.rsplit_once('@') else { return false };
    let is_plain = |part: &str| {
        let refused = |character: char| character.is_whitespace() || character.is_control();
        !part.is_empty() && !part.contains(|character| refused(character) || FORBIDDEN.contains(character))
    };
    text.chars().count() <= limits::MAIL_ADDRESS_CHARS
        && is_plain(name)
        && host.contains('.')
        && host.split('.').all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_address_has_a_name_and_a_host_with_a_domain() {
        for address in ["nora@example.com", "n.o+ra_1@mail.example.co.uk", "\u{e9}@\u{e9}.example", "a@b.c"] {
            assert!(is_valid(address), "{address}");
        }
        for other in [
            "",
            "nora",
            "@example.com",
            "nora@",
            "nora@example",
            "nora@.com",
            "nora@example.",
            "nora@exa mple.com",
            "no ra@example.com",
            "a@b@example.com",
            "nora@example.com\nBcc: x@example.com",
            "<nora@example.com>",
            "nora@example.com,x@example.com",
        ] {
            assert!(!is_valid(other), "{other}");
        }
    }

    #[test]
    fn a_mail_address_may_be_as_long_as_the_limit_and_not_longer() {
        let with_name = |chars| format!("{}@example.com", "n".repeat(chars - "@example.com".len()));
        assert!(is_valid(&with_name(limits::MAIL_ADDRESS_CHARS)));
        assert!(!is_valid(&with_name(limits::MAIL_ADDRESS_CHARS + 1)));
    }
}
