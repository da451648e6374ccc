//! How long the desk takes for the commands that match, by the number of chats that wait: deciding and applying, without
//! a disk. `./x bench micro`.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a benchmark that goes wrong is to stop")]

use divan::Bencher;
use handover_desk::{
    AccountConfig, AccountProfile, AgentId, AgentProfile, Answer, ChatKey, ChatRequest, ChatSeed, Command,
    Decision, Desk, Digest, MaxChats, NewLine, Request, Role, SessionId, Skill, SkillId, Timestamp,
    VisitorId, Writer,
};
use std::cell::RefCell;
use std::collections::BTreeMap;

fn main() {
    divan::main();
}

const QUEUES: [usize; 4] = [100, 1_000, 10_000, 100_000];
const SKILL: SkillId = SkillId(1);
/// Agents with one slot each. All are at work and all slots are taken, but for what is measured.
const AGENTS: u64 = 20;

/// The only slot of an agent becomes free, and the first chat of the queue is offered to this agent.
#[divan::bench(args = QUEUES, sample_count = 1_000, sample_size = 1)]
fn agent_frees_a_slot(bencher: Bencher<'_, '_>, waiting: usize) {
    measure(bencher, waiting, |scene| {
        if scene.chat.is_none() {
            scene.accept();
            scene.start();
        }
        scene.end()
    });
}

/// A chat is asked for and goes to the end of the queue.
#[divan::bench(args = QUEUES, sample_count = 1_000, sample_size = 1)]
fn chat_request(bencher: Bencher<'_, '_>, waiting: usize) {
    measure(bencher, waiting, |scene| {
        if let Some(key) = scene.last_started() {
            scene.done(Command::EndChat { chat: key, writer: Writer::Visitor });
        }
        scene.request()
    });
}

/// An agent accepts the chat that rings.
#[divan::bench(args = QUEUES, sample_count = 1_000, sample_size = 1)]
fn accept(bencher: Bencher<'_, '_>, waiting: usize) {
    measure(bencher, waiting, |scene| {
        let end = scene.end();
        scene.done(end);
        scene.start();
        Command::Accept(scene.session)
    });
}

/// A visitor writes a line while so many others wait.
#[divan::bench(args = QUEUES, sample_count = 1_000, sample_size = 1)]
fn line(bencher: Bencher<'_, '_>, waiting: usize) {
    measure(bencher, waiting, |scene| Command::AddLine {
        chat: scene.chat.unwrap(),
        writer: Writer::Visitor,
        line: NewLine::plain("Hello, my parcel was to come on Tuesday and has not arrived yet."),
    });
}

/// Measures the commands that `prepare` gives, each on a desk that it has brought to the same state again.
fn measure(bencher: Bencher<'_, '_>, waiting: usize, prepare: fn(&mut Scene) -> Command) {
    let scene = RefCell::new(Scene::with_queue(waiting));
    bencher
        .with_inputs(|| {
            let mut scene = scene.borrow_mut();
            let command = prepare(&mut scene);
            scene.request_of(command)
        })
        .bench_local_values(|request| {
            let mut scene = scene.borrow_mut();
            let decision = scene.desk.handle(request);
            scene.learn(&decision);
            decision
        });
}

/// A desk whose agents are busy.
struct Scene {
    desk: Desk,
    now: i64,
    visitors: u64,
    /// A device of the first agent.
    session: SessionId,
    /// What the first agent has.
    chat: Option<ChatKey>,
    /// The chat asked for last.
    started: Option<ChatKey>,
}

impl Scene {
    fn with_queue(waiting: usize) -> Self {
        let session = SessionId(0);
        let mut scene =
            Self { desk: Desk::default(), now: 1, visitors: 0, session, chat: None, started: None };
        let agents = (1..=AGENTS).map(|id| agent(AgentId(id))).collect();
        let skills = vec![Skill { id: SKILL, name: "Sales".into(), offline_mail: None }];
        let config = AccountConfig { profile: AccountProfile::default(), skills, agents };
        scene.done(Command::Configure(Box::new(config)));
        for id in (1..=AGENTS).rev() {
            let [bearer, cookie, csrf] = [1, 2, 3].map(|kind| digest(id * 3 + kind));
            let login = Command::StartLogin { agent: AgentId(id), bearer, cookie, csrf, step: None };
            let Answer::LoginStarted(login) = scene.done(login) else { panic!("no login") };
            let session = Command::StartSession { login, heard: BTreeMap::new() };
            let Answer::SessionStarted(session) = scene.done(session) else { panic!("no session") };
            scene.session = session;
            scene.start();
            scene.accept();
        }
        for _ in 0..waiting {
            scene.start();
        }
        scene
    }

    fn request_of(&mut self, command: Command) -> Request {
        self.now += 1;
        Request { now: Timestamp(self.now), once: None, command }
    }

    fn done(&mut self, command: Command) -> Answer {
        let request = self.request_of(command);
        let decision = self.desk.handle(request);
        self.learn(&decision);
        decision.result.unwrap()
    }

    fn learn(&mut self, decision: &Decision) {
        match decision.result.as_ref().unwrap() {
            Answer::Accepted(key) => self.chat = Some(*key),
            Answer::ChatStarted(key) => self.started = Some(*key),
            Answer::Done
            | Answer::Configured(_)
            | Answer::LoginStarted(_)
            | Answer::SessionStarted(_)
            | Answer::EventAdded { .. }
            | Answer::ErasureBegun(_)
            | Answer::Authenticated { .. } => {}
        }
    }

    fn last_started(&mut self) -> Option<ChatKey> {
        self.started.take()
    }

    fn request(&mut self) -> Command {
        self.visitors += 1;
        let seed = ChatSeed { head: self.visitors, tail: u128::from(self.visitors) };
        let mut request = ChatRequest::bare(seed, VisitorId(self.visitors));
        request.skill = Some(SKILL);
        Command::StartChat(Box::new(request))
    }

    fn start(&mut self) {
        let start = self.request();
        self.done(start);
    }

    fn accept(&mut self) {
        self.done(Command::Accept(self.session));
    }

    /// The first agent ends its chat.
    fn end(&mut self) -> Command {
        Command::EndChat { chat: self.chat.take().unwrap(), writer: Writer::Agent(self.session) }
    }
}

fn digest(number: u64) -> Digest {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&number.to_le_bytes());
    Digest(bytes)
}

fn agent(id: AgentId) -> AgentProfile {
    AgentProfile {
        id,
        login: format!("agent{}", id.0).into(),
        password_hash: "".into(),
        nickname: "Maya".into(),
        name: "Maya".into(),
        email: "".into(),
        max_chats: MaxChats::Limited(1),
        skills: vec![SKILL],
        enabled: true,
        group: None,
        role: Role::Agent,
    }
}
