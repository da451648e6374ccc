//! Signing in at an identity provider (`docs/handover-api.md`): the way there and back, and everything that is no way in.

use crate::common::ask::{Ask, Got};
use crate::common::factor::STEP_MS;
use crate::common::identity::NOW_S;
use crate::common::people::Login;
use crate::common::provider::{BEGIN, FINISH, Provider, Twist, settings_of};
use crate::common::{ACCOUNT, Making, PASSWORD, World, staff};
use handover_desk::AccountConfig;
use handover_server::limits;
use handover_server::open_id::{Claim, OpenIdSettings};
use serde_json::{Value, json};
use tokio::net::TcpListener;

/// A login name that is an address.
const MAYA: &str = "maya@example.com";

fn maya() -> Value {
    json!({"email": MAYA, "email_verified": true})
}

async fn world() -> (World, Provider) {
    let provider = Provider::start(NOW_S).await;
    (World::with_provider(provider.settings()).await, provider)
}

/// What comes of someone of these claims who signs in at the provider.
async fn tried(world: &World, provider: &Provider, claims: Value) -> Got {
    let away = world.goes_to_provider().await;
    let code = provider.signs_in(&away, claims);
    world.finishes(&away, json!({"code": code})).await
}

/// Nothing has come of it: no login, no cookie, no desk that has changed.
#[track_caller]
fn assert_refused(world: &World, before: &str, got: &Got, status: u16, words: &str) {
    assert_eq!(got.status, status, "{}", got.text());
    assert!(got.message().contains(words), "{}", got.text());
    assert!(got.header("set-cookie").is_none() && !got.text().contains("bearer"), "{}", got.text());
    assert!(world.state() == before, "something has changed: {}", got.text());
}

#[tokio::test]
async fn who_signs_in_at_the_provider_has_the_login_that_a_password_gives() {
    let (world, provider) = world().await;
    let ways = world.send(Ask::get(BEGIN)).await.expect(200).json();
    assert_eq!(ways, json!({"signIn": {"passwords": true, "provider": "Example"}}));
    let away = world.goes_to_provider().await;
    let asked = |name: &str| away.member(name).to_owned();
    assert_eq!((asked("response_type"), asked("code_challenge_method")), ("code".into(), "S256".into()));
    assert_eq!((asked("client_id"), asked("scope")), ("handover".into(), "openid email".into()));
    assert!(asked("redirect_uri").ends_with("/console/"), "{}", asked("redirect_uri"));
    for attribute in ["HttpOnly", "SameSite=Strict", "Path=/api/handover/v1/signIn", "Max-Age=600"] {
        assert!(away.set_cookie.contains(attribute), "{}", away.set_cookie);
    }
    let code = provider.signs_in(&away, maya());
    let got = world.finishes(&away, json!({"code": code})).await.expect(200);
    assert_eq!(got.header("cache-control"), Some("no-store"));
    let login = Login::of(&got);
    world.factor(&login).await;
    let members = |got: &Got| -> Vec<String> { got.json().as_object().unwrap().keys().cloned().collect() };
    let by_password = json!({"username": MAYA, "password": PASSWORD}).to_string();
    let by_password = world.send(Ask::post(format!("/api/account/{ACCOUNT}/login")).json(by_password)).await;
    assert_eq!(members(&got), members(&by_password.expect(200)));
}

#[tokio::test]
async fn the_cookie_of_a_sign_in_is_for_encrypted_connections_where_there_are_some() {
    let provider = Provider::start(NOW_S).await;
    let mut making = Making { open_id: Some(provider.open_id()), ..Making::default() };
    making.server.public_url = Some("https://chat.example.com".to_owned());
    let world = World::made(making).await;
    let away = world.goes_to_provider().await;
    assert!(away.set_cookie.ends_with("; Secure"), "{}", away.set_cookie);
    assert_eq!(away.member("redirect_uri"), "https://chat.example.com/console/");
}

#[tokio::test]
async fn a_sign_in_is_finished_once_in_time_and_by_the_browser_that_began_it() {
    let (world, provider) = world().await;
    let before = world.state();
    let over = |got: &Got| assert_refused(&world, &before, got, 401, "begin again");
    let (mine, others) = (world.goes_to_provider().await, world.goes_to_provider().await);
    let code = provider.signs_in(&mine, maya());
    let brought = json!({"code": code});
    // Another browser, none at all, a state that is none; the sign-in is left as it is by all of them.
    let mut stolen = mine.clone();
    stolen.cookie = others.cookie.clone();
    over(&world.finishes(&stolen, brought.clone()).await);
    let bare = json!({"state": mine.state(), "code": code}).to_string();
    over(&world.send(Ask::post(FINISH).json(bare)).await);
    over(
        &world.send(Ask::post(FINISH).json(r#"{"state":"x","code":"y"}"#).with("Cookie", &mine.cookie)).await,
    );
    let nothing = world.finishes(&mine, json!({})).await;
    assert_refused(&world, &before, &nothing, 400, "code");
    // A code of one sign-in is none in another: it was given for another secret.
    over(&world.finishes(&others, brought.clone()).await);
    let late = world.goes_to_provider().await;
    let code_in_vain = provider.signs_in(&late, maya());
    world.clock.advance_ms(i64::try_from(limits::SIGN_IN_LIFE.0).unwrap());
    over(&world.finishes(&late, json!({"code": code_in_vain})).await);
    over(&world.finishes(&mine, brought).await);

    let again = world.goes_to_provider().await;
    let code = provider.signs_in(&again, maya());
    provider.twist(Twist::Nothing);
    let first = world.finishes(&again, json!({"code": code})).await;
    // The provider's clock has not moved with the world's: ten minutes are the life of its tokens too.
    assert_eq!(first.status, 502, "{}", first.text());
    over(&world.finishes(&again, json!({"code": code})).await);
}

#[tokio::test]
async fn a_sign_in_that_was_finished_is_over() {
    let (world, provider) = world().await;
    let away = world.goes_to_provider().await;
    let code = provider.signs_in(&away, maya());
    world.finishes(&away, json!({"code": code})).await.expect(200);
    let before = world.state();
    let again = world.finishes(&away, json!({"code": code})).await;
    assert_refused(&world, &before, &again, 401, "begin again");
    // The same code with a sign-in of today: the provider gives nothing for it a second time.
    let today = world.goes_to_provider().await;
    let replayed = world.finishes(&today, json!({"code": code})).await;
    assert_refused(&world, &before, &replayed, 401, "begin again");
}

#[tokio::test]
async fn tokens_that_are_not_the_providers_for_this_sign_in_are_refused() {
    for twist in [
        Twist::OtherNonce,
        Twist::OtherKey,
        Twist::NoSignature,
        Twist::SignedWithTheSecret,
        Twist::Expired,
        Twist::OtherAudience,
        Twist::OtherIssuer,
        Twist::NoIdToken,
    ] {
        let (world, provider) = world().await;
        let before = world.state();
        provider.twist(twist);
        let got = tried(&world, &provider, maya()).await;
        assert_refused(&world, &before, &got, 502, "The provider cannot be asked");
        provider.twist(Twist::Nothing);
        tried(&world, &provider, maya()).await.expect(200);
    }
}

#[tokio::test]
async fn a_key_that_the_provider_has_since_today_is_read() {
    let (world, provider) = world().await;
    tried(&world, &provider, maya()).await.expect(200);
    provider.twist(Twist::KeyOfToday);
    tried(&world, &provider, maya()).await.expect(200);
}

#[tokio::test]
async fn who_is_no_agent_of_the_account_or_is_not_verified_is_not_let_in() {
    let (world, provider) = world().await;
    let before = world.state();
    for claims in [
        json!({"email": "nobody", "email_verified": true}),
        json!({"email": MAYA, "email_verified": false}),
        json!({"email": MAYA}),
        json!({"email": "MAYA@EXAMPLE.COM", "email_verified": true}),
        json!({"email": "", "email_verified": true}),
    ] {
        let got = tried(&world, &provider, claims).await;
        assert_refused(&world, &before, &got, 403, "no such agent");
    }
    let profile = world.account().view().read().desk().state().profile.clone();
    let mut agents = staff();
    agents.retain(|agent| &*agent.login == MAYA);
    agents[0].enabled = false;
    world.configure(ACCOUNT, AccountConfig { profile, skills: Vec::new(), agents }).await;
    let before = world.state();
    let got = tried(&world, &provider, maya()).await;
    assert_refused(&world, &before, &got, 403, "no such agent");
}

#[tokio::test]
async fn a_claim_that_is_not_in_the_token_is_asked_for_and_must_be_of_the_same_person() {
    let (world, provider) = world().await;
    provider.tells_more(json!({"sub": "248289761001", "email": MAYA, "email_verified": true}));
    tried(&world, &provider, json!({})).await.expect(200);
    let before = world.state();
    provider.tells_more(json!({"sub": "another", "email": MAYA, "email_verified": true}));
    let got = tried(&world, &provider, json!({})).await;
    assert_refused(&world, &before, &got, 502, "The provider cannot be asked");
    for more in [json!({"sub": "248289761001", "email": MAYA}), json!({"sub": "248289761001"})] {
        provider.tells_more(more);
        let got = tried(&world, &provider, json!({})).await;
        assert_refused(&world, &before, &got, 403, "no such agent");
    }
}

#[tokio::test]
async fn another_claim_names_the_agent_where_the_operator_says_so() {
    for (claim, claims) in [
        (
            Claim::PreferredUsername,
            json!({"preferred_username": MAYA, "email": "ben", "email_verified": true}),
        ),
        (Claim::Subject, json!({"sub": MAYA, "email": "ben", "email_verified": true})),
    ] {
        let provider = Provider::start(NOW_S).await;
        let world = World::with_provider(OpenIdSettings { claim, ..provider.settings() }).await;
        let got = tried(&world, &provider, claims).await.expect(200);
        assert_eq!(got.json()["config"]["loginName"], MAYA, "{claim:?}");
    }
}

#[tokio::test]
async fn a_provider_that_fails_is_said_and_nothing_comes_of_it() {
    for twist in [Twist::Fails, Twist::NoJson, Twist::TooLarge, Twist::Elsewhere] {
        let (world, provider) = world().await;
        let before = world.state();
        provider.twist(twist);
        let got = world.try_to_begin().await;
        assert_refused(&world, &before, &got, 502, "The provider cannot be asked");
        provider.twist(Twist::Nothing);
        tried(&world, &provider, maya()).await.expect(200);
    }
    // Nobody listens there any more.
    let port = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let world = World::with_provider(settings_of(&format!("http://{port}"))).await;
    let before = world.state();
    let got = world.try_to_begin().await;
    assert_refused(&world, &before, &got, 502, "The provider cannot be asked");
}

#[tokio::test(start_paused = true)]
async fn a_provider_that_does_not_answer_holds_nobody_up() {
    // It takes connections, and says nothing.
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let world = World::with_provider(settings_of(&format!("http://{}", silent.local_addr().unwrap()))).await;
    let before = world.state();
    let began = tokio::time::Instant::now();
    let got = world.try_to_begin().await;
    assert_refused(&world, &before, &got, 502, "The provider cannot be asked");
    assert_eq!(began.elapsed().as_secs(), limits::PROVIDER_TIMEOUT.as_secs(), "by the clock of the test");
}

#[tokio::test]
async fn who_has_a_second_factor_is_asked_for_its_code_at_the_provider_too() {
    let (world, provider) = world().await;
    let secret = world.enrol(&world.login(MAYA).await).await;
    world.clock.advance_ms(STEP_MS);
    let before = world.state();
    let away = world.goes_to_provider().await;
    let code = provider.signs_in(&away, maya());
    let got = world.finishes(&away, json!({"code": code})).await;
    assert_refused(&world, &before, &got, 401, "Second factor needed");
    let got = world.finishes(&away, json!({"otp": "000000"})).await;
    assert_refused(&world, &before, &got, 401, "Bad Authentication");
    let otp = world.code(&secret, 0);
    world.finishes(&away, json!({"otp": otp})).await.expect(200);
    let before = world.state();
    let got = world.finishes(&away, json!({"otp": otp})).await;
    assert_refused(&world, &before, &got, 401, "begin again");

    // Wrong ones are counted with wrong passwords, and lock the login.
    let away = world.goes_to_provider().await;
    let code = provider.signs_in(&away, maya());
    world.finishes(&away, json!({"code": code})).await.expect(401);
    for _ in 0..limits::WRONG_PASSWORDS_PER_LOGIN {
        world.finishes(&away, json!({"otp": "000000"})).await.expect(401);
    }
    world.finishes(&away, json!({"otp": world.code(&secret, 1)})).await.expect(429);
}

#[tokio::test]
async fn where_passwords_are_off_only_the_provider_lets_agents_in() {
    let provider = Provider::start(NOW_S).await;
    let world = World::with_provider(OpenIdSettings { passwords: false, ..provider.settings() }).await;
    let ways = world.send(Ask::get(BEGIN)).await.expect(200).json();
    assert_eq!(ways, json!({"signIn": {"passwords": false, "provider": "Example"}}));
    let before = world.state();
    for password in [PASSWORD, "wrong"] {
        let body = json!({"username": MAYA, "password": password}).to_string();
        let got = world.send(Ask::post(format!("/api/account/{ACCOUNT}/login")).json(body)).await;
        assert_refused(&world, &before, &got, 403, "Passwords are not taken here");
    }
    tried(&world, &provider, maya()).await.expect(200);
}

#[tokio::test]
async fn without_a_provider_there_is_no_way_to_one() {
    let world = World::new().await;
    let ways = world.send(Ask::get(BEGIN)).await.expect(200).json();
    assert_eq!(ways, json!({"signIn": {"passwords": true}}));
    world.try_to_begin().await.expect(404);
    world.send(Ask::post(FINISH).json(r#"{"state":"x","code":"y"}"#)).await.expect(404);
}

#[tokio::test]
async fn an_address_begins_so_many_sign_ins_and_no_more() {
    let (world, _provider) = world().await;
    for _ in 0..limits::SIGN_INS_PER_ADDRESS {
        world.try_to_begin().await.expect(200);
    }
    let got = world.try_to_begin().await.expect(429);
    assert!(got.header("retry-after").is_some());
    world.clock.advance_ms(i64::try_from(limits::SIGN_INS_REFILL.0).unwrap());
    world.try_to_begin().await.expect(200);
    let unknown = world.send(Ask::post(BEGIN).json(r#"{"account":"nobody"}"#)).await.expect(404);
    assert!(unknown.message().contains("Account not found"), "{}", unknown.text());
    let nameless = world.send(Ask::post(BEGIN).json("{}")).await.expect(400);
    assert!(nameless.message().contains("account"), "{}", nameless.text());
}
