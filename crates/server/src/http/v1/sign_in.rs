//! `/api/handover/v1/signIn`: signing in at the identity provider. The browser that begins has to be the one that finishes, once,
//! within ten minutes; what comes of it is the login that a password gives.

use crate::app::json::Rooted;
use crate::engine::Account;
use crate::guard::Attempt;
use crate::http::call::Call;
use crate::http::failure::{Failure, bad};
use crate::http::login::{self, Second, too_many};
use crate::http::{reply, v1};
use crate::open_id::{Fault, OpenId, Stage};
use axum::response::Response;
use handover_desk::AgentId;
use handover_wire::{Condition, SignInProblem};
use serde::Serialize;

/// What the browser keeps meanwhile.
const COOKIE: &str = "handover_sign_in";
/// Where a browser comes back to, and where it is told to the provider.
const BACK: &str = "/console/";

/// The ways in.
#[derive(Serialize)]
struct Ways<'a> {
    passwords: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    provider: Option<&'a str>,
}

#[derive(Serialize)]
struct Address<'a> {
    address: &'a str,
}

/// Says which ways in there are.
pub(in crate::http) async fn read(call: Call) -> Result<Response, Failure> {
    let provider = call.app.open_id.as_ref();
    let passwords = provider.is_none_or(OpenId::takes_passwords);
    Ok(v1::ok(&Rooted("signIn", Ways { passwords, provider: provider.map(OpenId::name) }), &call))
}

/// Begins: says where the browser goes.
pub(in crate::http) async fn begin(call: Call) -> Result<Response, Failure> {
    let provider = provider(&call)?;
    let body = call.json()?;
    let account = call.app.engine.account(v1::text(&body, "account")?).ok_or(Condition::UnknownAccount)?;
    let now = call.app.engine.clock().now();
    call.app
        .guard
        .admit_sign_in(call.client(), now)
        .map_err(|much| Condition::TooManyWrites { wait_s: much.wait_s })?;
    let origin = &call.exchange.origin;
    let begun = provider.begin(account.id.clone(), format!("{origin}{BACK}"), &*call.app.entropy, now);
    let begun = begun.await.map_err(|fault| refusal(fault, &account))?;
    let mut response = reply::json(&Rooted("signIn", Address { address: &begun.address }));
    let secure = if origin.starts_with("https://") { "; Secure" } else { "" };
    let value = &begun.browser;
    login::write_cookie(
        &mut response,
        &format!(
            "{COOKIE}={value}; Path=/api/handover/v1/signIn; Max-Age=600; HttpOnly; SameSite=Strict{secure}"
        ),
    );
    Ok(response)
}

/// Finishes with the code that the provider gave; once more with a code of the second factor, where there is one.
pub(in crate::http) async fn finish(call: Call) -> Result<Response, Failure> {
    let provider = provider(&call)?;
    let body = call.json()?;
    let state = v1::text(&body, "state")?;
    let code = v1::optional_text(&body, "code")?;
    let otp = v1::optional_text(&body, "otp")?;
    if code.is_none() && otp.is_none() {
        return Err(bad("code", "is missing").into());
    }
    let now = call.app.engine.clock().now();
    let browser = login::cookie_named(&call, COOKIE).unwrap_or_default();
    let under_way = provider.take(state, &browser, now).ok_or(Condition::SignIn(SignInProblem::Over))?;
    let account =
        call.app.engine.account(under_way.account.as_str()).ok_or(Condition::SignIn(SignInProblem::Over))?;
    let agent = match &under_way.stage {
        Stage::Known(agent) => *agent,
        Stage::Away(away) => {
            let code = code.ok_or(Condition::SignIn(SignInProblem::Over))?;
            let name = provider.identify(away, code, now).await.map_err(|fault| refusal(fault, &account))?;
            agent_named(&account, &name)?
        }
    };
    let second = second(&call, &account, agent, otp)?;
    let step = match second.step() {
        Ok(step) => step,
        Err(condition) => {
            provider.put_back(state, under_way.known(agent), now);
            return Err(condition.into());
        }
    };
    login::start(&call, &account, agent, step).await
}

fn provider(call: &Call) -> Result<&OpenId, Failure> {
    let unknown = || Condition::UnknownPath { path: "/api/handover/v1/signIn".to_owned() };
    call.app.open_id.as_ref().ok_or_else(|| unknown().into())
}

fn agent_named(account: &Account, name: &str) -> Result<AgentId, Failure> {
    let view = account.view().read();
    let agent = view.desk().agent_by_login(name).filter(|agent| agent.profile.enabled);
    let agent = agent.ok_or_else(|| refusal(Fault::Nameless("no such agent"), account))?;
    Ok(agent.profile.id)
}

/// The code of the second factor, where the agent has one; wrong ones count as wrong passwords do.
fn second(call: &Call, account: &Account, agent: AgentId, otp: Option<&str>) -> Result<Second, Failure> {
    let (login, factor) = {
        let view = account.view().read();
        let known = view.desk().agent(agent).filter(|agent| agent.profile.enabled);
        let known = known.ok_or(Condition::SignIn(SignInProblem::Over))?;
        (known.profile.login.clone(), known.factor.clone())
    };
    let now = call.app.engine.clock().now();
    let second = Second::of(factor.as_ref(), otp, now);
    if factor.is_some() {
        let attempt = Attempt { account: account.id.as_str(), login: &login, address: call.client() };
        call.app.guard.judge(&attempt, second.outcome(), now).map_err(too_many)?;
    }
    Ok(second)
}

/// What the browser is told, and the operator.
fn refusal(fault: Fault, account: &Account) -> Failure {
    let account = account.id.as_str();
    match fault {
        Fault::Busy => Condition::Busy,
        Fault::Code => Condition::SignIn(SignInProblem::Over),
        Fault::Provider(why) => {
            tracing::warn!(account, why, "no sign-in: the identity provider fails");
            Condition::SignIn(SignInProblem::ProviderFailing)
        }
        Fault::Nameless(why) => {
            tracing::info!(account, why, "no sign-in: the identity provider names no agent");
            Condition::SignIn(SignInProblem::NoSuchAgent)
        }
    }
    .into()
}
