//! The requests that people send, in the documents of the protocol, in both formats.

use super::ask::Ask;
use super::office::{ACCOUNT, PASSWORD};
use handover_wire::Format;
use http::Method;

/// The application key that was published for every account.
const APP_KEY: &str = "LivePerson appKey=721c180b09eb463d9f3191c41762bb68";

/// Signs an agent in. JSON only.
#[must_use]
pub fn login(login: &str) -> Ask {
    let body = format!(r#"{{"username":"{login}","password":"{PASSWORD}"}}"#);
    filled(Method::POST, format!("/api/account/{ACCOUNT}/login?v=1.3"), Format::Json, body)
}

/// A refresh or a logout of a login. JSON only.
pub(super) fn with_cookie(method: &str, cookie: &str, csrf: &str) -> Ask {
    let path = format!("/api/account/{ACCOUNT}/{method}?v=1.3");
    let ask = filled(Method::POST, path, Format::Json, format!(r#"{{"csrf":"{csrf}"}}"#));
    Ask { cookie: Some(cookie.to_owned()), ..ask }
}

/// Starts an agent session.
#[must_use]
pub fn start_session(bearer: &str, format: Format) -> Ask {
    let body = either(format, r#"{"loginData":""}"#, "<loginData/>");
    by_agent(filled(Method::POST, format!("/api/account/{ACCOUNT}/agentSession"), format, body), bearer)
}

/// Reads at a path, as an agent.
#[must_use]
pub fn agent_reads(path: String, bearer: &str, format: Format) -> Ask {
    by_agent(Ask::new(Method::GET, path, format), bearer)
}

/// Ends an agent session.
#[must_use]
pub fn end_session(session: &str, bearer: &str, format: Format) -> Ask {
    by_agent(Ask::new(Method::DELETE, session, format), bearer)
}

/// Accepts the oldest offer.
#[must_use]
pub fn accept(session: &str, bearer: &str, format: Format) -> Ask {
    let body = either(format, r#"{"chat":"start"}"#, "<chat>start</chat>");
    by_agent(filled(Method::POST, format!("{session}/incomingRequests"), format, body), bearer)
}

/// Sets the availability.
pub(super) fn availability(session: &str, bearer: &str, format: Format, word: &str) -> Ask {
    let json = format!(r#"{{"availability":{{"chat":"{word}"}}}}"#);
    let xml = format!("<availability><chat>{word}</chat></availability>");
    by_agent(
        filled(Method::PUT, format!("{session}/availability"), format, either(format, &json, &xml)),
        bearer,
    )
}

/// Hands a chat on, to a `skill` or an `agent`.
pub(super) fn transfer(chat: &str, bearer: &str, format: Format, to: (&str, u64), text: &str) -> Ask {
    let (kind, id) = to;
    let json = format!(r#"{{"transfer":{{"{kind}":{{"id":{id}}},"text":"{text}"}}}}"#);
    let xml = format!("<transfer><{kind}><id>{id}</id></{kind}><text>{text}</text></transfer>");
    by_agent(filled(Method::POST, format!("{chat}/transfer"), format, either(format, &json, &xml)), bearer)
}

/// Says something, as an agent.
#[must_use]
pub fn agent_says(chat: &str, bearer: &str, format: Format, text: &str, private: bool) -> Ask {
    by_agent(says(chat, format, text, private), bearer)
}

/// Ends a chat, as an agent.
pub(super) fn agent_ends(chat: &str, bearer: &str, format: Format) -> Ask {
    by_agent(ends(chat, format), bearer)
}

/// Asks for a chat under a name that no other request has.
#[must_use]
pub fn start_chat(name: &str, skill: Option<&str>, format: Format) -> Ask {
    let json_skill = skill.map(|skill| format!(r#","skill":"{skill}""#)).unwrap_or_default();
    let xml_skill = skill.map(|skill| format!("<skill>{skill}</skill>")).unwrap_or_default();
    let json = format!(r#"{{"request":{{"visitorName":"{name}"{json_skill}}}}}"#);
    let xml = format!("<request><visitorName>{name}</visitorName>{xml_skill}</request>");
    let body = either(format, &json, &xml);
    by_visitor(filled(Method::POST, format!("/api/account/{ACCOUNT}/chat/request"), format, body))
}

/// Reads at a path, as a visitor.
#[must_use]
pub fn visitor_reads(path: String, format: Format) -> Ask {
    by_visitor(Ask::new(Method::GET, path, format))
}

/// Says something, as the visitor.
#[must_use]
pub fn visitor_says(chat: &str, format: Format, text: &str) -> Ask {
    by_visitor(says(chat, format, text, false))
}

/// Ends a chat, as the visitor.
pub(super) fn visitor_ends(chat: &str, format: Format) -> Ask {
    by_visitor(ends(chat, format))
}

fn says(chat: &str, format: Format, text: &str, private: bool) -> Ask {
    let sub = if private { "ONLY_TO_REP" } else { "REGULAR" };
    let json =
        format!(r#"{{"event":{{"@type":"line","text":"{text}","textType":"plain","subType":"{sub}"}}}}"#);
    let xml = format!(
        r#"<event type="line"><text>{text}</text><textType>plain</textType><subType>{sub}</subType></event>"#
    );
    filled(Method::POST, format!("{chat}/events"), format, either(format, &json, &xml))
}

fn ends(chat: &str, format: Format) -> Ask {
    let json = r#"{"event":{"@type":"state","state":"ended"}}"#;
    let xml = r#"<event type="state"><state>ended</state></event>"#;
    filled(Method::POST, format!("{chat}/events"), format, either(format, json, xml))
}

fn either(format: Format, json: &str, xml: &str) -> String {
    match format {
        Format::Json => json.to_owned(),
        Format::Xml => xml.to_owned(),
    }
}

fn filled(method: Method, path: String, format: Format, body: String) -> Ask {
    Ask { body: Some(body), ..Ask::new(method, path, format) }
}

fn by_agent(ask: Ask, bearer: &str) -> Ask {
    Ask { authorization: Some(format!("Bearer {bearer}")), ..ask }
}

fn by_visitor(ask: Ask) -> Ask {
    Ask { authorization: Some(APP_KEY.to_owned()), ..ask }
}
