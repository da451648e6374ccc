//! Surveys, transcripts and variables around a chat, in both formats (`docs/protocol/30-visitor-api.md` §5-8, §17-20,
//! `docs/protocol/20-agent-api.md` §23, §24).

use crate::common::bodies::{self, Both};
use crate::common::{ACCOUNT, FORMATS, World, surveys};

#[tokio::test]
async fn an_exit_survey_is_read_and_answered_also_after_the_end_and_the_last_answer_stays() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let (_, visitor) = world.chatting().await;
        world.visitor_posts(format!("{}/events", visitor.path), &bodies::ended()).await.expect(201);
        let path = format!("{}/exitSurvey", visitor.path);
        assert_eq!(world.visitor_reads(&path).await.expect(200).root().get("id"), Some("361348"));
        for answer in ["yes", "no"] {
            let body = bodies::answers(surveys::EXIT, &[(4_991_315, &[answer])]);
            assert!(world.visitor_puts(&path, &body).await.expect(200).body.is_empty());
        }
        assert!(
            world.state().contains(
                r#""exit_survey":{"survey":361348,"answers":[{"question":4991315,"values":["no"]}]}"#
            )
        );
    }
}

#[tokio::test]
async fn answers_that_do_not_fit_are_refused_by_the_number_of_their_question_and_change_nothing() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let (maya, visitor) = world.chatting().await;
        let before = world.state();
        let exit = format!("{}/exitSurvey", visitor.path);
        for (body, said) in [
            (bodies::answers(1, &[]), "survey id does not name a survey that is asked here"),
            (bodies::answers(surveys::EXIT, &[(1, &["x"])]), "survey question 1 is not part of this survey"),
            (
                bodies::answers(surveys::EXIT, &[(4_991_315, &["perhaps"])]),
                "survey question 4991315 must be answered with one of its entries",
            ),
            (
                bodies::answers(surveys::EXIT, &[(4_991_315, &["yes", "no"])]),
                "survey question 4991315 takes one answer only",
            ),
            (
                bodies::answers(surveys::EXIT, &[(4_991_311, &["nora"])]),
                "survey question 4991311 must be answered with a mail address",
            ),
        ] {
            let got = world.visitor_puts(&exit, &body).await.expect(400);
            assert_eq!((got.internal_code(), got.message()), (5, said.to_owned()));
        }
        let survey = format!("{}/survey", maya.chat(&visitor));
        for (body, said) in [
            (
                bodies::answers(surveys::AGENT, &[(16_148_804, &["A-17"])]),
                "survey question 26386685 must be answered",
            ),
            (bodies::answers(surveys::EXIT, &[]), "survey id does not name a survey that is asked here"),
        ] {
            let got = world.agent_puts(&maya, &survey, &body).await.expect(400);
            assert_eq!((got.internal_code(), got.message()), (5, said.to_owned()));
        }
        assert_eq!(world.state(), before);
    }
}

#[tokio::test]
async fn the_answers_of_a_chat_request_are_checked_and_a_hidden_question_needs_none() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let path = format!("/api/account/{ACCOUNT}/chat/request");
        let request = |about: &str| {
            Both::new(
                format!(
                    r#"{{"request":{{"survey":{{"id":40216,"question":{{"id":"12786273","answer":"{about}"}}}}}}}}"#
                ),
                format!(
                    r#"<request><survey id="40216"><question id="12786273"><answer>{about}</answer></question></survey></request>"#
                ),
            )
        };
        world.visitor_posts(&path, &request("Other")).await.expect(201);
        let got = world.visitor_posts(&path, &request("Weather")).await.expect(400);
        assert_eq!(got.message(), "survey question 12786273 must be answered with one of its entries");
    }
}

#[tokio::test]
async fn without_a_survey_of_the_kind_there_is_none() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let (maya, visitor) = world.chatting().await;
        world.change(|profile| profile.surveys.clear()).await;
        let base = format!("/api/account/{ACCOUNT}/chat");
        let visitors = [
            format!("{base}/preSurvey"),
            format!("{base}/offlineSurvey"),
            format!("{}/exitSurvey", visitor.path),
        ];
        for path in visitors {
            let got = world.visitor_reads(path).await.expect(404);
            assert_eq!((got.internal_code(), got.message()), (12, "Survey not found".to_owned()));
        }
        let got = world.agent_reads(&maya, format!("{}/survey", maya.chat(&visitor))).await.expect(404);
        assert_eq!(got.internal_code(), 12);
    }
}

#[tokio::test]
async fn a_survey_is_chosen_by_number_by_name_and_by_skill() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let (_, visitor) = world.chatting().await;
        let base = format!("/api/account/{ACCOUNT}/chat/offlineSurvey");
        let exit = format!("{}/exitSurvey", visitor.path);
        for (path, id) in [
            (base.clone(), "40290"),
            (format!("{base}?skill=Sales"), "361346"),
            (format!("{base}?skill=Unknown"), "40290"),
            (format!("{base}?surveyApiId=361346"), "361346"),
            (format!("{exit}?surveyName=answers"), "40292"),
        ] {
            assert_eq!(world.visitor_reads(&path).await.expect(200).root().get("id"), Some(id), "{path}");
        }
        let got = world.visitor_reads(format!("{base}?surveyApiId=x")).await.expect(400);
        assert_eq!(got.message(), "surveyApiId must be the number of a survey");
    }
}

#[tokio::test]
async fn variables_are_set_beside_those_of_the_request_and_read_by_the_agent() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let (maya, visitor) = world.chatting().await;
        let set = |name: &str, value: &str| {
            Both::new(
                format!(
                    r#"{{"customVariables":{{"customVariable":{{"name":"{name}","value":"{value}"}}}}}}"#
                ),
                format!(
                    "<customVariables><customVariable><name>{name}</name><value>{value}</value></customVariable></customVariables>"
                ),
            )
        };
        let path = format!("{}/customVariables", visitor.path);
        for (name, value) in [("a", "1"), ("b", "2"), ("a", "3")] {
            world.visitor_puts(&path, &set(name, value)).await.expect(200);
        }
        let chat = world.agent_reads(&maya, maya.chat(&visitor)).await.expect(200);
        let visit = crate::common::seen::link(&chat.root(), "visit-id");
        let got = world.agent_reads(&maya, format!("{visit}/customVariables")).await.expect(200);
        let root = got.root();
        let names: Vec<_> =
            root.children_named("customVariable").map(|set| set.get("name").unwrap().to_owned()).collect();
        assert_eq!(names, ["b", "a"], "{}", got.text());
        assert!(got.text().contains('3'));
        let stranger = world.sign_in("cleo").await;
        let other = visit.replace(&maya.path, &stranger.path);
        assert_eq!(world.agent_reads(&stranger, other).await.expect(404).internal_code(), 12);
    }
}

#[tokio::test]
async fn a_transcript_is_promised_to_an_address_and_to_nothing_else() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let (_, visitor) = world.chatting().await;
        let path = format!("{}/transcriptRequest", visitor.path);
        let got = world.visitor_puts(&path, &bodies::scalar("email", "nora")).await.expect(400);
        assert_eq!((got.internal_code(), got.message()), (5, "email must be a mail address".to_owned()));
        for address in ["nora@example.com", "nora@example.org"] {
            world.visitor_puts(&path, &bodies::scalar("email", address)).await.expect(200);
        }
        world.visitor_posts(format!("{}/events", visitor.path), &bodies::ended()).await.expect(201);
        let account = world.account();
        let view = account.view().read();
        let mails: Vec<_> = view.desk().mails_due().map(|(_, mail)| mail.to.to_string()).collect();
        assert_eq!(mails, ["nora@example.org"]);
    }
}
