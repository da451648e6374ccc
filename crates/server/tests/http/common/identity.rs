//! An identity provider: its key, and the tokens it signs.

use super::ask::{APP_KEY, Ask};
use super::{ACCOUNT, World};
use handover_desk::Connector;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};

/// The connector of the protocol's example.
pub(crate) const CONNECTOR: u64 = 568_046_210;
/// Seconds since 1970 by the clock of the test world, at its start.
pub(crate) const NOW_S: u64 = 1_517_231_983;
/// A key made for these tests.
const PRIVATE_KEY: &str = "-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIKmqudIPRwQ1XRdNfCfeTwdgQZ4LZdNraQ7RI0VwkEum
-----END PRIVATE KEY-----
";
const PUBLIC_KEY: &str = "-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEAdGxRwwep3UhN7dvD96/vQrZgyLZxC+otvqoIWOSbmUk=
-----END PUBLIC KEY-----
";

/// The ids that a proof gives.
pub(crate) struct Ids {
    pub(crate) participant: String,
    pub(crate) conversation: String,
}

pub(crate) fn connector() -> Connector {
    let (issuer, audience) = (Some("https://bank.example".into()), None);
    Connector { id: CONNECTOR, public_key: PUBLIC_KEY.into(), issuer, audience }
}

/// What the provider says of the visitor of the protocol's example (`docs/protocol/20-agent-api.md` §25).
pub(crate) fn claims() -> Value {
    json!({"iss": "https://bank.example", "sub": "57ac-072a", "exp": NOW_S + 3600, "lp_sdes": [
        {"type": "ctmrinfo", "info": {
            "customerId": "57ac-072a", "cstatus": "cancelled", "ctype": "vip", "balance": -400.99,
            "socialId": "11256324780", "imei": "3543546543545688", "userName": "testuser", "companySize": 500,
            "accountName": "bank corp", "role": "broker",
            "registrationDate": {"year": 2013, "month": 5, "day": 23},
            "lastPaymentDate": {"year": 2014, "month": 10, "day": 15}
        }},
        {"type": "personal", "personal": {"firstname": "Test", "lastname": "User",
            "contacts": [{"email": "t@example.com", "phone": "+1-10-3443765333"}]}}
    ]})
}

/// A token of the provider.
pub(crate) fn token(claims: &Value) -> String {
    let key = EncodingKey::from_ed_pem(PRIVATE_KEY.as_bytes()).unwrap();
    jsonwebtoken::encode(&Header::new(Algorithm::EdDSA), claims, &key).unwrap()
}

/// The request with which a visitor proves who it is.
pub(crate) fn request(connector: u64, token: &str) -> Ask {
    let body = json!({
        "authChatConnId": connector, "ssoKey": token, "engagementId": 567_609_310, "LETagContextId": "2",
        "LETagSessionId": "90o5l5twRUGu1rN7bzwNMA", "LETagVisitorId": "RiM2JlOTcwOGIxZmNiNTk4"
    });
    let path = format!("/api/account/{ACCOUNT}/conversation.json?v=1&NC=true");
    Ask::post(path).json(body.to_string()).app_key(APP_KEY)
}

/// Proves who the visitor is.
pub(crate) async fn prove(world: &World) -> Ids {
    let answer = world.send(request(CONNECTOR, &token(&claims()))).await.expect(200);
    let answer: Value = serde_json::from_str(&answer.text()).unwrap();
    let id = |name: &str| answer[name].as_str().unwrap().to_owned();
    Ids { participant: id("participantId"), conversation: id("conversationId") }
}
