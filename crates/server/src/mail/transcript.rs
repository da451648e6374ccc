//! The transcript of a chat for its visitor (`docs/protocol/30-visitor-api.md` §19): who said what when, and nothing that
//! is for agents only.

use super::letter::{Written, one_line};
use super::markup;
use super::words::{self, Words};
use crate::app::html;
use crate::limits;
use askama::Template;
use handover_desk::{Author, Chat, Event, EventKind, Line, TextType, TranscriptWish};
use jiff::tz::{Offset, TimeZone};

#[derive(Template)]
#[template(path = "transcript.html")]
struct Html<'t> {
    told: &'t Told,
}

#[derive(Template)]
#[template(path = "transcript.txt")]
struct Text<'t> {
    told: &'t Told,
}

/// A conversation in the words of one language.
struct Told {
    words: &'static Words,
    zone: String,
    lines: Vec<Said>,
    left_out: usize,
}

/// One line of it.
struct Said {
    at: String,
    /// Absent: the desk.
    by: Option<String>,
    text: String,
    /// Harmless markup, of a line that has any.
    html: Option<String>,
}

impl Said {
    fn of(event: &Event, line: &Line, words: &'static Words, zone: &TimeZone) -> Self {
        let by = match &line.author {
            Author::System(_) => None,
            Author::Agent { nickname, .. } => Some(one_line(nickname)),
            Author::Visitor { name } => Some(name.as_deref().map_or_else(|| words.you.to_owned(), one_line)),
        };
        let (text, html) = match &line.text_type {
            TextType::Html => {
                // It was cleaned when it was taken in; a mail does not rest on that.
                let clean = html::clean(&line.text);
                (markup::to_text(&clean), Some(clean))
            }
            TextType::Plain | TextType::RichContent(_) => (line.text.to_string(), None),
        };
        Self { at: words.time(event.at, zone), by, text, html }
    }

    fn bytes(&self) -> usize {
        let by = self.by.as_ref().map_or(0, String::len);
        self.text.len().saturating_add(self.html.as_ref().map_or(0, String::len)).saturating_add(by)
    }

    /// The text with every line but the first indented, so that none looks like the beginning of another one.
    fn indented(&self) -> String {
        indented(&self.text)
    }
}

/// Whatever some reader takes for the end of a line.
const LINE_ENDS: [char; 7] = ['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'];

/// A text with every line but the first indented.
pub(super) fn indented(text: &str) -> String {
    text.replace("\r\n", "\n").split(LINE_ENDS).collect::<Vec<_>>().join("\n    ")
}

/// The mail of a transcript.
pub(super) fn write(
    chat: &Chat,
    wish: &TranscriptWish,
    account_language: Option<&str>,
    account_zone: &TimeZone,
) -> Result<Written, askama::Error> {
    let words = words::of([chat.details.language.as_deref(), account_language]);
    let wished = wish.utc_offset_min.and_then(|minutes| Offset::from_seconds(i32::from(minutes) * 60).ok());
    let zone = wished.map_or_else(|| account_zone.clone(), Offset::to_time_zone);
    let mut told = Told { words, zone: zone_name(&zone), lines: Vec::new(), left_out: 0 };
    let mut bytes = 0_usize;
    for event in chat.events.iter().filter(|event| event.is_for_visitor()) {
        let EventKind::Line(line) = &event.kind else { continue };
        if told.left_out == 0 {
            let said = Said::of(event, line, words, &zone);
            bytes = bytes.saturating_add(said.bytes());
            if bytes <= limits::MAIL_BYTES {
                told.lines.push(said);
                continue;
            }
        }
        told.left_out = told.left_out.saturating_add(1);
    }
    let subject = wish.subject.as_deref().map(one_line).filter(|subject| !subject.is_empty());
    Ok(Written {
        subject: subject.unwrap_or_else(|| words.transcript.to_owned()),
        text: Text { told: &told }.render()?,
        html: Html { told: &told }.render()?,
        reply_to: None,
    })
}

/// What people call a time zone: its IANA name, else the offset.
fn zone_name(zone: &TimeZone) -> String {
    match (zone.iana_name(), zone.to_fixed_offset()) {
        (Some(name), _) => name.to_owned(),
        (None, Ok(offset)) => {
            let minutes = offset.seconds() / 60;
            let sign = if minutes < 0 { '-' } else { '+' };
            format!("UTC{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
        }
        (None, Err(_)) => "UTC".to_owned(),
    }
}
