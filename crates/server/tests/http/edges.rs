//! What HTTP itself asks of every path: HEAD, OPTIONS, pages of other origins, compressed answers, scripts.

use crate::common::ask::{APP_KEY, Ask, Got, HOST};
use crate::common::{ACCOUNT, FORMATS, OTHER_ACCOUNT, World, config, staff};
use flate2::read::GzDecoder;
use handover_desk::Settings;
use handover_wire::Format;
use http::Method;
use std::io::Read as _;

const SHOP: &str = "https://shop.example";
const ROOT: &str = "/api/account/12345678";

/// A world whose account lets these origins read.
async fn world_of(origins: &[&str]) -> World {
    let world = World::new().await;
    let mut config = config(Settings::default(), staff());
    config.profile.origins = Some(origins.iter().map(|origin| (*origin).into()).collect());
    world.configure(ACCOUNT, config).await;
    world
}

async fn asked_from(world: &World, origin: &str, path: &str) -> Got {
    world.send(Ask::get(path).with("Origin", origin)).await
}

fn allowed(got: &Got) -> Option<&str> {
    got.header("access-control-allow-origin")
}

fn varies_by_origin(got: &Got) -> bool {
    got.headers.get_all("vary").iter().any(|varies| varies == "Origin")
}

#[tokio::test]
async fn a_head_is_answered_like_the_get_without_its_body() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let (maya, visitor) = world.chatting().await;
        for (path, key) in [
            (format!("{}/events", visitor.path), true),
            (maya.path.clone(), false),
            (format!("{ROOT}/no"), true),
        ] {
            let ask = |method| {
                let ask = Ask::new(method, path.clone()).accept(format.content_type());
                let ask = ask.with("Accept-Encoding", "gzip");
                if key { ask.app_key(APP_KEY) } else { ask.bearer(&maya.login.bearer) }
            };
            let (get, head) = (world.send(ask(Method::GET)).await, world.send(ask(Method::HEAD)).await);
            assert_eq!((get.status, head.body.len()), (head.status, 0));
            assert_eq!(head.header("content-length").unwrap(), get.body.len().to_string(), "{path}");
            let [of_get, of_head] = [&get, &head].map(|got| {
                let mut headers = got.headers.clone();
                headers.remove("content-length");
                headers
            });
            assert_eq!(of_head, of_get);
        }
    }
}

#[tokio::test]
async fn options_says_the_methods_of_the_path_and_needs_no_authorization() {
    let world = World::new().await;
    let cases = [
        (format!("{ROOT}/login"), "POST, OPTIONS"),
        (format!("{ROOT}/service/agentVep/baseURI.json"), "GET, HEAD, OPTIONS"),
        (format!("{ROOT}/agentSession/1/availability"), "GET, HEAD, PUT, OPTIONS"),
        (format!("{ROOT}/agentSession/1"), "GET, HEAD, DELETE, OPTIONS"),
        (format!("{ROOT}/chat/H1K1/events"), "GET, HEAD, POST, OPTIONS"),
        ("*".to_owned(), "GET, HEAD, POST, PUT, DELETE, OPTIONS"),
    ];
    for (path, methods) in cases {
        let got = world.send(Ask::new(Method::OPTIONS, path.clone())).await.expect(204);
        assert_eq!((got.header("allow"), got.body.len()), (Some(methods), 0), "{path}");
        assert!(allowed(&got).is_none());
        if path != "*" {
            for method in ["PATCH", "PROPFIND", "BREW"] {
                let ask = Ask::new(Method::from_bytes(method.as_bytes()).unwrap(), path.clone());
                let got = world.send(ask).await.expect(405);
                assert_eq!(got.header("allow"), Some(methods), "{path}");
                let got = world.send(Ask::post(path.clone()).with("X-HTTP-Method-Override", method)).await;
                assert_eq!(got.expect(405).header("allow"), Some(methods), "{path}");
            }
        }
    }
    world.send(Ask::new(Method::OPTIONS, "/nothing")).await.expect(404);
}

#[tokio::test]
async fn without_a_list_any_page_may_read_and_send_no_cookies() {
    let world = World::new().await;
    for path in ["/service/agentVep/baseURI", "/agentSession/1", "/chat/H1K1", "", "/login", "/nothing"] {
        let got = asked_from(&world, SHOP, &format!("{ROOT}{path}")).await;
        assert_eq!(allowed(&got), Some("*"), "{path}");
        assert_eq!(got.header("access-control-allow-credentials"), None);
        assert!(!varies_by_origin(&got));
        let exposed = got.header("access-control-expose-headers").unwrap();
        assert_eq!(exposed, "Location, ETag, Retry-After, Preference-Applied, Idempotency-Key");
    }
    assert_eq!(allowed(&asked_from(&world, SHOP, "/api/account/nobody").await), Some("*"));
    let got = world.send(Ask::get(ROOT)).await;
    assert!(allowed(&got).is_none() && got.header("access-control-expose-headers").is_none());
}

#[tokio::test]
async fn with_a_list_only_the_pages_on_it_may_read() {
    let world = world_of(&[SHOP, "http://localhost:8080"]).await;
    for path in ["/service/agentVep/baseURI", "/chat/H1K1", "/nothing"] {
        let got = asked_from(&world, SHOP, &format!("{ROOT}{path}")).await;
        assert_eq!((allowed(&got), varies_by_origin(&got)), (Some(SHOP), true));
        assert_eq!(got.header("access-control-allow-credentials"), Some("true"));
        for stranger in
            ["https://shop.example.evil", "http://shop.example", "https://shop.example:8443", "null"]
        {
            let got = asked_from(&world, stranger, &format!("{ROOT}{path}")).await;
            assert_eq!((allowed(&got), varies_by_origin(&got)), (None, true), "{stranger}");
            assert_eq!(got.header("access-control-allow-credentials"), None);
        }
    }
    // Another account has another list.
    assert_eq!(
        allowed(&asked_from(&world, "https://x", &format!("/api/account/{OTHER_ACCOUNT}")).await),
        Some("*")
    );
    let nobody = world_of(&[]).await;
    assert_eq!(allowed(&asked_from(&nobody, SHOP, ROOT).await), None);
    let anybody = world_of(&["*", SHOP]).await;
    assert_eq!(allowed(&asked_from(&anybody, SHOP, ROOT).await), Some(SHOP));
    let got = asked_from(&anybody, "https://x", ROOT).await;
    assert_eq!((allowed(&got), varies_by_origin(&got)), (Some("*"), true));
    assert_eq!(got.header("access-control-allow-credentials"), None);
}

#[tokio::test]
async fn a_page_is_told_what_it_may_send() {
    let world = world_of(&[SHOP]).await;
    let preflight = |origin: &str, headers: &str| {
        Ask::new(Method::OPTIONS, format!("{ROOT}/chat/H1K1/info/visitorName?v=1"))
            .with("Origin", origin)
            .with("Access-Control-Request-Method", "POST")
            .with("Access-Control-Request-Headers", headers)
    };
    let wanted = "authorization,content-type,x-http-method-override";
    let got = world.send(preflight(SHOP, wanted)).await.expect(204);
    assert_eq!(allowed(&got), Some(SHOP));
    assert_eq!(got.header("access-control-allow-methods"), Some("GET, HEAD, PUT, OPTIONS, POST"));
    assert_eq!(got.header("access-control-allow-headers"), Some(wanted));
    assert_eq!(got.header("access-control-max-age"), Some("7200"));
    let got = world.send(preflight(SHOP, "a\"b")).await.expect(204);
    assert_eq!(got.header("access-control-allow-headers"), None);
    let got = world.send(preflight("https://evil.example", wanted)).await.expect(204);
    assert!(allowed(&got).is_none() && got.header("access-control-allow-methods").is_none());
}

#[tokio::test]
async fn answers_of_a_kilobyte_are_compressed_for_those_who_ask() {
    let world = World::new().await;
    let (_, visitor) = world.chatting().await;
    let path = format!("{}/events", visitor.path);
    let events = |from: usize, accept: &'static str| {
        let path = format!("{path}?from={from}");
        world.send(Ask::get(path).app_key(APP_KEY).with("Accept-Encoding", accept))
    };
    let small = events(4, "gzip, br").await.expect(200);
    assert!(small.header("content-encoding").is_none());
    world.visitor_says(&visitor, &"a long line ".repeat(100)).await;
    let plain = events(0, "identity").await.expect(200);
    assert!(plain.body.len() > 1_024 && plain.header("content-encoding").is_none());
    assert_eq!(plain.header("vary"), Some("Accept, Accept-Encoding"));

    let gzip = events(0, "br;q=0.1, gzip").await.expect(200);
    assert_eq!(
        (gzip.header("content-encoding"), gzip.header("vary")),
        (Some("gzip"), Some("Accept, Accept-Encoding"))
    );
    let mut unpacked = Vec::new();
    GzDecoder::new(gzip.body.as_slice()).read_to_end(&mut unpacked).unwrap();
    assert!(unpacked == plain.body && gzip.body.len() < plain.body.len());
    let brotli = events(0, "gzip, br").await.expect(200);
    assert_eq!(brotli.header("content-encoding"), Some("br"));
    let mut unpacked = Vec::new();
    brotli::Decompressor::new(brotli.body.as_slice(), 4_096).read_to_end(&mut unpacked).unwrap();
    assert!(unpacked == plain.body && brotli.body.len() < plain.body.len());
}

#[tokio::test]
async fn the_domain_service_answers_a_script() {
    let world = World::new().await;
    for prefix in ["/api", "/csdr"] {
        let path = format!("{prefix}/account/{ACCOUNT}/service/adminArea/baseURI.lpCsds?version=1.0");
        let got = world.send(Ask::get(format!("{path}&cb=lpCb1x2&"))).await.expect(200);
        assert_eq!(got.text(), format!(r#"lpCb1x2({{"ResultSet":{{"lpData":[{{"lpServer":"{HOST}"}}]}}}})"#));
        assert_eq!(got.header("content-type"), Some("application/javascript"));
        assert_eq!(got.header("x-content-type-options"), Some("nosniff"));
        for wrong in ["", "&cb=", "&cb=f()", "&cb=%3Cscript%3E"] {
            let got = world.send(Ask::get(format!("{path}{wrong}"))).await.expect(400);
            assert!(got.message().starts_with("cb must be the name of a function"), "{}", got.message());
        }
    }
    let path = |account: &str, service: &str| {
        format!("/csdr/account/{account}/service/{service}/baseURI.lpCsds?cb=f")
    };
    world.send(Ask::get(path(ACCOUNT, "nothing"))).await.expect(404);
    world.send(Ask::get(path("nobody", "adminArea"))).await.expect(401);
}

#[tokio::test]
async fn a_get_may_carry_a_body_which_means_nothing() {
    let world = World::new().await;
    let (_, visitor) = world.chatting().await;
    let ask = |body: Vec<u8>| Ask::get(format!("{}/events", visitor.path)).app_key(APP_KEY).json(body);
    assert_eq!(world.send(ask(b"{}".to_vec())).await.expect(200).format(), Format::Json);
    world.send(ask(vec![b'{'; 256 * 1024])).await.expect(200);
    world.send(ask(vec![b'{'; 256 * 1024 + 1])).await.expect(413);
}

/// A request inside the address of a script, as the old browser library sends it.
fn envelope(method: &str, path: &str, body: &str) -> String {
    let json = serde_json::json!({
        "u": format!("https://{HOST}{path}?v=1"), "m": method, "b": serde_json::from_str::<serde_json::Value>(body).unwrap(),
        "h": {"AUTHORIZATION": format!("LivePerson appKey={APP_KEY}"), "Cookie": "session_id=1", "LP-URL": "https://shop.example/"},
    });
    percent_encoding::utf8_percent_encode(&json.to_string(), percent_encoding::NON_ALPHANUMERIC).to_string()
}

/// What the script `cb` was called with.
async fn called(world: &World, query: &str) -> serde_json::Value {
    let ask = Ask::get(format!("{ROOT}/js2rest/chat?lpV=1&lpjson=1&{query}&cb=lpCb1x2&"));
    let got = world.send(ask.with("Cookie", "session_id=1")).await.expect(200);
    assert_eq!(got.header("content-type"), Some("application/javascript"));
    assert_eq!(got.header("x-content-type-options"), Some("nosniff"));
    let text = got.text();
    let json = text.strip_prefix("lpCb1x2(").and_then(|text| text.strip_suffix(')')).unwrap();
    serde_json::from_str(json).unwrap()
}

#[tokio::test]
async fn a_chat_can_be_led_by_scripts_alone() {
    let world = World::new().await;
    let request = envelope("POST", &format!("{ROOT}/chat/request"), r#"{"request":{"skill":"Sales"}}"#);
    let begun = called(&world, &format!("lpB={request}")).await;
    assert_eq!((&begun["responseCode"], &begun["body"]), (&201.into(), &"".into()));
    let chat = begun["headers"]["Location"].as_str().unwrap();
    let chat = chat.strip_prefix(&format!("http://{HOST}")).unwrap();
    let seen = called(&world, &format!("lpB={}", envelope("GET", chat, r#""""#))).await;
    assert_eq!(seen["responseCode"], 200);
    assert_eq!(seen["headers"]["Content-Type"], "application/json");
    assert!(seen["body"]["chat"]["info"].is_object(), "{seen}");
    // The same errors, inside; the base resource in JSON, though it is XML without a word.
    let line = envelope("POST", &format!("{chat}/events"), r#"{"event":{"@type":"line","text":"hi"}}"#);
    let refused = called(&world, &format!("lpB={line}")).await;
    assert_eq!(
        (&refused["responseCode"], &refused["body"]["error"]["internalCode"]),
        (&400.into(), &5.into())
    );
    let base = called(&world, &format!("lpB={}", envelope("GET", ROOT, r#""""#))).await;
    assert_eq!(base["headers"]["Content-Type"], "application/json");
}

#[tokio::test]
async fn a_long_request_comes_in_parts() {
    let world = World::new().await;
    let whole = envelope("POST", &format!("{ROOT}/chat/request"), r#"{"request":{"skill":"Sales"}}"#);
    let (first, rest) = whole.split_at(100);
    let (second, third) = rest.split_at(101);
    let begun = called(&world, &format!("lpP=1&lpO=3&lpB={first}")).await;
    assert_eq!(begun["responseCode"], 200);
    let id = begun["lpMeta"]["lpS"].as_str().unwrap().to_owned();
    assert_eq!(id.len(), 32);
    for wrong in [
        format!("lpP=3&lpO=3&lpS={id}"),
        format!("lpP=2&lpO=4&lpS={id}"),
        "lpP=2&lpO=3&lpS=guessed".into(),
        "lpP=2&lpO=3".into(),
    ] {
        let refused = called(&world, &format!("{wrong}&lpB={third}")).await;
        assert_eq!(refused["responseCode"], 400);
        assert!(
            refused["body"]["error"]["message"].as_str().unwrap().starts_with("lpS must be"),
            "{refused}"
        );
    }
    assert_eq!(called(&world, &format!("lpP=2&lpO=3&lpS={id}&lpB={second}")).await["responseCode"], 200);
    assert_eq!(called(&world, &format!("lpP=3&lpO=3&lpS={id}&lpB={third}")).await["responseCode"], 201);
    // Nobody waits for ever for the rest.
    let begun = called(&world, &format!("lpP=1&lpO=2&lpB={first}")).await;
    let id = begun["lpMeta"]["lpS"].as_str().unwrap().to_owned();
    world.advance_ms(60_000).await;
    assert_eq!(called(&world, &format!("lpP=2&lpO=2&lpS={id}&lpB={rest}")).await["responseCode"], 400);
    for (parts, member) in
        [("lpP=1&lpO=513", "lpP"), ("lpP=3&lpO=2", "lpP"), ("lpP=0&lpO=2", "lpP"), ("lpP=1&lpO=x", "lpO")]
    {
        let refused = called(&world, &format!("{parts}&lpB=x")).await;
        assert!(refused["body"]["error"]["message"].as_str().unwrap().starts_with(member), "{refused}");
    }
    assert_eq!(called(&world, "lpP=1&lpO=512&lpB=x").await["responseCode"], 200);
}

#[tokio::test]
async fn a_script_reaches_the_chat_apis_of_its_account_and_brings_no_cookie() {
    let world = World::new().await;
    let other = format!("/api/account/{OTHER_ACCOUNT}/chat/request");
    for path in ["/login", "/refresh", "/logout", "//logout", "/js2rest", "/service/agentVep/baseURI"]
        .map(|path| format!("{ROOT}{path}"))
        .iter()
        .chain([&other])
    {
        let refused = called(&world, &format!("lpB={}", envelope("POST", path, "{}"))).await;
        assert_eq!(
            (&refused["responseCode"], &refused["body"]["error"]["internalCode"]),
            (&404.into(), &28.into()),
            "{path}"
        );
    }
    for (query, member) in [
        ("", "lpB"),
        ("lpB=x", "lpB"),
        ("lpB=%FF", "lpB"),
        ("lpB=%7B%22u%22%3A%22x%20y%22%7D", "lpB.u"),
        ("lpB=%7B%22u%22%3A%22%2F%22%2C%22m%22%3A%22a%20b%22%7D", "lpB.m"),
        ("lpB=%7B%22u%22%3A%22%2F%22%2C%22h%22%3A%7B%22Accept%22%3A1%7D%7D", "lpB.h"),
    ] {
        let refused = called(&world, query).await;
        assert_eq!(refused["responseCode"], 400, "{query}");
        assert!(refused["body"]["error"]["message"].as_str().unwrap().starts_with(member), "{refused}");
    }
    let got = world.send(Ask::get(format!("{ROOT}/js2rest?lpB=x&cb=f()"))).await.expect(400);
    assert!(got.message().starts_with("cb must be"), "{}", got.message());
}

#[tokio::test]
async fn the_page_for_a_frame_may_run_its_script_and_nothing_else() {
    let world = world_of(&[SHOP]).await;
    for (path, kind) in [("html", "text/html"), ("js", "application/javascript")] {
        let got = world.send(Ask::get(format!("/hcp/html/postmessage.min.{path}?bust=1"))).await.expect(200);
        assert!(got.header("content-type").unwrap().starts_with(kind));
        let policy = got.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none'; script-src 'self'; connect-src 'self'"), "{policy}");
        assert_eq!(got.header("x-content-type-options"), Some("nosniff"));
    }
    let from =
        |origin: &str| Ask::get(format!("{ROOT}/service/agentVep/baseURI")).with("X-Parent-Origin", origin);
    world.send(from(SHOP)).await.expect(200);
    for stranger in ["https://evil.example", "null", ""] {
        let got = world.send(from(stranger)).await.expect(401);
        assert_eq!((got.message().as_str(), got.internal_code()), ("Unauthorized account access", 10));
    }
    World::new().await.send(from("https://evil.example")).await.expect(200);
}

#[tokio::test]
async fn every_answer_says_to_a_browser_that_it_is_no_page_and_nothing_but_its_type() {
    let world = World::new().await;
    let (maya, visitor) = world.chatting().await;
    let bearer = &maya.login.bearer;
    let asks = [
        Ask::get(format!("{}/events", visitor.path)).app_key(APP_KEY),
        Ask::get(format!("{}.xml", visitor.path)).app_key(APP_KEY),
        Ask::get(format!("{}/chatSessions", maya.path)).bearer(bearer),
        Ask::get(format!("{}/me", maya.pages())).bearer(bearer),
        Ask::get(format!("{}/chatSessions", maya.path)),
        Ask::post(format!("/api/account/{ACCOUNT}/login")).json("{}"),
        Ask::new(Method::OPTIONS, "/api/account/1"),
        Ask::get("/nowhere"),
    ];
    for ask in asks {
        let got = world.send(ask.clone()).await;
        assert_eq!(got.header("x-content-type-options"), Some("nosniff"), "{ask:?}");
        assert_eq!(got.header("referrer-policy"), Some("no-referrer"), "{ask:?}");
        let policy = got.header("content-security-policy").unwrap();
        assert!(
            policy.starts_with("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
            "{policy}"
        );
    }
    let framed = world.send(Ask::get("/hcp/html/postmessage.min.html")).await.expect(200);
    assert!(!framed.header("content-security-policy").unwrap().contains("frame-ancestors 'none'"));
}
