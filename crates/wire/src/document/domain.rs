//! Which host serves what (`docs/protocol/10-domain-login.md` Part 1). JSON only.

use super::Resource;
use crate::sink::{B, Sink};

/// A service and its host.
#[derive(Clone, Copy, Debug)]
pub struct ServiceUri<'a> {
    /// The name of the service, `agentVep`.
    pub service: &'a str,
    /// The host, with a port if it is not the usual one; no scheme, no path.
    pub base_uri: &'a str,
}

/// The answer for one service (`docs/protocol/10-domain-login.md` §1.1).
#[derive(Clone, Copy, Debug)]
pub struct OneService<'a> {
    /// The account's id.
    pub account: &'a str,
    /// The service that was asked for.
    pub service: ServiceUri<'a>,
}

impl Resource for OneService<'_> {
    type Dialect = B;
    const JSON_ONLY: bool = true;

    fn describe(&self, sink: &mut impl Sink) {
        sink.text("service", self.service.service);
        sink.text("account", self.account);
        sink.text("baseURI", self.service.base_uri);
    }
}

/// The answer for all services (`docs/protocol/10-domain-login.md` §1.2); part of the login response too.
#[derive(Clone, Copy, Debug)]
pub struct AllServices<'a> {
    /// The account's id.
    pub account: &'a str,
    /// The services.
    pub services: &'a [ServiceUri<'a>],
}

impl Resource for AllServices<'_> {
    type Dialect = B;
    const JSON_ONLY: bool = true;

    fn describe(&self, sink: &mut impl Sink) {
        sink.list("baseURIs", self.services, |sink, entry| {
            sink.text("account", self.account);
            sink.text("baseURI", entry.base_uri);
            sink.text("service", entry.service);
        });
    }
}

/// The hosts that a browser asks for with a script tag; JSON only, and put into the call of a function by
/// [`crate::jsonp::Callback`] (`docs/protocol/10-domain-login.md` §1.4).
#[derive(Clone, Copy, Debug)]
pub struct ServerResultSet<'a> {
    /// The hosts of the services that were asked for.
    pub servers: &'a [&'a str],
}

impl Resource for ServerResultSet<'_> {
    type Dialect = B;
    const JSON_ONLY: bool = true;

    fn describe(&self, sink: &mut impl Sink) {
        sink.element("ResultSet", |sink| {
            sink.list("lpData", self.servers, |sink, server| sink.text("lpServer", *server));
        });
    }
}
