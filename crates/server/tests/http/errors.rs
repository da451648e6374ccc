//! The tables of errors of `docs/protocol/00-conventions.md`, row by row: status, number and words, in both formats.
//!
//! Rows that need a captcha, OAuth 1.0a keys or an account that is still loading have nothing to be about here.

use crate::common::ask::{APP_KEY, Ask, Got};
use crate::common::bodies::{self, Both};
use crate::common::people::{Device, Visitor};
use crate::common::{ACCOUNT, BILLING, CLEO, FORMATS, SALES, World};
use handover_desk::{Continuity, Settings};
use handover_wire::Format;

/// A row: what it is about, the request, status, number and words.
type Row<'w> = (&'w str, Ask, u16, u16, String);

/// An agent and a visitor in a chat, a visitor who waits for somebody else, and an agent of another account.
struct Scene {
    maya: Device,
    visitor: Visitor,
    waiting: Visitor,
    stranger: String,
}

impl Scene {
    async fn of(world: &World) -> Self {
        let (maya, visitor) = world.chatting().await;
        world.set_availability(&maya, "Occupied").await;
        let waiting = world.start_chat(&bodies::request(&[("skill", "Billing")])).await;
        let stranger = world.login_at(crate::common::OTHER_ACCOUNT, "otto").await.bearer;
        Self { maya, visitor, waiting, stranger }
    }

    fn agent(&self, ask: Ask) -> Ask {
        ask.bearer(&self.maya.login.bearer)
    }
}

fn guest(ask: Ask) -> Ask {
    ask.app_key(APP_KEY)
}

/// Each row is answered in its own words, whole, in the format of the world, and changes nothing.
async fn check(world: &World, rows: Vec<Row<'_>>) {
    for (what, ask, status, code, message) in rows {
        let before = world.state();
        let got = world.send(ask).await;
        let time = "2018-01-29T08:19:43.976-05:00";
        let (content_type, body) = match world.format {
            Format::Json => (
                "application/json",
                format!(r#"{{"error":{{"time":"{time}","message":"{message}","internalCode":{code}}}}}"#),
            ),
            Format::Xml => (
                "application/xml",
                format!(
                    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><error><time>{time}</time><message>{}</message><internalCode>{code}</internalCode></error>",
                    message.replace('&', "&amp;")
                ),
            ),
        };
        assert_eq!((got.status, got.text()), (status, body), "{what}");
        assert_eq!(got.header("content-type"), Some(content_type), "{what}");
        assert!(world.state() == before, "{what} has changed something");
    }
}

#[tokio::test]
async fn what_was_observed_of_the_old_server_is_answered_in_its_words() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let scene = Scene::of(&world).await;
        let waiting = format!("{}/events", scene.waiting.path);
        let typing = bodies::scalar("visitorTyping", "typing");
        let not_in_chat = "Cannot add line while not in chat";
        let scheme = "Bad authorization request. general_problem=unknown_authorization_type&general_problem_advice=unknown authorization type received";
        let request = format!("/api/account/{ACCOUNT}/chat/request");
        let unproved = bodies::request(&[("participantId", "x"), ("conversationId", "y")]);
        let unknown = scene.visitor.path.replacen("chat/H", "chat/H1", 1);
        let elsewhere = format!("/api/account/{ACCOUNT}/chats");
        check(
            &world,
            vec![
                (
                    "a line while waiting",
                    guest(world.post(&waiting, &bodies::line("x"))),
                    400,
                    5,
                    not_in_chat.into(),
                ),
                (
                    "an unknown scheme",
                    world.get(&scene.visitor.path).with("Authorization", "Basic x"),
                    400,
                    5,
                    scheme.into(),
                ),
                ("another visitor", guest(world.post(request, &unproved)), 401, 10, "Invalid User".into()),
                ("an unknown chat", guest(world.get(unknown)), 404, 12, "Chat session not found".into()),
                (
                    "an unmapped path",
                    guest(world.get(&elsewhere)),
                    404,
                    28,
                    format!("null for uri: {elsewhere}"),
                ),
            ],
        )
        .await;
        let path = format!("{}/events", scene.visitor.path);
        world.visitor_posts(&path, &bodies::ended()).await.expect(201);
        let typing = world.put(format!("{}/info/visitorTyping", scene.visitor.path), &typing);
        let over = "Cannot set visitor's typing status. Chat was ended";
        check(
            &world,
            vec![
                (
                    "a line after the end",
                    guest(world.post(&path, &bodies::line("x"))),
                    400,
                    5,
                    not_in_chat.into(),
                ),
                ("typing after the end", guest(typing), 400, 5, over.into()),
            ],
        )
        .await;
    }
}

#[tokio::test]
async fn a_csrf_token_that_is_wrong_is_told_in_the_form_of_the_login_service() {
    let world = World::new().await;
    let maya = world.sign_in("maya@example.com").await;
    for method in ["refresh", "logout"] {
        for accept in ["application/json", "application/xml"] {
            let ask = maya.login.asks(method).json(r#"{"csrf":"wrong"}"#).accept(accept);
            let json = world.send(ask).await.expect(401).json();
            let error = &json["error"];
            assert_eq!(error["responseStatus"], "UNAUTHORIZED");
            assert_eq!(error["internalCode"], 10);
            let message =
                "CSRF token invalid! The CSRF token on request does not match the CSRF token on the session";
            assert_eq!(error["message"], message);
        }
    }
}

#[tokio::test]
async fn the_gateway_answers_with_one_line_of_text() {
    const TOKEN: &str = "oauth_problem=token_rejected&oauth_problem_advice=the oauth_token is unacceptable to the Service Provider";
    const KEY: &str = "lp_problem=consumer_key_rejected&lp_problem_advice=the appKey is permanently unacceptable to the Service Provider";
    for format in FORMATS {
        let world = World::speaking(format).await;
        let scene = Scene::of(&world).await;
        let (agents, visitors) = (world.get(&scene.maya.path), world.get(&scene.visitor.path));
        let rows = [
            ("an unknown bearer", agents.clone().bearer("0123"), TOKEN),
            ("no bearer", agents.clone(), TOKEN),
            ("a wrong key", visitors.clone().app_key("0123"), KEY),
            ("no key", visitors, KEY),
        ];
        let told = |what: &str, got: &Got, line: &str| {
            assert_eq!((got.status, got.text().as_str()), (401, line), "{what}");
            assert_eq!(got.header("content-type"), Some("text/plain;charset=UTF-8"), "{what}");
        };
        for (what, ask, line) in rows {
            told(what, &world.send(ask).await, line);
        }
        world.advance_ms(8 * 60 * 60 * 1_000).await;
        told("an expired bearer", &world.send(scene.agent(agents)).await, TOKEN);
    }
}

#[tokio::test]
async fn what_is_undocumented_is_answered_as_recommended() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let scene = Scene::of(&world).await;
        let ben = world.sign_in("ben").await;
        world.set_availability(&ben, "Occupied").await;
        let events = format!("{}/events", scene.visitor.path);
        let post = |json: &str, xml: &str| guest(world.post(&events, &Both::new(json, xml)));
        let ask = |path: &str| guest(world.get(format!("/api/account/{ACCOUNT}/chat/{path}")));
        let accept = bodies::scalar("chat", "start");
        let accept = scene.agent(world.post(format!("{}/incomingRequests", scene.maya.path), &accept));
        let name = bodies::scalar("visitor", "Nora");
        let name = guest(world.put(format!("{}/info/visitorName", scene.visitor.path), &name));
        let unowned = world.get(ben.chat(&scene.visitor)).bearer(&ben.login.bearer);
        let unknown = scene.agent(world.get(format!("/api/account/{ACCOUNT}/agentSession/1")));
        check(
            &world,
            vec![
                (
                    "no member",
                    post(r#"{"event":{"@type":"line"}}"#, r#"<event type="line"/>"#),
                    400,
                    5,
                    "event.text is missing".into(),
                ),
                ("no root", name, 400, 5, "visitorName is missing".into()),
                (
                    "out of range",
                    ask("availability?maxWaitTime=86401"),
                    400,
                    5,
                    "maxWaitTime must be between 0 and 86400".into(),
                ),
                (
                    "combined",
                    ask("availability?agent=ben&skill=Sales"),
                    400,
                    5,
                    "agent cannot be combined with skill".into(),
                ),
                (
                    "by itself",
                    ask("availability?serviceQueue=q"),
                    400,
                    5,
                    "serviceQueue needs maxWaitTime".into(),
                ),
                ("nothing rings", accept, 404, 12, "No incoming chat requests".into()),
                ("an unknown session", unknown, 404, 12, "Agent session not found".into()),
                ("another's chat", unowned, 404, 12, "Chat session not found".into()),
                (
                    "another's device",
                    world.get(&scene.maya.path).bearer(&ben.login.bearer),
                    401,
                    10,
                    "Unauthorized account access".into(),
                ),
                (
                    "another account",
                    world.get(&scene.maya.path).bearer(&scene.stranger),
                    401,
                    10,
                    "Unauthorized account access".into(),
                ),
            ],
        )
        .await;
    }
}

#[tokio::test]
async fn a_survey_or_a_session_that_is_no_more_is_not_found() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let scene = Scene::of(&world).await;
        let survey = guest(world.get(format!("/api/account/{ACCOUNT}/chat/preSurvey")));
        world.change(|profile| profile.surveys.clear()).await;
        check(&world, vec![("no survey", survey, 404, 12, "Survey not found".into())]).await;
        let end = world.post(&scene.maya.path, &Both::new("", "")).with("X-HTTP-Method-Override", "DELETE");
        world.send(scene.agent(end)).await.expect(200);
        let gone = scene.agent(world.get(&scene.maya.path));
        check(&world, vec![("an ended session", gone, 404, 12, "Agent session not found".into())]).await;
    }
}

#[tokio::test]
async fn a_session_that_was_taken_over_is_not_found() {
    for format in FORMATS {
        let world =
            World::with(format, Settings { continuity: Continuity::Takeover, ..Settings::default() }).await;
        let first = world.sign_in("maya@example.com").await;
        world.start_session(&first.login).await;
        let gone = world.get(&first.path).bearer(&first.login.bearer);
        check(&world, vec![("taken over", gone, 404, 12, "Agent session not found".into())]).await;
    }
}

#[tokio::test]
async fn a_body_or_a_word_that_cannot_be_read_is_told_by_its_name() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let scene = Scene::of(&world).await;
        let events = format!("{}/events", scene.visitor.path);
        let rows = [
            (Both::new(r#"{"event""#, "<event"), ""),
            (Both::new(r#"{"event":{"@type":"dance"}}"#, r#"<event type="dance"/>"#), "event.type"),
        ];
        for (body, name) in rows {
            let got = world.visitor_posts(&events, &body).await.expect(400);
            assert_eq!((got.format(), got.internal_code()), (format, 5));
            assert!(got.message().starts_with(name) && !got.message().is_empty(), "{}", got.message());
        }
        let (path, busy) = (format!("{}/availability", scene.maya.path), bodies::availability("Busy"));
        let message = world.agent_puts(&scene.maya, path, &busy).await.expect(400).message();
        assert!(message.starts_with("availability.chat"), "{message}");
    }
}

#[tokio::test]
async fn a_transfer_that_cannot_be_says_so_under_its_own_root() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let scene = Scene::of(&world).await;
        let path = format!("{}/transfer", scene.maya.chat(&scene.visitor));
        for (kind, id) in [("agent", 1), ("agent", CLEO), ("skill", 1), ("skill", SALES), ("skill", BILLING)]
        {
            let before = world.state();
            let got =
                world.agent_posts(&scene.maya, &path, &bodies::transfer(kind, id, "x")).await.expect(400);
            let root = got.root();
            let members: Vec<&str> = root.children().map(handover_wire::Element::name).collect();
            assert_eq!((got.format(), root.name(), members), (format, "transfer", vec!["errormsg"]));
            assert!(!root.get("errormsg").unwrap().is_empty());
            assert!(world.state() == before);
        }
    }
}

#[tokio::test]
async fn an_account_that_is_not_there_is_told_as_each_service_does() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let nobody = |path: &str| guest(world.get(format!("/api/account/404{path}")));
        let got = world.send(nobody("/chat/availability")).await.expect(404);
        let told = (got.format(), got.internal_code(), got.message());
        assert_eq!(told, (format, 12, "Account not found".to_owned()));
        // The domain service refuses as the login does (`docs/protocol/10-domain-login.md` §1.3), both in JSON only.
        let service = world.send(nobody("/service/agentVep/baseURI")).await.expect(401).json();
        let login = Ask::post("/api/account/404/login").json(r#"{"username":"a","password":"b"}"#);
        let login = world.send(login.accept(format.content_type())).await.expect(401).json();
        assert_eq!(
            (&service["error"]["internalCode"], &login["error"]["internalCode"]),
            (&10.into(), &10.into())
        );
    }
}
