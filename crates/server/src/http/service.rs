//! `/api/account/{account}/service[/{service}]/baseURI`, the Domain service (`docs/protocol/10-domain-login.md` part 1).

use super::Shared;
use super::call::Call;
use super::failure::Failure;
use super::{reply, script};
use axum::extract::Path;
use axum::response::Response;
use handover_wire::document::{AllServices, OneService, ServiceUri};
use handover_wire::{Condition, Format};

/// Every service an old client may ask for; one server is all of them.
const SERVICES: [&str; 7] =
    ["agentVep", "conversationVep", "smt", "agent", "adminArea", "asyncMessagingEnt", "liveEngage"];

/// Says where one service is (§1.1).
pub(super) async fn one(
    Path((account, service)): Path<(String, String)>,
    call: Call,
) -> Result<Response, Failure> {
    check_account(&call.app, &account)?;
    let known = SERVICES.into_iter().find(|known| *known == service).ok_or(Condition::UnknownService)?;
    let service = ServiceUri { service: known, base_uri: host(&call.exchange.origin) };
    Ok(reply::ok_in(Format::Json, &OneService { account: &account, service }, &call))
}

/// Says where all services are (§1.2).
pub(super) async fn all(Path(account): Path<String>, call: Call) -> Result<Response, Failure> {
    check_account(&call.app, &account)?;
    let services = services(&call.exchange.origin);
    Ok(reply::ok_in(Format::Json, &AllServices { account: &account, services: &services }, &call))
}

/// Says to a script where one service is (§1.4).
pub(super) async fn one_for_script(
    Path((account, service)): Path<(String, String)>,
    call: Call,
) -> Result<Response, Failure> {
    let callback = script::checked(call.parameter("cb"))?;
    check_account(&call.app, &account)?;
    if !SERVICES.contains(&service.as_str()) {
        return Err(Condition::UnknownService.into());
    }
    let server = serde_json::json!({"lpServer": host(&call.exchange.origin)});
    Ok(script::calling(&callback, &serde_json::json!({"ResultSet": {"lpData": [server]}}).to_string()))
}

/// All services, at the host of this origin.
pub(super) fn services(origin: &str) -> Vec<ServiceUri<'_>> {
    let base_uri = host(origin);
    SERVICES.into_iter().map(|service| ServiceUri { service, base_uri }).collect()
}

fn check_account(app: &Shared, account: &str) -> Result<(), Failure> {
    app.engine.account(account).map(|_| ()).ok_or_else(|| Condition::UnknownAccountOfDomain.into())
}

/// The host of an origin: clients put the scheme before it themselves (`docs/protocol/00-conventions.md` §2.1).
fn host(origin: &str) -> &str {
    origin.split_once("://").map_or(origin, |(_, host)| host)
}
