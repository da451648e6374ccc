//! The reference model: the rules of design §4 and of `docs/protocol/40-state-machines.md`, slow and obvious.
//!
//! It keeps plain lists and scans them; it has no index, no derived state and no event sourcing. It shares the desk's
//! ids, commands and values, and none of its code that decides. Whenever anything has changed, `Model::settle` offers
//! whatever can be offered, in service order.

mod chats;
mod config;
mod devices;
mod factors;
mod mail;
mod marks;
mod matching;
pub mod rows;
mod supervisor;
mod survey;
mod texts;
mod time;
mod transfer;

use handover_desk::{
    AccountProfile, AgentId, Answer, AuditEntry, ChatKey, ChatNo, Command, Guid, LoginId, Mail,
    OfflineMessage, Participant, Refusal, Request, SessionId, Settings, Skill, Span, SystemMessage,
    Timestamp,
};
use rows::{AgentRow, AnswerRow, ChatRow, LoginRow, PreviousRow, Seen, SessionRow, WaitRow, Work};
use texts::Named;

/// How long an answer is remembered for its key.
const ANSWER_KEPT: Span = Span::seconds(24 * 3600);

/// The expected state of an account.
#[derive(Clone, Debug)]
pub struct Model {
    /// The account's own facts.
    pub profile: AccountProfile,
    /// The skills.
    pub skills: Vec<Skill>,
    /// The agents.
    pub agents: Vec<AgentRow>,
    /// The logins that are not over.
    pub logins: Vec<LoginRow>,
    /// The devices that are not gone.
    pub sessions: Vec<SessionRow>,
    /// The chats that are not archived.
    pub chats: Vec<ChatRow>,
    /// Who talked to whom last.
    pub previous: Vec<PreviousRow>,
    /// The mails that were not delivered.
    pub mails: Vec<Mail>,
    /// The offline messages that are not archived.
    pub messages: Vec<OfflineMessage>,
    /// Visitors who have proved who they are.
    pub participants: Vec<(Guid, Participant)>,
    /// The audit log.
    pub audit: Vec<AuditEntry>,
    answers: Vec<AnswerRow>,
    waits: Vec<WaitRow>,
    now: Timestamp,
    next_login: u64,
    next_session: u64,
    next_chat: u64,
    next_mail: u64,
    next_message: u64,
    offers_made: u64,
}

impl Default for Model {
    fn default() -> Self {
        Self {
            profile: AccountProfile::default(),
            skills: Vec::new(),
            agents: Vec::new(),
            logins: Vec::new(),
            sessions: Vec::new(),
            chats: Vec::new(),
            previous: Vec::new(),
            mails: Vec::new(),
            messages: Vec::new(),
            participants: Vec::new(),
            answers: Vec::new(),
            audit: Vec::new(),
            waits: Vec::new(),
            now: Timestamp::MIN,
            next_login: 1,
            next_session: 1_000_000_001,
            next_chat: 1,
            next_mail: 0,
            next_message: 0,
            offers_made: 0,
        }
    }
}

impl Model {
    /// What is to be answered to a request whose `now` is not before the latest one. The model is then in the state
    /// the request leads to; when it is refused, in the one it was in.
    pub fn handle(&mut self, request: &Request) -> Result<Answer, Refusal> {
        self.now = request.now;
        if let Some(once) = &request.once {
            let first = self.answers.iter().find(|row| row.key == once.key);
            if let Some(first) = first.filter(|row| self.now.since(row.at) < ANSWER_KEPT.0) {
                let same = first.body == once.body;
                return if same { Ok(first.answer.clone()) } else { Err(Refusal::KeyReused) };
            }
        }
        let answer = self.command(&request.command)?;
        if let Some(once) = &request.once {
            self.answers.retain(|row| row.key != once.key);
            let (key, body, at) = (once.key, once.body, self.now);
            self.answers.push(AnswerRow { key, body, answer: answer.clone(), at });
        }
        Ok(answer)
    }

    fn command(&mut self, command: &Command) -> Result<Answer, Refusal> {
        match command {
            Command::Configure(config) => self.configure(config),
            Command::StartLogin { agent, step, .. } => self.start_login(*agent, *step),
            Command::SetFactor { agent, secret, step } => self.set_factor(*agent, secret, *step),
            Command::DropFactor { agent, step } => self.drop_factor(*agent, *step),
            Command::RemoveFactor(agent) => self.remove_factor(*agent),
            Command::RemoveFactorOf { session, agent } => {
                self.by_admin(*session, |m, id| m.remove_factor_of(*agent, id))
            }
            Command::NoteUnlock { session, agent } => {
                self.by_admin(*session, |m, id| m.note_unlock(*agent, id))
            }
            Command::ExtendLogin(login) => self.extend_login(*login),
            Command::EndLogin(login) => self.end_login(*login),
            Command::StartSession { login, heard } => self.start_session(*login, heard),
            Command::EndSession(session) => self.end_session(*session),
            Command::Return(session) => self.by_device(*session, |_, _| Ok(Answer::Done)),
            Command::SetAvailability { session, availability, reason_id } => {
                self.by_device(*session, |model, agent| {
                    model.set_availability(agent, *availability, reason_id.clone());
                    Ok(Answer::Done)
                })
            }
            Command::Accept(session) => self.by_device(*session, Self::accept),
            Command::StartChat(request) => self.start_chat(request),
            Command::AddLine { chat, writer, line } => self.add_line(chat, *writer, line),
            Command::EndChat { chat, writer } => self.end_chat(chat, *writer),
            Command::Transfer { chat, session, target, text } => {
                self.by_device(*session, |model, agent| model.transfer(chat, agent, *target, text.as_deref()))
            }
            Command::NameVisitor { chat, name } => self.name_visitor(chat, name),
            Command::AnswerExitSurvey { chat, answers } => self.answer_exit_survey(chat, answers),
            Command::AnswerAgentSurvey { chat, session, answers } => {
                self.answer_agent_survey(chat, *session, answers)
            }
            Command::SetVariables { chat, variables } => self.set_variables(chat, variables),
            Command::WishTranscript { chat, wish } => self.wish_transcript(chat, wish),
            Command::LeaveMessage(message) => self.leave_message(message),
            Command::Authenticate { participant, conversation, claims } => {
                self.know_participant(*participant, *conversation, claims)
            }
            Command::MailTried { mail, outcome } => Ok(self.mail_tried(*mail, outcome)),
            Command::MessagesArchived(messages) => Ok(self.messages_archived(messages)),
            Command::NameDevice { session, device, name } => self.name_device(*session, *device, name),
            Command::SignOutDevice { session, device } => self.sign_out_device(*session, *device),
            Command::SetDraft { chat, session, text, visibility } => {
                self.set_draft(chat, *session, text, *visibility)
            }
            Command::ReadTo { chat, writer, event } => self.read_to(chat, *writer, *event),
            Command::WatchChat { session, chat } => self.by_supervisor(*session, |m, id| m.watch(chat, id)),
            Command::Whisper { session, chat, text } => {
                self.by_supervisor(*session, |m, id| m.whisper(chat, id, text))
            }
            Command::TakeOver { session, chat } => {
                self.by_supervisor(*session, |m, id| m.take_over(chat, id))
            }
            Command::EndAnyChat { session, chat } => {
                self.by_supervisor(*session, |m, id| m.end_any_chat(chat, id))
            }
            Command::SignOutAgent { session, agent } => {
                self.by_supervisor(*session, |m, id| m.sign_out_agent(*agent, id))
            }
            Command::Note => Ok(Answer::Done),
            Command::Archived(chats) => Ok(self.archived(chats)),
            Command::EraseVisitor(_) | Command::ErasureArchived(_) | Command::ErasureFinished(_) => {
                unreachable!("no plan erases anybody: the tests of the desk and of the binary do")
            }
            Command::Tick { heard } => Ok(self.tick(heard)),
        }
    }

    /// What a device asks, on behalf of its agent. Who asks successfully was heard from: an absent agent is present.
    fn by_device(
        &mut self,
        session: SessionId,
        act: impl FnOnce(&mut Self, AgentId) -> Result<Answer, Refusal>,
    ) -> Result<Answer, Refusal> {
        let row = self.sessions.iter().find(|row| row.id == session).ok_or(Refusal::SessionNotFound)?;
        let agent = row.agent;
        let answer = act(self, agent)?;
        let look_at = self.now.after(self.settings().agent_presence);
        if let Some(work) = self.work_mut(agent).filter(|work| !work.present) {
            work.present = true;
            work.look_at = look_at;
        }
        self.settle();
        Ok(answer)
    }

    /// The account's settings.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.profile.settings
    }

    /// The time of the latest request.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// An agent.
    #[must_use]
    pub fn agent(&self, id: AgentId) -> Option<&AgentRow> {
        self.agents.iter().find(|row| row.profile.id == id)
    }

    fn work(&self, id: AgentId) -> Option<&Work> {
        self.agent(id).and_then(|row| row.work.as_ref())
    }

    fn work_mut(&mut self, id: AgentId) -> Option<&mut Work> {
        self.agents.iter_mut().find(|row| row.profile.id == id).and_then(|row| row.work.as_mut())
    }

    /// Something was given to the agent or taken away.
    fn busy(&mut self, id: AgentId) {
        let now = self.now;
        self.agents.iter_mut().filter(|row| row.profile.id == id).for_each(|row| row.idle_since = now);
    }

    /// Numbers of the chats the agent has, oldest first.
    #[must_use]
    pub fn chats_of(&self, agent: AgentId) -> Vec<ChatNo> {
        self.chats.iter().filter(|chat| chat.holder() == Some(agent)).map(ChatRow::no).collect()
    }

    /// Numbers of the chats that ring at the agent, the one that rings longest first.
    #[must_use]
    pub fn offers_of(&self, agent: AgentId) -> Vec<ChatNo> {
        let mut rings: Vec<(u64, ChatNo)> = Vec::new();
        for chat in &self.chats {
            if let Some(ring) = chat.ring().filter(|ring| ring.agent == agent) {
                rings.push((ring.nth, chat.no()));
            }
        }
        rings.sort_unstable();
        rings.into_iter().map(|(_, no)| no).collect()
    }

    /// Where in the list a chat is, by its whole key.
    fn find(&self, key: &ChatKey) -> Result<usize, Refusal> {
        self.chats.iter().position(|chat| chat.key == *key).ok_or(Refusal::ChatNotFound)
    }

    fn find_no(&self, no: ChatNo) -> Option<usize> {
        self.chats.iter().position(|chat| chat.no() == no)
    }

    fn login(&self, id: LoginId) -> Result<&LoginRow, Refusal> {
        self.logins.iter().find(|row| row.id == id).ok_or(Refusal::LoginNotFound)
    }

    /// A line that names the chat's agent, while there is one, and its skill.
    fn say(&mut self, chat: usize, message: SystemMessage) {
        let row = &self.chats[chat];
        let agent = row.holder().and_then(|id| self.agent(id)).map(|row| row.profile.nickname.clone());
        let skill = self.skills.iter().find(|skill| Some(skill.id) == row.skill).map(|row| row.name.clone());
        let (agent, skill) = (agent.unwrap_or_default(), skill.unwrap_or_default());
        self.say_of(chat, message, &Named { agent: &agent, target: "", skill: &skill });
    }

    /// A line that names these.
    fn say_of(&mut self, chat: usize, message: SystemMessage, named: &Named<'_>) {
        let text = self.text(message, self.chats[chat].details.language.as_deref(), named);
        if let Some(text) = text {
            let (number, text) = (message.number(), text.into());
            self.chats[chat].events.push(Seen::System { number, text, private: false });
        }
    }
}
