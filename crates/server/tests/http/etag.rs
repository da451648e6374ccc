//! Cheaper polling (`docs/push.md`): tags, 304, and what may be kept by whom.

use crate::common::ask::{APP_KEY, Ask, Got};
use crate::common::people::{Device, Login, Visitor};
use crate::common::{ACCOUNT, FORMATS, World, bodies, identity};
use handover_server::http::Surfaces;
use handover_wire::Format;
use http::Method;

/// A visitor who has proved who it is and an agent, chatting, a supervisor, and all that is in the paths of the methods.
struct Scene {
    maya: Device,
    visitor: Visitor,
    participant: String,
    sue: Device,
    ada: Device,
}

impl Scene {
    async fn of(world: &World) -> Self {
        let ids = identity::prove(world).await;
        let members = [
            ("skill", "Sales"),
            ("participantId", ids.participant.as_str()),
            ("conversationId", &ids.conversation),
        ];
        let maya = world.sign_in("maya@example.com").await;
        let visitor = world.start_chat(&bodies::request(&members)).await;
        world.accept(&maya, &visitor).await;
        let sue = world.sign_in_supervisor().await;
        let ada = world.sign_in_admin().await;
        Self { maya, visitor, participant: ids.participant, sue, ada }
    }

    /// A request of the router's list, with what it needs.
    fn ask(&self, world: &World, template: &str) -> Ask {
        let key = self.visitor.key();
        let (head, number) = (key.split('-').next().unwrap(), key.rsplit('K').next().unwrap());
        let is_supervisors = template.contains("/board") || template.ends_with("/audit");
        let device = match template {
            template if template.ends_with("/locks") => &self.ada,
            _ if is_supervisors => &self.sue,
            _ => &self.maya,
        };
        let path = template
            .replace("{account}", ACCOUNT)
            .replace("{session}", device.session())
            .replace("{chat}", key)
            .replace("{event}", "0")
            .replace("{service}", "agentVep")
            .replace("{participant}", &self.participant)
            .replace("{visit}", &format!("{head}K{number}"));
        if path.contains("/agentSession/") || path.ends_with("/secondFactor") {
            let path = if path.ends_with("/chat") { format!("{path}?chatSessionKeys={key}") } else { path };
            world.get(path).bearer(&device.login.bearer)
        } else {
            world.get(path).app_key(APP_KEY)
        }
    }
}

#[track_caller]
fn tag(got: &Got) -> String {
    got.header("etag").unwrap_or_else(|| panic!("no tag: {} {}", got.status, got.text())).to_owned()
}

/// The answer of who has a document with this tag.
async fn again(world: &World, ask: &Ask, tag: &str) -> Got {
    world.send(ask.clone().with("If-None-Match", tag)).await
}

#[track_caller]
fn assert_unchanged(got: &Got, tag: &str) {
    assert_eq!((got.status, got.text().as_str()), (304, ""));
    assert_eq!(got.header("etag"), Some(tag));
    assert_eq!(got.header("cache-control"), Some("private, no-cache"));
    assert_eq!(got.header("vary"), Some("Accept, Accept-Encoding"));
    assert!(got.header("content-type").is_none() && got.header("content-length").is_none());
}

#[tokio::test]
async fn every_document_that_is_read_has_a_tag_and_is_not_sent_to_who_has_it() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let scene = Scene::of(&world).await;
        let reads = Surfaces::methods().into_iter().filter(|(method, _)| method == Method::GET);
        for (_, template) in reads {
            let ask = scene.ask(&world, &template);
            let got = world.send(ask.clone()).await;
            assert_eq!(got.status, 200, "{template}: {}", got.text());
            assert_eq!(got.header("cache-control"), Some("private, no-cache"), "{template}");
            assert_eq!(got.header("vary"), Some("Accept, Accept-Encoding"), "{template}");
            let tag = tag(&got);
            assert!(tag.starts_with("W/\"") && tag.ends_with('"'), "{template}: {tag}");
            assert_unchanged(&again(&world, &ask, &tag).await, &tag);
            let other = again(&world, &ask, "W/\"0\"").await;
            assert_eq!((other.status, other.text()), (200, got.text()), "{template}");
        }
    }
}

#[tokio::test]
async fn a_line_makes_a_new_tag_and_nothing_else_does() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let (maya, visitor) = world.chatting().await;
        let theirs =
            ["", "/events"].map(|path| world.get(format!("{}{path}", visitor.path)).app_key(APP_KEY));
        let hers = ["", "/events"].map(|path| format!("{}{path}", maya.chat(&visitor)));
        let asks: Vec<Ask> =
            theirs.into_iter().chain(hers.map(|path| world.get(path).bearer(&maya.login.bearer))).collect();
        let mut tags = Vec::new();
        for ask in &asks {
            tags.push(tag(&world.send(ask.clone()).await.expect(200)));
        }
        for _ in 0..3 {
            world.live_ms(5_000, &[&maya], &[&visitor]).await;
            for (ask, tag) in asks.iter().zip(&tags) {
                assert_unchanged(&again(&world, ask, tag).await, tag);
            }
        }
        world.visitor_says(&visitor, "Hi").await;
        for (ask, old) in asks.iter().zip(&tags) {
            let got = again(&world, ask, old).await.expect(200);
            assert!(got.text().contains("Hi") && tag(&got) != *old);
        }
    }
}

#[tokio::test]
async fn the_tag_of_the_information_sees_everything_but_the_last_update() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let (maya, visitor) = world.chatting().await;
        let ask = world.get(format!("{}/info", visitor.path)).app_key(APP_KEY);
        let first = world.send(ask.clone()).await.expect(200);
        world.live_ms(5_000, &[&maya], &[&visitor]).await;
        let later = world.send(ask.clone()).await.expect(200);
        assert_ne!(first.text(), later.text(), "the last update has moved");
        let mut last = tag(&first);
        assert_eq!(tag(&later), last);
        assert_unchanged(&again(&world, &ask, &last).await, &last);

        let (name, typing) = (bodies::scalar("visitorName", "Nora"), bodies::scalar("agentTyping", "typing"));
        let ben = world.sign_in("ben").await;
        let agents = maya.chat(&visitor);
        for step in ["name", "typing", "transfer", "end"] {
            match step {
                "name" => {
                    world.visitor_puts(format!("{}/info/visitorName", visitor.path), &name).await.expect(200)
                }
                "typing" => {
                    world.agent_puts(&maya, format!("{agents}/info/agentTyping"), &typing).await.expect(201)
                }
                "transfer" => {
                    let target = bodies::transfer("agent", crate::common::BEN, "x");
                    let got =
                        world.agent_posts(&maya, format!("{agents}/transfer"), &target).await.expect(200);
                    world.accept(&ben, &visitor).await;
                    got
                }
                _ => world
                    .visitor_posts(format!("{}/events", visitor.path), &bodies::ended())
                    .await
                    .expect(201),
            };
            let got = again(&world, &ask, &last).await.expect(200);
            assert_ne!(tag(&got), last, "{step} is not seen");
            last = tag(&got);
        }
    }
}

#[tokio::test]
async fn a_head_and_a_list_and_any_tag_will_do_and_garbage_is_ignored() {
    let world = World::new().await;
    let (_, visitor) = world.chatting().await;
    let path = format!("{}/events", visitor.path);
    let ask = |method| Ask::new(method, &path).app_key(APP_KEY);
    let tag = tag(&world.send(ask(Method::GET)).await.expect(200));
    let strong = tag.strip_prefix("W/").unwrap();
    for method in [Method::GET, Method::HEAD] {
        for known in [&tag, strong, &format!("\"a\", {tag}"), &format!("{strong},\"b,c\""), "*", " *"] {
            assert_unchanged(&again(&world, &ask(method.clone()), known).await, &tag);
        }
        let digits = strong.trim_matches('"');
        let long = "\"x\",".repeat(1_000);
        for garbage in
            ["", digits, &format!("w/{strong}"), &format!("\"{digits}"), "**", "\u{e4}", ",,", &long]
        {
            let got = again(&world, &ask(method.clone()), garbage).await.expect(200);
            assert_eq!(got.header("etag"), Some(tag.as_str()), "{garbage}");
            assert_eq!(got.body.is_empty(), method == Method::HEAD);
        }
    }
}

#[tokio::test]
async fn json_and_xml_have_different_tags_and_compressed_answers_the_same() {
    let world = World::new().await;
    let (_, visitor) = world.chatting().await;
    world.visitor_says(&visitor, &"a long line ".repeat(100)).await;
    let path = format!("{}/events", visitor.path);
    let ask = |format: Format| Ask::get(&path).app_key(APP_KEY).accept(format.content_type());
    let [json, xml] = FORMATS.map(ask);
    let of_json = tag(&world.send(json.clone()).await.expect(200));
    let of_xml = tag(&world.send(xml.clone()).await.expect(200));
    assert_ne!(of_json, of_xml);
    again(&world, &xml, &of_json).await.expect(200);
    for coding in ["gzip", "br", "identity"] {
        let packed = json.clone().with("Accept-Encoding", coding);
        let got = world.send(packed.clone()).await.expect(200);
        assert_eq!(got.header("content-encoding"), Some(coding).filter(|coding| *coding != "identity"));
        assert_eq!((tag(&got), got.header("vary")), (of_json.clone(), Some("Accept, Accept-Encoding")));
        assert_unchanged(&again(&world, &packed, &of_json).await, &of_json);
    }
}

#[tokio::test]
async fn a_page_of_another_origin_may_read_a_304() {
    let world = World::new().await;
    let shop: std::sync::Arc<str> = "https://shop.example".into();
    world.change(|profile| profile.origins = Some(vec![shop.clone()])).await;
    let (_, visitor) = world.chatting().await;
    let ask = Ask::get(format!("{}/events", visitor.path)).app_key(APP_KEY).with("Origin", &shop);
    let got = again(&world, &ask, "*").await.expect(304);
    assert_eq!(got.header("access-control-allow-origin"), Some(&*shop));
    assert!(got.header("access-control-expose-headers").unwrap().contains("ETag"));
    let vary: Vec<&str> = got.headers.get_all("vary").iter().map(|value| value.to_str().unwrap()).collect();
    assert_eq!(vary, ["Accept, Accept-Encoding", "Origin"]);
}

#[tokio::test]
async fn nobody_keeps_errors_writes_and_logins_and_they_have_no_tag() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let (maya, visitor) = world.chatting().await;
        let login: Login = maya.login.clone();
        let body = format!(r#"{{"username":"ben","password":"{}"}}"#, crate::common::PASSWORD);
        let name = bodies::scalar("visitorName", "Nora");
        let asks = [
            (404, world.get(format!("{}/events/99", visitor.path)).app_key(APP_KEY)),
            (400, world.get(format!("{}/events?from=x", visitor.path)).app_key(APP_KEY)),
            (401, world.get(format!("{}/events", visitor.path))),
            (404, world.get("/nothing")),
            (405, Ask::new(Method::DELETE, format!("{}/events", visitor.path))),
            (200, world.put(format!("{}/info/visitorName", visitor.path), &name).app_key(APP_KEY)),
            (201, world.post(format!("{}/events", visitor.path), &bodies::line("Hi")).app_key(APP_KEY)),
            (200, Ask::post(format!("/api/account/{ACCOUNT}/login?v=1.3")).json(body)),
            (200, login.asks("refresh")),
            (200, login.asks("logout")),
        ];
        for (status, ask) in asks {
            let got = world.send(ask.with("If-None-Match", "*")).await.expect(status);
            assert_eq!((got.header("cache-control"), got.header("etag")), (Some("no-store"), None));
        }
    }
}

#[tokio::test]
async fn who_may_not_read_a_document_is_not_told_that_it_is_unchanged() {
    let world = World::new().await;
    let (maya, visitor) = world.chatting().await;
    let ben = world.sign_in("ben").await;
    let path = ben.chat(&visitor);
    let ask = |login: &Login| Ask::get(&path).bearer(&login.bearer);
    again(&world, &ask(&ben.login), "*").await.expect(404);
    again(&world, &ask(&maya.login), "*").await.expect(401);
    again(&world, &Ask::get(&visitor.path).app_key("wrong"), "*").await.expect(401);
}

#[tokio::test]
async fn a_reading_that_a_switch_makes_created_has_no_tag() {
    use handover_desk::{Settings, TypingReadStatus, WireSwitches};
    let wire = WireSwitches { typing_status: TypingReadStatus::Created, ..WireSwitches::default() };
    let world = World::with(Format::Json, Settings { wire, ..Settings::default() }).await;
    let (maya, visitor) = world.chatting().await;
    let ask = Ask::get(format!("{}/info/visitorTyping", maya.chat(&visitor))).bearer(&maya.login.bearer);
    let got = again(&world, &ask, "*").await.expect(201);
    assert_eq!((got.header("cache-control"), got.header("etag")), (Some("no-store"), None));
}
