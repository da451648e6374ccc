//! The switches of `docs/protocol/90-open-questions.md` §F that change how answers look: each in both positions.

use crate::common::ask::{APP_KEY, Ask};
use crate::common::bodies::{self, Both};
use crate::common::{ACCOUNT, FORMATS, World, seen};
use handover_desk::{
    AuthFailureBody, ChatSessionsListed, CreationStatus, DefaultFormat, FromEventIds, SurveyDialect,
    SystemMessageIdForm, TypingReadStatus, VisitorNameStatus, WireSwitches,
};
use handover_wire::Format;

async fn switched(world: &World, change: impl FnOnce(&mut WireSwitches)) {
    world.change(|profile| change(&mut profile.settings.wire)).await;
}

#[tokio::test]
async fn a_chat_request_and_a_session_start_are_answered_201_or_200() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let login = world.login("ben").await;
        for (switch, status) in [(CreationStatus::Created, 201), (CreationStatus::Ok, 200)] {
            switched(&world, |wire| wire.creation_status = switch).await;
            let chat = format!("/api/account/{ACCOUNT}/chat/request");
            let got = world.visitor_posts(chat, &bodies::for_sales()).await.expect(status);
            assert!(got.header("location").is_some() && got.body.is_empty());
            let session = format!("/api/account/{ACCOUNT}/agentSession");
            let ask = world.post(session, &Both::new("{}", "<loginData/>")).bearer(&login.bearer);
            assert!(world.send(ask).await.expect(status).header("location").is_some());
        }
    }
}

#[tokio::test]
async fn setting_the_visitors_name_is_answered_200_or_201() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let (_, visitor) = world.chatting().await;
        for (switch, status) in [(VisitorNameStatus::Ok, 200), (VisitorNameStatus::Created, 201)] {
            switched(&world, |wire| wire.visitor_name_status = switch).await;
            let path = format!("{}/info/visitorName", visitor.path);
            world.visitor_puts(path, &bodies::scalar("visitorName", "Nora")).await.expect(status);
        }
    }
}

#[tokio::test]
async fn the_typing_reads_of_the_agent_are_answered_200_or_201() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let (maya, visitor) = world.chatting().await;
        for (switch, status) in [(TypingReadStatus::Ok, 200), (TypingReadStatus::Created, 201)] {
            switched(&world, |wire| wire.typing_status = switch).await;
            for who in ["visitorTyping", "agentTyping"] {
                world.agent_reads(&maya, format!("{}/info/{who}", maya.chat(&visitor))).await.expect(status);
            }
        }
    }
}

#[tokio::test]
async fn the_id_of_a_system_line_in_events_alone_is_a_string_or_a_number() {
    let world = World::new().await;
    let (maya, visitor) = world.chatting().await;
    for (switch, id) in [
        (SystemMessageIdForm::String, "\"systemMessageId\":\"3\""),
        (SystemMessageIdForm::Number, "\"systemMessageId\":3"),
    ] {
        switched(&world, |wire| wire.system_message_id = switch).await;
        let of_agent = world.agent_reads(&maya, format!("{}/events", maya.chat(&visitor))).await;
        let of_visitor = world.visitor_reads(format!("{}/events", visitor.path)).await;
        for got in [of_agent, of_visitor] {
            assert!(got.text().contains(id), "{}", got.text());
            assert!(got.text().contains("\"@id\":\"3\""), "{}", got.text());
        }
    }
}

#[tokio::test]
async fn a_survey_is_written_in_dialect_b_or_c() {
    let world = World::new().await;
    let path = format!("/api/account/{ACCOUNT}/chat/offlineSurvey");
    for (switch, id, question) in
        [(SurveyDialect::B, "\"id\":40290", true), (SurveyDialect::C, "\"id\":\"40290\"", false)]
    {
        switched(&world, |wire| wire.survey_dialect = switch).await;
        let got = world.visitor_reads(&path).await.expect(200);
        assert!(got.text().contains(id), "{}", got.text());
        assert_eq!(got.json()["survey"]["questions"]["question"].is_array(), question);
    }
}

#[tokio::test]
async fn an_answer_that_nothing_asks_a_format_for_is_json_or_xml() {
    let world = World::new().await;
    let availability = || Ask::get(format!("/api/account/{ACCOUNT}/chat/availability?v=1")).app_key(APP_KEY);
    let wrong = || Ask::get(format!("/api/account/{ACCOUNT}/chat/H1?v=1")).app_key(APP_KEY);
    for (switch, format) in [(DefaultFormat::Json, Format::Json), (DefaultFormat::Xml, Format::Xml)] {
        switched(&world, |wire| wire.default_format = switch).await;
        assert_eq!(world.send(availability()).await.expect(200).format(), format);
        assert_eq!(world.send(wrong()).await.expect(404).format(), format);
        let asked = world.send(availability().accept("application/json")).await.expect(200);
        assert_eq!(asked.format(), Format::Json);
        let base = world.send(Ask::get(format!("/api/account/{ACCOUNT}?v=1"))).await.expect(200);
        assert_eq!(base.format(), Format::Xml, "the base resource is XML in any case");
        let domain =
            world.send(Ask::get(format!("/api/account/{ACCOUNT}/service/baseURI"))).await.expect(200);
        assert_eq!(domain.format(), Format::Json, "the domain service speaks JSON only");
    }
}

#[tokio::test]
async fn an_entry_of_from_event_ids_is_the_last_event_known_or_the_first_wanted() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let (maya, visitor) = world.chatting().await;
        for (switch, events) in
            [(FromEventIds::Exclusive, vec!["3"]), (FromEventIds::Inclusive, vec!["2", "3"])]
        {
            switched(&world, |wire| wire.from_event_ids = switch).await;
            let query = format!("chatSessionKeys={}&fromEventIds=2", visitor.key());
            let got = world.agent_reads(&maya, format!("{}/chat?{query}", maya.path)).await.expect(200);
            let root = got.root();
            let list = root.child("chat").unwrap().child("events").unwrap();
            let ids: Vec<&str> = list.children_named("event").filter_map(|event| event.get("id")).collect();
            assert_eq!(ids, events);
        }
    }
}

#[tokio::test]
async fn chat_sessions_lists_all_chats_of_the_agent_or_those_from_before_the_session() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let (phone, first) = world.chatting().await;
        let laptop = world.sign_in("maya@example.com").await;
        let second = world.start_chat(&bodies::for_sales()).await;
        world.accept(&laptop, &second).await;
        let listed = async |device| {
            let chats = world.chat_sessions(device).await;
            [first.key(), second.key()].map(|key| chats.iter().any(|chat| chat.ends_with(key)))
        };
        assert_eq!((listed(&phone).await, listed(&laptop).await), ([true, true], [true, true]));
        switched(&world, |wire| wire.chat_sessions = ChatSessionsListed::Inherited).await;
        assert_eq!((listed(&phone).await, listed(&laptop).await), ([false, false], [true, false]));
    }
}

#[tokio::test]
async fn a_rejected_token_or_key_is_answered_with_a_line_of_text_or_with_an_error_document() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let asks = || {
            let session = world.get(format!("/api/account/{ACCOUNT}/agentSession/1")).bearer("wrong");
            [session, world.get(format!("/api/account/{ACCOUNT}/chat/availability")).app_key("wrong")]
        };
        for (ask, problem) in
            asks().into_iter().zip(["oauth_problem=token_rejected", "lp_problem=consumer_key_rejected"])
        {
            let got = world.send(ask).await.expect(401);
            assert_eq!(got.header("content-type"), Some("text/plain;charset=UTF-8"));
            assert!(got.text().starts_with(problem), "{}", got.text());
        }
        switched(&world, |wire| wire.auth_failure_body = AuthFailureBody::Error).await;
        for ask in asks() {
            let got = world.send(ask).await.expect(401);
            assert_eq!((got.format(), got.internal_code()), (format, 10));
        }
    }
}

#[tokio::test]
async fn pre_chat_lines_are_hidden_from_the_visitor_or_delivered_with_id_0() {
    let request = Both::new(
        r#"{"request":{"skill":"Sales","preChatLines":{"line":["Asked the bot"]}}}"#,
        "<request><skill>Sales</skill><preChatLines><line>Asked the bot</line></preChatLines></request>",
    );
    for format in FORMATS {
        let world = World::speaking(format).await;
        for (shown, wanted) in [(false, false), (true, true)] {
            world.change(|profile| profile.settings.show_pre_chat_lines = shown).await;
            let visitor = world.start_chat(&request).await;
            let got = world.visitor_reads(format!("{}/events", visitor.path)).await.expect(200);
            assert_eq!(seen::events(&got).contains(&"2 system 0".to_owned()), wanted, "{}", got.text());
        }
    }
}
