//! How many facts a second become bytes, and bytes facts again. `./x bench micro`.

#![expect(clippy::unwrap_used, reason = "a benchmark that goes wrong is to stop")]

use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use handover_journal::codec::{decode_all, encode_all};

fn main() {
    divan::main();
}

/// A line of an ordinary chat.
const LINE: &str = r#"{"kind":"event_added","chat":8428929,"event":{"id":7,"at":1764000000015,"kind":{"line":{"text":"Hello, my parcel was to come on Tuesday and has not arrived yet.","text_type":"plain","author":{"visitor":{"name":null}},"visibility":"everyone"}}}}"#;

/// What one append holds.
#[derive(Clone, Copy, Debug)]
enum Facts {
    /// 128 lines of people: a busy account.
    Lines,
    /// Every kind of fact about a chat once or more.
    OfChats,
}

impl Facts {
    const ALL: [Self; 2] = [Self::Lines, Self::OfChats];

    fn stored(self) -> Vec<u8> {
        match self {
            Self::Lines => format!("{LINE}\n").repeat(128).into_bytes(),
            Self::OfChats => include_bytes!("../tests/golden/chat.jsonl").to_vec(),
        }
    }
}

#[divan::bench(args = Facts::ALL)]
fn encode(bencher: Bencher<'_, '_>, facts: Facts) {
    let bytes = facts.stored();
    let facts = decode_all(&bytes).unwrap();
    bencher
        .counter(ItemsCount::new(facts.len()))
        .counter(BytesCount::new(bytes.len()))
        .bench_local(|| encode_all(divan::black_box(&facts)));
}

#[divan::bench(args = Facts::ALL)]
fn decode(bencher: Bencher<'_, '_>, facts: Facts) {
    let bytes = facts.stored();
    let count = decode_all(&bytes).unwrap().len();
    bencher
        .counter(ItemsCount::new(count))
        .counter(BytesCount::new(bytes.len()))
        .bench_local(|| decode_all(divan::black_box(&bytes)));
}
