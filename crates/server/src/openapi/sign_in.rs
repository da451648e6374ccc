//! Signing in at the identity provider, in the API of the pages (`docs/handover-api.md`).

use super::method::{Caller, Document, Group, Method};

const SIGN_IN: Group = Group::below("/api/handover/v1/signIn", Caller::SigningIn, "Signing in at a provider");

/// The methods, in the order of the router.
pub(super) fn methods() -> Vec<Method> {
    vec![
        SIGN_IN
            .get("", "readSignIn", "The ways in")
            .about("`docs/handover-api.md`, signing in at a provider. Without `provider` there is none.")
            .answers(answer("WaysIn").json(r#"{"signIn":{"passwords":true,"provider":"Example"}}"#)),
        SIGN_IN
            .post("", "beginSignIn", "Begin: where the browser goes")
            .about("`docs/handover-api.md`, signing in at a provider. The answer sets a cookie, which has to come back with the end.")
            .takes(request("BeginSignInRequest").json(r#"{"account":"12345678"}"#))
            .answers(answer("SignInBegun").json(
                r#"{"signIn":{"address":"https://id.example.com/authorize?response_type=code&client_id=handover&state=…"}}"#,
            ))
            .with_header("Set-Cookie", "The cookie `handover_sign_in`, which the browser that began has."),
        SIGN_IN
            .post("/finish", "finishSignIn", "Finish: the login")
            .about("`docs/handover-api.md`, signing in at a provider. Needs the cookie of the beginning. Once more with `otp` in the place of `code` when a second factor is needed.")
            .takes(request("FinishSignInRequest").json(r#"{"state":"…","code":"…"}"#))
            .answers(Document::at_top("login", "LoginResponse").json_only())
            .with_header("Set-Cookie", "The cookie `session_id`, for refresh and logout."),
    ]
}

const fn answer(schema: &'static str) -> Document {
    Document::rooted("signIn", schema).json_only()
}

const fn request(schema: &'static str) -> Document {
    Document::at_top("", schema).json_only()
}
