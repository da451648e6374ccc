//! Compressing answers for clients that take them so. What is small goes out as it is, at no cost; so do answers that hand
//! out a secret, whose length then says nothing about it.

use crate::limits;
use axum::body::{Body, Bytes, HttpBody as _, to_bytes};
use axum::response::Response;
use flate2::write::GzEncoder;
use http::{HeaderMap, HeaderValue, header};
use std::io::{self, Write as _};

/// Middling: documents are compressed while a client waits.
const BROTLI_QUALITY: u32 = 4;
/// The best there is.
const BROTLI_BEST: u32 = 11;
/// Bits of the window; a few hundred KiB of text.
const BROTLI_WINDOW: u32 = 18;
/// Bytes that the encoder hands on at a time.
const BROTLI_BUFFER_BYTES: usize = 4_096;

/// How an answer is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Coding {
    Brotli,
    Gzip,
}

/// Whether an answer is worth it: large enough, text, without secrets, and not compressed already.
pub(super) fn is_worth(response: &Response) -> bool {
    response.body().size_hint().exact().is_some_and(|bytes| bytes >= limits::COMPRESSED_FROM_BYTES)
        && is_text(response.headers())
        && !response.headers().contains_key(header::SET_COOKIE)
        && !response.headers().contains_key(header::CONTENT_ENCODING)
}

fn is_text(headers: &HeaderMap) -> bool {
    let stated = headers.get(header::CONTENT_TYPE).and_then(|stated| stated.to_str().ok());
    let kinds = ["application/json", "application/xml", "application/javascript", "text/"];
    stated.is_some_and(|stated| kinds.into_iter().any(|kind| stated.starts_with(kind)))
}

/// The answer in the form the client likes best. Only for answers that are worth it.
pub(super) async fn compress(accept: Option<&HeaderValue>, mut response: Response) -> Response {
    if !varies(response.headers()) {
        response.headers_mut().append(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    }
    let accept = accept.and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    let Some(coding) = wanted(accept) else { return response };
    let (mut parts, body) = response.into_parts();
    // A body whose length is known is in memory and cannot fail.
    let plain = to_bytes(body, usize::MAX).await.unwrap_or_default();
    let Some(packed) = packed(coding, plain.clone()).await.filter(|packed| packed.len() < plain.len()) else {
        return Response::from_parts(parts, Body::from(plain));
    };
    parts.headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding.name()));
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(packed))
}

/// Whether the answer says already that it depends on the coding.
fn varies(headers: &HeaderMap) -> bool {
    let stated = headers.get_all(header::VARY).iter().filter_map(|stated| stated.to_str().ok());
    stated.flat_map(|stated| stated.split(',')).any(|name| name.trim() == "Accept-Encoding")
}

async fn packed(coding: Coding, plain: Bytes) -> Option<Vec<u8>> {
    if plain.len() <= limits::COMPRESSED_AT_ONCE_BYTES {
        return coding.pack(&plain).ok();
    }
    tokio::task::spawn_blocking(move || coding.pack(&plain)).await.ok()?.ok()
}

/// The coding a client prefers; of two it likes as much, the smaller one. Nothing if it prefers the plain text.
pub(super) fn wanted(accept: &str) -> Option<Coding> {
    let quality = |name: &str| {
        accept.split(',').filter_map(weighed).find(|(known, _)| known.eq_ignore_ascii_case(name))
    };
    let of = |name: &str| quality(name).or_else(|| quality("*")).map_or(0, |(_, quality)| quality);
    let (brotli, gzip) = (of("br"), of("gzip"));
    let plain = quality("identity").map_or(0, |(_, quality)| quality);
    let (best, coding) = if brotli >= gzip { (brotli, Coding::Brotli) } else { (gzip, Coding::Gzip) };
    (best > 0 && best >= plain).then_some(coding)
}

/// A coding and how much it is liked, in thousandths.
fn weighed(item: &str) -> Option<(&str, u16)> {
    let (name, parameters) = item.split_once(';').unwrap_or((item, ""));
    let quality = parameters
        .split(';')
        .filter_map(|pair| pair.split_once('='))
        .find(|(key, _)| key.trim().eq_ignore_ascii_case("q"));
    let thousandths = match quality {
        None => 1_000,
        Some((_, quality)) => thousandths(quality.trim())?,
    };
    Some((name.trim(), thousandths))
}

/// `0.5` as 500 (RFC 9110 §12.4.2). What is not a quality makes its item count for nothing.
fn thousandths(quality: &str) -> Option<u16> {
    let (whole, part) = quality.split_once('.').unwrap_or((quality, ""));
    if part.len() > 3 || !part.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let whole: u16 = whole.parse().ok().filter(|whole| *whole <= 1)?;
    let part: u16 = format!("{part:0<3}").parse().ok()?;
    Some(whole.saturating_mul(1_000).saturating_add(part).min(1_000))
}

impl Coding {
    /// Its name in headers.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gzip",
        }
    }

    fn pack(self, plain: &[u8]) -> io::Result<Vec<u8>> {
        self.pack_with(plain, BROTLI_QUALITY, flate2::Compression::new(5))
    }

    /// As small as can be, for what is packed once and sent often.
    pub(super) fn pack_small(self, plain: &[u8]) -> Vec<u8> {
        // Writing into memory does not fail.
        self.pack_with(plain, BROTLI_BEST, flate2::Compression::best()).unwrap_or_default()
    }

    fn pack_with(self, plain: &[u8], brotli: u32, gzip: flate2::Compression) -> io::Result<Vec<u8>> {
        match self {
            Self::Brotli => {
                let mut writer =
                    brotli::CompressorWriter::new(Vec::new(), BROTLI_BUFFER_BYTES, brotli, BROTLI_WINDOW);
                writer.write_all(plain)?;
                Ok(writer.into_inner())
            }
            Self::Gzip => {
                let mut writer = GzEncoder::new(Vec::new(), gzip);
                writer.write_all(plain)?;
                writer.finish()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_client_is_given_what_it_likes_best() {
        let cases = [
            ("", None),
            ("gzip", Some(Coding::Gzip)),
            ("gzip, deflate, br", Some(Coding::Brotli)),
            ("GZIP;Q=1.0, br;q=0.5", Some(Coding::Gzip)),
            ("br;q=0, gzip;q=0.001", Some(Coding::Gzip)),
            ("br;q=0, *", Some(Coding::Gzip)),
            ("*;q=0", None),
            ("identity, gzip;q=0.5", None),
            ("identity;q=0, br;q=0.1", Some(Coding::Brotli)),
            ("br;q=2, gzip;q=x, deflate", None),
        ];
        for (accept, coding) in cases {
            assert_eq!(wanted(accept), coding, "{accept}");
        }
    }
}
