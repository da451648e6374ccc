//! Every request in the shapes that clients send, and what each mistake is called.

mod agent;
mod chat;
mod login;
mod query;
mod rootless;
mod survey;

use super::*;
use crate::format::Format;
use crate::reader::{Document, read};

fn json(body: &str) -> Document {
    read(body.as_bytes(), Format::Json).unwrap()
}

fn xml(body: &str) -> Document {
    read(body.as_bytes(), Format::Xml).unwrap()
}

/// The message of a refusal.
#[track_caller]
fn refusal<T: std::fmt::Debug>(result: Result<T, RequestError>) -> String {
    result.unwrap_err().to_string()
}
