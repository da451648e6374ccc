//! HTML of agents as plain text, for the part of a mail that has no markup.

/// Tags that begin a line.
const BLOCKS: [&str; 16] =
    ["blockquote", "br", "dd", "div", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "p", "pre", "tr"];

/// The text of HTML that was cleaned: tags dropped, lines where blocks begin and end, and the address of a link behind it.
pub(super) fn to_text(clean: &str) -> String {
    let mut text = String::with_capacity(clean.len());
    let mut link = None;
    let mut rest = clean;
    while let Some(at) = rest.find('<') {
        let (words, from) = rest.split_at(at);
        text.push_str(&unescaped(words));
        let (tag, behind) = split_tag(from);
        let name = tag.trim_start_matches('/').split_whitespace().next().unwrap_or_default();
        if BLOCKS.contains(&name) && !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        if name == "a" {
            match tag.split_once("href=\"").and_then(|(_, href)| href.split('"').next()) {
                Some(href) => link = Some((text.len(), unescaped(href))),
                None => add_link(&mut text, link.take()),
            }
        }
        rest = behind;
    }
    text.push_str(&unescaped(rest));
    text.trim().to_owned()
}

/// Puts the address behind the words of a link, unless they are the address.
fn add_link(text: &mut String, link: Option<(usize, String)>) {
    if let Some((from, href)) = link
        && text.get(from..).is_some_and(|words| words.trim() != href)
    {
        text.push_str(" (");
        text.push_str(&href);
        text.push(')');
    }
}

/// The inside of the tag that a text begins with, and what stands behind it. A `>` in a quoted value does not end it.
fn split_tag(from: &str) -> (&str, &str) {
    let mut quoted = false;
    let end = from.find(|c| {
        quoted ^= c == '"';
        c == '>' && !quoted
    });
    match end {
        Some(end) => {
            (from.get(1..end).unwrap_or_default(), from.get(end.saturating_add(1)..).unwrap_or_default())
        }
        None => ("", ""),
    }
}

/// The characters that cleaned HTML names instead of having them.
fn unescaped(text: &str) -> String {
    text.replace("&nbsp;", "\u{a0}")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::html::clean;
    use proptest::prelude::*;

    #[test]
    fn tags_go_and_lines_links_and_named_characters_stay() {
        let html = r#"<div dir="ltr">Let me <b>check</b>.<br>See <a href="https://shop.example/?a=1&amp;b=2">this page</a> &amp; &lt;that&gt;</div><p>Yes</p>"#;
        let text = to_text(&clean(html));
        assert_eq!(text, "Let me check.\nSee this page (https://shop.example/?a=1&b=2) & <that>\nYes");
        let bare = r#"<a href="https://shop.example/">https://shop.example/</a>"#;
        assert_eq!(to_text(&clean(bare)), "https://shop.example/");
    }

    #[test]
    fn a_bracket_in_an_attribute_does_not_end_its_tag() {
        assert_eq!(to_text(r#"<b title="a > b">bold</b>"#), "bold");
    }

    proptest! {
        #[test]
        fn text_without_markup_comes_through_as_it_was(text in "[a-zA-Z&<>\"' ]{0,60}") {
            let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            prop_assert_eq!(to_text(&clean(&escaped)), text.trim());
        }
    }
}
