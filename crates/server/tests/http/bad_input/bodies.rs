//! Bodies that cannot be read, and members that are wrong.

use super::refused;
use crate::common::ask::{APP_KEY, Ask};
use crate::common::bodies::{self, Both};
use crate::common::people::{Device, Visitor};
use crate::common::{ACCOUNT, FORMATS, World};
use handover_desk::Settings;
use handover_wire::Format;

const BODY_BYTES: usize = 256 * 1024;
const LINE_BYTES: usize = 16 * 1024;

fn agent_line(world: &World, maya: &Device, visitor: &Visitor) -> Ask {
    let path = format!("{}/events", maya.chat(visitor));
    Ask::post(path).bearer(&maya.login.bearer).accept(world.format.content_type())
}

#[tokio::test]
async fn json_that_cannot_be_read_is_refused() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let (maya, visitor) = world.chatting().await;
        let deep = format!("{}{}{}", r#"{"event":{"x":"#.repeat(20), "1", "}}".repeat(20));
        let wide = format!(r#"{{"event":{{"@type":"line","text":"hi","x":[{}0]}}}}"#, "0,".repeat(5_000));
        let cases: &[(&str, &[u8])] = &[
            ("cut off", br#"{"event":{"@type":"line""#),
            ("trailing words", br#"{"event":{"@type":"line","text":"hi"}} x"#),
            ("an array", br#"[{"event":{}}]"#),
            ("a string", br#""event""#),
            ("a number", b"1"),
            ("null", b"null"),
            ("not UTF-8", b"{\"event\":{\"@type\":\"line\",\"text\":\"\xff\"}}"),
            ("half a surrogate", br#"{"event":{"@type":"line","text":"\ud800"}}"#),
            ("a control character", br#"{"event":{"@type":"line","text":"a\u0001b"}}"#),
            ("a NUL", br#"{"event":{"@type":"line","text":"\u0000"}}"#),
            ("a raw control character", b"{\"event\":{\"@type\":\"line\",\"text\":\"a\x01b\"}}"),
            ("too deep", deep.as_bytes()),
            ("too wide", wide.as_bytes()),
            ("nothing but blanks", b"  \n"),
            ("nothing", b""),
            ("XML under a JSON type", b"<event type=\"line\"><text>hi</text></event>"),
        ];
        for (what, body) in cases {
            let ask = agent_line(&world, &maya, &visitor).json(*body);
            refused(&world, what, ask, 400, 5).await;
        }
    }
}

#[tokio::test]
async fn xml_that_cannot_be_read_is_refused() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let (maya, visitor) = world.chatting().await;
        let deep = format!("{}{}", "<event>".repeat(40), "</event>".repeat(40));
        let wide = format!("<event type=\"line\"><text>hi</text>{}</event>", "<x/>".repeat(5_000));
        let cases: &[(&str, &[u8])] = &[
            ("cut off", b"<event type=\"line\"><text>hi"),
            ("badly nested", b"<event><text>hi</event></text>"),
            ("two roots", b"<event/><event/>"),
            ("a document type", b"<!DOCTYPE event><event type=\"line\"><text>hi</text></event>"),
            ("an entity", b"<event type=\"line\"><text>&own;</text></event>"),
            ("a control character", b"<event type=\"line\"><text>&#1;</text></event>"),
            ("a raw control character", b"<event type=\"line\"><text>\x01</text></event>"),
            ("not UTF-8", b"<event type=\"line\"><text>\xff</text></event>"),
            (
                "another encoding",
                b"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><event type=\"line\"><text>hi</text></event>",
            ),
            ("too deep", deep.as_bytes()),
            ("too wide", wide.as_bytes()),
            ("nothing", b""),
            ("JSON under an XML type", br#"{"event":{"@type":"line","text":"hi"}}"#),
        ];
        for (what, body) in cases {
            let ask = agent_line(&world, &maya, &visitor).xml(*body);
            refused(&world, what, ask, 400, 5).await;
        }
    }
}

#[tokio::test]
async fn a_body_may_be_256_kib_and_not_one_byte_more() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let (maya, visitor) = world.chatting().await;
        let padded = |bytes: usize| {
            let body = bodies::line("hi").get(format).to_owned();
            format!("{body}{}", " ".repeat(bytes - body.len()))
        };
        let ask = |bytes| {
            let ask = agent_line(&world, &maya, &visitor).with("Content-Type", format.content_type());
            ask.body(padded(bytes))
        };
        world.send(ask(BODY_BYTES)).await.expect(201);
        refused(&world, "one byte more", ask(BODY_BYTES + 1), 413, 5).await;
    }
}

#[tokio::test]
async fn a_line_may_be_16_kib_and_not_one_byte_more() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let (maya, visitor) = world.chatting().await;
        world.agent_says(&maya, &visitor, &bodies::line(&"x".repeat(LINE_BYTES))).await;
        let path = format!("{}/events", maya.chat(&visitor));
        let long = bodies::line(&format!("{}ä", "x".repeat(LINE_BYTES - 1)));
        refused(&world, "a byte more", world.post(&path, &long).bearer(&maya.login.bearer), 400, 5).await;
        let path = format!("{}/events", visitor.path);
        refused(&world, "a byte more", world.post(&path, &long).app_key(APP_KEY), 400, 5).await;
    }
}

#[tokio::test]
async fn a_chat_takes_as_many_events_as_the_setting_says_and_can_still_be_ended() {
    let world = World::with(Format::Json, Settings { events_per_chat: 5, ..Settings::default() }).await;
    let (maya, visitor) = world.chatting().await;
    world.visitor_says(&visitor, "the fifth").await;
    let path = format!("{}/events", visitor.path);
    refused(&world, "the sixth", world.post(&path, &bodies::line("x")).app_key(APP_KEY), 400, 5).await;
    let path = format!("{}/events", maya.chat(&visitor));
    world.agent_posts(&maya, path, &bodies::ended()).await.expect(201);
}

#[tokio::test]
async fn an_event_with_a_wrong_member_is_refused() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let (maya, visitor) = world.chatting().await;
        let cases = [
            (r#"{"line":{"text":"hi"}}"#, "<line><text>hi</text></line>"),
            (r#"{"event":"line"}"#, "<event>line</event>"),
            (r#"{"event":null}"#, "<event/>"),
            (r#"{"event":[]}"#, "<event></event>"),
            (r#"{"event":{"@type":"line"}}"#, r#"<event type="line"/>"#),
            (r#"{"event":{"@type":"line","text":""}}"#, r#"<event type="line"><text/></event>"#),
            (r#"{"event":{"@type":"line","text":null}}"#, r#"<event type="line"><text></text></event>"#),
            (
                r#"{"event":{"@type":"line","text":{"a":"b"}}}"#,
                r#"<event type="line"><text><a>b</a></text></event>"#,
            ),
            (r#"{"event":{"text":"hi"}}"#, "<event><text>hi</text></event>"),
            (r#"{"event":{"@type":"dance","text":"hi"}}"#, r#"<event type="dance"><text>hi</text></event>"#),
            (r#"{"event":{"@type":"url","url":"https://x"}}"#, r#"<event type="url"><url>x</url></event>"#),
            (r#"{"event":{"@type":"state"}}"#, r#"<event type="state"/>"#),
            (
                r#"{"event":{"@type":"state","state":"chatting"}}"#,
                r#"<event type="state"><state>chatting</state></event>"#,
            ),
            (
                r#"{"event":{"@type":"line","text":"hi","textType":"bold"}}"#,
                r#"<event type="line"><text>hi</text><textType>bold</textType></event>"#,
            ),
            (
                r#"{"event":{"@type":"line","text":"hi","subType":"SECRET"}}"#,
                r#"<event type="line"><text>hi</text><subType>SECRET</subType></event>"#,
            ),
            (
                r#"{"event":{"@type":"line","text":"hi","textType":"rich-content"}}"#,
                r#"<event type="line"><text>hi</text><textType>rich-content</textType></event>"#,
            ),
        ];
        for (json, xml) in cases {
            let path = format!("{}/events", maya.chat(&visitor));
            let ask = world.post(path, &Both::new(json, xml)).bearer(&maya.login.bearer);
            refused(&world, json, ask, 400, 5).await;
        }
        let object = agent_line(&world, &maya, &visitor).json(r#"{"event":{"@type":{"a":1},"text":"hi"}}"#);
        refused(&world, "an attribute that is an object", object, 400, 5).await;
    }
}

#[tokio::test]
async fn a_refusal_names_the_member_and_never_repeats_what_was_written() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let (maya, visitor) = world.chatting().await;
        let body = Both::new(
            r#"{"event":{"@type":"line","text":"my secret","textType":"swordfish"}}"#,
            r#"<event type="line"><text>my secret</text><textType>swordfish</textType></event>"#,
        );
        let path = format!("{}/events", maya.chat(&visitor));
        let ask = world.post(path, &body).bearer(&maya.login.bearer);
        let got = refused(&world, "an unknown text type", ask, 400, 5).await;
        assert!(got.message().starts_with("event.textType must be one of"), "{}", got.message());
        assert!(!got.text().contains("secret") && !got.text().contains("swordfish"));
    }
}

#[tokio::test]
async fn members_nobody_knows_are_ignored_and_scalars_of_any_type_are_taken() {
    let world = World::new().await;
    let (_, visitor) = world.chatting().await;
    let path = format!("{}/events", visitor.path);
    let bodies = [
        r#"{"event":{"@type":"line","text":"hi","color":"red","deep":{"er":[1,2,{"x":null}]}},"other":1}"#,
        r#"{"event":{"type":"LINE","text":"hi"}}"#,
        r#"{"event":{"@type":"line","text":42}}"#,
        r#"{"event":{"@type":"line","text":true}}"#,
        r#"{"event":{"@type":"line-status","lineStatus":"ACCEPT","refSequenceId":1}}"#,
    ];
    for body in bodies {
        world.send(Ask::post(&path).json(body).app_key(APP_KEY)).await.expect(201);
    }
    let xml =
        r#"<?xml version="1.0"?><event type="line" color="red"><text>hi</text><deep><er/></deep></event>"#;
    world.send(Ask::post(&path).xml(xml).app_key(APP_KEY)).await.expect(201);
    let told = ["4 You: hi", "5 You: hi", "6 You: 42", "7 You: true", "8 You: hi"];
    assert_eq!(world.visitor_sees(&visitor).await[4..], told, "a receipt takes no id");
}

#[tokio::test]
async fn a_put_with_a_wrong_value_is_refused() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let (maya, visitor) = world.chatting().await;
        let (session, chat, own) = (&maya.path, maya.chat(&visitor), &visitor.path);
        let long = "n".repeat(257);
        let agent = [
            (format!("{session}/availability"), bodies::availability("Offline")),
            (format!("{session}/availability"), bodies::availability("Busy")),
            (format!("{session}/availability"), bodies::availability("")),
            (format!("{session}/availability"), bodies::scalar("availability", "Online")),
            (format!("{chat}/info/agentTyping"), bodies::scalar("agentTyping", "dancing")),
            (format!("{chat}/info/agentTyping"), bodies::scalar("agentTyping", "")),
            (format!("{chat}/info/agentTyping"), bodies::scalar("visitorTyping", "typing")),
        ];
        for (path, body) in agent {
            refused(&world, &body.json, world.put(path, &body).bearer(&maya.login.bearer), 400, 5).await;
        }
        let guest = [
            (format!("{own}/info/visitorTyping"), bodies::scalar("visitorTyping", "dancing")),
            (format!("{own}/info/visitorName"), bodies::scalar("visitorName", "")),
            (format!("{own}/info/visitorName"), bodies::scalar("visitorName", "  ")),
            (format!("{own}/info/visitorName"), bodies::scalar("visitorName", &long)),
            (format!("{own}/info/visitorName"), bodies::scalar("name", "Nora")),
        ];
        for (path, body) in guest {
            refused(&world, &body.json, world.put(path, &body).app_key(APP_KEY), 400, 5).await;
        }
    }
}

#[tokio::test]
async fn a_chat_request_with_a_wrong_member_is_refused() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let members: &[&[(&str, &str)]] = &[
            &[("skill", "Juggling")],
            &[("skillId", "1")],
            &[("skillId", "Sales")],
            &[("agent", "nobody")],
            &[("agent", "ben"), ("skill", "Sales")],
            &[("serviceQueue", "fast")],
            &[("maxWaitTime", "86401")],
            &[("maxWaitTime", "-1")],
            &[("interactionTimeout", "0")],
            &[("interactionTimeout", "86401")],
            &[("interactionTimeout", "soon")],
            &[("visitorId", "me")],
        ];
        let path = format!("/api/account/{ACCOUNT}/chat/request");
        for members in members {
            let ask = world.post(&path, &bodies::request(members)).app_key(APP_KEY);
            refused(&world, &format!("{members:?}"), ask, 400, 5).await;
        }
        let ask = world.post(&path, &bodies::scalar("chat", "please")).app_key(APP_KEY);
        refused(&world, "no request", ask, 400, 5).await;
        for edge in [[("interactionTimeout", "1")], [("interactionTimeout", "86400")]] {
            world.visitor_posts(&path, &bodies::request(&edge)).await.expect(201);
        }
    }
}

#[tokio::test]
async fn a_transfer_to_what_is_not_a_number_is_refused() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let (maya, visitor) = world.chatting().await;
        let path = format!("{}/transfer", maya.chat(&visitor));
        for id in ["-1", "1.5", "Billing", ""] {
            let body = Both::new(
                format!(r#"{{"transfer":{{"skill":{{"id":"{id}"}}}}}}"#),
                format!("<transfer><skill><id>{id}</id></skill></transfer>"),
            );
            refused(&world, id, world.post(&path, &body).bearer(&maya.login.bearer), 400, 5).await;
        }
    }
}

#[tokio::test]
async fn a_login_that_makes_no_sense_is_refused_in_the_words_of_the_login_service() {
    let world = World::new().await;
    let path = format!("/api/account/{ACCOUNT}/login?v=1.3");
    let cases = [
        (Ask::post(&path).json("{"), 400, 5),
        (Ask::post(&path), 400, 5),
        (Ask::post(&path).json("{}"), 400, 5),
        (Ask::post(&path).json(r#"{"username":"ben"}"#), 400, 5),
        (Ask::post(&path).json(r#"{"username":"ben","password":"wrong"}"#), 401, 10),
        (Ask::post(&path).json(r#"{"username":"nobody","password":"wrong"}"#), 401, 10),
        (Ask::post(&path).json(r#"{"username":"ben","password":"Correct-Horse1","jwt":"x"}"#), 401, 10),
        (Ask::post(&path).with("Content-Type", "image/png").body("{}"), 415, 5),
        (Ask::get(&path), 405, 5),
    ];
    for (ask, status, internal_code) in cases {
        for accept in ["application/json", "application/xml"] {
            let before = world.state();
            let got = world.send(ask.clone().accept(accept)).await.expect(status);
            let error = &got.json()["error"];
            assert_eq!(error["internalCode"], internal_code);
            assert_eq!(error["time"], "Jan 29, 2018 8:19:43 AM");
            assert!(error["responseStatus"].is_string());
            assert!(world.state() == before);
        }
    }
}

#[tokio::test]
async fn html_of_an_agent_is_cleaned_before_it_is_stored() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let (maya, visitor) = world.chatting().await;
        let dirty = r#"<div dir="rtl" style="direction:rtl;position:fixed">a<br>b</div><script>x()</script><img src=x onerror="x()"><a href="javascript:x()">c</a>"#;
        world.agent_says(&maya, &visitor, &bodies::html(dirty)).await;
        let got = world.visitor_reads(format!("{}/events/4", visitor.path)).await.expect(200);
        let clean = r#"<div dir="rtl" style="direction:rtl">a<br>b</div><a target="_blank" rel="noopener noreferrer">c</a>"#;
        assert_eq!(got.root().get("text"), Some(clean));
        assert!(!world.state().contains("<script") && !world.state().contains("onerror"));
        world.agent_says(&maya, &visitor, &bodies::line("<b>plain</b>")).await;
        world.visitor_says(&visitor, "<b>plain</b>").await;
        let told = ["5 Maya: <b>plain</b>", "6 You: <b>plain</b>"];
        assert_eq!(world.visitor_sees(&visitor).await[5..], told, "plain text stays as it is");
    }
}
