//! The board and the audit log (`docs/handover-api.md`, of a supervisor).

use super::Named;
use super::pages::{chat_key, estimated_wait, or_unlimited, why};
use crate::limits;
use crate::openapi::schema::{Element, array, boolean, natural, text, words};
use handover_desk::limits::TALLY_MINUTES;
use serde_json::{Value, json};

pub(super) fn all() -> Vec<Named> {
    vec![("Board", board()), ("Audit", audit())]
}

fn board() -> Value {
    Element::new("")
        .must("now", natural())
        .must("skills", array(&skill()))
        .must("agents", array(&agent()))
        .must("waiting", at_most(limits::BOARD_WAITING, &waiting_chat()))
        .must("waitingTotal", natural())
        .must("chats", at_most(limits::BOARD_CHATS, &chat()))
        .must("chatsTotal", natural())
        .schema()
}

/// The chats that need no skill have neither number nor name.
fn skill() -> Value {
    let by_minute =
        || json!({"type": "array", "items": natural(), "minItems": TALLY_MINUTES, "maxItems": TALLY_MINUTES});
    let mut schema = Element::new("")
        .may("id", natural())
        .may("name", text())
        .must("waiting", natural())
        .may("oldestAt", natural())
        .must("estimatedWait", estimated_wait())
        .must("slots", or_unlimited())
        .must("chats", natural())
        .must("agents", counts(&["online", "occupied", "away", "absent", "offline"]))
        .must("answered", natural())
        .must("abandoned", natural())
        .may("meanWaitMs", natural())
        .must("answeredByMinute", by_minute())
        .must("abandonedByMinute", by_minute())
        .schema();
    schema["dependentRequired"] = json!({"id": ["name"], "name": ["id"]});
    schema
}

fn agent() -> Value {
    Element::new("")
        .must("id", natural())
        .must("nickname", text())
        .must("state", words(&["Online", "Occupied", "Away", "Offline"]))
        .may("since", natural())
        .must("present", boolean())
        .must("chats", natural())
        .must("ringing", natural())
        .must("maxChats", or_unlimited())
        .must("devices", natural())
        .must("secondFactor", boolean())
        .must("skills", array(&natural()))
        .schema()
}

fn waiting_chat() -> Value {
    let reasons = ["ringing", "no_agent_has_skill", "nobody_signed_in", "nobody_online", "all_full", "kept"];
    let ringing = Element::new("").must("agent", natural()).must("until", natural()).must("why", why());
    Element::new("")
        .must("chat", chat_key())
        .may("visitorName", text())
        .may("skill", natural())
        .must("requestedAt", natural())
        .must("reason", words(&reasons))
        .must("agents", counts(&["skilled", "offline", "away", "occupied", "absent", "full", "kept"]))
        .may("ringing", ringing.schema())
        .schema()
}

fn chat() -> Value {
    Element::new("")
        .must("chat", chat_key())
        .may("visitorName", text())
        .may("skill", natural())
        .must("agent", natural())
        .must("requestedAt", natural())
        .must("acceptedAt", natural())
        .may("why", why())
        .schema()
}

fn audit() -> Value {
    let person = || Element::new("").must("id", natural()).must("nickname", text()).schema();
    let entry = Element::new("")
        .must("no", natural())
        .must("at", natural())
        .must("agent", person())
        .must(
            "act",
            words(&["watch", "whisper", "take_over", "end_chat", "sign_out", "remove_factor", "unlock"]),
        )
        .may("chat", chat_key())
        .may("subject", person());
    Element::new("")
        .must("entries", at_most(limits::AUDIT_AT_A_TIME, &entry.schema()))
        .must("next", natural())
        .schema()
}

/// How many there are of each.
fn counts(names: &[&'static str]) -> Value {
    names.iter().fold(Element::new(""), |counts, name| counts.must(name, natural())).schema()
}

fn at_most(limit: usize, item: &Value) -> Value {
    json!({"type": "array", "items": item, "maxItems": limit})
}
