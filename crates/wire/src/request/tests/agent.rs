//! Events, availability, transfer, names and typing.

use super::*;
use crate::document::WhoTypes;
use crate::limits;
use crate::vocabulary::{Availability, TextType, Typing};

const fn line(text: &str) -> EventRequest<'_> {
    EventRequest::Line { text, text_type: TextType::Plain, private: false, json: None }
}

#[test]
fn a_line_is_read_in_every_shape() {
    for document in [
        json(r#"{"event":{"@type":"line","text":"hi"}}"#),
        json(r#"{"event":{"type":"LINE","text":"hi","textType":"Plain","subType":"regular","x":[1]}}"#),
        json(r#"{"event":{"@type":"line","text":"hi","textType":"","subType":null}}"#),
        xml(r#"<event type="line"><text>hi</text></event>"#),
        xml("<event><type>line</type><text>hi</text></event>"),
    ] {
        assert_eq!(EventRequest::from_agent(&document), Ok(line("hi")));
        assert_eq!(EventRequest::from_visitor(&document), Ok(line("hi")));
    }
    let digits = json(r#"{"event":{"type":"line","text":12}}"#);
    assert_eq!(EventRequest::from_visitor(&digits), Ok(line("12")));
    let blanks = json(r#"{"event":{"type":"line","text":"  a "}}"#);
    assert_eq!(EventRequest::from_visitor(&blanks), Ok(line("  a ")));
}

#[test]
fn an_agent_may_write_html_in_private_and_a_visitor_may_not() {
    let document = xml(
        r#"<event type="line"><text>&lt;i&gt;hi&lt;/i&gt;</text><textType>html</textType><subType>ONLY_TO_REP</subType></event>"#,
    );
    let html = EventRequest::Line { text: "<i>hi</i>", text_type: TextType::Html, private: true, json: None };
    assert_eq!(EventRequest::from_agent(&document), Ok(html));
    assert_eq!(EventRequest::from_visitor(&document), Ok(line("<i>hi</i>")));
}

#[test]
fn rich_content_needs_its_structure_and_no_text() {
    let rich = |json| {
        Ok(EventRequest::Line {
            text: "",
            text_type: TextType::RichContent,
            private: false,
            json: Some(json),
        })
    };
    let object = json(r#"{"event":{"@type":"line","textType":"rich-content","json":{"a":[1]}}}"#);
    assert_eq!(EventRequest::from_agent(&object), rich(r#"{"a":[1]}"#));
    let text = json(r#"{"event":{"@type":"line","textType":"rich-content","text":"","json":"{}"}}"#);
    assert_eq!(EventRequest::from_agent(&text), rich("{}"));
    let without = json(r#"{"event":{"@type":"line","textType":"rich-content","text":"x"}}"#);
    assert_eq!(refusal(EventRequest::from_agent(&without)), "event.json is missing");
}

#[test]
fn the_only_state_to_post_is_the_end() {
    let ended = json(r#"{"event":{"@type":"state","state":"ended"}}"#);
    assert_eq!(EventRequest::from_agent(&ended), Ok(EventRequest::Ended));
    let ended = xml(r#"<event type="state"><state>ended</state></event>"#);
    assert_eq!(EventRequest::from_visitor(&ended), Ok(EventRequest::Ended));
    let waiting = json(r#"{"event":{"@type":"state","state":"waiting"}}"#);
    assert_eq!(refusal(EventRequest::from_agent(&waiting)), "event.state must be one of: ended");
}

#[test]
fn a_receipt_is_told_from_a_line() {
    let receipt = json(r#"{"event":{"@type":"line-status","lineStatus":"ACCEPT","refSequenceId":3}}"#);
    assert_eq!(EventRequest::from_visitor(&receipt), Ok(EventRequest::LineStatus));
}

#[test]
fn a_bad_event_is_refused_with_its_member_and_without_its_words() {
    for (body, message) in [
        ("{}", "event is missing"),
        (r#"{"events":{"type":"line"}}"#, "event is missing"),
        (r#"{"event":{"text":"secret"}}"#, "event.type is missing"),
        (r#"{"event":{"type":"secret"}}"#, "event.type must be one of: line, state"),
        (r#"{"event":{"type":"line"}}"#, "event.text is missing"),
        (r#"{"event":{"type":"line","text":""}}"#, "event.text must not be empty"),
        (r#"{"event":{"type":"state"}}"#, "event.state is missing"),
        (
            r#"{"event":{"type":"line","text":"a","textType":"secret"}}"#,
            "event.textType must be one of: plain, html, rich-content",
        ),
        (
            r#"{"event":{"type":"line","text":"a","subType":"secret"}}"#,
            "event.subType must be one of: REGULAR, ONLY_TO_REP",
        ),
    ] {
        assert_eq!(refusal(EventRequest::from_agent(&json(body))), message, "{body}");
    }
}

#[test]
fn availability_is_read_in_any_case() {
    let document = json(r#"{"availability":{"chat":"online"}}"#);
    let online = AvailabilityRequest { chat: Availability::Online, voice: None, chat_reason_id: None };
    assert_eq!(AvailabilityRequest::read(&document), Ok(online));
    let document = xml(
        "<availability><chat>Away</chat><voice>offline</voice><chatReasonId>7</chatReasonId></availability>",
    );
    let away = AvailabilityRequest {
        chat: Availability::Away,
        voice: Some(Availability::Offline),
        chat_reason_id: Some("7"),
    };
    assert_eq!(AvailabilityRequest::read(&document), Ok(away));
}

#[test]
fn an_agent_cannot_be_set_offline() {
    for (body, message) in [
        ("{}", "availability is missing"),
        (r#"{"availability":{}}"#, "availability.chat is missing"),
        (
            r#"{"availability":{"chat":"Offline"}}"#,
            "availability.chat must be one of: Online, Away, Occupied",
        ),
        (r#"{"availability":{"chat":"x"}}"#, "availability.chat must be one of: Online, Away, Occupied"),
        (
            r#"{"availability":{"chat":"Away","voice":"x"}}"#,
            "availability.voice must be one of: Online, Away, Occupied, Offline",
        ),
    ] {
        assert_eq!(refusal(AvailabilityRequest::read(&json(body))), message, "{body}");
    }
}

#[test]
fn a_transfer_goes_to_the_agent_or_else_to_the_first_skill() {
    for (document, target, text) in [
        (
            json(r#"{"transfer":{"skill":{"id":26060413},"text":"Verified."}}"#),
            TransferTarget::Skill(26_060_413),
            Some("Verified."),
        ),
        (
            json(r#"{"transfer":{"agent":{"id":"311098912"},"skill":{"id":1}},"text":"Outside."}"#),
            TransferTarget::Agent(311_098_912),
            Some("Outside."),
        ),
        (json(r#"{"transfer":{"skill":[{"id":2},{"id":3}],"agent":null}}"#), TransferTarget::Skill(2), None),
        (
            xml("<transfer><agent><id>5</id></agent><text>Please.</text></transfer>"),
            TransferTarget::Agent(5),
            Some("Please."),
        ),
    ] {
        assert_eq!(TransferRequest::read(&document), Ok(TransferRequest { target, text }));
    }
}

#[test]
fn a_transfer_without_a_target_is_refused() {
    for (body, message) in [
        ("{}", "transfer is missing"),
        (r#"{"transfer":{"text":"x"}}"#, "transfer needs skill.id or agent.id"),
        (r#"{"transfer":{"skill":{}}}"#, "transfer.skill.id is missing"),
        (r#"{"transfer":{"skill":{"id":"x"}}}"#, "transfer.skill.id must be a whole number"),
        (r#"{"transfer":{"agent":{"name":"x"}}}"#, "transfer.agent.id is missing"),
        (r#"{"transfer":{"agent":{"id":-1}}}"#, "transfer.agent.id must be a whole number"),
    ] {
        assert_eq!(refusal(TransferRequest::read(&json(body))), message, "{body}");
    }
}

#[test]
fn a_visitors_name_may_be_as_long_as_the_limit_and_not_longer() {
    assert_eq!(visitor_name(&json(r#"{"visitorName":"Nora"}"#)), Ok("Nora"));
    assert_eq!(visitor_name(&xml("<visitorName> Nora </visitorName>")), Ok("Nora"));
    let named = |chars| json(&format!(r#"{{"visitorName":"{}"}}"#, "é".repeat(chars)));
    assert!(visitor_name(&named(limits::VISITOR_NAME_CHARS)).is_ok());
    let too_long = named(limits::VISITOR_NAME_CHARS + 1);
    assert_eq!(refusal(visitor_name(&too_long)), "visitorName must have at most 256 characters");
    assert_eq!(refusal(visitor_name(&json(r#"{"visitorName":" "}"#))), "visitorName must not be empty");
    assert_eq!(refusal(visitor_name(&json("{}"))), "visitorName is missing");
}

#[test]
fn typing_is_read_with_its_unknown() {
    assert_eq!(typing(&json(r#"{"agentTyping":"typing"}"#), WhoTypes::Agent), Ok(Typing::Typing));
    assert_eq!(
        typing(&xml("<visitorTyping>not-typing</visitorTyping>"), WhoTypes::Visitor),
        Ok(Typing::NotTyping)
    );
    assert_eq!(typing(&json(r#"{"agentTyping":"unknown"}"#), WhoTypes::Agent), Ok(Typing::Unknown));
    let wrong = json(r#"{"agentTyping":"often"}"#);
    assert_eq!(refusal(typing(&wrong, WhoTypes::Agent)), "agentTyping must be one of: typing, not-typing");
    assert_eq!(refusal(typing(&wrong, WhoTypes::Visitor)), "visitorTyping is missing");
}
