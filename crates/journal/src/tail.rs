//! Fills a tail up to its limits, for every implementation alike. May not know where the bytes come from.

use crate::{AccountId, Appended, Position, ReadError, Tail, codec, limits};

/// A tail on its way.
pub(crate) struct TailBuilder<'a> {
    account: &'a AccountId,
    limit: usize,
    facts: usize,
    bytes: usize,
    tail: Tail,
}

impl<'a> TailBuilder<'a> {
    /// An empty tail that takes about `limit` facts.
    pub(crate) fn new(account: &'a AccountId, limit: usize) -> Self {
        let limit = limit.clamp(1, limits::READ_FACTS_MAX);
        Self { account, limit, facts: 0, bytes: 0, tail: Tail { appends: Vec::new(), more: false } }
    }

    /// Takes one more append, in log order; `false` when the tail was full, which then says that there is more.
    pub(crate) fn take(&mut self, position: Position, body: &[u8]) -> Result<bool, ReadError> {
        let facts = codec::decode_all(body).map_err(|error| ReadError::Damaged {
            account: self.account.clone(),
            at: position,
            reason: error.to_string(),
        })?;
        self.facts += facts.len();
        self.bytes += body.len();
        let is_full = self.facts > self.limit || self.bytes > limits::READ_BYTES_MAX;
        if is_full && !self.tail.appends.is_empty() {
            self.tail.more = true;
            return Ok(false);
        }
        self.tail.appends.push(Appended { position, facts });
        Ok(true)
    }

    pub(crate) fn finish(self) -> Tail {
        self.tail
    }
}
