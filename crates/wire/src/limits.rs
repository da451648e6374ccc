//! Every limit of this crate, with its unit in its name. Limits on what a line or a name may hold belong to
//! the desk; the ones here bound the shape of a body and the ranges the protocol prints.

use std::ops::RangeInclusive;

/// Longest body that is read, in bytes (`docs/design.md` §4).
pub const BODY_BYTES: usize = 256 * 1024;

/// How many elements may stand inside one another. A JSON array counts as a level too.
pub const DEPTH_LEVELS: usize = 32;

/// How many elements and attributes one body may hold together.
pub const NODES: usize = 4_096;

/// Legal values of `maxWaitTime`, in seconds (`docs/protocol/00-conventions.md` §9.5).
pub const MAX_WAIT_TIME_S: RangeInclusive<i64> = 0..=86_400;

/// Legal values of `interactionTimeout`, in seconds (`docs/design.md` §4, "Visitor").
pub const INTERACTION_TIMEOUT_S: RangeInclusive<i64> = 1..=86_400;

/// Longest name a visitor may take, in characters.
pub const VISITOR_NAME_CHARS: usize = 256;

/// Longest name of a function that JSON is handed to, in characters.
pub const CALLBACK_CHARS: usize = 128;

/// How many chats can be asked for at once.
pub const CHATS_PER_QUERY: usize = 100;

/// How many skills can be asked for at once.
pub const SKILLS_PER_QUERY: usize = 50;

/// How many questions of a survey can be answered at once.
pub const ANSWERS_PER_SURVEY: usize = 200;

/// How many values one answer can have.
pub const VALUES_PER_ANSWER: usize = 100;

/// How many custom variables one request can set.
pub const CUSTOM_VARIABLES: usize = 100;

/// Longest subject of a transcript, in characters.
pub const SUBJECT_CHARS: usize = 256;

/// How far a visitor's clock can be from UTC, in minutes.
pub const TIMEZONE_OFFSET_MIN: RangeInclusive<i64> = -1_440..=1_440;
