//! Checking passwords off the async threads, a bounded number at a time: argon2 is made to be slow.

use crate::engine::Rejection;
use crate::limits;
use crate::password::Hasher;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Checks passwords.
pub struct PasswordGate {
    hasher: Arc<Hasher>,
    at_work: Semaphore,
    waiting: Semaphore,
}

impl PasswordGate {
    /// A gate in front of this hasher.
    #[must_use]
    pub fn new(hasher: Arc<Hasher>) -> Self {
        Self {
            hasher,
            at_work: Semaphore::new(limits::PASSWORD_CHECKS),
            waiting: Semaphore::new(limits::PASSWORD_CHECKS_WAITING),
        }
    }

    /// Whether the password is the one of the hash. Without a hash it is not, after the same time.
    pub async fn verify(&self, hash: Option<Arc<str>>, password: String) -> Result<bool, Rejection> {
        let _place = self.waiting.try_acquire().map_err(|_| Rejection::TooManyLogins)?;
        let _turn = self.at_work.acquire().await.map_err(|_| Rejection::Stopping)?;
        let hasher = Arc::clone(&self.hasher);
        let check = move || hasher.verify_login(hash.as_deref(), &password);
        tokio::task::spawn_blocking(check).await.map_err(|_| Rejection::Stopping)
    }
}
