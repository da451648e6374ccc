//! `…/board`: what a supervisor sees, and does.

pub(in crate::http) mod agent;
pub(in crate::http) mod chat;
pub(in crate::http) mod locks;

use super::Supervising;
use crate::app::board::Board;
use crate::app::json::Rooted;
use crate::http::call::Call;
use crate::http::failure::Failure;
use crate::http::push::{self, Way};
use crate::http::v1;
use axum::extract::Path;
use axum::response::Response;

/// Reads the board, or streams it.
pub(in crate::http) async fn read(
    Path((account, session)): Path<(String, String)>,
    call: Call,
) -> Result<Response, Failure> {
    let Supervising { me } = Supervising::at(&call, &account, &session).await?;
    let way = Way::of(&call);
    if way.is_stream() {
        return push::tell_board(way, call, me).await;
    }
    let view = me.account.view().read();
    let board = Board::of(&view, me.now);
    Ok(v1::ok_while(&Rooted("board", &board), &board.content, &call))
}
