//! Reading the documents of the API, as leniently as their clients do: an id may be text or a number, and a member may have
//! an `@` before its name or not.

use super::plan::Who;
use memchr::memmem;
use serde_json::Value;

/// An event of a chat.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Event {
    pub(super) id: u32,
    pub(super) what: What,
    /// Whether it is for agents only.
    pub(super) hidden: bool,
}

/// What an event tells.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum What {
    Waiting,
    Chatting,
    Ended,
    /// Somebody wrote.
    Line {
        by: Who,
        text: String,
    },
    /// Something that a player need not understand: the server says something of itself.
    Other,
}

/// What an answer to a poll says.
#[derive(Debug, Default, Eq, PartialEq)]
pub(super) struct News {
    pub(super) events: Vec<Event>,
    /// Where the next event will stand.
    pub(super) next: Option<u32>,
}

/// A member, whichever way its name is written.
fn member<'v>(value: &'v Value, name: &str) -> Option<&'v Value> {
    value.get(name).or_else(|| value.get(format!("@{name}")))
}

fn text<'v>(value: &'v Value, name: &str) -> Option<&'v str> {
    member(value, name)?.as_str()
}

/// A number, whether it is written as one or as text.
fn number(value: &Value) -> Option<u32> {
    value.as_str().map_or_else(|| value.as_u64()?.try_into().ok(), |text| text.parse().ok())
}

/// One or several of something, or none.
fn several(value: Option<&Value>) -> &[Value] {
    match value {
        None | Some(Value::Null) => &[],
        Some(Value::Array(all)) => all,
        Some(one) => std::slice::from_ref(one),
    }
}

/// The answer to a poll. When there is nothing new, no tree is built.
pub(super) fn news(body: &[u8]) -> Option<News> {
    if memmem::find(body, b"\"event\":").is_none() {
        memmem::find(body, b"\"events\":")?;
        return Some(News { events: Vec::new(), next: last_from(body) });
    }
    let document: Value = serde_json::from_slice(body).ok()?;
    let events = document.get("events")?;
    let links = several(events.get("link"));
    let next = links.iter().find(|link| text(link, "rel") == Some("next"));
    let next = next.and_then(|link| last_from(text(link, "href")?.as_bytes()));
    let events = several(events.get("event")).iter().map(event).collect::<Option<_>>()?;
    Some(News { events, next })
}

/// The number behind the last `?from=`.
fn last_from(bytes: &[u8]) -> Option<u32> {
    const FROM: &[u8] = b"?from=";
    let at = memmem::rfind(bytes, FROM)? + FROM.len();
    let digits = bytes.get(at..)?;
    let end = digits.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(digits.len());
    str::from_utf8(digits.get(..end)?).ok()?.parse().ok()
}

/// One event.
pub(super) fn event(value: &Value) -> Option<Event> {
    let id = number(member(value, "id")?)?;
    let system = text(value, "source") == Some("system");
    let pre_chat = system && member(value, "systemMessageId").and_then(number) == Some(0);
    let hidden = pre_chat || text(value, "subType") == Some("ONLY_TO_REP");
    let what = match (text(value, "type")?, text(value, "source")) {
        ("state", _) => match text(value, "state")? {
            "waiting" => What::Waiting,
            "chatting" => What::Chatting,
            "ended" => What::Ended,
            _ => What::Other,
        },
        ("line", Some("visitor")) => What::Line { by: Who::Visitor, text: text(value, "text")?.to_owned() },
        ("line", Some("agent")) => What::Line { by: Who::Agent, text: text(value, "text")?.to_owned() },
        (_, _) => What::Other,
    };
    Some(Event { id, what, hidden })
}

/// What a message of a stream tells: the chat, when it tells of several, and the event.
pub(super) fn streamed_event(data: &str) -> Option<(Option<String>, Event)> {
    let document: Value = serde_json::from_str(data).ok()?;
    let chat = document.get("chat").and_then(Value::as_str).map(str::to_owned);
    Some((chat, event(document.get("event")?)?))
}

/// How many offers a message of a stream tells of.
pub(super) fn streamed_offers(data: &str) -> Option<u32> {
    let document: Value = serde_json::from_str(data).ok()?;
    u32::try_from(document.get("offers")?.as_array()?.len()).ok()
}

/// Why a stream ends.
pub(super) fn streamed_close(data: &str) -> Option<String> {
    let document: Value = serde_json::from_str(data).ok()?;
    text(&document, "reason").map(str::to_owned)
}

/// How many chats ring.
pub(super) fn ringing(body: &[u8]) -> Option<u32> {
    if memmem::find(body, br#""ringingCount":"0""#).is_some() {
        return Some(0);
    }
    let document: Value = serde_json::from_slice(body).ok()?;
    number(document.get("incomingRequests")?.get("ringingCount")?)
}

/// Whether an agent is online.
pub(super) fn is_online(body: &[u8]) -> Option<bool> {
    let document: Value = serde_json::from_slice(body).ok()?;
    Some(document.get("availability")?.get("chat")?.as_str()? == "Online")
}

/// The keys of the chats in a `chatSessions` document.
pub(super) fn chat_sessions(body: &[u8]) -> Option<Vec<String>> {
    let document: Value = serde_json::from_slice(body).ok()?;
    keys(document.get("chatSessions")?)
}

/// The keys of the chats under `chatSessions`.
pub(super) fn keys(sessions: &Value) -> Option<Vec<String>> {
    let all = several(sessions.get("chatSession")).iter();
    all.map(|one| text(one, "chatSessionKey").map(str::to_owned)).collect()
}

/// What an agent's information says: the limit of chats at once (none: unlimited), and the names of the skills.
pub(super) fn agent_info(body: &[u8]) -> Option<(Option<u32>, Vec<String>)> {
    let document: Value = serde_json::from_slice(body).ok()?;
    let info = document.get("info")?;
    let limit = info.get("maxChats").and_then(number);
    let skills = info.get("skillsInfo").and_then(|skills| skills.get("skillInfo"));
    let skills = several(skills).iter().filter_map(|skill| text(skill, "name").map(str::to_owned));
    Some((limit, skills.collect()))
}

/// What a login gives: the bearer and the csrf token.
pub(super) fn login(body: &[u8]) -> Option<(String, String)> {
    let document: Value = serde_json::from_slice(body).ok()?;
    Some((text(&document, "bearer")?.to_owned(), text(&document, "csrf")?.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_poll_with_nothing_new_has_only_a_next() {
        let body = br#"{"events":{"link":[{"@href":"http://h/events","@rel":"self"},{"@href":"http://h/events?from=16","@rel":"next"}]}}"#;
        assert_eq!(news(body), Some(News { events: Vec::new(), next: Some(16) }));
        assert_eq!(news(b"<html>"), None);
    }

    #[test]
    fn one_event_is_an_object_and_several_are_a_list() {
        let line = r#"{"@id":"4","@type":"line","text":"hi","source":"agent","subType":"ONLY_TO_REP"}"#;
        let links = r#""link":[{"href":"h?from=5","rel":"next"}]"#;
        let event = Event { id: 4, what: What::Line { by: Who::Agent, text: "hi".to_owned() }, hidden: true };
        for events in [line.to_owned(), format!("[{line}]")] {
            let body = format!(r#"{{"events":{{{links},"event":{events}}}}}"#);
            let wanted = News { events: vec![event.clone()], next: Some(5) };
            assert_eq!(news(body.as_bytes()), Some(wanted), "{body}");
        }
    }

    #[test]
    fn what_the_server_says_is_hidden_only_before_the_chat() {
        let line = |number: &str| {
            let text = format!(r#"{{"id":1,"type":"line","source":"system","systemMessageId":{number}}}"#);
            event(&serde_json::from_str(&text).unwrap()).unwrap().hidden
        };
        assert!(line("0") && line("\"0\""));
        assert!(!line("4"));
    }

    #[test]
    fn what_rings_is_counted_whichever_way_the_count_is_written() {
        for count in ["\"2\"", "2"] {
            let body = format!(r#"{{"incomingRequests":{{"ringingCount":{count}}}}}"#);
            assert_eq!(ringing(body.as_bytes()), Some(2));
        }
        assert_eq!(ringing(br#"{"incomingRequests":{"ringingCount":"0"}}"#), Some(0));
        assert_eq!(ringing(b"{}"), None);
    }
}
