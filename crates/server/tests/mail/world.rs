//! An account with its agent and visitors, whose mails go to an SMTP server of the test.

use crate::smtp::{Received, SmtpServer};
use handover_archive::{Archive, MemoryArchive};
use handover_desk::{
    AccountConfig, AccountId, AccountProfile, AgentId, AgentProfile, Answer, ChatKey, ChatRequest, ChatSeed,
    Command, Digest, Mail, MaxChats, NewLine, NewMessage, Question, QuestionForm, Role, SessionId, Settings,
    Skill, SkillId, Span, Survey, SurveyAnswer, SurveyAnswers, SurveyKind, TextType, Timestamp,
    TranscriptWish, Validation, Visibility, VisitorDetails, VisitorId, Writer,
};
use handover_journal::MemoryJournal;
use handover_server::engine::clock::{Clock, ManualClock};
use handover_server::engine::{Account, Engine, Parts};
use handover_server::mail::{SmtpSettings, SmtpTls, SmtpTransport};
use std::collections::BTreeMap;
use std::sync::Arc;

pub(crate) const ACCOUNT: &str = "12345678";
/// 2018-01-29T08:19:43.976-05:00.
pub(crate) const START: Timestamp = Timestamp(1_517_231_983_976);
pub(crate) const SALES: SkillId = SkillId(25_975_313);
pub(crate) const VISITOR: &str = "nora@example.com";
pub(crate) const SHOP: &str = "sales@shop.example";
/// A little more than an ended chat is kept, in milliseconds.
pub(crate) const KEPT_MS: i64 = 310_000;

pub(crate) struct World {
    pub(crate) engine: Engine,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) journal: MemoryJournal,
    pub(crate) archive: MemoryArchive,
    pub(crate) smtp: Arc<SmtpServer>,
    pub(crate) maya: SessionId,
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::of(profile()).await
    }

    pub(crate) async fn of(profile: AccountProfile) -> Self {
        let (journal, archive) = (MemoryJournal::new(), MemoryArchive::new());
        let smtp = Arc::new(SmtpServer::start().await);
        let clock = Arc::new(ManualClock::at(START));
        let engine = engine(&journal, &archive, &clock, Some(&smtp)).await;
        let account = engine.open_account(&AccountId::new(ACCOUNT)).await.unwrap();
        let mut world = Self { engine, clock, journal, archive, smtp, maya: SessionId(0) };
        drop(account);
        world.configure(profile).await;
        world.maya = world.sign_in().await;
        world
    }

    /// The same world after its process was killed and started again, with or without a mail server.
    pub(crate) async fn after_crash(&self, sends: bool) -> Self {
        let (journal, archive) = (self.journal.reopen(), self.archive.reopen());
        let clock = Arc::new(ManualClock::at(self.clock.now()));
        let engine = engine(&journal, &archive, &clock, sends.then_some(&*self.smtp)).await;
        Self { engine, clock, journal, archive, smtp: Arc::clone(&self.smtp), maya: self.maya }
    }

    pub(crate) fn account(&self) -> Arc<Account> {
        self.engine.account(ACCOUNT).unwrap()
    }

    pub(crate) async fn done(&self, command: Command) -> Answer {
        self.account().submit(None, command).await.unwrap()
    }

    pub(crate) async fn configure(&self, profile: AccountProfile) {
        self.done(Command::Configure(Box::new(config(profile)))).await;
    }

    async fn sign_in(&self) -> SessionId {
        let digest = |byte| Digest([byte; 32]);
        let login = Command::StartLogin {
            agent: AgentId(1),
            bearer: digest(1),
            cookie: digest(2),
            csrf: digest(3),
            step: None,
        };
        let Answer::LoginStarted(login) = self.done(login).await else { panic!() };
        let session = self.done(Command::StartSession { login, heard: BTreeMap::new() }).await;
        let Answer::SessionStarted(session) = session else { panic!() };
        session
    }

    /// Moves the clock; deadlines that are due have happened afterwards.
    pub(crate) async fn advance_ms(&self, ms: i64) {
        self.clock.advance_ms(ms);
        self.account().settle().await.unwrap();
    }

    /// A visitor with these details in a chat with Maya.
    pub(crate) async fn chat(&self, details: VisitorDetails) -> ChatKey {
        let request = ChatRequest {
            details: Box::new(details),
            ..ChatRequest::bare(ChatSeed { head: 1, tail: 2 }, VisitorId(7))
        };
        let Answer::ChatStarted(key) = self.done(Command::StartChat(Box::new(request))).await else {
            panic!()
        };
        self.done(Command::Accept(self.maya)).await;
        key
    }

    pub(crate) async fn says(&self, chat: ChatKey, writer: Writer, line: NewLine) {
        self.done(Command::AddLine { chat, writer, line }).await;
    }

    pub(crate) async fn visitor_says(&self, chat: ChatKey, text: &str) {
        self.says(chat, Writer::Visitor, NewLine::plain(text)).await;
    }

    pub(crate) async fn maya_says(&self, chat: ChatKey, line: NewLine) {
        self.says(chat, Writer::Agent(self.maya), line).await;
    }

    pub(crate) async fn end(&self, chat: ChatKey) {
        self.done(Command::EndChat { chat, writer: Writer::Visitor }).await;
    }

    pub(crate) async fn wish(&self, chat: ChatKey, wish: TranscriptWish) {
        self.done(Command::WishTranscript { chat, wish }).await;
    }

    /// A chat whose transcript is wished for, and that has ended.
    pub(crate) async fn ended_chat(&self) -> ChatKey {
        let chat = self.chat(VisitorDetails::default()).await;
        self.visitor_says(chat, "Is it in stock?").await;
        self.wish(chat, wish()).await;
        self.end(chat).await;
        chat
    }

    pub(crate) async fn leave(&self, message: NewMessage) {
        self.done(Command::LeaveMessage(message)).await;
    }

    /// The mails in the outbox.
    pub(crate) fn outbox(&self) -> Vec<Mail> {
        self.account().view().read().desk().state().outbox.values().cloned().collect()
    }

    /// Waits until something is so; what it waits for happens on other tasks of this thread.
    pub(crate) async fn until(&self, condition: impl Fn(&Self) -> bool) {
        let patience = tokio::time::timeout(std::time::Duration::from_mins(1), async {
            while !condition(self) {
                tokio::task::yield_now().await;
            }
        });
        assert!(patience.await.is_ok(), "{:?}", self.outbox());
    }

    /// Lets the other tasks of this thread have many turns, so that what must not happen had its chance.
    pub(crate) async fn breathe(&self) {
        for _ in 0..500 {
            tokio::task::yield_now().await;
        }
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Waits until nothing is in the outbox, and gives the mails that were taken.
    pub(crate) async fn delivered(&self) -> Vec<Received> {
        self.until(|world| world.outbox().is_empty()).await;
        self.smtp.taken()
    }

    /// Waits until the mails in the outbox were tried so often.
    pub(crate) async fn tried(&self, attempts: u32) -> Mail {
        self.until(|world| world.outbox().first().is_some_and(|mail| mail.attempts >= attempts)).await;
        self.outbox().remove(0)
    }

    /// Whether a document stands in the archive.
    pub(crate) async fn archived(&self, key: &str) -> bool {
        self.archive.get(&AccountId::new(ACCOUNT), key).await.unwrap().is_some()
    }
}

async fn engine(
    journal: &MemoryJournal,
    archive: &MemoryArchive,
    clock: &Arc<ManualClock>,
    smtp: Option<&SmtpServer>,
) -> Engine {
    let mut parts =
        Parts::new(Arc::new(journal.reopen()), Arc::new(archive.reopen()), Arc::clone(clock) as _);
    if let Some(smtp) = smtp {
        parts.mail = Some(Arc::new(transport(smtp, 60)));
    }
    Engine::open(parts).await.unwrap()
}

/// Mails to this server, which has so many seconds for each.
pub(crate) fn transport(smtp: &SmtpServer, timeout_s: u64) -> SmtpTransport {
    let settings = SmtpSettings {
        host: "127.0.0.1".to_owned(),
        port: Some(smtp.address.port()),
        tls: SmtpTls::None,
        credentials: None,
        from: "Shöp <chat@shop.example>".to_owned(),
        timeout_s: Some(timeout_s),
        ca_pem: None,
    };
    SmtpTransport::new(settings).unwrap_or_else(|fault| panic!("{fault}"))
}

pub(crate) fn wish() -> TranscriptWish {
    TranscriptWish { to: VISITOR.into(), subject: None, utc_offset_min: None }
}

/// A line of an agent.
pub(crate) fn line(text: &str, text_type: TextType, visibility: Visibility) -> NewLine {
    NewLine { text: text.into(), text_type, visibility }
}

/// An account with an offline survey, to whose shop offline messages are mailed. Nobody is timed out.
pub(crate) fn profile() -> AccountProfile {
    let day = Span::seconds(86_400);
    let settings = Settings { visitor_timeout: day, agent_session_timeout: day, ..Settings::default() };
    AccountProfile {
        time_zone: "America/New_York".into(),
        settings,
        surveys: vec![offline_survey()],
        offline_mail: Some(SHOP.into()),
        ..AccountProfile::default()
    }
}

fn offline_survey() -> Survey {
    let question = |id, label: &str, validation| Question {
        id,
        logic: id,
        label: label.into(),
        mandatory: false,
        validation,
        form: QuestionForm::Text { area: true, default: "".into() },
    };
    Survey {
        id: 40,
        kind: SurveyKind::Offline,
        name: None,
        skill: None,
        header: "Leave us a message".into(),
        questions: vec![
            question(1, "What is it about?", Validation::AlphaNumeric),
            question(2, "Your e-mail address", Validation::Email),
        ],
    }
}

/// Answers to the offline survey.
pub(crate) fn message(about: &str, address: Option<&str>) -> NewMessage {
    let answer = |question, value: &str| SurveyAnswer { question, values: vec![value.into()] };
    let answers = [Some(answer(1, about)), address.map(|address| answer(2, address))];
    NewMessage {
        skill: Some(SALES),
        visitor: Some(VisitorId(7)),
        details: Box::default(),
        answers: SurveyAnswers { survey: 40, answers: answers.into_iter().flatten().collect() },
    }
}

fn config(profile: AccountProfile) -> AccountConfig {
    let maya = AgentProfile {
        id: AgentId(1),
        login: "maya".into(),
        password_hash: "".into(),
        nickname: "Maya".into(),
        name: "Maya Rao".into(),
        email: "maya@shop.example".into(),
        max_chats: MaxChats::Unlimited,
        skills: vec![SALES],
        enabled: true,
        group: None,
        role: Role::Agent,
    };
    let sales = Skill { id: SALES, name: "Sales".into(), offline_mail: None };
    AccountConfig { profile, skills: vec![sales], agents: vec![maya] }
}
