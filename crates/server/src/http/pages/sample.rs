//! `/sample/`: a shop's page with the widget on it, for who tries Handover. Only where the operator wants it.

use super::asset;
use super::policy::Policy;
use crate::engine::Account;
use crate::http::Shared;
use crate::http::access::PUBLISHED_APP_KEY;
use crate::http::call::Call;
use crate::http::failure::Failure;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use handover_wire::Condition;
use http::{HeaderMap, HeaderValue, header};
use std::sync::Arc;

/// The file that is filled in.
const PAGE: &str = "index.html";

/// The page, for the account that `account` names, else for the first one.
pub(super) async fn page(call: Call) -> Result<Response, Failure> {
    let account = shown(&call.app, call.parameter("account").as_deref()).ok_or_else(no_sample)?;
    let page = asset::content(&format!("sample/{PAGE}")).ok_or_else(no_sample)?;
    let mut response = Response::new(Body::from(filled(&String::from_utf8_lossy(&page), &account)));
    Policy::Sample.write(response.headers_mut());
    let html = HeaderValue::from_static("text/html; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, html);
    Ok(response)
}

/// What the page consists of beside its text.
pub(super) async fn file(
    State(app): State<Shared>,
    Path(file): Path<String>,
    headers: HeaderMap,
) -> Response {
    if app.config.sample && file != PAGE {
        super::answer_file("sample", &file, &headers)
    } else {
        no_sample().into_response()
    }
}

fn no_sample() -> Failure {
    Condition::UnknownPath { path: "/sample".to_owned() }.into()
}

/// The account that is shown, if the operator wants the page.
fn shown(app: &Shared, account: Option<&str>) -> Option<Arc<Account>> {
    if !app.config.sample {
        return None;
    }
    match account {
        Some(id) => app.engine.account(id),
        None => app.engine.account(app.engine.account_ids().first()?.as_str()),
    }
}

fn filled(page: &str, account: &Account) -> String {
    let view = account.view().read();
    let state = view.desk().state();
    let key = state.profile.app_keys.first().map_or(PUBLISHED_APP_KEY, AsRef::as_ref);
    let skill = state.skills.values().next().map(|skill| &*skill.name).unwrap_or_default();
    page.replace("{{account}}", &escaped(account.id.as_str()))
        .replace("{{app_key}}", &escaped(key))
        .replace("{{skill}}", &escaped(skill))
}

/// Text as it may stand in HTML and in a quoted attribute.
fn escaped(text: &str) -> String {
    ammonia::clean_text(text)
}
