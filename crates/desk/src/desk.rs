//! The desk: all live state of one account, and the questions that may be asked of it.

use crate::deadline::{self, Deadlines};
use crate::forecast::Bench;
use crate::queue::Queue;
use crate::settings::is_default;
use crate::survey::{self, Survey, SurveyKind, SurveyWish};
use crate::{
    AccountProfile, Agent, AgentId, AuditEntry, AuditNo, Chat, ChatKey, ChatNo, Digest, Erasure, ErasureNo,
    Event, Guid, Hour, Login, LoginId, Mail, MailNo, MessageNo, OfflineMessage, Participant, Phase,
    Remembered, Session, SessionId, Settings, Skill, SkillId, StreamPosition, Timestamp, VisitorId, Waits,
    limits,
};
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::num::NonZeroU32;
use serde::{Deserialize, Serialize};

/// The number of the first agent session. All digits, as clients cut it from the end of the path.
const FIRST_SESSION: u64 = 1_000_000_001;

/// What a desk consists of: the part of it that snapshots hold. Everything else is derived from this.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskState {
    /// The latest time any fact has carried.
    pub clock: Timestamp,
    /// The number of the next chat.
    pub next_chat: ChatNo,
    /// The place of the latest event.
    #[serde(default, skip_serializing_if = "is_default")]
    pub last_position: StreamPosition,
    /// The number of the next agent session.
    pub next_session: SessionId,
    /// The number of the next login.
    pub next_login: LoginId,
    /// The account's own facts.
    pub profile: AccountProfile,
    /// The skills.
    pub skills: BTreeMap<SkillId, Skill>,
    /// The agents.
    pub agents: BTreeMap<AgentId, Agent>,
    /// The logins that are not over.
    pub logins: BTreeMap<LoginId, Login>,
    /// The agent sessions that are not over.
    pub sessions: BTreeMap<SessionId, Session>,
    /// The chats that are not archived.
    pub chats: BTreeMap<ChatNo, Arc<Chat>>,
    /// Who talked to a visitor last, and when.
    pub previous_agents: BTreeMap<VisitorId, (AgentId, Timestamp)>,
    /// Answers that are remembered for their idempotency key.
    pub answers: BTreeMap<Digest, Remembered>,
    /// The number of the next mail.
    #[serde(default = "first_mail")]
    pub next_mail: MailNo,
    /// The mails that were not delivered.
    #[serde(default)]
    pub outbox: BTreeMap<MailNo, Mail>,
    /// The number of the next offline message.
    #[serde(default = "first_message")]
    pub next_message: MessageNo,
    /// The offline messages that are not archived.
    #[serde(default)]
    pub messages: BTreeMap<MessageNo, Arc<OfflineMessage>>,
    /// Visitors who have proved who they are.
    #[serde(default)]
    pub participants: BTreeMap<Guid, Participant>,
    /// What has been learnt about waiting.
    #[serde(default, skip_serializing_if = "is_default")]
    pub waits: Waits,
    /// The number of the next entry of the audit log.
    #[serde(default = "first_audit", skip_serializing_if = "is_first_audit")]
    pub next_audit: AuditNo,
    /// The audit log, as far as it is kept.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub audit: BTreeMap<AuditNo, AuditEntry>,
    /// What was answered and abandoned in the last hour.
    #[serde(default, skip_serializing_if = "is_default")]
    pub hour: Hour,
    /// The number of the next erasure.
    #[serde(default = "first_erasure", skip_serializing_if = "is_first_erasure")]
    pub next_erasure: ErasureNo,
    /// Erasures that are not carried out everywhere.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub erasures: BTreeMap<ErasureNo, Erasure>,
}

impl DeskState {
    /// Gives events of a time when they were not counted their places, by time.
    fn place_events(&mut self) {
        if self.last_position != StreamPosition::default() {
            return;
        }
        let mut events: Vec<&mut Arc<Event>> =
            self.chats.values_mut().flat_map(|chat| &mut Arc::make_mut(chat).events).collect();
        // Events of one chat stand in their order, and the sort keeps it.
        events.sort_by_key(|event| event.at);
        for event in events {
            self.last_position = self.last_position.next();
            Arc::make_mut(event).position = self.last_position;
        }
    }
}

fn first_mail() -> MailNo {
    MailNo(1)
}

fn first_message() -> MessageNo {
    MessageNo(1)
}

fn first_audit() -> AuditNo {
    AuditNo(1)
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks with a reference")]
fn is_first_audit(no: &AuditNo) -> bool {
    *no == first_audit()
}

fn first_erasure() -> ErasureNo {
    ErasureNo(1)
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks with a reference")]
fn is_first_erasure(no: &ErasureNo) -> bool {
    *no == first_erasure()
}

/// Agents at work, by skill; `None` holds all of them.
pub(crate) type Benches = BTreeMap<Option<SkillId>, Bench>;

/// All live state of one account.
#[derive(Clone, Debug)]
pub struct Desk {
    pub(crate) state: DeskState,
    pub(crate) queue: Queue,
    pub(crate) deadlines: Deadlines,
    /// Agents at work, by skill; `None` holds all of them.
    pub(crate) benches: Benches,
    pub(crate) bearers: BTreeMap<Digest, LoginId>,
    pub(crate) cookies: BTreeMap<Digest, LoginId>,
    pub(crate) agent_logins: BTreeMap<Arc<str>, AgentId>,
    pub(crate) skill_names: BTreeMap<Arc<str>, SkillId>,
    pub(crate) open_chats: BTreeMap<VisitorId, ChatNo>,
    pub(crate) answer_order: BTreeSet<(Timestamp, Digest)>,
    pub(crate) visitor_order: BTreeSet<(Timestamp, VisitorId)>,
    pub(crate) mails_due: BTreeSet<(Timestamp, MailNo)>,
    pub(crate) participant_order: BTreeSet<(Timestamp, Guid)>,
}

impl Default for Desk {
    fn default() -> Self {
        Self::from_state(DeskState {
            clock: Timestamp::MIN,
            next_chat: ChatNo(1),
            last_position: StreamPosition::default(),
            next_session: SessionId(FIRST_SESSION),
            next_login: LoginId(1),
            profile: AccountProfile::default(),
            skills: BTreeMap::new(),
            agents: BTreeMap::new(),
            logins: BTreeMap::new(),
            sessions: BTreeMap::new(),
            chats: BTreeMap::new(),
            previous_agents: BTreeMap::new(),
            answers: BTreeMap::new(),
            next_mail: first_mail(),
            outbox: BTreeMap::new(),
            next_message: first_message(),
            messages: BTreeMap::new(),
            participants: BTreeMap::new(),
            waits: Waits::default(),
            next_audit: first_audit(),
            audit: BTreeMap::new(),
            hour: Hour::default(),
            next_erasure: first_erasure(),
            erasures: BTreeMap::new(),
        })
    }
}

impl Desk {
    /// A desk with this state, as a snapshot holds it.
    #[must_use]
    pub fn from_state(mut state: DeskState) -> Self {
        state.place_events();
        let mut desk = Self {
            queue: Queue::default(),
            deadlines: Deadlines::default(),
            benches: Benches::new(),
            bearers: state.logins.iter().map(|(id, login)| (login.bearer, *id)).collect(),
            cookies: state.logins.iter().map(|(id, login)| (login.cookie, *id)).collect(),
            agent_logins: state.agents.iter().map(|(id, agent)| (agent.profile.login.clone(), *id)).collect(),
            skill_names: state.skills.iter().map(|(id, skill)| (skill.name.clone(), *id)).collect(),
            open_chats: BTreeMap::new(),
            answer_order: state.answers.iter().map(|(key, answer)| (answer.at, *key)).collect(),
            visitor_order: state.previous_agents.iter().map(|(id, (_, at))| (*at, *id)).collect(),
            mails_due: state.outbox.values().filter_map(|mail| Some((mail.due_at()?, mail.no))).collect(),
            participant_order: state.participants.iter().map(|(id, known)| (known.expires_at, *id)).collect(),
            state,
        };
        let Self { state, queue, deadlines, benches, open_chats, .. } = &mut desk;
        state.agents.values().for_each(|agent| list_agent(agent, benches, deadlines));
        state.chats.values().for_each(|chat| list_chat(chat, queue, deadlines, open_chats));
        deadlines.extend(state.sessions.iter().map(|(id, session)| deadline::of_session(*id, session)));
        deadlines.extend(state.logins.iter().map(|(id, login)| deadline::of_login(*id, login)));
        desk
    }

    /// What the desk consists of.
    #[must_use]
    pub fn state(&self) -> &DeskState {
        &self.state
    }

    /// The account's settings.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.state.profile.settings
    }

    /// An agent by number.
    #[must_use]
    pub fn agent(&self, id: AgentId) -> Option<&Agent> {
        self.state.agents.get(&id)
    }

    /// An agent by login name.
    #[must_use]
    pub fn agent_by_login(&self, login: &str) -> Option<&Agent> {
        self.agent_logins.get(login).and_then(|id| self.agent(*id))
    }

    /// A skill by number.
    #[must_use]
    pub fn skill(&self, id: SkillId) -> Option<&Skill> {
        self.state.skills.get(&id)
    }

    /// A skill by name.
    #[must_use]
    pub fn skill_by_name(&self, name: &str) -> Option<&Skill> {
        self.skill_names.get(name).and_then(|id| self.skill(*id))
    }

    /// An agent session by number.
    #[must_use]
    pub fn session(&self, id: SessionId) -> Option<&Session> {
        self.state.sessions.get(&id)
    }

    /// A login by number.
    #[must_use]
    pub fn login(&self, id: LoginId) -> Option<&Login> {
        self.state.logins.get(&id)
    }

    /// The login of a bearer token, by its digest.
    #[must_use]
    pub fn login_by_bearer(&self, bearer: &Digest) -> Option<(LoginId, &Login)> {
        self.bearers.get(bearer).and_then(|id| self.login(*id).map(|login| (*id, login)))
    }

    /// The login of a cookie, by its digest.
    #[must_use]
    pub fn login_by_cookie(&self, cookie: &Digest) -> Option<(LoginId, &Login)> {
        self.cookies.get(cookie).and_then(|id| self.login(*id).map(|login| (*id, login)))
    }

    /// A chat by number.
    #[must_use]
    pub fn chat(&self, no: ChatNo) -> Option<&Chat> {
        self.state.chats.get(&no).map(Arc::as_ref)
    }

    /// Every chat, oldest first.
    pub fn chats(&self) -> impl Iterator<Item = &Chat> {
        self.state.chats.values().map(Arc::as_ref)
    }

    /// A chat by its whole key: the number alone opens nothing.
    #[must_use]
    pub fn chat_by_key(&self, key: &ChatKey) -> Option<&Chat> {
        self.chat(key.chat()).filter(|chat| chat.key == *key)
    }

    /// The survey of a kind that a wish leads to.
    #[must_use]
    pub fn survey(&self, kind: SurveyKind, wish: SurveyWish<'_>) -> Option<&Survey> {
        survey::choose(&self.state.profile.surveys, kind, wish)
    }

    /// The mails to be tried, the one due first first, with the time it is due.
    pub fn mails_due(&self) -> impl Iterator<Item = (Timestamp, &Mail)> {
        self.mails_due.iter().filter_map(|(at, no)| Some((*at, self.state.outbox.get(no)?)))
    }

    /// A visitor who has proved who it is, as long as that is remembered.
    #[must_use]
    pub fn participant(&self, id: Guid, now: Timestamp) -> Option<&Participant> {
        self.state.participants.get(&id).filter(|participant| participant.expires_at > now)
    }

    /// Waiting chats that ring nowhere, skill by skill, each in service order.
    pub fn unoffered(&self) -> impl Iterator<Item = (Option<SkillId>, ChatNo)> + '_ {
        self.queue.iter()
    }

    /// How many chats of a skill, or of those without, wait and ring nowhere, and which is served next; nothing when none
    /// does.
    #[must_use]
    pub fn unoffered_of(&self, skill: Option<SkillId>) -> Option<(u64, ChatNo)> {
        let next = self.queue.of_skill(skill).next()?;
        Some((self.queue.count(skill), next.no))
    }

    /// The waiting chats of a skill, or of those without, that ring nowhere, in service order.
    pub fn queue_of(&self, skill: Option<SkillId>) -> impl Iterator<Item = &Chat> {
        self.queue.of_skill(skill).filter_map(|place| self.chat(place.no))
    }

    /// When the chat of a skill that rings nowhere and has waited for longest was asked for.
    #[must_use]
    pub fn oldest_of(&self, skill: Option<SkillId>) -> Option<Timestamp> {
        self.queue.oldest(skill)
    }

    /// The agent who talked to the visitor last, if that is not too long ago.
    #[must_use]
    pub fn previous_agent(&self, visitor: VisitorId, now: Timestamp) -> Option<AgentId> {
        let (agent, at) = self.state.previous_agents.get(&visitor)?;
        (now.since(*at) < limits::VISITOR_KEPT.0).then_some(*agent)
    }

    /// How many agents other than `except` have the skill and are online.
    #[must_use]
    pub fn online_agents(&self, skill: SkillId, except: AgentId) -> usize {
        let others = self.state.agents.values().filter(|agent| agent.profile.id != except);
        let skilled = others.filter(|agent| agent.profile.skills.contains(&skill));
        skilled.filter(|agent| agent.availability() == Some(crate::Availability::Online)).count()
    }

    /// Changes an agent and keeps what is derived from agents in step.
    pub(crate) fn change_agent(&mut self, id: AgentId, change: impl FnOnce(&mut Agent)) {
        let Self { state: DeskState { agents, waits, clock, .. }, queue, benches, deadlines, .. } = self;
        let Some(agent) = agents.get_mut(&id) else { return };
        count_agent(agent, waits, queue, benches, *clock);
        for skill in skill_lists(agent) {
            if let Some(bench) = benches.get_mut(&skill) {
                bench.remove(agent);
            }
        }
        if let Some(due) = deadline::of_agent(agent) {
            deadlines.remove(&due);
        }
        let shown = agent.shown();
        change(agent);
        if agent.shown() != shown {
            agent.changed_at = *clock;
        }
        count_agent(agent, waits, queue, benches, *clock);
        list_agent(agent, benches, deadlines);
    }

    /// Agents of whom others may see something else than they saw when the desk's clock, [`DeskState::clock`], stood
    /// at `since`. Who asks again with the clock of the time before misses nothing: no later fact carries an earlier
    /// time.
    pub fn agents_changed_since(&self, since: Timestamp) -> impl Iterator<Item = &Agent> {
        self.state.agents.values().filter(move |agent| agent.changed_at >= since)
    }

    /// A chat is waited for no longer: it was accepted, or its visitor has gone.
    pub(crate) fn learn_wait(&mut self, skill: Option<SkillId>, told: Option<(NonZeroU32, u64)>) {
        let Self { state: DeskState { waits, clock, .. }, queue, benches, .. } = self;
        count(skill, waits, queue, benches, *clock);
        waits.served(skill, told);
    }

    /// Changes a chat's phase, skill or deadlines and keeps what is derived from chats in step.
    pub(crate) fn change_chat(&mut self, no: ChatNo, change: impl FnOnce(&mut Chat)) {
        let Self { state: DeskState { chats, waits, clock, .. }, queue, benches, .. } = self;
        let Some(chat) = chats.get_mut(&no).map(Arc::make_mut) else { return };
        count_chat(chat, waits, queue, benches, *clock);
        unlist_chat(chat, &mut self.queue, &mut self.deadlines, &mut self.open_chats);
        change(chat);
        count_chat(chat, waits, &self.queue, benches, *clock);
        list_chat(chat, &mut self.queue, &mut self.deadlines, &mut self.open_chats);
    }

    /// A chat to be changed in what nothing is derived from. One that a copy of the desk shares is copied at this moment.
    pub(crate) fn chat_mut(&mut self, no: ChatNo) -> Option<&mut Chat> {
        self.state.chats.get_mut(&no).map(Arc::make_mut)
    }

    pub(crate) fn insert_chat(&mut self, chat: Chat) {
        count_chat(&chat, &mut self.state.waits, &self.queue, &self.benches, self.state.clock);
        list_chat(&chat, &mut self.queue, &mut self.deadlines, &mut self.open_chats);
        self.state.chats.insert(chat.no(), Arc::new(chat));
    }

    pub(crate) fn remove_chat(&mut self, no: ChatNo) {
        if let Some(chat) = self.state.chats.remove(&no) {
            count_chat(&chat, &mut self.state.waits, &self.queue, &self.benches, self.state.clock);
            unlist_chat(&chat, &mut self.queue, &mut self.deadlines, &mut self.open_chats);
        }
    }
}

/// Counts the time of waiting of one skill up to now.
fn count(skill: Option<SkillId>, waits: &mut Waits, queue: &Queue, benches: &Benches, now: Timestamp) {
    let places = benches.get(&skill).map_or(0, |bench| bench.tally.places);
    waits.count(skill, queue.count(skill), places, now);
}

/// Counts before an agent comes, goes or changes, as far as somebody waits: else there is nothing to count.
fn count_agent(agent: &Agent, waits: &mut Waits, queue: &Queue, benches: &Benches, now: Timestamp) {
    for skill in skill_lists(agent).filter(|skill| queue.count(*skill) > 0) {
        count(skill, waits, queue, benches, now);
    }
}

/// Counts before a chat enters the queue or leaves it.
fn count_chat(chat: &Chat, waits: &mut Waits, queue: &Queue, benches: &Benches, now: Timestamp) {
    if matches!(chat.phase, Phase::Waiting(_)) {
        count(chat.skill, waits, queue, benches, now);
    }
}

/// The benches that an agent sits on when at work: one for each skill, and the one of all.
fn skill_lists(agent: &Agent) -> impl Iterator<Item = Option<SkillId>> {
    agent.profile.skills.iter().copied().map(Some).chain([None])
}

fn list_agent(agent: &Agent, benches: &mut Benches, deadlines: &mut Deadlines) {
    if agent.takes_new() {
        for skill in skill_lists(agent) {
            benches.entry(skill).or_default().add(agent);
        }
    }
    deadlines.extend(deadline::of_agent(agent));
}

fn list_chat(
    chat: &Chat,
    queue: &mut Queue,
    deadlines: &mut Deadlines,
    open_chats: &mut BTreeMap<VisitorId, ChatNo>,
) {
    if let Phase::Waiting(waiting) = &chat.phase {
        queue.add(chat.skill, waiting.place);
    }
    if !chat.is_ended() {
        open_chats.insert(chat.visitor, chat.no());
    }
    deadlines.extend(deadline::of_chat(chat));
}

fn unlist_chat(
    chat: &Chat,
    queue: &mut Queue,
    deadlines: &mut Deadlines,
    open_chats: &mut BTreeMap<VisitorId, ChatNo>,
) {
    if let Phase::Waiting(waiting) = &chat.phase {
        queue.remove(chat.skill, &waiting.place);
    }
    if open_chats.get(&chat.visitor) == Some(&chat.no()) {
        open_chats.remove(&chat.visitor);
    }
    for due in deadline::of_chat(chat) {
        deadlines.remove(&due);
    }
}
