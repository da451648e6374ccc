//! Server-Sent Events, taken apart as they come.

use super::stream::Message;

/// Bytes of one message; more are a mistake.
const MESSAGE_BYTES: usize = 16 * 1024 * 1024;

/// What has come of a message that is not there as a whole.
#[derive(Debug, Default)]
pub(in crate::load) struct Parser {
    bytes: Vec<u8>,
}

impl Parser {
    /// The room for bytes that have come.
    pub(super) fn room(&mut self) -> &mut Vec<u8> {
        &mut self.bytes
    }

    /// Whether a message has no end.
    pub(super) fn is_too_long(&self) -> bool {
        self.bytes.len() > MESSAGE_BYTES
    }

    /// The next whole message. Comments and the time to wait are none.
    pub(super) fn next(&mut self) -> Option<Message> {
        loop {
            let end = memchr::memmem::find(&self.bytes, b"\n\n")?;
            let message = message(&String::from_utf8_lossy(self.bytes.get(..end)?));
            self.bytes.drain(..end + 2);
            if message.is_some() {
                return message;
            }
        }
    }
}

fn message(text: &str) -> Option<Message> {
    let mut message = Message { kind: "message".to_owned(), id: None, data: String::new() };
    let mut has_data = false;
    for line in text.lines() {
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match name {
            "event" => value.clone_into(&mut message.kind),
            "id" => message.id = Some(value.to_owned()),
            "data" => {
                if has_data {
                    message.data.push('\n');
                }
                message.data.push_str(value);
                has_data = true;
            }
            _ => {}
        }
    }
    has_data.then_some(message)
}

#[cfg(test)]
mod tests {
    use super::*;

    const STREAM: &str = "retry: 2000\n\nid: 4\nevent: event\ndata: {\"a\":\ndata: 1}\n\n: still here\n\nevent: close\ndata: {}\n\nid: 5";

    #[test]
    fn messages_are_the_same_however_the_stream_is_cut() {
        for step in 1..STREAM.len() {
            let (mut parser, mut messages) = (Parser::default(), Vec::new());
            for bytes in STREAM.as_bytes().chunks(step) {
                parser.room().extend_from_slice(bytes);
                messages.extend(std::iter::from_fn(|| parser.next()));
            }
            let told: Vec<_> =
                messages.iter().map(|m| (m.kind.as_str(), m.id.as_deref(), m.data.as_str())).collect();
            assert_eq!(told, [("event", Some("4"), "{\"a\":\n1}"), ("close", None, "{}")], "{step}");
        }
    }
}
