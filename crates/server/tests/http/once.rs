//! Every write of all APIs can be repeated (`docs/adr/0006-what-a-repeated-write-is-answered.md`): one table of all of them.

use crate::common::ask::{APP_KEY, Ask, Got};
use crate::common::bodies::{self, Both};
use crate::common::factor::{PLACE, SECRET};
use crate::common::people::{Device, Login, Visitor};
use crate::common::{BEN, FORMATS, MAYA, World, identity, surveys};
use handover_server::http::Surfaces;
use http::Method;
use serde_json::json;
use std::collections::BTreeSet;

const KEY: &str = "0123456789abcdef";
const DAY_MS: i64 = 24 * 60 * 60 * 1_000;
const ROOT: &str = "/api/account/12345678";
/// Answers of these hand out secrets that are kept nowhere, so that they cannot be given again.
const NOT_REMEMBERED: [&str; 5] = [
    "POST /api/account/{account}/login",
    "POST /api/account/{account}/refresh",
    "POST /api/handover/v1/account/{account}/secondFactor",
    "POST /api/handover/v1/signIn",
    "POST /api/handover/v1/signIn/finish",
];

/// An agent and a visitor in a chat, a chat that rings at the agent, a colleague who takes transfers and has a second factor, a
/// supervisor with two devices, and an admin.
struct Scene {
    maya: Device,
    ben: Device,
    visitor: Visitor,
    sue: Device,
    phone: Device,
    ada: Device,
}

impl Scene {
    async fn of(world: &World) -> Self {
        let (maya, visitor) = world.chatting().await;
        world.start_chat(&bodies::for_sales()).await;
        let ben = world.sign_in("ben").await;
        world.set_availability(&ben, "Occupied").await;
        let sue = world.sign_in_supervisor().await;
        let phone = world.sign_in("sue").await;
        let ada = world.sign_in_admin().await;
        world.set_factor(&ben.login, SECRET, &world.code(SECRET, 0)).await.expect(200);
        Self { maya, ben, visitor, sue, phone, ada }
    }
}

/// A write of the table: its method, what it is, and its request with one body or the other.
struct Case {
    method: &'static str,
    what: &'static str,
    ask: fn(&World, &Scene, bool) -> Ask,
}

const fn case(method: &'static str, what: &'static str, ask: fn(&World, &Scene, bool) -> Ask) -> Case {
    Case { method, what, ask }
}

fn agent_cases() -> Vec<Case> {
    vec![
        case("POST {A}/logout", "logout", |_, s, other| {
            let ask = s.maya.login.asks("logout");
            if other { ask.json(r#"{"csrf":"another"}"#) } else { ask }
        }),
        case("POST {A}/agentSession", "session", |w, s, other| {
            let body =
                Both::new(format!(r#"{{"loginData":"{other}"}}"#), format!("<loginData>{other}</loginData>"));
            by_agent(s, w.post(format!("{ROOT}/agentSession"), &body))
        }),
        case("DELETE {S}", "end of the session", |w, s, other| {
            let ask = Ask::post(&s.maya.path).with("X-HTTP-Method-Override", "DELETE");
            let ask = ask.accept(w.format.content_type());
            by_agent(s, if other { ask.json("{}") } else { ask })
        }),
        case("PUT {S}/availability", "availability", |w, s, other| {
            let body = bodies::availability(if other { "Online" } else { "Away" });
            by_agent(s, w.put(format!("{}/availability", s.maya.path), &body))
        }),
        case("POST {S}/incomingRequests", "accept", |w, s, other| {
            let body = bodies::scalar("chat", if other { "begin" } else { "start" });
            by_agent(s, w.post(format!("{}/incomingRequests", s.maya.path), &body))
        }),
        case("POST {C}/events", "line", |w, s, other| {
            let body = bodies::private(if other { "Ho" } else { "Hi" });
            by_agent(s, w.post(format!("{}/events", s.maya.chat(&s.visitor)), &body))
        }),
        case("POST {C}/events", "end", |w, s, other| {
            let body = if other { bodies::line("Ho") } else { bodies::ended() };
            by_agent(s, w.post(format!("{}/events", s.maya.chat(&s.visitor)), &body))
        }),
        case("POST {C}/events", "receipt", |w, s, other| {
            let body = if other { bodies::line("Ho") } else { receipt() };
            by_agent(s, w.post(format!("{}/events", s.maya.chat(&s.visitor)), &body))
        }),
        case("PUT {C}/info/agentTyping", "typing", |w, s, other| {
            let body = bodies::scalar("agentTyping", if other { "not-typing" } else { "typing" });
            by_agent(s, w.put(format!("{}/info/agentTyping", s.maya.chat(&s.visitor)), &body))
        }),
        case("POST {C}/transfer", "transfer", |w, s, other| {
            let body = bodies::transfer("agent", BEN, if other { "y" } else { "x" });
            by_agent(s, w.post(format!("{}/transfer", s.maya.chat(&s.visitor)), &body))
        }),
        case("PUT {C}/survey", "survey", |w, s, other| {
            let value = if other { "A-18" } else { "A-17" };
            let body = bodies::answers(surveys::AGENT, &[(16_148_804, &[value]), (26_386_685, &["Yes"])]);
            by_agent(s, w.put(format!("{}/survey", s.maya.chat(&s.visitor)), &body))
        }),
    ]
}

fn visitor_cases() -> Vec<Case> {
    vec![
        case("POST {A}/conversation", "proof", |_, _, other| {
            let token = identity::token(&identity::claims());
            identity::request(if other { 1 } else { identity::CONNECTOR }, &token)
        }),
        case("PUT {A}/chat/offlineSurvey", "message", |w, _, other| {
            let body =
                bodies::answers(surveys::OFFLINE, &[(13_387_460, &[if other { "No." } else { "Yes." }])]);
            by_visitor(w.put(format!("{ROOT}/chat/offlineSurvey"), &body))
        }),
        case("POST {A}/chat/request", "chat", |w, _, other| {
            let body = if other { bodies::request(&[("skill", "Billing")]) } else { bodies::for_sales() };
            by_visitor(w.post(format!("{ROOT}/chat/request"), &body))
        }),
        case("POST {V}/events", "line", |w, s, other| {
            let body = bodies::line(if other { "Ho" } else { "Hi" });
            by_visitor(w.post(format!("{}/events", s.visitor.path), &body))
        }),
        case("POST {V}/events", "end", |w, s, other| {
            let body = if other { bodies::line("Ho") } else { bodies::ended() };
            by_visitor(w.post(format!("{}/events", s.visitor.path), &body))
        }),
        case("POST {V}/events", "receipt", |w, s, other| {
            let body = if other { bodies::line("Ho") } else { receipt() };
            by_visitor(w.post(format!("{}/events", s.visitor.path), &body))
        }),
        case("PUT {V}/info/visitorName", "name", |w, s, other| {
            let body = bodies::scalar("visitorName", if other { "Ann" } else { "Nora" });
            by_visitor(w.put(format!("{}/info/visitorName", s.visitor.path), &body))
        }),
        case("PUT {V}/info/visitorTyping", "typing", |w, s, other| {
            let body = bodies::scalar("visitorTyping", if other { "not-typing" } else { "typing" });
            by_visitor(w.put(format!("{}/info/visitorTyping", s.visitor.path), &body))
        }),
        case("PUT {V}/exitSurvey", "survey", |w, s, other| {
            let body = bodies::answers(surveys::EXIT, &[(4_991_315, &[if other { "no" } else { "yes" }])]);
            by_visitor(w.put(format!("{}/exitSurvey", s.visitor.path), &body))
        }),
        case("PUT {V}/transcriptRequest", "transcript", |w, s, other| {
            let body = bodies::scalar("email", if other { "ann@example.com" } else { "nora@example.com" });
            by_visitor(w.put(format!("{}/transcriptRequest", s.visitor.path), &body))
        }),
        case("PUT {V}/transcriptWithSubjectRequest", "transcript with a subject", |_, s, other| {
            let body = json!({"email": "nora@example.com", "subject": if other { "a" } else { "b" }});
            let path = format!("{}/transcriptWithSubjectRequest.json", s.visitor.path);
            by_visitor(Ask::put(path).json(body.to_string()))
        }),
        case("PUT {V}/customVariables", "variables", |_, s, other| {
            let body =
                json!({"customVariables": {"customVariable": {"name": "a", "value": other.to_string()}}});
            by_visitor(Ask::put(format!("{}/customVariables.json", s.visitor.path)).json(body.to_string()))
        }),
    ]
}

/// The API of the pages: JSON, whatever the world speaks.
fn pages_cases() -> Vec<Case> {
    vec![
        case("PUT {P}/devices/{device}", "name of a device", |_, s, other| {
            let ask = Ask::put(format!("{}/devices/{}", s.sue.pages(), s.phone.session()));
            by_supervisor(s, ask.json(json!({"name": if other { "Tablet" } else { "Phone" }}).to_string()))
        }),
        case("DELETE {P}/devices/{device}", "end of a device", |_, s, other| {
            let ask = Ask::post(format!("{}/devices/{}", s.sue.pages(), s.phone.session()));
            let ask = ask.with("X-HTTP-Method-Override", "DELETE");
            by_supervisor(s, if other { ask.json("{}") } else { ask })
        }),
        case("PUT {P}/chat/{chat}/draft", "draft", |_, s, other| {
            let ask = Ask::put(format!("{}/chat/{}/draft", s.maya.pages(), s.visitor.key()));
            by_agent(s, ask.json(json!({"text": if other { "Ho" } else { "Hi" }}).to_string()))
        }),
        case("PUT {P}/chat/{chat}/read", "mark of the agent", |_, s, other| {
            let ask = Ask::put(format!("{}/chat/{}/read", s.maya.pages(), s.visitor.key()));
            by_agent(s, ask.json(json!({"event": u8::from(other)}).to_string()))
        }),
        case("PUT {W}/read", "mark of the visitor", |_, s, other| {
            let ask = Ask::put(format!("{}/read", s.visitor.pages()));
            by_visitor(ask.json(json!({"event": u8::from(other)}).to_string()))
        }),
        case("POST {P}/board/chat/{chat}/whisper", "whisper", |_, s, other| {
            let body = json!({"text": if other { "Ho" } else { "Hi" }});
            on_board(s, &format!("chat/{}/whisper", s.visitor.key()), &body.to_string())
        }),
        case("POST {P}/board/chat/{chat}/takeOver", "take-over", |_, s, other| {
            on_board(
                s,
                &format!("chat/{}/takeOver", s.visitor.key()),
                if other { r#"{"a":1}"# } else { "{}" },
            )
        }),
        case("POST {P}/board/chat/{chat}/end", "end by a supervisor", |_, s, other| {
            on_board(s, &format!("chat/{}/end", s.visitor.key()), if other { r#"{"a":1}"# } else { "{}" })
        }),
        case("POST {P}/board/agent/{agent}/signOut", "end of an agent's logins", |_, s, other| {
            on_board(s, &format!("agent/{MAYA}/signOut"), if other { r#"{"a":1}"# } else { "{}" })
        }),
    ]
}

/// Second factors: an agent's own, and what an admin does.
fn factor_cases() -> Vec<Case> {
    vec![
        case("PUT {F}", "second factor", |w, s, other| {
            let code = w.code(SECRET, i64::from(other));
            let body = json!({"secret": SECRET, "code": code}).to_string();
            Ask::put(PLACE).json(body).bearer(&s.ada.login.bearer)
        }),
        case("POST {F}/remove", "no second factor", |w, s, other| {
            let body = json!({"code": w.code(SECRET, if other { 2 } else { 1 })}).to_string();
            Ask::post(format!("{PLACE}/remove")).json(body).bearer(&s.ben.login.bearer)
        }),
        case(
            "POST {P}/board/agent/{agent}/removeSecondFactor",
            "no second factor of another",
            |_, s, other| {
                by_admin(
                    s,
                    &format!("agent/{BEN}/removeSecondFactor"),
                    if other { r#"{"a":1}"# } else { "{}" },
                )
            },
        ),
        case("POST {P}/board/locks/release", "lock", |_, s, other| {
            let body = json!({"login": if other { "cleo" } else { "ben" }});
            by_admin(s, "locks/release", &body.to_string())
        }),
    ]
}

fn by_admin(scene: &Scene, path: &str, body: &str) -> Ask {
    let ask = Ask::post(format!("{}/board/{path}", scene.ada.pages())).json(body);
    ask.bearer(&scene.ada.login.bearer)
}

fn on_board(scene: &Scene, path: &str, body: &str) -> Ask {
    by_supervisor(scene, Ask::post(format!("{}/board/{path}", scene.sue.pages())).json(body))
}

fn by_supervisor(scene: &Scene, ask: Ask) -> Ask {
    ask.bearer(&scene.sue.login.bearer)
}

fn by_agent(scene: &Scene, ask: Ask) -> Ask {
    ask.bearer(&scene.maya.login.bearer)
}

fn by_visitor(ask: Ask) -> Ask {
    ask.app_key(APP_KEY)
}

fn receipt() -> Both {
    Both::new(r#"{"event":{"@type":"line-status"}}"#, r#"<event type="line-status"/>"#)
}

fn cases() -> Vec<Case> {
    [agent_cases(), visitor_cases(), pages_cases(), factor_cases()].into_iter().flatten().collect()
}

impl Case {
    fn template(&self) -> String {
        let account = "/api/account/{account}";
        let (session, visitor) =
            (format!("{account}/agentSession/{{session}}"), format!("{account}/chat/{{chat}}"));
        let chat = format!("{session}/chat/{{chat}}");
        let pages = "/api/handover/v1/account/{account}";
        let method = self.method.replace("{P}", &format!("{pages}/agentSession/{{session}}"));
        let method = method.replace("{W}", &format!("{pages}/chat/{{chat}}"));
        let method = method.replace("{F}", &format!("{pages}/secondFactor"));
        let method = method.replace("{C}", &chat).replace("{S}", &session).replace("{V}", &visitor);
        method.replace("{A}", account)
    }

    /// The agent who writes, if it is one.
    fn agent(&self) -> Option<&'static str> {
        if self.method.ends_with("{F}") || self.method.contains("Factor") || self.method.contains("locks") {
            return Some("ada");
        }
        if self.method.contains("{F}") {
            return Some("ben");
        }
        if self.method.contains("{P}/board") || self.method.contains("{P}/devices") {
            return Some("sue");
        }
        let places = ["{S}", "{C}", "{P}"];
        let of_maya =
            places.iter().any(|place| self.method.contains(place)) || self.method.ends_with("/agentSession");
        of_maya.then_some("maya@example.com")
    }
}

/// A write that was answered.
struct Done {
    world: World,
    scene: Scene,
    ask: Ask,
    other: Ask,
    first: Got,
}

impl Done {
    async fn of(case: &Case, format: handover_wire::Format) -> Self {
        let world = World::speaking(format).await;
        let scene = Scene::of(&world).await;
        let ask = (case.ask)(&world, &scene, false).once(KEY);
        let other = (case.ask)(&world, &scene, true).once(KEY);
        let first = world.send(ask.clone()).await;
        assert!(matches!(first.status, 200 | 201), "{}: {}", case.what, first.text());
        Self { world, scene, ask, other, first }
    }

    /// The chat has ended and is archived, and the sessions of agent and supervisor have ended.
    async fn all_is_over(&self) {
        let Self { world, scene, .. } = self;
        let path = format!("{}/events", scene.visitor.path);
        world.visitor_posts(path, &bodies::ended()).await;
        for device in [&scene.maya, &scene.sue, &scene.ada] {
            let end = Ask::post(&device.path).with("X-HTTP-Method-Override", "DELETE");
            world.send(end.bearer(&device.login.bearer)).await;
        }
        world.advance_ms(300_000).await;
        world.until_archived(&scene.visitor).await;
        world.visitor_reads(&scene.visitor.path).await.expect(404);
    }

    /// The same requests of a login of today.
    async fn signed_in_again(&mut self, case: &Case) {
        if let Some(agent) = case.agent() {
            let code = self.world.code(SECRET, 0);
            let login = Login::of(&self.world.try_login(agent, &code).await);
            self.ask = self.ask.clone().bearer(&login.bearer);
            self.other = self.other.clone().bearer(&login.bearer);
        }
    }
}

#[track_caller]
fn assert_same(what: &str, again: &Got, first: &Got) {
    let told = |got: &Got| (got.status, got.text(), got.header("location").map(str::to_owned));
    assert_eq!(told(again), told(first), "{what}");
}

/// The same request gives the first answer and does nothing; another one with its key is refused and does nothing.
async fn assert_remembered(case: &Case, world: &World, done: &Done) {
    let what = format!("{} {}", case.method, case.what);
    let before = world.state();
    assert_same(&what, &world.send(done.ask.clone()).await, &done.first);
    let misused = world.send(done.other.clone()).await;
    assert_eq!(misused.status, 422, "{what}: {}", misused.text());
    assert!(
        misused.text().contains("The Idempotency-Key was used for another request"),
        "{}",
        misused.text()
    );
    assert!(world.state() == before, "{what} has done something");
}

#[test]
fn every_write_is_in_the_table() {
    let all = Surfaces::methods().into_iter().filter(|(method, _)| method != Method::GET);
    let all: BTreeSet<String> = all.map(|(method, path)| format!("{method} {path}")).collect();
    let known = cases().into_iter().map(|case| case.template()).chain(NOT_REMEMBERED.map(str::to_owned));
    assert_eq!(known.collect::<BTreeSet<_>>(), all);
}

#[tokio::test]
async fn a_repeated_write_gets_the_first_answer_also_after_a_crash() {
    for format in FORMATS {
        for case in cases() {
            let done = Done::of(&case, format).await;
            assert_remembered(&case, &done.world, &done).await;
            assert_remembered(&case, &done.world.after_crash().await, &done).await;
        }
    }
}

#[tokio::test]
async fn a_repeated_write_gets_the_first_answer_when_chat_and_session_are_gone() {
    for format in FORMATS {
        for case in cases() {
            let mut done = Done::of(&case, format).await;
            done.all_is_over().await;
            assert_remembered(&case, &done.world, &done).await;
            done.signed_in_again(&case).await;
            assert_remembered(&case, &done.world.after_crash().await, &done).await;
        }
    }
}

#[tokio::test]
async fn a_key_is_forgotten_after_24_hours() {
    for case in cases() {
        let mut done = Done::of(&case, handover_wire::Format::Json).await;
        done.world.advance_ms(DAY_MS - 1).await;
        done.signed_in_again(&case).await;
        assert_remembered(&case, &done.world, &done).await;
        done.world.advance_ms(1).await;
        let got = done.world.send(done.other.clone()).await;
        assert_ne!(got.status, 422, "{} {}: {}", case.method, case.what, got.text());
    }
}

/// The state of a world without what differs from one world to the next: the salts of the passwords.
fn state(world: &World) -> String {
    let state = world.state();
    let mut parts = state.split(r#""password_hash":""#);
    let first = parts.next().unwrap().to_owned();
    parts.fold(first, |state, part| state + part.split_once('"').unwrap().1)
}

#[tokio::test]
async fn of_two_that_are_on_their_way_at_once_one_is_done_and_both_are_answered_alike() {
    for case in cases() {
        let done = Done::of(&case, handover_wire::Format::Json).await;
        let world = World::speaking(handover_wire::Format::Json).await;
        let scene = Scene::of(&world).await;
        let ask = (case.ask)(&world, &scene, false).once(KEY);
        world.disk.hold();
        let both_wait = async {
            world.disk.somebody_waits().await;
            tokio::task::yield_now().await;
            world.disk.release();
        };
        let (one, two, ()) = tokio::join!(world.send(ask.clone()), world.send(ask), both_wait);
        assert_same(case.what, &one, &done.first);
        assert_same(case.what, &two, &done.first);
        assert!(state(&world) == state(&done.world), "{} {} was done twice", case.method, case.what);
    }
}

#[tokio::test]
async fn a_key_that_is_none_is_named_and_nothing_is_done() {
    for format in FORMATS {
        for case in cases() {
            let world = World::speaking(format).await;
            let scene = Scene::of(&world).await;
            let before = world.state();
            for key in ["", "short", &"k".repeat(256), "0123456789\tabcdef", "0123456789abcd\u{e9}"] {
                let got = world.send((case.ask)(&world, &scene, false).once(key)).await.expect(400);
                let told = got.text();
                assert!(told.contains("Idempotency-Key must have 16 to 255 printable characters"), "{told}");
            }
            assert!(world.state() == before, "{} {}", case.method, case.what);
        }
    }
}

#[tokio::test]
async fn what_is_repeated_is_not_shown_again() {
    let world = World::new().await;
    let Scene { maya, visitor, .. } = Scene::of(&world).await;
    let typing = |name: &str| bodies::scalar(name, "typing");
    let asks = [
        world.put(format!("{}/info/visitorTyping", visitor.path), &typing("visitorTyping")).app_key(APP_KEY),
        world
            .put(format!("{}/info/agentTyping", maya.chat(&visitor)), &typing("agentTyping"))
            .bearer(&maya.login.bearer),
    ];
    for ask in &asks {
        world.send(ask.clone().once(KEY)).await;
    }
    world.visitor_says(&visitor, "Hi").await;
    world.agent_says(&maya, &visitor, &bodies::line("Hello")).await;
    for ask in &asks {
        world.send(ask.clone().once(KEY)).await;
    }
    let info = world.visitor_reads(format!("{}/info", visitor.path)).await.expect(200).json();
    assert_eq!(
        (&info["info"]["visitorTyping"], &info["info"]["agentTyping"]),
        (&"not-typing".into(), &"not-typing".into())
    );
}

#[tokio::test]
async fn the_first_answer_comes_in_the_format_that_is_asked_for() {
    let world = World::new().await;
    let (_, visitor) = world.chatting().await;
    let path = format!("{}/events", visitor.path);
    let ask = world.post(&path, &bodies::line("Hi")).app_key(APP_KEY).once(KEY);
    let first = world.send(ask.clone()).await.expect(201);
    let again = world.send(ask.accept("application/xml")).await.expect(201);
    assert_eq!((again.format(), again.location()), (handover_wire::Format::Xml, first.location()));
}

#[tokio::test]
async fn a_key_says_nothing_to_somebody_else() {
    let world = World::new().await;
    let Scene { maya, visitor, ben, .. } = Scene::of(&world).await;
    let hers = world.post(format!("{}/events", maya.chat(&visitor)), &bodies::line("Hi")).once(KEY);
    world.send(hers.clone().bearer(&maya.login.bearer)).await.expect(201);
    let end = world.post(&maya.path, &Both::new("", "")).with("X-HTTP-Method-Override", "DELETE").once(KEY);
    world.send(hers.clone().bearer(&ben.login.bearer)).await.expect(401);
    world.send(end.clone().bearer(&ben.login.bearer)).await.expect(401);
    world.send(hers.clone()).await.expect(401);
    let his = world.post(format!("{}/events", visitor.path), &bodies::line("Hi")).app_key(APP_KEY).once(KEY);
    world.send(his.clone()).await.expect(201);
    world.send(his.app_key("wrong")).await.expect(401);
    let guessed = visitor.path.replacen("chat/H", "chat/H1", 1);
    let ask = world.post(format!("{guessed}/events"), &bodies::line("Hi")).app_key(APP_KEY).once(KEY);
    world.send(ask).await.expect(404);
    assert_eq!(
        world.agent_sees(&maya, &visitor).await.iter().filter(|told| told.ends_with(": Hi")).count(),
        2
    );
}
