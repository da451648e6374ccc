//! Documents of the API of the pages (`docs/handover-api.md`): JSON and nothing else.

use serde::Serialize;

/// A document. What is written here is made of text and numbers only, which cannot fail.
pub(crate) fn bytes(document: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(document).unwrap_or_default()
}

/// A document with one member at the top.
#[derive(Debug)]
pub(crate) struct Rooted<T>(pub(crate) &'static str, pub(crate) T);

impl<T: Serialize> Serialize for Rooted<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map([(self.0, &self.1)])
    }
}

/// A number and a name.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct NumberAndName<'v> {
    pub(crate) id: u64,
    pub(crate) name: &'v str,
}

/// An agent, as colleagues are told of one.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Colleague<'v> {
    pub(crate) id: u64,
    pub(crate) nickname: &'v str,
}
