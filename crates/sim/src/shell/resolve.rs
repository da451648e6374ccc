//! How what is to be done becomes a command on the desk as it is.

use super::aside::{
    mail_tried, message_left, messages_archived, survey_answered, variables, visitor_details, wish,
};
use super::pages::Supervision;
use super::{Shell, choose};
use crate::plan::{Ask, Change, Who, agent, settings, skill, words};
use handover_desk::{
    AccountConfig, AccountProfile, AgentId, AgentProfile, Availability, ChatKey, ChatNo, ChatRequest,
    ChatSeed, Command, Desk, LoginId, MaxChats, NewLine, Phase, SessionId, SkillId, Span, TextType,
    TransferTarget, Visibility, Watch, Writer,
};
use std::sync::Arc;

/// One in so many picks goes for something that may be gone, or was never there.
pub(super) const STRAY: u16 = 13;

impl Shell {
    /// A device comes; the shell says when it last heard from all others.
    fn start_session(&self, login: LoginId) -> Command {
        let heard = self.calls.iter().filter_map(|(watch, at)| match watch {
            Watch::Session(id) => Some((*id, *at)),
            Watch::Visitor(_) | Watch::EndedChat(_) => None,
        });
        Command::StartSession { login, heard: heard.collect() }
    }

    /// The command, or nothing when there is nothing to do it with.
    pub fn resolve(&mut self, desk: &Desk, ask: &Ask) -> Option<Command> {
        let command = match *ask {
            Ask::StartLogin { agent } => {
                let (bearer, cookie, csrf) = (self.digest(), self.digest(), self.digest());
                Command::StartLogin { agent: any_agent(desk, agent), bearer, cookie, csrf, step: None }
            }
            Ask::Factor { agent, session, what } => self.factor(desk, agent, session, what)?,
            Ask::ExtendLogin { login } => Command::ExtendLogin(self.any_login(desk, login)?),
            Ask::EndLogin { login } => Command::EndLogin(self.any_login(desk, login)?),
            Ask::StartSession { login: u16::MAX } => self.start_session(*self.logins.last()?),
            Ask::StartSession { login } => self.start_session(self.any_login(desk, login)?),
            Ask::EndSession { session } => Command::EndSession(self.any_session(desk, session)?),
            Ask::Return { session } => Command::Return(self.any_session(desk, session)?),
            Ask::SetAvailability { session, availability, reason } => Command::SetAvailability {
                session: self.setting_session(desk, session, availability)?,
                availability,
                reason_id: reason.then(|| Arc::from("lunch")),
            },
            Ask::Accept { session, anyone } => Command::Accept(self.ringing_session(desk, session, anyone)?),
            Ask::StartChat { visitor, skill, agent, priority, extras } => {
                let request = self.chat_request(desk, visitor, extras);
                let skill = any_skill(desk, skill);
                let agent = (agent.is_multiple_of(4)).then(|| any_agent(desk, agent / 4));
                let priority = priority.into();
                Command::StartChat(Box::new(ChatRequest { skill, agent, priority, ..request }))
            }
            Ask::AddLine { chat, who, extras } => {
                let (chat, writer) = self.chat_and_writer(desk, chat, who)?;
                Command::AddLine { chat, writer, line: line(extras) }
            }
            Ask::EndChat { chat, who } => {
                let (chat, writer) = self.chat_and_writer(desk, chat, who)?;
                Command::EndChat { chat, writer }
            }
            Ask::TransferToSkill { chat, who, skill, words } => {
                let target = TransferTarget::Skill(any_skill(desk, skill).unwrap_or(SkillId(1)));
                self.transfer(desk, chat, who, target, words)?
            }
            Ask::TransferToAgent { chat, who, agent, words } => {
                self.transfer(desk, chat, who, TransferTarget::Agent(any_agent(desk, agent)), words)?
            }
            Ask::NameVisitor { chat, extras } => {
                Command::NameVisitor { chat: self.any_chat(desk, chat)?, name: visitor_name(extras) }
            }
            Ask::AnswerSurvey { chat, who, answers } => {
                let (chat, writer) = self.some_chat_and_writer(desk, chat, who)?;
                survey_answered(chat, writer, answers)
            }
            Ask::SetVariables { chat, extras } => {
                Command::SetVariables { chat: self.any_chat(desk, chat)?, variables: variables(extras) }
            }
            Ask::WishTranscript { chat, extras } => {
                Command::WishTranscript { chat: self.some_chat(desk, chat)?, wish: wish(extras) }
            }
            Ask::LeaveMessage { skill, answers } => message_left(any_skill(desk, skill), answers),
            Ask::Authenticate => self.authenticated(),
            Ask::MailTried { mail, outcome } => mail_tried(desk, mail, outcome),
            Ask::ArchiveMessages { messages } => messages_archived(desk, messages),
            Ask::NameDevice { session, device, extras } => self.name_device(desk, session, device, extras)?,
            Ask::SignOutDevice { session, device } => self.sign_out_device(desk, session, device)?,
            Ask::SetDraft { chat, who, extras } => self.draft(desk, chat, who, extras)?,
            Ask::ReadTo { chat, who, event } => self.read_to(desk, chat, who, event)?,
            Ask::Supervise { session, deed, chat, agent } => {
                self.supervise(desk, &Supervision { session, deed, chat, agent })?
            }
            Ask::Note => Command::Note,
            Ask::Archive { chats } => Command::Archived(archivable(desk, chats)),
            Ask::Configure(change) => Command::Configure(Box::new(configuration(desk, change))),
        };
        Some(command)
    }

    fn any_login(&self, desk: &Desk, pick: u16) -> Option<LoginId> {
        if pick.is_multiple_of(STRAY) {
            return choose(&self.logins, pick / STRAY).copied();
        }
        let live: Vec<LoginId> = desk.state().logins.keys().copied().collect();
        choose(&live, pick).copied()
    }

    pub(super) fn any_session(&self, desk: &Desk, pick: u16) -> Option<SessionId> {
        if pick.is_multiple_of(STRAY) {
            return choose(&self.sessions, pick / STRAY).copied();
        }
        let live: Vec<SessionId> = desk.state().sessions.keys().copied().collect();
        choose(&live, pick).copied()
    }

    /// Whoever says to be online is mostly one who is not: an agent who has missed an offer comes back.
    fn setting_session(&self, desk: &Desk, pick: u16, availability: Availability) -> Option<SessionId> {
        let takes_none = |agent: AgentId| desk.agent(agent).is_some_and(|agent| !agent.takes_new());
        let sessions = desk.state().sessions.iter().filter(|(_, session)| takes_none(session.agent));
        let back: Vec<SessionId> = sessions.map(|(id, _)| *id).collect();
        let comes_back = availability == Availability::Online && !back.is_empty();
        if comes_back { choose(&back, pick).copied() } else { self.any_session(desk, pick) }
    }

    fn ringing_session(&self, desk: &Desk, pick: u16, anyone: bool) -> Option<SessionId> {
        let rings = |agent: AgentId| desk.agent(agent).is_some_and(|agent| !agent.offers.is_empty());
        let sessions = desk.state().sessions.iter().filter(|(_, session)| rings(session.agent));
        let ringing: Vec<SessionId> = sessions.map(|(id, _)| *id).collect();
        if anyone || ringing.is_empty() {
            self.any_session(desk, pick)
        } else {
            choose(&ringing, pick).copied()
        }
    }

    /// A session of an agent who has chats, if there is any, else any.
    #[must_use]
    pub fn moving_session(&self, desk: &Desk, pick: u16) -> Option<SessionId> {
        let chats = |agent: AgentId| desk.agent(agent).is_some_and(|agent| !agent.chats.is_empty());
        let sessions = desk.state().sessions.iter().filter(|(_, session)| chats(session.agent));
        let moving: Vec<SessionId> = sessions.map(|(id, _)| *id).collect();
        let live: Vec<SessionId> = desk.state().sessions.keys().copied().collect();
        choose(&moving, pick).or_else(|| choose(&live, pick)).copied()
    }

    /// Mostly a chat that somebody has; sometimes any that is there, or one that may be gone.
    fn any_chat(&self, desk: &Desk, pick: u16) -> Option<ChatKey> {
        if pick.is_multiple_of(STRAY) {
            return choose(&self.chats, pick / STRAY).copied();
        }
        let chats = || desk.state().chats.values();
        let assigned = chats().filter(|chat| chat.phase == Phase::Assigned).map(|chat| chat.key);
        let assigned: Vec<ChatKey> = assigned.collect();
        let all: Vec<ChatKey> = chats().map(|chat| chat.key).collect();
        let some = if pick.is_multiple_of(5) || assigned.is_empty() { all } else { assigned };
        choose(&some, pick).copied()
    }

    /// Any chat that is there, ended or not; now and then one that may be gone.
    pub(super) fn some_chat(&self, desk: &Desk, pick: u16) -> Option<ChatKey> {
        if pick.is_multiple_of(STRAY) {
            return choose(&self.chats, pick / STRAY).copied();
        }
        let all: Vec<ChatKey> = desk.state().chats.values().map(|chat| chat.key).collect();
        choose(&all, pick).copied()
    }

    /// Any chat, ended or not, and who does something with it. Of an ended one the holder is who had it last.
    pub(super) fn some_chat_and_writer(&self, desk: &Desk, pick: u16, who: Who) -> Option<(ChatKey, Writer)> {
        let some = self.some_chat(desk, pick)?;
        let last = desk.chat_by_key(&some).filter(|chat| chat.is_ended()).and_then(|chat| chat.agent);
        let on = last.and_then(|id| desk.agent(id)).and_then(|agent| agent.on_duty());
        let own = on.and_then(|on| on.sessions.first().copied());
        match (who, own) {
            (Who::Holder(_), Some(session)) => Some((some, Writer::Agent(session))),
            (Who::Visitor, _) => Some((some, Writer::Visitor)),
            (Who::Holder(_) | Who::AnyDevice(_) | Who::Guesser, _) => self.chat_and_writer(desk, pick, who),
        }
    }

    pub(super) fn chat_and_writer(&self, desk: &Desk, pick: u16, who: Who) -> Option<(ChatKey, Writer)> {
        let chat = self.any_chat(desk, pick)?;
        match who {
            Who::Visitor => Some((chat, Writer::Visitor)),
            Who::Guesser => {
                let seed = ChatSeed { head: 0, tail: 0 };
                Some((ChatKey::new(chat.chat(), seed), Writer::Visitor))
            }
            Who::AnyDevice(session) => Some((chat, Writer::Agent(self.any_session(desk, session)?))),
            Who::Holder(session) => {
                let holder = desk.chat_by_key(&chat).and_then(handover_desk::Chat::assigned_to);
                let on = holder.and_then(|id| desk.agent(id)).and_then(|agent| agent.on_duty());
                let own: Vec<SessionId> = on.iter().flat_map(|on| &on.sessions).copied().collect();
                let session = choose(&own, session).copied().or_else(|| self.any_session(desk, session))?;
                Some((chat, Writer::Agent(session)))
            }
        }
    }

    fn transfer(
        &self,
        desk: &Desk,
        chat: u16,
        who: Who,
        target: TransferTarget,
        words: bool,
    ) -> Option<Command> {
        let (chat, writer) = self.chat_and_writer(desk, chat, who)?;
        let session = match writer {
            Writer::Agent(session) => session,
            Writer::Visitor => self.any_session(desk, 1)?,
        };
        let text = words.then(|| Box::from("help"));
        Some(Command::Transfer { chat, session, target, text })
    }

    fn chat_request(&mut self, desk: &Desk, visitor: u16, extras: u16) -> ChatRequest {
        let mut request = ChatRequest::bare(self.seed(), self.fresh_visitor());
        if visitor.is_multiple_of(4) {
            request.visitor = choose(&self.visitors, visitor / 4).copied();
        }
        if extras.is_multiple_of(3) {
            request.visitor_name = Some(visitor_name(extras / 3));
        }
        if extras.is_multiple_of(7) {
            request.pre_chat_lines =
                vec!["one".into(), if extras.is_multiple_of(2) { "two" } else { "three" }.into()];
        }
        match extras % 31 {
            0 => request.timeout = Some(Span(999)),
            1 => request.timeout = Some(Span::seconds(86_401)),
            2..=6 => request.timeout = Some(Span::seconds(86_400)),
            7..=9 => request.timeout = Some(Span::seconds(1)),
            _ => {}
        }
        *request.details = visitor_details(desk, extras);
        if extras.is_multiple_of(101) {
            request.skill = desk.state().skills.keys().last().map(|id| SkillId(id.0 + 1));
        }
        request
    }
}

/// A skill, none, or now and then one that does not exist.
fn any_skill(desk: &Desk, pick: u16) -> Option<SkillId> {
    if pick.is_multiple_of(5) {
        return (pick.is_multiple_of(55)).then_some(SkillId(999));
    }
    let skills: Vec<SkillId> = desk.state().skills.keys().copied().collect();
    choose(&skills, pick).copied()
}

/// An agent, or now and then one who does not exist.
pub(super) fn any_agent(desk: &Desk, pick: u16) -> AgentId {
    let agents: Vec<AgentId> = desk.state().agents.keys().copied().collect();
    let agent = if pick % 61 == 60 { None } else { choose(&agents, pick).copied() };
    agent.unwrap_or(AgentId(999))
}

fn visitor_name(extras: u16) -> Arc<str> {
    match extras % 20 {
        0 => " ".into(),
        1 => "n".repeat(257).into(),
        2 => "n".repeat(256).into(),
        n => format!("V{n}").into(),
    }
}

fn line(extras: u16) -> NewLine {
    let text = if extras.is_multiple_of(9) { "hello" } else { "hi" };
    let visibility = if extras.is_multiple_of(4) { Visibility::AgentsOnly } else { Visibility::Everyone };
    let text_type = match extras % 10 {
        0 => TextType::Html,
        1 => TextType::rich_content("{}"),
        2 => TextType::rich_content("{\"a\":1}"),
        _ => TextType::Plain,
    };
    NewLine { text: text.into(), text_type, visibility }
}

/// Chats that are due for the archive, and for an odd number also some that are not.
fn archivable(desk: &Desk, pick: u16) -> Vec<ChatNo> {
    let due = desk
        .chats()
        .filter(|chat| matches!(chat.phase, Phase::Ended { archiving: true, .. }) || pick % 4 == 1);
    due.map(handover_desk::Chat::no).collect()
}

fn configuration(desk: &Desk, change: Change) -> AccountConfig {
    let state = desk.state();
    let mut config = AccountConfig { profile: state.profile.clone(), skills: vec![], agents: vec![] };
    let agents: Vec<&AgentProfile> = state.agents.values().map(|agent| &agent.profile).collect();
    let of = |pick: u16| choose(&agents, pick).map(|profile| (*profile).clone());
    match change {
        Change::Nothing => config.agents = agents.into_iter().cloned().collect(),
        Change::MaxChats { agent, max } => {
            let limit = if max > 3 { MaxChats::Unlimited } else { MaxChats::Limited(max.into()) };
            config.agents.extend(of(agent).map(|old| AgentProfile { max_chats: limit, ..old }));
        }
        Change::Skills { agent, skills } => {
            let has = |id: &SkillId| skills & (1 << (id.0 % 8)) != 0;
            let skills = state.skills.keys().rev().copied().filter(has).collect();
            config.agents.extend(of(agent).map(|old| AgentProfile { skills, ..old }));
        }
        Change::Enabled { agent, enabled } => {
            config.agents.extend(of(agent).map(|old| AgentProfile { enabled, ..old }));
        }
        Change::Swap { agent } => {
            let pair = of(agent).zip(of(agent.wrapping_add(1))).filter(|(a, b)| a.id != b.id);
            config.agents.extend(pair.into_iter().flat_map(|(a, b)| {
                let (skills, max_chats) = (b.skills.clone(), b.max_chats);
                let other = AgentProfile { skills: a.skills.clone(), max_chats: a.max_chats, ..b };
                [AgentProfile { skills, max_chats, ..a }, other]
            }));
        }
        Change::Settings(bits) => {
            config.profile = AccountProfile { settings: settings(bits), ..config.profile };
        }
        Change::Words(bits) => config.profile = words(config.profile, bits),
        Change::Add { id, skill: true } => config.skills.push(skill(id.into())),
        Change::Add { id, skill: false } => {
            config.agents.push(agent(id.into(), MaxChats::Limited(1), vec![]));
        }
        Change::Nonsense(0) => {
            config.skills.push(handover_desk::Skill {
                id: SkillId(77),
                name: "skill-1".into(),
                offline_mail: None,
            });
        }
        Change::Nonsense(1) => {
            let twin = agent(77, MaxChats::Unlimited, vec![]);
            config.agents.push(AgentProfile { login: "agent-1".into(), ..twin });
        }
        Change::Nonsense(2) => {
            let group = Some(handover_desk::GroupId(99));
            config.agents.extend(of(1).map(|old| AgentProfile { group, ..old }));
        }
        Change::Nonsense(3) => {
            let twins = config.profile.surveys.first().cloned();
            config.profile.surveys.extend(twins);
        }
        Change::Nonsense(4) => {
            let skill = Some(SkillId(999));
            config.profile.surveys.iter_mut().for_each(|survey| survey.skill = skill);
        }
        Change::Nonsense(_) => config.agents.push(agent(78, MaxChats::Unlimited, vec![SkillId(999)])),
    }
    config
}
