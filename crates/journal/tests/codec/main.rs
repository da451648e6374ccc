//! A fact that was written is read by this release and all later ones, and nothing gets lost on the way.
//!
//! The lines in `tests/golden` are bytes that journals hold. A line may be added; none may be changed or removed.

#![expect(clippy::unwrap_used, reason = "what goes wrong in the helpers of a test fails the test")]

mod erasure;
mod kinds;
mod mail;
mod marks;
mod second_factor;
mod strategies;

use std::collections::BTreeSet;

use handover_journal::codec;
use proptest::prelude::*;

/// The golden lines, one file for each family of facts.
const GOLDEN: [(&str, &str); 9] = [
    ("account", include_str!("../golden/account.jsonl")),
    ("agent", include_str!("../golden/agent.jsonl")),
    ("answer", include_str!("../golden/answer.jsonl")),
    ("chat", include_str!("../golden/chat.jsonl")),
    ("erasure", include_str!("../golden/erasure.jsonl")),
    ("mail", include_str!("../golden/mail.jsonl")),
    ("marks", include_str!("../golden/marks.jsonl")),
    ("offer", include_str!("../golden/offer.jsonl")),
    ("second_factor", include_str!("../golden/second_factor.jsonl")),
];

#[test]
fn every_golden_line_is_read_and_written_back_byte_for_byte() {
    for (family, line) in golden_lines() {
        let fact = codec::decode(line.as_bytes()).unwrap_or_else(|error| panic!("{family}: {error}: {line}"));
        let written = codec::encode(&fact).unwrap();
        assert_eq!(String::from_utf8(written).unwrap(), line, "{family}");
    }
}

#[test]
fn every_kind_of_fact_has_a_golden_line_in_the_file_of_its_family() {
    let found: BTreeSet<_> = golden_lines()
        .map(|(family, line)| (family, kinds::kind(&codec::decode(line.as_bytes()).unwrap())))
        .collect();
    assert_eq!(found, BTreeSet::from(kinds::KINDS));
}

#[test]
fn the_kind_stands_first_in_every_fact() {
    for (_, line) in golden_lines() {
        let kind = kinds::kind(&codec::decode(line.as_bytes()).unwrap());
        assert!(line.starts_with(&format!("{{\"kind\":\"{kind}\"")), "{line}");
    }
}

#[test]
fn bytes_that_are_no_fact_are_refused_without_being_repeated() {
    for bytes in
        ["", "{}", "{\"kind\":\"secret\"}", "{\"kind\":\"bar_lifted\",\"chat\":\"secret\"}", "secret"]
    {
        let error = codec::decode(bytes.as_bytes()).unwrap_err().to_string();
        assert!(!error.contains("secret"), "{error}");
    }
    let cut = codec::decode_all(b"{\"kind\":\"bar_lifted\",\"chat\":1}\n{\"kind\":\"bar_li");
    assert!(cut.is_err());
}

proptest! {
    #[test]
    fn a_fact_is_read_as_it_was_written(fact in strategies::fact()) {
        let bytes = codec::encode(&fact).unwrap();
        prop_assert!(!bytes.contains(&b'\n'));
        prop_assert_eq!(codec::decode(&bytes), Ok(fact));
    }

    #[test]
    fn the_facts_of_an_append_are_read_as_they_were_written(
        facts in prop::collection::vec(strategies::fact(), 0..8),
    ) {
        let lines = codec::encode_all(&facts).unwrap();
        prop_assert_eq!(codec::decode_all(&lines), Ok(facts));
    }

    #[test]
    fn bytes_never_make_the_codec_panic(bytes: Vec<u8>) {
        let _any_outcome = codec::decode_all(&bytes).is_ok();
    }
}

fn golden_lines() -> impl Iterator<Item = (&'static str, &'static str)> {
    GOLDEN.into_iter().flat_map(|(family, lines)| lines.lines().map(move |line| (family, line)))
}
