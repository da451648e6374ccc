//! The second factor of an agent (`docs/handover-api.md`): set up, asked for at the sign-in, taken away.

use crate::common::ask::{Ask, Got};
use crate::common::factor::{PLACE, SECRET, STEP_MS, login_with};
use crate::common::people::Login;
use crate::common::{ACCOUNT, PASSWORD, World};
use futures_util::future::join_all;
use handover_desk::{FactorPolicy, Settings};
use handover_server::limits;
use handover_wire::Format;

/// So many wrong passwords or codes are answered as such; the last one locks the login.
const ALLOWED: usize = limits::WRONG_PASSWORDS_PER_LOGIN;

fn password_only(login: &str, password: &str) -> Ask {
    let body = serde_json::json!({ "username": login, "password": password });
    Ask::post(format!("/api/account/{ACCOUNT}/login?v=1.3")).json(body.to_string())
}

async fn demanding(second_factor: FactorPolicy) -> World {
    World::with(Format::Json, Settings { second_factor, ..Settings::default() }).await
}

#[track_caller]
fn assert_said(got: &Got, status: u16, words: &str) {
    assert_eq!(got.status, status, "{}", got.text());
    assert!(got.message().contains(words), "{}", got.text());
}

#[tokio::test]
async fn a_second_factor_counts_when_a_code_has_confirmed_it_and_not_before() {
    let world = World::new().await;
    let ben = world.login("ben").await;
    assert_eq!(world.factor(&ben).await, (false, false));
    let before = world.state();
    let proposal = world.proposal(&ben).await;
    let secret = proposal["secret"].as_str().unwrap();
    assert_eq!(
        proposal["address"],
        format!("otpauth://totp/Handover%20{ACCOUNT}:ben?secret={secret}&issuer=Handover%20{ACCOUNT}")
    );
    assert_ne!(world.proposal(&ben).await["secret"], secret, "each is another one");
    for (secret, code, words) in [
        (secret, "000000".to_owned(), "code"),
        (secret, world.code(secret, 2), "code"),
        (secret, world.code(SECRET, 0), "code"),
        ("GEZDGNBV", world.code(SECRET, 0), "secret"),
    ] {
        assert_said(&world.set_factor(&ben, secret, &code).await, 400, words);
    }
    assert!(world.state() == before, "a proposal or a wrong code has led to something");
    world.login("ben").await;
    world.set_factor(&ben, secret, &world.code(secret, 0)).await.expect(200);
    assert_eq!(world.factor(&ben).await, (true, false));
    world.send(password_only("ben", PASSWORD)).await.expect(401);
}

#[tokio::test]
async fn a_sign_in_needs_the_password_and_a_code() {
    let world = World::new().await;
    let ben = world.login("ben").await;
    let secret = world.enrol(&ben).await;
    world.clock.advance_ms(STEP_MS);
    let before = world.state();
    let code = world.code(&secret, 0);
    assert_said(&world.send(password_only("ben", PASSWORD)).await, 401, "Second factor needed");
    assert_said(&world.send(login_with("ben", PASSWORD, "")).await, 401, "Second factor needed");
    assert_said(&world.send(login_with("ben", PASSWORD, "000000")).await, 401, "Bad Authentication");
    assert_said(&world.send(login_with("ben", PASSWORD, "12345")).await, 401, "Bad Authentication");
    assert_said(&world.send(login_with("ben", "wrong", &code)).await, 401, "Bad Authentication");
    assert_said(&world.send(password_only("ben", "wrong")).await, 401, "Bad Authentication");
    assert!(world.state() == before, "a sign-in that was refused has led to something");
    let again = Login::of(&world.try_login("ben", &code).await);
    assert_eq!(world.factor(&again).await, (true, false));
    // Who has none is asked for none, and one that comes all the same does no harm.
    world.login("cleo").await;
    Login::of(&world.try_login("cleo", "123456").await);
}

#[tokio::test]
async fn who_does_not_know_the_password_does_not_learn_that_there_is_a_second_factor() {
    let world = World::new().await;
    world.enrol(&world.login("ben").await).await;
    let mut told = Vec::new();
    for name in ["ben", "cleo", "nobody"] {
        let error = world.send(password_only(name, "wrong")).await.expect(401).json()["error"].take();
        told.push((error["message"].clone(), error["internalCode"].clone()));
    }
    assert!(told.iter().all(|one| *one == told[0]), "{told:?}");
}

#[tokio::test]
async fn a_code_is_taken_one_step_before_and_after_its_own_and_not_two() {
    for (steps, is_taken) in [(-2, false), (-1, true), (0, true), (1, true), (2, false)] {
        let world = World::new().await;
        let secret = world.enrol(&world.login("ben").await).await;
        world.clock.advance_ms(10 * STEP_MS);
        let got = world.try_login("ben", &world.code(&secret, steps)).await;
        assert_eq!(got.status, if is_taken { 200 } else { 401 }, "{steps}");
    }
}

#[tokio::test]
async fn a_code_is_taken_once_also_after_a_restart_and_so_is_none_before_it() {
    let world = World::new().await;
    let secret = world.enrol(&world.login("ben").await).await;
    let of_setting_up = world.code(&secret, 0);
    assert_said(&world.try_login("ben", &of_setting_up).await, 401, "Bad Authentication");
    world.clock.advance_ms(2 * STEP_MS);
    let (earlier, code) = (world.code(&secret, -1), world.code(&secret, 0));
    Login::of(&world.try_login("ben", &code).await);
    for world in [&world, &world.after_crash().await] {
        assert_said(&world.try_login("ben", &code).await, 401, "Bad Authentication");
        assert_said(&world.try_login("ben", &earlier).await, 401, "Bad Authentication");
    }
    world.clock.advance_ms(STEP_MS);
    Login::of(&world.try_login("ben", &world.code(&secret, 0)).await);
}

#[tokio::test]
async fn of_many_who_send_one_code_at_once_one_gets_in() {
    let world = World::new().await;
    let secret = world.enrol(&world.login("ben").await).await;
    world.clock.advance_ms(STEP_MS);
    let code = world.code(&secret, 0);
    let got = join_all((0..4).map(|_| world.try_login("ben", &code))).await;
    assert_eq!(got.iter().filter(|got| got.status == 200).count(), 1);
}

#[tokio::test]
async fn wrong_codes_lock_a_login_as_wrong_passwords_do() {
    let world = World::new().await;
    let secret = world.enrol(&world.login("ben").await).await;
    world.clock.advance_ms(STEP_MS);
    // The password alone neither counts nor wipes out what was counted.
    for _ in 0..ALLOWED {
        world.send(password_only("ben", PASSWORD)).await.expect(401);
        assert_said(&world.try_login("ben", "000000").await, 401, "Bad Authentication");
    }
    let got = world.try_login("ben", &world.code(&secret, 0)).await;
    assert_eq!((got.status, got.header("retry-after")), (429, Some("60")));
    world.clock.advance_ms(60_000);
    Login::of(&world.try_login("ben", &world.code(&secret, 0)).await);
}

#[tokio::test]
async fn a_second_factor_goes_for_a_code_and_wrong_ones_lock_the_login() {
    let world = World::new().await;
    let ben = world.login("ben").await;
    assert_said(&world.drop_factor(&ben, "000000").await, 400, "There is no second factor");
    let secret = world.enrol(&ben).await;
    assert_said(&world.drop_factor(&ben, &world.code(&secret, 0)).await, 400, "code");
    world.clock.advance_ms(STEP_MS);
    for _ in 1..ALLOWED {
        assert_said(&world.drop_factor(&ben, "000000").await, 400, "code");
    }
    world.drop_factor(&ben, "000000").await.expect(429);
    world.drop_factor(&ben, &world.code(&secret, 0)).await.expect(429);
    world.clock.advance_ms(60_000);
    world.drop_factor(&ben, &world.code(&secret, 0)).await.expect(200);
    assert_eq!(world.factor(&ben).await, (false, false));
    world.login("ben").await;
    // Another one can be set up.
    world.enrol(&ben).await;
    world.send(password_only("ben", PASSWORD)).await.expect(401);
}

#[tokio::test]
async fn one_that_is_there_is_not_replaced_and_no_other_is_proposed() {
    let world = World::new().await;
    let ben = world.login("ben").await;
    let secret = world.enrol(&ben).await;
    world.clock.advance_ms(STEP_MS);
    let before = world.state();
    let got = world.send(Ask::post(PLACE).json("{}").bearer(&ben.bearer)).await;
    assert_said(&got, 400, "There is a second factor already");
    let got = world.set_factor(&ben, SECRET, &world.code(SECRET, 0)).await;
    assert_said(&got, 400, "There is a second factor already");
    assert!(world.state() == before);
    Login::of(&world.try_login("ben", &world.code(&secret, 0)).await);
}

#[tokio::test]
async fn a_second_factor_is_set_up_and_taken_away_with_a_token_of_ones_own_account_only() {
    let world = World::new().await;
    let ben = world.login("ben").await;
    world.enrol(&ben).await;
    let otto = world.login_at(crate::common::OTHER_ACCOUNT, "otto").await;
    let before = world.state();
    for ask in [
        Ask::get(PLACE),
        Ask::post(PLACE).json("{}"),
        Ask::put(PLACE).json(format!(r#"{{"secret":"{SECRET}","code":"{}"}}"#, world.code(SECRET, 0))),
        Ask::post(format!("{PLACE}/remove")).json(r#"{"code":"123456"}"#),
    ] {
        for token in [None, Some("of-nobody"), Some(otto.bearer.as_str())] {
            let ask = token.map_or_else(|| ask.clone(), |token| ask.clone().bearer(token));
            world.send(ask).await.expect(401);
        }
    }
    assert!(world.state() == before);
}

#[tokio::test]
async fn who_has_to_have_one_and_has_none_can_do_nothing_but_set_it_up() {
    let world = demanding(FactorPolicy::Everybody).await;
    let ben = world.login("ben").await;
    assert_eq!(world.factor(&ben).await, (false, true));
    let session =
        || Ask::post(format!("/api/account/{ACCOUNT}/agentSession?v=1")).json(r#"{"loginData":""}"#);
    let before = world.state();
    let got = world.send(session().bearer(&ben.bearer)).await;
    assert_said(&got, 403, "Set up a second factor first");
    assert!(world.state() == before);
    let secret = world.enrol(&ben).await;
    assert_eq!(world.factor(&ben).await, (true, true));
    let device = world.start_session(&ben).await;
    world.availability(&device).await;
    // It may go, and then the login is worth as little as before, on every device.
    world.clock.advance_ms(STEP_MS);
    world.drop_factor(&ben, &world.code(&secret, 0)).await.expect(200);
    let got = world.agent_reads(&device, format!("{}/availability", device.path)).await;
    assert_said(&got, 403, "Set up a second factor first");
    world.logout(&ben).await.expect(200);
}

#[tokio::test]
async fn supervisors_and_admins_have_to_have_one_where_it_is_demanded_of_supervisors() {
    let world = World::new().await;
    let (maya, sue, ada) = (
        world.sign_in("maya@example.com").await,
        world.sign_in_supervisor().await,
        world.sign_in_admin().await,
    );
    world.change(|profile| profile.settings.second_factor = FactorPolicy::Supervisors).await;
    let me = |device: &crate::common::people::Device| {
        Ask::get(format!("{}/me", device.pages())).bearer(&device.login.bearer)
    };
    world.send(me(&maya)).await.expect(200);
    for device in [&sue, &ada] {
        assert_said(&world.send(me(device)).await, 403, "Set up a second factor first");
        world.enrol(&device.login).await;
        world.send(me(device)).await.expect(200);
    }
    let factors = [world.factor(&maya.login).await, world.factor(&sue.login).await];
    assert_eq!(factors, [(false, false), (true, true)]);
}

#[tokio::test]
async fn the_secret_is_told_once_and_stands_in_no_answer_and_no_message_after_that() {
    let log = crate::common::log::Log::listen();
    let world = World::new().await;
    let device = world.sign_in("ben").await;
    let secret = world.enrol(&device.login).await;
    let ada = world.sign_in_admin().await;
    world.clock.advance_ms(STEP_MS);
    let mut told = vec![
        world.try_login("ben", &world.code(&secret, 0)).await,
        world.try_login("ben", "000000").await,
        world.send(Ask::post(PLACE).json("{}").bearer(&device.login.bearer)).await,
        world.set_factor(&device.login, &secret, "000000").await,
        world.send(Ask::get(PLACE).bearer(&device.login.bearer)).await,
    ];
    for path in ["me", "devices"] {
        told.push(world.agent_reads(&device, format!("{}/{path}", device.pages())).await);
    }
    for path in ["me", "board", "audit", "board/locks"] {
        told.push(world.agent_reads(&ada, format!("{}/{path}", ada.pages())).await.expect(200));
    }
    for got in &told {
        assert!(!got.text().contains(&secret), "{}", got.text());
    }
    for _ in 0..ALLOWED {
        world.try_login("ben", "000000").await;
    }
    let logged = log.told();
    assert!(!logged.is_empty() && logged.iter().all(|told| !told.to_string().contains(&secret)));
    let agent = world.account().view().read().desk().agent_by_login("ben").cloned().unwrap();
    assert!(agent.factor.is_some() && !format!("{agent:?}").contains(&secret));
}

#[tokio::test]
async fn a_second_factor_that_was_acknowledged_is_there_after_a_crash() {
    let world = World::new().await;
    let secret = world.enrol(&world.login("ben").await).await;
    let world = world.after_crash().await;
    world.clock.advance_ms(STEP_MS);
    world.send(password_only("ben", PASSWORD)).await.expect(401);
    let ben = Login::of(&world.try_login("ben", &world.code(&secret, 0)).await);
    world.clock.advance_ms(STEP_MS);
    world.drop_factor(&ben, &world.code(&secret, 0)).await.expect(200);
    world.after_crash().await.login("ben").await;
}
