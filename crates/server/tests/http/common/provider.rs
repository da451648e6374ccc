//! A small identity provider on a port of this machine, in the place of a real one (the tests in the browser have one): it keeps to
//! the standard, but for the one thing that it is told to do wrong.

use super::ask::{Ask, Got};
use super::{Making, World};
use crate::noted;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use handover_server::open_id::{Claim, OpenId, OpenIdSettings};
use http::{HeaderMap, HeaderValue, StatusCode};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use parking_lot::Mutex;
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::sync::Arc;
use tokio::net::TcpListener;

pub(crate) const BEGIN: &str = "/api/handover/v1/signIn";
pub(crate) const FINISH: &str = "/api/handover/v1/signIn/finish";
const CLIENT: &str = "handover";
const SECRET: &str = "a-secret-of-the-client";
/// Keys made for these tests, and their public halves.
const OWN_KEY: &str = "-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIKmqudIPRwQ1XRdNfCfeTwdgQZ4LZdNraQ7RI0VwkEum
-----END PRIVATE KEY-----
";
const PUBLIC_HALF: &str = "dGxRwwep3UhN7dvD96_vQrZgyLZxC-otvqoIWOSbmUk";
const OTHER_KEY: &str = "-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8g
-----END PRIVATE KEY-----
";

const OTHER_HALF: &str = "ebVWLo_mVPlAeLES6KmLp5AfhTrmlb7X4OORC60ElmQ";

/// What the provider does wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Twist {
    Nothing,
    OtherNonce,
    OtherKey,
    /// Nothing: it has another key from here on.
    KeyOfToday,
    NoSignature,
    SignedWithTheSecret,
    Expired,
    OtherAudience,
    OtherIssuer,
    NoIdToken,
    NoJson,
    TooLarge,
    Elsewhere,
    Fails,
}

/// Someone at the provider who has signed in there.
struct Grant {
    claims: Value,
    nonce: String,
    challenge: String,
    back: String,
}

struct Shared {
    address: String,
    twist: Mutex<Twist>,
    now_s: u64,
    grants: Mutex<BTreeMap<String, Grant>>,
    /// What is told of who has an access token, beside the token of its identity.
    more: Mutex<Value>,
}

/// The provider.
pub(crate) struct Provider(Arc<Shared>);

/// A browser that was sent to the provider.
#[derive(Clone)]
pub(crate) struct Away {
    query: BTreeMap<String, String>,
    pub(crate) cookie: String,
    pub(crate) set_cookie: String,
}

impl Provider {
    pub(crate) async fn start(now_s: u64) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let shared = Arc::new(Shared {
            address: format!("http://{}", listener.local_addr().unwrap()),
            twist: Mutex::new(Twist::Nothing),
            now_s,
            grants: Mutex::default(),
            more: Mutex::new(Value::Null),
        });
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(description))
            .route("/keys", get(keys))
            .route("/token", post(tokens))
            .route("/me", get(me))
            .with_state(Arc::clone(&shared));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self(shared)
    }

    /// The server's settings for this provider.
    pub(crate) fn settings(&self) -> OpenIdSettings {
        settings_of(&self.0.address)
    }

    pub(crate) fn open_id(&self) -> OpenId {
        OpenId::new(self.settings()).unwrap()
    }

    pub(crate) fn twist(&self, twist: Twist) {
        *self.0.twist.lock() = twist;
    }

    pub(crate) fn tells_more(&self, more: Value) {
        *self.0.more.lock() = more;
    }

    /// Someone of these claims signs in at the provider; gives the code that the browser brings back.
    pub(crate) fn signs_in(&self, away: &Away, claims: Value) -> String {
        let mut grants = self.0.grants.lock();
        let code = format!("code-{}-{}", grants.len(), &away.state()[..16]);
        noted::secret("code of a provider", &code);
        let member = |name: &str| away.query[name].clone();
        let (nonce, challenge, back) = (member("nonce"), member("code_challenge"), member("redirect_uri"));
        grants.insert(code.clone(), Grant { claims, nonce, challenge, back });
        code
    }
}

/// Settings for a provider at this address.
pub(crate) fn settings_of(issuer: &str) -> OpenIdSettings {
    OpenIdSettings {
        issuer: issuer.to_owned(),
        client_id: CLIENT.to_owned(),
        client_secret: SECRET.to_owned(),
        name: "Example".to_owned(),
        claim: Claim::Email,
        passwords: true,
        ca_pem: None,
    }
}

impl Away {
    pub(crate) fn member(&self, name: &str) -> &str {
        &self.query[name]
    }

    pub(crate) fn state(&self) -> &str {
        self.member("state")
    }
}

impl World {
    /// A world whose agents may sign in at a provider.
    pub(crate) async fn with_provider(settings: OpenIdSettings) -> Self {
        Self::made(Making { open_id: Some(OpenId::new(settings).unwrap()), ..Making::default() }).await
    }

    /// Begins, as the console does.
    pub(crate) async fn goes_to_provider(&self) -> Away {
        let got = self.try_to_begin().await.expect(200);
        let address = got.json()["signIn"]["address"].as_str().unwrap().to_owned();
        let query = members(address.split_once('?').unwrap().1);
        let set_cookie = got.header("set-cookie").unwrap().to_owned();
        let cookie = set_cookie.split(';').next().unwrap().to_owned();
        noted::secret("cookie of a sign-in", cookie.split_once('=').unwrap().1);
        Away { query, cookie, set_cookie }
    }

    pub(crate) async fn try_to_begin(&self) -> Got {
        self.send(Ask::post(BEGIN).json(json!({"account": super::ACCOUNT}).to_string())).await
    }

    /// Finishes, as the console does.
    pub(crate) async fn finishes(&self, away: &Away, more: Value) -> Got {
        let mut body = json!({"state": away.state()});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.send(Ask::post(FINISH).json(body.to_string()).with("Cookie", &away.cookie)).await
    }
}

async fn description(State(provider): State<Arc<Shared>>) -> Response {
    let at = &provider.address;
    let twist = *provider.twist.lock();
    if twist == Twist::Fails {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    } else if twist == Twist::NoJson {
        return "<html>hello".into_response();
    } else if twist == Twist::Elsewhere {
        return Redirect::temporary(&format!("{at}/keys")).into_response();
    }
    let described = json!({
        "issuer": at, "authorization_endpoint": format!("{at}/authorize"), "token_endpoint": format!("{at}/token"),
        "userinfo_endpoint": format!("{at}/me"), "jwks_uri": format!("{at}/keys"),
        "response_types_supported": ["code"], "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["EdDSA"],
    });
    if twist == Twist::TooLarge {
        // All of it is right, and followed by blanks.
        let mut answer = json(&described);
        *answer.body_mut() = Body::from(format!("{described}{}", " ".repeat(300 * 1024)));
        return answer;
    }
    json(&described)
}

fn json(document: &Value) -> Response {
    let mut response = Response::new(Body::from(document.to_string()));
    response.headers_mut().insert("content-type", HeaderValue::from_static("application/json"));
    response
}

/// The members of a form or of a query.
fn members(text: &str) -> BTreeMap<String, String> {
    let pairs = text.split('&').filter_map(|pair| pair.split_once('='));
    let decoded =
        |text: &str| percent_decode_str(&text.replace('+', " ")).decode_utf8().unwrap().into_owned();
    pairs.map(|(name, value)| (name.to_owned(), decoded(value))).collect()
}

async fn keys(State(provider): State<Arc<Shared>>) -> Response {
    let is_today = *provider.twist.lock() == Twist::KeyOfToday;
    let (kid, x) = if is_today { ("two", OTHER_HALF) } else { ("one", PUBLIC_HALF) };
    json(&json!({"keys": [{"kty": "OKP", "crv": "Ed25519", "use": "sig", "kid": kid, "x": x}]}))
}

async fn me(State(provider): State<Arc<Shared>>) -> Response {
    json(&provider.more.lock())
}

async fn tokens(State(provider): State<Arc<Shared>>, headers: HeaderMap, body: Bytes) -> Response {
    let form = members(std::str::from_utf8(&body).unwrap());
    let refused = |why: &str| (StatusCode::BAD_REQUEST, json(&json!({"error": why}))).into_response();
    let basic = headers.get("authorization").unwrap().to_str().unwrap();
    assert!(basic.starts_with("Basic "), "the client has not shown its secret");
    let Some(grant) = provider.grants.lock().remove(&form["code"]) else { return refused("invalid_grant") };
    let challenge = base64_url(&Sha256::digest(&form["code_verifier"]));
    if grant.challenge != challenge || grant.back != form["redirect_uri"] {
        return refused("invalid_grant");
    }
    let token = id_token(&provider, &grant);
    let twist = *provider.twist.lock();
    let mut answer = json!({"access_token": "an-access-token", "token_type": "Bearer", "expires_in": 60});
    if twist != Twist::NoIdToken {
        answer["id_token"] = json!(token);
    }
    json(&answer)
}

fn id_token(provider: &Shared, grant: &Grant) -> String {
    let twist = *provider.twist.lock();
    let mut claims = json!({
        "iss": provider.address, "aud": CLIENT, "sub": "248289761001", "iat": provider.now_s,
        "exp": provider.now_s + 600, "nonce": grant.nonce,
    });
    claims.as_object_mut().unwrap().extend(grant.claims.as_object().unwrap().clone());
    if twist == Twist::OtherNonce {
        claims["nonce"] = json!("another");
    } else if twist == Twist::Expired {
        claims["exp"] = json!(provider.now_s - 1);
    } else if twist == Twist::OtherAudience {
        claims["aud"] = json!("somebody-else");
    } else if twist == Twist::OtherIssuer {
        claims["iss"] = json!("https://id.example.com");
    }
    let own = EncodingKey::from_ed_pem(OWN_KEY.as_bytes()).unwrap();
    let signed = |algorithm, kid: &str, key: &EncodingKey| {
        let header = Header { kid: Some(kid.to_owned()), ..Header::new(algorithm) };
        jsonwebtoken::encode(&header, &claims, key).unwrap()
    };
    if twist == Twist::OtherKey {
        signed(Algorithm::EdDSA, "one", &EncodingKey::from_ed_pem(OTHER_KEY.as_bytes()).unwrap())
    } else if twist == Twist::KeyOfToday {
        signed(Algorithm::EdDSA, "two", &EncodingKey::from_ed_pem(OTHER_KEY.as_bytes()).unwrap())
    } else if twist == Twist::SignedWithTheSecret {
        signed(Algorithm::HS256, "one", &EncodingKey::from_secret(SECRET.as_bytes()))
    } else if twist == Twist::NoSignature {
        let whole = signed(Algorithm::EdDSA, "one", &own);
        let body = whole.split('.').nth(1).unwrap();
        format!("{}.{body}.", base64_url(br#"{"alg":"none"}"#))
    } else {
        signed(Algorithm::EdDSA, "one", &own)
    }
}

fn base64_url(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let digits = bytes.chunks(3).flat_map(|chunk| {
        let bits =
            chunk.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        (0..=chunk.len()).map(move |at| char::from(DIGITS[(bits >> (18 - 6 * at) & 63) as usize]))
    });
    digits.collect()
}
