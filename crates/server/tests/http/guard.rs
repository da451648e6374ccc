//! Too much of it: wrong passwords for one login and from one address, and writes of visitors by chat, address and key.

use crate::common::ask::{APP_KEY, Ask, Got};
use crate::common::bodies;
use crate::common::people::Visitor;
use crate::common::{ACCOUNT, Making, OTHER_ACCOUNT, PASSWORD, World};
use futures_util::future::join_all;
use handover_server::limits;
use handover_server::settings::ServerConfig;

/// So many wrong passwords are answered as such; the last one locks the login.
const ALLOWED: usize = limits::WRONG_PASSWORDS_PER_LOGIN;

fn login_at(account: &str, login: &str, password: &str) -> Ask {
    let body = serde_json::json!({ "username": login, "password": password });
    Ask::post(format!("/api/account/{account}/login?v=1.3")).json(body.to_string())
}

fn login(login: &str, password: &str) -> Ask {
    login_at(ACCOUNT, login, password)
}

/// A world that trusts the proxy its requests come from.
async fn behind_a_proxy(server: ServerConfig) -> World {
    let trusted_proxies = vec!["198.51.100.0/24".parse().unwrap()];
    World::made(Making { server: ServerConfig { trusted_proxies, ..server }, ..Making::default() }).await
}

async fn guess(world: &World, name: &str, times: usize) {
    for _ in 0..times {
        world.send(login(name, "wrong")).await.expect(401);
    }
}

#[track_caller]
fn assert_too_many(got: &Got, seconds: u32) {
    assert_eq!(got.status, 429, "{}", got.text());
    assert_eq!(got.header("retry-after"), Some(seconds.to_string().as_str()));
    let error = &got.json()["error"];
    assert_eq!(error["responseStatus"], "TOO_MANY_REQUESTS");
    assert_eq!(error["message"], format!("Too many wrong passwords. Try again in {seconds} s"));
}

#[tokio::test]
async fn a_login_takes_four_wrong_passwords_and_is_locked_by_the_fifth() {
    let world = World::new().await;
    guess(&world, "ben", ALLOWED - 1).await;
    world.send(login("ben", PASSWORD)).await.expect(200);
    guess(&world, "ben", ALLOWED).await;
    let before = world.state();
    assert_too_many(&world.send(login("ben", PASSWORD)).await, 60);
    assert!(world.state() == before, "a login that is locked has led to something");
    world.login("cleo").await;
    world.clock.advance_ms(59_999);
    assert_too_many(&world.send(login("ben", PASSWORD)).await, 1);
    world.clock.advance_ms(1);
    world.send(login("ben", PASSWORD)).await.expect(200);
}

#[tokio::test]
async fn a_lock_is_twice_as_long_each_time_also_when_the_agent_signs_in_between() {
    let world = World::new().await;
    for seconds in [60, 120, 240] {
        guess(&world, "ben", ALLOWED).await;
        assert_too_many(&world.send(login("ben", "wrong")).await, seconds);
        world.clock.advance_ms(i64::from(seconds) * 1_000);
        world.send(login("ben", PASSWORD)).await.expect(200);
        // The address has all its tries again.
        world.clock.advance_ms(15 * 60 * 1_000);
    }
}

#[tokio::test]
async fn who_is_signed_in_stays_so_while_the_login_is_locked() {
    let world = World::new().await;
    let ben = world.sign_in("ben").await;
    guess(&world, "ben", ALLOWED).await;
    world.send(login("ben", PASSWORD)).await.expect(429);
    world.agent_reads(&ben, format!("{}/availability", ben.path)).await.expect(200);
    world.send(ben.login.asks("refresh")).await.expect(200);
}

#[tokio::test]
async fn a_login_or_an_account_that_does_not_exist_is_refused_in_the_same_words() {
    let world = behind_a_proxy(ServerConfig::default()).await;
    let mut told = Vec::new();
    for (no, (account, name)) in
        [(ACCOUNT, "ben"), (ACCOUNT, "nobody"), ("99999999", "ben")].iter().enumerate()
    {
        let ask = || login_at(account, name, "wrong").with("X-Forwarded-For", &format!("203.0.113.{no}"));
        let mut answers = Vec::new();
        for _ in 0..=ALLOWED {
            let got = world.send(ask()).await;
            let time = got.json()["error"]["time"].as_str().unwrap().to_owned();
            answers.push((
                got.status,
                got.text().replace(&time, "…"),
                got.header("retry-after").map(str::to_owned),
            ));
        }
        told.push(answers);
    }
    assert_eq!(told[0][ALLOWED].0, 429);
    assert_eq!(told[0], told[1]);
    assert_eq!(told[0], told[2]);
}

#[tokio::test]
async fn a_lock_is_of_one_account_only() {
    let world = World::new().await;
    guess(&world, "otto", ALLOWED).await;
    world.send(login("otto", "wrong")).await.expect(429);
    world.login_at(OTHER_ACCOUNT, "otto").await;
}

#[tokio::test]
async fn the_right_password_of_one_client_does_not_wipe_out_the_guesses_of_another() {
    let world = behind_a_proxy(ServerConfig::default()).await;
    let from = |address: &str, password: &str| login("ben", password).with("X-Forwarded-For", address);
    for _ in 1..ALLOWED {
        world.send(from("203.0.113.5", "wrong")).await.expect(401);
        world.send(from("203.0.113.9", PASSWORD)).await.expect(200);
    }
    world.send(from("203.0.113.5", "wrong")).await.expect(401);
    world.send(from("203.0.113.5", "wrong")).await.expect(429);
    world.send(from("203.0.113.9", PASSWORD)).await.expect(429);
}

#[tokio::test]
async fn who_sends_many_guesses_at_once_learns_no_more_than_one_by_one() {
    let world = World::new().await;
    let guesses = (0..40).map(|no| login("ben", if no < 20 { "wrong" } else { PASSWORD }));
    let before = world.state();
    let got = join_all(guesses.clone().take(20).map(|ask| world.send(ask))).await;
    let wrong = got.iter().filter(|got| got.status == 401).count();
    let too_many = got.iter().filter(|got| got.status == 429).count();
    assert_eq!((wrong, too_many), (ALLOWED, 20 - ALLOWED));
    let got = join_all(guesses.skip(20).map(|ask| world.send(ask))).await;
    assert!(got.iter().all(|got| got.status == 429));
    assert!(world.state() == before);
}

#[tokio::test]
async fn many_devices_of_one_agent_sign_in_at_once() {
    let world = World::new().await;
    let got = join_all((0..20).map(|_| world.send(login("maya@example.com", PASSWORD)))).await;
    assert!(got.iter().all(|got| got.status == 200));
}

#[tokio::test]
async fn an_address_takes_30_wrong_passwords_whatever_the_logins_and_then_one_in_half_a_minute() {
    let world = World::new().await;
    for no in 0..limits::WRONG_PASSWORDS_PER_ADDRESS {
        guess(&world, &format!("nobody-{no}"), 1).await;
    }
    assert_too_many(&world.send(login("ben", PASSWORD)).await, 30);
    world.clock.advance_ms(30_000);
    world.send(login("ben", "wrong")).await.expect(401);
    world.send(login("ben", PASSWORD)).await.expect(429);
    world.clock.advance_ms(30_000);
    // The right password takes none.
    for _ in 0..3 {
        world.send(login("ben", PASSWORD)).await.expect(200);
    }
}

#[tokio::test]
async fn an_address_is_the_one_that_a_trusted_proxy_names_and_no_other() {
    for (world, is_believed) in
        [(behind_a_proxy(ServerConfig::default()).await, true), (World::new().await, false)]
    {
        let from =
            |address: &str, name: &str, password| login(name, password).with("X-Forwarded-For", address);
        for no in 0..limits::WRONG_PASSWORDS_PER_ADDRESS {
            world.send(from("203.0.113.5", &format!("nobody-{no}"), "wrong")).await.expect(401);
        }
        world.send(from("192.0.2.1, 203.0.113.5", "ben", PASSWORD)).await.expect(429);
        let other = world.send(from("203.0.113.6", "ben", PASSWORD)).await;
        assert_eq!(other.status, if is_believed { 200 } else { 429 });
    }
}

#[tokio::test]
async fn a_login_that_goes_on_with_an_old_password_does_not_keep_its_neighbours_out() {
    let world = World::new().await;
    for _ in 0..500 {
        world.send(login("ben", "wrong")).await;
        world.clock.advance_ms(1_000);
    }
    world.send(login("ben", "wrong")).await.expect(429);
    world.login("cleo").await;
}

#[tokio::test]
async fn the_operator_sees_what_is_locked_and_lets_it_go() {
    let world = World::new().await;
    let guard = &world.surfaces.app().guard;
    let now = || world.surfaces.app().engine.clock().now();
    guess(&world, "ben", ALLOWED).await;
    let locked = guard.locked(now());
    assert_eq!(locked.len(), 1);
    assert_eq!((&*locked[0].account, &*locked[0].login, locked[0].times), (ACCOUNT, "ben", 1));
    assert!(!guard.release(OTHER_ACCOUNT, "ben", now()));
    assert!(guard.release(ACCOUNT, "ben", now()));
    assert!(!guard.release(ACCOUNT, "ben", now()));
    world.login("ben").await;
    assert_eq!(guard.locked(now()), []);
}

#[tokio::test]
async fn what_is_logged_of_a_lock_names_neither_login_nor_password() {
    let log = crate::common::log::Log::listen();
    let world = World::new().await;
    guess(&world, "hunter2\nERROR forged", ALLOWED).await;
    let told = log.told();
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0]["account"], ACCOUNT);
    let told = told[0].to_string();
    assert!(!told.contains("hunter2") && !told.contains("forged") && !told.contains("wrong\""), "{told}");
}

/// A visitor's writes: so many come at once.
const BURST: usize = limits::WRITE_BURST_S as usize;

async fn say(world: &World, visitor: &Visitor, key: &str, address: &str) -> Got {
    let ask = world.post(format!("{}/events", visitor.path), &bodies::line("hi")).app_key(key);
    world.send(ask.with("X-Forwarded-For", address)).await
}

/// Says as much as there is room for, of which `already` is used up; then one line too many.
async fn say_all(world: &World, visitor: &Visitor, key: &str, address: &str, already: usize) {
    for _ in already..BURST {
        say(world, visitor, key, address).await.expect(201);
    }
    let got = say(world, visitor, key, address).await.expect(429);
    assert_eq!(got.header("retry-after"), Some("1"));
    assert_eq!(got.internal_code(), 20);
    assert_eq!(got.message(), "Too many requests. Wait 1 s before the next one");
}

const OWN_KEY: &str = "00112233445566778899aabbccddeeff";

#[tokio::test]
async fn a_chat_takes_what_a_person_can_write_and_no_more() {
    let server = ServerConfig { writes_per_chat: 1, ..ServerConfig::default() };
    let world = behind_a_proxy(server).await;
    let (maya, visitor) = world.chatting().await;
    say_all(&world, &visitor, APP_KEY, "203.0.113.5", 0).await;
    say(&world, &visitor, OWN_KEY, "203.0.113.6").await.expect(429);
    world.visitor_reads(format!("{}/events", visitor.path)).await.expect(200);
    world.agent_says(&maya, &visitor, &bodies::line("slowly")).await;
    let other = world.start_chat(&bodies::for_sales()).await;
    world.accept(&maya, &other).await;
    say(&world, &other, APP_KEY, "203.0.113.5").await.expect(201);
    world.clock.advance_ms(1_000);
    say(&world, &visitor, APP_KEY, "203.0.113.5").await.expect(201);
}

#[tokio::test]
async fn an_address_starts_and_fills_so_many_chats_and_no_more() {
    let server = ServerConfig { writes_per_address: 1, ..ServerConfig::default() };
    let world = behind_a_proxy(server).await;
    let (_, visitor) = world.chatting().await;
    say_all(&world, &visitor, APP_KEY, "203.0.113.5", 0).await;
    let request = world.post(format!("/api/account/{ACCOUNT}/chat/request"), &bodies::for_sales());
    let request = request.app_key(OWN_KEY);
    world.send(request.clone().with("X-Forwarded-For", "203.0.113.5")).await.expect(429);
    world.send(request.with("X-Forwarded-For", "203.0.113.6")).await.expect(201);
}

#[tokio::test]
async fn a_key_is_used_so_much_and_no_more_and_each_account_has_its_own() {
    let server = ServerConfig { writes_per_key: 1, ..ServerConfig::default() };
    let world = behind_a_proxy(server).await;
    let (_, visitor) = world.chatting().await;
    // The chat was asked for with the published key.
    say_all(&world, &visitor, APP_KEY, "203.0.113.5", 1).await;
    say(&world, &visitor, OWN_KEY, "203.0.113.6").await.expect(201);
    let elsewhere = world.post(format!("/api/account/{OTHER_ACCOUNT}/chat/request"), &bodies::for_sales());
    world.send(elsewhere.app_key(APP_KEY)).await.expect(201);
}

#[tokio::test]
async fn a_wrong_key_uses_up_nothing_of_the_right_one() {
    let server = ServerConfig { writes_per_key: 1, writes_per_address: 1, ..ServerConfig::default() };
    let world = behind_a_proxy(server).await;
    let (_, visitor) = world.chatting().await;
    for _ in 0..=BURST {
        say(&world, &visitor, "x", "203.0.113.5").await.expect(401);
    }
    say(&world, &visitor, OWN_KEY, "203.0.113.5").await.expect(201);
}

#[tokio::test]
async fn limits_of_nought_are_none() {
    let server = ServerConfig {
        writes_per_chat: 0,
        writes_per_address: 0,
        writes_per_key: 0,
        ..ServerConfig::default()
    };
    let world = behind_a_proxy(server).await;
    let (_, visitor) = world.chatting().await;
    for _ in 0..2 * limits::WRITES_PER_CHAT * limits::WRITE_BURST_S {
        say(&world, &visitor, APP_KEY, "203.0.113.5").await.expect(201);
    }
}
