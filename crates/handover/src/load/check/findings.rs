//! What was found wrong: how often, and some examples.

use std::collections::BTreeMap;

/// Examples that are kept of each kind.
const EXAMPLES: usize = 5;

/// A promise that was not kept.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(in crate::load) enum Rule {
    Gap,
    Repeat,
    Order,
    Next,
    LostLine,
    RepeatedLine,
    StrangeLine,
    ShownPrivately,
    Position,
    Stuck,
    AcceptedTwice,
    StrangeChat,
    Slots,
    ChatSessions,
    BrokenOff,
    NotEnded,
    Disagreement,
    Overtaken,
    Stale,
    Foreseen,
    BehindEnd,
    Status,
    Document,
    Connection,
}

impl Rule {
    /// The promise, in words.
    pub(in crate::load) fn says(self) -> &'static str {
        match self {
            Self::Gap => "event ids have no gaps, but for ids that are hidden from the visitor",
            Self::Repeat => "no event is told twice to one reader",
            Self::Order => "the lines of one side are told in the order in which they were acknowledged",
            Self::Next => "`next` is where the reader stands",
            Self::LostLine => "an acknowledged line is seen by both sides",
            Self::RepeatedLine => "a line is seen once",
            Self::StrangeLine => "every line was written in this chat, by the side that it is told of",
            Self::ShownPrivately => "a line for agents is not shown to the visitor",
            Self::Position => "a line stands under the id of its acknowledgement",
            Self::Stuck => "no chat waits while a suitable agent has a free slot",
            Self::AcceptedTwice => "a chat is accepted once",
            Self::StrangeChat => "an accepted chat was asked for by somebody",
            Self::Slots => "no agent has more chats than slots",
            Self::ChatSessions => {
                "`chatSessions` at another device lists every chat of the agent, and no other"
            }
            Self::BrokenOff => "a chat ends, or goes back to the queue, only when somebody wants it",
            Self::NotEnded => "a chat that was ended is ended for both sides",
            Self::Disagreement => "everybody is told the same under one event id",
            Self::Overtaken => "a line that was sent when an event was known to be there stands behind it",
            Self::Stale => "who asks is told of everything that was acknowledged or told before",
            Self::Foreseen => "nothing is told before it was sent",
            Self::BehindEnd => "nothing stands behind the end of a chat",
            Self::Status => "every request has the status that the API promises",
            Self::Document => "every answer can be read",
            Self::Connection => "the server is there, and keeps connections",
        }
    }
}

/// How often a promise was not kept, and some examples.
#[derive(Debug, Default)]
pub(in crate::load) struct Finding {
    pub(in crate::load) count: u64,
    pub(in crate::load) examples: Vec<String>,
}

/// Everything that was found wrong.
#[derive(Debug, Default)]
pub(in crate::load) struct Findings(BTreeMap<Rule, Finding>);

impl Findings {
    /// Notes that a promise was not kept.
    pub(in crate::load) fn note(&mut self, rule: Rule, example: impl FnOnce() -> String) {
        let finding = self.0.entry(rule).or_default();
        finding.count += 1;
        if finding.examples.len() < EXAMPLES {
            finding.examples.push(example());
        }
    }

    /// How much was found.
    pub(in crate::load) fn count(&self) -> u64 {
        self.0.values().map(|finding| finding.count).sum()
    }

    pub(in crate::load) fn iter(&self) -> impl Iterator<Item = (Rule, &Finding)> {
        self.0.iter().map(|(rule, finding)| (*rule, finding))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_faults_are_counted_and_some_are_kept() {
        let mut findings = Findings::default();
        for number in 0..7 {
            findings.note(Rule::Gap, || format!("gap {number}"));
        }
        findings.note(Rule::Stuck, || "stuck".to_owned());
        let told: Vec<_> = findings.iter().map(|(rule, f)| (rule, f.count, f.examples.len())).collect();
        assert_eq!(told, [(Rule::Gap, 7, 5), (Rule::Stuck, 1, 1)]);
        assert_eq!(findings.count(), 8);
    }
}
