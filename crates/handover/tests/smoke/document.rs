//! A document as a client sees it, whether it came as XML or as JSON. The reader is the test's own: what the server writes is not
//! read with the server's reader.

use serde_json::Value;

/// An element of XML, or a member of JSON.
#[derive(Clone, Debug, Default)]
pub(crate) struct Node {
    /// The name of the element.
    pub(crate) name: String,
    attributes: Vec<(String, String)>,
    children: Vec<Node>,
    text: String,
}

impl Node {
    /// Reads a body by its first character. An empty body gives a node without a name.
    #[track_caller]
    pub(crate) fn read(body: &str) -> Self {
        match body.trim_start().chars().next() {
            None => Self::default(),
            Some('<') => Xml(body).document(),
            Some(_) => {
                let json: Value =
                    serde_json::from_str(body).unwrap_or_else(|error| panic!("{error}: {body}"));
                let (name, value) = json.as_object().unwrap().iter().next().unwrap();
                Self::of_json(name, value)
            }
        }
    }

    fn of_json(name: &str, value: &Value) -> Self {
        let mut node = Self { name: name.to_owned(), ..Self::default() };
        match value {
            Value::Null => {}
            Value::String(text) => text.clone_into(&mut node.text),
            Value::Bool(_) | Value::Number(_) => node.text = value.to_string(),
            Value::Array(_) => panic!("a list in a list: {value}"),
            Value::Object(members) => members.iter().for_each(|(name, value)| node.add(name, value)),
        }
        node
    }

    fn add(&mut self, name: &str, value: &Value) {
        match (name.strip_prefix('@'), value) {
            (Some(name), value) => {
                self.attributes.push((name.to_owned(), value.as_str().unwrap().to_owned()));
            }
            (None, Value::Array(several)) => {
                self.children.extend(several.iter().map(|value| Self::of_json(name, value)));
            }
            (None, value) => self.children.push(Self::of_json(name, value)),
        }
    }

    /// Everything under a path of names: `events/event`.
    pub(crate) fn all(&self, path: &str) -> Vec<&Self> {
        path.split('/').fold(vec![self], |found, name| {
            found.iter().flat_map(|node| node.children.iter().filter(|child| child.name == name)).collect()
        })
    }

    /// The text of what is under a path, which must be there once. The last name may be that of an attribute.
    #[track_caller]
    pub(crate) fn text(&self, path: &str) -> &str {
        self.maybe(path).unwrap_or_else(|| panic!("no {path:?} in {self:#?}"))
    }

    /// The text of what is under a path, if it is there.
    #[track_caller]
    pub(crate) fn maybe(&self, path: &str) -> Option<&str> {
        let (parent, name) = path.rsplit_once('/').map_or((self, path), |(parent, name)| {
            let parents = self.all(parent);
            (parents.first().copied().unwrap_or(self), name)
        });
        if let Some((_, value)) = parent.attributes.iter().find(|(known, _)| known == name) {
            return Some(value);
        }
        let found = parent.all(name);
        assert!(found.len() < 2, "several {path:?} in {self:#?}");
        found.first().map(|node| node.text.as_str())
    }

    /// The relations of the links, in their order.
    pub(crate) fn relations(&self) -> Vec<&str> {
        self.all("link").into_iter().map(|link| link.text("rel")).collect()
    }

    /// The address behind a relation.
    #[track_caller]
    pub(crate) fn link(&self, relation: &str) -> String {
        let links = self.all("link");
        let found = links.into_iter().find(|link| link.text("rel") == relation);
        found.unwrap_or_else(|| panic!("no link {relation:?} in {self:#?}")).text("href").to_owned()
    }

    /// The events in a document of events or of a chat: `5 line You: Hi`, `6 state ended`, `1 line 4` for those of the system.
    pub(crate) fn events(&self) -> Vec<String> {
        let events = self.all(if self.name == "events" { "event" } else { "events/event" });
        let told = |event: &Self| {
            let what = match (event.maybe("systemMessageId"), event.maybe("state")) {
                (Some(id), _) => id.to_owned(),
                (None, Some(state)) => state.to_owned(),
                (None, None) => format!("{}: {}", event.text("by"), event.text("text")),
            };
            format!("{} {} {what}", event.text("id"), event.text("type"))
        };
        events.into_iter().map(told).collect()
    }
}

/// What is left to read of XML. Only what a server of this API writes is known: elements, attributes, text, the five entities.
struct Xml<'a>(&'a str);

impl<'a> Xml<'a> {
    fn document(mut self) -> Node {
        if self.0.starts_with("<?xml ") {
            self.up_to("?>");
        }
        self.up_to("<");
        let node = self.element();
        assert_eq!(self.0.trim(), "", "something behind the root");
        node
    }

    /// An element whose `<` has been read.
    fn element(&mut self) -> Node {
        let head = self.up_to(">");
        let (head, empty) = head.strip_suffix('/').map_or((head, false), |head| (head, true));
        let (name, mut attributes) = head.split_once(' ').unwrap_or((head, ""));
        let mut node = Node { name: name.to_owned(), ..Node::default() };
        while let Some((name, rest)) = attributes.trim_start().split_once("=\"") {
            let (value, rest) = rest.split_once('"').unwrap();
            node.attributes.push((name.to_owned(), plain(value)));
            attributes = rest;
        }
        if empty {
            return node;
        }
        loop {
            node.text += &plain(self.up_to("<"));
            if self.0.starts_with('/') {
                assert_eq!(self.up_to(">"), format!("/{name}"));
                return node;
            }
            let child = self.element();
            node.children.push(child);
        }
    }

    fn up_to(&mut self, end: &str) -> &'a str {
        let (before, behind) = self.0.split_once(end).unwrap_or_else(|| panic!("no {end:?} in {:?}", self.0));
        self.0 = behind;
        before
    }
}

fn plain(text: &str) -> String {
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'");
    text.replace("&amp;", "&")
}
