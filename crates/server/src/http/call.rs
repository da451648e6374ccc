//! One request, as the handlers see it.

use super::Shared;
use super::exchange::{Exchange, json_document, text};
use super::failure::{Failure, bad};
use super::peer;
use crate::limits;
use axum::body::{Bytes, HttpBody as _, to_bytes};
use axum::extract::{FromRequest, Request};
use handover_desk::Digest;
use handover_wire::{Condition, Document, Format, ReadError};
use http::request::Parts;
use http::{HeaderMap, Method, header};
use http_body_util::LengthLimitError;
use sha2::{Digest as _, Sha256};
use std::error::Error as _;
use std::net::IpAddr;

/// The header of a stream that is resumed.
const LAST_EVENT_ID: header::HeaderName = header::HeaderName::from_static("last-event-id");
/// What stands before the bearer token in a subprotocol.
const BEARER_PROTOCOL: &str = "bearer.";

/// One request.
pub(crate) struct Call {
    pub(crate) app: Shared,
    pub(crate) exchange: Exchange,
    parts: Parts,
    body: Bytes,
}

impl FromRequest<Shared> for Call {
    type Rejection = Failure;

    async fn from_request(request: Request, app: &Shared) -> Result<Self, Failure> {
        let (mut parts, body) = request.into_parts();
        let exchange = parts.extensions.remove::<Exchange>().ok_or(Condition::Internal)?;
        let body = if body.is_end_stream() {
            Bytes::new()
        } else {
            let too_large = || Failure(ReadError::TooLarge { limit_bytes: limits::BODY_BYTES }.into());
            // Who says beforehand that it is too long is not asked to send it.
            if usize::try_from(body.size_hint().lower()).map_or(true, |bytes| bytes > limits::BODY_BYTES) {
                return Err(too_large());
            }
            let whole = tokio::time::timeout(limits::BODY_TIMEOUT, to_bytes(body, limits::BODY_BYTES)).await;
            let whole = whole.map_err(|_| bad("body", "did not arrive in time"))?;
            let whole = whole.map_err(|error| match error.source() {
                Some(source) if source.is::<LengthLimitError>() => too_large(),
                Some(_) | None => {
                    Failure(bad("body", "did not arrive whole: its chunks or its length are wrong"))
                }
            })?;
            // Some clients send a body with every GET; it is taken in, so that the connection lives on, and means nothing.
            if parts.method == Method::GET { Bytes::new() } else { whole }
        };
        Ok(Self { app: app.clone(), exchange, parts, body })
    }
}

impl Call {
    /// The address the request is counted by.
    pub(super) fn client(&self) -> IpAddr {
        peer::client(&self.app.config, self.headers(), self.exchange.peer)
    }

    /// The headers of the request.
    pub(crate) fn headers(&self) -> &HeaderMap {
        &self.parts.headers
    }

    /// Whether it only reads. A HEAD comes here as a GET.
    pub(super) fn is_read(&self) -> bool {
        self.parts.method == Method::GET
    }

    /// The format of the answer, JSON unless the request says otherwise.
    pub(crate) fn format(&self) -> Format {
        self.exchange.format(self.headers())
    }

    /// The body, which must be there.
    pub(crate) fn document(&self) -> Result<Document, Failure> {
        self.optional_document()?.ok_or(Failure(ReadError::Empty.into()))
    }

    /// The body, which must be there and be JSON.
    pub(crate) fn json(&self) -> Result<Document, Failure> {
        json_document(self.headers(), &self.body)
    }

    /// The body, if there is one.
    pub(crate) fn optional_document(&self) -> Result<Option<Document>, Failure> {
        self.exchange.document(self.headers(), &self.body)
    }

    /// A query parameter. The last of several wins; unknown ones are nobody's business.
    pub(crate) fn parameter(&self, name: &str) -> Option<String> {
        self.parameters(name).next_back()
    }

    /// All query parameters of this name, in order.
    pub(crate) fn parameters(&self, name: &str) -> impl DoubleEndedIterator<Item = String> {
        self.raw_parameters(name).map(|value| {
            let spaced = value.replace('+', " ");
            percent_encoding::percent_decode_str(&spaced).decode_utf8_lossy().into_owned()
        })
    }

    /// A query parameter as it stands in the address, percent-encoded.
    pub(super) fn raw_parameter(&self, name: &str) -> Option<&str> {
        self.raw_parameters(name).next_back()
    }

    fn raw_parameters(&self, name: &str) -> impl DoubleEndedIterator<Item = &str> {
        let pairs = self.parts.uri.query().unwrap_or_default().split('&');
        pairs
            .filter_map(|pair| pair.split_once('='))
            .filter(move |(key, _)| *key == name)
            .map(|(_, value)| value)
    }

    /// `from`: the id of the first event wanted; 0 when it is not given (`docs/protocol/40-state-machines.md` §6).
    pub(crate) fn from(&self) -> Result<u64, Failure> {
        match self.parameter("from") {
            None => Ok(0),
            Some(from) => from
                .parse()
                .map_err(|_| bad("from", "must be a whole number of 0 or more, the id of an event").into()),
        }
    }

    /// `Last-Event-ID`: the cursor that a stream is resumed behind.
    pub(crate) fn last_event_id(&self) -> Result<Option<&str>, Failure> {
        let Some(last) = self.headers().get(&LAST_EVENT_ID) else { return Ok(None) };
        let last = last.to_str().map_err(|_| bad("Last-Event-ID", "must be text"))?;
        Ok(Some(last.trim()).filter(|last| !last.is_empty()))
    }

    /// The parts of the request beside its body, for what becomes of the connection.
    pub(super) fn parts_mut(&mut self) -> &mut Parts {
        &mut self.parts
    }

    /// What tells one request from another: method, path and body. The formats of body and answer do not.
    pub(super) fn asked(&self) -> [&[u8]; 3] {
        [self.parts.method.as_str().as_bytes(), self.parts.uri.path().as_bytes(), &self.body]
    }

    /// The token of an `Authorization: Bearer` header. A browser, which cannot set headers on a WebSocket, gives it as a
    /// subprotocol.
    pub(crate) fn bearer(&self) -> Result<&str, Failure> {
        if let Some(protocols) = text(self.headers(), &header::SEC_WEBSOCKET_PROTOCOL)
            && !self.headers().contains_key(header::AUTHORIZATION)
        {
            let mut protocols = protocols.split(',').map(str::trim);
            let token = protocols.find_map(|protocol| protocol.strip_prefix(BEARER_PROTOCOL));
            return token.ok_or_else(|| Condition::TokenRejected.into());
        }
        let header = text(self.headers(), &header::AUTHORIZATION).ok_or(Condition::TokenRejected)?.trim();
        let (scheme, token) = header.split_once(' ').unwrap_or((header, ""));
        if scheme.eq_ignore_ascii_case("Bearer") {
            Ok(token.trim())
        } else if ["LivePerson", "OAuth"].into_iter().any(|known| scheme.eq_ignore_ascii_case(known)) {
            Err(Condition::TokenRejected.into())
        } else {
            Err(Condition::UnknownAuthorizationType.into())
        }
    }

    /// The application key: the query parameter, else the `Authorization: LivePerson appKey=…` header
    /// (`docs/protocol/00-conventions.md` §5.2).
    pub(crate) fn app_key(&self) -> Result<String, Failure> {
        if let Some(key) = self.parameter("appKey") {
            return Ok(key);
        }
        let header = text(self.headers(), &header::AUTHORIZATION).ok_or(Condition::AppKeyRejected)?.trim();
        let (scheme, pairs) = header.split_once(' ').unwrap_or((header, ""));
        if scheme.eq_ignore_ascii_case("Bearer") {
            return Err(Condition::AppKeyRejected.into());
        }
        if !scheme.eq_ignore_ascii_case("LivePerson") {
            return Err(Condition::UnknownAuthorizationType.into());
        }
        let mut pairs = pairs.split(',').filter_map(|pair| pair.split_once('='));
        let key = pairs.find(|(name, _)| name.trim().eq_ignore_ascii_case("appKey")).map(|(_, key)| key);
        Ok(key.ok_or(Condition::AppKeyRejected)?.trim().trim_matches('"').to_owned())
    }
}

/// The SHA-256 of several parts, told apart by their lengths.
pub(crate) fn digest<'p>(parts: impl IntoIterator<Item = &'p [u8]>) -> Digest {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes());
        hash.update(part);
    }
    Digest(hash.finalize().into())
}
