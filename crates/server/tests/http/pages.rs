//! The pages: what is served, what goes with it, and what is not.

use crate::common::ask::Ask;
use crate::common::{ACCOUNT, Making, OTHER_ACCOUNT, World};
use handover_server::settings::ServerConfig;
use std::io::Read as _;

/// A page of each kind, its type, and what its policy must say.
const PAGES: [(&str, &str, &str); 7] = [
    ("/console/", "text/html; charset=utf-8", "script-src 'self'"),
    ("/console/board", "text/html; charset=utf-8", "trusted-types handover"),
    ("/console/main.js", "text/javascript; charset=utf-8", "connect-src 'self'"),
    ("/board/board.js", "text/javascript; charset=utf-8", "frame-ancestors 'none'"),
    ("/shared/tokens.css", "text/css; charset=utf-8", "style-src 'self'"),
    ("/widget.js", "text/javascript; charset=utf-8", "default-src 'none'"),
    ("/widget/chat.js", "text/javascript; charset=utf-8", "default-src 'none'"),
];

async fn with_sample() -> World {
    let server = ServerConfig { sample: true, ..ServerConfig::default() };
    World::made(Making { server, ..Making::default() }).await
}

#[tokio::test]
async fn every_page_comes_with_its_policy_and_is_not_guessed_at() {
    let world = World::new().await;
    for (path, content_type, policy) in PAGES {
        let got = world.send(Ask::get(path)).await.expect(200);
        assert_eq!(got.header("content-type"), Some(content_type), "{path}");
        let stated = got.header("content-security-policy").unwrap();
        assert!(stated.starts_with("default-src 'none'") && stated.contains(policy), "{path}: {stated}");
        assert!(!stated.contains("unsafe"), "{path}: {stated}");
        assert_eq!(got.header("x-content-type-options"), Some("nosniff"), "{path}");
        assert_eq!(got.header("cache-control"), Some("no-cache"), "{path}");
    }
}

#[tokio::test]
async fn who_has_a_page_is_not_sent_it_again() {
    let world = World::new().await;
    let tag = world.send(Ask::get("/widget.js")).await.expect(200).header("etag").unwrap().to_owned();
    let again = world.send(Ask::get("/widget.js").with("If-None-Match", &tag)).await.expect(304);
    assert_eq!((again.text().as_str(), again.header("etag")), ("", Some(tag.as_str())));
    world.send(Ask::get("/widget.js").with("If-None-Match", "W/\"0\"")).await.expect(200);
}

#[tokio::test]
async fn a_page_is_compressed_for_who_takes_it_so_and_is_the_same() {
    let world = World::new().await;
    let plain = world.send(Ask::get("/widget.js")).await.expect(200);
    assert_eq!(plain.header("content-encoding"), None);
    let packed = world.send(Ask::get("/widget.js").with("Accept-Encoding", "gzip, br")).await.expect(200);
    assert_eq!(packed.header("content-encoding"), Some("br"));
    assert_eq!(packed.header("etag"), plain.header("etag"));
    assert!(packed.body.len() < plain.body.len());
    let mut unpacked = Vec::new();
    brotli::Decompressor::new(packed.body.as_slice(), 4_096).read_to_end(&mut unpacked).unwrap();
    assert_eq!(unpacked, plain.body);
}

#[tokio::test]
async fn a_page_of_any_origin_may_load_the_widget() {
    let world = World::new().await;
    let got =
        world.send(Ask::get("/widget/chat.js").with("Origin", "https://shop.example")).await.expect(200);
    assert_eq!(got.header("access-control-allow-origin"), Some("*"));
    assert_eq!(got.header("cross-origin-resource-policy"), Some("cross-origin"));
    let console = world.send(Ask::get("/console/")).await.expect(200);
    assert_eq!(console.header("cross-origin-resource-policy"), Some("same-origin"));
}

#[tokio::test]
async fn what_is_no_file_of_the_pages_is_not_served() {
    let world = with_sample().await;
    for path in [
        "/console/nothing.js",
        "/console/../../Cargo.toml",
        "/shared/%2e%2e/package.json",
        "/shared/..%2Fpackage.json",
        "/widget/%2Fetc%2Fpasswd",
        "/widget/tests/store.test.js",
        "/widget/handover.d.ts",
        "/sample/index.html",
        "/sample/nothing.css",
        "/tests/browser/story.test.js",
    ] {
        assert_eq!(world.send(Ask::get(path)).await.expect(404).internal_code(), 28, "{path}");
    }
    world.send(Ask::post("/console/")).await.expect(405);
}

#[tokio::test]
async fn the_root_leads_to_the_console() {
    let world = World::new().await;
    let got = world.send(Ask::get("/")).await.expect(303);
    assert_eq!(got.header("location"), Some("/console/"));
}

#[tokio::test]
async fn the_sample_shop_is_there_only_where_the_operator_wants_it() {
    let world = World::new().await;
    world.send(Ask::get("/sample/")).await.expect(404);
    world.send(Ask::get("/sample/sample.css")).await.expect(404);
    let world = with_sample().await;
    world.send(Ask::get("/sample/sample.css")).await.expect(200);
    let page = world.send(Ask::get("/sample/")).await.expect(200);
    assert!(page.text().contains(&format!("data-account=\"{ACCOUNT}\"")), "{}", page.text());
    assert!(page.text().contains("data-app-key=\"00112233445566778899aabbccddeeff\""), "{}", page.text());
    assert!(!page.text().contains("{{"), "{}", page.text());
    let other = world.send(Ask::get(format!("/sample/?account={OTHER_ACCOUNT}"))).await.expect(200);
    assert!(other.text().contains(&format!("data-account=\"{OTHER_ACCOUNT}\"")), "{}", other.text());
    world.send(Ask::get("/sample/?account=nobody")).await.expect(404);
}
