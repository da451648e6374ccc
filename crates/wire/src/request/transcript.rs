//! Where a transcript is to be sent (`docs/protocol/30-visitor-api.md` §19).

use super::{Problem, RequestError, field};
use crate::limits;
use crate::reader::Document;

/// What is put to `transcriptRequest` or `transcriptWithSubjectRequest`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TranscriptRequest<'d> {
    /// Where to. Whether that is a mail address is not asked here.
    pub email: &'d str,
    /// The subject of the mail. One line, so that it cannot become a header of its own.
    pub subject: Option<&'d str>,
    /// How far the visitor's clock is from UTC, in minutes.
    pub timezone_offset_min: Option<i64>,
}

impl<'d> TranscriptRequest<'d> {
    /// Reads the request, whose members stand at the top or under any root.
    pub fn read(document: &'d Document) -> Result<Self, RequestError> {
        let request = field::rootless(document, &["email"]);
        let offset = field::optional(request, "timezoneOffset")
            .map(|value| field::number_in(value, limits::TIMEZONE_OFFSET_MIN, "timezoneOffset"));
        Ok(Self {
            email: field::required(request, "email", "email")?,
            subject: field::optional(request, "subject").map(subject).transpose()?,
            timezone_offset_min: offset.transpose()?,
        })
    }
}

fn subject(text: &str) -> Result<&str, RequestError> {
    if text.contains(char::is_control) {
        return Err(RequestError::new("subject", Problem::NotOneLine));
    }
    field::within(text, limits::SUBJECT_CHARS, "subject")
}
