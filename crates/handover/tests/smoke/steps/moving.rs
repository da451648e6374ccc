//! Steps 11 to 15: chats that change the device, the agent, or lose somebody.

use crate::client::{Body, Format};
use crate::house::{BEN, BILLING, House, account, visitor};

/// Maya with two chats and a second session from another login: her devices, her first chat on both sides, and the keys of both chats.
fn two_devices(house: &mut House, account: &str) -> ([crate::house::Agent; 2], [String; 2], [String; 2]) {
    let (first, theirs, chat) = house.chatting(account);
    house.request(account, &Body::chat("", ""));
    let other = house.accept(&first);
    let second = house.sign_in(account, "maya");
    let keys = [&chat, &other].map(|chat| chat.rsplit('/').next().unwrap().to_owned());
    ([first, second], [theirs, chat], keys)
}

/// File 90 Q6 recommends that the first session ends. The design keeps both as windows on the same agent, and ends the first only under
/// `continuity = "takeover"`: with that its calls get 404/12.
pub(crate) fn step_11_second_agent_session_while_active(house: &mut House) {
    for (step, takeover) in [("11", false), ("1t", true)] {
        let account = account(step);
        let ([first, second], [theirs, chat], keys) = two_devices(house, &account);
        let before = house.events(&visitor(), &theirs, 0);
        let answer = house.get(&second.who, &format!("{}/chatSessions", second.session));
        if house.format == Format::Json {
            let listed = &answer.reply.json()["chatSessions"]["chatSession"][0];
            assert!(listed["link"].is_object() && listed["link"]["href"].is_string(), "{listed}");
            assert!(listed["startTime"].is_u64(), "{listed}");
        }
        let root = answer.is(200);
        let listed: Vec<_> = root.all("chatSession").iter().map(|chat| chat.text("chatSessionKey")).collect();
        assert_eq!(listed, keys);
        let href = root.all("chatSession")[0].link("chat-session");
        let here = house.path(&href).to_owned();
        assert_eq!(here, format!("{}/chat/{}", second.session, keys[0]));
        let started = root.all("chatSession")[0].text("startTime");
        assert!(started.len() == 13 && started.bytes().all(|byte| byte.is_ascii_digit()), "{started}");

        if takeover {
            house.get(&first.who, &format!("{}/incomingRequests", first.session)).is_error(404, "12");
            house.get(&first.who, &chat).is_error(404, "12");
        } else {
            assert_eq!(house.ringing(&first), "0");
            assert_eq!(house.events(&first.who, &chat, 0), before);
        }
        assert_eq!(house.events(&second.who, &here, 0), before);
        house.say(&second.who, &here, &Body::line("from the other device", &[]));
        house.say(&visitor(), &theirs, &Body::line("I notice nothing", &[]));
        let since = house.events(&visitor(), &theirs, 4);
        assert_eq!(since, ["4 line Maya: from the other device", "5 line You: I notice nothing"]);
        house.sign_out(&first);
        assert_eq!(house.events(&second.who, &here, 4), since);
        assert_eq!(house.events(&visitor(), &theirs, 4), since);
    }
}

pub(crate) fn step_12_logout_with_and_without_another_agent(house: &mut House) {
    let account = account("12");
    let (maya, theirs, _) = house.chatting(&account);
    let ben = house.sign_in(&account, "ben");
    house.sign_out(&maya);
    assert_eq!(house.events(&visitor(), &theirs, 4), ["4 line 23", "5 state waiting"]);
    assert_eq!(house.ringing(&ben), "1");
    let chat = house.accept(&ben);
    assert_eq!(house.events(&ben.who, &chat, 6), ["6 state chatting", "7 line 3"]);
    house.sign_out(&ben);
    assert_eq!(house.events(&visitor(), &theirs, 8), ["8 line 6", "9 state ended"]);
}

/// The offer lasts two seconds here.
pub(crate) fn step_13_missed_ring(house: &mut House) {
    let account = account("13");
    let maya = house.sign_in(&account, "maya");
    let chat = house.request(&account, &Body::chat("", ""));
    house.until(&"Away".to_owned(), |house| house.availability(&maya));
    assert_eq!(house.ringing(&maya), "0");
    assert_eq!(house.events(&visitor(), &chat, 0), ["0 state waiting", "1 line 4"]);
    assert_eq!(house.get(&visitor(), &format!("{chat}/info")).is(200).text("state"), "waiting");
}

pub(crate) fn step_14_transfer(house: &mut House) {
    let account = account("14");
    let (maya, theirs, chat) = house.chatting(&account);
    let transfer = format!("{chat}/transfer");
    for target in [("agent", BEN), ("skill", BILLING)] {
        let refused =
            house.post(&maya.who, &transfer, &Body::transfer(target.0, target.1, "nobody is there")).is(400);
        assert_eq!(refused.name, "transfer");
        assert!(!refused.text("errormsg").is_empty());
    }
    assert_eq!(house.events(&maya.who, &chat, 4), [""; 0]);

    let ben = house.sign_in(&account, "ben");
    let nora = house.sign_in(&account, "nora");
    let targets = house.get(&maya.who, &transfer).is(200);
    let skills: Vec<_> = targets.all("skill").iter().map(|skill| skill.text("name")).collect();
    assert_eq!(skills, ["Sales", "Billing"]);
    house.post(&maya.who, &transfer, &Body::transfer("agent", BEN, "wants a refund")).is(200);
    let seen_by_visitor = ["4 line 13", "6 state waiting"];
    assert_eq!(house.events(&visitor(), &theirs, 4), seen_by_visitor);
    assert_eq!((house.ringing(&ben), house.ringing(&nora)), ("1".to_owned(), "0".to_owned()));
    let bens = house.accept(&ben);
    let seen = house.events(&ben.who, &bens, 4);
    assert_eq!(
        seen,
        ["4 line 13", "5 line Maya: wants a refund", "6 state waiting", "7 state chatting", "8 line 3"]
    );
    house.get(&maya.who, &chat).is_error(404, "12");

    house
        .post(&ben.who, &format!("{bens}/transfer"), &Body::transfer("skill", BILLING, "an invoice"))
        .is(200);
    assert_eq!(house.ringing(&nora), "1");
    let noras = house.accept(&nora);
    let seen = house.events(&nora.who, &noras, 9);
    assert_eq!(
        seen,
        ["9 line 15", "10 line Ben: an invoice", "11 state waiting", "12 state chatting", "13 line 3"]
    );
    let seen = house.events(&visitor(), &theirs, 7);
    assert_eq!(
        seen,
        ["7 state chatting", "8 line 3", "9 line 15", "11 state waiting", "12 state chatting", "13 line 3"]
    );
    let info = house.get(&visitor(), &format!("{theirs}/info")).is(200);
    assert_eq!((info.text("skillName"), info.text("agentName")), ("Billing", "Nora"));
}

/// The account's limit is five seconds here in the place of 40, and the chat's own is five in an account where it is 40.
pub(crate) fn step_15_silent_visitor(house: &mut House) {
    let own = Body::chat(r#","interactionTimeout":5"#, "<interactionTimeout>5</interactionTimeout>");
    for (step, body) in [("15", Body::chat("", "")), ("01", own)] {
        let account = account(step);
        let maya = house.sign_in(&account, "maya");
        house.request(&account, &body);
        let chat = house.accept(&maya);
        assert_eq!(house.get(&maya.who, &format!("{chat}/info")).is(200).text("chatTimeout"), "5");
        // The agent asks all the time, which does not help.
        let ended = ["4 line 6", "5 state ended"].map(str::to_owned).to_vec();
        house.until(&ended, |house| house.events(&maya.who, &chat, 4));
    }
}
