//! Requests without a root: the transcript and a visitor's authentication (`docs/protocol/30-visitor-api.md` §19, §21).

use super::*;
use crate::limits;

#[test]
fn a_transcript_is_asked_for_with_any_root_or_none() {
    let plain = TranscriptRequest { email: "nora@example.com", subject: None, timezone_offset_min: None };
    for document in [
        json(r#"{"email":"nora@example.com"}"#),
        json(r#"{"transcriptRequest":{"email":" nora@example.com "}}"#),
        xml("<email>nora@example.com</email>"),
        xml("<transcriptRequest><email>nora@example.com</email></transcriptRequest>"),
    ] {
        assert_eq!(TranscriptRequest::read(&document), Ok(plain));
    }
    let with_subject =
        TranscriptRequest { subject: Some("Your chat"), timezone_offset_min: Some(-300), ..plain };
    for document in [
        json(r#"{"email":"nora@example.com","subject":"Your chat","timezoneOffset":-300}"#),
        json(r#"{"any":{"email":"nora@example.com","subject":"Your chat","timezoneOffset":"-300"}}"#),
        xml(
            "<t><email>nora@example.com</email><subject>Your chat</subject><timezoneOffset>-300</timezoneOffset></t>",
        ),
    ] {
        assert_eq!(TranscriptRequest::read(&document), Ok(with_subject));
    }
}

#[test]
fn a_wrong_transcript_request_is_refused_by_name() {
    for (members, message) in [
        ("", "email is missing"),
        (r#""email":"""#, "email is missing"),
        (
            r#""email":"a@b.c","subject":"a\nBcc: x@y.z""#,
            "subject must be one line without control characters",
        ),
        (r#""email":"a@b.c","timezoneOffset":"east""#, "timezoneOffset must be a whole number"),
        (r#""email":"a@b.c","timezoneOffset":-1441"#, "timezoneOffset must be between -1440 and 1440"),
        (r#""email":"a@b.c","timezoneOffset":1441"#, "timezoneOffset must be between -1440 and 1440"),
    ] {
        let document = json(&format!("{{{members}}}"));
        assert_eq!(refusal(TranscriptRequest::read(&document)), message, "{members}");
    }
    for offset in limits::TIMEZONE_OFFSET_MIN.step_by(1_440) {
        let document = json(&format!(r#"{{"email":"a@b.c","timezoneOffset":{offset}}}"#));
        assert_eq!(TranscriptRequest::read(&document).unwrap().timezone_offset_min, Some(offset));
    }
}

#[test]
fn a_subject_may_be_as_long_as_the_limit_and_not_longer() {
    let with = |chars| json(&format!(r#"{{"email":"a@b.c","subject":"{}"}}"#, "\u{e9}".repeat(chars)));
    assert!(TranscriptRequest::read(&with(limits::SUBJECT_CHARS)).is_ok());
    let past = refusal(TranscriptRequest::read(&with(limits::SUBJECT_CHARS + 1)));
    assert_eq!(past, "subject must have at most 256 characters");
}

/// The example of §21.
const EXAMPLE: &str = r#"{"authChatConnId":568046210,"ssoKey":"k12197","engagementId":567609310,"LETagContextId":"2","LETagSessionId":"90o5l5twRUGu1rN7bzwNMA","LETagVisitorId":"RiM2JlOTcwOGIxZmNiNTk4"}"#;

#[test]
fn an_authentication_is_read_and_its_key_is_not_shown() {
    let document = json(EXAMPLE);
    let expected = ConversationRequest {
        connector: 568_046_210,
        sso_key: "k12197",
        engagement_id: 567_609_310,
        tag_context_id: "2",
        tag_session_id: "90o5l5twRUGu1rN7bzwNMA",
        tag_visitor_id: "RiM2JlOTcwOGIxZmNiNTk4",
        redirect_uri: None,
    };
    let request = ConversationRequest::read(&document);
    assert_eq!(request, Ok(expected));
    assert!(!format!("{request:?}").contains("k12197"));
    let document = xml(
        "<conversation><authChatConnId>1</authChatConnId><ssoKey>k</ssoKey><engagementId>2</engagementId><LETagContextId>a</LETagContextId><LETagSessionId>b</LETagSessionId><LETagVisitorId>c</LETagVisitorId><redirectUri>d</redirectUri></conversation>",
    );
    assert_eq!(ConversationRequest::read(&document).unwrap().redirect_uri, Some("d"));
}

#[test]
fn an_authentication_names_the_member_that_is_missing() {
    let whole: serde_json::Value = serde_json::from_str(EXAMPLE).unwrap();
    for name in whole.as_object().unwrap().keys() {
        let mut body = whole.clone();
        body.as_object_mut().unwrap().remove(name);
        let message = refusal(ConversationRequest::read(&json(&body.to_string())));
        assert_eq!(message, format!("{name} is missing"));
    }
    for name in ["authChatConnId", "engagementId"] {
        let mut body = whole.clone();
        body[name] = "x".into();
        let message = refusal(ConversationRequest::read(&json(&body.to_string())));
        assert_eq!(message, format!("{name} must be a whole number"));
    }
    assert_eq!(refusal(ConversationRequest::read(&json("{}"))), "authChatConnId is missing");
}
