//! What is refused and what is cut on the streams (`docs/push.md`), over real sockets: bad cursors, bad frames, too many
//! streams and connections, pages of other origins, readers that never read. Other readers feel nothing of it.

#![expect(clippy::unwrap_used, reason = "what goes wrong in the helpers of a test fails the test")]

pub mod common;
mod push_support;
mod traces;
pub mod transports;

use common::http::{Connection, Request};
use http_body_util::BodyExt as _;
use push_support::scene::{Scene, start_chat};
use push_support::silent::{Silent, asks_slowly, memory};
use push_support::socket::Socket;
use std::net::SocketAddr;
use tokio_tungstenite::tungstenite::Message as Frame;
use tokio_tungstenite::tungstenite::protocol::frame::Frame as RawFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};
use transports::caller::{Ask, Connection as HttpConnection, Who, get, with};
use transports::stream::{Opened, Stream};

/// What is not a cursor of a chat, or lies behind its next event, as it stands in an address.
const NO_EVENTS: [&str; 8] = ["-1", "x", "1.5", "%201", "99", "18446744073709551616", "0x1", "1%00"];
/// What is no cursor of an agent session, or lies in the future.
const NO_POSITIONS: [&str; 8] = ["-1", "x", "1%3B", "1%3B2", "99999", "0%3B1%3A99999", "1%3B-1%3A0", "%2B1"];

/// A ping of so many bytes.
fn ping(bytes: usize) -> Frame {
    let bare = r#"{"type":"ping"}"#;
    Frame::text(bare.to_owned() + &" ".repeat(bytes - bare.len()))
}

/// The status of an answer, and whether its message names a member.
async fn refusal(address: SocketAddr, ask: &Ask, member: &str) -> (u16, bool) {
    let mut connection = HttpConnection::to(address).await.unwrap();
    let answer = connection.send(address, ask).await.unwrap();
    let status = answer.status().as_u16();
    assert_ne!(status, 200, "{ask:?}");
    let body = answer.into_body().collect().await.unwrap().to_bytes();
    (status, String::from_utf8_lossy(&body).contains(member))
}

#[tokio::test]
async fn a_cursor_that_is_none_or_lies_in_the_future_is_refused_by_name() {
    let scene = Scene::open("", "");
    for (target, who) in scene.streams() {
        let is_chat = target.contains("/events");
        let cursors: &[&str] = if is_chat { &NO_EVENTS } else { &NO_POSITIONS };
        for cursor in cursors {
            let at = format!("{target}&from={cursor}");
            let ask = with(get(&at, &who), http::header::ACCEPT, "text/event-stream");
            assert_eq!(refusal(scene.server.address, &ask, "from").await, (400, true), "{at}");
            if is_chat {
                let ask = with(get(&at, &who), http::HeaderName::from_static("prefer"), "wait=60");
                assert_eq!(refusal(scene.server.address, &ask, "from").await, (400, true), "{at}");
            }
            let authorization = ("authorization", who.authorization());
            let refused = Socket::with(scene.server.address, &at, std::slice::from_ref(&authorization))
                .await
                .err()
                .unwrap();
            assert_eq!(refused.status(), 400, "{at}");
            if cursor.contains('%') {
                continue;
            }
            let ask = with(get(&target, &who), http::header::ACCEPT, "text/event-stream");
            let ask = with(ask, http::HeaderName::from_static("last-event-id"), cursor);
            assert_eq!(
                refusal(scene.server.address, &ask, "Last-Event-ID").await,
                (400, true),
                "{target} {cursor}"
            );
        }
    }
}

#[tokio::test]
async fn a_frame_that_makes_no_sense_closes_its_web_socket_with_a_code_and_no_other() {
    let scene = Scene::open("", "");
    let mut writer = Connection::to(scene.server.address);
    let text = |text: &str| Frame::text(text.to_owned());
    let resume = |from: &str| Frame::text(format!(r#"{{"type":"resume","from":{from}}}"#));
    let not_utf8 = RawFrame::message(vec![0xff, 0xfe], OpCode::Data(Data::Text), true);
    let mut cases = vec![
        (text("nonsense"), "malformed", 1007),
        (text(""), "malformed", 1007),
        (text("[1]"), "malformed", 1007),
        (text(r#"{"type":"dance"}"#), "malformed", 1007),
        (text(r#"{"type":"resume"}"#), "malformed", 1007),
        (Frame::Frame(not_utf8), "malformed", 1007),
        (Frame::binary(vec![1, 2, 3]), "malformed", 1003),
        (ping(4_097), "malformed", 1009),
        (ping(100_000), "malformed", 1009),
    ];
    let cursors = ["-1", "1.5", "99999", "18446744073709551616", r#""x""#, r#""""#, "null", "true", "[]"];
    cases.extend(cursors.map(|from| (resume(from), "cursor", 4400)));
    for (target, who) in scene.streams() {
        let mut other = Socket::to(scene.server.address, &target, &who).await;
        other.send(ping(4_096)).await;
        other.next_of("pong").await;
        for (frame, reason, code) in &cases {
            let mut socket = Socket::to(scene.server.address, &target, &who).await;
            socket.send(frame.clone()).await;
            let closing = socket.closing().await;
            assert_eq!(
                closing,
                (Some((*reason).to_owned()), Some(*code)),
                "{target} {code} of {} bytes",
                frame.len()
            );
            let said = scene.say(&mut writer, "still here").to_string();
            while other.next_of("event").await.data["event"]["@id"] != said {}
        }
    }
}

#[tokio::test]
async fn a_web_socket_is_resumed_by_cursor_and_answers_pings() {
    let scene = Scene::open("", "");
    let mut writer = Connection::to(scene.server.address);
    for (target, who) in scene.streams() {
        let mut socket = Socket::to(scene.server.address, &target, &who).await;
        let said = scene.say(&mut writer, "once more").to_string();
        let mut told = Vec::new();
        while told.last().is_none_or(|(_, event)| *event != said) {
            let message = socket.next_of("event").await;
            told.push((message.id.unwrap(), message.data["event"]["@id"].as_str().unwrap().to_owned()));
        }
        socket.send(ping(15)).await;
        socket.next_of("pong").await;
        for (index, (cursor, event)) in told.iter().enumerate() {
            let is_chat = target.contains("/events");
            let (from, next) =
                if is_chat { (event.clone(), index) } else { (format!("\"{cursor}\""), index + 1) };
            socket.send(Frame::text(format!(r#"{{"type":"resume","from":{from}}}"#))).await;
            for (_, expected) in &told[next..] {
                assert_eq!(socket.next_of("event").await.data["event"]["@id"], **expected, "{target} {from}");
            }
        }
    }
}

#[tokio::test]
async fn a_browser_gives_the_token_of_an_agent_as_a_subprotocol() {
    let scene = Scene::open("", "");
    let address = scene.server.address;
    let [_, agent, session] = scene.streams();
    for (target, _) in [agent, session] {
        let open = async |protocols: String| {
            Socket::with(address, &target, &[("sec-websocket-protocol", protocols)]).await
        };
        let mut socket = open(format!("handover, bearer.{}", scene.device.bearer)).await.unwrap();
        assert_eq!(socket.protocol.as_deref(), Some("handover"));
        socket.next_of("event").await;
        for wrong in ["handover", "handover, bearer.", "handover, bearer.x"] {
            let refused = open(wrong.to_owned()).await.err().unwrap();
            assert_eq!(refused.status(), 401, "{wrong}");
        }
    }
}

#[tokio::test]
async fn a_page_of_another_origin_is_refused() {
    let scene = Scene::open("", "origins = [\"https://shop.example\"]");
    let address = scene.server.address;
    for (target, who) in scene.streams() {
        let open = async |origin: &str| {
            let headers = [("authorization", who.authorization()), ("origin", origin.to_owned())];
            Socket::with(address, &target, &headers).await
        };
        open("https://shop.example").await.unwrap().next_of("event").await;
        for foreign in ["https://shop.example.evil.example", "http://shop.example", "null"] {
            assert_eq!(open(foreign).await.err().unwrap().status(), 403, "{target} {foreign}");
            let ask = with(get(&target, &who), http::header::ACCEPT, "text/event-stream");
            let ask = with(ask, http::header::ORIGIN, foreign);
            assert_eq!(refusal(address, &ask, "error").await, (403, true), "{target} {foreign}");
        }
    }
}

/// How many streams may be open until one more is refused; every other is a WebSocket.
async fn streams_until_refused(address: SocketAddr, target: &str, who: &Who) -> usize {
    let authorization = ("authorization", who.authorization());
    let mut open = (Vec::new(), Vec::new());
    loop {
        let mut connection = HttpConnection::to(address).await.unwrap();
        let ask = with(get(target, who), http::header::ACCEPT, "text/event-stream");
        let answer = connection.send(address, &ask).await.unwrap();
        if answer.status() == 429 {
            assert_eq!(answer.headers()["retry-after"], "1");
            let refused =
                Socket::with(address, target, std::slice::from_ref(&authorization)).await.err().unwrap();
            assert_eq!(refused.status(), 429);
            assert_eq!(refused.headers()["retry-after"], "1");
            return open.0.len() + open.1.len();
        }
        assert_eq!(answer.status(), 200);
        open.0.push((connection, answer));
        if let Ok(socket) = Socket::with(address, target, std::slice::from_ref(&authorization)).await {
            open.1.push(socket);
        }
    }
}

#[tokio::test]
async fn one_side_of_a_chat_has_16_streams_and_an_agent_session_256_and_others_have_theirs() {
    let scene = Scene::open("", "");
    let [visitor, agent, session] = scene.streams();
    let mut other = Socket::to(scene.server.address, &agent.0, &agent.1).await;
    assert_eq!(streams_until_refused(scene.server.address, &visitor.0, &visitor.1).await, 16);
    assert_eq!(streams_until_refused(scene.server.address, &session.0, &session.1).await, 255);
    let said = scene.say(&mut Connection::to(scene.server.address), "still here").to_string();
    while other.next_of("event").await.data["event"]["@id"] != said {}
}

#[tokio::test]
async fn an_address_has_as_many_streams_as_the_server_file_says_and_polls_beside_them() {
    let scene = Scene::open("streams_per_address = 5", "");
    let address = scene.server.address;
    let mut caller = Connection::to(address);
    for (target, who) in scene.streams() {
        // The streams of the round before are closed, which the server finds out in its own time.
        while streams_until_refused(address, &target, &who).await < 5 {}
        let poll = Request::get(&target).with("Authorization", who.authorization());
        caller.ask(&poll).expect(200);
    }
}

#[tokio::test]
async fn an_address_has_as_many_connections_as_the_server_file_says() {
    let scene = Scene::open("connections_per_address = 5", "");
    let who = Request::get(format!("/api/account/{}", common::ACCOUNT));
    let served = || {
        let mut connection = Connection::try_to(scene.server.address).ok()?;
        (connection.try_ask(&who).ok()?.status == 200).then_some(connection)
    };
    let mut open = Vec::new();
    while open.len() < 5 {
        open.extend(served());
    }
    let mut refused = Connection::to(scene.server.address);
    let answer = refused.read().unwrap().expect(429);
    assert_eq!(answer.header("Retry-After"), Some("1"));
    assert_eq!(refused.read_to_end().unwrap(), b"");
    open[0].ask(&who).expect(200);
    open.pop();
    while served().is_none() {}
}

/// Streams of one agent on one chat that are never read; every other is a WebSocket.
const SILENT: usize = 200;
/// Clients that have begun to ask and do not go on.
const SLOW: usize = 200;
/// Lines that are said to them, and the bytes of each.
const LINES: usize = 200;
const LINE_BYTES: usize = 12_000;
/// Bytes that one silent reader may cost.
const COST: usize = 512 * 1024;

#[tokio::test]
async fn readers_who_never_read_cost_little_and_nobody_else_feels_them() {
    let scene = Scene::open("", "");
    let address = scene.server.address;
    let mut writer = Connection::to(address);
    let [visitor, agent, session] = scene.streams();
    let mut by_visitor = Socket::to(address, &visitor.0, &visitor.1).await;
    let mut by_session = Socket::to(address, &session.0, &session.1).await;
    let Ok(Opened::Stream(mut by_agent)) = Stream::events(address, get(&agent.0, &agent.1), None).await
    else {
        panic!("no stream");
    };
    let mut silent = Vec::new();
    for number in 0..SILENT {
        silent.push(Silent::begin(address, &agent.0, &agent.1, number % 2 == 0).await);
    }
    let mut slow = Vec::new();
    for _ in 0..SLOW {
        slow.push(asks_slowly(address).await);
    }
    let mut at_first = 0;
    for number in 0..LINES {
        let text = format!("{number} {}", "x".repeat(LINE_BYTES));
        let said = scene.say(&mut writer, &text).to_string();
        while by_visitor.next_of("event").await.data["event"]["@id"] != said {}
        while by_session.next_of("event").await.data["event"]["@id"] != said {}
        while by_agent.next().await.unwrap().data["event"]["@id"] != said {}
        if number == 0 {
            at_first = memory(&scene.server);
        }
    }
    let grown = memory(&scene.server).saturating_sub(at_first);
    let said = LINES * LINE_BYTES;
    eprintln!("{grown} bytes grown, {said} said to {SILENT} silent readers");
    assert!(said > 3 * COST, "too little is said to tell anything");
    assert!(grown < SILENT * COST, "{grown} bytes for {SILENT} readers who do not read");
    start_chat(&mut writer);
}
