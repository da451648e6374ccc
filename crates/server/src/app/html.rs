//! HTML that agents write, made harmless before it is stored.

use ammonia::Builder;
use std::collections::HashSet;
use std::sync::LazyLock;

/// Properties of a `style` attribute that say how text looks and do nothing else.
const STYLES: [&str; 9] = [
    "direction",
    "text-align",
    "color",
    "background-color",
    "font-weight",
    "font-style",
    "font-size",
    "font-family",
    "text-decoration",
];

/// Keeps `dir`, `<br>` and harmless styles, drops whatever runs or loads, and lets links open in a window of their own
/// (`docs/protocol/20-agent-api.md` §14, `docs/protocol/95-what-clients-depend-on.md` §3).
static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut cleaner = Builder::default();
    cleaner
        .rm_tags(["img"])
        .add_tags(["font"])
        .add_generic_attributes(["dir", "style"])
        .add_tag_attributes("font", ["color", "size", "face"])
        .set_tag_attribute_value("a", "target", "_blank")
        .filter_style_properties(HashSet::from(STYLES));
    cleaner
});

/// Clean HTML.
pub(crate) fn clean(html: &str) -> String {
    CLEANER.clean(html).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_clients_depend_on_stays_as_it_was() {
        let kept = r#"<div dir="ltr" style="direction:ltr;text-align:left">Let me check.<br>Yes.</div>"#;
        assert_eq!(clean(kept), kept);
    }

    #[test]
    fn what_runs_or_loads_is_dropped() {
        let dirty = r#"<script>alert(1)</script><img src=x onerror=alert(1)><b onclick="x()" style="position:fixed;color:red">hi</b><iframe src="//x"></iframe><a href="javascript:x()">y</a>"#;
        let clean = clean(dirty);
        assert_eq!(clean, r#"<b style="color:red">hi</b><a target="_blank" rel="noopener noreferrer">y</a>"#);
    }
}
