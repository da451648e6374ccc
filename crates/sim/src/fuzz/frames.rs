//! What comes through a WebSocket behind the handshake: frames, and bytes that are none.

use super::scene::Scene;
use crate::world::{Life, Weather, World};
use futures_util::StreamExt as _;
use http::HeaderValue;
use http::header::AUTHORIZATION;
use std::sync::Arc;
use tokio::io::{AsyncWriteExt as _, DuplexStream};
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::protocol::Role;
use tokio_tungstenite::tungstenite::{Error, Message, error::ProtocolError};
use tokio_tungstenite::{WebSocketStream, client_async};

/// Bytes that are on their way in either direction: everything the scene is told, so that nobody waits for a reader.
const PIPE_BYTES: usize = 1024 * 1024;

/// Sends bytes as they are over an agent's WebSocket, and then no more. Whatever they are, the server sends nothing but whole
/// frames of JSON that name their type, lets go of the connection, and serves on.
///
/// # Panics
/// If that does not hold.
pub fn frames(data: &[u8]) {
    let Ok(mut world) = World::new(1, Weather::CALM) else { return };
    world.live(async |life: Arc<Life>| {
        let Some(scene) = Scene::of(&life).await else { return };
        let Some(mut raw) = opened(&life, &scene).await else { return };
        // The server may have let go already; what it said until then is read all the same.
        drop(raw.write_all(data).await);
        drop(raw.shutdown().await);
        let mut socket = WebSocketStream::from_raw_socket(raw, Role::Client, None).await;
        while let Some(frame) = socket.next().await {
            match frame {
                Ok(Message::Text(text)) => {
                    let told = serde_json::from_str::<serde_json::Value>(&text);
                    assert!(told.is_ok_and(|told| told["type"].is_string()), "{text}");
                }
                Ok(Message::Ping(_) | Message::Pong(_) | Message::Close(_)) => {}
                Ok(frame @ (Message::Binary(_) | Message::Frame(_))) => panic!("the server sent {frame:?}"),
                Err(Error::Protocol(ProtocolError::ResetWithoutClosingHandshake) | Error::Io(_)) => break,
                Err(error) => panic!("what the server sent is no frame: {error}"),
            }
        }
        let chats = format!("{}/chatSessions?v=1", scene.session);
        let request = http::Request::get(chats)
            .header(AUTHORIZATION, format!("Bearer {}", scene.bearer))
            .body(axum::body::Body::empty());
        let Ok(request) = request else { return };
        assert_eq!(life.answer(request).await.status(), 200, "the agent is not served any more");
    });
    let broken = world.outcome().broken;
    assert_eq!(broken, None, "{data:?}");
}

/// The connection of a WebSocket on all that happens to the agent, behind the handshake.
async fn opened(life: &Arc<Life>, scene: &Scene) -> Option<DuplexStream> {
    let (client, server) = tokio::io::duplex(PIPE_BYTES);
    tokio::spawn(Arc::clone(life).serve(server));
    let mut ask = format!("ws://localhost{}?v=1", scene.session).into_client_request().ok()?;
    let bearer = HeaderValue::from_str(&format!("Bearer {}", scene.bearer)).ok()?;
    ask.headers_mut().insert(AUTHORIZATION, bearer);
    let opened = client_async(ask, client).await;
    assert!(opened.is_ok(), "{:?}", opened.err());
    Some(opened.ok()?.0.into_inner())
}
