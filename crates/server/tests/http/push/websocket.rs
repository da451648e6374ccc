//! A WebSocket that is not read, or whose pings are not answered. The connection is a pipe in memory, so that what it holds is known.

use crate::common::ask::{APP_KEY, HOST};
use crate::common::people::Visitor;
use crate::common::{PEER, World};
use axum::body::Body;
use futures_util::{SinkExt as _, StreamExt as _};
use handover_server::limits::{BATCH_MESSAGES, SILENT_SOCKET, SLOW_READER, STREAM_BEAT};
use http::header::AUTHORIZATION;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use serde_json::Value;
use std::convert::Infallible;
use tokio::io::DuplexStream;
use tokio_tungstenite::tungstenite::Message as Frame;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::{WebSocketStream, client_async};

/// Bytes that are on their way between server and client, in either direction.
const PIPE_BYTES: usize = 1_024;

type Socket = WebSocketStream<DuplexStream>;

/// A visitor's WebSocket on the events from 4 on.
async fn open(world: &World, visitor: &Visitor) -> Socket {
    let (client, server) = tokio::io::duplex(PIPE_BYTES);
    let surfaces = world.surfaces.clone();
    tokio::spawn(async move {
        let service = service_fn(|request: http::Request<hyper::body::Incoming>| async {
            Ok::<_, Infallible>(surfaces.answer(request.map(Body::new), PEER).await)
        });
        let connection = http1::Builder::new().serve_connection(TokioIo::new(server), service);
        connection.with_upgrades().await
    });
    let target = format!("ws://{HOST}{}/events?v=1&from=4&kinds=event", visitor.path);
    let mut ask = target.into_client_request().unwrap();
    ask.headers_mut().insert(AUTHORIZATION, format!("LivePerson appKey={APP_KEY}").parse().unwrap());
    client_async(ask, client).await.unwrap().0
}

/// Moves the clock, and lets everybody do what that makes them do.
async fn advance(world: &World, ms: u64) {
    settle().await;
    world.advance_ms(i64::try_from(ms).unwrap()).await;
    settle().await;
}

/// All run on one thread: whoever can do something does it when the others give way.
async fn settle() {
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
}

/// Reads to the end: the ids of the events, the word of the last message, the close code.
async fn read_all(socket: &mut Socket) -> (Vec<String>, Option<String>, Option<u16>) {
    let (mut events, mut reason) = (Vec::new(), None);
    while let Some(frame) = socket.next().await {
        match frame.unwrap() {
            Frame::Text(text) => {
                let message: Value = serde_json::from_str(&text).unwrap();
                match message["type"].as_str() {
                    Some("event") => events.push(message["id"].as_str().unwrap().to_owned()),
                    Some("close") => reason = message["data"]["reason"].as_str().map(str::to_owned),
                    other => panic!("{other:?}"),
                }
            }
            Frame::Close(close) => return (events, reason, close.map(|close| close.code.into())),
            Frame::Ping(_) | Frame::Pong(_) => {}
            frame @ (Frame::Binary(_) | Frame::Frame(_)) => panic!("{frame:?}"),
        }
    }
    (events, reason, None)
}

#[tokio::test]
async fn who_takes_nothing_for_20_s_is_told_that_it_was_slow_and_resumes() {
    let world = World::new().await;
    let (_, visitor) = world.chatting().await;
    let lines = 3 * BATCH_MESSAGES;
    for line in 0..lines {
        world.visitor_says(&visitor, &format!("{line}")).await;
    }
    let mut socket = open(&world, &visitor).await;
    advance(&world, SLOW_READER.0).await;
    let (told, reason, code) = read_all(&mut socket).await;
    assert_eq!((reason.as_deref(), code), (Some("slow"), Some(4408)));
    assert!(!told.is_empty() && told.len() < lines, "{} of {lines}", told.len());
    let mut quick = open(&world, &visitor).await;
    advance(&world, SLOW_READER.0 - 1).await;
    for line in 0..lines {
        let frame = quick.next().await.unwrap().unwrap();
        let message: Value = serde_json::from_str(frame.to_text().unwrap()).unwrap();
        assert_eq!(message["data"]["event"]["@id"], format!("{}", line + 4));
        let taken = told.get(line).is_none_or(|id| message["id"] == **id);
        assert!(taken, "{message} was told otherwise before");
    }
}

#[tokio::test]
async fn who_answers_no_ping_for_40_s_is_let_go_and_who_does_stays() {
    let world = World::new().await;
    let (_, visitor) = world.chatting().await;
    let mut silent = open(&world, &visitor).await;
    let mut there = open(&world, &visitor).await;
    let beats = SILENT_SOCKET.0 / STREAM_BEAT.0 + 1;
    for _ in 0..beats {
        advance(&world, STREAM_BEAT.0).await;
        assert!(matches!(there.next().await, Some(Ok(Frame::Ping(_)))));
        there.flush().await.unwrap();
    }
    let (told, reason, code) = read_all(&mut silent).await;
    assert_eq!((told.len(), reason.as_deref(), code), (0, Some("slow"), Some(4408)));
    world.visitor_says(&visitor, "still here").await;
    let line = there.next().await.unwrap().unwrap();
    assert!(line.to_text().unwrap().contains("still here"), "{line}");
}
