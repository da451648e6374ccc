//! The enumerations of the wire: written exactly, read in any case (`docs/protocol/00-conventions.md` §7.3).

/// Declares an enumeration whose variants are words of the wire.
macro_rules! words {
    ($(#[$about:meta])* $name:ident { $($(#[$variant_about:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name {
            $($(#[$variant_about])* $variant,)+
        }

        impl $name {
            /// The word as it is written on the wire.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }

            /// Reads the word in upper or lower case; `None` if it is not one of this enumeration.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                $(if word.eq_ignore_ascii_case($word) {
                    return Some(Self::$variant);
                })+
                None
            }
        }
    };
}

words! {
    /// The state of a chat.
    ChatState {
        /// The chat stands in the queue.
        Waiting = "waiting",
        /// An agent has accepted the chat.
        Chatting = "chatting",
        /// The chat is over.
        Ended = "ended",
    }
}

words! {
    /// The availability of an agent, for chats or for calls.
    Availability {
        /// Takes chats.
        Online = "Online",
        /// Takes no chats.
        Away = "Away",
        /// Takes only chats that are transferred to the agent in person.
        Occupied = "Occupied",
        /// Not there. Only ever a result or a filter, never set (`docs/protocol/90-open-questions.md` Q23).
        Offline = "Offline",
    }
}

impl Availability {
    /// The number that stands for it in the list of available agents (`docs/protocol/00-conventions.md` §7.3).
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::Offline => 1,
            Self::Online => 2,
            Self::Occupied => 3,
            Self::Away => 4,
        }
    }
}

words! {
    /// Whether somebody is typing.
    Typing {
        /// Is typing.
        Typing = "typing",
        /// Is not typing.
        NotTyping = "not-typing",
        /// Not known, because nobody chats.
        Unknown = "unknown",
    }
}

words! {
    /// How the text of a line is to be shown.
    TextType {
        /// Characters, shown as they are.
        Plain = "plain",
        /// HTML, cleaned when it was stored.
        Html = "html",
        /// Structured content; the line carries a `json` member.
        RichContent = "rich-content",
    }
}

words! {
    /// Who a line comes from.
    Source {
        /// The server itself; the line has a system message id.
        System = "system",
        /// The agent.
        Agent = "agent",
        /// The visitor.
        Visitor = "visitor",
    }
}

words! {
    /// A question of a survey that is answered with a text.
    TextQuestion {
        /// One line.
        TextField = "Text Field",
        /// Several lines.
        TextArea = "Text Area",
    }
}

words! {
    /// A question of a survey that is answered by selecting entries.
    ChoiceQuestion {
        /// One entry, from a list that opens.
        DropdownBox = "Dropdown Box",
        /// One entry, below one another.
        RadioButton = "Radio Button",
        /// One entry, beside one another.
        RadioButtonSideBySide = "Radio Button (side by side)",
        /// Any number of entries.
        Checkbox = "Checkbox",
    }
}

words! {
    /// What an answer to a survey has to look like (`docs/protocol/90-open-questions.md` Q29).
    Validation {
        /// Any text.
        AlphaNumeric = "alpha_numeric",
        /// A number.
        Numeric = "numeric",
        /// A mail address.
        Email = "email",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_read_in_any_case_and_written_exactly() {
        assert_eq!(Availability::from_word("oNLINE").map(Availability::as_str), Some("Online"));
        assert_eq!(Typing::from_word("NOT-TYPING").map(Typing::as_str), Some("not-typing"));
        assert_eq!(ChatState::from_word("over"), None);
    }
}
