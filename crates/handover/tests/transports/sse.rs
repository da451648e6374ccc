//! A reader of Server-Sent Events, byte by byte, as the HTML standard has it (§9.2.6, "Interpreting an event stream").

/// One event that was dispatched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dispatched {
    /// Its type.
    pub event: String,
    /// Its data, without the last line break.
    pub data: String,
    /// The last event id, which an event keeps that has none of its own.
    pub last_id: String,
}

/// What was read of a stream and not dispatched.
#[derive(Debug, Default)]
pub struct Parser {
    has_begun: bool,
    line: Vec<u8>,
    after_return: bool,
    event: String,
    data: String,
    id: String,
    /// Milliseconds after which the stream wants to be asked for again.
    pub retry: Option<u64>,
}

impl Parser {
    /// Takes one byte.
    pub fn take(&mut self, byte: u8) -> Option<Dispatched> {
        let after_return = std::mem::replace(&mut self.after_return, byte == b'\r');
        match byte {
            b'\n' if after_return => None,
            b'\n' | b'\r' => {
                let line = String::from_utf8(std::mem::take(&mut self.line)).unwrap();
                let is_first = !std::mem::replace(&mut self.has_begun, true);
                let mark = line.strip_prefix('\u{feff}').filter(|_| is_first);
                self.end_of_line(mark.unwrap_or(&line))
            }
            byte => {
                self.line.push(byte);
                None
            }
        }
    }

    fn end_of_line(&mut self, line: &str) -> Option<Dispatched> {
        if line.is_empty() {
            return self.dispatch();
        }
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => value.clone_into(&mut self.event),
            "data" => self.data.extend([value, "\n"]),
            "id" if !value.contains('\0') => value.clone_into(&mut self.id),
            "retry" if value.bytes().all(|byte| byte.is_ascii_digit()) => self.retry = value.parse().ok(),
            _ => {}
        }
        None
    }

    fn dispatch(&mut self) -> Option<Dispatched> {
        let (event, mut data) = (std::mem::take(&mut self.event), std::mem::take(&mut self.data));
        data.pop()?;
        let event = if event.is_empty() { "message".to_owned() } else { event };
        Some(Dispatched { event, data, last_id: self.id.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is dispatched, as `event|data|last id`.
    fn read(stream: &str) -> Vec<String> {
        let mut parser = Parser::default();
        let told = stream.bytes().filter_map(|byte| parser.take(byte));
        told.map(|told| format!("{}|{}|{}", told.event, told.data, told.last_id)).collect()
    }

    #[test]
    fn the_examples_of_the_standard_are_read_as_it_says() {
        assert_eq!(read("data: YHOO\ndata: +2\ndata: 10\n\n"), ["message|YHOO\n+2\n10|"]);
        let stream =
            ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n";
        assert_eq!(read(stream), ["message|first event|1", "message|second event|", "message| third event|"]);
        assert_eq!(read("data\n\ndata\ndata\n\ndata:"), ["message||", "message|\n|"]);
        assert_eq!(read("data:test\n\ndata: test\n\n"), ["message|test|", "message|test|"]);
    }

    #[test]
    fn lines_end_in_three_ways_and_what_is_not_ended_is_not_told() {
        assert_eq!(
            read("event: a\r\ndata: 1\r\n\r\nid: 2\rdata: x\r\rdata: y\n\r"),
            ["a|1|", "message|x|2", "message|y|2"]
        );
        assert_eq!(read("data: whole\n\nid: 7\ndata: cut\n"), ["message|whole|"]);
        assert_eq!(read("\u{feff}data: marked\n\n\u{feff}data: not\n\n"), ["message|marked|"]);
        assert_eq!(read("id: a\0b\nretry: 1x\nother: z\ndata: 1\n\n"), ["message|1|"]);
    }
}
