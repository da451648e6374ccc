//! Steps 1 to 3: from the account id to an agent who is online.

use crate::client::{Answer, Body, Format, put, target};
use crate::common::PASSWORD;
use crate::common::http::{Reply, Request};
use crate::house::{House, account};

/// What the old service said of a wrong csrf token (file 10 §4.3).
const BAD_CSRF: &str =
    "CSRF token invalid! The CSRF token on request does not match the CSRF token on the session";

/// The Domain and Login services are JSON only, so that this step is the same in both formats.
pub(crate) fn step_1_domain_lookup_login_refresh_logout(house: &mut House) {
    let account = account("01");
    let host = house.origin.split_once("://").unwrap().1.to_owned();
    for prefix in ["csdr", "api"] {
        let service = format!("/{prefix}/account/{account}/service");
        for name in ["agentVep", "conversationVep", "smt"] {
            let lookup = Request::get(format!("{service}/{name}/baseURI.json?version=1.0"));
            let expected = serde_json::json!({ "service": name, "account": account, "baseURI": host });
            assert_eq!(house.raw(&lookup).expect(200).json(), expected);
        }
        let all = house.raw(&Request::get(format!("{service}/baseURI.json?version=1.0"))).expect(200).json();
        for name in ["agentVep", "conversationVep", "smt"] {
            let known = all["baseURIs"].as_array().unwrap().iter().find(|entry| entry["service"] == name);
            assert_eq!(known.unwrap()["baseURI"], host.as_str());
        }
    }

    let base = format!("/api/account/{account}");
    let credentials = format!(r#"{{"username":"maya","password":"{PASSWORD}"}}"#);
    let login = house.raw(&Request::post(format!("{base}/login?v=1.3")).json(&credentials)).expect(200);
    let cookie = login.header("Set-Cookie").unwrap().split(';').next().unwrap().to_owned();
    assert!(cookie.starts_with("session_id="), "{cookie}");
    let json = login.json();
    let secret = |name: &str| {
        let secret = json[name].as_str().unwrap().to_owned();
        assert!(secret.len() == 64 && secret.chars().all(|c| matches!(c, '0'..='9' | 'a'..='f')), "{secret}");
        secret
    };
    let (bearer, csrf) = (format!("Bearer {}", secret("bearer")), secret("csrf"));
    assert!(login.text().ends_with(&format!("\"bearer\":\"{}\"}}", secret("bearer"))));
    let hosts = json["csdsCollectionResponse"]["baseURIs"].as_array().unwrap();
    assert!(hosts.iter().any(|entry| entry["service"] == "agentVep" && entry["baseURI"] == host.as_str()));
    assert_eq!(json["sessionTTl"], "28800000");

    let with_csrf = |method: &str, csrf: &str| {
        let request = Request::post(format!("{base}/{method}?v=1.3")).with("Cookie", &cookie);
        request.json(&format!(r#"{{"csrf":"{csrf}"}}"#))
    };
    let refused = |reply: Reply| {
        let error = reply.expect(401).json()["error"].clone();
        assert_eq!((&error["message"], &error["internalCode"]), (&BAD_CSRF.into(), &10.into()));
        assert_eq!(error["responseStatus"], "UNAUTHORIZED");
        assert_eq!(error.as_object().unwrap().keys().count(), 4, "{error}");
    };
    refused(house.raw(&with_csrf("refresh", &"0".repeat(64))));
    refused(house.raw(&with_csrf("logout", &"0".repeat(64))));
    let refreshed = house.raw(&with_csrf("refresh", &csrf)).expect(200);
    assert!(refreshed.body.is_empty() && refreshed.header("Set-Cookie").unwrap().starts_with(&cookie));
    house.start_session(&account, &bearer);
    assert!(house.raw(&with_csrf("logout", &csrf)).expect(200).body.is_empty());
    house.raw(&with_csrf("refresh", &csrf)).expect(401);
    let start = Request::post(format!("{base}/agentSession")).with("Authorization", bearer).json("{}");
    assert!(house.raw(&start).expect(401).text().starts_with("oauth_problem=token_rejected"));
}

/// Each body makes a session of its own: under `continuity = "shared"` they live side by side (design §4).
pub(crate) fn step_2_start_agent_session_with_every_body(house: &mut House) {
    let account = account("02");
    let maya = house.sign_in(&account, "maya");
    let with_password = format!(r#"{{"loginData":{{"userName":"maya","password":"{PASSWORD}"}}}}"#);
    let json = ["{}", r#"{"loginData":""}"#, &with_password].map(|body| (Format::Json, body));
    let mut seen = vec![maya.session];
    for (sent, body) in json.into_iter().chain([(Format::Xml, "<loginData/>")]) {
        let start = Request::post(house.target(&format!("/api/account/{account}/agentSession")));
        let start = start.with("Authorization", &maya.who);
        let reply = house.raw(&match sent {
            Format::Json => start.json(body),
            Format::Xml => start.xml(body),
        });
        if house.format == Format::Json {
            let link = &reply.json()["agentSessionLocation"]["link"];
            assert!(link.is_object() && link["@rel"] == "location", "{link}");
        }
        let href = Answer::of(reply, house.format).made("agentSessionLocation");
        let session = house.path(&href).to_owned();
        let id = session.strip_prefix(&format!("/api/account/{account}/agentSession/")).unwrap();
        assert!(!id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit()), "{id}");
        assert!(!seen.contains(&session), "{session}");
        seen.push(session);
    }
}

/// File 90 Q7 recommends that a first session starts Away; the design starts it Online, because several old clients never set it.
pub(crate) fn step_3_override_put_availability(house: &mut House) {
    let maya = house.sign_in(&account("03"), "maya");
    let path = format!("{}/availability", maya.session);
    assert_eq!(house.availability(&maya), "Online");
    for state in ["Away", "Occupied", "Online"] {
        let set = house.put(&maya.who, &path, &Body::availability(state)).is(200);
        assert_eq!(set.text("chat"), state);
        for format in [Format::Json, Format::Xml] {
            let get = Request::get(target(&path, format.suffix())).with("Authorization", &maya.who);
            let root = Answer::of(house.raw(&get), format).is(200);
            assert_eq!(
                (root.name.as_str(), root.text("chat"), root.text("voice")),
                ("availability", state, "Offline")
            );
        }
    }
    let real_put = put(Request::post(target(&path, ".json"))).json(r#"{"availability":{"chat":"Offline"}}"#);
    let refused = Answer::of(house.raw(&real_put.with("Authorization", &maya.who)), Format::Json);
    refused.is_error(400, "5");
}
