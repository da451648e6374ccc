//! The documents of the API of the pages, of an agent and of a visitor (`docs/handover-api.md`). The board has a file of its own.

use super::Named;
use super::chat::KEY;
use crate::openapi::schema::{Element, array, boolean, natural, some_text, text, words};
use handover_desk::limits::DEVICE_NAME_CHARS;
use serde_json::{Value, json};

pub(super) fn all() -> Vec<Named> {
    vec![
        ("Me", me()),
        ("Devices", array(&device())),
        ("ListOfMarks", array(&marks())),
        ("Details", details()),
        ("Status", status()),
        ("DeviceNameRequest", Element::open("").must("name", device_name()).schema()),
        ("DraftRequest", Element::open("").must("text", text()).may("private", boolean()).schema()),
        ("ReadRequest", Element::open("").must("event", event_id()).schema()),
        ("WaysIn", Element::new("").must("passwords", boolean()).may("provider", text()).schema()),
        ("SignInBegun", Element::new("").must("address", text()).schema()),
        ("BeginSignInRequest", Element::open("").must("account", some_text()).schema()),
        (
            "FinishSignInRequest",
            Element::open("")
                .must("state", some_text())
                .may("code", some_text())
                .may("otp", some_text())
                .schema(),
        ),
        ("SecondFactor", second_factor()),
        ("Proposal", proposal()),
        ("SetFactorRequest", Element::open("").must("secret", secret()).must("code", some_text()).schema()),
        ("DropFactorRequest", Element::open("").must("code", some_text()).schema()),
        ("Locks", array(&lock())),
        ("ReleaseRequest", Element::open("").must("login", some_text()).schema()),
        ("WhisperRequest", Element::open("").must("text", some_text()).schema()),
    ]
}

/// The key of a chat.
pub(super) fn chat_key() -> Value {
    json!({"type": "string", "pattern": KEY})
}

/// A number and a name.
pub(super) fn number_and_name() -> Value {
    Element::new("").must("id", natural()).must("name", text()).schema()
}

/// A number of which -1 says that there is no limit.
pub(super) fn or_unlimited() -> Value {
    json!({"type": "integer", "minimum": -1})
}

/// Seconds; 0 at once, -1 nobody online, -2 unknown.
pub(super) fn estimated_wait() -> Value {
    json!({"type": "integer", "minimum": -2})
}

/// Why an agent was chosen for a chat.
pub(super) fn why() -> Value {
    words(&[
        "transferred",
        "asked_for",
        "previous_agent",
        "only_one",
        "lowest_load",
        "longest_idle",
        "lowest_id",
        "taken_over",
    ])
}

fn session() -> Value {
    json!({"type": "string", "pattern": "^[0-9]+$"})
}

fn event_id() -> Value {
    json!({"type": "integer", "minimum": 0, "maximum": u32::MAX})
}

fn device_name() -> Value {
    json!({"type": "string", "minLength": 1, "maxLength": DEVICE_NAME_CHARS})
}

fn me() -> Value {
    let account = Element::new("")
        .must("id", some_text())
        .must("skills", array(&number_and_name()))
        .must("offerMs", natural())
        .must("lineBytes", natural())
        .must("surveys", array(&words(&["agent"])));
    let canned = Element::new("")
        .must("shortcut", text())
        .must("title", text())
        .must("text", text())
        .must("skills", array(&natural()));
    Element::new("")
        .must("id", natural())
        .must("nickname", text())
        .must("name", text())
        .must("role", words(&["agent", "supervisor", "admin"]))
        .must("maxChats", or_unlimited())
        .must("skills", array(&number_and_name()))
        .must("session", session())
        .must("account", account.schema())
        .must("cannedTexts", array(&canned.schema()))
        .schema()
}

fn device() -> Value {
    Element::new("")
        .must("session", session())
        .may("name", device_name())
        .must("current", boolean())
        .must("startedAt", natural())
        .must("heardAt", natural())
        .must("connected", boolean())
        .schema()
}

fn marks() -> Value {
    let draft = Element::new("").must("text", some_text()).must("private", boolean()).must("at", natural());
    Element::new("")
        .must("chat", chat_key())
        .may("agentRead", event_id())
        .may("visitorRead", event_id())
        .may("draft", draft.schema())
        .schema()
}

fn details() -> Value {
    let visitor = Element::new("")
        .must("id", json!({"type": "string", "pattern": "^[0-9]+$"}))
        .may("name", text())
        .may("language", text())
        .may("page", text())
        .may("browser", text())
        .may("address", text());
    let answered = || some(&Element::new("").must("question", text()).must("answer", text()).schema());
    let variable = Element::new("").must("name", text()).must("value", text());
    Element::new("")
        .must("chat", chat_key())
        .must("visitor", visitor.schema())
        .may("survey", answered())
        .may("variables", some(&variable.schema()))
        .may("skill", number_and_name())
        .must("requestedAt", natural())
        .may("acceptedAt", natural())
        .may("why", why())
        .may("exitSurvey", answered())
        .schema()
}

fn second_factor() -> Value {
    Element::new("").must("enrolled", boolean()).must("required", boolean()).schema()
}

/// 160 bits in Base32.
fn secret() -> Value {
    json!({"type": "string", "pattern": "^[A-Z2-7]{32}$"})
}

fn proposal() -> Value {
    let address = json!({"type": "string", "pattern": "^otpauth://totp/"});
    Element::new("").must("secret", secret()).must("address", address).schema()
}

fn lock() -> Value {
    Element::new("").must("login", text()).must("untilAt", natural()).must("times", natural()).schema()
}

/// An array that is absent when it would be empty.
fn some(item: &Value) -> Value {
    json!({"type": "array", "items": item, "minItems": 1})
}

fn status() -> Value {
    Element::new("")
        .must("online", boolean())
        .must("available", boolean())
        .must("estimatedWait", estimated_wait())
        .must("preSurvey", boolean())
        .must("offlineForm", boolean())
        .must("exitSurvey", boolean())
        .must("earlyLines", boolean())
        .schema()
}
