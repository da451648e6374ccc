//! The pages that people look at: the console, the board, the widget, and a sample shop for trying it. Files of `ui/`, embedded in
//! the binary; nothing is fetched from anywhere else. No rules and no state here: the pages are clients of the APIs.

mod asset;
mod policy;
mod sample;

use super::Shared;
use axum::Router;
use axum::extract::Path;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::get;
use http::HeaderMap;
use policy::Policy;

/// The pages, and what they consist of.
pub(super) fn router() -> Router<Shared> {
    Router::new()
        .route("/", get(|| async { Redirect::to("/console/").into_response() }))
        .route("/console", page("console/index.html"))
        .route("/console/board", page("board/index.html"))
        .route("/console/{*file}", files("console"))
        .route("/board/{*file}", files("board"))
        .route("/shared/{*file}", files("shared"))
        .route("/widget.js", page("served/widget/widget.js"))
        .route("/widget/{*file}", files("served/widget"))
        .route("/sample", get(sample::page))
        .route("/sample/{*file}", get(sample::file))
}

/// One file, whatever its address.
fn page(name: &'static str) -> axum::routing::MethodRouter<Shared> {
    get(move |headers: HeaderMap| async move { asset::answer(name, Policy::of(name), &headers) })
}

/// The files of a folder.
fn files(folder: &'static str) -> axum::routing::MethodRouter<Shared> {
    get(
        move |Path(file): Path<String>, headers: HeaderMap| async move { answer_file(folder, &file, &headers) },
    )
}

/// A file of a folder, unless there is none.
fn answer_file(folder: &'static str, file: &str, headers: &HeaderMap) -> Response {
    asset::answer(&format!("{folder}/{file}"), Policy::of(folder), headers)
}
