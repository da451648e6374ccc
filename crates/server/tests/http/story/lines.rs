//! Lines, private ones too, typing, and the visitor's name.

use crate::common::{FORMATS, World, bodies, seen};

#[tokio::test]
async fn a_private_line_is_hidden_from_the_visitor_on_every_surface() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let (maya, visitor) = world.chatting().await;
        world.agent_says(&maya, &visitor, &bodies::line("plain")).await;
        world.agent_says(&maya, &visitor, &bodies::private("verified")).await;
        world.agent_says(&maya, &visitor, &bodies::html("<b>html</b>")).await;
        let own = ["4 Maya: plain", "5 Maya privately: verified", "6 Maya: <b>html</b>"];
        assert_eq!(world.agent_sees(&maya, &visitor).await[4..], own);
        for path in [visitor.path.clone(), format!("{}/events", visitor.path)] {
            let got = world.visitor_reads(format!("{path}?from=4")).await.expect(200);
            assert_eq!(seen::events(&got), ["4 Maya: plain", "6 Maya: <b>html</b>"]);
            assert!(seen::next(&got).ends_with("?from=7"), "{}", seen::next(&got));
            assert!(!got.text().contains("verified"));
        }
        let hidden = world.visitor_reads(format!("{}/events/5", visitor.path)).await.expect(404);
        assert_eq!(hidden.internal_code(), 12);
        assert!(!hidden.text().contains("verified"));
        let shown = world.agent_reads(&maya, format!("{}/events/5", maya.chat(&visitor))).await.expect(200);
        assert_eq!(shown.root().get("text"), Some("verified"));
    }
}

#[tokio::test]
async fn a_private_line_at_the_end_leaves_the_visitor_with_nothing_new_and_the_right_next() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let (maya, visitor) = world.chatting().await;
        world.agent_says(&maya, &visitor, &bodies::private("verified")).await;
        let got = world.visitor_reads(format!("{}/events?from=4", visitor.path)).await.expect(200);
        assert_eq!(seen::events(&got), Vec::<String>::new());
        assert!(seen::next(&got).ends_with("?from=5"));
    }
}

#[tokio::test]
async fn pre_chat_lines_are_for_the_agent_only() {
    let world = World::new().await;
    let maya = world.sign_in("maya@example.com").await;
    let body = bodies::Both::new(r#"{"request":{"preChatLines":{"line":["A-17","wants an agent"]}}}"#, "");
    let visitor = world.start_chat(&body).await;
    world.accept(&maya, &visitor).await;
    let told = ["0 waiting", "1 system 4", "2 system 0", "3 system 0", "4 chatting", "5 system 3"];
    assert_eq!(world.agent_sees(&maya, &visitor).await, told);
    let rest = ["0 waiting", "1 system 4", "4 chatting", "5 system 3"];
    assert_eq!(world.visitor_sees(&visitor).await, rest);
}

#[tokio::test]
async fn typing_is_seen_on_the_other_side_until_the_line_is_there() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let (maya, visitor) = world.chatting().await;
        let (agent_side, own) = (maya.chat(&visitor), visitor.path.clone());
        let typing = bodies::scalar("visitorTyping", "typing");
        world.visitor_puts(format!("{own}/info/visitorTyping"), &typing).await.expect(200);
        let typing = bodies::scalar("agentTyping", "typing");
        world.agent_puts(&maya, format!("{agent_side}/info/agentTyping"), &typing).await.expect(201);
        let info = world.agent_reads(&maya, format!("{agent_side}/info")).await.expect(200);
        assert_eq!(seen::info(&info, "visitorTyping"), "typing");
        let got = world.visitor_reads(format!("{own}/info/agentTyping")).await.expect(200);
        assert_eq!(got.document().top().get("agentTyping"), Some("typing"));
        world.visitor_says(&visitor, "Hi").await;
        let info = world.agent_reads(&maya, format!("{agent_side}/info")).await.expect(200);
        assert_eq!(seen::info(&info, "visitorTyping"), "not-typing");
        assert_eq!(seen::info(&info, "agentTyping"), "typing");
        world.agent_says(&maya, &visitor, &bodies::line("Hello!")).await;
        let got = world.visitor_reads(format!("{own}/info/agentTyping")).await.expect(200);
        assert_eq!(got.document().top().get("agentTyping"), Some("not-typing"));
        assert_eq!(world.visitor_sees(&visitor).await.len(), 6, "typing takes no id");
    }
}

#[tokio::test]
async fn nobody_types_in_a_chat_that_is_over() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let (maya, visitor) = world.chatting().await;
        world.visitor_posts(format!("{}/events", visitor.path), &bodies::ended()).await.expect(201);
        let path = format!("{}/info/visitorTyping", visitor.path);
        let got = world.visitor_puts(&path, &bodies::scalar("visitorTyping", "typing")).await.expect(400);
        assert_eq!(got.internal_code(), 5);
        assert_eq!(got.message(), "Cannot set visitor's typing status. Chat was ended");
        let path = format!("{}/info/agentTyping", maya.chat(&visitor));
        let got = world.agent_puts(&maya, &path, &bodies::scalar("agentTyping", "typing")).await.expect(400);
        assert_eq!((got.internal_code(), got.message().contains("Chat was ended")), (5, true));
        let path = format!("{}/info/agentTyping", visitor.path);
        let got = world.visitor_reads(path).await.expect(200);
        assert_eq!(got.document().top().get("agentTyping"), Some("unknown"));
    }
}

#[tokio::test]
async fn a_visitors_name_is_seen_on_both_sides_and_signs_the_lines_that_follow() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let (maya, visitor) = world.chatting().await;
        let agent_side = format!("{}/info", maya.chat(&visitor));
        let own = format!("{}/info", visitor.path);
        let name = |got: &crate::common::ask::Got| seen::info(got, "visitorName");
        assert_eq!(name(&world.agent_reads(&maya, &agent_side).await.expect(200)), "visitor");
        assert_eq!(name(&world.visitor_reads(&own).await.expect(200)), "You");
        world.visitor_says(&visitor, "Hi").await;
        let path = format!("{own}/visitorName");
        let got = world.visitor_puts(&path, &bodies::scalar("visitorName", "Nora")).await.expect(200);
        assert_eq!(got.document().top().get("visitorName"), Some("Nora"));
        world.visitor_says(&visitor, "It is Nora").await;
        assert_eq!(name(&world.agent_reads(&maya, &agent_side).await.expect(200)), "Nora");
        assert_eq!(name(&world.visitor_reads(&own).await.expect(200)), "Nora");
        let told = ["4 You: Hi", "5 Nora: It is Nora"];
        assert_eq!(world.agent_sees(&maya, &visitor).await[4..], told);
        assert_eq!(world.visitor_sees(&visitor).await[4..], told);
    }
}

#[tokio::test]
async fn an_agent_who_ends_a_chat_is_named_and_a_visitor_is_not() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let (maya, visitor) = world.chatting().await;
        let path = format!("{}/events", maya.chat(&visitor));
        let got = world.agent_posts(&maya, &path, &bodies::ended()).await.expect(201);
        assert_eq!(got.location(), format!("{path}/5"), "the address of the state event");
        assert_eq!(world.visitor_sees(&visitor).await[4..], ["4 system 5", "5 ended"]);
        let again = world.agent_posts(&maya, &path, &bodies::ended()).await.expect(400);
        assert_eq!((again.internal_code(), again.message().as_str()), (5, "Chat was ended"));
        let line = world.visitor_posts(format!("{}/events", visitor.path), &bodies::line("Wait")).await;
        assert_eq!(line.expect(400).message(), "Cannot add line while not in chat");
        let second = world.start_chat(&bodies::for_sales()).await;
        world.accept(&maya, &second).await;
        world.visitor_posts(format!("{}/events", second.path), &bodies::ended()).await.expect(201);
        assert_eq!(world.visitor_sees(&second).await[4..], ["4 ended"]);
    }
}
