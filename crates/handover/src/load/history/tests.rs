//! A history that one log could have shown is in order, whatever overlaps; one in which anything is moved is not.

use super::{Entry, check};
use crate::load::check::{Findings, Rule};
use crate::load::plan::Who;
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use std::io::Write as _;

/// What is wrong with a history, and how many acknowledged lines nobody looked for.
fn faults(history: &[Entry]) -> (Vec<Rule>, u64) {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    for entry in history {
        writeln!(file, "{}", serde_json::to_string(entry).unwrap()).unwrap();
    }
    let mut findings = Findings::default();
    let checked = check(file.path(), &mut findings).unwrap();
    (findings.iter().map(|(rule, _)| rule).collect(), checked.unread)
}

fn rules(history: &[Entry]) -> Vec<Rule> {
    faults(history).0
}

fn chat() -> String {
    "K".to_owned()
}

fn said(line: &str, at_us: u64) -> Entry {
    Entry::Said { chat: chat(), by: Who::Visitor, line: line.to_owned(), private: false, at_us }
}

fn acknowledged(line: &str, event: u32, at_us: u64) -> Entry {
    Entry::Acknowledged { chat: chat(), line: line.to_owned(), event, at_us }
}

fn read(from: u32, sent_us: u64, at_us: u64, whats: &[&str]) -> Entry {
    let events: Vec<_> = (from..).zip(whats.iter().map(|what| (*what).to_owned())).collect();
    let next = from + u32::try_from(events.len()).unwrap();
    Entry::Read { chat: chat(), by: Who::Agent, from, sent_us, at_us, events, next: Some(next) }
}

fn told(event: u32, what: &str, at_us: u64) -> Entry {
    Entry::Told { chat: chat(), by: Who::Agent, event, what: what.to_owned(), at_us }
}

fn accepted(at_us: u64) -> Entry {
    Entry::Accepted { chat: chat(), agent: "maya".to_owned(), sent_us: at_us - 1, at_us }
}

/// A chat of which everything is known: asked for, accepted, two lines one after the other, ended.
fn story() -> Vec<Entry> {
    vec![
        Entry::Requested { chat: chat(), sent_us: 1, at_us: 5 },
        read(0, 6, 7, &["waiting"]),
        accepted(10),
        read(1, 11, 12, &["chatting"]),
        said("a", 20),
        acknowledged("a", 2, 25),
        said("b", 30),
        acknowledged("b", 3, 35),
        read(2, 40, 41, &["line a", "line b"]),
        Entry::EndSent { chat: chat(), by: Who::Visitor, at_us: 50 },
        Entry::Ended { chat: chat(), by: Who::Visitor, at_us: 55 },
        read(4, 60, 61, &["ended"]),
    ]
}

/// The story with something in the place of one entry.
fn story_with(at: usize, entry: Entry) -> Vec<Entry> {
    let mut story = story();
    story[at] = entry;
    story
}

#[test]
fn a_story_in_order_is_in_order() {
    assert_eq!(faults(&story()), (vec![], 0));
}

#[test]
fn whatever_is_moved_is_found() {
    let cases = [
        (story_with(8, read(2, 40, 41, &["line b", "line a"])), vec![Rule::Position, Rule::Overtaken]),
        (story_with(8, read(2, 40, 41, &["line a", "other"])), vec![Rule::LostLine]),
        (story_with(8, read(2, 40, 41, &["line a"])), vec![Rule::LostLine, Rule::Stale]),
        (story_with(8, read(2, 40, 41, &["line a", "stranger"])), vec![Rule::LostLine, Rule::StrangeLine]),
        (story_with(8, read(3, 40, 41, &["line b"])), vec![Rule::LostLine]),
        (story_with(8, told(3, "line b", 29)), vec![Rule::LostLine, Rule::Overtaken, Rule::Foreseen]),
        (story_with(7, acknowledged("c", 3, 35)), vec![Rule::StrangeLine]),
        (story_with(3, accepted(11)), vec![Rule::AcceptedTwice]),
        (
            story_with(2, Entry::Accepted { chat: chat(), agent: chat(), sent_us: 0, at_us: 0 }),
            vec![Rule::Foreseen],
        ),
        (story_with(9, read(4, 50, 51, &["ended"])), vec![Rule::BrokenOff]),
        (story_with(11, read(4, 60, 61, &["other"])), vec![Rule::NotEnded]),
        (story_with(11, read(4, 60, 61, &["ended", "other"])), vec![Rule::BehindEnd]),
        (story_with(11, read(4, 60, 61, &[])), vec![Rule::NotEnded]),
        (story_with(11, read(4, 60, 61, &["line a", "ended"])), vec![Rule::RepeatedLine]),
    ];
    for (number, (history, wanted)) in cases.iter().enumerate() {
        let mut found = rules(history);
        found.retain(|rule| wanted.contains(rule));
        assert_eq!(&found, wanted, "case {number}: {:?}", rules(history));
    }
    let twice = [story(), vec![read(3, 70, 71, &["line a"])]].concat();
    assert_eq!(rules(&twice), [Rule::Disagreement, Rule::Stale]);
}

#[test]
fn what_was_not_acknowledged_may_be_there_or_not() {
    let there = [story(), vec![said("c", 45)]].concat();
    assert_eq!(faults(&there), (vec![], 0));
    let mut seen = story();
    seen.insert(9, said("c", 42));
    seen[9 + 3] = read(4, 60, 61, &["line c", "ended"]);
    assert_eq!(faults(&seen), (vec![], 0));
}

#[test]
fn a_line_behind_everything_that_was_read_is_counted_and_no_fault() {
    let story = &story()[..6];
    assert_eq!(faults(story), (vec![], 1));
}

#[test]
fn a_line_that_is_no_entry_is_named() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    write!(file, "{}\nnonsense\n", serde_json::to_string(&accepted(1)).unwrap()).unwrap();
    let error = check(file.path(), &mut Findings::default()).unwrap_err();
    assert!(error.to_string().ends_with(", line 2, is no line of a history"), "{error}");
}

/// Writers and readers whose requests overlap at random, each at one moment between its sending and its answer.
fn overlapping(seed: u64) -> Vec<Entry> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut moments: Vec<(u64, u64, u64, bool)> = (0..60)
        .map(|_| {
            let sent_us = random.random_range(100..10_000);
            let moment_us = sent_us + random.random_range(0..2_000);
            let at_us = moment_us + random.random_range(0..2_000);
            (moment_us, sent_us, at_us, random.random_bool(0.5))
        })
        .collect();
    moments.sort_unstable();
    let mut log = vec!["waiting".to_owned()];
    let mut history = vec![Entry::Requested { chat: chat(), sent_us: 0, at_us: 1 }];
    for (number, (_, sent_us, at_us, writes)) in moments.into_iter().enumerate() {
        if writes {
            let event = u32::try_from(log.len()).unwrap();
            log.push(format!("line {number}"));
            history.push(said(&number.to_string(), sent_us));
            history.push(acknowledged(&number.to_string(), event, at_us));
        } else {
            let whats: Vec<&str> = log.iter().map(String::as_str).collect();
            history.push(read(0, sent_us, at_us, &whats));
        }
    }
    let whats: Vec<&str> = log.iter().map(String::as_str).collect();
    history.push(read(0, 20_000, 20_001, &whats));
    history
}

#[test]
fn requests_that_overlap_are_in_order_and_a_late_answer_that_knows_too_little_is_not() {
    for seed in 0..200 {
        let mut history = overlapping(seed);
        assert_eq!(faults(&history), (vec![], 0), "seed {seed}");
        // The last to ask is told of one event less than is there.
        if let Some(Entry::Read { events, next, .. }) = history.last_mut() {
            events.pop();
            *next = next.map(|next| next - 1);
        }
        assert!(rules(&history).contains(&Rule::Stale), "seed {seed}");
    }
}
