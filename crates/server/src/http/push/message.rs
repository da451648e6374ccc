//! One message of a stream, and the form it has on each transport.

use super::closing::Closing;
use crate::app::json;
use crate::traces::Reading;
use handover_wire::document::Closed;
use handover_wire::{Format, Resource, render};
use serde::Serialize;

/// What a message is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Event,
    Info,
    Typing,
    Queue,
    ChatSessions,
    Availability,
    Offers,
    Marks,
    Devices,
    Board,
    Close,
    Probe,
}

impl Kind {
    /// Every kind that a stream may be restricted to.
    const ALL: [Self; 9] = [
        Self::Event,
        Self::Info,
        Self::Typing,
        Self::Queue,
        Self::ChatSessions,
        Self::Availability,
        Self::Offers,
        Self::Marks,
        Self::Devices,
    ];

    /// The name on the wire.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Event => "event",
            Self::Info => "info",
            Self::Typing => "typing",
            Self::Queue => "queue",
            Self::ChatSessions => "chatSessions",
            Self::Availability => "availability",
            Self::Offers => "offers",
            Self::Marks => "marks",
            Self::Devices => "devices",
            Self::Board => "board",
            Self::Close => "close",
            Self::Probe => "probe",
        }
    }

    const fn bit(self) -> u16 {
        1 << self as u8
    }
}

/// The kinds that a client wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Kinds(u16);

impl Kinds {
    /// What comes unless a client says what it wants: all but what the pages have beside the protocol
    /// (`docs/handover-api.md`).
    pub(super) const DEFAULT: Self = Self(!(Kind::Marks.bit() | Kind::Devices.bit()));

    /// The kinds of a list with commas, unless one of them is none.
    pub(super) fn read(list: &str) -> Option<Self> {
        let mut bits = 0;
        for name in list.split(',').map(str::trim).filter(|name| !name.is_empty()) {
            bits |= Kind::ALL.into_iter().find(|kind| kind.name() == name)?.bit();
        }
        Some(Self(bits))
    }

    /// Whether this kind is wanted.
    pub(super) const fn has(self, kind: Kind) -> bool {
        self.0 & kind.bit() != 0
    }
}

/// One message.
#[derive(Clone, Debug)]
pub(super) struct Message {
    kind: Kind,
    id: Option<String>,
    data: Vec<u8>,
}

impl Message {
    /// A message with a document.
    pub(super) fn of(kind: Kind, document: &impl Resource) -> Self {
        Self { kind, id: None, data: render(document, Format::Json) }
    }

    /// A message with a document of the API of the pages.
    pub(super) fn json(kind: Kind, document: &impl Serialize) -> Self {
        Self::rendered(kind, json::bytes(document))
    }

    /// A message with a document that is JSON already.
    pub(super) const fn rendered(kind: Kind, data: Vec<u8>) -> Self {
        Self { kind, id: None, data }
    }

    /// An event, after which the cursor is `id`.
    pub(super) fn event(id: String, document: &impl Resource) -> Self {
        Self { id: Some(id), ..Self::of(Kind::Event, document) }
    }

    /// The last message of a stream.
    pub(super) fn closing(closing: Closing) -> Self {
        Self::of(Kind::Close, &Closed { reason: closing.reason(), text: closing.text() })
    }

    /// About how many bytes it takes on the wire.
    fn bytes(&self) -> usize {
        self.data.len().saturating_add(64)
    }

    /// Writes it as Server-Sent Events have it. A document has no line breaks of its own.
    pub(super) fn write_sse(&self, out: &mut Vec<u8>) {
        if let Some(id) = &self.id {
            out.extend_from_slice(b"id: ");
            out.extend_from_slice(id.as_bytes());
            out.push(b'\n');
        }
        out.extend_from_slice(b"event: ");
        out.extend_from_slice(self.kind.name().as_bytes());
        out.extend_from_slice(b"\ndata: ");
        out.extend_from_slice(&self.data);
        out.extend_from_slice(b"\n\n");
    }

    /// The frame of a WebSocket. A cursor has no character that JSON would escape.
    pub(super) fn frame(&self) -> String {
        let id = self.id.as_ref().map(|id| format!(",\"id\":\"{id}\"")).unwrap_or_default();
        let data = String::from_utf8_lossy(&self.data);
        format!("{{\"type\":\"{}\"{id},\"data\":{data}}}", self.kind.name())
    }
}

/// Messages to be sent together.
#[derive(Debug, Default)]
pub(super) struct Batch {
    pub(super) messages: Vec<Message>,
    /// The events of traced writes among them.
    pub(super) readings: Vec<Reading>,
    bytes: usize,
}

impl Batch {
    pub(super) fn push(&mut self, message: Message) {
        self.bytes = self.bytes.saturating_add(message.bytes());
        self.messages.push(message);
    }

    /// About how many bytes it takes on the wire.
    pub(super) const fn bytes(&self) -> usize {
        self.bytes
    }

    /// Whether this is as much as is sent at a time.
    pub(super) fn is_full(&self) -> bool {
        self.messages.len() >= crate::limits::BATCH_MESSAGES || self.bytes >= crate::limits::BATCH_BYTES
    }
}
