//! A client of the old APIs, with the habits they have: a suffix for the format, `v` and `NC` in every query, a POST for a PUT.

use crate::common::http::{Reply, Request};
use crate::document::Node;

/// In what a client writes and reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Json,
    Xml,
}

impl Format {
    /// The suffix of a resource.
    pub(crate) fn suffix(self) -> &'static str {
        match self {
            Self::Json => ".json",
            Self::Xml => ".xml",
        }
    }

    /// The media type.
    pub(crate) fn media(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Xml => "application/xml",
        }
    }
}

/// A body in both formats.
#[derive(Clone, Debug)]
pub(crate) struct Body {
    pub(crate) json: String,
    pub(crate) xml: String,
}

impl Body {
    pub(crate) fn new(json: impl Into<String>, xml: impl Into<String>) -> Self {
        Self { json: json.into(), xml: xml.into() }
    }

    /// A line; more members follow.
    pub(crate) fn line(text: &str, more: &[(&str, &str)]) -> Self {
        let json = each(more, |name, value| format!(r#","{name}":"{value}""#)).concat();
        let xml = each(more, |name, value| format!("<{name}>{value}</{name}>")).concat();
        let escaped = text.replace('<', "&lt;");
        Self::new(
            format!(r#"{{"event":{{"@type":"line","text":"{text}"{json}}}}}"#),
            format!(r#"<event type="line"><text>{escaped}</text>{xml}</event>"#),
        )
    }

    /// The end of a chat.
    pub(crate) fn ended() -> Self {
        Self::new(
            r#"{"event":{"@type":"state","state":"ended"}}"#,
            r#"<event type="state"><state>ended</state></event>"#,
        )
    }

    /// A chat about sales; more members follow.
    pub(crate) fn chat(json: &str, xml: &str) -> Self {
        Self::new(
            format!(r#"{{"request":{{"skill":"Sales"{json}}}}}"#),
            format!("<request><skill>Sales</skill>{xml}</request>"),
        )
    }

    /// An availability.
    pub(crate) fn availability(state: &str) -> Self {
        Self::new(
            format!(r#"{{"availability":{{"chat":"{state}"}}}}"#),
            format!("<availability><chat>{state}</chat></availability>"),
        )
    }

    /// A transfer to a skill or an agent.
    pub(crate) fn transfer(kind: &str, id: &str, text: &str) -> Self {
        Self::new(
            format!(r#"{{"transfer":{{"{kind}":{{"id":{id}}},"text":"{text}"}}}}"#),
            format!("<transfer><{kind}><id>{id}</id></{kind}><text>{text}</text></transfer>"),
        )
    }

    /// The answers to a survey, one for each question.
    pub(crate) fn answers(survey: &str, answers: &[(&str, &str)]) -> Self {
        let json = each(answers, |id, answer| format!(r#"{{"id":{id},"answer":"{answer}"}}"#)).join(",");
        let xml = each(answers, |id, answer| {
            format!(r#"<question id="{id}"><answer>{answer}</answer></question>"#)
        });
        Self::new(
            format!(r#"{{"survey":{{"id":{survey},"question":[{json}]}}}}"#),
            format!(r#"<survey id="{survey}">{}</survey>"#, xml.concat()),
        )
    }
}

fn each(pairs: &[(&str, &str)], written: impl Fn(&str, &str) -> String) -> Vec<String> {
    pairs.iter().map(|(name, value)| written(name, value)).collect()
}

/// An answer, and the document in it.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) reply: Reply,
    pub(crate) root: Node,
}

impl Answer {
    /// An answer of the chat APIs: an empty body or a document in this format.
    #[track_caller]
    pub(crate) fn of(reply: Reply, format: Format) -> Self {
        if reply.body.is_empty() {
            return Self { reply, root: Node::default() };
        }
        let media = reply.header("Content-Type").unwrap_or_default().to_owned();
        assert!(media.starts_with(format.media()) || reply.status == 401, "{media}: {}", reply.text());
        let root = if media.starts_with("text/") { Node::default() } else { Node::read(&reply.text()) };
        Self { reply, root }
    }

    /// The answer must be an error of the chat APIs.
    #[track_caller]
    pub(crate) fn is_error(&self, status: u16, code: &str) {
        assert_eq!(self.reply.status, status, "{}", self.reply.text());
        assert_eq!((self.root.name.as_str(), self.root.text("internalCode")), ("error", code));
    }

    /// The answer must have this status; gives its document.
    #[track_caller]
    pub(crate) fn is(self, status: u16) -> Node {
        self.reply.expect(status);
        self.root
    }

    /// The answer must say that something was made; gives its address, which the document repeats under this name.
    #[track_caller]
    pub(crate) fn made(self, name: &str) -> String {
        let reply = self.reply.expect(201);
        let location = reply.header("Location").unwrap().to_owned();
        assert_eq!((self.root.name.as_str(), self.root.link("location")), (name, location.clone()));
        location
    }
}

/// Puts a suffix in front of the query, if there is one, and the standing parameters behind it.
pub(crate) fn target(path: &str, suffix: &str) -> String {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let more = if query.is_empty() { "" } else { "&" };
    format!("{path}{suffix}?{query}{more}v=1&NC=true")
}

/// A POST that stands for a PUT.
pub(crate) fn put(request: Request) -> Request {
    request.with("X-HTTP-Method-Override", "PUT")
}
