//! The doctor as an operator runs it, and what it found.

use super::common::process::run;
use serde_json::Value;

/// The checks of the doctor, with the status that it ends with.
pub(crate) fn doctor(words: &[&str], code: i32) -> Value {
    let outcome = run(["doctor", "--json"].iter().chain(words).copied());
    assert_eq!(outcome.status.code(), Some(code), "{}{}", outcome.stdout, outcome.stderr);
    serde_json::from_str(&outcome.stdout).unwrap()
}

/// The doctor has found this.
#[track_caller]
pub(crate) fn found(document: &Value, name: &str, verdict: &str, says: &str) {
    let checks = document["checks"].as_array().unwrap();
    let check = checks.iter().find(|check| check["name"] == name).unwrap_or_else(|| panic!("{document}"));
    assert_eq!(check["verdict"], verdict, "{check}");
    assert!(check["says"].as_str().unwrap().contains(says), "{check}");
}
