//! Laying out a JSON or XML body for a page. The text stays what it is; only breaks and indents are added, and long
//! lists of links are counted instead of shown.

use super::shorten::ELLIPSIS;
use std::borrow::Cow;

/// Lists that say little and take much room.
const COUNTED: [&str; 2] = ["\"link\":[", "\"baseURIs\":["];

/// A part of a body: what opens it, what is in it, what closes it. A value without parts has only an opening.
#[derive(Debug, Default)]
struct Part<'b> {
    open: Cow<'b, str>,
    parts: Vec<Part<'b>>,
    close: &'b str,
}

/// The body in lines of at most `width` characters.
pub(super) fn lines(body: &str, width: usize) -> Vec<String> {
    let mut rest = body.trim();
    let mut lines = Vec::new();
    while !rest.is_empty() {
        let mut part = match rest.as_bytes() {
            [b'<', ..] => xml(&mut rest),
            // Nothing was opened: whatever this is, it is shown as it is.
            [b'}' | b']', ..] => atom(take(&mut rest, usize::MAX)),
            _ => json(&mut rest),
        };
        count_links(&mut part);
        Page { width, lines: &mut lines }.lay(&part, "", 0, "");
        rest = rest.trim_start();
    }
    lines
}

/// Takes as many bytes off the front. They must end between two characters.
fn take<'b>(rest: &mut &'b str, bytes: usize) -> &'b str {
    let (taken, left) = rest.split_at_checked(bytes).unwrap_or((*rest, ""));
    *rest = left;
    taken
}

/// One member or value, with the comma behind it.
fn json<'b>(rest: &mut &'b str) -> Part<'b> {
    let mut quoted = false;
    let mut escaped = false;
    let text: &'b str = rest;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'{' | b'[' if !quoted => {
                let open = Cow::Borrowed(take(rest, at.saturating_add(1)));
                let mut parts = Vec::new();
                while !rest.is_empty() && !rest.starts_with(['}', ']']) {
                    parts.push(json(rest));
                }
                let comma = if rest.as_bytes().get(1) == Some(&b',') { 2 } else { 1 };
                return Part { open, parts, close: take(rest, comma) };
            }
            b',' if !quoted => return atom(take(rest, at.saturating_add(1))),
            b'}' | b']' if !quoted => return atom(take(rest, at)),
            _ => {}
        }
    }
    atom(take(rest, text.len()))
}

/// One element, or the text before the next.
fn xml<'b>(rest: &mut &'b str) -> Part<'b> {
    if !rest.starts_with('<') {
        let text = rest.find('<').unwrap_or(rest.len());
        return atom(take(rest, text));
    }
    let tag = rest.find('>').map_or(rest.len(), |at| at.saturating_add(1));
    let open = take(rest, tag);
    if open.starts_with("<?") || open.ends_with("/>") {
        return atom(open);
    }
    let mut parts = Vec::new();
    while !rest.is_empty() && !rest.starts_with("</") {
        parts.push(xml(rest));
    }
    let tag = rest.find('>').map_or(rest.len(), |at| at.saturating_add(1));
    Part { open: Cow::Borrowed(open), parts, close: take(rest, tag) }
}

fn atom(text: &str) -> Part<'_> {
    Part { open: Cow::Borrowed(text), ..Part::default() }
}

/// Puts a number in the place of two links or more.
fn count_links(part: &mut Part<'_>) {
    let count = part.parts.len();
    if count > 1 && COUNTED.contains(&part.open.as_ref()) {
        part.open = Cow::Owned(format!("{}… {count}", part.open));
        part.parts.clear();
    }
    let is_link = |part: &Part<'_>| part.open.starts_with("<link ");
    let links = part.parts.iter().filter(|part| is_link(part)).count();
    if links > 1 {
        part.parts.retain(|part| !is_link(part));
        part.parts.insert(0, Part { open: Cow::Owned(format!("<link…/>×{links}")), ..Part::default() });
    }
    part.parts.iter_mut().for_each(count_links);
}

impl Part<'_> {
    fn flat(&self) -> String {
        let inner: String = self.parts.iter().map(Part::flat).collect();
        format!("{}{inner}{}", self.open, self.close)
    }
}

/// Where lines go.
struct Page<'p> {
    width: usize,
    lines: &'p mut Vec<String>,
}

impl Page<'_> {
    fn fits(&self, line: &str) -> bool {
        line.chars().count() <= self.width
    }

    fn push(&mut self, line: &str) {
        if self.fits(line) {
            self.lines.push(line.to_owned());
        } else {
            let kept = line.chars().take(self.width.saturating_sub(1));
            self.lines.push(kept.chain([ELLIPSIS]).collect());
        }
    }

    /// Writes a part between what opens and what closes around it: on one line, else filled, else part by part.
    fn lay(&mut self, part: &Part<'_>, before: &str, indent: usize, after: &str) {
        let margin = " ".repeat(indent);
        let flat = format!("{margin}{before}{}{after}", part.flat());
        let (before, after) = (format!("{before}{}", part.open), format!("{}{after}", part.close));
        match part.parts.as_slice() {
            _ if self.fits(&flat) => self.push(&flat),
            [] => self.push(&flat),
            [only] => self.lay(only, &before, indent, &after),
            several => {
                let mut words: Vec<String> = several.iter().map(Part::flat).collect();
                words.iter_mut().last().into_iter().for_each(|last| last.push_str(&after));
                if words.iter().all(|word| self.fits(&format!("{margin} {word}"))) {
                    self.fill(&words, &before, indent);
                    return;
                }
                self.push(&format!("{margin}{before}"));
                let last = several.len().saturating_sub(1);
                for (at, part) in several.iter().enumerate() {
                    self.lay(part, "", indent.saturating_add(2), if at == last { &after } else { "" });
                }
            }
        }
    }

    /// Writes words one after the other, as many on a line as fit.
    fn fill(&mut self, words: &[String], before: &str, indent: usize) {
        let mut line = format!("{}{before}", " ".repeat(indent));
        for (at, word) in words.iter().enumerate() {
            let longer = if at == 0 { format!("{line}{word}") } else { format!("{line} {word}") };
            if self.fits(&longer) {
                line = longer;
            } else {
                self.push(&line);
                line = format!("{}{word}", " ".repeat(indent.saturating_add(1)));
            }
        }
        self.push(&line);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_body_stays_on_one_line() {
        let body = r#"{"chatEventLocation":{"link":{"@href":"h","@rel":"location"}}}"#;
        assert_eq!(lines(body, 90), [body]);
        assert_eq!(lines("<chat>start</chat>", 90), ["<chat>start</chat>"]);
        assert!(lines("", 90).is_empty());
    }

    #[test]
    fn a_long_body_is_broken_between_its_parts_and_links_are_counted() {
        let body = r#"{"events":{"link":[{"@href":"a"},{"@href":"b"}],"event":[{"@id":"0","text":"Hi, {you}"},{"@id":"1","text":"a \"b\", c"}]}}"#;
        let laid = [
            r#"{"events":{"#,
            r#"  "link":[… 2],"#,
            r#"  "event":[{"@id":"0","text":"Hi, {you}"},"#,
            r#"   {"@id":"1","text":"a \"b\", c"}]}}"#,
        ];
        assert_eq!(lines(body, 42), laid);
        let body = r#"<?xml version="1.0"?><events><link a="1"/><link a="2"/><event id="0"><a>b</a></event></events>"#;
        let laid =
            [r#"<?xml version="1.0"?>"#, "<events><link…/>×2", r#" <event id="0"><a>b</a></event></events>"#];
        assert_eq!(lines(body, 44), laid);
    }

    #[test]
    fn whatever_is_laid_out_ends_and_is_never_too_wide() {
        for body in ["{", "}", "]]", "<", "<a", "</a>", "\"\\", "{\"a\":[", "<a><b></a>", "no format at all…"]
        {
            assert!(lines(body, 8).iter().all(|line| line.chars().count() <= 8), "{body}");
        }
    }
}
