//! Who asks: the agent behind a bearer token and an agent session, the visitor behind an application key and a chat
//! session key. Everything that is not theirs is refused here.

use super::call::{Call, digest};
use super::failure::{Failure, bad};
use super::once::{Keyed, Scope};
use super::push::{ChatAddress, LongPoll, Who};
use crate::app::chat_document::{ChatDocument, Side};
use crate::engine::{Account, Published, Rejection};
use crate::guard::{TooMuch, VisitorWrite};
use handover_desk::{Agent, AgentId, Answer, ChatKey, Command, Digest, LoginId, SessionId, Timestamp};
use handover_wire::Condition;
use sha2::{Digest as _, Sha256};
use std::sync::Arc;
use subtle::ConstantTimeEq;

/// The application key that was published for every account (`docs/protocol/00-conventions.md` §5.2).
pub(super) const PUBLISHED_APP_KEY: &str = "721c180b09eb463d9f3191c41762bb68";

/// An agent who has signed in.
pub(crate) struct SignedIn {
    pub(crate) account: Arc<Account>,
    pub(crate) login: LoginId,
    pub(crate) agent: AgentId,
}

/// An agent at a device.
pub(crate) struct AtDevice {
    pub(crate) account: Arc<Account>,
    pub(crate) agent: AgentId,
    pub(crate) session: SessionId,
    /// The address of the agent session.
    pub(crate) base: String,
    pub(crate) now: Timestamp,
    pub(crate) keyed: Keyed,
}

/// An agent at a device, with a chat in the path.
pub(crate) struct AtChat {
    pub(crate) me: AtDevice,
    pub(crate) key: ChatKey,
    key_text: String,
    /// The address of the chat under the agent session.
    pub(crate) base: String,
}

/// A visitor with a chat.
pub(crate) struct InChat {
    pub(crate) account: Arc<Account>,
    pub(crate) keyed: Keyed,
    pub(crate) key: ChatKey,
    key_text: String,
    /// The address of the chat.
    pub(crate) base: String,
}

/// The digest under which a token is stored.
pub(crate) fn token_digest(token: &[u8]) -> Digest {
    Digest(Sha256::digest(token).into())
}

impl Call {
    /// The agent of the bearer token. The token must be good for this very account.
    pub(crate) fn signed_in(&self, account: &str) -> Result<SignedIn, Failure> {
        let signed_in = self.signed_in_at_all(account)?;
        if signed_in.account.view().read().desk().lacks_factor(signed_in.agent) {
            return Err(Condition::FactorMissing.into());
        }
        Ok(signed_in)
    }

    /// The same for what may be done before there is a second factor that has to be there: setting it up.
    pub(crate) fn signed_in_at_all(&self, account: &str) -> Result<SignedIn, Failure> {
        let bearer = token_digest(self.bearer()?.as_bytes());
        let now = self.app.engine.clock().now();
        let found = self.app.engine.account(account).and_then(|account| {
            let (login, agent) = login_of(&account.view().read(), &bearer, now)?;
            Some(SignedIn { account, login, agent })
        });
        found.ok_or_else(|| self.why_not_signed_in(&bearer, now).into())
    }

    /// A token of another account is told from one that is good nowhere.
    fn why_not_signed_in(&self, bearer: &Digest, now: Timestamp) -> Condition {
        let ids = self.app.engine.account_ids();
        let mut accounts = ids.iter().filter_map(|id| self.app.engine.account(id.as_str()));
        if accounts.any(|account| login_of(&account.view().read(), bearer, now).is_some()) {
            Condition::UnauthorizedAccountAccess
        } else {
            Condition::TokenRejected
        }
    }

    /// The agent at a device. The device was thereby heard from; the first call of an absent agent makes the agent
    /// present, which is the one read that leads to a command. Of a write that was answered before the session may be gone.
    pub(crate) async fn at_device(&self, account: &str, session: &str) -> Result<AtDevice, Failure> {
        let SignedIn { account, agent, .. } = self.signed_in(account)?;
        let now = self.app.engine.clock().now();
        let id = session.parse().map(SessionId).map_err(|_| Condition::AgentSessionNotFound)?;
        let keyed = self.keyed(&account, Scope::Agent(agent))?;
        let was_absent = {
            let view = account.view().read();
            let owner = view.desk().session(id).map(|session| session.agent);
            match owner {
                None if keyed.first().is_some() => false,
                None => return Err(Condition::AgentSessionNotFound.into()),
                Some(owner) if owner != agent => return Err(Condition::UnauthorizedAccountAccess.into()),
                Some(_) => view.session_calls(id, agent, now),
            }
        };
        if was_absent {
            account.submit(None, Command::Return(id)).await?;
        }
        let base = format!("{}/api/account/{}/agentSession/{id}", self.exchange.origin, account.id);
        Ok(AtDevice { account, agent, session: id, base, now, keyed })
    }

    /// The agent at a device, with a chat. Whether the chat may be read is for [`AtChat::document`] or the desk to say.
    pub(crate) async fn at_chat(
        &self,
        (account, session, chat): (String, String, String),
    ) -> Result<AtChat, Failure> {
        let me = self.at_device(&account, &session).await?;
        let key = chat.parse().map_err(|_| Condition::ChatSessionNotFound)?;
        let base = me.chat_base(&chat);
        Ok(AtChat { me, key, key_text: chat, base })
    }

    /// The account of a visitor, whose application key must be one of it.
    pub(crate) fn visitor(&self, account: &str) -> Result<Arc<Account>, Failure> {
        let account = self.app.engine.account(account).ok_or(Condition::UnknownAccount)?;
        let key = self.app_key()?;
        if !accepts_key(&account.view().read(), &key) {
            return Err(Condition::AppKeyRejected.into());
        }
        if !self.is_read() {
            let key = digest([account.id.as_str().as_bytes(), key.as_bytes()]);
            let write = VisitorWrite { key, address: self.client() };
            self.app.guard.admit_write(&write, self.app.engine.clock().now()).map_err(too_many)?;
        }
        Ok(account)
    }

    /// A visitor with a chat. The visitor was thereby heard from. Of a write that was answered before the chat may be gone.
    pub(crate) fn in_chat(&self, (account, chat): (String, String)) -> Result<InChat, Failure> {
        let account = self.visitor(&account)?;
        let key: ChatKey = chat.parse().map_err(|_| Condition::ChatSessionNotFound)?;
        if !self.is_read() {
            let chat = digest([account.id.as_str().as_bytes(), chat.as_bytes()]);
            self.app.guard.admit_in_chat(&chat, self.app.engine.clock().now()).map_err(too_many)?;
        }
        let keyed = self.keyed(&account, Scope::Chat(key))?;
        {
            let view = account.view().read();
            let is_there = view.desk().chat_by_key(&key).is_some();
            if !is_there && keyed.first().is_none() {
                return Err(Condition::ChatSessionNotFound.into());
            }
            if let Some(pulse) = view.pulse(key.chat()).filter(|_| is_there) {
                pulse.visitor.calls(self.app.engine.clock().now());
            }
        }
        let base = format!("{}/api/account/{}/chat/{chat}", self.exchange.origin, account.id);
        Ok(InChat { account, keyed, key, key_text: chat, base })
    }
}

impl AtDevice {
    /// The agent, as readers see the agent at the moment.
    pub(crate) fn agent_in<'v>(&self, view: &'v Published) -> Result<&'v Agent, Failure> {
        view.desk().agent(self.agent).ok_or_else(|| Condition::AgentSessionNotFound.into())
    }

    /// The account and the session as they stand in a path.
    pub(crate) fn place(&self) -> String {
        format!("{}/agentSession/{}", self.account.id, self.session)
    }

    /// The address of a chat under this session.
    pub(crate) fn chat_base(&self, chat: &str) -> String {
        format!("{}/chat/{chat}", self.base)
    }

    /// A chat by its key, if this agent may read it. The call counts for how long an ended chat is kept.
    pub(crate) fn chat_in<'v>(
        &self,
        view: &'v Published,
        key: &ChatKey,
        key_text: &'v str,
        base: &'v str,
    ) -> Option<ChatDocument<'v>> {
        let chat = view.desk().chat_by_key(key).filter(|chat| chat.is_readable_by(self.agent))?;
        if let Some(pulse) = view.pulse(chat.no()) {
            pulse.agents.calls(self.now);
        }
        Some(ChatDocument { view, chat, key: key_text, base, side: Side::Agent })
    }

    /// Has a write of this agent decided, once for each key.
    pub(crate) async fn submit(&self, command: Command) -> Result<Answer, Rejection> {
        self.keyed.submit(&self.account, command).await
    }

    /// Waits for something to happen to the agent.
    pub(super) fn wait(&self, call: &Call, seconds: u32) -> Result<LongPoll, Failure> {
        let bell = self.account.view().read().agent_bell(self.agent).cloned();
        let bell = bell.ok_or(Condition::AgentSessionNotFound)?;
        LongPoll::begin(call, &self.account, Who::Device(self.session), &bell, seconds)
    }
}

impl AtChat {
    /// The chat, if this agent may read it.
    pub(crate) fn document<'v>(&'v self, view: &'v Published) -> Result<ChatDocument<'v>, Failure> {
        let chat = self.me.chat_in(view, &self.key, &self.key_text, &self.base);
        chat.ok_or_else(|| Condition::ChatSessionNotFound.into())
    }

    /// Where the chat is.
    pub(super) fn address(self) -> ChatAddress {
        ChatAddress { account: self.me.account, key: self.key, key_text: self.key_text, base: self.base }
    }

    /// Waits for something to happen in the chat.
    pub(super) fn wait(&self, call: &Call, seconds: u32, from: u64) -> Result<LongPoll, Failure> {
        check_from(self.document(&self.me.account.view().read())?, from)?;
        self.me.wait(call, seconds)
    }
}

impl InChat {
    /// Where the chat is.
    pub(super) fn address(self) -> ChatAddress {
        ChatAddress { account: self.account, key: self.key, key_text: self.key_text, base: self.base }
    }

    /// Waits for something to happen in the chat.
    pub(super) fn wait(&self, call: &Call, seconds: u32, from: u64) -> Result<LongPoll, Failure> {
        let bell = {
            let view = self.account.view().read();
            check_from(self.document(&view)?, from)?;
            let pulse = view.pulse(self.key.chat()).ok_or(Condition::ChatSessionNotFound)?;
            Arc::clone(pulse.bell())
        };
        LongPoll::begin(call, &self.account, Who::Visitor(self.key.chat()), &bell, seconds)
    }

    /// The visitor's chat.
    pub(crate) fn document<'v>(&'v self, view: &'v Published) -> Result<ChatDocument<'v>, Failure> {
        let chat = view.desk().chat_by_key(&self.key).ok_or(Condition::ChatSessionNotFound)?;
        Ok(ChatDocument { view, chat, key: &self.key_text, base: &self.base, side: Side::Visitor })
    }

    /// Has a write of this visitor decided, once for each key.
    pub(crate) async fn submit(&self, command: Command) -> Result<Answer, Rejection> {
        self.keyed.submit(&self.account, command).await
    }
}

fn too_many(TooMuch { wait_s }: TooMuch) -> Failure {
    Condition::TooManyWrites { wait_s }.into()
}

/// Who waits for an event that cannot come next has lost count.
fn check_from(chat: ChatDocument<'_>, from: u64) -> Result<(), Failure> {
    let next = u64::from(chat.chat.next_event().0);
    if from > next { Err(bad("from", format!("lies beyond the next event, {next}")).into()) } else { Ok(()) }
}

/// The login of a bearer token, unless its time is over.
fn login_of(view: &Published, bearer: &Digest, now: Timestamp) -> Option<(LoginId, AgentId)> {
    let (id, login) = view.desk().login_by_bearer(bearer)?;
    let is_good = bool::from(login.bearer.0.ct_eq(&bearer.0)) && login.expires_at > now;
    is_good.then_some((id, login.agent))
}

/// Compared by digest, so that the time taken says nothing about the keys.
fn accepts_key(view: &Published, key: &str) -> bool {
    let profile = &view.desk().state().profile;
    let published = profile.settings.published_app_key.then_some(PUBLISHED_APP_KEY);
    let given = digest([key.as_bytes()]);
    let mut known = profile.app_keys.iter().map(AsRef::as_ref).chain(published);
    known.any(|known: &str| bool::from(digest([known.as_bytes()]).0.ct_eq(&given.0)))
}
