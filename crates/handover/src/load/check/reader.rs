//! The event ids that one side of a chat has been told: 0, 1, 2, … without gap or repeat. A visitor may skip ids that are
//! hidden; which those are is known when the agent's side has been read.

use super::Rule;

/// Where one side stands in a chat.
#[derive(Debug, Default)]
pub(in crate::load) struct Reader {
    next: u32,
    /// Ids that were left out.
    skipped: Vec<u32>,
}

impl Reader {
    /// The id that is to come.
    pub(in crate::load) fn next(&self) -> u32 {
        self.next
    }

    /// The ids that were left out so far.
    pub(in crate::load) fn skipped(&self) -> &[u32] {
        &self.skipped
    }

    /// An event was told. `may_skip` says whether ids can be hidden from this side.
    pub(in crate::load) fn read(&mut self, id: u32, may_skip: bool) -> Result<(), (Rule, String)> {
        if id < self.next {
            return Err((Rule::Repeat, format!("event {id} after event {}", self.next - 1)));
        }
        self.go_on(id, may_skip).map(|()| self.next = id + 1).inspect_err(|_| self.next = id + 1)
    }

    /// The server said where the next event will stand. Behind what was told there can only be hidden events.
    pub(in crate::load) fn told_next(&mut self, next: u32, may_skip: bool) -> Result<(), (Rule, String)> {
        if next < self.next {
            return Err((Rule::Next, format!("`next` is {next} after event {}", self.next - 1)));
        }
        let gone_on = self.go_on(next, may_skip);
        self.next = next;
        gone_on
    }

    fn go_on(&mut self, to: u32, may_skip: bool) -> Result<(), (Rule, String)> {
        if to > self.next && !may_skip {
            return Err((Rule::Gap, format!("event {to} where event {} was to come", self.next)));
        }
        self.skipped.extend(self.next..to);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(result: Result<(), (Rule, String)>) -> Option<Rule> {
        result.err().map(|(rule, _)| rule)
    }

    #[test]
    fn ids_that_follow_each_other_are_right() {
        let mut reader = Reader::default();
        for id in 0..5 {
            reader.read(id, false).unwrap();
            reader.told_next(id + 1, false).unwrap();
        }
        assert_eq!((reader.next(), reader.skipped()), (5, &[][..]));
    }

    #[test]
    fn a_gap_and_a_repeat_are_seen_and_the_reader_goes_on_behind_them() {
        let mut reader = Reader::default();
        reader.read(0, false).unwrap();
        assert_eq!(rule(reader.read(2, false)), Some(Rule::Gap));
        assert_eq!(rule(reader.read(2, false)), Some(Rule::Repeat));
        assert_eq!(rule(reader.read(0, false)), Some(Rule::Repeat));
        assert_eq!(rule(reader.read(3, false)), None);
    }

    #[test]
    fn what_a_visitor_skips_is_remembered() {
        let mut reader = Reader::default();
        reader.read(1, true).unwrap();
        reader.read(4, true).unwrap();
        reader.told_next(6, true).unwrap();
        assert_eq!((reader.next(), reader.skipped()), (6, &[0, 2, 3, 5][..]));
    }

    #[test]
    fn a_next_that_goes_back_or_leaves_something_out_is_seen() {
        let mut reader = Reader::default();
        reader.read(0, false).unwrap();
        assert_eq!(rule(reader.told_next(0, false)), Some(Rule::Next));
        assert_eq!(rule(reader.told_next(2, false)), Some(Rule::Gap));
    }
}
