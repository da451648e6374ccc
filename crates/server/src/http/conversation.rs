//! `/api/account/{account}/conversation`: a visitor proves who it is (`docs/protocol/30-visitor-api.md` §21).

use super::call::Call;
use super::failure::Failure;
use super::once::Scope;
use super::reply;
use crate::app::identity::Claims;
use crate::engine::{Account, entropy};
use axum::extract::Path;
use axum::response::Response;
use handover_desk::{Answer, Command};
use handover_wire::Condition;
use handover_wire::document::Conversation;
use handover_wire::request::ConversationRequest;

/// Checks the token of the engagement's identity provider, and gives the ids that the chat request needs.
pub(super) async fn authenticate(Path(account): Path<String>, call: Call) -> Result<Response, Failure> {
    let account = call.visitor(&account)?;
    let keyed = call.keyed(&account, Scope::Anybody)?;
    let answer = match keyed.first() {
        Some(first) => first.clone(),
        None => keyed.submit(&account, proven(&call, &account)?).await?,
    };
    let Answer::Authenticated { participant, conversation } = answer else {
        return Err(Condition::Internal.into());
    };
    let (participant, conversation) = (participant.to_string(), conversation.to_string());
    let document = Conversation { participant_id: &participant, conversation_id: &conversation };
    Ok(reply::ok(&document, &call))
}

/// What the token proves.
fn proven(call: &Call, account: &Account) -> Result<Command, Failure> {
    let document = call.document()?;
    let wanted = ConversationRequest::read(&document)?;
    let connector = {
        let view = account.view().read();
        let connectors = &view.desk().state().profile.connectors;
        connectors.iter().find(|known| known.id == wanted.connector).cloned()
    };
    let connector = connector.ok_or(Condition::InvalidUser)?;
    let now = call.app.engine.clock().now();
    let claims = Claims::verify(&connector, wanted.sso_key, now).ok_or(Condition::InvalidUser)?;
    let claims = serde_json::to_string(&claims).map_err(|_| Condition::Internal)?;
    let entropy = &*call.app.entropy;
    Ok(Command::Authenticate {
        participant: entropy::guid(entropy),
        conversation: entropy::guid(entropy),
        claims: claims.into(),
    })
}
