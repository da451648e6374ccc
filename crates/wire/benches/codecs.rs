//! How many bytes a second of the document that is polled most are written and read, in both formats. `./x bench micro`.

#![expect(clippy::unwrap_used, reason = "a benchmark that goes wrong is to stop")]

use divan::Bencher;
use divan::counter::BytesCount;
use handover_wire::document::{Event, EventKind, Events, Line};
use handover_wire::request::EventRequest;
use handover_wire::vocabulary::{ChatState, Source, TextType};
use handover_wire::{Format, WireTime, read, render, render_into};
use jiff::tz::TimeZone;

fn main() {
    divan::main();
}

const FORMATS: [Format; 2] = [Format::Json, Format::Xml];
const CHAT: &str = "https://chat.example.net/api/account/12345678/chat/H6120334598172645310-4f8e1c0b9a7d4e52b3c6d7f80912a3b4K8428929";
const TEXT: &str =
    "Hello, my parcel was to come on Tuesday & has not arrived yet. It was sent to 5 \"Old Mill\" Rd.";
/// Lines of a conversation.
const LINES: u64 = 20;

/// A poll with nothing to tell.
#[divan::bench(args = FORMATS)]
fn write_nothing_new(bencher: Bencher<'_, '_>, format: Format) {
    write(bencher, format, &[]);
}

/// The events of a whole conversation.
#[divan::bench(args = FORMATS)]
fn write_a_conversation(bencher: Bencher<'_, '_>, format: Format) {
    let zone = TimeZone::get("America/New_York").unwrap();
    write(bencher, format, &conversation(&zone));
}

/// The same, read as a client's library would.
#[divan::bench(args = FORMATS)]
fn read_a_conversation(bencher: Bencher<'_, '_>, format: Format) {
    let zone = TimeZone::get("America/New_York").unwrap();
    let bytes = render(&document(&conversation(&zone)), format);
    bencher.counter(BytesCount::new(bytes.len())).bench_local(|| read(divan::black_box(&bytes), format));
}

/// What a visitor posts, from the bytes to the typed request.
#[divan::bench(args = FORMATS)]
fn read_a_line(bencher: Bencher<'_, '_>, format: Format) {
    let bytes = match format {
        Format::Json => format!(r#"{{"event":{{"@type":"line","text":"{}"}}}}"#, TEXT.replace('"', "\\\"")),
        Format::Xml => format!(r#"<event type="line"><text>{}</text></event>"#, TEXT.replace('&', "&amp;")),
    };
    bencher.counter(BytesCount::new(bytes.len())).bench_local(|| {
        let document = read(divan::black_box(bytes.as_bytes()), format).unwrap();
        EventRequest::from_visitor(&document).is_ok()
    });
}

fn write(bencher: Bencher<'_, '_>, format: Format, events: &[Event<'_>]) {
    let document = document(events);
    let mut out = render(&document, format);
    bencher.counter(BytesCount::new(out.len())).bench_local(|| {
        out.clear();
        render_into(divan::black_box(&document), format, &mut out);
    });
}

fn document<'a>(events: &'a [Event<'a>]) -> Events<'a, impl Iterator<Item = Event<'a>> + Clone> {
    Events { chat: CHAT, next: 24, events: events.iter().copied() }
}

fn conversation(zone: &TimeZone) -> Vec<Event<'_>> {
    let event = |id, kind| {
        let ms = i64::try_from(id).unwrap_or(0) * 7_919;
        Event { id, time: WireTime::new(1_517_231_983_976 + ms, zone), kind }
    };
    let line = |id| {
        let (by, source) = if id % 2 == 0 { ("You", Source::Visitor) } else { ("Maya", Source::Agent) };
        let line = Line {
            text: TEXT,
            text_type: TextType::Plain,
            by,
            source,
            system_message_id: None,
            private: false,
            json: None,
        };
        event(id, EventKind::Line(line))
    };
    let opening = [ChatState::Waiting, ChatState::Chatting].map(EventKind::State);
    let opening = opening.into_iter().zip(0..).map(|(kind, id)| event(id, kind));
    opening.chain((2..2 + LINES).map(line)).collect()
}
