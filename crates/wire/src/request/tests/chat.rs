//! Requests for a chat (`docs/protocol/30-visitor-api.md` §9).

use super::*;

#[test]
fn an_empty_request_asks_for_nothing_in_particular() {
    for document in
        [json(r#"{"request":{}}"#), json(r#"{"request":""}"#), json(r#"{"request":null}"#), xml("<request/>")]
    {
        assert_eq!(ChatRequest::read(&document), Ok(ChatRequest::default()));
    }
    assert_eq!(refusal(ChatRequest::read(&json("{}"))), "request is missing");
}

#[test]
fn the_json_example_of_the_protocol_is_read_whole() {
    let document = json(
        r#"{"request":{"skill":"Sales","interactionTimeout":40,"userAgent":"Mozilla/5.0","LETagVisitorId":"rloXnVgEQ-iQuoOytvKNqA",
        "LETagSessionId":"rN82d4rATN6EuiA4cJwaPg","LETagContextId":"2","engagementId":27469613,"campaignId":26948813,"language":"en-US",
        "preChatLines":{"line":["Asked the bot about order A-17"]},
        "survey":{"id":40216,"question":[{"id":12786273,"answer":"Order"},{"id":16314710,"answer":"A-17"}]}}}"#,
    );
    let expected = ChatRequest {
        routing: Routing { skill: Some("Sales"), ..Routing::default() },
        interaction_timeout_s: Some(40),
        user_agent: Some("Mozilla/5.0"),
        tag_visitor_id: Some("rloXnVgEQ-iQuoOytvKNqA"),
        tag_session_id: Some("rN82d4rATN6EuiA4cJwaPg"),
        tag_context_id: Some("2"),
        engagement_id: Some("27469613"),
        campaign_id: Some("26948813"),
        language: Some("en-US"),
        pre_chat_lines: vec!["Asked the bot about order A-17"],
        survey: Some(SurveyAnswers {
            id: Some(40_216),
            answers: vec![
                Answer { question: 12_786_273, values: vec!["Order"] },
                Answer { question: 16_314_710, values: vec!["A-17"] },
            ],
        }),
        ..ChatRequest::default()
    };
    assert_eq!(ChatRequest::read(&document), Ok(expected));
}

#[test]
fn the_xml_example_of_the_protocol_is_read_whole() {
    let document = xml(r#"<request>
        <skill>Sales</skill>
        <maxWaitTime>100</maxWaitTime>
        <visitorIp>198.51.100.7</visitorIp>
        <chatReferrer>www.example.com</chatReferrer>
        <userAgent>Mozilla/5.0</userAgent>
        <preChatLines><line>Asked the bot about order A-17</line><line>Wants an agent</line></preChatLines>
        <survey id="40216"><question id="12786273"><answer>Order</answer></question><question id="2222"><answer>Blue</answer><answer>Red</answer></question></survey>
        <customVariables><customVariable><name>a</name><value>1</value></customVariable></customVariables>
        </request>"#);
    let expected = ChatRequest {
        routing: Routing { skill: Some("Sales"), max_wait_time_s: Some(100), ..Routing::default() },
        visitor_ip: Some("198.51.100.7"),
        chat_referrer: Some("www.example.com"),
        user_agent: Some("Mozilla/5.0"),
        pre_chat_lines: vec!["Asked the bot about order A-17", "Wants an agent"],
        survey: Some(SurveyAnswers {
            id: Some(40_216),
            answers: vec![
                Answer { question: 12_786_273, values: vec!["Order"] },
                Answer { question: 2_222, values: vec!["Blue", "Red"] },
            ],
        }),
        custom_variables: vec![CustomVariable { name: "a", value: "1" }],
        ..ChatRequest::default()
    };
    assert_eq!(ChatRequest::read(&document), Ok(expected));
}

#[test]
fn pre_chat_lines_are_read_in_every_shape() {
    for body in [
        r#"{"request":{"preChatLines":{"line":["a","b"]}}}"#,
        r#"{"request":{"preChatLines":{"lines":["a","b"]}}}"#,
        r#"{"request":{"preChatLines":["a","b"]}}"#,
        r#"{"request":{"preChatLines":[{"line":"a"},{"line":["b",""]}]}}"#,
    ] {
        assert_eq!(ChatRequest::read(&json(body)).unwrap().pre_chat_lines, ["a", "b"], "{body}");
    }
    for body in [r#"{"request":{"preChatLines":[]}}"#, r#"{"request":{"preChatLines":""}}"#] {
        assert!(ChatRequest::read(&json(body)).unwrap().pre_chat_lines.is_empty(), "{body}");
    }
}

#[test]
fn the_rules_of_routing_name_the_member_that_breaks_them() {
    for (members, message) in [
        (r#""maxWaitTime":86401"#, "request.maxWaitTime must be between 0 and 86400"),
        (r#""maxWaitTime":-1"#, "request.maxWaitTime must be between 0 and 86400"),
        (r#""maxWaitTime":"soon""#, "request.maxWaitTime must be a whole number"),
        (r#""interactionTimeout":0"#, "request.interactionTimeout must be between 1 and 86400"),
        (r#""interactionTimeout":86401"#, "request.interactionTimeout must be between 1 and 86400"),
        (r#""agent":"maya","skill":"Sales""#, "request.agent cannot be combined with request.skill"),
        (r#""agent":"maya","skillId":1"#, "request.agent cannot be combined with request.skillId"),
        (r#""agent":"maya","maxWaitTime":0"#, "request.agent cannot be combined with request.maxWaitTime"),
        (
            r#""agent":"maya","serviceQueue":"q","maxWaitTime":0"#,
            "request.agent cannot be combined with request.serviceQueue",
        ),
        (r#""serviceQueue":"q""#, "request.serviceQueue needs request.maxWaitTime"),
        (r#""skillId":"Sales""#, "request.skillId must be a whole number"),
        (r#""visitorId":"x""#, "request.visitorId must be a whole number"),
        (r#""survey":{"question":{"answer":"x"}}"#, "survey.question.id is missing"),
        (
            r#""customVariables":{"customVariable":{"value":"x"}}"#,
            "customVariables.customVariable.name is missing",
        ),
    ] {
        let document = json(&format!(r#"{{"request":{{{members}}}}}"#));
        assert_eq!(refusal(ChatRequest::read(&document)), message, "{members}");
    }
}

#[test]
fn times_may_be_as_long_as_the_limit() {
    for members in [
        r#""maxWaitTime":0"#,
        r#""maxWaitTime":"86400""#,
        r#""interactionTimeout":1"#,
        r#""interactionTimeout":86400"#,
        r#""agent":"maya","skill":"","serviceQueue":null"#,
        r#""serviceQueue":"q","maxWaitTime":5"#,
    ] {
        let document = json(&format!(r#"{{"request":{{{members}}}}}"#));
        assert!(ChatRequest::read(&document).is_ok(), "{members}");
    }
}

#[test]
fn what_other_services_hand_on_is_read() {
    let document = json(
        r#"{"request":{"participantId":"6f22cb2d","conversationId":"ff0ff4f4","a2aEventId":679,"a2aSourceSessionId":8481410,
        "a2aSourceSiteId":"12345678","skill":"A","ssoKey":"k12197","runWithRules":true,"chatRefferer":"www.example.com"}}"#,
    );
    let request = ChatRequest::read(&document).unwrap();
    assert_eq!((request.participant_id, request.conversation_id), (Some("6f22cb2d"), Some("ff0ff4f4")));
    let continuation = Continuation {
        event_id: Some("679"),
        source_session_id: Some("8481410"),
        source_site_id: Some("12345678"),
    };
    assert_eq!(request.continuation, continuation);
    assert_eq!(request.chat_referrer, Some("www.example.com"));
    assert!(!format!("{request:?}").contains("k12197"), "a secret is not kept");
}
