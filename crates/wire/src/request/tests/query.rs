//! What is asked in a query: `docs/protocol/20-agent-api.md` §5, §6, §12, `docs/protocol/30-visitor-api.md` §2 to §4.

use super::*;
use crate::limits;
use crate::vocabulary::Availability;

fn asked<'q>(pairs: &[(&str, &'q str)]) -> WaitParameters<'q> {
    let one = |wanted| pairs.iter().find(|(name, _)| *name == wanted).map(|(_, value)| *value);
    WaitParameters {
        skills: pairs.iter().filter(|(name, _)| *name == "skill").map(|(_, value)| *value).collect(),
        service_queue: one("serviceQueue"),
        max_wait_time: one("maxWaitTime"),
        agent: one("agent"),
    }
}

const EVERYBODY: WaitQuery<'_> =
    WaitQuery { candidates: Candidates::Everybody, service_queue: None, max_wait_time_s: None };

#[test]
fn an_availability_is_asked_of_everybody_skills_or_an_agent() {
    for (pairs, expected) in [
        (&[][..], EVERYBODY),
        (&[("skill", ""), ("agent", " "), ("maxWaitTime", "")], EVERYBODY),
        (&[("skill", "Sales")], WaitQuery { candidates: Candidates::Skill("Sales"), ..EVERYBODY }),
        (
            &[("skill", "Sales"), ("skill", "Billing"), ("maxWaitTime", "0")],
            WaitQuery {
                candidates: Candidates::Skills(vec!["Sales", "Billing"]),
                max_wait_time_s: Some(0),
                ..EVERYBODY
            },
        ),
        (&[("agent", "maya")], WaitQuery { candidates: Candidates::Agent("maya"), ..EVERYBODY }),
        (
            &[("serviceQueue", "q"), ("maxWaitTime", "86400")],
            WaitQuery { service_queue: Some("q"), max_wait_time_s: Some(86_400), ..EVERYBODY },
        ),
    ] {
        assert_eq!(WaitQuery::of_availability(asked(pairs)), Ok(expected), "{pairs:?}");
    }
}

#[test]
fn an_availability_that_breaks_a_rule_names_the_parameter() {
    for (pairs, message) in [
        (&[("maxWaitTime", "86401")][..], "maxWaitTime must be between 0 and 86400"),
        (&[("maxWaitTime", "-1")], "maxWaitTime must be between 0 and 86400"),
        (&[("maxWaitTime", "soon")], "maxWaitTime must be a whole number"),
        (&[("agent", "maya"), ("skill", "Sales")], "agent cannot be combined with skill"),
        (&[("agent", "maya"), ("maxWaitTime", "0")], "agent cannot be combined with maxWaitTime"),
        (
            &[("agent", "maya"), ("serviceQueue", "q"), ("maxWaitTime", "0")],
            "agent cannot be combined with serviceQueue",
        ),
        (&[("serviceQueue", "q")], "serviceQueue needs maxWaitTime"),
    ] {
        assert_eq!(refusal(WaitQuery::of_availability(asked(pairs))), message, "{pairs:?}");
    }
}

#[test]
fn slots_are_asked_of_one_skill_or_agent_and_know_no_queue() {
    let of_slots = |pairs: &[_]| WaitQuery::of_slots(asked(pairs));
    assert_eq!(of_slots(&[("serviceQueue", "q")]), Ok(EVERYBODY));
    let agent = WaitQuery { candidates: Candidates::Agent("maya"), ..EVERYBODY };
    assert_eq!(of_slots(&[("agent", "maya"), ("skill", "")]), Ok(agent));
    let several = of_slots(&[("skill", "Sales"), ("skill", "Billing")]);
    assert_eq!(refusal(several), "skill may be there 1 times at most");
    let both = of_slots(&[("agent", "maya"), ("skill", "Sales")]);
    assert_eq!(refusal(both), "agent cannot be combined with skill");
}

#[test]
fn a_wait_time_is_asked_of_a_skill_or_a_queue_and_never_of_an_agent() {
    let of_wait_time = |pairs: &[_]| WaitQuery::of_wait_time(asked(pairs));
    let queue = WaitQuery { service_queue: Some("q"), ..EVERYBODY };
    assert_eq!(of_wait_time(&[("serviceQueue", "q")]), Ok(queue));
    assert_eq!(of_wait_time(&[("maxWaitTime", "soon")]), Ok(EVERYBODY));
    assert_eq!(refusal(of_wait_time(&[("agent", "maya")])), "agent is not accepted here");
    let several = of_wait_time(&[("skill", "Sales"), ("skill", "Billing")]);
    assert_eq!(refusal(several), "skill may be there 1 times at most");
}

#[test]
fn as_many_skills_as_the_limit_can_be_asked_for_and_not_more() {
    let many = vec![("skill", "Sales"); limits::SKILLS_PER_QUERY];
    assert!(WaitQuery::of_availability(asked(&many)).is_ok());
    let past = vec![("skill", "Sales"); limits::SKILLS_PER_QUERY + 1];
    assert_eq!(refusal(WaitQuery::of_availability(asked(&past))), "skill may be there 50 times at most");
}

#[test]
fn agents_are_asked_for_by_state_in_any_case() {
    let parameters = AvailableAgentsParameters {
        skill: Some("Sales"),
        chat_state: Some("online"),
        chat_reason_id: Some("7"),
        voice_state: Some("Offline"),
        time_stamp: Some("1517231983722"),
    };
    let expected = AvailableAgentsQuery {
        skill: Some("Sales"),
        chat_state: Some(Availability::Online),
        chat_reason_id: Some("7"),
        voice_state: Some(Availability::Offline),
        since_ms: Some(1_517_231_983_722),
    };
    assert_eq!(AvailableAgentsQuery::read(parameters), Ok(expected));
    let empty = AvailableAgentsParameters { chat_state: Some(""), ..Default::default() };
    let absent = AvailableAgentsParameters::default();
    assert_eq!(AvailableAgentsQuery::read(empty), AvailableAgentsQuery::read(absent));
    for (parameters, message) in [
        (
            AvailableAgentsParameters { chat_state: Some("2"), ..Default::default() },
            "chatState must be one of: Online, Offline, Occupied, Away",
        ),
        (
            AvailableAgentsParameters { voice_state: Some("x"), ..Default::default() },
            "voiceState must be one of: Online, Offline, Occupied, Away",
        ),
        (
            AvailableAgentsParameters { time_stamp: Some("-1"), ..Default::default() },
            "timeStamp must be a whole number",
        ),
    ] {
        assert_eq!(refusal(AvailableAgentsQuery::read(parameters)), message);
    }
}

fn pairs<'q>(keys: &'q str, ids: Option<&'q str>) -> Vec<(&'q str, Option<u64>)> {
    let wanted = wanted_chats(Some(keys), ids).unwrap();
    wanted.into_iter().map(|chat| (chat.key, chat.from_event_id)).collect()
}

#[test]
fn chats_and_event_ids_belong_together_by_position() {
    assert_eq!(pairs("H1-2K3,H4-5K6", Some("7,0")), [("H1-2K3", Some(7)), ("H4-5K6", Some(0))]);
    assert_eq!(pairs("a, b,c", Some(",8")), [("a", None), ("b", Some(8)), ("c", None)]);
    assert_eq!(pairs("a,,c,", Some("1,2,3,x")), [("a", Some(1)), ("c", Some(3))]);
    assert_eq!(pairs("a", Some("1,2,x")), [("a", Some(1))]);
    assert_eq!(pairs("a,b", None), [("a", None), ("b", None)]);
}

#[test]
fn wrong_lists_of_chats_are_refused_by_name() {
    for (keys, ids, message) in [
        (None, None, "chatSessionKeys is missing"),
        (Some(" "), Some("1"), "chatSessionKeys is missing"),
        (Some(","), None, "chatSessionKeys is missing"),
        (Some("a"), Some("x"), "fromEventIds must be a whole number"),
        (Some("a,b"), Some("1,-1"), "fromEventIds must be a whole number"),
    ] {
        assert_eq!(refusal(wanted_chats(keys, ids)), message);
    }
}

#[test]
fn as_many_chats_as_the_limit_can_be_asked_for_and_not_more() {
    let many = vec!["H1-2K3"; limits::CHATS_PER_QUERY].join(",");
    assert_eq!(wanted_chats(Some(&many), None).map(|chats| chats.len()), Ok(limits::CHATS_PER_QUERY));
    let past = refusal(wanted_chats(Some(&format!("{many},H1-2K3")), None));
    assert_eq!(past, "chatSessionKeys may be there 100 times at most");
}
