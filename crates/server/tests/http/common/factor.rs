//! An authenticator, and an agent's own second factor through the public door.

use super::ask::{Ask, Got};
use super::people::Login;
use super::{ACCOUNT, PASSWORD, World};
use serde_json::{Value, json};
use totp_rs::{Builder, Secret};

/// Where an agent's own factor is.
pub(crate) const PLACE: &str = "/api/handover/v1/account/12345678/secondFactor";
/// A secret that was proposed to somebody once.
pub(crate) const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
/// Length of a step of time.
pub(crate) const STEP_MS: i64 = 30_000;

/// The code that an authenticator shows so many steps from a time.
pub(crate) fn code(secret: &str, now_ms: i64, steps: i64) -> String {
    let secret = Secret::try_from_base32(secret).unwrap();
    let at_s = u64::try_from((now_ms + steps * STEP_MS) / 1_000).unwrap();
    Builder::new().with_secret(secret).build().unwrap().generate(at_s).to_string()
}

/// A sign-in with a code.
pub(crate) fn login_with(login: &str, password: &str, code: &str) -> Ask {
    let body = json!({"username": login, "password": password, "otp": code});
    Ask::post(format!("/api/account/{ACCOUNT}/login?v=1.3")).json(body.to_string())
}

impl World {
    /// The code that an authenticator shows so many steps from now.
    pub(crate) fn code(&self, secret: &str, steps: i64) -> String {
        code(secret, self.clock_ms(), steps)
    }

    /// What a sign-in with the right password and a code is answered.
    pub(crate) async fn try_login(&self, login: &str, code: &str) -> Got {
        self.send(login_with(login, PASSWORD, code)).await
    }

    /// Whether the agent of a login has a second factor, and has to have one.
    pub(crate) async fn factor(&self, login: &Login) -> (bool, bool) {
        let state = self.send(Ask::get(PLACE).bearer(&login.bearer)).await.expect(200).json();
        let member = |name: &str| state["secondFactor"][name].as_bool().unwrap();
        (member("enrolled"), member("required"))
    }

    /// Has a secret proposed.
    pub(crate) async fn proposal(&self, login: &Login) -> Value {
        let got = self.send(Ask::post(PLACE).json("{}").bearer(&login.bearer)).await.expect(200);
        assert_eq!(got.header("cache-control"), Some("no-store"));
        got.json()["proposal"].take()
    }

    /// What setting a secret with a code is answered.
    pub(crate) async fn set_factor(&self, login: &Login, secret: &str, code: &str) -> Got {
        let body = json!({"secret": secret, "code": code}).to_string();
        self.send(Ask::put(PLACE).json(body).bearer(&login.bearer)).await
    }

    /// Sets a second factor up; the code of this step is used up by that.
    pub(crate) async fn enrol(&self, login: &Login) -> String {
        let secret = self.proposal(login).await["secret"].as_str().unwrap().to_owned();
        self.set_factor(login, &secret, &self.code(&secret, 0)).await.expect(200);
        secret
    }

    /// What taking one's own factor away with a code is answered.
    pub(crate) async fn drop_factor(&self, login: &Login, code: &str) -> Got {
        let body = json!({"code": code}).to_string();
        self.send(Ask::post(format!("{PLACE}/remove")).json(body).bearer(&login.bearer)).await
    }
}
