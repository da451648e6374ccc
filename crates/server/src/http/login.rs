//! `/api/account/{account}/login`, `refresh` and `logout` (`docs/protocol/10-domain-login.md` parts 3-5).

use super::access::token_digest;
use super::call::Call;
use super::exchange::text;
use super::failure::Failure;
use super::once::Scope;
use super::{reply, service};
use crate::engine::{Account, entropy};
use crate::guard::{Attempt, Outcome, TooMuch};
use crate::second_factor;
use axum::extract::Path;
use axum::response::Response;
use handover_desk::{Agent, AgentId, Command, LoginId, SecondFactor, TimeStep, Timestamp};
use handover_wire::document::{AgentGroup, AllServices, LoginResponse};
use handover_wire::request::{self, LoginRequest};
use handover_wire::{Condition, Format, SignInProblem};
use http::{HeaderValue, header};
use std::sync::Arc;
use subtle::ConstantTimeEq;

/// The name of the cookie; clients look for it in lower case (`docs/protocol/00-conventions.md` §5.4).
const COOKIE: &str = "session_id";
/// The group of an agent who is in no other.
pub(super) const MAIN_GROUP: AgentGroup<'static> = AgentGroup { id: -1, name: "Main Group" };
/// Privileges of an agent; clients only look whether there are any.
const PRIVILEGES: [u32; 3] = [100, 101, 102];

/// Three fresh secrets, as text. Only their digests are kept.
struct Secrets {
    bearer: String,
    cookie: String,
    csrf: String,
}

/// Signs an agent in (part 3).
pub(super) async fn login(Path(account): Path<String>, call: Call) -> Result<Response, Failure> {
    if call.app.open_id.as_ref().is_some_and(|provider| !provider.takes_passwords()) {
        return Err(Condition::SignIn(SignInProblem::PasswordsOff).into());
    }
    let document = call.document()?;
    let LoginRequest::Password { username, password, code } = LoginRequest::read(&document)? else {
        return Err(Condition::BadAuthentication.into());
    };
    let attempt = Attempt { account: &account, login: username, address: call.client() };
    call.app.guard.admit(&attempt, call.app.engine.clock().now()).map_err(too_many)?;
    let account = call.app.engine.account(attempt.account);
    let known = account.as_ref().and_then(|account| stored(account, username));
    let hash = known.as_ref().map(|known| Arc::clone(&known.hash));
    let right = call.app.passwords.verify(hash, password.to_owned()).await?;
    let now = call.app.engine.clock().now();
    let second = known.as_ref().map_or(Second::Wrong, |known| Second::of(known.factor.as_ref(), code, now));
    let outcome = if right { second.outcome() } else { Outcome::Wrong };
    call.app.guard.judge(&attempt, outcome, now).map_err(too_many)?;
    let (Some(account), Some(Known { agent, .. }), true) = (account, known, right) else {
        return Err(Condition::BadAuthentication.into());
    };
    start(&call, &account, agent, second.step()?).await
}

/// Starts a login of an agent who has shown who it is, and answers with its secrets.
pub(super) async fn start(
    call: &Call,
    account: &Account,
    agent: AgentId,
    step: Option<TimeStep>,
) -> Result<Response, Failure> {
    let secrets = Secrets::draw(&*call.app.entropy);
    let command = Command::StartLogin {
        agent,
        bearer: token_digest(secrets.bearer.as_bytes()),
        cookie: token_digest(secrets.cookie.as_bytes()),
        csrf: token_digest(secrets.csrf.as_bytes()),
        step,
    };
    account.submit(None, command).await?;
    answer(call, account, agent, &secrets)
}

/// Counts the login's life anew (part 4).
pub(super) async fn refresh(Path(account): Path<String>, call: Call) -> Result<Response, Failure> {
    let (account, login, cookie) = by_cookie(&call, &account)?;
    account.submit(None, Command::ExtendLogin(login)).await?;
    let mut response = reply::empty();
    set_cookie(&mut response, &cookie);
    Ok(response)
}

/// Ends the login and every agent session started with it (part 5).
pub(super) async fn logout(Path(account): Path<String>, call: Call) -> Result<Response, Failure> {
    let keyed = match (call.app.engine.account(&account), cookie(&call)) {
        (Some(account), Some(cookie)) => {
            Some(call.keyed(&account, Scope::Cookie(token_digest(cookie.as_bytes())))?)
        }
        (None, _) | (_, None) => None,
    };
    if keyed.as_ref().is_some_and(|keyed| keyed.first().is_some()) {
        return Ok(reply::empty());
    }
    let (account, login, _) = by_cookie(&call, &account)?;
    let command = Command::EndLogin(login);
    match keyed {
        Some(keyed) => keyed.submit(&account, command).await?,
        None => account.submit(None, command).await?,
    };
    Ok(reply::empty())
}

/// The same words whether the login is locked or the address has guessed too often.
pub(super) fn too_many(TooMuch { wait_s }: TooMuch) -> Failure {
    Condition::TooManyWrongPasswords { wait_s }.into()
}

/// Who signs in, and with what.
struct Known {
    agent: AgentId,
    hash: Arc<str>,
    factor: Option<SecondFactor>,
}

fn stored(account: &Account, login: &str) -> Option<Known> {
    let view = account.view().read();
    let agent = view.desk().agent_by_login(login).filter(|agent| agent.profile.enabled)?;
    let hash = Arc::clone(&agent.profile.password_hash);
    Some(Known { agent: agent.profile.id, hash, factor: agent.factor.clone() })
}

/// What came beside the password, or beside the word of the identity provider.
pub(super) enum Second {
    /// The agent has no second factor; a code is ignored.
    Unneeded,
    /// No code.
    Missing,
    /// The code of a step that was not used.
    Step(TimeStep),
    /// A code that is none, or was used.
    Wrong,
}

impl Second {
    /// Whether this code is one, now.
    pub(super) fn of(factor: Option<&SecondFactor>, code: Option<&str>, now: Timestamp) -> Self {
        let Some(factor) = factor else { return Self::Unneeded };
        let Some(code) = code else { return Self::Missing };
        let step = second_factor::step_of(&factor.secret, code, now).filter(|step| factor.takes(*step));
        step.map_or(Self::Wrong, Self::Step)
    }

    /// What is counted.
    pub(super) fn outcome(&self) -> Outcome {
        match self {
            Self::Unneeded | Self::Step(_) => Outcome::Right,
            Self::Missing => Outcome::Halfway,
            Self::Wrong => Outcome::Wrong,
        }
    }

    /// The step that is used up by the login.
    pub(super) fn step(self) -> Result<Option<TimeStep>, Condition> {
        match self {
            Self::Unneeded => Ok(None),
            Self::Step(step) => Ok(Some(step)),
            Self::Missing => Err(Condition::CodeNeeded),
            Self::Wrong => Err(Condition::BadAuthentication),
        }
    }
}

/// The login of the cookie, whose csrf token the body must carry.
fn by_cookie(call: &Call, account: &str) -> Result<(Arc<Account>, LoginId, String), Failure> {
    let document = call.document()?;
    let csrf = token_digest(request::csrf(&document)?.as_bytes());
    let account = call.app.engine.account(account).ok_or(Condition::LoginSessionNotFound)?;
    let cookie = cookie(call).ok_or(Condition::LoginSessionNotFound)?;
    let now = call.app.engine.clock().now();
    let found = {
        let view = account.view().read();
        let login = view.desk().login_by_cookie(&token_digest(cookie.as_bytes()));
        login.filter(|(_, login)| login.expires_at > now).map(|(id, login)| (id, login.csrf))
    };
    let (login, expected) = found.ok_or(Condition::LoginSessionNotFound)?;
    if bool::from(expected.0.ct_eq(&csrf.0)) {
        Ok((account, login, cookie))
    } else {
        Err(Condition::CsrfInvalid.into())
    }
}

/// The cookie's value, under either spelling of its name.
fn cookie(call: &Call) -> Option<String> {
    cookie_named(call, COOKIE)
}

/// The value of the first cookie of this name.
pub(super) fn cookie_named(call: &Call, name: &str) -> Option<String> {
    let pairs =
        text(call.headers(), &header::COOKIE)?.split(';').filter_map(|pair| pair.trim().split_once('='));
    let mut own = pairs.filter(|(known, _)| known.eq_ignore_ascii_case(name));
    own.next().map(|(_, value)| value.trim().to_owned())
}

fn set_cookie(response: &mut Response, cookie: &str) {
    write_cookie(response, &format!("{COOKIE}={cookie}; Path=/; Secure; HttpOnly"));
}

/// Adds a cookie that gets into no log.
pub(super) fn write_cookie(response: &mut Response, cookie: &str) {
    if let Ok(mut value) = HeaderValue::from_str(cookie) {
        value.set_sensitive(true);
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

fn answer(call: &Call, account: &Account, agent: AgentId, secrets: &Secrets) -> Result<Response, Failure> {
    let now = call.app.engine.clock().now();
    let services = service::services(&call.exchange.origin);
    let view = account.view().read();
    let profile = view.desk().agent(agent).map(|agent: &Agent| &agent.profile).ok_or(Condition::Internal)?;
    // A number is an i64 in the file that gives it.
    let own = view.desk().state().profile.groups.iter();
    let own =
        own.filter_map(|group| Some(AgentGroup { id: i64::try_from(group.id.0).ok()?, name: &group.name }));
    let groups: Vec<AgentGroup<'_>> = [MAIN_GROUP].into_iter().chain(own).collect();
    let document = LoginResponse {
        csrf: &secrets.csrf,
        wsuk: agent.0,
        login_name: &profile.login,
        user_id: agent.0,
        user_privileges: &PRIVILEGES,
        server_current_time_ms: now.0,
        zone_offset_ms: zone_offset_ms(view.zone(), now.0),
        zone_name: zone_name(&view.desk().state().profile.time_zone),
        is_admin: false,
        services: AllServices { account: account.id.as_str(), services: &services },
        groups: &groups,
        groups_revision: 1,
        session_ttl_ms: view.desk().settings().login.0,
        bearer: &secrets.bearer,
    };
    let mut response = reply::ok_in(Format::Json, &document, call);
    set_cookie(&mut response, &secrets.cookie);
    Ok(response)
}

fn zone_name(name: &str) -> &str {
    if name.is_empty() { "UTC" } else { name }
}

fn zone_offset_ms(zone: &jiff::tz::TimeZone, now_ms: i64) -> i64 {
    let now = jiff::Timestamp::from_millisecond(now_ms).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    i64::from(zone.to_offset(now).seconds()).saturating_mul(1000)
}

impl Secrets {
    fn draw(entropy: &dyn entropy::Entropy) -> Self {
        let token = || handover_desk::Digest(entropy::token(entropy)).to_string();
        Self { bearer: token(), cookie: token(), csrf: token() }
    }
}
