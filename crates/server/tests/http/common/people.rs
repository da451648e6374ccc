//! Agents at their devices and visitors in their chats, acting through the HTTP surfaces.

use super::ask::{APP_KEY, Ask, Got};
use super::bodies::{self, Both};
use super::{ACCOUNT, ADA, PASSWORD, SUE, World, seen};
use handover_desk::{AccountConfig, AgentProfile, MaxChats, Role};

/// An agent who has signed in.
#[derive(Clone, Debug)]
pub(crate) struct Login {
    pub(crate) bearer: String,
    pub(crate) csrf: String,
    /// The `Cookie` header to send back.
    pub(crate) cookie: String,
}

/// An agent at a device.
#[derive(Clone, Debug)]
pub(crate) struct Device {
    pub(crate) login: Login,
    /// The path of the agent session.
    pub(crate) path: String,
}

/// A visitor in a chat.
#[derive(Clone, Debug)]
pub(crate) struct Visitor {
    /// The path of the chat.
    pub(crate) path: String,
}

impl Login {
    /// What a sign-in was answered, which must have been right.
    #[track_caller]
    pub(crate) fn of(got: &Got) -> Self {
        assert_eq!(got.status, 200, "{}", got.text());
        let cookie = got.header("set-cookie").unwrap().split(';').next().unwrap().to_owned();
        let json = got.json();
        let member = |name: &str| json[name].as_str().unwrap().to_owned();
        Self { bearer: member("bearer"), csrf: member("csrf"), cookie }
    }

    /// A refresh or logout of this login.
    pub(crate) fn asks(&self, method: &str) -> Ask {
        let body = format!(r#"{{"csrf":"{}"}}"#, self.csrf);
        Ask::post(format!("/api/account/{ACCOUNT}/{method}?v=1.3")).json(body).with("Cookie", &self.cookie)
    }
}

impl Device {
    /// The path of this agent session in the API of the pages.
    pub(crate) fn pages(&self) -> String {
        self.path.replacen("/api/", "/api/handover/v1/", 1)
    }

    /// The number of the agent session.
    pub(crate) fn session(&self) -> &str {
        self.path.rsplit('/').next().unwrap()
    }

    /// The path of a visitor's chat under this agent session.
    pub(crate) fn chat(&self, visitor: &Visitor) -> String {
        format!("{}/chat/{}", self.path, visitor.key())
    }
}

impl Visitor {
    /// The path of this chat in the API of the pages.
    pub(crate) fn pages(&self) -> String {
        self.path.replacen("/api/", "/api/handover/v1/", 1)
    }

    /// The chat session key.
    pub(crate) fn key(&self) -> &str {
        self.path.rsplit('/').next().unwrap()
    }
}

impl World {
    pub(crate) async fn login(&self, login: &str) -> Login {
        self.login_at(ACCOUNT, login).await
    }

    pub(crate) async fn login_at(&self, account: &str, login: &str) -> Login {
        let body = format!(r#"{{"username":"{login}","password":"{PASSWORD}"}}"#);
        let got = self.send(Ask::post(format!("/api/account/{account}/login?v=1.3")).json(body)).await;
        Login::of(&got)
    }

    pub(crate) async fn logout(&self, login: &Login) -> Got {
        self.send(login.asks("logout")).await
    }

    /// Starts an agent session.
    pub(crate) async fn start_session(&self, login: &Login) -> Device {
        let body = Both::new(r#"{"loginData":""}"#, "<loginData/>");
        let path = format!("/api/account/{ACCOUNT}/agentSession");
        let got = self.send(self.post(path, &body).bearer(&login.bearer)).await.expect(201);
        Device { login: login.clone(), path: got.location() }
    }

    /// Signs an agent in at one more device.
    pub(crate) async fn sign_in(&self, login: &str) -> Device {
        self.start_session(&self.login(login).await).await
    }

    /// Sue comes into the account, who is a supervisor and answers no chats of her own, and signs in.
    pub(crate) async fn sign_in_supervisor(&self) -> Device {
        self.add(SUE, "sue", "Sue", Role::Supervisor).await;
        self.sign_in("sue").await
    }

    /// Ada comes into the account, who is an admin and answers no chats of her own, and signs in.
    pub(crate) async fn sign_in_admin(&self) -> Device {
        self.add(ADA, "ada", "Ada", Role::Admin).await;
        self.sign_in("ada").await
    }

    async fn add(&self, id: u64, login: &str, nickname: &str, role: Role) {
        let agent = super::agent(id, login, nickname, MaxChats::Limited(0), &[]);
        let profile = self.account().view().read().desk().state().profile.clone();
        let agents = vec![AgentProfile { role, ..agent }];
        self.configure(ACCOUNT, AccountConfig { profile, skills: Vec::new(), agents }).await;
    }

    /// What an agent reads at a path of the server.
    pub(crate) async fn agent_reads(&self, device: &Device, path: impl AsRef<str>) -> Got {
        self.send(self.get(path).bearer(&device.login.bearer)).await
    }

    pub(crate) async fn agent_posts(&self, device: &Device, path: impl AsRef<str>, body: &Both) -> Got {
        self.send(self.post(path, body).bearer(&device.login.bearer)).await
    }

    pub(crate) async fn agent_puts(&self, device: &Device, path: impl AsRef<str>, body: &Both) -> Got {
        self.send(self.put(path, body).bearer(&device.login.bearer)).await
    }

    pub(crate) async fn visitor_reads(&self, path: impl AsRef<str>) -> Got {
        self.send(self.get(path).app_key(APP_KEY)).await
    }

    pub(crate) async fn visitor_posts(&self, path: impl AsRef<str>, body: &Both) -> Got {
        self.send(self.post(path, body).app_key(APP_KEY)).await
    }

    pub(crate) async fn visitor_puts(&self, path: impl AsRef<str>, body: &Both) -> Got {
        self.send(self.put(path, body).app_key(APP_KEY)).await
    }

    /// A visitor asks for a chat.
    pub(crate) async fn start_chat(&self, request: &Both) -> Visitor {
        let path = format!("/api/account/{ACCOUNT}/chat/request");
        let got = self.visitor_posts(path, request).await.expect(201);
        Visitor { path: got.location() }
    }

    pub(crate) async fn visitor_says(&self, visitor: &Visitor, text: &str) {
        let path = format!("{}/events", visitor.path);
        self.visitor_posts(path, &bodies::line(text)).await.expect(201);
    }

    pub(crate) async fn agent_says(&self, device: &Device, visitor: &Visitor, line: &Both) {
        let path = format!("{}/events", device.chat(visitor));
        self.agent_posts(device, path, line).await.expect(201);
    }

    /// What accepting the next chat gives.
    pub(crate) async fn try_accept(&self, device: &Device) -> Got {
        let body = Both::new(r#"{"chat":"start"}"#, "<chat>start</chat>");
        self.agent_posts(device, format!("{}/incomingRequests", device.path), &body).await
    }

    /// The agent accepts the next chat, which must be this one.
    pub(crate) async fn accept(&self, device: &Device, visitor: &Visitor) {
        let got = self.try_accept(device).await.expect(201);
        assert_eq!(got.location(), device.chat(visitor));
    }

    /// An agent and a visitor in a chat about sales: events 0 to 3.
    pub(crate) async fn chatting(&self) -> (Device, Visitor) {
        let maya = self.sign_in("maya@example.com").await;
        let visitor = self.start_chat(&bodies::for_sales()).await;
        self.accept(&maya, &visitor).await;
        (maya, visitor)
    }

    /// Lets the archiver work until the desk has let the chat go.
    pub(crate) async fn until_archived(&self, visitor: &Visitor) {
        let key = visitor.key().parse().unwrap();
        for _ in 0..1_000 {
            if self.account().view().read().desk().chat_by_key(&key).is_none() {
                return;
            }
            tokio::task::yield_now().await;
        }
        panic!("the chat is still on the desk");
    }

    /// How many chats ring at an agent.
    pub(crate) async fn ringing(&self, device: &Device) -> u64 {
        let got = self.agent_reads(device, format!("{}/incomingRequests", device.path)).await.expect(200);
        got.root().get("ringingCount").unwrap().parse().unwrap()
    }

    pub(crate) async fn availability(&self, device: &Device) -> String {
        let got = self.agent_reads(device, format!("{}/availability", device.path)).await.expect(200);
        got.root().get("chat").unwrap().to_owned()
    }

    pub(crate) async fn set_availability(&self, device: &Device, word: &str) {
        let path = format!("{}/availability", device.path);
        self.agent_puts(device, path, &bodies::availability(word)).await.expect(200);
    }

    /// The chats that an agent is told to carry on with, as paths.
    pub(crate) async fn chat_sessions(&self, device: &Device) -> Vec<String> {
        let got = self.agent_reads(device, format!("{}/chatSessions", device.path)).await.expect(200);
        let root = got.root();
        root.children_named("chatSession").map(|session| seen::link(session, "chat-session")).collect()
    }

    /// The events that the visitor sees.
    pub(crate) async fn visitor_sees(&self, visitor: &Visitor) -> Vec<String> {
        seen::events(&self.visitor_reads(format!("{}/events", visitor.path)).await.expect(200))
    }

    /// The events that an agent sees.
    pub(crate) async fn agent_sees(&self, device: &Device, visitor: &Visitor) -> Vec<String> {
        let path = format!("{}/events", device.chat(visitor));
        seen::events(&self.agent_reads(device, path).await.expect(200))
    }

    /// Lets time pass while these devices and visitors poll every five seconds, as their clients would.
    pub(crate) async fn live_ms(&self, ms: i64, devices: &[&Device], visitors: &[&Visitor]) {
        let mut left = ms;
        while left > 0 {
            let step = left.min(5_000);
            self.advance_ms(step).await;
            for device in devices {
                self.ringing(device).await;
            }
            for visitor in visitors {
                self.visitor_sees(visitor).await;
            }
            left -= step;
        }
    }
}
