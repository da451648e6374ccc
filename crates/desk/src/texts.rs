//! What the desk says of itself, in words (`docs/protocol/40-state-machines.md` §5): the account's own texts by language,
//! else the built-in ones, with their macros filled in (`docs/protocol/60-predefined-and-automatic-messages.md` §2.3).

use crate::{AccountProfile, SystemMessage};
use alloc::boxed::Box;
use alloc::string::String;
use alloc::sync::Arc;
use serde::{Deserialize, Serialize};

/// A text of the account's own for one system message in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AutomaticText {
    /// Of which message.
    pub message: SystemMessage,
    /// In which language, such as `pt-PT`.
    pub language: Arc<str>,
    /// The words, with macros; absent: the message is not said in this language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Arc<str>>,
}

/// The names a text may speak of.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Names<'n> {
    /// The agent who has, takes, or has had the chat.
    pub(crate) agent: &'n str,
    /// The agent the chat goes to.
    pub(crate) target: &'n str,
    /// The skill the chat goes to.
    pub(crate) skill: &'n str,
}

/// The text of a system line in the language of a chat, or nothing when the account does not say it.
pub(crate) fn text(
    profile: &AccountProfile,
    message: SystemMessage,
    language: Option<&str>,
    names: Names<'_>,
) -> Option<Box<str>> {
    let text = match own(profile, message, language) {
        Some(own) => own.text.as_deref()?,
        None => built_in(message),
    };
    Some(fill(text, names).into())
}

/// The account's own text: of the very language, of the same primary language, of the account's language, the first.
fn own<'p>(
    profile: &'p AccountProfile,
    message: SystemMessage,
    language: Option<&str>,
) -> Option<&'p AutomaticText> {
    let texts = || profile.texts.iter().filter(move |text| text.message == message);
    let exact = |tag: &str| texts().find(|text| text.language.eq_ignore_ascii_case(tag));
    let related = |tag: &str| texts().find(|text| primary(&text.language).eq_ignore_ascii_case(primary(tag)));
    let wanted = [language, profile.language.as_deref()];
    let mut found = wanted.into_iter().flatten().filter_map(|tag| exact(tag).or_else(|| related(tag)));
    found.next().or_else(|| texts().next())
}

/// The primary language of a tag: `pt` of `pt-PT`.
fn primary(tag: &str) -> &str {
    tag.split(['-', '_']).next().unwrap_or(tag)
}

fn built_in(message: SystemMessage) -> &'static str {
    match message {
        // A pre-chat line has no text but its own.
        SystemMessage::PreChat => "",
        SystemMessage::Busy => "All of our agents are busy. Please stand by.",
        SystemMessage::Accepted => "You are now chatting with {agent name}.",
        SystemMessage::Routing => {
            "Thank you for choosing to chat with us.  An agent will be with you shortly."
        }
        SystemMessage::AgentEnded => "{agent name} has ended the chat.",
        SystemMessage::Disconnected => "The chat was unexpectedly disconnected.",
        SystemMessage::ToAgent => "Please wait while I transfer the chat to '{targetName}'.",
        SystemMessage::ToSkill => "Please wait while I transfer the chat to '{skillName}'.",
        SystemMessage::Requeued => {
            "Your chat was returned to the queue. Another agent will be with you shortly."
        }
    }
}

/// Fills the macros in, each once: a name is never read as a macro. Unknown placeholders stay as they are, unknown
/// `$!{…}` macros come to nothing. A brace that another follows before it is closed opens no macro.
fn fill(text: &str, names: Names<'_>) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['{', '$']) {
        let (before, from) = rest.split_at(at);
        filled.push_str(before);
        let (opening, quiet) = if from.starts_with("$!{") { (3, true) } else { (1, false) };
        let is_macro = quiet || from.starts_with('{');
        let closed = from.find('}').filter(|_| is_macro);
        let name = closed.and_then(|end| Some((end, from.get(opening..end)?)));
        if let Some((end, name)) = name.filter(|(_, name)| !name.contains('{')) {
            let known = value(name, names);
            let whole = from.get(..=end).unwrap_or_default();
            filled.push_str(known.unwrap_or(if quiet { "" } else { whole }));
            rest = from.get(end.saturating_add(1)..).unwrap_or_default();
        } else {
            let (sign, behind) = from.split_at(1);
            filled.push_str(sign);
            rest = behind;
        }
    }
    filled.push_str(rest);
    filled
}

fn value<'n>(name: &str, names: Names<'n>) -> Option<&'n str> {
    match name {
        "agent name" | "agentName" | "operator.nickname" => Some(names.agent),
        "target name" | "targetName" => Some(names.target),
        "skill name" | "skillName" => Some(names.skill),
        _ => None,
    }
}
