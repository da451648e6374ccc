//! The yardstick of a poll: an axum handler that does nothing but send the same bytes, in a process of its own.

use crate::table::say;
use axum::Router;
use axum::http::header;
use axum::routing::get;
use axum::serve::ListenerExt as _;
use tokio::net::TcpListener;

/// The word that makes this binary the yardstick.
pub(crate) const WORD: &str = "bare";
/// The variable that holds the bytes to send.
pub(crate) const BODY: &str = "HANDOVER_BENCH_BODY";

/// Serves until it is killed.
pub(crate) async fn serve() -> anyhow::Result<()> {
    let body: &'static str = std::env::var(BODY)?.leak();
    let handler = move || async move { ([(header::CONTENT_TYPE, "application/json")], body) };
    let router = Router::new().route("/api/account/{account}/chat/{chat}/events", get(handler));
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    say(&format!("listens on http://{}", listener.local_addr()?));
    let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
    axum::serve(listener, router).await?;
    Ok(())
}
