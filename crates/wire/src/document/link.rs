//! Links. `href` stands before `rel` in JSON, which a client relies on
//! (`docs/protocol/95-what-clients-depend-on.md` §2).

use crate::href::Href;
use crate::sink::Sink;

/// The inside of one link.
pub(super) fn describe(sink: &mut impl Sink, href: Href<'_>, rel: &'static str) {
    sink.attribute("href", href);
    sink.attribute("rel", rel);
}

/// A link that occurs once, as a single object.
pub(super) fn single(sink: &mut impl Sink, href: Href<'_>, rel: &'static str) {
    sink.element("link", |sink| describe(sink, href, rel));
}

/// Several links. Their order is part of the contract (`docs/protocol/00-conventions.md` §6.4).
pub(super) fn list<'a>(sink: &mut impl Sink, links: impl IntoIterator<Item = (Href<'a>, &'static str)>) {
    sink.list("link", links, |sink, (href, rel)| describe(sink, href, rel));
}
