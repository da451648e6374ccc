//! Long-poll: an answer that is held back until there is one (`docs/push.md`).

use super::place::Place;
use super::present::Present;
pub(in crate::http) use super::present::Who;
use crate::engine::Account;
use crate::engine::bell::{Bell, Listener};
use crate::http::call::Call;
use crate::http::failure::Failure;
use axum::response::Response;
use handover_desk::Span;
use http::{HeaderName, HeaderValue, StatusCode, header};
use std::sync::Arc;

const PREFERENCE_APPLIED: HeaderName = HeaderName::from_static("preference-applied");

/// An answer, and whether it is worth sending.
pub(in crate::http) struct Waited {
    pub(in crate::http) response: Response,
    pub(in crate::http) is_news: bool,
}

/// A request that waits.
pub(in crate::http) struct LongPoll {
    seconds: u32,
    listener: Listener,
    /// Who waits counts as being there; the operator who tries the way is nobody.
    _there: Option<(Present, Place)>,
}

impl LongPoll {
    /// Somebody waits for a bell.
    pub(in crate::http) fn begin(
        call: &Call,
        account: &Arc<Account>,
        who: Who,
        bell: &Arc<Bell>,
        seconds: u32,
    ) -> Result<Self, Failure> {
        let place = call.app.streams.take_place(call, &account.id)?;
        let present = Present::begin(&call.app, account, who)?;
        Ok(Self { seconds, listener: bell.listen(), _there: Some((present, place)) })
    }

    /// Nobody of an account waits.
    pub(in crate::http) const fn of_nobody(listener: Listener, seconds: u32) -> Self {
        Self { seconds, listener, _there: None }
    }

    /// Answers as soon as the answer is news, or when the time is over or the server stops.
    pub(in crate::http) async fn answer(
        self,
        call: &Call,
        mut look: impl FnMut() -> Result<Waited, Failure>,
    ) -> Result<Response, Failure> {
        let clock = call.app.engine.clock();
        let until = clock.now().after(Span::seconds(self.seconds.into()));
        let mut is_over = self.seconds == 0;
        let has_tag = call.headers().contains_key(header::IF_NONE_MATCH);
        loop {
            let ring = self.listener.next_ring();
            let Waited { mut response, is_news } = look()?;
            let is_news = if has_tag { response.status() != StatusCode::NOT_MODIFIED } else { is_news };
            if is_news || is_over {
                let applied = format!("wait={}", self.seconds);
                if let Ok(applied) = HeaderValue::from_str(&applied) {
                    response.headers_mut().insert(PREFERENCE_APPLIED, applied);
                }
                return Ok(response);
            }
            tokio::select! {
                biased;
                () = call.app.streams.stopping() => is_over = true,
                () = ring => {}
                () = clock.sleep_until(until) => is_over = true,
            }
        }
    }
}
