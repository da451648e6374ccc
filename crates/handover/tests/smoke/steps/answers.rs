//! Steps 16 to 18: surveys, every read in every format, and who is not let in.

use crate::client::{Answer, Body, Format, target};
use crate::common::http::Request;
use crate::house::{House, account, visitor};

/// The account asks, before a chat, what it is about; an order number if it is about an order; and an e-mail address, which may be left out.
pub(crate) fn step_16_surveys(house: &mut House) {
    let account = account("16");
    let maya = house.sign_in(&account, "maya");
    let base = format!("/api/account/{account}/chat");
    let survey = house.get(&visitor(), &format!("{base}/preSurvey")).is(200);
    assert_eq!((survey.name.as_str(), survey.text("id")), ("survey", "40216"));
    let questions = survey.all("questions/question");
    assert_eq!(
        questions.iter().map(|question| question.text("id")).collect::<Vec<_>>(),
        ["12786273", "16314710", "16314711"]
    );
    assert_eq!(questions[0].all("entry")[0].text("logic/showLogicId"), questions[1].text("logicId"));
    assert_eq!((questions[1].text("mandatory"), questions[2].text("validationType")), ("true", "email"));

    let with_answers = |answers: &[(&str, &str)]| {
        let survey = Body::answers("40216", answers);
        let json = survey.json.strip_prefix('{').unwrap().strip_suffix('}').unwrap().to_owned();
        Body::chat(&format!(",{json}"), &survey.xml)
    };
    let request = format!("{base}/request");
    let (order, other) = (("12786273", "Order"), ("12786273", "Other"));
    let number_missing = with_answers(&[order]);
    let bad_address = with_answers(&[other, ("16314711", "nora at example.com")]);
    for refused in [number_missing, bad_address] {
        house.post(&visitor(), &request, &refused).is_error(400, "5");
    }
    house.request(&account, &with_answers(&[order, ("16314710", "A-17")]));
    // The order number is mandatory but not displayed.
    let chat = house.request(&account, &with_answers(&[other, ("16314711", "nora@example.com")]));
    house.accept(&maya);
    house.accept(&maya);
    house.post(&visitor(), &format!("{chat}/events"), &Body::ended()).made("chatEventLocation");

    let exit = format!("{chat}/exitSurvey");
    let answer = house.get(&visitor(), &exit);
    if house.format == Format::Json {
        let survey = &answer.reply.json()["survey"];
        assert_eq!((&survey["id"], &survey["title"]), (&361_348.into(), &"".into()));
        let question = &survey["questions"]["question"][0];
        assert!(
            question["mandatory"] == false && question["order"] == 0 && question["entry"].is_array(),
            "{question}"
        );
        assert_eq!(
            question["entry"][0],
            serde_json::json!({ "checked": false, "value": "yes", "displayValue": "Yes" })
        );
    }
    assert_eq!(answer.is(200).all("questions/question").len(), 2);
    let bad = Body::answers("361348", &[("4991315", "yes"), ("4991311", "nobody")]);
    house.put(&visitor(), &exit, &bad).is_error(400, "5");
    let unknown = Body::answers("361348", &[("4991315", "perhaps")]);
    house.put(&visitor(), &exit, &unknown).is_error(400, "5");
    let good = Body::answers("361348", &[("4991315", "yes"), ("4991311", "nora@example.com")]);
    house.put(&visitor(), &exit, &good).is(200);
}

/// Every read of both chat APIs, each with the name of its root. Those of the Domain service are JSON only.
pub(crate) fn step_17_every_get_in_every_format(house: &mut House) {
    let account = account("17");
    let survey = Body::answers("40216", &[("12786273", "Other")]);
    let json = survey.json.strip_prefix('{').unwrap().strip_suffix('}').unwrap().to_owned();
    let maya = house.sign_in(&account, "maya");
    let theirs = house.request(&account, &Body::chat(&format!(",{json}"), &survey.xml));
    let chat = house.accept(&maya);
    let key = chat.rsplit('/').next().unwrap();
    let session = &maya.session;
    let base = format!("/api/account/{account}");
    let of_agent = [
        (session.clone(), "agentSessionId"),
        (format!("{session}?data=true"), "agentSessionId"),
        (format!("{session}/availability"), "availability"),
        (format!("{session}/availableAgents"), "availableAgents"),
        (format!("{session}/chat/availableSlots"), "availableSlots"),
        (format!("{session}/info"), "info"),
        (format!("{session}/incomingRequests"), "incomingRequests"),
        (format!("{session}/chatSessions"), "chatSessions"),
        (format!("{session}/chat?chatSessionKeys={key}"), "chats"),
        (chat.clone(), "chat"),
        (format!("{chat}/events?from=1"), "events"),
        (format!("{chat}/events/1"), "event"),
        (format!("{chat}/info"), "info"),
        (format!("{chat}/info/visitorName"), "visitorName"),
        (format!("{chat}/info/visitorTyping"), "visitorTyping"),
        (format!("{chat}/info/agentTyping"), "agentTyping"),
        (format!("{chat}/transfer"), "transfer"),
        (format!("{chat}/survey"), "survey"),
    ];
    let of_visitor = [
        (base.clone(), "account"),
        (format!("{base}/chat/availability?skill=Sales"), "availability"),
        (format!("{base}/chat/availableSlots"), "availableSlots"),
        (format!("{base}/chat/estimatedWaitTime"), "estimatedWaitTime"),
        (format!("{base}/chat/preSurvey"), "survey"),
        (format!("{base}/chat/offlineSurvey"), "survey"),
        (theirs.clone(), "chat"),
        (format!("{theirs}/events?from=1"), "events"),
        (format!("{theirs}/events/1"), "event"),
        (format!("{theirs}/info"), "info"),
        (format!("{theirs}/info/visitorName"), "visitorName"),
        (format!("{theirs}/info/visitorTyping"), "visitorTyping"),
        (format!("{theirs}/info/agentTyping"), "agentTyping"),
        (format!("{theirs}/exitSurvey"), "survey"),
    ];
    let of_agent = of_agent.into_iter().map(|(path, root)| (maya.who.clone(), path, root));
    let of_visitor = of_visitor.into_iter().map(|(path, root)| (visitor(), path, root));
    for (who, path, root) in of_agent.chain(of_visitor) {
        let ways = [
            (".xml", None, Format::Xml),
            ("", Some("application/xml"), Format::Xml),
            ("", Some("application/json"), Format::Json),
            (".json", Some("application/xml"), Format::Json),
            (".xml", Some("application/json"), Format::Xml),
        ];
        for (suffix, accept, format) in ways {
            let mut request = Request::get(target(&path, suffix)).with("Authorization", &who);
            if let Some(accept) = accept {
                request = request.with("Accept", accept);
            }
            let reply = house.raw(&request).expect(200);
            assert_eq!(reply.header("Content-Type"), Some(format.media()), "{path}{suffix} {accept:?}");
            assert_eq!(Answer::of(reply, format).root.name, root, "{path}{suffix} {accept:?}");
        }
    }
}

pub(crate) fn step_18_bad_bearer_and_bad_application_key(house: &mut House) {
    let account = account("18");
    let maya = house.sign_in(&account, "maya");
    let token = "oauth_problem=token_rejected&oauth_problem_advice=the oauth_token is unacceptable to the Service Provider";
    let key = "lp_problem=consumer_key_rejected&lp_problem_advice=the appKey is permanently unacceptable to the Service Provider";
    let availability = format!("/api/account/{account}/chat/availability");
    for (who, path, problem) in [
        (format!("Bearer {}", "0".repeat(64)), format!("{}/availability", maya.session), token),
        (format!("LivePerson appKey={}", "0".repeat(32)), availability, key),
    ] {
        let refused = house.get(&who, &path).reply.expect(401);
        assert_eq!(refused.text(), problem);
        assert!(refused.header("Content-Type").unwrap().starts_with("text/plain"));
    }
    house.sign_out(&maya);
    let refused = house.get(&maya.who, &format!("{}/availability", maya.session)).reply.expect(401);
    assert_eq!(refused.text(), token);
}
