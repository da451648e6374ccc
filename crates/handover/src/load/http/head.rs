//! The head of an answer.

use super::connection::Lost;

/// Headers of an answer; more are a mistake.
const HEADERS: usize = 64;
/// Bytes of the head of an answer; more are a mistake.
const HEAD_BYTES: usize = 64 * 1024;

/// How the end of a body is told.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Framing {
    Length(usize),
    Chunked,
    UntilClose,
}

/// What the players need of a head.
#[derive(Debug, Eq, PartialEq)]
pub(super) struct Head {
    pub(super) status: u16,
    pub(super) framing: Framing,
    /// Whether the connection ends with this answer.
    pub(super) close: bool,
    pub(super) location: Option<String>,
    pub(super) cookie: Option<String>,
    /// Bytes of the head itself.
    pub(super) length: usize,
}

impl Head {
    /// The head that these bytes begin with, if it is there as a whole.
    pub(super) fn parse(bytes: &[u8]) -> Result<Option<Self>, Lost> {
        let mut headers = [httparse::EMPTY_HEADER; HEADERS];
        let mut response = httparse::Response::new(&mut headers);
        let parsed = response.parse(bytes).map_err(|error| Lost::Malformed(error.to_string()))?;
        let httparse::Status::Complete(length) = parsed else {
            if bytes.len() > HEAD_BYTES {
                return Err(Lost::Malformed("a head without an end".to_owned()));
            }
            return Ok(None);
        };
        let status = response.code.unwrap_or_default();
        let bodiless = matches!(status, 100..=199 | 204 | 304);
        let framing = if bodiless { Framing::Length(0) } else { Framing::UntilClose };
        let http10 = response.version == Some(0);
        let mut head = Self { status, framing, close: http10, location: None, cookie: None, length };
        for header in response.headers.iter() {
            head.read(header, bodiless)?;
        }
        head.close |= head.framing == Framing::UntilClose;
        Ok(Some(head))
    }

    fn read(&mut self, header: &httparse::Header<'_>, bodiless: bool) -> Result<(), Lost> {
        let is = |name: &str| header.name.eq_ignore_ascii_case(name);
        let value = || String::from_utf8_lossy(header.value).into_owned();
        if is("content-length") {
            let length = value().trim().parse().map_err(|_| Lost::Malformed("Content-Length".to_owned()))?;
            if !bodiless && self.framing != Framing::Chunked {
                self.framing = Framing::Length(length);
            }
        } else if is("transfer-encoding") {
            if !bodiless && header.value.eq_ignore_ascii_case(b"chunked") {
                self.framing = Framing::Chunked;
            }
        } else if is("connection") {
            self.close |= header.value.eq_ignore_ascii_case(b"close");
        } else if is("location") {
            self.location = Some(value());
        } else if is("set-cookie") {
            self.cookie = value().split(';').next().map(str::to_owned);
        }
        Ok(())
    }
}
