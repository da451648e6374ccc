//! Login, refresh and logout.

use super::*;

#[test]
fn a_password_is_read_beside_empty_other_credentials() {
    for body in [
        r#"{"username":"maya","password":"Correct-Horse1"}"#,
        r#"{"username":"maya","Password":"Correct-Horse1","password":""}"#,
        r#"{"username":"maya","password":"Correct-Horse1","appKey":"","secret":"","accessToken":"","accessTokenSecret":""}"#,
    ] {
        let document = json(body);
        let expected = LoginRequest::Password { username: "maya", password: "Correct-Horse1", code: None };
        assert!(LoginRequest::read(&document) == Ok(expected), "{body}");
    }
}

#[test]
fn keys_and_tokens_are_told_from_a_password() {
    for body in [
        r#"{"username":"bot","appKey":"1a","secret":"2b","accessToken":"3c","accessTokenSecret":"4d"}"#,
        r#"{"jwt":"a.b.c"}"#,
        r#"{"jwt":"dummy","assertion":"x"}"#,
    ] {
        assert!(LoginRequest::read(&json(body)) == Ok(LoginRequest::OtherCredentials), "{body}");
    }
}

#[test]
fn a_login_names_what_is_missing_and_shows_no_secret() {
    assert_eq!(refusal(LoginRequest::read(&json("{}"))), "username is missing");
    assert_eq!(refusal(LoginRequest::read(&json(r#"{"username":"maya"}"#))), "password is missing");
    let document = json(r#"{"username":"maya","password":"Correct-Horse1"}"#);
    assert_eq!(format!("{:?}", LoginRequest::read(&document).unwrap()), "Password { .. }");
}

#[test]
fn the_csrf_token_stands_at_the_top() {
    assert_eq!(csrf(&json(r#"{"csrf":"5f0d3e0f"}"#)), Ok("5f0d3e0f"));
    assert_eq!(refusal(csrf(&json(r#"{"csrf":""}"#))), "csrf is missing");
}
