//! The comparison: what the readers were told, what was acknowledged, and what is there.

use super::board::{Chat, Line, Side};
use super::chat_reader::{events, id_of, is_end};
use crate::common::{ACCOUNT, Device};
use crate::transports::caller::{Caller, Who, get};
use http::StatusCode;
use serde_json::Value;
use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::Arc;

/// What one reader was told of one chat.
pub(crate) struct Seen {
    pub(crate) chat: String,
    pub(crate) side: Side,
    pub(crate) events: Vec<Value>,
}

/// Compares everything with what the server tells somebody who asks once, at the end, and undisturbed.
pub(crate) async fn check(server: SocketAddr, devices: &[Device], chats: &[Arc<Chat>], seen: &[Seen]) {
    let mut caller = Caller::of(server);
    for chat in chats {
        let device = &devices[chat.agent];
        let agent = Who::Agent(device.bearer.clone());
        let whole = ask(&mut caller, &format!("{}/chat/{}", device.session, chat.key), &agent).await;
        let path = format!("/api/account/{ACCOUNT}/chat/{}", chat.key);
        let visible = ask(&mut caller, &path, &Who::Visitor).await;
        is_whole(&chat.key, &whole);
        is_what_visitors_may_see(&chat.key, &whole, &visible);
        is_what_was_acknowledged(&chat.key, &whole, &chat.lines());
        for side in [Side::Visitor, Side::Agent, Side::Session] {
            let is_this = |seen: &&Seen| seen.chat == chat.key && seen.side == side;
            let told: Vec<&Seen> = seen.iter().filter(is_this).collect();
            assert_eq!(told.len(), 1, "readers as {side:?} of {}", chat.key);
            let truth = if side == Side::Visitor { &visible } else { &whole };
            is_same(&format!("{side:?} of {}", chat.key), &told[0].events, truth);
        }
    }
}

async fn ask(caller: &mut Caller, path: &str, who: &Who) -> Vec<Value> {
    let ask = get(&format!("{path}/events?v=1&NC=true&from=0"), who);
    events(caller.ask(&ask).await.json(StatusCode::OK))
}

/// Numbers without gap or repeat, and an end.
fn is_whole(key: &str, events: &[Value]) {
    for (index, event) in events.iter().enumerate() {
        assert_eq!(id_of(event), index as u64, "{key}: {event}");
    }
    assert!(events.last().is_some_and(is_end), "{key} has not ended");
}

/// All that agents see, but for what is for agents only.
fn is_what_visitors_may_see(key: &str, whole: &[Value], visible: &[Value]) {
    let is_hidden = |event: &&Value| event["subType"] == "ONLY_TO_REP";
    let hidden = whole.iter().filter(is_hidden).count();
    assert!(hidden > 0, "{key} has nothing for agents only");
    assert_eq!(visible.iter().find(is_hidden), None, "{key}: the visitor sees what is for agents only");
    let expected: Vec<u64> = whole.iter().filter(|event| !is_hidden(event)).map(id_of).collect();
    let found: Vec<u64> = visible.iter().map(id_of).collect();
    assert_eq!(found, expected, "{key}: what the visitor sees");
}

/// Every acknowledged line is where it was acknowledged, and nowhere else.
fn is_what_was_acknowledged(key: &str, whole: &[Value], lines: &[Line]) {
    for line in lines {
        let event = &whole[usize::try_from(line.event).unwrap()];
        assert_eq!(event["text"], line.text, "{key}: line {}", line.event);
        let kind = if line.is_private { "ONLY_TO_REP" } else { "REGULAR" };
        assert_eq!(event["subType"], kind, "{key}: line {}", line.event);
    }
    let by_people = |event: &&Value| event["@type"] == "line" && event["source"] != "system";
    let written = whole.iter().filter(by_people).filter(|event| event["text"] != "for agents only");
    let written: Vec<u64> = written.map(id_of).collect();
    let acknowledged: BTreeSet<u64> = lines.iter().map(|line| line.event).collect();
    assert_eq!(acknowledged.len(), lines.len(), "{key}: two lines were acknowledged as one");
    assert_eq!(
        written,
        acknowledged.into_iter().collect::<Vec<_>>(),
        "{key}: lines written, and acknowledged"
    );
}

fn is_same(who: &str, told: &[Value], truth: &[Value]) {
    for (told, truth) in told.iter().zip(truth) {
        assert_eq!(told, truth, "{who}");
    }
    assert_eq!(told.len(), truth.len(), "{who}: events told, and events there");
}
