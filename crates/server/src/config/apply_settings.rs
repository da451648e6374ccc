//! Reading `[account.settings]`: every setting of the desk by name. A setting that is left out has its default.

use super::apply_switches;
use super::limits::{ARCHIVE_DAYS_MAX, EVENTS_PER_CHAT_MAX, LINE_BYTES_MAX, SETTING_S_MAX};
use super::table::Table;
use handover_desk::{Availability, Continuity, FactorPolicy, LastAgentLeft, NobodyOnline, Settings, Span};
use std::ops::RangeInclusive;

/// The settings in this table, or the defaults when there is none.
pub(super) fn read(table: Option<Table<'_>>) -> Settings {
    let default = Settings::default();
    let Some(table) = table else { return default };
    let settings = Settings {
        offer_timeout: seconds(&table, "offer_timeout_s", default.offer_timeout),
        visitor_timeout: seconds(&table, "visitor_timeout_s", default.visitor_timeout),
        agent_presence: seconds(&table, "agent_presence_s", default.agent_presence),
        agent_session_timeout: seconds(&table, "agent_session_timeout_s", default.agent_session_timeout),
        login: seconds(&table, "login_s", default.login),
        ended_chat_kept: seconds(&table, "ended_chat_kept_s", default.ended_chat_kept),
        line_bytes: count(&table, "line_bytes", 1..=LINE_BYTES_MAX, default.line_bytes),
        events_per_chat: count(&table, "events_per_chat", 1..=EVENTS_PER_CHAT_MAX, default.events_per_chat),
        continuity: choice(&table, "continuity", &CONTINUITY, default.continuity),
        initial_availability: choice(
            &table,
            "initial_availability",
            &AVAILABILITY,
            default.initial_availability,
        ),
        sticky: switch(&table, "sticky", default.sticky),
        early_lines: switch(&table, "early_lines", default.early_lines),
        last_agent_left: choice(&table, "last_agent_left", &LAST_AGENT_LEFT, default.last_agent_left),
        published_app_key: switch(&table, "published_app_key", default.published_app_key),
        nobody_online: choice(&table, "nobody_online", &NOBODY_ONLINE, default.nobody_online),
        silent_transfer: switch(&table, "silent_transfer", default.silent_transfer),
        show_pre_chat_lines: switch(&table, "show_pre_chat_lines", default.show_pre_chat_lines),
        archive_days: count(&table, "archive_days", 0..=ARCHIVE_DAYS_MAX, default.archive_days),
        second_factor: choice(&table, "second_factor", &SECOND_FACTOR, default.second_factor),
        wire: apply_switches::read(table.table("wire", "account.settings.wire")),
    };
    table.finish();
    settings
}

const CONTINUITY: [(&str, Continuity); 2] =
    [("shared", Continuity::Shared), ("takeover", Continuity::Takeover)];

const AVAILABILITY: [(&str, Availability); 3] =
    [("Online", Availability::Online), ("Away", Availability::Away), ("Occupied", Availability::Occupied)];

const LAST_AGENT_LEFT: [(&str, LastAgentLeft); 2] =
    [("disconnect", LastAgentLeft::Disconnect), ("requeue", LastAgentLeft::Requeue)];

const NOBODY_ONLINE: [(&str, NobodyOnline); 2] =
    [("accept", NobodyOnline::Accept), ("refuse", NobodyOnline::Refuse)];

const SECOND_FACTOR: [(&str, FactorPolicy); 3] = [
    ("optional", FactorPolicy::Optional),
    ("supervisors", FactorPolicy::Supervisors),
    ("everybody", FactorPolicy::Everybody),
];

fn seconds(table: &Table<'_>, key: &'static str, default: Span) -> Span {
    let max = i64::try_from(SETTING_S_MAX).unwrap_or(i64::MAX);
    let seconds = table.optional(key).and_then(|value| value.integer(1, max));
    seconds.and_then(|seconds| u64::try_from(seconds).ok()).map_or(default, Span::seconds)
}

fn count(table: &Table<'_>, key: &'static str, range: RangeInclusive<usize>, default: usize) -> usize {
    let bound = |bound: usize| i64::try_from(bound).unwrap_or(i64::MAX);
    let count =
        table.optional(key).and_then(|value| value.integer(bound(*range.start()), bound(*range.end())));
    count.and_then(|count| usize::try_from(count).ok()).unwrap_or(default)
}

/// What a word stands for, or the default.
pub(super) fn choice<T: Copy>(
    table: &Table<'_>,
    key: &'static str,
    choices: &[(&'static str, T)],
    default: T,
) -> T {
    table.optional(key).and_then(|value| value.one_of(choices)).unwrap_or(default)
}

fn switch(table: &Table<'_>, key: &'static str, default: bool) -> bool {
    table.optional(key).and_then(|value| value.boolean()).unwrap_or(default)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::ApplyFile;
    use handover_desk::{FromEventIds, WireSwitches};

    fn read(lines: &str) -> Result<Settings, String> {
        let text = format!("[[account]]\nid = \"a\"\n[account.settings]\n{lines}\n");
        let file = ApplyFile::parse(&text).map_err(|mistake| mistake.to_string())?;
        Ok(file.accounts.into_iter().next().unwrap().profile.settings)
    }

    #[test]
    fn every_setting_can_be_set() {
        let settings = read(
            "offer_timeout_s = 1\nvisitor_timeout_s = 2\nagent_presence_s = 3\nagent_session_timeout_s = 4\n\
             login_s = 5\nended_chat_kept_s = 6\nline_bytes = 7\nevents_per_chat = 8\ncontinuity = \"takeover\"\n\
             initial_availability = \"Occupied\"\nsticky = false\nearly_lines = true\n\
             last_agent_left = \"requeue\"\npublished_app_key = false\nnobody_online = \"refuse\"\n\
             silent_transfer = true\nshow_pre_chat_lines = true\narchive_days = 9\nsecond_factor = \"supervisors\"\nwire.from_event_ids = \"inclusive\"",
        );
        let expected = Settings {
            offer_timeout: Span::seconds(1),
            visitor_timeout: Span::seconds(2),
            agent_presence: Span::seconds(3),
            agent_session_timeout: Span::seconds(4),
            login: Span::seconds(5),
            ended_chat_kept: Span::seconds(6),
            line_bytes: 7,
            events_per_chat: 8,
            continuity: Continuity::Takeover,
            initial_availability: Availability::Occupied,
            sticky: false,
            early_lines: true,
            last_agent_left: LastAgentLeft::Requeue,
            published_app_key: false,
            nobody_online: NobodyOnline::Refuse,
            silent_transfer: true,
            show_pre_chat_lines: true,
            archive_days: 9,
            second_factor: FactorPolicy::Supervisors,
            wire: WireSwitches { from_event_ids: FromEventIds::Inclusive, ..WireSwitches::default() },
        };
        assert_eq!(settings, Ok(expected));
    }

    #[test]
    fn a_setting_that_is_left_out_has_its_default() {
        assert_eq!(read(""), Ok(Settings::default()));
        assert_eq!(ApplyFile::parse("[[account]]\nid = \"a\"").unwrap().accounts.len(), 1);
    }

    #[test]
    fn every_word_of_a_choice_is_understood() {
        for (word, meaning) in CONTINUITY {
            assert_eq!(read(&format!("continuity = \"{word}\"")).unwrap().continuity, meaning);
        }
        for (word, meaning) in AVAILABILITY {
            let settings = read(&format!("initial_availability = \"{word}\"")).unwrap();
            assert_eq!(settings.initial_availability, meaning);
        }
        for (word, meaning) in LAST_AGENT_LEFT {
            assert_eq!(read(&format!("last_agent_left = \"{word}\"")).unwrap().last_agent_left, meaning);
        }
        for (word, meaning) in NOBODY_ONLINE {
            assert_eq!(read(&format!("nobody_online = \"{word}\"")).unwrap().nobody_online, meaning);
        }
    }

    #[test]
    fn a_number_may_be_its_limit_and_not_one_more_or_zero() {
        let times = [
            "offer_timeout_s",
            "visitor_timeout_s",
            "agent_presence_s",
            "agent_session_timeout_s",
            "login_s",
            "ended_chat_kept_s",
        ];
        let mut limits: Vec<(&str, u64)> = times.map(|key| (key, SETTING_S_MAX)).into();
        limits.push(("line_bytes", LINE_BYTES_MAX.try_into().unwrap()));
        limits.push(("events_per_chat", EVENTS_PER_CHAT_MAX.try_into().unwrap()));
        for (key, limit) in limits {
            assert!(read(&format!("{key} = 1")).is_ok(), "{key}");
            assert!(read(&format!("{key} = {limit}")).is_ok(), "{key}");
            assert_eq!(
                read(&format!("{key} = {}", limit + 1)),
                Err(format!("line 4, key account.settings.{key}: expected an integer of {limit} or less"))
            );
            assert_eq!(
                read(&format!("{key} = 0")),
                Err(format!("line 4, key account.settings.{key}: expected an integer of 1 or more"))
            );
        }
    }

    #[test]
    fn days_of_the_archive_may_be_nought_and_a_century_and_not_more() {
        assert_eq!(read("archive_days = 0").unwrap(), Settings::default());
        assert_eq!(read("archive_days = 36500").unwrap().archive_days, 36_500);
        for wrong in ["36501", "-1", "0.5", "\"ever\""] {
            let said = read(&format!("archive_days = {wrong}")).unwrap_err();
            assert!(
                said.starts_with("line 4, key account.settings.archive_days: expected an integer"),
                "{said}"
            );
        }
    }

    #[test]
    fn a_setting_of_the_wrong_type_is_named() {
        let cases = [
            ("sticky = 1", "sticky: expected true or false"),
            ("login_s = \"8 h\"", "login_s: expected an integer of 1 or more"),
            ("login_s = 1.0", "login_s: expected an integer of 1 or more"),
            ("line_bytes = 99999999999999999999", "line_bytes: expected an integer of 1 or more"),
            ("continuity = \"Shared\"", "continuity: expected one of \"shared\", \"takeover\""),
            ("continuity = true", "continuity: expected one of \"shared\", \"takeover\""),
        ];
        for (line, problem) in cases {
            assert_eq!(read(line), Err(format!("line 4, key account.settings.{problem}")));
        }
    }

    #[test]
    fn an_unknown_setting_is_named_with_those_that_exist() {
        let said = read("sticky = true\noffer_timeout = 20").unwrap_err();
        assert!(
            said.starts_with(
                "line 5, key account.settings.offer_timeout: there is no such key here; there are offer_timeout_s, "
            ),
            "{said}"
        );
    }
}
