//! Randomness that follows from a seed and nothing else.

use handover_server::engine::entropy::Entropy;
use parking_lot::Mutex;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// The source of tokens and keys of one world.
pub(super) struct SeededEntropy(Mutex<ChaCha8Rng>);

impl SeededEntropy {
    pub(super) fn of_seed(seed: u64) -> Self {
        Self(Mutex::new(ChaCha8Rng::seed_from_u64(seed)))
    }
}

impl Entropy for SeededEntropy {
    fn fill(&self, buffer: &mut [u8]) {
        self.0.lock().fill_bytes(buffer);
    }
}
