//! A desk with a fixed clock, and short ways to say what happens on it.

use handover_desk::{
    AccountConfig, AccountProfile, AgentId, AgentProfile, Answer, Author, Availability, Chat, ChatKey,
    ChatRequest, ChatSeed, Command, Decision, Desk, Digest, EventKind, Fact, LoginId, MaxChats, NewLine,
    Offer, Once, Question, QuestionForm, Refusal, Request, Role, SessionId, Settings, Skill, SkillId, Survey,
    SurveyAnswer, SurveyAnswers, SurveyKind, Timestamp, TransferTarget, Validation, VisitorId, Watch, Why,
    Writer,
};
use std::collections::BTreeMap;

pub(crate) const ANNA: AgentId = AgentId(1);
pub(crate) const BEN: AgentId = AgentId(2);
pub(crate) const CLEO: AgentId = AgentId(3);
pub(crate) const SUE: AgentId = AgentId(4);
pub(crate) const SALES: SkillId = SkillId(1);
pub(crate) const SUPPORT: SkillId = SkillId(2);

/// A desk, the time, and everything that has happened.
pub(crate) struct Scene {
    pub(crate) desk: Desk,
    pub(crate) now: Timestamp,
    pub(crate) facts: Vec<Fact>,
    random: u64,
}

impl Scene {
    /// The default settings, the skills sales and support, nobody at work.
    pub(crate) fn new() -> Self {
        Self::with(|_| {})
    }

    /// The same, but for what `change` does to the settings.
    pub(crate) fn with(change: impl FnOnce(&mut Settings)) -> Self {
        let start = Timestamp(1_000_000);
        let mut scene = Self { desk: Desk::default(), now: start, facts: Vec::new(), random: 0 };
        let mut profile = AccountProfile::default();
        change(&mut profile.settings);
        let skill = |id: SkillId, name: &str| Skill { id, name: name.into(), offline_mail: None };
        let skills = vec![skill(SALES, "sales"), skill(SUPPORT, "support")];
        scene.done(Command::Configure(Box::new(AccountConfig { profile, skills, agents: vec![] })));
        scene
    }

    /// A scene at the same moment; what happens there does not happen here.
    pub(crate) fn copy(&self) -> Self {
        Self { desk: self.desk.clone(), now: self.now, facts: Vec::new(), random: self.random }
    }

    pub(crate) fn decide(&mut self, once: Option<Once>, command: Command) -> Decision {
        let decision = self.desk.handle(Request { now: self.now, once, command });
        self.facts.extend(decision.facts.iter().cloned());
        decision
    }

    pub(crate) fn ask(&mut self, command: Command) -> Result<Answer, Refusal> {
        self.decide(None, command).result
    }

    /// Asks for what is certainly done.
    pub(crate) fn done(&mut self, command: Command) -> Answer {
        self.ask(command).unwrap()
    }

    fn fresh(&mut self) -> u64 {
        self.random += 1;
        self.random
    }

    pub(crate) fn digest(&mut self) -> Digest {
        Digest([u8::try_from(self.fresh() % 256).unwrap(); 32])
    }

    // Agents.

    pub(crate) fn profile(&self, id: AgentId) -> AgentProfile {
        self.desk.agent(id).unwrap().profile.clone()
    }

    /// Adds agents, or changes them.
    pub(crate) fn configure(&mut self, agents: Vec<AgentProfile>) -> Answer {
        let profile = self.desk.state().profile.clone();
        self.done(Command::Configure(Box::new(AccountConfig { profile, skills: vec![], agents })))
    }

    /// Changes the account itself.
    pub(crate) fn account(&mut self, change: impl FnOnce(&mut AccountProfile)) -> Result<Answer, Refusal> {
        let mut profile = self.desk.state().profile.clone();
        change(&mut profile);
        self.ask(Command::Configure(Box::new(AccountConfig { profile, skills: vec![], agents: vec![] })))
    }

    pub(crate) fn login(&mut self, agent: AgentId) -> LoginId {
        let (bearer, cookie, csrf) = (self.digest(), self.digest(), self.digest());
        let answer = self.done(Command::StartLogin { agent, bearer, cookie, csrf, step: None });
        let Answer::LoginStarted(login) = answer else { panic!("{answer:?}") };
        login
    }

    pub(crate) fn session(&mut self, login: LoginId) -> SessionId {
        let answer = self.done(Command::StartSession { login, heard: BTreeMap::new() });
        let Answer::SessionStarted(session) = answer else { panic!("{answer:?}") };
        session
    }

    /// One more device of an agent, with a login of its own.
    pub(crate) fn device(&mut self, agent: AgentId) -> SessionId {
        let login = self.login(agent);
        self.session(login)
    }

    /// An agent with this limit and these skills comes to work on one device.
    pub(crate) fn agent(&mut self, id: AgentId, max: u32, skills: &[SkillId]) -> SessionId {
        self.configure(vec![agent(id, MaxChats::Limited(max), skills)]);
        self.device(id)
    }

    /// A supervisor with this limit and these skills comes to work on one device.
    pub(crate) fn supervisor(&mut self, id: AgentId, max: u32, skills: &[SkillId]) -> SessionId {
        let profile = agent(id, MaxChats::Limited(max), skills);
        self.configure(vec![AgentProfile { role: Role::Supervisor, ..profile }]);
        self.device(id)
    }

    /// One who sees everything and takes no chats.
    pub(crate) fn boss(&mut self) -> SessionId {
        let boss = self.supervisor(SUE, 1, &[]);
        self.set(boss, Availability::Away);
        boss
    }

    /// One who may what a supervisor may and more, and takes no chats.
    pub(crate) fn admin(&mut self, id: AgentId) -> SessionId {
        let profile = agent(id, MaxChats::Limited(0), &[]);
        self.configure(vec![AgentProfile { role: Role::Admin, ..profile }]);
        let admin = self.device(id);
        self.set(admin, Availability::Away);
        admin
    }

    pub(crate) fn set(&mut self, session: SessionId, availability: Availability) {
        self.done(Command::SetAvailability { session, availability, reason_id: None });
    }

    pub(crate) fn availability(&self, agent: AgentId) -> Option<Availability> {
        self.desk.agent(agent).unwrap().availability()
    }

    /// Numbers of the chats that are listed for a session.
    pub(crate) fn listed(&self, session: SessionId) -> Vec<u64> {
        let agent = self.desk.session(session).unwrap().agent;
        self.desk.agent(agent).unwrap().chats.iter().map(|no| no.0).collect()
    }

    // Chats.

    /// A new visitor asks for a chat.
    pub(crate) fn asks(&mut self) -> ChatKey {
        self.asks_for(|_| {})
    }

    /// A new visitor asks for a chat that `change` makes special.
    pub(crate) fn asks_for(&mut self, change: impl FnOnce(&mut ChatRequest)) -> ChatKey {
        let request = self.request(change);
        let answer = self.done(Command::StartChat(Box::new(request)));
        let Answer::ChatStarted(key) = answer else { panic!("{answer:?}") };
        key
    }

    pub(crate) fn request(&mut self, change: impl FnOnce(&mut ChatRequest)) -> ChatRequest {
        let number = self.fresh();
        let seed = ChatSeed { head: number, tail: number.into() };
        let mut request = ChatRequest::bare(seed, VisitorId(number));
        change(&mut request);
        request
    }

    pub(crate) fn accept(&mut self, session: SessionId) -> ChatKey {
        let answer = self.done(Command::Accept(session));
        let Answer::Accepted(key) = answer else { panic!("{answer:?}") };
        key
    }

    /// A chat that this agent has just accepted.
    pub(crate) fn chatting(&mut self, session: SessionId) -> ChatKey {
        let key = self.asks();
        assert_eq!(self.accept(session), key);
        key
    }

    pub(crate) fn say(&mut self, chat: ChatKey, writer: Writer, text: &str) -> Result<Answer, Refusal> {
        self.ask(Command::AddLine { chat, writer, line: NewLine::plain(text) })
    }

    pub(crate) fn end(&mut self, chat: ChatKey, writer: Writer) -> Result<Answer, Refusal> {
        self.ask(Command::EndChat { chat, writer })
    }

    pub(crate) fn hand_on(
        &mut self,
        chat: ChatKey,
        session: SessionId,
        target: TransferTarget,
    ) -> Result<Answer, Refusal> {
        self.ask(Command::Transfer { chat, session, target, text: Some("wants a refund".into()) })
    }

    pub(crate) fn chat(&self, key: ChatKey) -> &Chat {
        self.desk.chat_by_key(&key).unwrap()
    }

    pub(crate) fn offer(&self, key: ChatKey) -> Option<Offer> {
        self.chat(key).offer().copied()
    }

    /// To whom a chat is offered, and why.
    pub(crate) fn offered(&self, key: ChatKey) -> Option<(AgentId, Why)> {
        self.offer(key).map(|offer| (offer.agent, offer.why))
    }

    /// To whom a chat is offered.
    pub(crate) fn rings_at(&self, key: ChatKey) -> Option<AgentId> {
        self.offer(key).map(|offer| offer.agent)
    }

    pub(crate) fn assigned_to(&self, key: ChatKey) -> Option<AgentId> {
        self.chat(key).assigned_to()
    }

    /// The events of a chat from `from` on, in short: states by name, system lines by number, lines by author and text.
    pub(crate) fn events(&self, key: ChatKey, from: usize) -> Vec<String> {
        let events = self.chat(key).events.iter().skip(from);
        events.map(|event| short(&event.kind, event.is_for_visitor())).collect()
    }

    /// What the desk has said in a chat in lines of this number.
    pub(crate) fn said(&self, key: ChatKey, number: u16) -> Vec<String> {
        let lines = self.chat(key).events.iter().filter_map(|event| match &event.kind {
            EventKind::Line(line) => Some(line),
            EventKind::Waiting | EventKind::Chatting | EventKind::Ended => None,
        });
        let own = lines.filter(|line| matches!(&line.author, Author::System(of) if of.number() == number));
        own.map(|line| line.text.to_string()).collect()
    }

    // Time.

    /// Time passes in which only these call, deadline by deadline, as in a server.
    pub(crate) fn pass_ms(&mut self, ms: i64, calling: &[Watch]) {
        let end = Timestamp(self.now.0 + ms);
        while let Some(due) = self.desk.next_deadline().filter(|due| *due <= end) {
            self.now = due.max(self.now);
            self.tick(calling);
        }
        self.now = end;
    }

    /// Seconds pass in which only these call.
    pub(crate) fn pass(&mut self, seconds: i64, calling: &[Watch]) {
        self.pass_ms(seconds * 1000, calling);
    }

    /// Seconds pass in which everybody calls all the time.
    pub(crate) fn pass_busily(&mut self, seconds: i64) {
        let everybody = self.everybody();
        self.pass(seconds, &everybody);
    }

    /// Every device and visitor there is.
    pub(crate) fn everybody(&self) -> Vec<Watch> {
        let state = self.desk.state();
        let devices = state.sessions.keys().map(|id| Watch::Session(*id));
        let chats = state.chats.keys().flat_map(|no| [Watch::Visitor(*no), Watch::EndedChat(*no)]);
        devices.chain(chats).collect()
    }

    /// A tick at this moment, for which these are just calling.
    pub(crate) fn tick(&mut self, calling: &[Watch]) {
        let due = self.desk.due(self.now).into_iter();
        let heard = due.filter(|watch| calling.contains(watch)).map(|watch| (watch, self.now)).collect();
        self.done(Command::Tick { heard });
    }
}

/// An exit survey and an agent survey of one text each, and an offline survey of the same kind: 1, 2 and 3.
pub(crate) fn small_surveys() -> Vec<Survey> {
    let survey = |(id, kind)| Survey {
        id,
        kind,
        name: None,
        skill: None,
        header: "".into(),
        questions: vec![Question {
            id,
            logic: 1,
            label: "?".into(),
            mandatory: true,
            validation: Validation::AlphaNumeric,
            form: QuestionForm::Text { area: false, default: "".into() },
        }],
    };
    [(1, SurveyKind::Exit), (2, SurveyKind::Agent), (3, SurveyKind::Offline)].map(survey).into()
}

/// The answers to a survey, question by question.
pub(crate) fn answers(survey: u64, all: &[(u64, &[&str])]) -> SurveyAnswers {
    let answer = |(question, values): &(u64, &[&str])| SurveyAnswer {
        question: *question,
        values: values.iter().map(|value| (*value).into()).collect(),
    };
    SurveyAnswers { survey, answers: all.iter().map(answer).collect() }
}

/// An agent of this number.
pub(crate) fn agent(id: AgentId, max_chats: MaxChats, skills: &[SkillId]) -> AgentProfile {
    let name = match id {
        ANNA => "Anna".to_string(),
        BEN => "Ben".to_string(),
        CLEO => "Cleo".to_string(),
        SUE => "Sue".to_string(),
        AgentId(other) => format!("Agent {other}"),
    };
    AgentProfile {
        id,
        login: name.to_lowercase().into(),
        password_hash: "".into(),
        nickname: name.clone().into(),
        name: name.into(),
        email: "".into(),
        max_chats,
        skills: skills.to_vec(),
        enabled: true,
        group: None,
        role: Role::Agent,
    }
}

fn short(kind: &EventKind, for_visitor: bool) -> String {
    let hidden = if for_visitor { "" } else { " (hidden)" };
    match kind {
        EventKind::Waiting => "waiting".to_string(),
        EventKind::Chatting => "chatting".to_string(),
        EventKind::Ended => "ended".to_string(),
        EventKind::Line(line) => match &line.author {
            Author::System(message) => format!("{}{hidden}", message.number()),
            Author::Agent { nickname, .. } => format!("{nickname}: {}{hidden}", line.text),
            Author::Visitor { name } => format!("{}: {}{hidden}", name.as_deref().unwrap_or("?"), line.text),
        },
    }
}

/// The visitor of a chat calls.
pub(crate) fn visitor_of(key: ChatKey) -> Watch {
    Watch::Visitor(key.chat())
}
