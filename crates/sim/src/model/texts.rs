//! What system lines say (protocol file 40 §5; file 60 §2.3).

use super::Model;
use handover_desk::{AutomaticText, SystemMessage};

/// Whom a line may name.
pub(super) struct Named<'n> {
    pub(super) agent: &'n str,
    pub(super) target: &'n str,
    pub(super) skill: &'n str,
}

impl Model {
    /// The words of a line, or nothing when the account leaves it out.
    pub(super) fn text(
        &self,
        message: SystemMessage,
        language: Option<&str>,
        named: &Named<'_>,
    ) -> Option<String> {
        let own: Vec<&AutomaticText> =
            self.profile.texts.iter().filter(|text| text.message == message).collect();
        let mut found: Option<&AutomaticText> = None;
        for tag in [language, self.profile.language.as_deref()].into_iter().flatten() {
            let tag = tag.to_lowercase();
            let exact = own.iter().find(|text| text.language.to_lowercase() == tag);
            let related = own.iter().find(|text| first_part(&text.language) == first_part(&tag));
            found = found.or(exact.copied()).or(related.copied());
        }
        match found.or(own.first().copied()) {
            Some(own) => own.text.as_ref().map(|text| filled(text, named)),
            None => Some(filled(default_text(message), named)),
        }
    }
}

fn first_part(tag: &str) -> String {
    tag.to_lowercase().chars().take_while(char::is_ascii_alphanumeric).collect()
}

fn default_text(message: SystemMessage) -> &'static str {
    match message.number() {
        2 => "All of our agents are busy. Please stand by.",
        3 => "You are now chatting with {agent name}.",
        4 => "Thank you for choosing to chat with us.  An agent will be with you shortly.",
        5 => "{agent name} has ended the chat.",
        6 => "The chat was unexpectedly disconnected.",
        13 => "Please wait while I transfer the chat to '{targetName}'.",
        15 => "Please wait while I transfer the chat to '{skillName}'.",
        23 => "Your chat was returned to the queue. Another agent will be with you shortly.",
        _ => "",
    }
}

/// The macros of a text. It is read from left to right, so that what was filled in is never read again.
fn filled(text: &str, named: &Named<'_>) -> String {
    let known = [
        ("{agent name}", named.agent),
        ("{agentName}", named.agent),
        ("{target name}", named.target),
        ("{targetName}", named.target),
        ("{skill name}", named.skill),
        ("{skillName}", named.skill),
        ("$!{operator.nickname}", named.agent),
        ("$!{agentName}", named.agent),
        ("$!{skillName}", named.skill),
        ("$!{unknown}", ""),
    ];
    let mut all = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if let Some((name, value)) = known.iter().find(|(name, _)| rest.starts_with(name)) {
            all.push_str(value);
            rest = &rest[name.len()..];
        } else {
            all.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    all
}
