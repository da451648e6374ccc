//! The real binary with an account for each step, and what every step does with it.

use crate::client::{Answer, Body, Format, put, target};
use crate::common::http::{Connection, Reply, Request};
use crate::common::process::{Running, Signal};
use crate::common::tls::Certificate;
use crate::common::{APP_KEY, PASSWORD, Place, serve};
use std::ffi::OsString;
use std::fmt::Debug;

/// How often something is asked for that must happen in a few seconds. It only ends a test that would hang.
const PATIENCE: usize = 1_000_000;

/// The ids of the agents.
pub(crate) const MAYA: &str = "311098910";
pub(crate) const BEN: &str = "311098912";

/// The id of the skill Billing.
pub(crate) const BILLING: &str = "26060413";

/// Surveys for the steps that ask for them.
const SURVEYS: &str = include_str!("surveys.toml");

/// What carries the bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Transport {
    Http,
    Tls,
}

/// An agent at a device: signed in, with an agent session.
pub(crate) struct Agent {
    /// The `Authorization` header.
    pub(crate) who: String,
    /// The path of the agent session.
    pub(crate) session: String,
    account: String,
    cookie: String,
    csrf: String,
}

/// A server, and a client of it.
pub(crate) struct House {
    pub(crate) format: Format,
    /// What every link begins with.
    pub(crate) origin: String,
    connection: Connection,
    server: Running,
    _place: Place,
}

/// The `Authorization` header of a visitor.
pub(crate) fn visitor() -> String {
    format!("LivePerson appKey={APP_KEY}")
}

/// The account of a step.
pub(crate) fn account(step: &str) -> String {
    format!("400000{step}")
}

/// Both skills, for every account.
const SKILLS: &str = r#"
[[account.skill]]
id = 25975313
name = "Sales"

[[account.skill]]
id = 26060413
name = "Billing"
"#;

fn agent(id: &str, name: &str, skill: &str) -> String {
    let login = name.to_lowercase();
    format!(
        r#"
[[account.agent]]
id = {id}
login = "{login}"
password = "{PASSWORD}"
nickname = "{name}"
skills = ["{skill}"]
"#
    )
}

/// What the apply file says of the account of a step.
fn account_of(step: &str) -> String {
    let more = match step {
        "1t" => "[account.settings]\ncontinuity = \"takeover\"\n",
        "13" => "[account.settings]\noffer_timeout_s = 2\n",
        "15" => "[account.settings]\nvisitor_timeout_s = 5\n",
        "16" | "17" => SURVEYS,
        _ => "",
    };
    let mut agents = agent(MAYA, "Maya", "Sales");
    if matches!(step, "12" | "14") {
        agents += &agent(BEN, "Ben", "Sales");
        agents += &agent("311098915", "Nora", "Billing");
    }
    format!("[[account]]\nid = \"{}\"\n{more}{SKILLS}{agents}\n", account(step))
}

fn apply_file() -> String {
    (1..=18).map(|step| account_of(&format!("{step:02}"))).chain([account_of("1t")]).collect()
}

impl House {
    /// Starts the binary.
    pub(crate) fn open(format: Format, transport: Transport) -> Self {
        let place = Place::with(&apply_file());
        let (data, file) = (place.data(), place.file());
        let plain = serve(&data, Some(&file)).into_iter().map(OsString::from);
        let certificate = (transport == Transport::Tls).then(Certificate::fresh);
        let tls = certificate.iter().flat_map(|certificate| {
            place.write_certificate(certificate);
            ["--tls-cert".into(), place.certificate().into(), "--tls-key".into(), place.key().into()]
        });
        let server = Running::start(plain.chain(tls).collect::<Vec<_>>());
        let address = server.address;
        let (scheme, connection) = match &certificate {
            Some(certificate) => ("https", certificate.connect(address).unwrap()),
            None => ("http", Connection::to(address)),
        };
        Self { format, origin: format!("{scheme}://{address}"), connection, server, _place: place }
    }

    /// Stops the binary, which has nothing to complain of.
    pub(crate) fn close(self) {
        drop(self.connection);
        self.server.signal(Signal::TERM);
        let ended = self.server.wait();
        assert!(ended.status.success(), "{}", ended.stderr);
        assert!(!ended.stderr.contains(" ERROR ") && !ended.stderr.contains("panicked"), "{}", ended.stderr);
    }

    /// Sends a request as it is.
    #[track_caller]
    pub(crate) fn raw(&mut self, request: &Request) -> Reply {
        self.connection.ask(request)
    }

    /// Sends a request whose answer is in the client's format.
    #[track_caller]
    pub(crate) fn ask(&mut self, who: &str, request: Request) -> Answer {
        Answer::of(self.raw(&request.with("Authorization", who)), self.format)
    }

    /// Adds a body in the client's format.
    pub(crate) fn with(&self, request: Request, body: &Body) -> Request {
        match self.format {
            Format::Json => request.json(&body.json),
            Format::Xml => request.xml(&body.xml),
        }
    }

    /// The address of a resource as the client asks for it.
    pub(crate) fn target(&self, path: &str) -> String {
        target(self.path(path), self.format.suffix())
    }

    /// The path of an absolute address, which must be that of this server; a path stays as it is.
    #[track_caller]
    pub(crate) fn path<'a>(&self, href: &'a str) -> &'a str {
        let path = href.strip_prefix(&self.origin).unwrap_or(href);
        assert!(path.starts_with('/'), "{href} is not at {}", self.origin);
        path
    }

    #[track_caller]
    pub(crate) fn get(&mut self, who: &str, path: &str) -> Answer {
        self.ask(who, Request::get(self.target(path)))
    }

    #[track_caller]
    pub(crate) fn post(&mut self, who: &str, path: &str, body: &Body) -> Answer {
        self.ask(who, self.with(Request::post(self.target(path)), body))
    }

    #[track_caller]
    pub(crate) fn put(&mut self, who: &str, path: &str, body: &Body) -> Answer {
        self.ask(who, put(self.with(Request::post(self.target(path)), body)))
    }

    /// Asks until this is the answer.
    #[track_caller]
    pub(crate) fn until<T: PartialEq + Debug>(&mut self, expected: &T, mut ask: impl FnMut(&mut Self) -> T) {
        let mut got = ask(self);
        for _ in 0..PATIENCE {
            if got == *expected {
                return;
            }
            got = ask(self);
        }
        assert_eq!(got, *expected, "it did not come");
    }

    /// Signs an agent in and starts an agent session.
    #[track_caller]
    pub(crate) fn sign_in(&mut self, account: &str, login: &str) -> Agent {
        let credentials = format!(r#"{{"username":"{login}","password":"{PASSWORD}"}}"#);
        let reply = self
            .raw(&Request::post(format!("/api/account/{account}/login?v=1.3")).json(&credentials))
            .expect(200);
        let cookie = reply.header("Set-Cookie").unwrap().split(';').next().unwrap().to_owned();
        let json = reply.json();
        let who = format!("Bearer {}", json["bearer"].as_str().unwrap());
        let csrf = json["csrf"].as_str().unwrap().to_owned();
        let session = self.start_session(account, &who);
        Agent { who, session, account: account.to_owned(), cookie, csrf }
    }

    /// Starts an agent session; gives its path.
    #[track_caller]
    pub(crate) fn start_session(&mut self, account: &str, who: &str) -> String {
        let body = Body::new(r#"{"loginData":""}"#, "<loginData/>");
        let made = self.post(who, &format!("/api/account/{account}/agentSession"), &body);
        let href = made.made("agentSessionLocation");
        self.path(&href).to_owned()
    }

    /// Ends a login, and the sessions that were started with it.
    #[track_caller]
    pub(crate) fn sign_out(&mut self, agent: &Agent) {
        let logout = Request::post(format!("/api/account/{}/logout?v=1.3", agent.account));
        let logout = logout.with("Cookie", &agent.cookie).json(&format!(r#"{{"csrf":"{}"}}"#, agent.csrf));
        let reply = self.raw(&logout).expect(200);
        assert!(reply.body.is_empty(), "{}", reply.text());
    }

    /// Asks for a chat; gives its path on the visitor's side.
    #[track_caller]
    pub(crate) fn request(&mut self, account: &str, body: &Body) -> String {
        let made = self.post(&visitor(), &format!("/api/account/{account}/chat/request"), body);
        let reply = made.reply.expect(201);
        assert!(reply.body.is_empty(), "{}", reply.text());
        let href = reply.header("Location").unwrap();
        self.path(href).to_owned()
    }

    /// Accepts what rings; gives the path of the chat under the agent's session.
    #[track_caller]
    pub(crate) fn accept(&mut self, agent: &Agent) -> String {
        let body = Body::new(r#"{"chat":"start"}"#, "<chat>start</chat>");
        let made = self.post(&agent.who, &format!("{}/incomingRequests", agent.session), &body);
        let href = made.made("chatLocation");
        self.path(&href).to_owned()
    }

    /// Maya in a chat with a visitor: she, the visitor's path and hers.
    #[track_caller]
    pub(crate) fn chatting(&mut self, account: &str) -> (Agent, String, String) {
        let maya = self.sign_in(account, "maya");
        let theirs = self.request(account, &Body::chat("", ""));
        let hers = self.accept(&maya);
        (maya, theirs, hers)
    }

    /// How many chats ring at an agent.
    #[track_caller]
    pub(crate) fn ringing(&mut self, agent: &Agent) -> String {
        let document = self.get(&agent.who, &format!("{}/incomingRequests", agent.session)).is(200);
        document.text("ringingCount").to_owned()
    }

    /// The availability of an agent.
    #[track_caller]
    pub(crate) fn availability(&mut self, agent: &Agent) -> String {
        let document = self.get(&agent.who, &format!("{}/availability", agent.session)).is(200);
        document.text("chat").to_owned()
    }

    /// The events of a chat from this id on.
    #[track_caller]
    pub(crate) fn events(&mut self, who: &str, chat: &str, from: u32) -> Vec<String> {
        self.get(who, &format!("{chat}/events?from={from}")).is(200).events()
    }

    /// Adds a line; gives the id of its event.
    #[track_caller]
    pub(crate) fn say(&mut self, who: &str, chat: &str, body: &Body) -> String {
        let href = self.post(who, &format!("{chat}/events"), body).made("chatEventLocation");
        self.path(&href).strip_prefix(&format!("{chat}/events/")).unwrap().to_owned()
    }
}
