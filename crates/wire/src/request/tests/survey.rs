//! Answers to surveys (`docs/protocol/30-visitor-api.md` §5, §8, `docs/protocol/20-agent-api.md` §24) and custom
//! variables (`docs/protocol/30-visitor-api.md` §20).

use super::*;
use crate::limits;

fn answers(document: &Document) -> Vec<(u64, Vec<&str>)> {
    let survey = SurveyAnswers::read(document).unwrap();
    survey.answers.into_iter().map(|answer| (answer.question, answer.values)).collect()
}

#[test]
fn survey_answers_are_read_in_every_shape() {
    let expected = vec![(1, vec!["17.50"]), (2, vec!["Blue", "Red"])];
    for body in [
        r#"{"survey":{"id":7,"question":[{"id":1,"answer":"17.50"},{"id":"2","answer":["Blue","Red"]}]}}"#,
        r#"{"survey":{"@id":"7","question":[{"@id":"1","value":"17.50"},{"@id":"2","answer":["Blue","Red"]}]}}"#,
        r#"{"survey":{"id":7,"questions":{"question":[{"id":1,"answer":["17.50"]},{"id":2,"value":["Blue","Red"]}]}}}"#,
    ] {
        assert_eq!(answers(&json(body)), expected, "{body}");
    }
    let number = json(r#"{"survey":{"id":7,"question":{"id":1,"answer":17}}}"#);
    assert_eq!(answers(&number), [(1, vec!["17"])]);
    let without_answer = json(r#"{"survey":{"question":{"id":1,"label":"Colour?"}}}"#);
    assert_eq!(answers(&without_answer), [(1, vec![])]);
}

#[test]
fn custom_variables_are_read_one_or_many() {
    let many =
        json(r#"{"customVariables":{"customVariable":[{"name":"a","value":"1"},{"name":"b","value":2}]}}"#);
    let expected = [CustomVariable { name: "a", value: "1" }, CustomVariable { name: "b", value: "2" }];
    assert_eq!(custom_variables(&many).unwrap(), expected);
    let one = json(r#"{"customVariables":{"customVariable":{"name":"a","value":"1"}}}"#);
    assert_eq!(custom_variables(&one).unwrap(), expected[..1]);
}

#[test]
fn the_examples_of_the_protocol_are_read_alike_in_both_formats() {
    let expected = vec![(25_245_945, vec!["17.50"]), (12_817_515, vec!["Blue", "Red"])];
    let in_json = json(
        r#"{"survey":{"id":40292,"question":[{"id":25245945,"answer":"17.50"},{"id":12817515,"answer":["Blue","Red"]}]}}"#,
    );
    let in_xml = xml(
        r#"<survey id="40292"><question id="25245945"><answer>17.50</answer></question><question id="12817515"><answer>Blue</answer><answer>Red</answer></question></survey>"#,
    );
    for document in [in_json, in_xml] {
        assert_eq!(answers(&document), expected);
        assert_eq!(SurveyAnswers::read(&document).unwrap().id, Some(40_292));
    }
    let wrap_up = xml(
        r#"<survey id="41108"><question id="16148804"><answer>A-17</answer></question><question id="26386685"><answer>Yes</answer></question></survey>"#,
    );
    assert_eq!(answers(&wrap_up), [(16_148_804, vec!["A-17"]), (26_386_685, vec!["Yes"])]);
}

#[test]
fn the_whole_structure_of_a_survey_has_no_values() {
    let structure = json(
        r#"{"survey":{"id":361348,"title":"","header":"","questions":{"question":[
            {"type":"Radio Button","id":4991315,"logicId":1,"label":"Email you a transcript?",
             "entry":[{"checked":false,"value":"yes","displayValue":"Yes"},{"checked":false,"value":"no"}]},
            {"type":"Text Field","id":4991311,"label":"If yes, your email:","lastKnownValue":""}]}}}"#,
    );
    assert_eq!(answers(&structure), [(4_991_315, vec![]), (4_991_311, vec![])]);
    let empty = json(
        r#"{"survey":{"id":1,"question":[{"id":1,"answer":""},{"id":2,"answer":null},{"id":3,"answer":[]}]}}"#,
    );
    assert_eq!(answers(&empty), [(1, vec![]), (2, vec![]), (3, vec![])]);
    let other_names = json(r#"{"survey":{"question":[{"id":1,"answers":["a","b"]},{"id":2,"value":5}]}}"#);
    assert_eq!(answers(&other_names), [(1, vec!["a", "b"]), (2, vec!["5"])]);
}

#[test]
fn a_wrong_answer_is_refused_by_name() {
    for (body, message) in [
        ("{}", "survey is missing"),
        (r#"{"survey":{"id":"x"}}"#, "survey.id must be a whole number"),
        (r#"{"survey":{"id":1,"question":{"answer":"a"}}}"#, "survey.question.id is missing"),
        (r#"{"survey":{"id":1,"question":{"id":"a"}}}"#, "survey.question.id must be a whole number"),
    ] {
        assert_eq!(refusal(SurveyAnswers::read(&json(body))), message, "{body}");
        assert_eq!(refusal(OfflineSurvey::read(&json(body))), message, "{body}");
    }
}

#[test]
fn a_survey_may_have_as_many_answers_as_the_limit_and_not_more() {
    let with = |questions: usize, values: usize| {
        let question = format!(r#"{{"id":1,"answer":[{}]}}"#, vec!["1"; values].join(","));
        json(&format!(r#"{{"survey":{{"question":[{}]}}}}"#, vec![question; questions].join(",")))
    };
    assert!(SurveyAnswers::read(&with(limits::ANSWERS_PER_SURVEY, 1)).is_ok());
    let past = refusal(SurveyAnswers::read(&with(limits::ANSWERS_PER_SURVEY + 1, 1)));
    assert_eq!(past, "survey.question may be there 200 times at most");
    assert!(SurveyAnswers::read(&with(1, limits::VALUES_PER_ANSWER)).is_ok());
    let past = refusal(SurveyAnswers::read(&with(1, limits::VALUES_PER_ANSWER + 1)));
    assert_eq!(past, "survey.question.answer may be there 100 times at most");
}

#[test]
fn an_offline_survey_says_who_and_where_from() {
    let document = json(
        r#"{"survey":{"id":361346,"question":[{"id":4991310,"answer":"Nora"},{"id":4991311,"answer":"nora@example.com"}],
        "LETagVisitorId":"rloXnVgEQ-iQuoOytvKNqA","LETagSessionId":"rN82d4rATN6EuiA4cJwaPg","LETagContextId":"5","skill":"Sales",
        "userAgent":"Mozilla/5.0","visitorId":"1215602164887992","visitorIp":"198.51.100.7","chatRefferer":"www.example.com"}}"#,
    );
    let answers = vec![
        Answer { question: 4_991_310, values: vec!["Nora"] },
        Answer { question: 4_991_311, values: vec!["nora@example.com"] },
    ];
    let expected = OfflineSurvey {
        survey: 361_346,
        answers: SurveyAnswers { id: Some(361_346), answers },
        skill: Some("Sales"),
        visitor_id: Some(1_215_602_164_887_992),
        visitor_ip: Some("198.51.100.7"),
        chat_referrer: Some("www.example.com"),
        user_agent: Some("Mozilla/5.0"),
        tag_visitor_id: Some("rloXnVgEQ-iQuoOytvKNqA"),
        tag_session_id: Some("rN82d4rATN6EuiA4cJwaPg"),
        tag_context_id: Some("5"),
    };
    assert_eq!(OfflineSurvey::read(&document), Ok(expected));
    let document = xml(
        r#"<survey id="40290"><question id="13387460"><answer>Please call me back.</answer></question><chatReferrer>a</chatReferrer></survey>"#,
    );
    let survey = OfflineSurvey::read(&document).unwrap();
    assert_eq!((survey.survey, survey.chat_referrer, survey.skill), (40_290, Some("a"), None));
    assert_eq!(survey.answers.answers[0].values, ["Please call me back."]);
}

#[test]
fn an_offline_survey_needs_its_id_and_its_questions() {
    for (members, message) in [
        (r#""question":{"id":1,"answer":"a"}"#, "survey.id is missing"),
        (r#""id":1"#, "survey.question is missing"),
        (r#""id":1,"question":{"id":1},"visitorId":"x""#, "survey.visitorId must be a whole number"),
    ] {
        let document = json(&format!(r#"{{"survey":{{{members}}}}}"#));
        assert_eq!(refusal(OfflineSurvey::read(&document)), message, "{members}");
    }
}

#[test]
fn custom_variables_need_a_name_and_a_value() {
    let document = xml(
        "<customVariables><customVariable><name>a</name><value>1</value></customVariable><customVariable><name>b</name><value/></customVariable></customVariables>",
    );
    let expected = [CustomVariable { name: "a", value: "1" }, CustomVariable { name: "b", value: "" }];
    assert_eq!(custom_variables(&document).unwrap(), expected);
    for (body, message) in [
        ("{}", "customVariables is missing"),
        (
            r#"{"customVariables":{"customVariable":{"value":"x"}}}"#,
            "customVariables.customVariable.name is missing",
        ),
        (
            r#"{"customVariables":{"customVariable":[{"name":"x"}]}}"#,
            "customVariables.customVariable.value is missing",
        ),
    ] {
        assert_eq!(refusal(custom_variables(&json(body))), message, "{body}");
    }
    assert!(custom_variables(&json(r#"{"customVariables":null}"#)).unwrap().is_empty());
}

#[test]
fn a_request_may_set_as_many_variables_as_the_limit_and_not_more() {
    let with = |count| {
        let variables = vec![r#"{"name":"a","value":"1"}"#; count].join(",");
        json(&format!(r#"{{"customVariables":{{"customVariable":[{variables}]}}}}"#))
    };
    assert!(custom_variables(&with(limits::CUSTOM_VARIABLES)).is_ok());
    let past = refusal(custom_variables(&with(limits::CUSTOM_VARIABLES + 1)));
    assert_eq!(past, "customVariables.customVariable may be there 100 times at most");
}
