//! `…/audit`: what supervisors did.

use super::Supervising;
use crate::app::audit;
use crate::app::json::Rooted;
use crate::http::call::Call;
use crate::http::failure::Failure;
use crate::http::v1;
use axum::extract::Path;
use axum::response::Response;
use handover_desk::AuditNo;

/// Reads the log from `from` on.
pub(in crate::http) async fn read(
    Path((account, session)): Path<(String, String)>,
    call: Call,
) -> Result<Response, Failure> {
    let Supervising { me } = Supervising::at(&call, &account, &session).await?;
    let from = AuditNo(call.from()?);
    let view = me.account.view().read();
    Ok(v1::ok(&Rooted("audit", audit::document(&view, from)), &call))
}
