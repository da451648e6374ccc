//! Streams: a player who has one is told everything on it, and comes again where it was when the stream is lost.

use super::arena::ChatId;
use super::lanes::Stage;
use crate::load::http::{Lost, Opened, Stream, StreamRequest};
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;
use tokio::sync::Notify;

/// Time before a stream is opened again; it doubles from the first to the last as long as it is in vain.
const AGAIN_FIRST: Duration = Duration::from_millis(20);
const AGAIN_LAST: Duration = Duration::from_secs(1);

/// A player who has a stream.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Follower {
    /// The visitor of a chat.
    Visitor(ChatId),
    /// An agent, who is told of all chats.
    Agent(usize),
}

/// A stream, as others see it.
#[derive(Debug)]
pub(super) struct Open {
    pub(super) follower: Follower,
    pub(super) is_connected: Cell<bool>,
    /// Ends the connection: the stream is opened again.
    pub(super) again: Notify,
}

/// Why a stream ended.
enum Ended {
    /// The server ended it, in order.
    InOrder,
    /// It is to be opened again elsewhere, or was cut.
    Again,
    Lost(Lost),
    /// The server did not want to open it.
    Refused(u16, String),
}

/// Follows a stream to its end, as often as it must be opened.
pub(super) async fn follow(stage: Rc<Stage>, open: Rc<Open>) {
    let mut cursor = None;
    let mut pause = AGAIN_FIRST;
    loop {
        let request = stage.world.borrow().stream_request(open.follower, cursor.as_deref());
        let Some(request) = request else { break };
        let before = cursor.clone();
        let ended = tokio::select! {
            ended = listen(&stage, &open, &request, &mut cursor) => ended,
            () = open.again.notified() => Ended::Again,
        };
        open.is_connected.set(false);
        let is_followed = stage.world.borrow().stream_request(open.follower, None).is_some();
        if !is_followed {
            break;
        }
        if cursor != before {
            pause = AGAIN_FIRST;
        }
        if note(&stage, open.follower, ended) {
            continue;
        }
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(AGAIN_LAST);
    }
    stage.forget_stream(&open);
}

/// Notes why a stream ended. Says whether it is to be opened again at once.
fn note(stage: &Rc<Stage>, follower: Follower, ended: Ended) -> bool {
    let mut world = stage.world.borrow_mut();
    world.counts.resumed += 1;
    match ended {
        Ended::Again => return true,
        Ended::InOrder => {}
        Ended::Lost(lost) => world.lost(&lost),
        Ended::Refused(status, body) => world.stream_refused(follower, status, &body),
    }
    false
}

/// Opens a stream and passes on what it tells.
async fn listen(
    stage: &Rc<Stage>,
    open: &Open,
    request: &StreamRequest,
    cursor: &mut Option<String>,
) -> Ended {
    let site = stage.world.borrow().site.clone();
    let mut stream = match Stream::open(&site, request).await {
        Ok(Opened::Open(stream)) => stream,
        // There is nothing more to tell.
        Ok(Opened::Refused(204, _)) => return Ended::InOrder,
        Ok(Opened::Refused(status, body)) => return Ended::Refused(status, body),
        Err(lost) => return Ended::Lost(lost),
    };
    open.is_connected.set(true);
    stage.world.borrow_mut().counts.connections += 1;
    loop {
        match stream.next().await {
            Ok(Some(message)) => {
                if message.id.is_some() {
                    cursor.clone_from(&message.id);
                }
                stage.world.borrow_mut().told(open.follower, &message);
                stage.pump();
            }
            Ok(None) => return Ended::InOrder,
            Err(lost) => return Ended::Lost(lost),
        }
    }
}
