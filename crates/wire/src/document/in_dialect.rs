//! The switches of the protocol that change nothing but the JSON dialect of a document
//! (`docs/protocol/90-open-questions.md` §F).

use std::marker::PhantomData;

use super::Resource;
use crate::sink::{Dialect, Sink};

/// A document in another JSON dialect than its own: a survey in [`crate::sink::C`], events in
/// [`crate::sink::A1Late`]. Its XML is the same.
#[derive(Debug)]
pub struct InDialect<'r, D, R> {
    resource: &'r R,
    dialect: PhantomData<D>,
}

impl<'r, D: Dialect, R: Resource> InDialect<'r, D, R> {
    /// The same document in dialect `D`.
    #[must_use]
    pub const fn new(resource: &'r R) -> Self {
        Self { resource, dialect: PhantomData }
    }
}

impl<D: Dialect, R: Resource> Resource for InDialect<'_, D, R> {
    type Dialect = D;
    const STANDALONE: bool = R::STANDALONE;
    const JSON_ONLY: bool = R::JSON_ONLY;

    fn describe(&self, sink: &mut impl Sink) {
        self.resource.describe(sink);
    }
}
