//! The table of errors, and each of the four bodies against the examples of the protocol files.

use jiff::tz::TimeZone;

use super::*;
use crate::request::Problem;

fn body(condition: &Condition, format: Format) -> String {
    let zone = TimeZone::get("America/New_York").unwrap();
    let time = WireTime::new(1_517_231_983_976, &zone);
    String::from_utf8(condition.shape().render(format, time)).unwrap()
}

#[test]
fn an_api_error_has_the_observed_body_in_both_formats() {
    let condition = Condition::CannotAddLine;
    assert_eq!((condition.shape().status, condition.shape().internal_code), (400, Some(5)));
    assert_eq!(
        body(&condition, Format::Json),
        r#"{"error":{"time":"2018-01-29T08:19:43.976-05:00","message":"Cannot add line while not in chat","internalCode":5}}"#
    );
    assert_eq!(
        body(&condition, Format::Xml),
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><error><time>2018-01-29T08:19:43.976-05:00</time><message>Cannot add line while not in chat</message><internalCode>5</internalCode></error>"#
    );
}

#[test]
fn a_rejected_token_or_key_is_one_line_of_text_in_either_format() {
    let shape = Condition::TokenRejected.shape();
    assert_eq!((shape.status, shape.content_type(Format::Xml)), (401, "text/plain;charset=UTF-8"));
    assert_eq!(
        body(&Condition::TokenRejected, Format::Xml),
        "oauth_problem=token_rejected&oauth_problem_advice=the oauth_token is unacceptable to the Service Provider"
    );
    assert_eq!(
        body(&Condition::AppKeyRejected, Format::Json),
        "lp_problem=consumer_key_rejected&lp_problem_advice=the appKey is permanently unacceptable to the Service Provider"
    );
}

#[test]
fn a_rejected_token_is_an_error_document_behind_the_switch() {
    let shape = Condition::TokenRejected.shape().without_gateway();
    assert_eq!((shape.status, shape.internal_code), (401, Some(10)));
    assert_eq!(shape.content_type(Format::Xml), "application/xml");
    let utc = TimeZone::UTC;
    let json = String::from_utf8(shape.render(Format::Json, WireTime::new(0, &utc))).unwrap();
    assert_eq!(
        json,
        r#"{"error":{"time":"1970-01-01T00:00:00.000+00:00","message":"oauth_problem=token_rejected&oauth_problem_advice=the oauth_token is unacceptable to the Service Provider","internalCode":10}}"#
    );
    for other in [Condition::ChatSessionNotFound, Condition::BadAuthentication, Condition::CannotAddLine] {
        assert_eq!(other.shape().without_gateway(), other.shape());
    }
}

#[test]
fn a_login_error_is_json_with_its_own_time_and_a_status_word() {
    assert_eq!(
        body(&Condition::BadAuthentication, Format::Xml),
        r#"{"error":{"time":"Jan 29, 2018 8:19:43 AM","message":"Bad Authentication","internalCode":10,"responseStatus":"UNAUTHORIZED"}}"#
    );
    assert!(body(&Condition::CsrfInvalid, Format::Json).contains(CSRF_INVALID));
    let throttled = Condition::TooManyRequests.shape().at_login();
    let zone = TimeZone::UTC;
    let throttled = String::from_utf8(throttled.render(Format::Json, WireTime::new(0, &zone))).unwrap();
    assert!(throttled.contains(r#""responseStatus":"TOO_MANY_REQUESTS""#), "{throttled}");
    assert_eq!(Condition::TokenRejected.shape().at_login(), Condition::TokenRejected.shape());
}

#[test]
fn a_refused_transfer_has_its_own_root() {
    let condition =
        Condition::TransferRefused { reason: "No available agents for the requested skill".into() };
    assert_eq!((condition.shape().status, condition.shape().internal_code), (400, None));
    assert_eq!(
        body(&condition, Format::Json),
        r#"{"transfer":{"errormsg":"No available agents for the requested skill"}}"#
    );
    assert!(
        body(&condition, Format::Xml).ends_with(
            "<transfer><errormsg>No available agents for the requested skill</errormsg></transfer>"
        )
    );
}

#[test]
fn what_is_wrong_with_a_sign_in_is_said_in_the_words_of_the_pages() {
    let table = [
        (SignInProblem::PasswordsOff, 403, 10, "Passwords are not taken here"),
        (SignInProblem::Over, 401, 10, "begin again"),
        (SignInProblem::NoSuchAgent, 403, 10, "no such agent"),
        (SignInProblem::ProviderFailing, 502, 20, "The provider cannot be asked"),
    ];
    for (problem, status, code, words) in table {
        let condition = Condition::SignIn(problem);
        let shape = condition.shape();
        assert_eq!((shape.status, shape.internal_code), (status, Some(code)), "{problem:?}");
        assert!(shape.message.contains(words) && shape.body == ErrorBody::Api, "{problem:?}");
    }
}

#[test]
fn statuses_and_codes_are_those_of_the_tables() {
    let missing = RequestError { path: "event.text", problem: Problem::Missing };
    let too_large = ReadError::TooLarge { limit_bytes: 1 };
    let path = "/api/account/1/nowhere".to_owned();
    for (condition, status, code, message) in [
        (Condition::from(missing), 400, Some(5), "event.text is missing"),
        (Condition::from(ReadError::Empty), 400, Some(5), "The body is empty"),
        (Condition::from(too_large), 413, Some(5), "The body is longer than 1 bytes"),
        (
            Condition::BadParameter { name: "from", problem: "must be a whole number".into() },
            400,
            Some(5),
            "from must be a whole number",
        ),
        (Condition::InvalidUser, 401, Some(10), "Invalid User"),
        (Condition::UnauthorizedAccountAccess, 401, Some(10), "Unauthorized account access"),
        (
            Condition::ForeignOrigin,
            403,
            Some(10),
            "The Origin is not on the account's list of those that may read its answers",
        ),
        (Condition::SupervisorsOnly, 403, Some(10), "Only a supervisor may do this"),
        (Condition::AdminsOnly, 403, Some(10), "Only an admin may do this"),
        (Condition::FactorMissing, 403, Some(10), "Set up a second factor first"),
        (Condition::FactorSet, 400, Some(5), "There is a second factor already: remove it first"),
        (Condition::NoFactor, 400, Some(5), "There is no second factor"),
        (Condition::ChatSessionNotFound, 404, Some(12), "Chat session not found"),
        (Condition::AgentSessionNotFound, 404, Some(12), "Agent session not found"),
        (Condition::NoIncomingChatRequests, 404, Some(12), "No incoming chat requests"),
        (Condition::SurveyNotFound, 404, Some(12), "Survey not found"),
        (Condition::UnknownAccount, 404, Some(12), "Account not found"),
        (Condition::UnknownAccountOfDomain, 401, Some(10), "Account not found"),
        (Condition::UnknownPath { path }, 404, Some(28), "null for uri: /api/account/1/nowhere"),
        (Condition::MethodNotAllowed, 405, Some(5), "Method not allowed"),
        (Condition::JsonOnly, 415, Some(5), "The Content-Type must be application/json"),
        (Condition::TooManyRequests, 429, Some(20), "Too many requests. Wait before the next one"),
        (
            Condition::TooManyWrongPasswords { wait_s: 60 },
            429,
            Some(20),
            "Too many wrong passwords. Try again in 60 s",
        ),
        (
            Condition::TooManyWrites { wait_s: 2 },
            429,
            Some(20),
            "Too many requests. Wait 2 s before the next one",
        ),
        (Condition::Busy, 503, Some(27), "The server is busy. Try again"),
        (Condition::StorageFailing, 503, Some(27), "The server cannot store anything. Try again"),
    ] {
        let shape = condition.shape();
        assert_eq!((shape.status, shape.internal_code, shape.message.as_ref()), (status, code, message));
    }
}

#[test]
fn who_comes_too_often_or_too_early_is_told_when_to_come_again() {
    for (condition, seconds) in [
        (Condition::TooManyWrongPasswords { wait_s: 3_600 }, Some(3_600)),
        (Condition::TooManyWrites { wait_s: 2 }, Some(2)),
        (Condition::TooManyRequests, Some(1)),
        (Condition::Busy, Some(1)),
        (Condition::BadAuthentication, None),
    ] {
        assert_eq!(condition.retry_after_s(), seconds);
    }
}
