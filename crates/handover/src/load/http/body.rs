//! A body in chunks, taken apart as it comes.

use super::connection::Lost;

/// Where a reader of chunks stands.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) enum Chunks {
    /// Before the length of a chunk.
    #[default]
    Length,
    /// So many bytes of a chunk are to come.
    Data(u64),
    /// Before the line end behind a chunk.
    DataEnd,
    /// Behind the last chunk: lines up to an empty one.
    Trailer,
    /// Behind the body.
    End,
}

impl Chunks {
    /// Moves what the bytes hold of the body to `out`. Gives how many bytes were used; what is not used is needed again, with
    /// what comes behind it.
    pub(super) fn take(&mut self, bytes: &[u8], out: &mut Vec<u8>) -> Result<usize, Lost> {
        let mut used = 0;
        loop {
            let rest = bytes.get(used..).unwrap_or_default();
            match *self {
                Self::Length => match httparse::parse_chunk_size(rest) {
                    Ok(httparse::Status::Complete((head, 0))) => {
                        used += head;
                        *self = Self::Trailer;
                    }
                    Ok(httparse::Status::Complete((head, length))) => {
                        used += head;
                        *self = Self::Data(length);
                    }
                    Ok(httparse::Status::Partial) => return Ok(used),
                    Err(_) => return Err(Lost::Malformed("the length of a chunk".to_owned())),
                },
                Self::Data(left) => {
                    let here = rest.len().min(usize::try_from(left).unwrap_or(usize::MAX));
                    if here == 0 {
                        return Ok(used);
                    }
                    out.extend_from_slice(rest.get(..here).unwrap_or_default());
                    used += here;
                    let left = left.saturating_sub(u64::try_from(here).unwrap_or(left));
                    *self = if left == 0 { Self::DataEnd } else { Self::Data(left) };
                }
                Self::DataEnd => match rest {
                    [b'\r', b'\n', ..] => {
                        used += 2;
                        *self = Self::Length;
                    }
                    [] | [b'\r'] => return Ok(used),
                    _ => return Err(Lost::Malformed("no line end behind a chunk".to_owned())),
                },
                Self::Trailer => {
                    let Some(end) = rest.windows(2).position(|two| two == b"\r\n") else { return Ok(used) };
                    used += end + 2;
                    if end == 0 {
                        *self = Self::End;
                    }
                }
                Self::End => return Ok(used),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &[u8] = b"5\r\nhello\r\n1;a=b\r\n,\r\n0006\r\n world\r\n0\r\nTrailer: x\r\n\r\nHTTP/1.1";

    #[test]
    fn a_body_in_chunks_is_the_same_however_it_is_cut() {
        for step in 1..BODY.len() {
            let (mut chunks, mut out, mut from, mut until) = (Chunks::default(), Vec::new(), 0, 0);
            while chunks != Chunks::End {
                until = (until + step).min(BODY.len());
                from += chunks.take(&BODY[from..until], &mut out).unwrap();
            }
            assert_eq!(out, b"hello, world", "{step}");
            assert_eq!(&BODY[from..], b"HTTP/1.1", "{step}");
        }
    }

    #[test]
    fn what_are_no_chunks_is_refused() {
        for wrong in [&b"x\r\n"[..], b"1\r\nabc"] {
            assert!(Chunks::default().take(wrong, &mut Vec::new()).is_err(), "{wrong:?}");
        }
    }
}
