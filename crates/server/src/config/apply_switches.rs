//! Reading `[account.settings.wire]`: how answers look, switch by switch (`docs/protocol/90-open-questions.md` §F). A
//! switch that is left out has its default.

use super::apply_settings::choice;
use super::table::Table;
use handover_desk::{
    AuthFailureBody, ChatSessionsListed, CreationStatus, DefaultFormat, FromEventIds, SurveyDialect,
    SystemMessageIdForm, TypingReadStatus, VisitorNameStatus, WireSwitches,
};

/// The switches in this table, or the defaults when there is none.
pub(super) fn read(table: Option<Table<'_>>) -> WireSwitches {
    let default = WireSwitches::default();
    let Some(table) = table else { return default };
    let switches = WireSwitches {
        creation_status: choice(&table, "creation_status", &CREATION, default.creation_status),
        visitor_name_status: choice(
            &table,
            "visitor_name_status",
            &VISITOR_NAME,
            default.visitor_name_status,
        ),
        typing_status: choice(&table, "typing_status", &TYPING, default.typing_status),
        system_message_id: choice(&table, "system_message_id", &SYSTEM_MESSAGE_ID, default.system_message_id),
        survey_dialect: choice(&table, "survey_dialect", &SURVEY_DIALECT, default.survey_dialect),
        default_format: choice(&table, "default_format", &DEFAULT_FORMAT, default.default_format),
        from_event_ids: choice(&table, "from_event_ids", &FROM_EVENT_IDS, default.from_event_ids),
        chat_sessions: choice(&table, "chat_sessions", &CHAT_SESSIONS, default.chat_sessions),
        auth_failure_body: choice(&table, "auth_failure_body", &AUTH_FAILURE_BODY, default.auth_failure_body),
    };
    table.finish();
    switches
}

const CREATION: [(&str, CreationStatus); 2] =
    [("created", CreationStatus::Created), ("ok", CreationStatus::Ok)];
const VISITOR_NAME: [(&str, VisitorNameStatus); 2] =
    [("ok", VisitorNameStatus::Ok), ("created", VisitorNameStatus::Created)];
const TYPING: [(&str, TypingReadStatus); 2] =
    [("ok", TypingReadStatus::Ok), ("created", TypingReadStatus::Created)];
const SYSTEM_MESSAGE_ID: [(&str, SystemMessageIdForm); 2] =
    [("string", SystemMessageIdForm::String), ("number", SystemMessageIdForm::Number)];
const SURVEY_DIALECT: [(&str, SurveyDialect); 2] = [("b", SurveyDialect::B), ("c", SurveyDialect::C)];
const DEFAULT_FORMAT: [(&str, DefaultFormat); 2] =
    [("json", DefaultFormat::Json), ("xml", DefaultFormat::Xml)];
const FROM_EVENT_IDS: [(&str, FromEventIds); 2] =
    [("exclusive", FromEventIds::Exclusive), ("inclusive", FromEventIds::Inclusive)];
const CHAT_SESSIONS: [(&str, ChatSessionsListed); 2] =
    [("all", ChatSessionsListed::All), ("inherited", ChatSessionsListed::Inherited)];
const AUTH_FAILURE_BODY: [(&str, AuthFailureBody); 2] =
    [("text", AuthFailureBody::Text), ("error", AuthFailureBody::Error)];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::ApplyFile;
    use serde_json::{Map, Value};

    /// The switches with these lines, which begin in line 4.
    fn read(lines: &str) -> Result<WireSwitches, String> {
        let text = format!("[[account]]\nid = \"a\"\n[account.settings.wire]\n{lines}\n");
        let file = ApplyFile::parse(&text).map_err(|mistake| mistake.to_string())?;
        Ok(file.accounts.into_iter().next().unwrap().profile.settings.wire)
    }

    /// The other word of each switch.
    const OTHER: [(&str, &str); 9] = [
        ("creation_status", "ok"),
        ("visitor_name_status", "created"),
        ("typing_status", "created"),
        ("system_message_id", "number"),
        ("survey_dialect", "c"),
        ("default_format", "xml"),
        ("from_event_ids", "inclusive"),
        ("chat_sessions", "inherited"),
        ("auth_failure_body", "error"),
    ];

    fn stored(switches: WireSwitches) -> Map<String, Value> {
        serde_json::to_value(switches).unwrap().as_object().unwrap().clone()
    }

    #[test]
    fn every_switch_can_be_set_by_the_words_it_is_stored_with() {
        let default = stored(WireSwitches::default());
        assert_eq!(default.len(), OTHER.len());
        for (key, other) in OTHER {
            let word = default[key].as_str().unwrap();
            assert_eq!(read(&format!("{key} = \"{word}\"")), Ok(WireSwitches::default()), "{key}");
            let mut expected = default.clone();
            expected.insert(key.into(), other.into());
            assert_eq!(stored(read(&format!("{key} = \"{other}\"")).unwrap()), expected, "{key}");
            let said =
                format!("line 4, key account.settings.wire.{key}: expected one of \"{word}\", \"{other}\"");
            assert_eq!(read(&format!("{key} = \"x\"")), Err(said));
        }
    }

    #[test]
    fn a_switch_that_is_left_out_has_its_default() {
        assert_eq!(read(""), Ok(WireSwitches::default()));
    }

    #[test]
    fn an_unknown_switch_is_named_with_those_that_exist() {
        let known: Vec<&str> = OTHER.iter().map(|(key, _)| *key).collect();
        let said = format!(
            "line 4, key account.settings.wire.status: there is no such key here; there are {}",
            known.join(", ")
        );
        assert_eq!(read("status = 200"), Err(said));
        let text = "[[account]]\nid = \"a\"\n[account.settings]\nwire = 1\n";
        let said = ApplyFile::parse(text).unwrap_err().to_string();
        assert_eq!(said, "line 4, key account.settings.wire: expected a table");
    }
}
