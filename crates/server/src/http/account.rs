//! `/api/account/{account}`, the visitor's base resource (`docs/protocol/30-visitor-api.md` §1).

use super::call::Call;
use super::failure::Failure;
use super::reply;
use axum::extract::Path;
use axum::response::Response;
use handover_wire::document::VisitorBase;
use handover_wire::{Condition, Format};

/// Reads the links a visitor begins with. XML unless the request says otherwise; a key is not asked for, as there is
/// nothing in it that is not in the address.
pub(super) async fn read(Path(account): Path<String>, call: Call) -> Result<Response, Failure> {
    let account = call.app.engine.account(&account).ok_or(Condition::UnknownAccount)?;
    let base = format!("{}/api/account/{}", call.exchange.origin, account.id);
    let document = VisitorBase { base: &base, account: account.id.as_str() };
    Ok(reply::ok_in(call.exchange.format_or(call.headers(), Format::Xml), &document, &call))
}
