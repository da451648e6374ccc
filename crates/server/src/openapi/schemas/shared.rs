//! Links, errors, and the documents of the Domain and Login services (`docs/protocol/10-domain-login.md`).

use super::Named;
use crate::openapi::schema::{
    Dialect, Element, array, boolean, digits, integer, link, named, natural, some_text, text, time, words,
};
use serde_json::{Value, json};

pub(super) fn all() -> Vec<Named> {
    vec![
        ("Link", link_of(Dialect::A1)),
        ("PlainLink", link_of(Dialect::B)),
        ("Location", Element::new("location").must("link", link(Dialect::A1, "location")).schema()),
        ("Error", error()),
        ("LoginError", login_error()),
        ("TransferError", Element::new("transfer").must("errormsg", some_text()).schema()),
        ("Service", service()),
        ("Services", Element::new("services").must("baseURIs", array(&named("Service"))).schema()),
        ("LoginRequest", login_request()),
        ("CsrfRequest", Element::open("csrf").must("csrf", some_text()).schema()),
        ("LoginResponse", login_response()),
        ("LoginConfig", login_config()),
        ("AccountData", account_data()),
    ]
}

fn link_of(dialect: Dialect) -> Value {
    let address = json!({"type": "string", "format": "uri"});
    Element::new("link")
        .attribute(dialect, "@href", "href", address)
        .attribute(dialect, "@rel", "rel", some_text())
        .schema()
}

/// `docs/protocol/00-conventions.md` §9.2.
fn error() -> Value {
    let codes = json!({"type": "integer", "enum": [5, 10, 12, 20, 27, 28]});
    Element::new("error").must("time", time()).must("message", text()).must("internalCode", codes).schema()
}

/// `docs/protocol/10-domain-login.md` §3.4.
fn login_error() -> Value {
    let us_time = r"^[A-Z][a-z]{2} \d{1,2}, \d{4} \d{1,2}:\d\d:\d\d [AP]M$";
    let statuses = [
        "BAD_REQUEST",
        "UNAUTHORIZED",
        "NOT_FOUND",
        "METHOD_NOT_ALLOWED",
        "REQUEST_ENTITY_TOO_LARGE",
        "UNSUPPORTED_MEDIA_TYPE",
        "UNPROCESSABLE_ENTITY",
        "TOO_MANY_REQUESTS",
        "SERVICE_UNAVAILABLE",
        "INTERNAL_SERVER_ERROR",
    ];
    Element::new("error")
        .must("time", json!({"type": "string", "pattern": us_time}))
        .must("message", text())
        .must("internalCode", integer())
        .must("responseStatus", words(&statuses))
        .schema()
}

fn service() -> Value {
    let host = json!({"type": "string", "minLength": 1, "pattern": "^[^/]+$", "description": "Host, with a port if it is not the usual one."});
    Element::new("service")
        .must("service", some_text())
        .must("account", some_text())
        .must("baseURI", host)
        .schema()
}

fn login_request() -> Value {
    let mut schema = Element::open("login")
        .must("username", some_text())
        .must("password", some_text())
        .may("otp", text())
        .schema();
    schema["description"] = "The members of other ways to sign in (`appKey`, `secret`, `accessToken`, \
        `accessTokenSecret`, `jwt`, `assertion`) are ignored when they are empty, and refused with 401 otherwise. `otp` is the code of the second factor (`docs/handover-api.md`)."
        .into();
    schema
}

fn login_response() -> Value {
    let secret = || json!({"type": "string", "pattern": "^[0-9a-f]{64}$"});
    Element::new("login")
        .must("csrf", secret())
        .must("wsuk", digits())
        .must("config", named("LoginConfig"))
        .must("csdsCollectionResponse", named("Services"))
        .must("accountData", named("AccountData"))
        .must("sessionTTl", digits())
        .must("bearer", secret())
        .schema()
}

fn login_config() -> Value {
    Element::new("config")
        .must("loginName", some_text())
        .must("userId", digits())
        .must("userPrivileges", array(&integer()))
        .must("serverCurrentTime", integer())
        .must("timeDiff", integer())
        .must("serverTimeZoneName", some_text())
        .must("serverTimeGMTDiff", integer())
        .must("isLPA", boolean())
        .must("isAdmin", boolean())
        .must("accountTimeZoneId", some_text())
        .schema()
}

fn account_data() -> Value {
    let group = Element::new("items").must("id", integer()).must("deleted", boolean()).must("name", text());
    let groups =
        Element::new("agentGroupsData").must("items", array(&group.schema())).must("revision", natural());
    Element::new("accountData").must("agentGroupsData", groups.schema()).schema()
}
