//! The surveys, which share one document, and the answers to them (`docs/protocol/30-visitor-api.md` §5).

use super::Named;
use crate::openapi::schema::{Element, array, boolean, id, integer, named, natural, text, words};
use serde_json::{Value, json};

pub(super) fn all() -> Vec<Named> {
    vec![
        ("Survey", survey()),
        ("Question", question()),
        ("Entry", entry()),
        ("SurveyAnswers", answers("survey").schema()),
        ("OfflineSurveyAnswers", offline()),
        ("QuestionAnswer", answer()),
    ]
}

fn survey() -> Value {
    let questions = Element::new("questions").must("question", array(&named("Question"))).schema();
    Element::new("survey")
        .must("id", attribute(integer()))
        .may("title", text())
        .must("header", text())
        .must("questions", questions)
        .schema()
}

fn question() -> Value {
    let common = || {
        Element::new("question")
            .must("mandatory", attribute(boolean()))
            .must("order", attribute(natural()))
            .must("logicId", attribute(natural()))
            .must("id", attribute(natural()))
    };
    let validation = || attribute(words(&["alpha_numeric", "numeric", "email"]));
    let with_text = common()
        .must("type", attribute(words(&["Text Field", "Text Area"])))
        .must("validationType", validation())
        .must("label", text())
        .must("lastKnownValue", text())
        .schema();
    let choices = ["Dropdown Box", "Radio Button", "Radio Button (side by side)", "Checkbox"];
    let with_choice = common()
        .must("type", attribute(words(&choices)))
        .must("validationType", validation())
        .must("label", text())
        .must("entry", array(&named("Entry")))
        .schema();
    json!({"oneOf": [with_text, with_choice], "xml": {"name": "question"}})
}

fn entry() -> Value {
    let shown = json!({"oneOf": [natural(), {"type": "array", "items": natural(), "minItems": 2}]});
    let logic = Element::new("logic").must("showLogicId", shown).schema();
    Element::new("entry")
        .must("checked", boolean())
        .must("value", text())
        .may("displayValue", text())
        .may("logic", logic)
        .schema()
}

/// What is submitted; `survey` of a chat request is the same.
fn answers(name: &'static str) -> Element {
    Element::open(name).must("id", attribute(id())).may("question", array(&named("QuestionAnswer")))
}

fn answer() -> Value {
    let values = json!({"oneOf": [text(), array(&text())]});
    Element::open("question").must("id", attribute(id())).may("answer", values).schema()
}

/// `docs/protocol/30-visitor-api.md` §8.
fn offline() -> Value {
    answers("survey")
        .may("skill", text())
        .may("visitorId", id())
        .may("visitorIp", text())
        .may("chatReferrer", text())
        .may("userAgent", text())
        .may("LETagVisitorId", text())
        .may("LETagSessionId", text())
        .may("LETagContextId", text())
        .schema()
}

/// Plain in JSON, an attribute in XML.
fn attribute(mut schema: Value) -> Value {
    schema["xml"] = json!({"attribute": true});
    schema
}
