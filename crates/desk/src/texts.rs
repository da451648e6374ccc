//! What the desk says of itself, in words (`docs/protocol/40-state-machines.md` §5).

use crate::SystemMessage;
use alloc::format;
use alloc::string::ToString;
use alloc::sync::Arc;

/// The text of a system line. `name` is the agent or skill it speaks of, where it speaks of one.
pub(crate) fn text(message: SystemMessage, name: &str) -> Arc<str> {
    let text = match message {
        SystemMessage::PreChat => name.to_string(),
        SystemMessage::Busy => "All of our agents are busy. Please stand by.".to_string(),
        SystemMessage::Accepted => format!("You are now chatting with {name}."),
        SystemMessage::Routing => {
            "Thank you for choosing to chat with us.  An agent will be with you shortly.".to_string()
        }
        SystemMessage::AgentEnded => format!("{name} has ended the chat."),
        SystemMessage::Disconnected => "The chat was unexpectedly disconnected.".to_string(),
        SystemMessage::ToAgent | SystemMessage::ToSkill => {
            format!("Please wait while I transfer the chat to '{name}'.")
        }
        SystemMessage::Requeued => {
            "Your chat was returned to the queue. Another agent will be with you shortly.".to_string()
        }
    };
    text.into()
}
