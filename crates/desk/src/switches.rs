//! The switches of `docs/protocol/90-open-questions.md` §F that only change how answers look. The desk keeps them and
//! never decides by them. The first of each is the default.

use serde::{Deserialize, Serialize};

/// How answers look to the clients of one account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct WireSwitches {
    /// Status of a chat request and of a session start (Q1).
    pub creation_status: CreationStatus,
    /// Status of setting the visitor's name (Q1).
    pub visitor_name_status: VisitorNameStatus,
    /// Status of the two typing reads of the agent (Q1).
    pub typing_status: TypingReadStatus,
    /// `systemMessageId` in a JSON document of events alone (Q2).
    pub system_message_id: SystemMessageIdForm,
    /// The dialect of surveys in JSON (Q2).
    pub survey_dialect: SurveyDialect,
    /// The format of an answer when nothing asks for one (Q15).
    pub default_format: DefaultFormat,
    /// What an entry of `fromEventIds` names (Q4).
    pub from_event_ids: FromEventIds,
    /// Which chats `chatSessions` lists (Q6).
    pub chat_sessions: ChatSessionsListed,
    /// The body of an authentication failure of the gateway (Q10).
    pub auth_failure_body: AuthFailureBody,
}

macro_rules! switch {
    ($(#[$doc:meta])* $name:ident { $(#[$first_doc:meta])* $first:ident, $(#[$second_doc:meta])* $second:ident }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name {
            $(#[$first_doc])*
            #[default]
            $first,
            $(#[$second_doc])*
            $second,
        }
    };
}

switch!(
    /// Status of a chat request and of a session start.
    CreationStatus {
        /// 201.
        Created,
        /// 200.
        Ok
    }
);
switch!(
    /// Status of setting the visitor's name.
    VisitorNameStatus {
        /// 200.
        Ok,
        /// 201.
        Created
    }
);
switch!(
    /// Status of the two typing reads of the agent.
    TypingReadStatus {
        /// 200.
        Ok,
        /// 201.
        Created
    }
);
switch!(
    /// The form of `systemMessageId` in a JSON document of events alone.
    SystemMessageIdForm {
        /// `"4"`.
        String,
        /// `4`.
        Number
    }
);
switch!(
    /// The dialect of surveys in JSON (`docs/protocol/00-conventions.md` §8.1).
    SurveyDialect {
        /// Native types, arrays.
        B,
        /// Strings, single ones not in an array.
        C
    }
);
switch!(
    /// The format of an answer when nothing asks for one.
    DefaultFormat {
        /// JSON, but for the visitor's base resource, which is XML.
        Json,
        /// XML everywhere but for the Domain and Login services.
        Xml
    }
);
switch!(
    /// What an entry of `fromEventIds` names.
    FromEventIds {
        /// The last event the client has: later ones come.
        Exclusive,
        /// The first event wanted.
        Inclusive
    }
);
switch!(
    /// Which chats `chatSessions` lists.
    ChatSessionsListed {
        /// All chats of the agent that have not ended.
        All,
        /// Those of them the agent had before this session started.
        Inherited
    }
);
switch!(
    /// The body of an authentication failure of the gateway.
    AuthFailureBody {
        /// A form-encoded line of text.
        Text,
        /// The error document of the chat APIs.
        Error
    }
);
