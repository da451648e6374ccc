//! Reading TOML tables key by key. Every value knows its place, and whatever is wrong is noted with line and key;
//! a reading that has noted a mistake goes on, so that the first in the order of the file is found.

use super::mistake::{Mistakes, Place, Problem};
use handover_desk::is_mail_address;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::ops::Range;
use std::sync::Arc;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Where lines begin, so that a place is found without counting from the top.
pub(super) struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        let breaks = text.match_indices('\n').map(|(at, _)| at.saturating_add(1));
        Self { text, starts: std::iter::once(0).chain(breaks).collect() }
    }

    pub(super) fn place(&self, offset: usize) -> Place {
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = line.checked_sub(1).and_then(|index| self.starts.get(index)).copied().unwrap_or(0);
        let before = self.text.get(start..offset).unwrap_or("");
        Place { line, column: before.chars().count().saturating_add(1) }
    }

    pub(super) fn slice(&self, span: Range<usize>) -> &'t str {
        self.text.get(span).unwrap_or("")
    }
}

/// What a reading of one file shares.
pub(super) struct Reading<'t> {
    pub(super) lines: Lines<'t>,
    pub(super) mistakes: Mistakes,
}

/// A table. Every key is asked for by name, then [`Table::finish`] notes those that were not.
pub(super) struct Table<'r> {
    entries: &'r DeTable<'r>,
    path: &'static str,
    header: Place,
    reading: &'r Reading<'r>,
    asked: RefCell<Vec<&'static str>>,
}

impl<'r> Table<'r> {
    /// The table at `path`, which is empty for the file itself; `header` is where it begins.
    pub(super) fn new(
        entries: &'r DeTable<'r>,
        path: &'static str,
        header: usize,
        reading: &'r Reading<'r>,
    ) -> Self {
        let header = reading.lines.place(header);
        Self { entries, path, header, reading, asked: RefCell::default() }
    }

    /// Where the table begins: its header line.
    pub(super) fn header(&self) -> Place {
        self.header
    }

    /// The value of a key that may be left out.
    pub(super) fn optional(&self, key: &'static str) -> Option<Value<'r>> {
        self.asked.borrow_mut().push(key);
        let value = self.entries.get(key)?;
        Some(Value::new(value, join(self.path, key), self.reading))
    }

    /// The value of a key that must be there.
    pub(super) fn required(&self, key: &'static str) -> Option<Value<'r>> {
        let value = self.optional(key);
        if value.is_none() {
            self.note_at_header(key, Problem::Missing);
        }
        value
    }

    /// Notes a mistake about a key that has no place of its own.
    pub(super) fn note_at_header(&self, key: &str, problem: Problem) {
        self.reading.mistakes.note(self.header, join(self.path, key), problem);
    }

    /// The table below `key`, if there is one. `path` is its own.
    pub(super) fn table(&self, key: &'static str, path: &'static str) -> Option<Table<'r>> {
        self.optional(key)?.table(path, "a table")
    }

    /// The tables of the list below `key`. `path` is their own.
    pub(super) fn tables(&self, key: &'static str, path: &'static str, limit: usize) -> Vec<Table<'r>> {
        self.optional(key).map(|value| value.tables(path, limit)).unwrap_or_default()
    }

    /// Notes every key that nobody asked for.
    pub(super) fn finish(self) {
        let known = self.asked.into_inner();
        for key in self.entries.keys().filter(|key| !known.contains(&key.get_ref().as_ref())) {
            let place = self.reading.lines.place(key.span().start);
            let problem = Problem::UnknownKey { known: known.clone() };
            self.reading.mistakes.note(place, join(self.path, &shown(key.get_ref())), problem);
        }
    }
}

/// A key with the path of its table.
pub(super) fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.into() } else { format!("{path}.{key}") }
}

/// A key of the file as a message shows it: short, on one line.
pub(super) fn shown(key: &str) -> String {
    let short: String = key.chars().take(64).collect();
    let bare = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if !short.is_empty() && short.chars().all(bare) { short } else { format!("{short:?}") }
}

/// A value with its place and its key.
pub(super) struct Value<'r> {
    data: &'r DeValue<'r>,
    offset: usize,
    key: String,
    reading: &'r Reading<'r>,
}

impl<'r> Value<'r> {
    fn new(value: &'r Spanned<DeValue<'r>>, key: String, reading: &'r Reading<'r>) -> Self {
        Self { data: value.get_ref(), offset: value.span().start, key, reading }
    }

    /// Where the value stands.
    pub(super) fn place(&self) -> Place {
        self.reading.lines.place(self.offset)
    }

    /// Notes what is wrong with the value.
    pub(super) fn note(&self, problem: Problem) {
        self.reading.mistakes.note(self.place(), self.key.as_str(), problem);
    }

    /// Notes what is wrong with the value; there is nothing to be had of it.
    pub(super) fn refuse<T>(&self, problem: Problem) -> Option<T> {
        self.note(problem);
        None
    }

    fn expect<T>(&self, found: Option<T>, form: &'static str) -> Option<T> {
        found.or_else(|| self.refuse(Problem::Expected(form)))
    }

    /// A text, empty or not.
    pub(super) fn text(&self) -> Option<&'r str> {
        self.expect(self.data.as_str(), "a text in quotes")
    }

    /// A text of at least one character, at most `limit` bytes, and no control characters.
    pub(super) fn words(&self, limit: usize) -> Option<&'r str> {
        let text = self.text()?;
        self.fitting(text, limit, char::is_control)?;
        Some(text)
    }

    /// The same, but it may hold tabs and line breaks. However the file ends its lines, a break is a line feed.
    pub(super) fn prose(&self, limit: usize) -> Option<Arc<str>> {
        let text = self.text()?.replace("\r\n", "\n");
        self.fitting(&text, limit, |c| c.is_control() && c != '\n' && c != '\t')?;
        Some(text.into())
    }

    fn fitting(&self, text: &str, limit: usize, is_refused: impl Fn(char) -> bool) -> Option<()> {
        let problem = if text.is_empty() {
            Problem::Empty
        } else if text.len() > limit {
            Problem::TooLong { limit }
        } else if text.chars().any(is_refused) {
            Problem::ControlCharacter
        } else {
            return Some(());
        };
        self.refuse(problem)
    }

    /// A mail address that can be written to.
    pub(super) fn mail_address(&self) -> Option<Arc<str>> {
        let text = self.text()?;
        let fits = is_mail_address(text);
        self.expect(fits.then(|| Arc::from(text)), "a mail address such as \"desk@example.com\"")
    }

    /// An integer of `min` to `max`.
    pub(super) fn integer(&self, min: i64, max: i64) -> Option<i64> {
        match self.number() {
            Some(number) if number > max => self.refuse(Problem::NotAtMost(max)),
            Some(number) if number >= min => Some(number),
            Some(_) | None => self.refuse(Problem::NotAtLeast(min)),
        }
    }

    fn number(&self) -> Option<i64> {
        let number = self.data.as_integer()?;
        i64::from_str_radix(number.as_str(), number.radix()).ok()
    }

    /// The number that an operator gives a thing.
    pub(super) fn id(&self) -> Option<u64> {
        self.integer(1, i64::MAX).and_then(|number| u64::try_from(number).ok())
    }

    /// `true` or `false`.
    pub(super) fn boolean(&self) -> Option<bool> {
        self.expect(self.data.as_bool(), "true or false")
    }

    /// Whether it is this word or this number.
    pub(super) fn is(&self, word: &str, number: i64) -> bool {
        self.data.as_str() == Some(word) || self.number() == Some(number)
    }

    /// What one of a few words stands for.
    pub(super) fn one_of<T: Copy>(&self, choices: &[(&'static str, T)]) -> Option<T> {
        let chosen = self.data.as_str().and_then(|text| choices.iter().find(|(word, _)| *word == text));
        let meant = chosen.map(|(_, meaning)| *meaning);
        meant.or_else(|| self.refuse(Problem::NotOneOf(choices.iter().map(|(word, _)| *word).collect())))
    }

    /// The tables of a list of 1 to `limit`. `path` is their own.
    pub(super) fn some_tables(&self, path: &'static str, limit: usize) -> Vec<Table<'r>> {
        if self.data.as_array().is_some_and(|items| items.is_empty()) {
            self.note(Problem::Empty);
        }
        self.tables(path, limit)
    }

    /// The values of a list. `form` says in a message what was expected.
    pub(super) fn list(&self, form: &'static str) -> Option<Vec<Value<'r>>> {
        let items = self.expect(self.data.as_array(), form)?;
        Some(items.iter().map(|item| Value::new(item, self.key.clone(), self.reading)).collect())
    }

    /// The tables of a list of at most `limit`. `path` is their own.
    pub(super) fn tables(&self, path: &'static str, limit: usize) -> Vec<Table<'r>> {
        let form = "a list of tables, each with a header in double brackets";
        let list = self.list(form).unwrap_or_default();
        if let Some(first_too_many) = list.get(limit) {
            first_too_many.note(Problem::TooMany { limit });
        }
        list.into_iter().filter_map(|value| value.table(path, form)).collect()
    }

    fn table(&self, path: &'static str, form: &'static str) -> Option<Table<'r>> {
        let entries = self.expect(self.data.as_table(), form)?;
        Some(Table::new(entries, path, self.offset, self.reading))
    }
}

/// What must be unique, with the line of the first of each.
pub(super) struct Unique<T>(BTreeMap<T, usize>);

impl<T: Ord> Unique<T> {
    pub(super) fn new() -> Self {
        Self(BTreeMap::new())
    }

    /// Takes the value of an item, and notes a mistake when it was there before.
    pub(super) fn take(&mut self, item: T, value: &Value<'_>) {
        if let Err(first_line) = self.claim(item, value.place()) {
            value.note(Problem::Repeated { first_line });
        }
    }

    /// Takes an item that stands at this place. An error is the line of the first like it.
    pub(super) fn claim(&mut self, item: T, at: Place) -> Result<(), usize> {
        match self.0.entry(item) {
            Entry::Occupied(first) => Err(*first.get()),
            Entry::Vacant(free) => {
                free.insert(at.line);
                Ok(())
            }
        }
    }

    /// Whether the item is there.
    pub(super) fn holds(&self, item: &T) -> bool {
        self.0.contains_key(item)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_counts_lines_and_characters_from_one() {
        let lines = Lines::of("a\nöß=1\r\n\nz");
        let place = |offset| (lines.place(offset).line, lines.place(offset).column);
        assert_eq!(place(0), (1, 1));
        assert_eq!(place(1), (1, 2));
        assert_eq!(place(2), (2, 1));
        assert_eq!(place(6), (2, 3));
        assert_eq!(place(11), (4, 1));
        assert_eq!(place(12), (4, 2));
        assert_eq!(Lines::of("").place(0), Place { line: 1, column: 1 });
    }

    #[test]
    fn a_key_is_shown_short_and_on_one_line() {
        assert_eq!(shown("max_chats"), "max_chats");
        assert_eq!(shown("a b\n"), "\"a b\\n\"");
        assert_eq!(shown(""), "\"\"");
        assert_eq!(shown(&"k".repeat(65)), "k".repeat(64));
    }
}
