//! English.

use super::Words;

pub(super) const WORDS: Words = Words {
    tag: "en",
    time: "%Y-%m-%d %H:%M:%S",
    transcript: "Transcript of your chat",
    times_in: "Times are in the time zone",
    you: "You",
    left_out: "This mail is full. Lines left out:",
    message: "Offline message",
    left_at: "Left at",
    skill: "Skill",
    page: "Page",
    visitor: "Visitor",
    question: "Question",
    variables: "Custom variables",
};
