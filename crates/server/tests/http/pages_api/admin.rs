//! What admins do, that nobody else does it, and that the audit log says so.

use super::{assert_refused, post, read};
use crate::common::ask::Ask;
use crate::common::factor::STEP_MS;
use crate::common::people::Device;
use crate::common::{ACCOUNT, BEN, OTHER_ACCOUNT, World};
use handover_server::limits;
use serde_json::{Value, json};

async fn lock(world: &World, account: &str, login: &str) {
    for _ in 0..limits::WRONG_PASSWORDS_PER_LOGIN {
        let body = json!({"username": login, "password": "wrong"}).to_string();
        world.send(Ask::post(format!("/api/account/{account}/login?v=1.3")).json(body)).await.expect(401);
    }
}

async fn locks(world: &World, ada: &Device) -> Value {
    read(world, ada, "board/locks").await.expect(200).json()["locks"].take()
}

/// What admins did, oldest first: the act, and to whom.
async fn audit(world: &World, ada: &Device) -> Vec<(String, Value)> {
    let audit = read(world, ada, "audit").await.expect(200).json();
    let entries = audit["audit"]["entries"].as_array().unwrap();
    entries
        .iter()
        .map(|entry| (entry["act"].as_str().unwrap().to_owned(), entry["subject"]["nickname"].clone()))
        .collect()
}

#[tokio::test]
async fn an_admin_takes_the_second_factor_of_an_agent_away_and_the_agent_sets_up_another() {
    let world = World::new().await;
    let ben = world.login("ben").await;
    world.enrol(&ben).await;
    let ada = world.sign_in_admin().await;
    let remove = format!("board/agent/{BEN}/removeSecondFactor");
    let board = || async { read(&world, &ada, "board").await.expect(200).json()["board"]["agents"].take() };
    let has_one =
        |agents: &Value| agents.as_array().unwrap().iter().any(|agent| agent["secondFactor"] == true);
    assert!(has_one(&board().await));
    post(&world, &ada, &remove, json!({})).await.expect(200);
    assert!(!has_one(&board().await));
    assert_eq!(world.factor(&ben).await, (false, false));
    world.login("ben").await;
    assert_eq!(audit(&world, &ada).await, [("remove_factor".to_owned(), "Ben".into())]);
    assert_refused(&post(&world, &ada, &remove, json!({})).await, 400, "There is no second factor");
    assert_refused(&post(&world, &ada, "board/agent/1/removeSecondFactor", json!({})).await, 400, "agent");
    assert_refused(&post(&world, &ada, "board/agent/x/removeSecondFactor", json!({})).await, 400, "agent");
    assert_eq!(audit(&world, &ada).await.len(), 1, "what was refused is not in the log");
}

#[tokio::test]
async fn an_admin_sees_the_locks_of_the_own_account_and_lets_one_go() {
    let world = World::new().await;
    let ada = world.sign_in_admin().await;
    assert_eq!(locks(&world, &ada).await, json!([]));
    lock(&world, ACCOUNT, "ben").await;
    lock(&world, ACCOUNT, "no\u{202e}body").await;
    lock(&world, OTHER_ACCOUNT, "otto").await;
    let until = world.clock_ms() + 60_000;
    let one = |login: &str| json!({"login": login, "untilAt": until, "times": 1});
    let mut told = locks(&world, &ada).await;
    told.as_array_mut().unwrap().sort_by_key(|lock| lock["login"].as_str().unwrap().to_owned());
    assert_eq!(told, json!([one("ben"), one("no\u{202e}body")]));
    for login in ["ben", "no\u{202e}body", "otto"] {
        post(&world, &ada, "board/locks/release", json!({"login": login})).await.expect(200);
    }
    assert_eq!(locks(&world, &ada).await, json!([]));
    world.login("ben").await;
    let at_home = json!({"username": "otto", "password": crate::common::PASSWORD}).to_string();
    let ask = Ask::post(format!("/api/account/{OTHER_ACCOUNT}/login?v=1.3")).json(at_home);
    world.send(ask).await.expect(429);
    let unlock = |subject: Value| ("unlock".to_owned(), subject);
    assert_eq!(audit(&world, &ada).await, [unlock("Ben".into()), unlock(Value::Null), unlock(Value::Null)]);
    assert_refused(&post(&world, &ada, "board/locks/release", json!({})).await, 400, "login");
}

#[tokio::test]
async fn a_release_that_is_repeated_does_not_let_go_what_was_locked_since() {
    let world = World::new().await;
    let ada = world.sign_in_admin().await;
    lock(&world, ACCOUNT, "ben").await;
    let release = Ask::post(format!("{}/board/locks/release", ada.pages()))
        .json(json!({"login": "ben"}).to_string())
        .bearer(&ada.login.bearer)
        .once("0123456789abcdef");
    world.send(release.clone()).await.expect(200);
    lock(&world, ACCOUNT, "ben").await;
    world.send(release).await.expect(200);
    assert_eq!(locks(&world, &ada).await[0]["login"], "ben");
    assert_eq!(audit(&world, &ada).await.len(), 1);
}

#[tokio::test]
async fn agents_and_supervisors_do_nothing_that_is_for_admins() {
    let world = World::new().await;
    let ben = world.sign_in("ben").await;
    let secret = world.enrol(&ben.login).await;
    let sue = world.sign_in_supervisor().await;
    lock(&world, ACCOUNT, "cleo").await;
    let before = world.state();
    for device in [&ben, &sue] {
        let remove = post(&world, device, &format!("board/agent/{BEN}/removeSecondFactor"), json!({})).await;
        assert_refused(&remove, 403, "Only an admin may do this");
        let release = post(&world, device, "board/locks/release", json!({"login": "cleo"})).await;
        assert_refused(&release, 403, "Only an admin may do this");
        assert_refused(&read(&world, device, "board/locks").await, 403, "Only an admin may do this");
    }
    assert!(world.state() == before, "who is no admin has done something");
    assert_eq!(world.surfaces.app().guard.locked(handover_desk::Timestamp(world.clock_ms())).len(), 1);
    world.clock.advance_ms(STEP_MS);
    crate::common::people::Login::of(&world.try_login("ben", &world.code(&secret, 0)).await);
}

#[tokio::test]
async fn an_admin_does_what_a_supervisor_does() {
    let world = World::new().await;
    let (_, visitor) = world.chatting().await;
    let ada = world.sign_in_admin().await;
    assert_eq!(read(&world, &ada, "me").await.expect(200).json()["me"]["role"], "admin");
    read(&world, &ada, "board").await.expect(200);
    super::act(&world, &ada, &visitor, "end").await.expect(200);
    assert_eq!(audit(&world, &ada).await, [("end_chat".to_owned(), "Maya".into())]);
}
