//! Where randomness comes from. Nothing else in the server may draw it, so that a simulator can seed it.

use handover_desk::{ChatSeed, Guid, VisitorId};

/// A source of random bytes fit for secrets.
pub trait Entropy: Send + Sync + 'static {
    /// Fills the buffer.
    fn fill(&self, buffer: &mut [u8]);
}

/// The machine's cryptographic generator, one per thread, seeded by the operating system.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn fill(&self, buffer: &mut [u8]) {
        rand::fill(buffer);
    }
}

/// Visitor numbers stay below 2^53, so that JSON clients read them exactly.
const VISITOR_BITS: u64 = (1 << 53) - 1;

/// A token of 256 random bits.
#[must_use]
pub fn token(entropy: &dyn Entropy) -> [u8; 32] {
    let mut token = [0; 32];
    entropy.fill(&mut token);
    token
}

/// The random part of a chat session key.
#[must_use]
pub fn chat_seed(entropy: &dyn Entropy) -> ChatSeed {
    let (mut head, mut tail) = ([0; 8], [0; 16]);
    entropy.fill(&mut head);
    entropy.fill(&mut tail);
    ChatSeed { head: u64::from_le_bytes(head), tail: u128::from_le_bytes(tail) }
}

/// A number for a visitor who is not known.
#[must_use]
pub fn visitor(entropy: &dyn Entropy) -> VisitorId {
    let mut bytes = [0; 8];
    entropy.fill(&mut bytes);
    VisitorId(u64::from_le_bytes(bytes) & VISITOR_BITS)
}

/// A fresh GUID.
#[must_use]
pub fn guid(entropy: &dyn Entropy) -> Guid {
    let mut bytes = [0; 16];
    entropy.fill(&mut bytes);
    Guid::random(u128::from_le_bytes(bytes))
}
