//! The history of one chat, and what is wrong with it.

use super::Entry;
use crate::load::check::Rule;
use crate::load::plan::Who;
use std::collections::BTreeMap;

/// A line, from its sending to its acknowledgement.
#[derive(Debug)]
struct Line {
    said_us: u64,
    private: bool,
    /// The event it was acknowledged as, and when.
    acknowledged: Option<(u32, u64)>,
}

/// A question and its answer.
#[derive(Debug)]
struct Read {
    by: Who,
    sent_us: u64,
    /// What was told to be the next event.
    next: u32,
}

/// What is wrong: the promise, and how.
pub(super) type Fault = (Rule, String);

/// Everything that happened to one chat.
#[derive(Debug, Default)]
pub(super) struct ChatHistory {
    requested_us: Option<u64>,
    /// When each accept was answered.
    accepts_us: Vec<u64>,
    lines: BTreeMap<String, Line>,
    reads: Vec<Read>,
    /// What stands at each place, and when somebody was first told so.
    log: BTreeMap<u32, (String, u64)>,
    /// Behind the last place that each side was told of.
    told_to: [u32; 2],
    end_sent_us: Option<u64>,
    ended_us: Option<u64>,
    faults: Vec<Fault>,
}

/// The places that are certain to be taken, by the time from which on that is so.
struct Known(Vec<(u64, u32)>);

impl Known {
    fn of(mut known: Vec<(u64, u32)>) -> Self {
        known.sort_unstable();
        let mut most = 0;
        for (_, next) in &mut known {
            most = most.max(*next);
            *next = most;
        }
        Self(known)
    }

    /// The next place at least, for whoever begins to ask at this time.
    fn before(&self, at_us: u64) -> u32 {
        let count = self.0.partition_point(|(known_us, _)| *known_us < at_us);
        count.checked_sub(1).and_then(|last| self.0.get(last)).map_or(0, |(_, next)| *next)
    }
}

impl ChatHistory {
    /// Something happened.
    pub(super) fn add(&mut self, entry: Entry) {
        match entry {
            Entry::Requested { sent_us, .. } => self.requested_us = Some(sent_us),
            Entry::Accepted { at_us, .. } => self.accepts_us.push(at_us),
            Entry::Said { line, private, at_us, .. } => {
                self.lines.insert(line, Line { said_us: at_us, private, acknowledged: None });
            }
            Entry::Acknowledged { line, event, at_us, .. } => self.acknowledge(&line, event, at_us),
            Entry::Read { by, from, sent_us, at_us, events, next, .. } => {
                let next = self.read(by, from, events, next, at_us);
                self.reads.push(Read { by, sent_us, next });
            }
            Entry::Told { by, event, what, at_us, .. } => {
                self.stands(event, &what, at_us);
                self.tell_to(by, event + 1);
            }
            Entry::EndSent { at_us, .. } => self.end_sent_us = self.end_sent_us.or(Some(at_us)),
            Entry::Ended { at_us, .. } => self.ended_us = self.ended_us.or(Some(at_us)),
            Entry::Stopped { .. } => {}
        }
    }

    fn acknowledge(&mut self, line: &str, event: u32, at_us: u64) {
        match self.lines.get_mut(line) {
            Some(known) => known.acknowledged = Some((event, at_us)),
            None => self.faults.push((Rule::StrangeLine, format!("line {line} was never sent"))),
        }
    }

    /// Somebody was told these events. Gives the next place.
    fn read(&mut self, by: Who, from: u32, events: Vec<(u32, String)>, next: Option<u32>, at_us: u64) -> u32 {
        let mut place = from;
        for (event, what) in events {
            if event < place {
                self.faults.push((Rule::Repeat, format!("{by:?}: event {event} where {place} was due")));
            } else if event > place && by == Who::Agent {
                self.faults.push((Rule::Gap, format!("{by:?}: event {event} where {place} was due")));
            }
            self.stands(event, &what, at_us);
            place = event + 1;
        }
        let next = next.unwrap_or(place);
        if next < place || (next > place && by == Who::Agent) {
            self.faults.push((Rule::Next, format!("{by:?}: `next` is {next} where {place} was due")));
        }
        self.tell_to(by, next);
        next
    }

    fn tell_to(&mut self, by: Who, next: u32) {
        let [visitor, agent] = &mut self.told_to;
        let told = if by == Who::Visitor { visitor } else { agent };
        *told = next.max(*told);
    }

    /// Somebody was told that this stands at a place.
    fn stands(&mut self, event: u32, what: &str, at_us: u64) {
        let (known, first_us) = self.log.entry(event).or_insert_with(|| (what.to_owned(), at_us));
        *first_us = at_us.min(*first_us);
        if known != what {
            let told = format!("event {event} is told as `{known}` and as `{what}`");
            self.faults.push((Rule::Disagreement, told));
        }
    }

    /// Everything that is wrong, and how many acknowledged lines nobody was in a position to look for.
    pub(super) fn close(mut self) -> (Vec<Fault>, u64) {
        let places = self.places();
        let known = self.known();
        let unread = self.check_acknowledged(&places);
        self.check_order(&places, &known);
        self.check_reads(&known);
        self.check_source();
        self.check_accepts();
        self.check_end();
        (self.faults, unread)
    }

    /// Where each line stands that somebody was told of.
    fn places(&mut self) -> BTreeMap<String, u32> {
        let mut places = BTreeMap::new();
        for (event, (what, _)) in &self.log {
            let Some(line) = what.strip_prefix("line ") else { continue };
            if let Some(other) = places.insert(line.to_owned(), *event) {
                let twice = format!("line {line} is event {other} and event {event}");
                self.faults.push((Rule::RepeatedLine, twice));
            }
        }
        places
    }

    /// What was acknowledged or told is there for everybody who asks later.
    fn known(&self) -> Known {
        let told = self.log.iter().map(|(event, (_, first_us))| (*first_us, event + 1));
        let acknowledged = self.lines.values().filter_map(|line| line.acknowledged);
        Known::of(told.chain(acknowledged.map(|(event, at_us)| (at_us, event + 1))).collect())
    }

    /// An acknowledged line stands where the acknowledgement says.
    fn check_acknowledged(&mut self, places: &BTreeMap<String, u32>) -> u64 {
        let mut unread = 0;
        let [visitor, agent] = self.told_to;
        for (name, line) in &self.lines {
            let Some((event, _)) = line.acknowledged else { continue };
            let told_to = if line.private { agent } else { agent.max(visitor) };
            match places.get(name) {
                Some(place) if *place == event => {}
                Some(place) => {
                    let told = format!("line {name} is event {place}, and was acknowledged as {event}");
                    self.faults.push((Rule::Position, told));
                }
                None if event < told_to => {
                    self.faults.push((Rule::LostLine, format!("line {name}, event {event}")));
                }
                None => unread += 1,
            }
        }
        unread
    }

    /// A line that was sent when others were known to be there stands behind them.
    fn check_order(&mut self, places: &BTreeMap<String, u32>, known: &Known) {
        for (name, line) in &self.lines {
            let acknowledged = line.acknowledged.map(|(event, _)| event);
            let Some(place) = places.get(name).copied().or(acknowledged) else { continue };
            let least = known.before(line.said_us);
            if place < least {
                let told = format!("line {name} is event {place}, and was sent behind event {}", least - 1);
                self.faults.push((Rule::Overtaken, told));
            }
        }
    }

    /// Whoever asks is told of everything that was acknowledged or told before.
    fn check_reads(&mut self, known: &Known) {
        for read in &self.reads {
            let least = known.before(read.sent_us);
            if read.next < least {
                let told = format!(
                    "{:?}, asked at {} us: `next` is {}, and event {} was there",
                    read.by,
                    read.sent_us,
                    read.next,
                    least - 1
                );
                self.faults.push((Rule::Stale, told));
            }
        }
    }

    /// What is told was sent before.
    fn check_source(&mut self) {
        for (event, (what, first_us)) in &self.log {
            let Some(name) = what.strip_prefix("line ") else {
                if what == "stranger" {
                    self.faults.push((Rule::StrangeLine, format!("event {event}: nobody wrote it")));
                }
                continue;
            };
            match self.lines.get(name) {
                Some(line) if line.said_us <= *first_us => {}
                Some(_) => {
                    let told = format!("line {name}, event {event}, was told before it was sent");
                    self.faults.push((Rule::Foreseen, told));
                }
                None => {
                    self.faults.push((Rule::StrangeLine, format!("event {event}: {name} was never sent")));
                }
            }
        }
    }

    /// Each time that the chat waited it was accepted once at most.
    fn check_accepts(&mut self) {
        let waited = self.log.values().filter(|(what, _)| what == "waiting").count().max(1);
        if self.accepts_us.len() > waited {
            let told = format!("{} accepts, and it waited {waited} times", self.accepts_us.len());
            self.faults.push((Rule::AcceptedTwice, told));
        }
        let first_us = self.accepts_us.iter().min();
        if first_us.zip(self.requested_us).is_some_and(|(accepted_us, asked_us)| *accepted_us < asked_us) {
            self.faults.push((Rule::Foreseen, "accepted before it was asked for".to_owned()));
        }
    }

    /// An end that was acknowledged is there, somebody wanted it, and nothing stands behind it.
    fn check_end(&mut self) {
        let end = self.log.iter().find(|(_, (what, _))| what == "ended");
        match end.map(|(event, (_, first_us))| (*event, *first_us)) {
            None if self.ended_us.is_some() && self.told_to != [0, 0] => {
                self.faults
                    .push((Rule::NotEnded, "its end was acknowledged, and nobody was told".to_owned()));
            }
            None => {}
            Some((event, first_us)) => {
                if self.end_sent_us.is_none_or(|sent_us| first_us < sent_us) {
                    self.faults.push((Rule::BrokenOff, format!("event {event}: nobody had ended it")));
                }
                if let Some((behind, (what, _))) = self.log.range(event + 1..).next() {
                    let told = format!("event {behind}, `{what}`, stands behind the end, event {event}");
                    self.faults.push((Rule::BehindEnd, told));
                }
            }
        }
    }
}
