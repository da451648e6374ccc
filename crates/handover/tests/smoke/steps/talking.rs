//! Steps 4 to 10: one visitor, one agent, and what each sees.

use crate::client::{Body, Format};
use crate::common::http::Request;
use crate::house::{House, account, visitor};

/// As old visitor clients ask: the key in the query, no `NC`.
pub(crate) fn step_4_chat_request(house: &mut House) {
    let account = account("04");
    house.sign_in(&account, "maya");
    let key = visitor().split_once('=').unwrap().1.to_owned();
    let suffix = house.format.suffix();
    let request = Request::post(format!("/api/account/{account}/chat/request{suffix}?v=1&appKey={key}"));
    let reply = house.raw(&house.with(request, &Body::chat("", ""))).expect(201);
    assert!(reply.body.is_empty(), "{}", reply.text());
    let location = reply.header("Location").unwrap().to_owned();
    let chat = house.path(&location).to_owned();

    let get = Request::get(format!("{chat}{suffix}?v=1&appKey={key}"));
    let answer = house.raw(&get).expect(200);
    assert_eq!(answer.header("Content-Type").unwrap(), house.format.media());
    let root = crate::document::Node::read(&answer.text());
    let expected = [
        "self",
        "events",
        "info",
        "next",
        "transcript-request",
        "transcript-with-subject-request",
        "exit-survey",
        "custom-variables",
    ];
    assert_eq!(root.relations(), expected);
    assert_eq!(root.link("self"), location);
    assert_eq!(root.link("next"), format!("{location}?from=2"));
    assert_eq!(root.events(), ["0 state waiting", "1 line 4"]);
    assert_eq!(root.all("info")[0].relations(), ["self", "visitor-name", "visitor-typing", "agent-typing"]);
    assert_eq!((root.text("info/state"), root.maybe("info/agentName")), ("waiting", None));
    assert_eq!(root.text("info/chatSessionKey"), chat.rsplit('/').next().unwrap());
    if house.format == Format::Json {
        let json = answer.json();
        assert_eq!(json["chat"]["events"]["event"][1]["systemMessageId"], 4);
        let first = &answer.text();
        assert!(first.starts_with(r#"{"chat":{"link":[{"@href":""#), "{first}");
    }
}

pub(crate) fn step_5_visitor_line_while_waiting(house: &mut House) {
    let account = account("05");
    house.sign_in(&account, "maya");
    let chat = house.request(&account, &Body::chat("", ""));
    let refused = house.post(&visitor(), &format!("{chat}/events"), &Body::line("too early", &[]));
    refused.is_error(400, "5");
    assert_eq!(refused.root.text("message"), "Cannot add line while not in chat");
    assert_eq!(house.events(&visitor(), &chat, 0), ["0 state waiting", "1 line 4"]);
}

pub(crate) fn step_6_incoming_requests(house: &mut House) {
    let account = account("06");
    let maya = house.sign_in(&account, "maya");
    let incoming = format!("{}/incomingRequests", maya.session);
    let quiet = (
        r#"{"incomingRequests":{"ringingCount":"0"}}"#,
        "<incomingRequests><ringingCount>0</ringingCount></incomingRequests>",
    );
    let is_quiet = |house: &mut House| {
        let answer = house.get(&maya.who, &incoming);
        let text = answer.reply.expect(200).text();
        match house.format {
            Format::Json => assert_eq!(text, quiet.0),
            Format::Xml => assert!(text.ends_with(quiet.1), "{text}"),
        }
    };
    is_quiet(house);
    house.request(&account, &Body::chat("", ""));
    let answer = house.get(&maya.who, &incoming);
    if house.format == Format::Json {
        let json = answer.reply.json();
        assert_eq!(json["incomingRequests"]["ringingCount"], "1");
        assert!(json["incomingRequests"]["link"].is_object(), "{json}");
    }
    let root = answer.is(200);
    assert_eq!(root.text("ringingCount"), "1");
    assert_eq!(house.path(&root.link("accept-next-chat")), incoming);
    house.accept(&maya);
    is_quiet(house);
}

pub(crate) fn step_7_accept_once(house: &mut House) {
    let account = account("07");
    let (maya, _, chat) = house.chatting(&account);
    let incoming = format!("{}/incomingRequests", maya.session);
    house.post(&maya.who, &incoming, &Body::new("{}", "<chat/>")).is_error(404, "12");
    let root = house.get(&maya.who, &chat).is(200);
    assert_eq!(root.events(), ["0 state waiting", "1 line 4", "2 state chatting", "3 line 3"]);
    let last = *root.all("events/event").last().unwrap();
    assert_eq!((last.text("text"), last.text("by")), ("You are now chatting with Maya.", "info"));
    assert_eq!((last.text("source"), last.text("subType")), ("system", "REGULAR"));
    let expected = [
        "self",
        "events",
        "info",
        "next",
        "collaboration-channels",
        "visit-id",
        "transfer",
        "transfer-account",
        "agent-survey",
    ];
    assert_eq!(root.relations(), expected);
    assert_eq!((root.text("info/agentName"), root.text("info/state")), ("Maya", "chatting"));
}

/// The old sample client takes the `next` link of the events and puts format and parameters into it.
pub(crate) fn step_8_poll_by_next_links(house: &mut House) {
    let account = account("08");
    let (maya, theirs, chat) = house.chatting(&account);
    let events = format!("/events{}", house.format.suffix());
    let mut next = house.get(&maya.who, &format!("{chat}/events")).is(200).link("next");
    for lines in [1, 0, 2] {
        for number in 0..lines {
            house.say(&visitor(), &theirs, &Body::line(&format!("{number} of {lines}"), &[]));
        }
        let url = house.path(&next).replace("/events", &events) + "&v=1&NC=true";
        let answer = house.ask(&maya.who, Request::get(url));
        if house.format == Format::Json {
            let json = answer.reply.json();
            let event = &json["events"]["event"];
            match lines {
                0 => assert!(json["events"].get("event").is_none(), "{json}"),
                1 => assert!(event.is_object() && event["@id"] == "4", "{json}"),
                _ => assert_eq!(event.as_array().map(Vec::len), Some(2), "{json}"),
            }
        }
        let root = answer.is(200);
        assert_eq!(root.relations(), ["self", "next"]);
        assert_eq!(root.all("event").len(), lines);
        assert!(
            root.all("event")
                .iter()
                .all(|event| event.text("by") == "You" && event.text("source") == "visitor")
        );
        let from = |href: &str| href.split_once("?from=").unwrap().1.parse::<usize>().unwrap();
        assert_eq!(from(&root.link("next")), from(&next) + lines);
        next = root.link("next");
    }
}

pub(crate) fn step_9_lines_of_which_one_is_private(house: &mut House) {
    let (maya, theirs, chat) = house.chatting(&account("09"));
    let html = "<div dir='ltr' style='direction: ltr; text-align: left;'>Let me <b>check</b>.</div>";
    assert_eq!(house.say(&maya.who, &chat, &Body::line("Good morning", &[])), "4");
    assert_eq!(house.say(&maya.who, &chat, &Body::line("A regular", &[("subType", "ONLY_TO_REP")])), "5");
    assert_eq!(house.say(&maya.who, &chat, &Body::line(html, &[("textType", "html")])), "6");
    let root = house.get(&visitor(), &format!("{theirs}/events?from=4")).is(200);
    let seen = root.events();
    assert_eq!(seen.len(), 2, "{seen:?}");
    assert_eq!(seen[0], "4 line Maya: Good morning");
    assert!(seen[1].starts_with("6 line Maya: <div dir="), "{seen:?}");
    assert!(seen[1].contains("text-align:left") && seen[1].contains("<b>check</b>"), "{seen:?}");
    assert_eq!(root.link("next"), format!("{}{theirs}/events?from=7", house.origin));
    assert_eq!(root.all("event")[1].text("textType"), "html");
    let hers = house.get(&maya.who, &format!("{chat}/events?from=5")).is(200);
    assert_eq!(hers.all("event").len(), 2);
    assert_eq!(
        (hers.all("event")[0].text("subType"), hers.all("event")[0].text("text")),
        ("ONLY_TO_REP", "A regular")
    );
}

pub(crate) fn step_10_several_chats_at_once(house: &mut House) {
    let account = account("10");
    let (maya, _, first) = house.chatting(&account);
    house.request(&account, &Body::chat("", ""));
    let second = house.accept(&maya);
    let keys = [&first, &second].map(|chat| chat.rsplit('/').next().unwrap().to_owned());
    let several = format!("{}/chat?chatSessionKeys={}&fromEventIds=3,1", maya.session, keys.join(","));
    let answer = house.get(&maya.who, &several);
    if house.format == Format::Json {
        let json = answer.reply.json();
        assert!(!answer.reply.text().contains("\"@"), "{json}");
        let chats = json["chats"]["chat"].as_array().unwrap();
        assert_eq!(chats[0]["events"]["event"], serde_json::json!([]));
        assert_eq!(chats[1]["events"]["event"][0]["id"], 2);
        assert_eq!(chats[1]["events"]["event"][1]["systemMessageId"], "3");
        let one = house.get(&maya.who, &format!("{}/chat?chatSessionKeys={}", maya.session, keys[1]));
        assert!(one.reply.json()["chats"]["chat"].is_array());
    }
    let root = answer.is(200);
    let chats = root.all("chat");
    assert_eq!(chats.len(), 2);
    assert_eq!(chats[0].text("info/chatSessionKey"), keys[0]);
    assert_eq!(chats[0].events(), [""; 0]);
    // File 90 Q4: an entry of `fromEventIds` is the last id the client has.
    assert_eq!(chats[1].events(), ["2 state chatting", "3 line 3"]);
    assert!(!chats[0].relations().contains(&"collaboration-channels"));
}
