//! The play: chats that begin one after the other, are accepted, talked in and ended, while the server is killed.

use super::board::{Board, Chat, Side};
use super::chat_reader::{ChatReader, Tally};
use super::check::{Seen, check};
use super::house::{AGENTS, House, skill};
use super::people::Writer;
use super::session_reader::SessionReader;
use crate::common::{ACCOUNT, Device};
use crate::transports::caller::{Caller, Who, get, with};
use http::{HeaderName, StatusCode};
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use serde_json::json;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinSet;

/// Chats of each agent.
const CHATS: usize = 3;
/// Lines of a chat that are written before an agent is asked to accept it.
const EARLY: usize = 12;
/// Acknowledged lines for each kill.
const LINES_PER_KILL: usize = 300;

/// Lines that are written, unless told otherwise.
const LINES: usize = 1_500;
/// A play that gets nowhere fails the test: this long for each so many lines. On a machine at rest they take seconds.
const PATIENCE: Duration = Duration::from_mins(5);

/// How many lines are to be written, and what is random.
pub(crate) fn settings() -> (usize, u64) {
    let variable = |name: &str| {
        let value = std::env::var(name).ok();
        value.map(|value| value.parse::<u64>().unwrap_or_else(|_| panic!("{name}: {value:?}")))
    };
    let lines = variable("HANDOVER_EVENTS").map_or(LINES, |lines| usize::try_from(lines).unwrap());
    let seed = variable("HANDOVER_SEED").unwrap_or_else(rand::random);
    eprintln!("HANDOVER_EVENTS={lines} HANDOVER_SEED={seed}");
    (lines, seed)
}

/// Everything that goes on.
pub(crate) struct Play {
    house: House,
    devices: Vec<Device>,
    /// Where clients reach the server.
    address: SocketAddr,
    lines: usize,
    random: Mutex<StdRng>,
    board: Board,
    chats: watch::Sender<BTreeMap<String, Arc<Chat>>>,
    tally: Mutex<Tally>,
}

/// What a reader has read.
type Read = Vec<Seen>;

impl Play {
    /// A play of so many lines. Clients reach the server at this address.
    pub(crate) fn new(house: House, address: SocketAddr, lines: usize, seed: u64) -> Arc<Self> {
        let devices = house.sign_in();
        Arc::new(Self {
            house,
            devices,
            address,
            lines,
            random: Mutex::new(StdRng::seed_from_u64(seed)),
            board: Board::new(),
            chats: watch::Sender::default(),
            tally: Mutex::default(),
        })
    }

    /// Plays to the end and compares. Gives what came by which transport.
    pub(crate) async fn perform(self: Arc<Self>) -> Tally {
        let mut tasks: JoinSet<Read> = JoinSet::new();
        tasks.spawn(Arc::clone(&self).kill());
        for agent in 0..AGENTS {
            tasks.spawn(Arc::clone(&self).read_session(agent));
            for number in 0..CHATS {
                tasks.spawn(Arc::clone(&self).chat(agent, number * AGENTS + agent));
            }
        }
        let patience = PATIENCE * u32::try_from(self.lines.div_ceil(LINES)).unwrap();
        let seen = tokio::time::timeout(patience, all(tasks)).await;
        let seen = seen.unwrap_or_else(|_| panic!("not over after {patience:?}: {}", self.report()));
        let chats: Vec<Arc<Chat>> = self.chats.borrow().values().cloned().collect();
        check(self.house.address, &self.devices, &chats, &seen).await;
        self.house.close();
        self.tally.lock().unwrap().clone()
    }

    /// How far everything is, for when it goes no further.
    fn report(&self) -> String {
        let chats = self.chats.borrow();
        let progress = chats.values().map(|chat| format!("{}: {:?}", chat.key, chat.progress()));
        progress.collect::<Vec<_>>().join(", ")
    }

    fn random(&self) -> StdRng {
        StdRng::seed_from_u64(self.random.lock().unwrap().random())
    }

    fn agent(&self, agent: usize) -> Who {
        Who::Agent(self.devices[agent].bearer.clone())
    }

    /// Kills the server at random moments, which are numbers of acknowledged lines.
    async fn kill(self: Arc<Self>) -> Read {
        let mut random = self.random();
        let kills = self.lines.div_ceil(LINES_PER_KILL);
        let mut moments: Vec<usize> = (0..kills).map(|_| random.random_range(0..self.lines)).collect();
        moments.sort_unstable();
        for moment in moments {
            self.board.reaches(moment).await;
            let play = Arc::clone(&self);
            tokio::task::spawn_blocking(move || play.house.kill_and_restart()).await.unwrap();
        }
        Vec::new()
    }

    async fn read_session(self: Arc<Self>, agent: usize) -> Read {
        let path = self.devices[agent].session.clone();
        let reader = SessionReader::new(self.agent(agent), path, self.random(), self.chats.subscribe());
        let (told, tally) = reader.read(self.address, CHATS).await;
        self.tally.lock().unwrap().add(&tally);
        told.into_iter().map(|(chat, events)| Seen { chat, side: Side::Session, events }).collect()
    }

    /// One chat from the request to the end, with those who read and those who write.
    async fn chat(self: Arc<Self>, agent: usize, number: usize) -> Read {
        self.board.reaches(number * self.lines / (2 * AGENTS * CHATS)).await;
        let mut visitor = self.writer(format!("visitor{number}"), Who::Visitor);
        let request = json!({"request": {"skill": skill(agent), "interactionTimeout": 3600,
            "preChatLines": {"line": ["for agents only"]}}});
        let target = format!("/api/account/{ACCOUNT}/chat/request?v=1&NC=true");
        let path = visitor.write(&target, &request).await.created();
        let key = path.rsplit('/').next().unwrap().to_owned();
        let chat = Arc::new(Chat::new(key.clone(), agent));
        self.chats.send_modify(|chats| drop(chats.insert(key, Arc::clone(&chat))));
        let (by_visitor, by_agent, ()) = tokio::join!(
            self.read_chat(&chat, Side::Visitor),
            self.read_chat(&chat, Side::Agent),
            self.converse(&chat, visitor, self.writer(format!("agent{number}"), self.agent(agent)))
        );
        vec![by_visitor, by_agent]
    }

    /// Both sides talk; then one of them ends the chat.
    async fn converse(&self, chat: &Chat, mut visitor: Writer, mut agent: Writer) {
        let lines = self.lines / (AGENTS * CHATS);
        let paths = [Side::Visitor, Side::Agent].map(|side| self.path(chat, side));
        visitor.talk(&paths[0], chat, &self.board, EARLY, &[Side::Visitor]).await;
        let everybody = [Side::Visitor, Side::Agent, Side::Session];
        tokio::join!(
            visitor.talk(&paths[0], chat, &self.board, lines.div_ceil(2) - EARLY, &everybody),
            async {
                self.accept(&mut agent, chat.agent).await;
                chat.is_accepted().await;
                agent.talk(&paths[1], chat, &self.board, lines / 2, &everybody).await;
            }
        );
        chat.is_read(0, &[Side::Session]).await;
        if self.random().random() { visitor.end(&paths[0]).await } else { agent.end(&paths[1]).await }
    }

    /// The agent accepts what rings, which may be another chat.
    async fn accept(&self, writer: &mut Writer, agent: usize) {
        let target = format!("{}/incomingRequests?v=1&NC=true", self.devices[agent].session);
        let wait = with(get(&target, &writer.who), HeaderName::from_static("prefer"), "wait=60");
        let mut caller = Caller::of(self.address);
        let location = loop {
            assert_eq!(caller.ask(&wait).await.head.status, StatusCode::OK);
            let answer = writer.write(&target, &json!({"chat": "start"})).await;
            if answer.head.status != StatusCode::NOT_FOUND {
                break answer.created();
            }
        };
        let key = location.rsplit('/').next().unwrap();
        let mut chats = self.chats.subscribe();
        let chats = chats.wait_for(|chats| chats.contains_key(key)).await.unwrap();
        chats[key].accept();
    }

    async fn read_chat(&self, chat: &Arc<Chat>, side: Side) -> Seen {
        let who = match side {
            Side::Visitor => Who::Visitor,
            Side::Agent | Side::Session => {
                chat.is_accepted().await;
                self.agent(chat.agent)
            }
        };
        let reader = ChatReader::new(chat, side, who, self.path(chat, side), self.random());
        let (events, tally) = reader.read(self.address).await;
        self.tally.lock().unwrap().add(&tally);
        Seen { chat: chat.key.clone(), side, events }
    }

    fn writer(&self, name: String, who: Who) -> Writer {
        Writer::new(name, who, self.address, self.random())
    }

    /// The path of a chat on a side.
    fn path(&self, chat: &Chat, side: Side) -> String {
        match side {
            Side::Visitor => format!("/api/account/{ACCOUNT}/chat/{}", chat.key),
            Side::Agent | Side::Session => format!("{}/chat/{}", self.devices[chat.agent].session, chat.key),
        }
    }
}

/// Waits for all of them. What fails one fails all.
async fn all(mut tasks: JoinSet<Read>) -> Read {
    let mut seen = Vec::new();
    while let Some(read) = tasks.join_next().await {
        seen.extend(read.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic())));
    }
    seen
}
