//! `/api/handover/v1/account/{account}/secondFactor`: the agent's own second factor. It needs a login and no device, for who has to
//! have one and has none can do nothing else.

use crate::app::json::Rooted;
use crate::engine::Account;
use crate::guard::{Attempt, Outcome};
use crate::http::access::SignedIn;
use crate::http::call::Call;
use crate::http::failure::{Failure, bad};
use crate::http::login::too_many;
use crate::http::once::Scope;
use crate::http::{reply, v1};
use crate::second_factor;
use axum::extract::Path;
use axum::response::Response;
use handover_desk::{AgentId, Command, SecondFactor};
use handover_wire::Condition;
use serde::Serialize;
use std::sync::Arc;

/// Whether there is one.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct State {
    enrolled: bool,
    required: bool,
}

/// What an authenticator is told. Nothing of it is kept until a code shows that it has taken it in.
#[derive(Serialize)]
struct Proposal<'a> {
    secret: &'a str,
    address: &'a str,
}

/// Reads whether there is one, and whether there has to be.
pub(in crate::http) async fn read(Path(account): Path<String>, call: Call) -> Result<Response, Failure> {
    let SignedIn { account, agent, .. } = call.signed_in_at_all(&account)?;
    let view = account.view().read();
    let desk = view.desk();
    let enrolled = desk.agent(agent).is_some_and(|known| known.factor.is_some());
    Ok(v1::ok(&Rooted("secondFactor", State { enrolled, required: desk.needs_factor(agent) }), &call))
}

/// Proposes a secret, of which nothing is kept.
pub(in crate::http) async fn propose(Path(account): Path<String>, call: Call) -> Result<Response, Failure> {
    let SignedIn { account, agent, .. } = call.signed_in_at_all(&account)?;
    let (login, factor) = own(&account, agent)?;
    if factor.is_some() {
        return Err(Condition::FactorSet.into());
    }
    let secret = second_factor::draw(&*call.app.entropy);
    let address = second_factor::address(&secret, account.id.as_str(), &login);
    Ok(reply::json(&Rooted("proposal", Proposal { secret: &secret.0, address: &address })))
}

/// Sets the proposed one, if the code is one of it.
pub(in crate::http) async fn set(Path(account): Path<String>, call: Call) -> Result<Response, Failure> {
    let SignedIn { account, agent, .. } = call.signed_in_at_all(&account)?;
    let keyed = call.keyed(&account, Scope::Agent(agent))?;
    let body = call.json()?;
    if keyed.first().is_none() {
        let secret = second_factor::read(v1::text(&body, "secret")?);
        let secret = secret.ok_or_else(|| bad("secret", "must be one that was proposed"))?;
        let now = call.app.engine.clock().now();
        let step = second_factor::step_of(&secret, v1::text(&body, "code")?, now).ok_or_else(wrong_code)?;
        keyed.submit(&account, Command::SetFactor { agent, secret, step }).await?;
    }
    Ok(reply::empty())
}

/// Takes it away, for a code of it. Wrong codes count as wrong passwords do: a token that was stolen is no way to guess.
pub(in crate::http) async fn remove(Path(account): Path<String>, call: Call) -> Result<Response, Failure> {
    let SignedIn { account, agent, .. } = call.signed_in_at_all(&account)?;
    let keyed = call.keyed(&account, Scope::Agent(agent))?;
    let body = call.json()?;
    let code = v1::text(&body, "code")?;
    if keyed.first().is_none() {
        let (login, factor) = own(&account, agent)?;
        let factor = factor.ok_or(Condition::NoFactor)?;
        let attempt = Attempt { account: account.id.as_str(), login: &login, address: call.client() };
        let now = call.app.engine.clock().now();
        call.app.guard.admit(&attempt, now).map_err(too_many)?;
        let step = second_factor::step_of(&factor.secret, code, now).filter(|step| factor.takes(*step));
        let outcome = if step.is_some() { Outcome::Right } else { Outcome::Wrong };
        call.app.guard.judge(&attempt, outcome, now).map_err(too_many)?;
        let step = step.ok_or_else(wrong_code)?;
        keyed.submit(&account, Command::DropFactor { agent, step }).await?;
    }
    Ok(reply::empty())
}

fn wrong_code() -> Condition {
    bad("code", "must be one that the authenticator shows, and that was not used before")
}

/// The agent's login name and second factor.
fn own(account: &Account, agent: AgentId) -> Result<(Arc<str>, Option<SecondFactor>), Failure> {
    let view = account.view().read();
    let known = view.desk().agent(agent).ok_or(Condition::TokenRejected)?;
    Ok((Arc::clone(&known.profile.login), known.factor.clone()))
}
