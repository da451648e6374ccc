//! Making addresses and secrets short, so that an exchange fits on a page and gives nothing away.

/// A run of hexadecimal digits from this length on is a token, or part of a chat session key.
const SECRET_CHARS: usize = 19;
/// How much of a secret is shown, so that it can be told from another.
const SHOWN_CHARS: usize = 4;
/// What stands for the part that is left out.
pub(super) const ELLIPSIS: char = '…';

/// The text with `…` for the address of the account, and for the most part of every secret.
pub(super) fn shorten(text: &str, origin: &str, base: &str) -> String {
    let text = text.replace(&format!("{origin}{base}"), "…").replace(base, "…");
    let mut short = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(start) = rest.find(is_digit) {
        let (before, from) = rest.split_at(start);
        let end = from.find(|c| !is_digit(c)).unwrap_or(from.len());
        let (run, after) = from.split_at(end);
        short.push_str(before);
        if run.len() < SECRET_CHARS {
            short.push_str(run);
        } else {
            short.extend(run.chars().take(SHOWN_CHARS));
            short.push(ELLIPSIS);
        }
        rest = after;
    }
    short.push_str(rest);
    short
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('a'..='f').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn short(text: &str) -> String {
        shorten(text, "http://127.0.0.1:8080", "/api/account/12345678")
    }

    #[test]
    fn the_address_of_the_account_is_left_out() {
        let address = "http://127.0.0.1:8080/api/account/12345678/agentSession/1027882276";
        assert_eq!(short(address), "…/agentSession/1027882276");
        assert_eq!(short("/api/account/12345678/login?v=1.3"), "…/login?v=1.3");
    }

    #[test]
    fn of_a_secret_the_beginning_is_shown_and_of_a_number_everything() {
        let key = "H6120334598172645310-4f8e1c0b9a7d4e52b3c6d7f80912a3b4K8428929";
        assert_eq!(short(key), "H6120…-4f8e…K8428929");
        let bearer = "9cf6ee24b6a1031e202f292a0ad20c8f52bfd9f01abc8b9489365995052c6603";
        assert_eq!(short(&format!("Bearer {bearer}")), "Bearer 9cf6…");
        for whole in ["agentId 311098910", "visitor 1215602164887992", "a faded decade"] {
            assert_eq!(short(whole), whole);
        }
    }
}
