//! More than the server can take, and a journal that does not take anything.

use super::assert_error;
use crate::common::ask::{APP_KEY, Got};
use crate::common::bodies;
use crate::common::{FORMATS, Making, World};
use handover_journal::Fault;
use handover_wire::Format;
use std::time::Duration;

/// Longer than a desk refuses commands after its journal has failed.
const RETRY_PAUSE: Duration = Duration::from_millis(100);

fn assert_try_again(got: &Got, format: Format) {
    assert_eq!(got.status, 503, "{}", got.text());
    assert_eq!(got.format(), format);
    assert_error(got, 27, "try again");
    assert_eq!(got.header("retry-after"), Some("1"));
}

#[tokio::test]
async fn a_full_mailbox_is_told_at_once() {
    for format in FORMATS {
        let making = Making { format, mailbox_commands: Some(1), ..Making::default() };
        let world = World::made(making).await;
        let (_, visitor) = world.chatting().await;
        let path = format!("{}/events", visitor.path);
        let say = |text: &str| world.send(world.post(&path, &bodies::line(text)).app_key(APP_KEY));
        world.disk.hold();
        let (first, second, ()) = tokio::join!(say("first"), say("second"), async {
            world.disk.somebody_waits().await;
            world.disk.release();
        });
        first.expect(201);
        assert_try_again(&second, format);
        assert_eq!(world.visitor_sees(&visitor).await[4..], ["4 You: first"]);
        say("third").await.expect(201);
    }
}

#[tokio::test(start_paused = true)]
async fn while_the_journal_fails_nothing_is_acknowledged_and_reading_goes_on() {
    for format in FORMATS {
        for fault in [Fault::Full, Fault::Failed, Fault::UnknownLost] {
            let world = World::speaking(format).await;
            let (maya, visitor) = world.chatting().await;
            let before = world.state();
            world.disk.memory().set_fault(Some(fault));
            let path = format!("{}/events", visitor.path);
            let lost = world.visitor_posts(&path, &bodies::line("lost")).await;
            assert_try_again(&lost, format);
            assert!(world.state() == before);
            assert_eq!(world.visitor_sees(&visitor).await.len(), 4);
            assert_eq!(world.agent_sees(&maya, &visitor).await.len(), 4);
            let request = format!("/api/account/{}/chat/request", crate::common::ACCOUNT);
            let refused = world.visitor_posts(request, &bodies::for_sales()).await;
            assert_try_again(&refused, format);
            assert!(world.state() == before);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn when_the_journal_works_again_the_server_does_by_itself() {
    for fault in [Fault::Full, Fault::Failed, Fault::UnknownLost] {
        let world = World::new().await;
        let (maya, visitor) = world.chatting().await;
        world.disk.memory().set_fault(Some(fault));
        let path = format!("{}/events", visitor.path);
        world.visitor_posts(&path, &bodies::line("lost")).await.expect(503);
        world.disk.memory().set_fault(None);
        tokio::time::advance(RETRY_PAUSE).await;
        world.visitor_says(&visitor, "there again").await;
        assert_eq!(world.agent_sees(&maya, &visitor).await[4..], ["4 You: there again"]);
    }
}

#[tokio::test(start_paused = true)]
async fn a_write_whose_fate_was_unknown_is_there_once_after_it_is_repeated() {
    for fault in [Fault::UnknownKept, Fault::UnknownLost] {
        let world = World::new().await;
        let (maya, visitor) = world.chatting().await;
        world.disk.memory().set_fault(Some(fault));
        let path = format!("{}/events", visitor.path);
        let say =
            || world.send(world.post(&path, &bodies::line("once")).app_key(APP_KEY).once("0123456789abcdef"));
        say().await.expect(503);
        world.disk.memory().set_fault(None);
        tokio::time::advance(RETRY_PAUSE).await;
        let got = say().await.expect(201);
        assert_eq!(got.location(), format!("{path}/4"));
        assert_eq!(world.agent_sees(&maya, &visitor).await[4..], ["4 You: once"]);
    }
}
