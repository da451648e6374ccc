//! Keys and tokens that are wrong.

use super::refused;
use crate::common::ask::{APP_KEY, Ask, Got};
use crate::common::bodies;
use crate::common::{ACCOUNT, FORMATS, OTHER_ACCOUNT, World};
use handover_desk::Settings;
use handover_wire::Format;

/// A refusal of the gateway: one line of text, whatever was asked for.
#[track_caller]
fn assert_gateway(got: &Got, problem: &str) {
    assert_eq!(got.status, 401, "{}", got.text());
    assert_eq!(got.header("content-type"), Some("text/plain;charset=UTF-8"));
    assert!(got.text().starts_with(problem), "{}", got.text());
}

#[tokio::test]
async fn an_agent_without_a_good_bearer_is_turned_away() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let (maya, visitor) = world.chatting().await;
        let body = bodies::line("hi");
        let path = format!("{}/events", maya.chat(&visitor));
        let ask = || world.post(&path, &body);
        let upper = maya.login.bearer.to_uppercase();
        let before = world.state();
        for header in
            [None, Some("Bearer"), Some("Bearer "), Some("Bearer 0123"), Some(&format!("Bearer {upper}"))]
        {
            let ask = header.map_or_else(&ask, |header| ask().with("Authorization", header));
            assert_gateway(&world.send(ask).await, "oauth_problem=token_rejected&");
        }
        for scheme in ["LivePerson appKey=721c180b09eb463d9f3191c41762bb68", "OAuth oauth_token=\"x\""] {
            let got = world.send(ask().with("Authorization", scheme)).await;
            assert_gateway(&got, "oauth_problem=token_rejected&");
        }
        assert!(world.state() == before);
        for scheme in ["Basic bWF5YTp4", "Digest x", "x"] {
            let ask = ask().with("Authorization", scheme);
            let got = refused(&world, scheme, ask, 400, 5).await;
            assert!(got.message().contains("general_problem=unknown_authorization_type"));
        }
        let spelled = ask().with("AUTHORIZATION", &format!("bEaReR   {}", maya.login.bearer));
        world.send(spelled).await.expect(201);
    }
}

#[tokio::test]
async fn a_visitor_without_a_good_key_is_turned_away() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let (maya, visitor) = world.chatting().await;
        let path = format!("{}/events", visitor.path);
        let ask = || world.post(&path, &bodies::line("hi"));
        let before = world.state();
        let bearer = format!("Bearer {}", maya.login.bearer);
        for header in [None, Some("LivePerson"), Some("LivePerson appKey="), Some("LivePerson appKey=x")]
            .into_iter()
            .chain([Some("LivePerson secret=x"), Some(bearer.as_str())])
        {
            let ask = header.map_or_else(&ask, |header| ask().with("Authorization", header));
            assert_gateway(&world.send(ask).await, "lp_problem=consumer_key_rejected&");
        }
        let by_query = world.post(format!("{path}?appKey=x"), &bodies::line("hi"));
        assert_gateway(&world.send(by_query).await, "lp_problem=consumer_key_rejected&");
        assert!(world.state() == before);
        refused(&world, "Basic", ask().with("Authorization", "Basic x"), 400, 5).await;
    }
}

#[tokio::test]
async fn a_key_is_taken_from_the_header_or_the_query_however_it_is_written() {
    let world = World::new().await;
    let own = "00112233445566778899aabbccddeeff";
    let path = format!("/api/account/{ACCOUNT}/chat/request");
    let ask = || world.post(&path, &bodies::for_sales());
    for key in [APP_KEY, own] {
        for header in [
            format!("LivePerson appKey={key}"),
            format!("liveperson appkey = \"{key}\""),
            format!("LivePerson realm=\"x\", appKey={key}"),
        ] {
            world.send(ask().with("authorization", &header)).await.expect(201);
        }
        let by_query = world.post(format!("{path}?appKey={key}"), &bodies::for_sales());
        world.send(by_query.clone()).await.expect(201);
        world.send(by_query.with("Authorization", "Bearer of-an-authenticated-visitor")).await.expect(201);
    }
}

#[tokio::test]
async fn the_published_key_can_be_switched_off() {
    let settings = Settings { published_app_key: false, ..Settings::default() };
    let world = World::with(Format::Json, settings).await;
    let path = format!("/api/account/{ACCOUNT}/chat/request");
    let ask = || world.post(&path, &bodies::for_sales());
    assert_gateway(&world.send(ask().app_key(APP_KEY)).await, "lp_problem=consumer_key_rejected&");
    world.send(ask().app_key("00112233445566778899aabbccddeeff")).await.expect(201);
}

#[tokio::test]
async fn a_key_of_one_account_is_no_key_of_another() {
    let world = World::new().await;
    let settings = Settings { published_app_key: false, ..Settings::default() };
    world.configure(OTHER_ACCOUNT, crate::common::config_without_keys(settings)).await;
    let path = format!("/api/account/{OTHER_ACCOUNT}/chat/request");
    let ask = world.post(path, &bodies::request(&[])).app_key("00112233445566778899aabbccddeeff");
    assert_gateway(&world.send(ask).await, "lp_problem=consumer_key_rejected&");
}

#[tokio::test]
async fn a_cookie_that_is_missing_or_wrong_refreshes_and_ends_nothing() {
    let world = World::new().await;
    let login = world.login("ben").await;
    let before = world.state();
    for method in ["refresh", "logout"] {
        let ask = || login.asks(method);
        let cases = [
            (ask().without("Cookie"), 401),
            (ask().with("Cookie", "session_id=0123"), 401),
            (ask().with("Cookie", "other=1"), 401),
            (ask().json(r#"{"csrf":"wrong"}"#), 401),
            (ask().json("{}"), 400),
            (ask().json("{"), 400),
            (ask().body(""), 400),
        ];
        for (ask, status) in cases {
            let got = world.send(ask).await.expect(status);
            assert!(got.json()["error"]["responseStatus"].is_string());
            assert!(world.state() == before);
        }
    }
    let spelled = login.cookie.replace("session_id", "theme=dark; Session_id");
    world.send(login.asks("refresh").with("Cookie", &spelled)).await.expect(200);
    let other = Ask::post(format!("/api/account/{OTHER_ACCOUNT}/logout"))
        .json(format!(r#"{{"csrf":"{}"}}"#, login.csrf))
        .with("Cookie", &login.cookie);
    world.send(other).await.expect(401);
}
