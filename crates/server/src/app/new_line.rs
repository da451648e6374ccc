//! A line as the wire has it, made into a line the desk takes.

use super::html;
use handover_desk::{NewLine, TextType, Visibility};
use handover_wire::vocabulary;

/// The line, with its HTML cleaned.
pub(crate) fn new_line(
    text: &str,
    text_type: vocabulary::TextType,
    private: bool,
    json: Option<&str>,
) -> NewLine {
    let (text, text_type) = match text_type {
        vocabulary::TextType::Plain => (text.into(), TextType::Plain),
        vocabulary::TextType::Html => (html::clean(text).into(), TextType::Html),
        vocabulary::TextType::RichContent => (text.into(), TextType::rich_content(json.unwrap_or_default())),
    };
    let visibility = if private { Visibility::AgentsOnly } else { Visibility::Everyone };
    NewLine { text, text_type, visibility }
}
