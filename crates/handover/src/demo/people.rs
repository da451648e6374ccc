//! Agents at their devices and a visitor in a chat: what they hold in their hands, and what they do more than once.

use super::message::{Ask, Got, base, link, member};
use super::sample::PASSWORD;
use super::seen::{self, Seen};
use super::stage::{Stage, Telling};
use anyhow::Context as _;
use handover_wire::Format;

/// An agent at a device: signed in, with an agent session.
pub(super) struct Device {
    /// The address of the agent session.
    pub(super) session: String,
    pub(super) bearer: String,
    csrf: String,
    cookie: String,
    /// What the client on this device speaks.
    pub(super) format: Format,
}

/// A visitor in a chat.
pub(super) struct Visitor {
    /// The address of the chat.
    pub(super) chat: String,
    /// Where the next poll goes.
    next: String,
}

impl Device {
    /// Signs an agent in at a device and starts an agent session.
    pub(super) async fn sign_in(
        stage: &Stage,
        telling: Telling,
        login: &str,
        format: Format,
    ) -> anyhow::Result<Self> {
        let body = format!(r#"{{"username":"{login}","password":"{PASSWORD}"}}"#);
        let got = stage.ask(telling, Ask::login("login", &body), 200).await?;
        let cookie = got.header("set-cookie")?.split(';').next().unwrap_or_default().to_owned();
        let root = got.root()?;
        let (bearer, csrf) = (member(&root, "bearer")?.to_owned(), member(&root, "csrf")?.to_owned());
        let start = match format {
            Format::Json => r#"{"loginData":""}"#,
            Format::Xml => "<loginData/>",
        };
        let ask = Ask::post(&format!("{}/agentSession", base()), start).bearer(&bearer).accept(format);
        let session = stage.ask(telling, ask, 201).await?.header("location")?.to_owned();
        Ok(Self { session, bearer, csrf, cookie, format })
    }

    /// Ends the login.
    pub(super) async fn sign_out(&self, stage: &Stage) -> anyhow::Result<()> {
        let body = format!(r#"{{"csrf":"{}"}}"#, self.csrf);
        let ask = Ask::login("logout", &body).with("Cookie", &self.cookie);
        stage.ask(Telling::Whole, ask, 200).await.map(drop)
    }

    /// A reading of something below the agent session.
    pub(super) fn get(&self, address: &str) -> Ask {
        Ask::get(address).bearer(&self.bearer).accept(self.format)
    }

    pub(super) fn post(&self, address: &str, body: &str) -> Ask {
        Ask::post(address, body).bearer(&self.bearer).accept(self.format)
    }

    pub(super) fn put(&self, address: &str, body: &str) -> Ask {
        Ask::put(address, body).bearer(&self.bearer).accept(self.format)
    }

    /// The address of a visitor's chat under this agent session.
    pub(super) fn chat(&self, visitor: &Visitor) -> String {
        format!("{}/chat/{}", self.session, visitor.key())
    }

    /// How many chats ring, and where to accept the next.
    pub(super) async fn ringing(&self, stage: &Stage) -> anyhow::Result<(u64, Option<String>)> {
        let ask = self.get(&format!("{}/incomingRequests", self.session));
        let root = stage.ask(Telling::Whole, ask, 200).await?.root()?;
        let count = member(&root, "ringingCount")?.parse()?;
        Ok((count, link(&root, "accept-next-chat").ok()))
    }

    /// Accepts what rings; gives the address of the chat under this agent session.
    pub(super) async fn accept(&self, stage: &Stage, accept: Option<String>) -> anyhow::Result<String> {
        let accept = accept.context("nothing says how to accept the chat")?;
        let got = stage.ask(Telling::Whole, self.post(&accept, r#"{"chat":"start"}"#), 201).await?;
        Ok(got.header("location")?.to_owned())
    }

    /// Sets the agent's availability.
    pub(super) async fn is_now(&self, stage: &Stage, word: &str) -> anyhow::Result<()> {
        let body = format!(r#"{{"availability":{{"chat":"{word}"}}}}"#);
        let ask = self.put(&format!("{}/availability", self.session), &body);
        stage.ask(Telling::Whole, ask, 200).await.map(drop)
    }

    /// Writes a line for both sides.
    pub(super) async fn says(&self, stage: &Stage, visitor: &Visitor, text: &str) -> anyhow::Result<()> {
        let body = match self.format {
            Format::Json => format!(r#"{{"event":{{"@type":"line","text":"{text}"}}}}"#),
            Format::Xml => format!(r#"<event type="line"><text>{text}</text></event>"#),
        };
        let ask = self.post(&format!("{}/events", self.chat(visitor)), &body);
        stage.ask(Telling::Whole, ask, 201).await.map(drop)
    }

    /// The events of the chat as an agent sees them.
    pub(super) async fn reads(&self, stage: &Stage, visitor: &Visitor) -> anyhow::Result<Vec<Seen>> {
        let ask = self.get(&format!("{}/events", self.chat(visitor)));
        seen::events(&stage.ask(Telling::Briefly, ask, 200).await?)
    }
}

impl Visitor {
    pub(super) fn in_chat(chat: &str) -> Self {
        Self { chat: chat.to_owned(), next: format!("{chat}/events") }
    }

    /// The chat session key, which is all that a visitor needs to be let into the chat.
    pub(super) fn key(&self) -> &str {
        self.chat.rsplit('/').next().unwrap_or_default()
    }

    /// A line of the visitor.
    pub(super) fn line(&self, text: &str) -> Ask {
        let body = format!(r#"{{"event":{{"@type":"line","text":"{text}"}}}}"#);
        Ask::post(&format!("{}/events", self.chat), &body).app_key()
    }

    pub(super) async fn says(&self, stage: &Stage, text: &str) -> anyhow::Result<()> {
        stage.ask(Telling::Whole, self.line(text), 201).await.map(drop)
    }

    /// Follows the `next` link: what has come since the last poll.
    pub(super) async fn polls(&mut self, stage: &Stage) -> anyhow::Result<(Got, Vec<Seen>)> {
        let ask = Ask::get(&self.next).app_key().accept(Format::Json);
        let got = stage.ask(Telling::Whole, ask, 200).await?;
        self.next = seen::next(&got)?;
        let events = seen::events(&got)?;
        Ok((got, events))
    }
}
