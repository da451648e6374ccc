//! An agent: signs in on several devices, moves between them, takes chats, talks, hands them on, and repeats under its
//! key what was not answered. Knows only what the server has said.

use super::ask::{Ask, Got, path_of};
use super::history::{Meaning, Write};
use super::life::Life;
use super::office::{Colleague, SKILLS, STAFF};
use super::requests;
use super::seen::Side;
use crate::plan::Dice;
use handover_desk::{AgentId, ChatKey};
use handover_wire::Format;
use std::sync::Arc;
use tokio::sync::Mutex;

/// A login, as the agent keeps it.
#[derive(Clone, Debug)]
struct Login {
    bearer: String,
    cookie: String,
    csrf: String,
}

/// A device: the path of its session, and the token it uses.
#[derive(Clone, Debug)]
struct Device {
    path: String,
    bearer: String,
}

/// A chat on the list of a device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Listed {
    path: String,
    pub(super) key: ChatKey,
}

/// One agent, who outlives the server.
pub(super) struct Agent {
    me: Colleague,
    dice: Dice,
    logins: Vec<Login>,
    devices: Vec<Device>,
    chats: Vec<Listed>,
    /// A write with a key that has no answer.
    unfinished: Option<Write>,
    /// Counts what must not be the same twice.
    count: u32,
}

/// Works as long as the server lives. What the agent knows is as it was at the moment of a crash.
pub(super) async fn work(agent: Arc<Mutex<Agent>>, life: Arc<Life>) {
    let mut agent = agent.lock().await;
    loop {
        let pause_ms = pause_ms(&mut agent.dice);
        life.pass_ms(pause_ms).await;
        agent.act(&life).await;
    }
}

/// Mostly so short that much happens at once, now and then long enough for deadlines to come about.
pub(super) fn pause_ms(dice: &mut Dice) -> u64 {
    let longest = if dice.chance(3, 4) { 120 } else { 1_500 };
    u64::from(dice.below(longest))
}

impl Agent {
    pub(super) fn new(me: Colleague, seed: u64) -> Self {
        Self {
            me,
            dice: Dice::of_seed(seed ^ (me.id << 32)),
            logins: Vec::new(),
            devices: Vec::new(),
            chats: Vec::new(),
            unfinished: None,
            count: 0,
        }
    }

    async fn act(&mut self, life: &Life) {
        life.deliver_late().await;
        if let Some(write) = self.unfinished.take()
            && self.dice.chance(4, 5)
        {
            self.send(life, write).await;
            return;
        }
        let Some(device) = self.device() else { return self.sign_in(life).await };
        match self.dice.below(41) {
            0..=9 => self.take(life, &device).await,
            10..=13 => drop(self.list(life, &device).await),
            14..=21 => self.read(life, &device).await,
            22..=28 => self.talk(life).await,
            29 => self.end_chat(life).await,
            30..=32 => self.hand_on(life).await,
            33..=34 => self.set_availability(life, &device).await,
            35..=37 => self.change_device(life, &device).await,
            38 => self.leave(life, &device).await,
            39 => self.pry(life, &device).await,
            _ => {
                let silence_ms = u64::from(self.dice.below(40_000));
                life.pass_ms(silence_ms).await;
            }
        }
    }

    fn device(&mut self) -> Option<Device> {
        let index = self.dice.below(u32::try_from(self.devices.len()).unwrap_or(0));
        self.devices.get(index as usize).cloned()
    }

    fn format(&mut self) -> Format {
        if self.dice.chance(1, 2) { Format::Json } else { Format::Xml }
    }

    fn fresh(&mut self, what: &str) -> String {
        self.count += 1;
        format!("{}-{what}-{:06}", self.me.login, self.count)
    }

    /// Sends a write, two times in three under a key; one with a key is repeated until it is answered, mostly.
    async fn write(&mut self, life: &Life, ask: Ask, meaning: Meaning) -> Option<Got> {
        let keyed = self.dice.chance(2, 3);
        let ask = if keyed { ask.once(self.fresh("some-long-key")) } else { ask };
        self.send(life, Write { ask, meaning }).await
    }

    async fn send(&mut self, life: &Life, write: Write) -> Option<Got> {
        self.unfinished = write.ask.key.is_some().then(|| write.clone());
        let got = life.write(self.me.login, &write).await?;
        // Whoever is not sure of the answer, or was turned away, sends it again.
        if !matches!(got.status, 429 | 503) && !self.dice.chance(1, 8) {
            self.unfinished = None;
        }
        self.learn(&write.ask, &got);
        if let (Meaning::StartSession, Some(path), Some(authorization)) =
            (&write.meaning, got.location(), &write.ask.authorization)
            && self.devices.iter().all(|device| device.path != path)
        {
            let bearer = authorization.trim_start_matches("Bearer ").to_owned();
            self.devices.push(Device { path: path.to_owned(), bearer });
        }
        if matches!(write.meaning, Meaning::EndSession) && got.is_ok() {
            self.devices.retain(|device| device.path != write.ask.path);
        }
        Some(got)
    }

    /// Gives up a login or a device that the server does not know any more.
    fn learn(&mut self, ask: &Ask, got: &Got) {
        if got.status == 401 {
            let bearer = ask.authorization.as_deref().unwrap_or_default().trim_start_matches("Bearer ");
            self.logins.retain(|login| login.bearer != bearer && ask.cookie.as_ref() != Some(&login.cookie));
            self.devices.retain(|device| device.bearer != bearer);
        } else if got.status == 404 && got.text().contains("Agent session not found") {
            self.devices.retain(|device| !ask.path.starts_with(&device.path));
        }
    }

    async fn reads(&mut self, life: &Life, path: String, bearer: &str) -> Option<(Ask, Got)> {
        let ask = requests::agent_reads(path, bearer, self.format());
        let got = life.ask(self.me.login, &ask).await?;
        self.learn(&ask, &got);
        got.is_ok().then_some((ask, got))
    }

    /// Signs in at one more device, with a login that is there or a new one.
    async fn sign_in(&mut self, life: &Life) {
        if self.logins.is_empty() || self.dice.chance(1, 3) {
            self.log_in(life).await;
        }
        let Some(login) = self.logins.last().cloned() else { return };
        let ask = requests::start_session(&login.bearer, self.format());
        self.write(life, ask, Meaning::StartSession).await;
    }

    async fn log_in(&mut self, life: &Life) {
        let ask = requests::login(self.me.login);
        let Some(got) = life.ask(self.me.login, &ask).await.filter(Got::is_ok) else { return };
        if let (Some(bearer), Some(csrf), Some(cookie)) =
            (got.member("bearer"), got.member("csrf"), got.cookie)
        {
            self.logins.push(Login { bearer, cookie, csrf });
        }
    }

    /// Looks whether it rings, and takes what does, mostly.
    async fn take(&mut self, life: &Life, device: &Device) {
        let path = format!("{}/incomingRequests", device.path);
        let Some((ask, got)) = self.reads(life, path, &device.bearer).await else { return };
        let Ok(root) = got.root(ask.format) else { return };
        if root.get("ringingCount").is_none_or(|count| count == "0") || self.dice.chance(1, 8) {
            return;
        }
        let ask = requests::accept(&device.path, &device.bearer, self.format());
        if self.write(life, ask, Meaning::Accept).await.is_some_and(|got| got.is_ok()) {
            self.list(life, device).await;
        }
    }

    /// The chats of the agent, as a device lists them. They are exactly those that are assigned.
    async fn list(&mut self, life: &Life, device: &Device) -> Option<Vec<Listed>> {
        let path = format!("{}/chatSessions", device.path);
        let (ask, got) = self.reads(life, path, &device.bearer).await?;
        let listed = got.root(ask.format).map(|root| {
            let chat = |chat: &handover_wire::Element| {
                let key = chat.get("chatSessionKey")?.parse().ok()?;
                Some(Listed { path: path_of(chat.child("link")?.get("href")?), key })
            };
            root.children_named("chatSession").filter_map(chat).collect::<Vec<_>>()
        });
        let listed = listed.and_then(|listed| self.lists_what_is_assigned(life, listed));
        let verdict = listed.as_ref().map(drop).map_err(Clone::clone);
        life.host.judge(verdict);
        self.chats = listed.ok()?;
        Some(self.chats.clone())
    }

    fn lists_what_is_assigned(&self, life: &Life, listed: Vec<Listed>) -> Result<Vec<Listed>, String> {
        let account = life.account().ok_or("the account is gone")?;
        let view = account.view().read();
        let agent = view.desk().agent(AgentId(self.me.id)).ok_or("the agent is gone")?;
        let assigned = agent.chats.iter().filter_map(|no| view.desk().chat(*no).map(|chat| chat.key));
        if assigned.eq(listed.iter().map(|chat| chat.key)) {
            return Ok(listed);
        }
        Err(format!("{} has {:?} and is told {listed:?}", self.me.login, agent.chats))
    }

    fn some_chat(&mut self) -> Option<(Listed, String)> {
        let index = self.dice.below(u32::try_from(self.chats.len()).unwrap_or(0));
        let chat = self.chats.get(index as usize).cloned()?;
        let device = self.devices.iter().find(|device| chat.path.starts_with(&device.path));
        let bearer = device.map(|device| device.bearer.clone());
        Some((chat, bearer?))
    }

    /// Reads a chat from its beginning or from somewhere on, in either of its documents.
    async fn read(&mut self, life: &Life, device: &Device) {
        let Some((chat, bearer)) = self.some_chat() else {
            self.list(life, device).await;
            return;
        };
        let from = if self.dice.chance(1, 2) { 0 } else { self.dice.below(6) };
        let below = if self.dice.chance(1, 2) { "/events" } else { "" };
        let ask = requests::agent_reads(format!("{}{below}?from={from}", chat.path), &bearer, self.format());
        let read = life.read_chat(self.me.login, Side::Agent, &ask, chat.key, from).await;
        if let Err(Some(got)) = read {
            self.learn(&ask, &got);
            self.chats.retain(|other| *other != chat);
        }
    }

    async fn talk(&mut self, life: &Life) {
        let Some((chat, bearer)) = self.some_chat() else { return };
        let text = self.fresh("says");
        let private = self.dice.chance(1, 5);
        let ask = requests::agent_says(&chat.path, &bearer, self.format(), &text, private);
        self.write(life, ask, Meaning::Line { chat: chat.key, text }).await;
    }

    async fn end_chat(&mut self, life: &Life) {
        let Some((chat, bearer)) = self.some_chat() else { return };
        let ask = requests::agent_ends(&chat.path, &bearer, self.format());
        self.write(life, ask, Meaning::EndChat { chat: chat.key }).await;
    }

    async fn hand_on(&mut self, life: &Life) {
        let Some((chat, bearer)) = self.some_chat() else { return };
        let to = if self.dice.chance(1, 2) {
            ("skill", self.dice.one_of(&SKILLS.map(|(_, id)| id), 0))
        } else {
            ("agent", self.dice.one_of(&STAFF.map(|colleague| colleague.id), 0))
        };
        let text = self.fresh("hands-on");
        let ask = requests::transfer(&chat.path, &bearer, self.format(), to, &text);
        self.write(life, ask, Meaning::Transfer { chat: chat.key, text }).await;
    }

    async fn set_availability(&mut self, life: &Life, device: &Device) {
        let word = self.dice.one_of(&["Online", "Online", "Online", "Away", "Occupied"], "Online");
        let ask = requests::availability(&device.path, &device.bearer, self.format(), word);
        self.write(life, ask, Meaning::Other).await;
    }

    /// Goes on at another device: signs in there, reads the list, and ends the first session or its login.
    async fn change_device(&mut self, life: &Life, first: &Device) {
        let known = self.devices.len();
        self.sign_in(life).await;
        let Some(second) = self.devices.get(known).cloned() else { return };
        let Some(before) = self.list(life, &second).await else { return };
        let login = self.logins.iter().find(|login| login.bearer == first.bearer).cloned();
        let login = login.filter(|login| login.bearer != second.bearer && self.dice.chance(1, 3));
        if let Some(login) = login {
            self.log_out(life, &login).await;
        } else {
            let ask = requests::end_session(&first.path, &first.bearer, self.format());
            self.write(life, ask, Meaning::EndSession).await;
        }
        let Some(after) = self.list(life, &second).await else { return };
        life.host.disk.books.lock().report.moves += u64::from(!before.is_empty());
        let verdict = before.iter().filter(|chat| !after.contains(chat)).try_for_each(|lost| {
            let books = life.host.disk.books.lock();
            let chat = books.ledger.desk().chat_by_key(&lost.key);
            let over = chat.is_none_or(handover_desk::Chat::is_ended);
            if over { Ok(()) } else { Err(format!("{} was lost in a change of devices", lost.key)) }
        });
        life.host.judge(verdict);
    }

    async fn log_out(&mut self, life: &Life, login: &Login) {
        let ask = requests::with_cookie("logout", &login.cookie, &login.csrf);
        if life.ask(self.me.login, &ask).await.is_some_and(|got| got.is_ok()) {
            self.logins.retain(|other| other.bearer != login.bearer);
            self.devices.retain(|device| device.bearer != login.bearer);
        }
    }

    /// Asks for a chat that somebody else has, as the address of one's own would be, to read it, to write in it and to end it.
    async fn pry(&mut self, life: &Life, device: &Device) {
        let me = AgentId(self.me.id);
        let Some(key) = life.host.disk.books.lock().ledger.held_by_others(me) else { return };
        // What is durable may be on its way to the readers: who handed the chat on reads it until they see who has it.
        if !life.shows_elsewhere(me, &key) {
            return;
        }
        let path = format!("{}/chat/{key}", device.path);
        let ask = match self.dice.below(3) {
            0 => requests::agent_reads(format!("{path}/events"), &device.bearer, self.format()),
            1 => requests::agent_says(&path, &device.bearer, self.format(), &self.fresh("pries"), false),
            _ => requests::agent_ends(&path, &device.bearer, self.format()),
        };
        let got = life.ask(self.me.login, &ask).await;
        let still = life.host.disk.books.lock().ledger.held_by_others(me) == Some(key);
        if still && got.is_some_and(|got| got.is_ok()) {
            life.host
                .judge(Err(format!("invariant 10, {} got at chat {key} of somebody else", self.me.login)));
        }
    }

    /// Ends this device's session, or a whole login, or only makes it last longer.
    async fn leave(&mut self, life: &Life, device: &Device) {
        let login = self.logins.iter().find(|login| login.bearer == device.bearer).cloned();
        match (self.dice.below(3), login) {
            (0, Some(login)) => self.log_out(life, &login).await,
            (1, Some(login)) => {
                let ask = requests::with_cookie("refresh", &login.cookie, &login.csrf);
                if let Some(got) = life.ask(self.me.login, &ask).await {
                    self.learn(&ask, &got);
                }
            }
            _ => {
                let ask = requests::end_session(&device.path, &device.bearer, self.format());
                self.write(life, ask, Meaning::EndSession).await;
            }
        }
    }

    /// Reads everything once more at every device, when all is quiet.
    pub(super) async fn reads_everything(&mut self, life: &Life) {
        for device in self.devices.clone() {
            for chat in self.list(life, &device).await.unwrap_or_default() {
                for below in ["", "/events"] {
                    let path = format!("{}{below}?from=0", chat.path);
                    let ask = requests::agent_reads(path, &device.bearer, self.format());
                    drop(life.read_chat(self.me.login, Side::Agent, &ask, chat.key, 0).await);
                }
            }
        }
    }
}
