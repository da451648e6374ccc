//! Lines for the agent that come with a chat request, in every shape that clients send: `{"line":[…]}`,
//! `{"lines":[…]}`, `[…]` and the XML of the first (`docs/protocol/30-visitor-api.md` §9).

use crate::reader::Element;

/// The lines, in their order; empty ones are left out.
pub(super) fn read(request: &Element) -> Vec<&str> {
    let mut lines = Vec::new();
    for holder in request.children_named("preChatLines") {
        lines.push(holder.text());
        let inside = holder.children().filter(|child| matches!(child.name(), "line" | "lines"));
        lines.extend(inside.map(Element::text));
    }
    lines.retain(|line| !line.is_empty());
    lines
}
