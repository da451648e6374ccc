//! The lines of one chat: what was to be said, what was acknowledged, and who has seen it where.

use super::{Reader, Rule};
use crate::load::plan::Who;
use std::fmt;
use std::str::FromStr;

/// What people write behind the mark by which their line is known: an ordinary line of a support chat.
const TEXT: &str = "Hello, my parcel was to come on Tuesday and has not arrived yet.";

/// The mark that makes the text of a line unlike every other.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(in crate::load) struct Tag {
    /// The run: another run may have played in the same account.
    pub(in crate::load) run: u32,
    pub(in crate::load) chat: u64,
    /// The place in the ledger of the chat.
    pub(in crate::load) line: usize,
}

impl Tag {
    /// The mark alone.
    pub(in crate::load) fn mark(self) -> String {
        format!("{:x}.{}.{}", self.run, self.chat, self.line)
    }
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{}] {TEXT}", self.mark())
    }
}

impl FromStr for Tag {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (mark, rest) = text.strip_prefix('[').and_then(|text| text.split_once("] ")).ok_or(())?;
        let mut parts = mark.split('.');
        let (Some(run), Some(chat), Some(line), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(());
        };
        let run = u32::from_str_radix(run, 16).map_err(drop)?;
        let (chat, line) = (chat.parse().map_err(drop)?, line.parse().map_err(drop)?);
        if rest == TEXT { Ok(Self { run, chat, line }) } else { Err(()) }
    }
}

/// A line that was said, or tried to.
#[derive(Debug)]
struct Line {
    by: Who,
    intended_us: u64,
    private: bool,
    /// The id it was acknowledged under.
    acknowledged: Option<u32>,
    /// The ids under which visitor and agent have seen it.
    seen: [Option<u32>; 2],
}

/// A line as a reader sees it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(in crate::load) struct Seen {
    /// The reader.
    pub(in crate::load) reader: Who,
    pub(in crate::load) id: u32,
    /// Whose line it is said to be.
    pub(in crate::load) by: Who,
    /// Whether it is marked as one for agents only.
    pub(in crate::load) private: bool,
}

/// The lines of one chat.
#[derive(Debug, Default)]
pub(in crate::load) struct Ledger {
    lines: Vec<Line>,
    /// The ids that a visitor may not be told, as the agent was told them.
    hidden: Vec<u32>,
}

fn side(who: Who) -> usize {
    match who {
        Who::Visitor => 0,
        Who::Agent => 1,
    }
}

impl Ledger {
    /// A line is to be said. Gives its place.
    pub(in crate::load) fn write(&mut self, by: Who, intended_us: u64, private: bool) -> usize {
        self.lines.push(Line { by, intended_us, private, acknowledged: None, seen: [None; 2] });
        self.lines.len() - 1
    }

    /// Whether a line is one for agents only.
    pub(in crate::load) fn is_private(&self, line: usize) -> bool {
        self.lines.get(line).is_some_and(|line| line.private)
    }

    /// A line was acknowledged under an id. Gives the time at which it was meant to be said.
    pub(in crate::load) fn acknowledge(&mut self, line: usize, id: u32) -> Option<u64> {
        let line = self.lines.get_mut(line)?;
        line.acknowledged = Some(id);
        Some(line.intended_us)
    }

    /// An event was told to the agent that is hidden from the visitor.
    pub(in crate::load) fn hide(&mut self, id: u32) {
        self.hidden.push(id);
    }

    /// A line was seen. Gives the time at which it was meant to be said, when the reader is the other side.
    pub(in crate::load) fn see(&mut self, line: usize, seen: Seen) -> Result<Option<u64>, (Rule, String)> {
        let Some(known) = self.lines.get(line).filter(|known| known.by == seen.by) else {
            return Err((Rule::StrangeLine, format!("event {}: nobody wrote it", seen.id)));
        };
        if seen.reader == Who::Visitor && (known.private || seen.private) {
            return Err((Rule::ShownPrivately, format!("event {} was for agents only", seen.id)));
        }
        let at = side(seen.reader);
        if let Some(before) = known.seen.get(at).copied().flatten() {
            return Err((Rule::RepeatedLine, format!("event {} was event {before} before", seen.id)));
        }
        let (intended_us, by) = (known.intended_us, known.by);
        let later = self.lines.iter().skip(line + 1).filter(|other| other.by == by);
        let overtaken =
            later.filter_map(|other| other.seen.get(at).copied().flatten()).any(|id| id < seen.id);
        if let Some(place) = self.lines.get_mut(line).and_then(|line| line.seen.get_mut(at)) {
            *place = Some(seen.id);
        }
        if overtaken {
            return Err((Rule::Order, format!("event {} stands behind a line that was said later", seen.id)));
        }
        Ok((seen.reader != by).then_some(intended_us))
    }

    /// Both sides have read the chat to its end, or the agent's side was never there: what is wrong.
    pub(in crate::load) fn close(&self, visitor: &Reader, agent: Option<&Reader>) -> Vec<(Rule, String)> {
        let mut wrong = Vec::new();
        for (place, line) in self.lines.iter().enumerate() {
            let [by_visitor, by_agent] = line.seen;
            if let Some(id) = line.acknowledged {
                if by_visitor.is_none() && !line.private {
                    wrong
                        .push((Rule::LostLine, format!("line {place}, event {id}, not seen by the visitor")));
                }
                if by_agent.is_none() && agent.is_some() {
                    wrong.push((Rule::LostLine, format!("line {place}, event {id}, not seen by the agent")));
                }
            }
            let mut ids = [line.acknowledged, by_visitor, by_agent].into_iter().flatten();
            let first = ids.next();
            if let Some(other) = ids.find(|id| Some(*id) != first) {
                let first = first.unwrap_or_default();
                wrong.push((Rule::Position, format!("line {place} is event {first} and event {other}")));
            }
        }
        if agent.is_some() {
            let shown = visitor.skipped().iter().filter(|id| !self.hidden.contains(id));
            wrong
                .extend(shown.map(|id| {
                    (Rule::Gap, format!("event {id} was not hidden, and not told to the visitor"))
                }));
        }
        wrong
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(reader: Who, id: u32, by: Who) -> Seen {
        Seen { reader, id, by, private: false }
    }

    fn rules(found: Vec<(Rule, String)>) -> Vec<Rule> {
        found.into_iter().map(|(rule, _)| rule).collect()
    }

    /// A ledger with a line of each side, acknowledged as events 4 and 5, and readers who have read six events.
    fn talk() -> (Ledger, Reader, Reader) {
        let mut ledger = Ledger::default();
        for (by, id) in [(Who::Visitor, 4), (Who::Agent, 5)] {
            let line = ledger.write(by, 1_000, false);
            ledger.acknowledge(line, id);
        }
        let (mut visitor, mut agent) = (Reader::default(), Reader::default());
        for id in 0..6 {
            visitor.read(id, true).unwrap();
            agent.read(id, false).unwrap();
        }
        (ledger, visitor, agent)
    }

    fn see_all(ledger: &mut Ledger) {
        for reader in [Who::Visitor, Who::Agent] {
            for (line, by) in [(0, Who::Visitor), (1, Who::Agent)] {
                let id = 4 + u32::try_from(line).unwrap();
                let delivered = ledger.see(line, seen(reader, id, by)).unwrap();
                assert_eq!(delivered, (reader != by).then_some(1_000));
            }
        }
    }

    #[test]
    fn a_chat_in_which_all_went_well_has_no_faults() {
        let (mut ledger, visitor, agent) = talk();
        see_all(&mut ledger);
        assert_eq!(ledger.close(&visitor, Some(&agent)), []);
    }

    #[test]
    fn an_acknowledged_line_that_a_side_has_not_seen_is_lost() {
        let (mut ledger, visitor, agent) = talk();
        ledger.see(0, seen(Who::Visitor, 4, Who::Visitor)).unwrap();
        ledger.see(1, seen(Who::Visitor, 5, Who::Agent)).unwrap();
        ledger.see(1, seen(Who::Agent, 5, Who::Agent)).unwrap();
        let found = ledger.close(&visitor, Some(&agent));
        assert_eq!(found, [(Rule::LostLine, "line 0, event 4, not seen by the agent".to_owned())]);
        assert_eq!(ledger.close(&visitor, None), []);
    }

    #[test]
    fn a_line_that_was_not_acknowledged_may_be_there_or_not() {
        let (mut ledger, visitor, agent) = talk();
        see_all(&mut ledger);
        ledger.write(Who::Visitor, 2_000, false);
        assert_eq!(ledger.close(&visitor, Some(&agent)), []);
    }

    #[test]
    fn a_line_that_comes_twice_or_that_nobody_wrote_is_seen() {
        let (mut ledger, ..) = talk();
        see_all(&mut ledger);
        let found = |result: Result<Option<u64>, (Rule, String)>| result.unwrap_err().0;
        assert_eq!(found(ledger.see(0, seen(Who::Agent, 6, Who::Visitor))), Rule::RepeatedLine);
        assert_eq!(found(ledger.see(2, seen(Who::Agent, 6, Who::Visitor))), Rule::StrangeLine);
        assert_eq!(found(ledger.see(0, seen(Who::Agent, 6, Who::Agent))), Rule::StrangeLine);
    }

    #[test]
    fn lines_in_the_wrong_order_or_under_another_id_are_seen() {
        let mut ledger = Ledger::default();
        for id in [4, 5] {
            let line = ledger.write(Who::Visitor, 0, false);
            ledger.acknowledge(line, id);
        }
        ledger.see(1, seen(Who::Agent, 4, Who::Visitor)).unwrap();
        let found = ledger.see(0, seen(Who::Agent, 5, Who::Visitor)).unwrap_err();
        assert_eq!(found.0, Rule::Order);
        ledger.see(0, seen(Who::Visitor, 4, Who::Visitor)).unwrap();
        ledger.see(1, seen(Who::Visitor, 5, Who::Visitor)).unwrap();
        let mut reader = Reader::default();
        reader.told_next(6, true).unwrap();
        assert_eq!(rules(ledger.close(&Reader::default(), Some(&reader))), [Rule::Position, Rule::Position]);
    }

    #[test]
    fn a_line_for_agents_may_be_skipped_by_the_visitor_and_may_not_be_shown() {
        let (mut ledger, mut visitor, mut agent) = talk();
        see_all(&mut ledger);
        let line = ledger.write(Who::Agent, 0, true);
        ledger.acknowledge(line, 6);
        let private = |reader| Seen { private: true, ..seen(reader, 6, Who::Agent) };
        ledger.see(line, private(Who::Agent)).unwrap();
        ledger.hide(6);
        agent.read(6, false).unwrap();
        visitor.told_next(7, true).unwrap();
        assert_eq!(ledger.close(&visitor, Some(&agent)), []);
        visitor.told_next(8, true).unwrap();
        assert_eq!(rules(ledger.close(&visitor, Some(&agent))), [Rule::Gap]);
        assert_eq!(ledger.see(line, private(Who::Visitor)).unwrap_err().0, Rule::ShownPrivately);
    }

    #[test]
    fn the_text_of_a_line_says_which_it_is() {
        let tag = Tag { run: 0xBEEF, chat: 12, line: 3 };
        assert!(tag.to_string().starts_with("[beef.12.3] Hello"), "{tag}");
        assert_eq!(tag.to_string().parse(), Ok(tag));
        for wrong in ["", "Hello", "[1.2] Hello", "[1.2.3] Hello", "[x.2.3.4] "] {
            assert_eq!(wrong.parse::<Tag>(), Err(()), "{wrong}");
        }
    }
}
