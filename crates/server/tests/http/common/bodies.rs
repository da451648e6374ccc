//! What clients send, in both formats.

use handover_wire::Format;

/// One request body in both formats.
#[derive(Clone, Debug)]
pub(crate) struct Both {
    pub(crate) json: String,
    pub(crate) xml: String,
}

impl Both {
    pub(crate) fn new(json: impl Into<String>, xml: impl Into<String>) -> Self {
        Self { json: json.into(), xml: xml.into() }
    }

    pub(crate) fn get(&self, format: Format) -> &str {
        match format {
            Format::Json => &self.json,
            Format::Xml => &self.xml,
        }
    }
}

pub(crate) fn line(text: &str) -> Both {
    line_with(text, "plain", "REGULAR")
}

pub(crate) fn html(text: &str) -> Both {
    line_with(text, "html", "REGULAR")
}

pub(crate) fn private(text: &str) -> Both {
    line_with(text, "plain", "ONLY_TO_REP")
}

fn line_with(text: &str, text_type: &str, sub_type: &str) -> Both {
    let json = serde_json::json!(
        {"event": {"@type": "line", "text": text, "textType": text_type, "subType": sub_type}}
    );
    let text = quick_xml::escape::escape(text);
    let xml = format!(
        r#"<event type="line"><text>{text}</text><textType>{text_type}</textType><subType>{sub_type}</subType></event>"#
    );
    Both::new(json.to_string(), xml)
}

pub(crate) fn ended() -> Both {
    Both::new(
        r#"{"event":{"@type":"state","state":"ended"}}"#,
        r#"<event type="state"><state>ended</state></event>"#,
    )
}

pub(crate) fn availability(word: &str) -> Both {
    Both::new(
        format!(r#"{{"availability":{{"chat":"{word}"}}}}"#),
        format!("<availability><chat>{word}</chat></availability>"),
    )
}

/// A document that is one word under one name.
pub(crate) fn scalar(name: &str, value: &str) -> Both {
    Both::new(format!(r#"{{"{name}":"{value}"}}"#), format!("<{name}>{value}</{name}>"))
}

pub(crate) fn transfer(kind: &str, id: u64, text: &str) -> Both {
    Both::new(
        format!(r#"{{"transfer":{{"{kind}":{{"id":{id}}},"text":"{text}"}}}}"#),
        format!("<transfer><{kind}><id>{id}</id></{kind}><text>{text}</text></transfer>"),
    )
}

pub(crate) fn request(members: &[(&str, &str)]) -> Both {
    let json = members.iter().map(|(name, value)| format!(r#""{name}":"{value}""#)).collect::<Vec<_>>();
    let xml = members.iter().map(|(name, value)| format!("<{name}>{value}</{name}>")).collect::<Vec<_>>();
    let json = format!(r#"{{"request":{{{}}}}}"#, json.join(","));
    Both::new(json, format!("<request>{}</request>", xml.concat()))
}

/// A request for a chat with nothing stated but the skill.
pub(crate) fn for_sales() -> Both {
    request(&[("skill", "Sales")])
}

/// Answers to a survey: question and values.
pub(crate) fn answers(survey: u64, answers: &[(u64, &[&str])]) -> Both {
    let json = answers.iter().map(|(id, values)| serde_json::json!({"id": id, "answer": values}));
    let json = serde_json::json!({"survey": {"id": survey, "question": json.collect::<Vec<_>>()}});
    let xml = answers.iter().map(|(id, values)| {
        let values: Vec<String> = values.iter().map(|value| format!("<answer>{value}</answer>")).collect();
        format!(r#"<question id="{id}">{}</question>"#, values.concat())
    });
    let xml = format!(r#"<survey id="{survey}">{}</survey>"#, xml.collect::<Vec<_>>().concat());
    Both::new(json.to_string(), xml)
}
