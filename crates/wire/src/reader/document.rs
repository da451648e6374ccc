//! The tree that both formats are read into.

/// A body that was read: what stands at its top.
///
/// XML has exactly one root element; a JSON object may have several members there. `<event>…</event>` and
/// `{"event":{…}}` are the same document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    top: Element,
}

impl Document {
    pub(super) const fn new(top: Element) -> Self {
        Self { top }
    }

    /// A nameless element that holds what stands at the top. Bodies without a root (login, transcript request)
    /// are read from here.
    #[must_use]
    pub const fn top(&self) -> &Element {
        &self.top
    }

    /// The root element `name`; `None` if there is no such root.
    #[must_use]
    pub fn root(&self, name: &str) -> Option<&Element> {
        self.top.child(name)
    }
}

/// An element: a name, attributes, children in their order, and text.
///
/// A JSON member `"@x"` is an attribute, `"$"` the text, any other a child; an array is a child that repeats,
/// and so is a member that occurs twice. `null`, `""` and `<x/>` are all an element with nothing in it. Numbers
/// and booleans keep their text. A member `json` that holds an object or an array keeps its source as its text:
/// it is passed on, not looked into (`docs/protocol/20-agent-api.md` §14).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Element {
    name: String,
    attributes: Vec<(String, String)>,
    children: Vec<Element>,
    text: String,
}

impl Element {
    pub(super) fn named(name: &str) -> Self {
        Self { name: name.to_owned(), ..Self::default() }
    }

    pub(super) fn push_attribute(&mut self, name: &str, value: String) {
        self.attributes.push((name.to_owned(), value));
    }

    pub(super) fn push_child(&mut self, child: Self) {
        self.children.push(child);
    }

    pub(super) fn push_text(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Forgets text that is only the layout between children.
    pub(super) fn drop_layout(&mut self) {
        if !self.children.is_empty() && self.text.trim_ascii().is_empty() {
            self.text.clear();
        }
    }

    /// The name, without the `@` of an attribute; empty for the top of a document.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The text directly in this element.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The attributes in their order, as name and value.
    pub fn attributes(&self) -> impl Iterator<Item = (&str, &str)> {
        self.attributes.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// All children in their order.
    pub fn children(&self) -> impl Iterator<Item = &Self> {
        self.children.iter()
    }

    /// The first child with this name.
    #[must_use]
    pub fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// All children with this name.
    pub fn children_named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The value of a member, wherever the format put it: the attribute, else the text of the first child with
    /// this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes()
            .find_map(|(attribute, value)| (attribute == name).then_some(value))
            .or_else(|| self.child(name).map(Self::text))
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.attributes.is_empty() && self.children.is_empty() && self.text.is_empty()
    }
}
