//! The visit that a chat belongs to, as far as the agent's links lead to it (`docs/protocol/20-agent-api.md`
//! §26). Links, names and values are known of the original; the names of root and items follow the path.

use super::{Resource, link};
use crate::href::Href;
use crate::sink::{A1, Sink};

/// `visit`: where its information and its custom variables are.
#[derive(Clone, Copy, Debug)]
pub struct Visit<'a> {
    /// The address of the visit, as [`Href::visit`] gives it.
    pub visit: &'a str,
}

impl Resource for Visit<'_> {
    type Dialect = A1;

    fn describe(&self, sink: &mut impl Sink) {
        let below = |path| Href::below(self.visit, path);
        sink.element("visit", |sink| {
            link::list(sink, [(below("/info"), "info"), (below("/customVariables"), "custom-variables")]);
        });
    }
}

/// A name and what it stands for: an attribute and the text of an element.
#[derive(Clone, Copy, Debug)]
pub struct NamedValue<'a> {
    /// The name.
    pub name: &'a str,
    /// The value.
    pub value: &'a str,
}

impl NamedValue<'_> {
    fn describe(&self, sink: &mut impl Sink) {
        sink.attribute("name", self.name);
        sink.content(self.value);
    }
}

/// `info` of a visit.
#[derive(Clone, Copy, Debug)]
pub struct VisitInfo<I> {
    /// What is known about the visit.
    pub items: I,
}

impl<'a, I: IntoIterator<Item = NamedValue<'a>> + Clone> Resource for VisitInfo<I> {
    type Dialect = A1;

    fn describe(&self, sink: &mut impl Sink) {
        sink.element("info", |sink| {
            sink.list("item", self.items.clone(), |sink, item| item.describe(sink));
        });
    }
}

/// `customVariables` of a visit.
#[derive(Clone, Copy, Debug)]
pub struct VisitCustomVariables<I> {
    /// The variables.
    pub variables: I,
}

impl<'a, I: IntoIterator<Item = NamedValue<'a>> + Clone> Resource for VisitCustomVariables<I> {
    type Dialect = A1;

    fn describe(&self, sink: &mut impl Sink) {
        sink.element("customVariables", |sink| {
            sink.list("customVariable", self.variables.clone(), |sink, variable| variable.describe(sink));
        });
    }
}
