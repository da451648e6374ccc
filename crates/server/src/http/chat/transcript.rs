//! `/api/account/{account}/chat/{chat}/transcriptRequest` and `…/transcriptWithSubjectRequest`
//! (`docs/protocol/30-visitor-api.md` §19).

use super::ChatPath;
use crate::http::call::Call;
use crate::http::failure::Failure;
use crate::http::reply;
use axum::extract::Path;
use axum::response::Response;
use handover_desk::{Command, TranscriptWish};
use handover_wire::request::TranscriptRequest;

/// Has the transcript mailed to the visitor once the chat has ended, at once if it has.
pub(in crate::http) async fn request(Path(path): ChatPath, call: Call) -> Result<Response, Failure> {
    wish(path, &call).await
}

/// The same with a subject of the visitor's.
pub(in crate::http) async fn request_with_subject(
    Path(path): ChatPath,
    call: Call,
) -> Result<Response, Failure> {
    wish(path, &call).await
}

async fn wish(path: (String, String), call: &Call) -> Result<Response, Failure> {
    let at = call.in_chat(path)?;
    let document = call.document()?;
    let wanted = TranscriptRequest::read(&document)?;
    let wish = TranscriptWish {
        to: wanted.email.into(),
        subject: wanted.subject.map(Into::into),
        utc_offset_min: wanted.timezone_offset_min.and_then(|min| i16::try_from(min).ok()),
    };
    at.submit(Command::WishTranscript { chat: at.key, wish }).await?;
    Ok(reply::empty())
}
