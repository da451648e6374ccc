//! What an attacker tries who has a token of yesterday, a browser of somebody else's, or a way with headers
//! (`docs/security.md`). What is tried with bodies, paths and keys is in `bad_input`, with ids of others in `invariants`.

use crate::common::ask::{APP_KEY, Ask, HOST};
use crate::common::log::Log;
use crate::common::people::Login;
use crate::common::{ACCOUNT, Making, PASSWORD, World, bodies};
use handover_server::settings::ServerConfig;

const EIGHT_HOURS_MS: i64 = 8 * 60 * 60 * 1_000;

fn start_session(world: &World, login: &Login) -> Ask {
    let body = bodies::Both::new(r#"{"loginData":""}"#, "<loginData/>");
    world.post(format!("/api/account/{ACCOUNT}/agentSession"), &body).bearer(&login.bearer)
}

#[tokio::test]
async fn a_token_is_good_for_eight_hours_and_not_a_millisecond_longer_unless_it_is_refreshed() {
    let world = World::new().await;
    let (login, refreshed) = (world.login("ben").await, world.login("ben").await);
    world.advance_ms(EIGHT_HOURS_MS - 1).await;
    world.send(start_session(&world, &login)).await.expect(201);
    world.send(refreshed.asks("refresh")).await.expect(200);
    world.advance_ms(1).await;
    world.send(start_session(&world, &login)).await.expect(401);
    world.send(login.asks("refresh")).await.expect(401);
    world.send(start_session(&world, &refreshed)).await.expect(201);
}

#[tokio::test]
async fn a_token_that_was_stolen_is_worth_nothing_after_the_logout_or_when_the_operator_disables_the_agent() {
    let world = World::new().await;
    let (ended, disabled) = (world.login("ben").await, world.sign_in("cleo").await);
    world.logout(&ended).await.expect(200);
    world.send(start_session(&world, &ended)).await.expect(401);
    let profile = world.account().view().read().desk().state().profile.clone();
    let mut agents = crate::common::staff();
    agents.retain(|agent| &*agent.login == "cleo");
    agents[0].enabled = false;
    let config = handover_desk::AccountConfig { profile, skills: Vec::new(), agents };
    world.configure(ACCOUNT, config).await;
    world.agent_reads(&disabled, format!("{}/chatSessions", disabled.path)).await.expect(401);
    world.send(start_session(&world, &disabled.login)).await.expect(401);
    let again = serde_json::json!({"username": "cleo", "password": PASSWORD}).to_string();
    world.send(Ask::post(format!("/api/account/{ACCOUNT}/login")).json(again)).await.expect(401);
}

/// A browser sends the cookie along with whatever a page of another origin asks; it must not be enough for anything.
#[tokio::test]
async fn the_cookie_alone_opens_nothing_and_ends_nothing() {
    let world = World::new().await;
    let (maya, visitor) = world.chatting().await;
    let cookie = &maya.login.cookie;
    let before = world.state();
    let asks = [
        world.get(format!("{}/chatSessions", maya.path)),
        world.get(format!("{}/me", maya.pages())),
        world.post(format!("{}/events", maya.chat(&visitor)), &bodies::line("forged")),
        Ask::new(http::Method::DELETE, maya.path.clone()),
        Ask::post(format!("/api/account/{ACCOUNT}/logout")).json("{}"),
        Ask::post(format!("/api/account/{ACCOUNT}/logout")).body("csrf=x").with("Content-Type", "text/plain"),
        Ask::post(format!("/api/account/{ACCOUNT}/refresh")).json(r#"{"csrf":""}"#),
    ];
    for ask in asks {
        let got = world.send(ask.clone().with("Cookie", cookie).with("Origin", "https://evil.example")).await;
        assert!(matches!(got.status, 400 | 401), "{ask:?}: {} {}", got.status, got.text());
        assert!(world.state() == before, "{ask:?} has changed something");
    }
}

#[tokio::test]
async fn a_session_cannot_be_fixed_beforehand() {
    let world = World::new().await;
    let planted = "session_id=00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
    let body = serde_json::json!({"username": "ben", "password": PASSWORD, "csrf": "planted"}).to_string();
    let ask =
        || Ask::post(format!("/api/account/{ACCOUNT}/login")).json(body.clone()).with("Cookie", planted);
    let mut given = Vec::new();
    for _ in 0..2 {
        let got = world.send(ask()).await.expect(200);
        let cookie = got.header("set-cookie").unwrap().to_owned();
        assert!(cookie.ends_with("; Path=/; Secure; HttpOnly"), "{cookie}");
        given.push(cookie);
    }
    assert!(given[0] != given[1] && !given.iter().any(|cookie| cookie.starts_with(planted)));
    let refresh = Ask::post(format!("/api/account/{ACCOUNT}/refresh")).json(r#"{"csrf":"planted"}"#);
    world.send(refresh.with("Cookie", planted)).await.expect(401);
}

#[tokio::test]
async fn a_link_leads_to_no_host_that_a_client_made_up_where_the_operator_has_named_one() {
    let server = ServerConfig { public_url: Some("https://chat.example".into()), ..ServerConfig::default() };
    let named = World::made(Making { server, ..Making::default() }).await;
    let open = World::new().await;
    for (world, origin) in [(&named, "https://chat.example".to_owned()), (&open, format!("http://{HOST}"))] {
        let ask =
            world.post(format!("/api/account/{ACCOUNT}/chat/request"), &bodies::for_sales()).app_key(APP_KEY);
        let forwarded =
            ask.clone().with("X-Forwarded-Host", "evil.example").with("X-Forwarded-Proto", "gopher");
        let got = world.send(forwarded).await.expect(201);
        assert!(
            got.header("location").unwrap().starts_with(&format!("{origin}/api/")),
            "nobody trusts this proxy"
        );
        if world.surfaces.app().config.public_url.is_some() {
            let got = world.send(ask.with("Host", "evil.example")).await.expect(201);
            assert!(got.header("location").unwrap().starts_with(&format!("{origin}/api/")));
        }
    }
}

#[tokio::test]
async fn what_people_send_gets_into_no_warning_and_forges_no_line_of_the_log() {
    let world = World::new().await;
    let log = Log::listen();
    let (maya, visitor) = world.chatting().await;
    world.visitor_says(&visitor, "hunter2\nERROR forged").await;
    world.agent_says(&maya, &visitor, &bodies::line("hunter2\r\nERROR forged")).await;
    let path = format!("/api/account/{ACCOUNT}/hunter2%0AERROR%20forged");
    world.send(Ask::get(path).bearer("hunter2").with("User-Agent", "hunter2")).await.expect(404);
    world
        .send(Ask::post(format!("/api/account/{ACCOUNT}/login")).json(r#"{"username":"hunter2"#))
        .await
        .expect(400);
    for _ in 0..6 {
        let body = r#"{"username":"ben","password":"hunter2\nERROR forged"}"#;
        world.send(Ask::post(format!("/api/account/{ACCOUNT}/login")).json(body)).await;
    }
    for told in log.told() {
        let told = told.to_string();
        assert!(!told.contains("hunter2") && !told.contains("forged"), "{told}");
    }
}
