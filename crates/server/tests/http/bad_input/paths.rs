//! Paths, parameters, methods and types that are wrong.

use super::refused;
use crate::common::ask::{APP_KEY, Ask};
use crate::common::bodies;
use crate::common::{ACCOUNT, FORMATS, World, seen};

#[tokio::test]
async fn from_must_be_a_whole_number() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let (maya, visitor) = world.chatting().await;
        for from in ["-1", "x", "1.5", "1e3", "99999999999999999999", "%00"] {
            for below in ["", "/events"] {
                let path = format!("{}{below}?from={from}", visitor.path);
                let got = refused(&world, from, world.get(path).app_key(APP_KEY), 400, 5).await;
                assert!(got.message().starts_with("from "), "{}", got.message());
                let path = format!("{}{below}?from={from}", maya.chat(&visitor));
                refused(&world, from, world.get(path).bearer(&maya.login.bearer), 400, 5).await;
            }
        }
        let beyond =
            world.visitor_reads(format!("{}/events?from=4000000000", visitor.path)).await.expect(200);
        assert_eq!(seen::events(&beyond), Vec::<String>::new());
        assert!(seen::next(&beyond).ends_with("?from=4"));
    }
}

#[tokio::test]
async fn ids_that_are_not_ids_lead_nowhere() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let (maya, visitor) = world.chatting().await;
        let root = format!("/api/account/{ACCOUNT}");
        let sessions = ["x", "-1", "0", "1.5", "99999999999999999999999", "%20"];
        for session in sessions {
            let ask = world.get(format!("{root}/agentSession/{session}/availability"));
            let got = refused(&world, session, ask.bearer(&maya.login.bearer), 404, 12).await;
            assert_eq!(got.message(), "Agent session not found");
        }
        let changed = visitor.key().replace('-', "-0");
        for chat in ["x", "1", "H1-2K3", "%F0%9F%98%80", &changed, &visitor.key().to_lowercase()] {
            let ask = world.get(format!("{}/chat/{chat}", maya.path)).bearer(&maya.login.bearer);
            let got = refused(&world, chat, ask, 404, 12).await;
            assert_eq!(got.message(), "Chat session not found");
            let ask = world.get(format!("{root}/chat/{chat}/events")).app_key(APP_KEY);
            refused(&world, chat, ask, 404, 12).await;
        }
        for event in ["x", "-1", "4", "99999999999999999999999"] {
            let ask = world.get(format!("{}/events/{event}", visitor.path)).app_key(APP_KEY);
            refused(&world, event, ask, 404, 12).await;
        }
    }
}

#[tokio::test]
async fn a_path_that_is_not_there_is_named() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let (maya, visitor) = world.chatting().await;
        let paths = [
            "/api".to_owned(),
            format!("/api/account/{ACCOUNT}/nothing"),
            format!("/api/account/{ACCOUNT}/agentsession"),
            format!("{}/nothing", maya.path),
            format!("{}/collaborationChannels", maya.chat(&visitor)),
            format!("{}/transferAccount", maya.chat(&visitor)),
            format!("{}/nothing", visitor.path),
            format!("{}/events/1/2", visitor.path),
        ];
        for path in paths {
            for ask in [world.get(&path), world.post(&path, &bodies::line("hi"))] {
                let before = world.state();
                let got = world.send(ask.bearer(&maya.login.bearer)).await.expect(404);
                assert_eq!((got.format(), got.internal_code()), (format, 28), "{path}");
                assert_eq!(got.message(), format!("null for uri: {path}"));
                assert!(world.state() == before);
            }
        }
    }
}

#[tokio::test]
async fn a_method_that_a_path_does_not_have_is_refused_with_those_it_has() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let (maya, visitor) = world.chatting().await;
        let (chat, own) = (maya.chat(&visitor), &visitor.path);
        let body = bodies::line("hi");
        let cases = [
            (world.put(format!("{chat}/events"), &body), ["GET", "POST"].as_slice()),
            (world.post(format!("{}/availability", maya.path), &body), &["GET", "PUT"]),
            (world.put(format!("{chat}/info/visitorTyping"), &body), &["GET"]),
            (world.put(format!("{own}/info/agentTyping"), &body), &["GET"]),
            (world.post(format!("{own}/info/visitorName"), &body), &["GET", "PUT"]),
            (world.get(format!("/api/account/{ACCOUNT}/chat/request")), &["POST"]),
            (world.get(format!("/api/account/{ACCOUNT}/agentSession")), &["POST"]),
            (world.post(&maya.path, &body), &["GET", "DELETE"]),
        ];
        for (ask, allowed) in cases {
            let got = refused(&world, "a wrong method", ask.bearer(&maya.login.bearer), 405, 5).await;
            let allow = got.header("allow").unwrap();
            let mut methods: Vec<&str> =
                allow.split(", ").filter(|m| !["HEAD", "OPTIONS"].contains(m)).collect();
            methods.sort_unstable_by_key(|method| allowed.iter().position(|known| known == method));
            assert_eq!(methods, allowed);
        }
    }
}

#[tokio::test]
async fn a_body_of_another_type_is_refused_wherever_a_body_is_read() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let (maya, visitor) = world.chatting().await;
        let agent = [
            world.post(format!("{}/events", maya.chat(&visitor)), &bodies::line("hi")),
            world.put(format!("{}/availability", maya.path), &bodies::availability("Away")),
            world.post(format!("{}/transfer", maya.chat(&visitor)), &bodies::transfer("skill", 1, "x")),
            world.post(format!("{}/incomingRequests", maya.path), &bodies::scalar("chat", "start")),
        ];
        let guest = [
            world.post(format!("{}/events", visitor.path), &bodies::line("hi")),
            world.post(format!("/api/account/{ACCOUNT}/chat/request"), &bodies::for_sales()),
        ];
        let agent = agent.into_iter().map(|ask| ask.bearer(&maya.login.bearer));
        for ask in agent.chain(guest.into_iter().map(|ask| ask.app_key(APP_KEY))) {
            for media_type in ["image/png", "multipart/form-data; boundary=x", "application/jsonx"] {
                let ask = ask.clone().with("Content-Type", media_type);
                refused(&world, media_type, ask, 415, 5).await;
            }
        }
    }
}

#[tokio::test]
async fn an_account_that_does_not_exist_is_refused_as_each_service_does() {
    let world = World::new().await;
    let maya = world.sign_in("maya@example.com").await;
    let service = Ask::get("/api/account/404/service/agentVep/baseURI?version=1.0");
    for accept in ["*/*", "application/xml"] {
        let got = world.send(service.clone().accept(accept)).await.expect(401);
        assert_eq!(got.json()["error"]["internalCode"], 10, "the service speaks JSON only");
    }
    let unknown = Ask::get(format!("/api/account/{ACCOUNT}/service/horoscope/baseURI.json?version=1.0"));
    assert_eq!(world.send(unknown).await.expect(404).internal_code(), 12);
    let chat = world.post("/api/account/404/chat/request", &bodies::for_sales()).app_key(APP_KEY);
    assert_eq!(world.send(chat).await.expect(404).internal_code(), 12);
    let base = world.get("/api/account/404");
    assert_eq!(world.send(base).await.expect(404).internal_code(), 12);
    let login = Ask::post("/api/account/404/login").json(r#"{"username":"ben","password":"Correct-Horse1"}"#);
    assert_eq!(world.send(login).await.expect(401).json()["error"]["internalCode"], 10);
    let session = world.post("/api/account/404/agentSession", &bodies::scalar("loginData", ""));
    let got = world.send(session.bearer(&maya.login.bearer)).await.expect(401);
    assert_eq!(got.internal_code(), 10);
}
