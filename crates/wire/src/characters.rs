//! Which characters may travel: those that XML 1.0 is able to carry, in JSON as well, so that a line that
//! comes in as JSON can go out as XML.

/// Whether XML 1.0 can carry the character.
pub(crate) const fn is_legal(character: char) -> bool {
    match character {
        '\t' | '\n' | '\r' => true,
        '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => false,
        _ => true,
    }
}

/// The first character of `text` that XML 1.0 cannot carry.
pub(crate) fn first_illegal(text: &str) -> Option<char> {
    text.chars().find(|character| !is_legal(*character))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_xml_cannot_carry_is_illegal() {
        for legal in ["", "a\tb\nc\rd", "\u{20}", "\u{7f}", "\u{fffd}", "\u{1f600}"] {
            assert_eq!(first_illegal(legal), None);
        }
        for illegal in ['\u{0}', '\u{8}', '\u{b}', '\u{1f}', '\u{fffe}', '\u{ffff}'] {
            assert_eq!(first_illegal(&format!("ab{illegal}c")), Some(illegal));
        }
    }
}
