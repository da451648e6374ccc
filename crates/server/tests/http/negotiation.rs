//! Which format an answer has, and the addresses and methods that old clients get slightly wrong.

use crate::common::ask::{APP_KEY, Ask};
use crate::common::people::{Device, Visitor};
use crate::common::{ACCOUNT, World, bodies};
use handover_wire::Format;

/// Every GET, as path and whether it is an agent's.
fn reads(maya: &Device, visitor: &Visitor) -> Vec<(String, bool)> {
    let session = ["", "/availability", "/info", "/incomingRequests", "/chatSessions"];
    let chat = ["", "/events", "/events/0", "/info", "/info/visitorName", "/info/visitorTyping"];
    let session = session.into_iter().map(|below| (format!("{}{below}", maya.path), true));
    let agent = chat.into_iter().chain(["/info/agentTyping", "/transfer"]);
    let agent = agent.map(|below| (format!("{}{below}", maya.chat(visitor)), true));
    let own = chat.into_iter().chain(["/info/agentTyping"]);
    let own = own.map(|below| (format!("{}{below}", visitor.path), false));
    let base = (format!("/api/account/{ACCOUNT}"), false);
    session.chain(agent).chain(own).chain([base]).collect()
}

fn signed(ask: Ask, is_agents: bool, maya: &Device) -> Ask {
    if is_agents { ask.bearer(&maya.login.bearer) } else { ask.app_key(APP_KEY) }
}

#[tokio::test]
async fn every_resource_comes_in_the_format_of_its_suffix_which_beats_the_accept_header() {
    let world = World::new().await;
    let (maya, visitor) = world.chatting().await;
    let suffixes = [(".json", Format::Json, Format::Xml), (".xml", Format::Xml, Format::Json)];
    for (path, is_agents) in reads(&maya, &visitor) {
        for (suffix, format, other) in suffixes {
            for query in ["", "?v=1&NC=true"] {
                let ask = Ask::get(format!("{path}{suffix}{query}"));
                let got = world.send(signed(ask.clone(), is_agents, &maya)).await.expect(200);
                assert_eq!(got.format(), format, "{path}");
                got.document();
                let ask = ask.accept(other.content_type());
                let against = world.send(signed(ask, is_agents, &maya)).await.expect(200);
                assert_eq!((against.format(), against.text()), (format, got.text()), "{path}");
                assert!(!got.text().contains(&format!("{suffix}\"")), "a link with a suffix: {}", got.text());
                assert!(!got.text().contains("v=1") && !got.text().contains("NC="), "{}", got.text());
            }
        }
    }
}

#[tokio::test]
async fn without_a_suffix_the_accept_header_decides() {
    let world = World::new().await;
    let (maya, visitor) = world.chatting().await;
    for (path, is_agents) in reads(&maya, &visitor) {
        let default = if path == format!("/api/account/{ACCOUNT}") { Format::Xml } else { Format::Json };
        let cases = [
            (Some("application/json"), Format::Json),
            (Some("application/xml"), Format::Xml),
            (Some("text/xml; charset=UTF-8"), Format::Xml),
            (Some("APPLICATION/JSON"), Format::Json),
            (Some("application/xml;q=0.5, application/json;q=0.9"), Format::Json),
            (Some("*/*"), default),
            (Some("image/png"), default),
            (None, default),
        ];
        for (accept, format) in cases {
            let ask = accept.map_or_else(|| Ask::get(&path), |accept| Ask::get(&path).accept(accept));
            let got = world.send(signed(ask, is_agents, &maya)).await.expect(200);
            assert_eq!(got.format(), format, "{path} {accept:?}");
        }
    }
}

#[tokio::test]
async fn the_format_of_the_body_decides_when_nothing_else_does() {
    let world = World::new().await;
    let (maya, visitor) = world.chatting().await;
    let path = format!("{}/events", maya.chat(&visitor));
    let line = bodies::line("hi");
    let ask = || Ask::post(&path).bearer(&maya.login.bearer);
    let cases = [
        (ask().json(line.json.as_str()), Format::Json),
        (ask().xml(line.xml.as_str()), Format::Xml),
        (ask().xml(line.xml.as_str()).accept("*/*"), Format::Xml),
        (ask().xml(line.xml.as_str()).accept("application/json"), Format::Json),
        (ask().json(line.json.as_str()).accept("application/xml"), Format::Xml),
    ];
    for (ask, format) in cases {
        let got = world.send(ask).await.expect(201);
        assert_eq!(got.format(), format);
        assert!(got.location().contains("/events/"));
    }
}

#[tokio::test]
async fn a_body_is_read_by_its_type_else_by_its_first_character() {
    let world = World::new().await;
    let (maya, visitor) = world.chatting().await;
    let line = bodies::line("hi");
    let path = format!("{}/events", visitor.path);
    let ask = |suffix: &str| Ask::post(format!("{path}{suffix}")).app_key(APP_KEY);
    let asks = [
        ask("").with("Content-Type", "text/plain").body(line.json.as_str()),
        ask("").with("Content-Type", "text/plain;charset=UTF-8").body(line.xml.as_str()),
        ask(".json").body(line.json.as_str()),
        ask(".xml").body(line.xml.as_str()),
        ask(".xml").body(line.json.as_str()),
        ask("").body(line.xml.as_str()),
        ask("").with("Content-Type", "application/x-www-form-urlencoded").body(line.json.as_str()),
        ask("").with("Content-Type", "application/json; charset=UTF-8").body(line.json.as_str()),
        ask(".json").with("Content-Type", "text/xml").body(line.xml.as_str()),
        ask("").json([b"\xef\xbb\xbf", line.json.as_bytes()].concat()),
    ];
    let count = asks.len();
    for ask in asks {
        world.send(ask).await.expect(201);
    }
    assert_eq!(world.agent_sees(&maya, &visitor).await.len(), 4 + count);
}

#[tokio::test]
async fn a_chat_is_accepted_whatever_the_body_is() {
    let world = World::new().await;
    let maya = world.sign_in("maya@example.com").await;
    let path = format!("{}/incomingRequests", maya.path);
    let ask = |suffix: &str| Ask::post(format!("{path}{suffix}?v=1&NC=true")).bearer(&maya.login.bearer);
    let asks = [
        ask("").with("Content-Type", "application/xml"),
        ask("").with("Content-Type", "application/xml").with("Content-Length", "0"),
        ask("").json(r#"{"chat":null}"#),
        ask(".json").json(r#"{"chat":"start"}"#),
        ask(".json").json("{}"),
        ask("").json(r#"{"":""}"#),
        ask("").with("Content-Type", "application/json"),
        ask(""),
    ];
    for ask in asks {
        let visitor = world.start_chat(&bodies::for_sales()).await;
        let got = world.send(ask).await.expect(201);
        assert_eq!(got.location(), maya.chat(&visitor));
        assert_eq!(got.root().name(), "chatLocation");
    }
    let end = ask("").json(r#"{"event":{"@type":"state","state":"ended"}}"#);
    world.start_chat(&bodies::for_sales()).await;
    assert_eq!(world.send(end).await.expect(400).internal_code(), 5);
    assert_eq!(world.ringing(&maya).await, 1);
}

#[tokio::test]
async fn addresses_that_old_clients_get_wrong_are_understood() {
    let world = World::new().await;
    let (maya, visitor) = world.chatting().await;
    let path = visitor.path.as_str();
    let own = [
        format!("{path}??v=1&NC=true"),
        format!("{path}.json??v=1&appKey={APP_KEY}"),
        format!("{path}?v=1&NC=tru"),
        format!("{path}/?v=1"),
        format!("/hc{path}"),
        format!("/hc{path}.json?v=1"),
        path.replace("/chat/", "/chat//"),
        format!("/{path}"),
        format!("{path}?_=17&__d=1&bust=2&cb=x"),
        format!("{path}?from=0&from=2"),
    ];
    for path in own {
        let got = world.send(Ask::get(&path).app_key(APP_KEY)).await.expect(200);
        assert_eq!(got.root().name(), "chat", "{path}");
    }
    let slashed = format!("{}//info///visitorName.json", maya.chat(&visitor));
    world.send(Ask::get(slashed).bearer(&maya.login.bearer)).await.expect(200);
    let from = world.send(Ask::get(format!("{path}/events.json??from=3&v=1")).app_key(APP_KEY)).await;
    assert_eq!(from.expect(200).json()["events"]["event"]["@id"], "3");
}

#[tokio::test]
async fn paths_are_case_sensitive() {
    let world = World::new().await;
    let (maya, visitor) = world.chatting().await;
    for path in [maya.path.replace("agentSession", "agentsession"), format!("{}/Events", maya.chat(&visitor))]
    {
        let got = world.send(Ask::get(path).bearer(&maya.login.bearer)).await.expect(404);
        assert_eq!(got.internal_code(), 28);
    }
}

#[tokio::test]
async fn a_put_is_a_put_however_it_is_said() {
    let world = World::new().await;
    let (maya, _) = world.chatting().await;
    let path = format!("{}/availability", maya.path);
    let body = |word: &str| bodies::availability(word).json;
    let asks = [
        (Ask::post(&path).with("X-HTTP-Method-Override", "PUT"), "Away"),
        (Ask::post(&path).with("x-http-method-override", "put"), "Occupied"),
        (Ask::post(&path).with("X-Http-Method-Override", " Put "), "Online"),
        (Ask::new(http::Method::PUT, &path), "Away"),
    ];
    for (ask, word) in asks {
        world.send(ask.json(body(word)).bearer(&maya.login.bearer)).await.expect(200);
        assert_eq!(world.availability(&maya).await, word);
    }
    let on_get = Ask::get(&path).with("X-HTTP-Method-Override", "PUT").bearer(&maya.login.bearer);
    world.send(on_get).await.expect(200);
    let delete = Ask::new(http::Method::DELETE, &maya.path).bearer(&maya.login.bearer);
    world.send(delete).await.expect(200);
}

#[tokio::test]
async fn a_get_may_carry_a_type_and_a_body() {
    let world = World::new().await;
    let (maya, visitor) = world.chatting().await;
    for (path, is_agents) in reads(&maya, &visitor) {
        for ask in [
            Ask::get(&path).with("Content-Type", "application/json").accept("application/json"),
            Ask::get(&path).json(r#"{"v":1}"#).accept("application/json"),
            Ask::get(&path).json("{not json").accept("application/json"),
            Ask::get(&path).with("Content-Type", "image/png").body("x").accept("application/json"),
        ] {
            let got = world.send(signed(ask, is_agents, &maya)).await.expect(200);
            assert_eq!(got.format(), Format::Json, "{path}");
        }
    }
}

#[tokio::test]
async fn in_a_json_link_the_address_stands_before_the_relation() {
    let world = World::new().await;
    let (maya, visitor) = world.chatting().await;
    for (path, is_agents) in reads(&maya, &visitor) {
        let ask = Ask::get(&path).accept("application/json");
        let text = world.send(signed(ask, is_agents, &maya)).await.expect(200).text();
        assert!(!text.contains("{\"@rel\"") && !text.contains("{\"rel\""), "{text}");
        assert_eq!(text.matches("href\":\"http://").count(), text.matches("rel\":").count(), "{text}");
    }
}

#[tokio::test]
async fn an_event_begins_with_its_id_its_type_and_its_time() {
    let world = World::new().await;
    let (maya, visitor) = world.chatting().await;
    world.visitor_says(&visitor, "hello").await;
    let got = world.agent_reads(&maya, format!("{}/events?from=4", maya.chat(&visitor))).await.expect(200);
    let event = r#""event":{"@id":"4","@type":"line","time":"2018-01-29T08:19:43.976-05:00","textType":"plain","text":"hello","by":"You","source":"visitor","subType":"REGULAR","sequenceId":"3"}"#;
    assert!(got.text().contains(event), "{}", got.text());
}

#[tokio::test]
async fn the_number_of_a_system_line_is_a_number_in_a_chat_and_a_string_in_its_events() {
    let world = World::new().await;
    let (maya, visitor) = world.chatting().await;
    let agent = world.agent_reads(&maya, maya.chat(&visitor)).await.expect(200).json();
    let own = world.visitor_reads(&visitor.path).await.expect(200).json();
    for chat in [agent, own] {
        assert_eq!(chat["chat"]["events"]["event"][1]["systemMessageId"], 4);
    }
    let agent = world.agent_reads(&maya, format!("{}/events", maya.chat(&visitor))).await.expect(200).json();
    let own = world.visitor_reads(format!("{}/events", visitor.path)).await.expect(200).json();
    for events in [agent, own] {
        assert_eq!(events["events"]["event"][1]["systemMessageId"], "4");
        assert!(events["events"]["event"][1].get("sequenceId").is_none(), "for lines of people only");
    }
}
