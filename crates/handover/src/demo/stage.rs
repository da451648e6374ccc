//! Where the story is played: it carries requests to the server, tells them with their answers, and checks.

use super::message::{Ask, Got};
use super::{shorten, tell};
use anyhow::{Context as _, bail};
use bytes::Bytes;
use http::{Request, header};
use http_body_util::{BodyExt as _, Full};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use std::net::SocketAddr;
use std::time::Duration;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// How much of an exchange is shown.
#[derive(Clone, Copy, Debug)]
pub(super) enum Telling {
    /// Everything that matters.
    Whole,
    /// What was asked and the status, because the like was shown before.
    Briefly,
}

/// A client of the server.
pub(super) struct Stage {
    client: Client<HttpConnector, Full<Bytes>>,
    origin: String,
}

impl Stage {
    pub(super) fn at(address: SocketAddr) -> Self {
        let client = Client::builder(TokioExecutor::new()).http1_title_case_headers(true).build_http();
        Self { client, origin: format!("http://{address}") }
    }

    /// Sends a request; its answer must have the status.
    pub(super) async fn ask(&self, telling: Telling, ask: Ask, status: u16) -> anyhow::Result<Got> {
        let answer = tokio::time::timeout(PATIENCE, self.send(&ask)).await;
        let asked = || shorten::shorten(&format!("{} {}", ask.method, ask.target), &self.origin, "");
        let got = answer.context("there was no answer in time").flatten().with_context(asked)?;
        match telling {
            Telling::Whole => tell::exchange(&ask, &got, &self.origin),
            Telling::Briefly => tell::exchange_in_a_line(&ask, &got, &self.origin),
        }
        got.expect(status).with_context(asked)
    }

    async fn send(&self, ask: &Ask) -> anyhow::Result<Got> {
        let is_address = ask.target.starts_with("http://");
        let uri = if is_address { ask.target.clone() } else { format!("{}{}", self.origin, ask.target) };
        let mut request = Request::builder().method(&ask.method).uri(uri);
        for (name, value) in &ask.headers {
            request = request.header(*name, value);
        }
        // A POST without a body says so.
        request = request.header(header::CONTENT_LENGTH, ask.body.len());
        let request = request.body(Full::from(ask.body.clone()))?;
        let (head, body) = self.client.request(request).await?.into_parts();
        let body = String::from_utf8(body.collect().await?.to_bytes().into())?;
        Ok(Got { status: head.status, headers: head.headers, body })
    }
}

/// Says that something is so, or fails because it is not.
pub(super) fn check(is_so: bool, what: &str) -> anyhow::Result<()> {
    if !is_so {
        bail!("this is not so: {what}");
    }
    tell::holds(what);
    Ok(())
}
