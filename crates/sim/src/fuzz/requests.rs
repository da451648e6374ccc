//! Whole requests at the door of the server: method, path, query, headers, body.

use super::scene::Scene;
use crate::world::{Life, Weather, World};
use axum::body::Body;
use http::{HeaderName, HeaderValue, Method, Request, header};
use http_body_util::{BodyExt as _, Collected};
use std::sync::Arc;

/// Answers one request in an account where an agent has a chat. The first line of the bytes is a method and a target, the
/// lines behind it are headers, and behind an empty line stands the body; `{bearer}`, `{session}` and `{chat}` stand for the
/// agent's token and the paths of the agent's session and of the visitor's chat.
///
/// Whatever comes, it is answered; never with 500, and what calls itself JSON is JSON.
///
/// # Panics
/// If that does not hold.
pub fn request(data: &[u8]) {
    let Some((head, body)) = parts(data) else { return };
    let Ok(mut world) = World::new(1, Weather::CALM) else { return };
    world.live(async |life: Arc<Life>| {
        let Some(scene) = Scene::of(&life).await else { return };
        let Some(request) = asked(&scene, &head, body) else { return };
        let told = format!("{} {}", request.method(), request.uri());
        let answer = life.answer(request).await;
        let (parts, body) = answer.into_parts();
        assert_ne!(parts.status.as_u16(), 500, "{told}");
        let kind = parts.headers.get(header::CONTENT_TYPE).map(HeaderValue::as_bytes);
        // A stream tells without end.
        if kind == Some(b"application/json") && parts.headers.contains_key(header::CONTENT_LENGTH) {
            let body = body.collect().await.map(Collected::to_bytes).unwrap_or_default();
            let read = body.is_empty() || serde_json::from_slice::<serde_json::Value>(&body).is_ok();
            assert!(read, "{told}: {}", String::from_utf8_lossy(&body));
        }
    });
    let broken = world.outcome().broken;
    assert_eq!(broken, None, "{}", String::from_utf8_lossy(data));
}

/// The head as text, and the body.
fn parts(data: &[u8]) -> Option<(String, &[u8])> {
    let end = data.windows(2).position(|two| two == b"\n\n").unwrap_or(data.len());
    let (head, body) = data.split_at(end);
    Some((String::from_utf8(head.to_vec()).ok()?, body.get(2..).unwrap_or_default()))
}

/// The request that a head and a body are in a scene.
fn asked(scene: &Scene, head: &str, body: &[u8]) -> Option<Request<Body>> {
    let head = head.replace("{bearer}", &scene.bearer);
    let head = head.replace("{session}", &scene.session).replace("{chat}", &scene.chat);
    let mut lines = head.lines();
    let (method, target) = lines.next()?.split_once(' ')?;
    let mut request = Request::builder().method(Method::from_bytes(method.as_bytes()).ok()?).uri(target);
    for (name, value) in lines.filter_map(|line| line.split_once(':')) {
        let name = HeaderName::from_bytes(name.trim().as_bytes()).ok()?;
        request = request.header(name, HeaderValue::from_bytes(value.trim().as_bytes()).ok()?);
    }
    request.body(Body::from(body.to_vec())).ok()
}
