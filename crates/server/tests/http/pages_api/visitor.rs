//! What a button needs to know.

use super::assert_refused;
use crate::common::ask::{APP_KEY, Ask, Got};
use crate::common::{ACCOUNT, World};
use serde_json::json;

async fn status(world: &World, query: &str) -> Got {
    let ask = Ask::get(format!("/api/handover/v1/account/{ACCOUNT}/chat/status{query}"));
    world.send(ask.app_key(APP_KEY)).await
}

#[tokio::test]
async fn a_button_knows_whether_anybody_is_there_and_what_will_be_asked() {
    let world = World::new().await;
    let nobody = json!({"status": {"online": false, "available": false, "estimatedWait": -1, "preSurvey": true,
        "offlineForm": true, "exitSurvey": true, "earlyLines": false}});
    assert_eq!(status(&world, "?skill=Sales").await.expect(200).json(), nobody);
    let maya = world.sign_in("maya@example.com").await;
    for query in ["", "?skill=Sales", "?skill="] {
        let told = status(&world, query).await.expect(200).json()["status"].clone();
        assert_eq!(
            (&told["online"], &told["available"], &told["estimatedWait"]),
            (&true.into(), &true.into(), &0.into())
        );
    }
    let unknown = status(&world, "?skill=Nothing").await.expect(200).json()["status"].clone();
    assert_eq!((&unknown["online"], &unknown["estimatedWait"]), (&false.into(), &(-1).into()));
    world.set_availability(&maya, "Away").await;
    assert_eq!(status(&world, "?skill=Sales").await.expect(200).json(), nobody);
    world
        .change(|profile| {
            profile.surveys.clear();
            profile.settings.early_lines = true;
        })
        .await;
    let told = status(&world, "").await.expect(200).json()["status"].clone();
    assert_eq!(
        (&told["preSurvey"], &told["offlineForm"], &told["earlyLines"]),
        (&false.into(), &false.into(), &true.into())
    );
}

#[tokio::test]
async fn a_button_needs_an_application_key_and_any_page_may_read_the_answer() {
    let world = World::new().await;
    let path = format!("/api/handover/v1/account/{ACCOUNT}/chat/status");
    let ask = Ask::get(format!("{path}?appKey={APP_KEY}")).with("Origin", "https://shop.example");
    let got = world.send(ask).await.expect(200);
    assert_eq!(got.header("access-control-allow-origin"), Some("*"));
    world.send(Ask::get(&path)).await.expect(401);
    let got = world.send(Ask::get("/api/handover/v1/account/nobody/chat/status").app_key(APP_KEY)).await;
    assert_refused(&got, 404, "Account not found");
}
