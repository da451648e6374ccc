//! Looking up hosts, signing in, and the way of a chat from the request to its first lines.

use crate::common::ask::{APP_KEY, Ask, HOST, path_of};
use crate::common::{ACCOUNT, FORMATS, OTHER_ACCOUNT, PASSWORD, World, bodies, config_with_group, seen};
use serde_json::Value;

const REJECTED: &str = "oauth_problem=token_rejected&oauth_problem_advice=the oauth_token is unacceptable to the Service Provider";
const KEY_REJECTED: &str = "lp_problem=consumer_key_rejected&lp_problem_advice=the appKey is permanently unacceptable to the Service Provider";

#[tokio::test]
async fn a_client_finds_every_service_under_both_prefixes() {
    let world = World::new().await;
    for prefix in ["api", "csdr"] {
        for service in ["agentVep", "conversationVep", "smt"] {
            let path = format!("/{prefix}/account/{ACCOUNT}/service/{service}/baseURI.json?version=1.0");
            let got = world.send(Ask::get(path)).await.expect(200);
            let expected = serde_json::json!({"service": service, "account": ACCOUNT, "baseURI": HOST});
            assert_eq!(got.json(), expected);
        }
        let path = format!("/{prefix}/account/{ACCOUNT}/service/baseURI.json?version=1.0");
        let all = world.send(Ask::get(path)).await.expect(200).json();
        let services: Vec<_> =
            all["baseURIs"].as_array().unwrap().iter().map(|one| &one["service"]).collect();
        for wanted in ["agentVep", "conversationVep", "smt", "asyncMessagingEnt", "adminArea", "liveEngage"] {
            assert!(services.iter().any(|service| *service == wanted), "{wanted}");
        }
    }
}

#[tokio::test]
async fn a_login_is_refreshed_and_ended_with_its_cookie_and_its_csrf_token() {
    let world = World::new().await;
    let login = world.login("maya@example.com").await;
    assert!(login.cookie.starts_with("session_id="));
    let refreshed = world.send(login.asks("refresh")).await.expect(200);
    assert_eq!((refreshed.text().as_str(), refreshed.header("content-type")), ("", None));
    assert!(refreshed.header("set-cookie").unwrap().starts_with(&login.cookie));
    let wrong = login.asks("refresh").json(r#"{"csrf":"0000"}"#);
    let body = r#"{"error":{"time":"Jan 29, 2018 8:19:43 AM","message":"CSRF token invalid! The CSRF token on request does not match the CSRF token on the session","internalCode":10,"responseStatus":"UNAUTHORIZED"}}"#;
    assert_eq!(world.send(wrong).await.expect(401).text(), body);
    let ended = world.logout(&login).await.expect(200);
    assert_eq!(ended.text(), "");
    world.logout(&login).await.expect(401);
    let start = Ask::post(format!("/api/account/{ACCOUNT}/agentSession")).json("{}").bearer(&login.bearer);
    let got = world.send(start).await.expect(401);
    assert_eq!(got.text(), REJECTED);
    assert_eq!(got.header("content-type"), Some("text/plain;charset=UTF-8"));
}

#[tokio::test]
async fn a_login_is_told_the_agent_groups_of_its_account() {
    let world = World::new().await;
    let groups = async || {
        let body = format!(r#"{{"username":"otto","password":"{PASSWORD}"}}"#);
        let ask = Ask::post(format!("/api/account/{OTHER_ACCOUNT}/login?v=1.3")).json(body);
        world.send(ask).await.expect(200).json()["accountData"]["agentGroupsData"]["items"].clone()
    };
    let main = serde_json::json!({"id": -1, "deleted": false, "name": "Main Group"});
    assert_eq!(groups().await, serde_json::json!([main]));
    world.configure(OTHER_ACCOUNT, config_with_group(17, "Night shift")).await;
    let night = serde_json::json!({"id": 17, "deleted": false, "name": "Night shift"});
    assert_eq!(groups().await, serde_json::json!([main, night]));
}

#[tokio::test]
async fn empty_credentials_of_other_kinds_beside_a_password_are_ignored() {
    let world = World::new().await;
    let body = r#"{"username":"ben","password":"Correct-Horse1","appKey":"","secret":"","accessToken":"","accessTokenSecret":""}"#;
    for query in ["?v=1.2", "?v=1.3", "??v=1&NC=true", ""] {
        let ask = Ask::post(format!("/api/account/{ACCOUNT}/login{query}")).json(body);
        world.send(ask).await.expect(200);
    }
}

#[tokio::test]
async fn an_agent_session_starts_whatever_its_body_says() {
    let world = World::new().await;
    let login = world.login("ben").await;
    let path = format!("/api/account/{ACCOUNT}/agentSession.json?v=1&NC=true");
    let ask = || Ask::post(&path).bearer(&login.bearer);
    let asks = [
        ask(),
        ask().with("Content-Type", "application/json"),
        ask().json("{}"),
        ask().json(r#"{"loginData":""}"#),
        ask().json(r#"{"loginData":{}}"#),
        ask().json(r#"{"loginData":{"userName":"ben","password":"not even right"}}"#),
        ask().xml("<loginData/>"),
    ];
    for ask in asks {
        let got = world.send(ask).await.expect(201);
        let href = got.json()["agentSessionLocation"]["link"]["@href"].as_str().unwrap().to_owned();
        assert_eq!(path_of(&href), got.location());
        let id = href.rsplit('/').next().unwrap();
        assert!(id.len() > 5 && id.bytes().all(|byte| byte.is_ascii_digit()), "{id}");
    }
}

#[tokio::test]
async fn a_first_session_takes_chats_without_ever_setting_an_availability() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let maya = world.sign_in("maya@example.com").await;
        assert_eq!(world.availability(&maya).await, "Online");
        world.start_chat(&bodies::for_sales()).await;
        assert_eq!(world.ringing(&maya).await, 1);
    }
}

#[tokio::test]
async fn an_availability_that_was_set_is_read_back() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let maya = world.sign_in("maya@example.com").await;
        for word in ["Away", "Occupied", "Online"] {
            let path = format!("{}/availability", maya.path);
            let got = world.agent_puts(&maya, &path, &bodies::availability(word)).await.expect(200);
            assert_eq!(got.root().get("chat"), Some(word));
            assert_eq!(world.availability(&maya).await, word);
        }
    }
}

#[tokio::test]
async fn a_chat_request_answers_with_an_address_and_no_body() {
    let world = World::new().await;
    world.sign_in("maya@example.com").await;
    let path = format!("/api/account/{ACCOUNT}/chat/request.json?v=1&appKey={APP_KEY}");
    let got = world.send(Ask::post(path).json(r#"{"request":{}}"#)).await.expect(201);
    assert_eq!(got.text(), "");
    let chat = format!("{}.json?v=1&appKey={APP_KEY}", got.location());
    let document = world.send(Ask::get(chat)).await.expect(200).json();
    let rels: Vec<_> = document["chat"]["link"].as_array().unwrap().iter().map(|l| &l["@rel"]).collect();
    let expected = [
        "self",
        "events",
        "info",
        "next",
        "transcript-request",
        "transcript-with-subject-request",
        "exit-survey",
        "custom-variables",
    ];
    assert_eq!(rels, expected);
    let events = document["chat"]["events"]["event"].as_array().unwrap();
    assert_eq!(events.len(), 2);
    assert_eq!((&events[0]["@id"], &events[0]["state"]), (&"0".into(), &"waiting".into()));
    assert_eq!((&events[1]["@id"], &events[1]["systemMessageId"]), (&"1".into(), &4.into()));
}

#[tokio::test]
async fn a_visitor_whom_nobody_can_serve_is_told_so_once() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let visitor = world.start_chat(&bodies::for_sales()).await;
        assert_eq!(world.visitor_sees(&visitor).await, ["0 waiting", "1 system 4", "2 system 2"]);
    }
}

#[tokio::test]
async fn a_visitor_may_not_write_while_waiting() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let visitor = world.start_chat(&bodies::for_sales()).await;
        let got = world.visitor_posts(format!("{}/events", visitor.path), &bodies::line("hi")).await;
        let got = got.expect(400);
        assert_eq!(got.internal_code(), 5);
        assert_eq!(got.message(), "Cannot add line while not in chat");
    }
}

#[tokio::test]
async fn a_chat_rings_until_it_is_accepted_and_is_accepted_once() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let maya = world.sign_in("maya@example.com").await;
        let visitor = world.start_chat(&bodies::for_sales()).await;
        let path = format!("{}/incomingRequests", maya.path);
        let root = world.agent_reads(&maya, &path).await.expect(200).root();
        assert_eq!(root.get("ringingCount"), Some("1"));
        assert_eq!(seen::link(&root, "accept-next-chat"), path);
        world.accept(&maya, &visitor).await;
        let root = world.agent_reads(&maya, &path).await.expect(200).root();
        assert_eq!(root.get("ringingCount"), Some("0"));
        assert!(root.child("link").is_none());
        let again = world.try_accept(&maya).await.expect(404);
        assert_eq!((again.internal_code(), again.message().as_str()), (12, "No incoming chat requests"));
        let told = ["0 waiting", "1 system 4", "2 chatting", "3 system 3"];
        assert_eq!(world.agent_sees(&maya, &visitor).await, told);
    }
}

#[tokio::test]
async fn a_client_polls_by_cutting_and_pasting_the_next_link() {
    let world = World::new().await;
    let (maya, visitor) = world.chatting().await;
    let poll = |next: &str| {
        let path = path_of(next).replace("/events", "/events.json") + "&v=1&NC=true";
        world.send(Ask::get(path).bearer(&maya.login.bearer))
    };
    let next_of = |events: &Value| events["events"]["link"][1]["@href"].as_str().unwrap().to_owned();
    let path = format!("{}/events.json?v=1&NC=true", maya.chat(&visitor));
    let first = world.send(Ask::get(path).bearer(&maya.login.bearer)).await.expect(200).json();
    assert_eq!(first["events"]["event"].as_array().unwrap().len(), 4);
    world.visitor_says(&visitor, "one").await;
    let one = poll(&next_of(&first)).await.expect(200).json();
    assert_eq!(one["events"]["event"]["text"], "one");
    let none = poll(&next_of(&one)).await.expect(200).json();
    assert!(none["events"].get("event").is_none());
    assert_eq!(next_of(&none), next_of(&one));
    world.visitor_says(&visitor, "two").await;
    world.visitor_says(&visitor, "3").await;
    let two = poll(&next_of(&none)).await.expect(200).json();
    assert_eq!(two["events"]["event"][0]["text"], "two");
    assert_eq!(two["events"]["event"][1]["text"], "3", "digits stay a string");
}

#[tokio::test]
async fn a_bad_bearer_and_a_bad_application_key_are_told_apart() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let maya = world.sign_in("maya@example.com").await;
        let got = world.send(world.get(&maya.path).bearer("0123456789abcdef")).await.expect(401);
        assert_eq!(got.text(), REJECTED);
        let chat = format!("/api/account/{ACCOUNT}/chat/request");
        let ask = world.post(chat, &bodies::for_sales()).app_key("0123456789abcdef0123456789abcdef");
        assert_eq!(world.send(ask).await.expect(401).text(), KEY_REJECTED);
    }
}
