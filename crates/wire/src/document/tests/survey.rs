//! The surveys: `docs/protocol/20-agent-api.md` §23, `docs/protocol/30-visitor-api.md` §6, §7, §17. The XML examples
//! leave `checked` out, which their element table has.

use super::*;
use crate::sink::C;
use crate::vocabulary::{ChoiceQuestion, TextQuestion, Validation};

const fn entry<'a>(value: &'a str, show_logic_ids: &'a [u64]) -> SurveyEntry<'a> {
    SurveyEntry { checked: false, value, display_value: None, show_logic_ids }
}

const fn text(kind: TextQuestion, last_known_value: &str) -> QuestionAnswer<'_> {
    QuestionAnswer::Text { kind, last_known_value }
}

fn question<'a>(
    id: u64,
    (order, logic_id): (u64, u64),
    mandatory: bool,
    label: &'a str,
    answer: QuestionAnswer<'a>,
) -> Question<'a> {
    let validation = Validation::AlphaNumeric;
    Question { id, order, logic_id, mandatory, validation, label, answer }
}

fn pre_chat() -> Survey<'static> {
    let entries = vec![entry("Order", &[5]), entry("Other", &[])];
    let about = QuestionAnswer::Choice { kind: ChoiceQuestion::DropdownBox, entries };
    Survey {
        id: 40_216,
        title: Some(""),
        header: "Please tell us a little before we start.",
        questions: vec![
            question(12_786_273, (0, 4), true, "What is it about?", about),
            question(16_314_710, (1, 5), true, "Order number?", text(TextQuestion::TextField, "")),
        ],
    }
}

fn offline() -> Survey<'static> {
    let message = question(13_387_460, (0, 6), false, "Message:", text(TextQuestion::TextArea, ""));
    Survey { id: 40_290, title: Some(""), header: "Leave a message", questions: vec![message] }
}

fn exit() -> Survey<'static> {
    let shown =
        |value, display_value| SurveyEntry { display_value: Some(display_value), ..entry(value, &[]) };
    let entries = vec![shown("yes", "Yes"), shown("no", "No")];
    let wish = QuestionAnswer::Choice { kind: ChoiceQuestion::RadioButton, entries };
    let address = text(TextQuestion::TextField, "");
    let address = question(4_991_311, (1, 2), false, "If yes, your email:", address);
    Survey {
        id: 361_348,
        title: Some(""),
        header: "",
        questions: vec![
            question(4_991_315, (0, 1), false, "Email you a transcript?", wish),
            Question { validation: Validation::Email, ..address },
        ],
    }
}

fn wrap_up() -> Survey<'static> {
    let number = text(TextQuestion::TextField, "A-17");
    let entries = vec![entry("Yes", &[]), entry("No", &[6])];
    let solved = QuestionAnswer::Choice { kind: ChoiceQuestion::RadioButton, entries };
    let entries = vec![entry("Phone", &[]), entry("Scanner", &[])];
    let product = QuestionAnswer::Choice { kind: ChoiceQuestion::DropdownBox, entries };
    Survey {
        id: 41_108,
        title: None,
        header: "Wrap-up",
        questions: vec![
            question(16_148_804, (0, 1), true, "Order number", number),
            question(26_386_685, (1, 5), true, "Was the issue solved?", solved),
            question(4_291_707, (2, 6), false, "Which product?", product),
        ],
    }
}

#[test]
fn the_pre_chat_survey_in_c_is_strings_and_single_entries_are_not_wrapped() {
    let survey = pre_chat();
    check_json_in_any_order(
        &InDialect::<C, _>::new(&survey),
        r#"{"survey":{"id":"40216","title":"","header":"Please tell us a little before we start.",
            "questions":{"question":[
                {"mandatory":"true","validationType":"alpha_numeric","order":"0","logicId":"4","id":"12786273","type":"Dropdown Box",
                "label":"What is it about?",
                "entry":[{"checked":"false","value":"Order","logic":{"showLogicId":"5"}},{"checked":"false","value":"Other"}]},
                {"mandatory":"true","validationType":"alpha_numeric","order":"1","logicId":"5","id":"16314710","type":"Text Field",
                "label":"Order number?","lastKnownValue":""}
            ]}}}"#,
    );
    check_xml(
        &survey,
        r#"<survey id="40216">
            <title/>
            <header>Please tell us a little before we start.</header>
            <questions>
            <question mandatory="true" order="0" logicId="4" id="12786273" type="Dropdown Box" validationType="alpha_numeric">
            <label>What is it about?</label>
            <entry><checked>false</checked><value>Order</value><logic><showLogicId>5</showLogicId></logic></entry>
            <entry><checked>false</checked><value>Other</value></entry>
            </question>
            <question mandatory="true" order="1" logicId="5" id="16314710" type="Text Field" validationType="alpha_numeric">
            <label>Order number?</label><lastKnownValue/>
            </question>
            </questions>
            </survey>"#,
    );
}

#[test]
fn the_offline_survey_in_c_has_its_one_question_as_an_object() {
    let survey = offline();
    check_json_in_any_order(
        &InDialect::<C, _>::new(&survey),
        r#"{"survey":{"id":"40290","title":"","header":"Leave a message",
            "questions":{"question":{"mandatory":"false","order":"0","validationType":"alpha_numeric","logicId":"6","id":"13387460",
                "type":"Text Area","label":"Message:","lastKnownValue":""}}}}"#,
    );
    check_xml(
        &InDialect::<C, _>::new(&survey),
        r#"<survey id="40290"><title/><header>Leave a message</header><questions>
            <question mandatory="false" order="0" logicId="6" id="13387460" type="Text Area" validationType="alpha_numeric"><label>Message:</label><lastKnownValue/></question>
            </questions></survey>"#,
    );
}

#[test]
fn the_exit_survey_in_b_has_numbers_booleans_and_arrays() {
    check_json_in_any_order(
        &exit(),
        r#"{"survey":{"id":361348,"title":"","header":"","questions":{"question":[
            {"type":"Radio Button","validationType":"alpha_numeric","id":4991315,"logicId":1,"order":0,"mandatory":false,
            "label":"Email you a transcript?",
            "entry":[{"checked":false,"value":"yes","displayValue":"Yes"},{"checked":false,"value":"no","displayValue":"No"}]},
            {"type":"Text Field","validationType":"email","id":4991311,"logicId":2,"order":1,"mandatory":false,"label":"If yes, your email:","lastKnownValue":""}
        ]}}}"#,
    );
}

#[test]
fn the_agent_survey_has_no_title_and_a_single_logic_number_is_not_wrapped() {
    check_json_in_any_order(
        &wrap_up(),
        r#"{"survey":{"id":41108,"header":"Wrap-up","questions":{"question":[
            {"type":"Text Field","validationType":"alpha_numeric","id":16148804,"logicId":1,"order":0,"mandatory":true,"label":"Order number","lastKnownValue":"A-17"},
            {"type":"Radio Button","validationType":"alpha_numeric","id":26386685,"logicId":5,"order":1,"mandatory":true,"label":"Was the issue solved?",
            "entry":[{"checked":false,"value":"Yes"},{"checked":false,"value":"No","logic":{"showLogicId":6}}]},
            {"type":"Dropdown Box","validationType":"alpha_numeric","id":4291707,"logicId":6,"order":2,"mandatory":false,"label":"Which product?",
            "entry":[{"checked":false,"value":"Phone"},{"checked":false,"value":"Scanner"}]}
        ]}}}"#,
    );
    check_xml(
        &wrap_up(),
        r#"<survey id="41108">
            <header>Wrap-up</header>
            <questions>
            <question mandatory="true" order="0" logicId="1" id="16148804" type="Text Field" validationType="alpha_numeric">
            <label>Order number</label><lastKnownValue>A-17</lastKnownValue>
            </question>
            <question mandatory="true" order="1" logicId="5" id="26386685" type="Radio Button" validationType="alpha_numeric">
            <label>Was the issue solved?</label>
            <entry><checked>false</checked><value>Yes</value></entry>
            <entry><checked>false</checked><value>No</value><logic><showLogicId>6</showLogicId></logic></entry>
            </question>
            <question mandatory="false" order="2" logicId="6" id="4291707" type="Dropdown Box" validationType="alpha_numeric">
            <label>Which product?</label>
            <entry><checked>false</checked><value>Phone</value></entry><entry><checked>false</checked><value>Scanner</value></entry>
            </question>
            </questions>
            </survey>"#,
    );
}

#[test]
fn several_logic_numbers_are_an_array_and_the_order_of_members_is_that_of_the_xml() {
    let entries = vec![SurveyEntry { checked: true, ..entry("17", &[5, 6]) }];
    let choice = QuestionAnswer::Choice { kind: ChoiceQuestion::RadioButtonSideBySide, entries };
    let questions = vec![question(1, (0, 2), true, "17?", choice)];
    let survey = Survey { id: 7, title: None, header: "", questions };
    check_json(
        &survey,
        r#"{"survey":{"id":7,"header":"","questions":{"question":[
            {"mandatory":true,"order":0,"logicId":2,"id":1,"type":"Radio Button (side by side)","validationType":"alpha_numeric","label":"17?",
            "entry":[{"checked":true,"value":"17","logic":{"showLogicId":[5,6]}}]}
            ]}}}"#,
    );
    check_json(
        &InDialect::<C, _>::new(&survey),
        r#"{"survey":{"id":"7","header":"","questions":{"question":
            {"mandatory":"true","order":"0","logicId":"2","id":"1","type":"Radio Button (side by side)","validationType":"alpha_numeric","label":"17?",
            "entry":{"checked":"true","value":"17","logic":{"showLogicId":["5","6"]}}}
            }}}"#,
    );
}

#[test]
fn a_survey_without_questions_says_so() {
    let survey = Survey { questions: vec![], ..wrap_up() };
    check(
        &survey,
        r#"{"survey":{"id":41108,"header":"Wrap-up","questions":{"question":[]}}}"#,
        r#"<survey id="41108"><header>Wrap-up</header><questions/></survey>"#,
    );
    check_json(
        &InDialect::<C, _>::new(&survey),
        r#"{"survey":{"id":"41108","header":"Wrap-up","questions":""}}"#,
    );
}
