//! What clients get wrong: status, internal code and body of the refusal, in the format it is due in, and nothing changed.

mod bodies;
mod overload;
mod paths;
mod rights;

use crate::common::World;
use crate::common::ask::{Ask, Got};
use handover_wire::Format;

/// Sends a request that has to be refused with an error document and has to leave both desks as they are.
pub(crate) async fn refused(world: &World, what: &str, ask: Ask, status: u16, internal_code: u16) -> Got {
    let before = world.state();
    let got = world.send(ask).await;
    assert_eq!(got.status, status, "{what}: {}", got.text());
    assert_eq!(got.format(), world.format, "{what}");
    assert_error(&got, internal_code, what);
    assert!(world.state() == before, "{what} has changed something");
    eprintln!("refused {status}: {what}"); // Counted for docs/reliability.md.
    got
}

/// The error document of `docs/protocol/00-conventions.md` §9.2, member for member.
fn assert_error(got: &Got, internal_code: u16, what: &str) {
    let root = got.root();
    assert_eq!(root.name(), "error", "{what}");
    let members: Vec<&str> = root.children().map(handover_wire::Element::name).collect();
    assert_eq!(members, ["time", "message", "internalCode"], "{what}: {}", got.text());
    assert!(root.get("time").unwrap().starts_with("2018-01-29T08:"), "{what}: the account's own time");
    assert!(!root.get("message").unwrap().is_empty(), "{what}");
    assert_eq!(got.internal_code(), internal_code, "{what}");
    if got.format() == Format::Json {
        assert!(got.json()["error"]["internalCode"].is_number(), "{what}");
    } else {
        assert!(
            got.text().starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>"),
            "{what}"
        );
    }
}
