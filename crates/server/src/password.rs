//! Passwords: argon2id hashes in PHC form, made and checked.
//!
//! Everything here blocks for a few dozen milliseconds and takes as much memory as the cost says: callers run it off
//! the async threads and bound how many run at a time. No password and no hash gets into an error or a log.

use argon2::password_hash::phc::PasswordHash;
use argon2::{
    ARGON2ID_IDENT, Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier as _, Version,
};
use std::fmt;

/// Memory of one hash, in KiB (OWASP's first choice for argon2id).
const MEMORY_KIB: u32 = 19_456;
/// Passes over that memory.
const PASSES: u32 = 2;
/// Lanes; the hash is computed on one thread all the same.
const LANES: u32 = 1;
/// Most memory that a stored hash may ask for, in KiB; each check of it takes that much.
pub const STORED_MEMORY_KIB_MAX: u32 = 256 * 1024;
/// Most passes that a stored hash may ask for.
pub const STORED_PASSES_MAX: u32 = 16;
/// Most lanes that a stored hash may ask for.
pub const STORED_LANES_MAX: u32 = 16;

/// Why no hash could be made.
#[derive(Debug, thiserror::Error)]
pub enum HashError {
    /// The cost is outside what argon2 allows.
    #[error("argon2id cannot work with {memory_kib} KiB and {passes} passes")]
    Cost {
        /// Memory, in KiB.
        memory_kib: u32,
        /// Passes over it.
        passes: u32,
    },
    /// The system gave no memory or no randomness.
    #[error("no argon2id hash could be made: {0}")]
    Failed(argon2::password_hash::Error),
}

/// Why a stored hash is not usable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoredHashFault {
    /// It cannot be read.
    #[error("expected an argon2id hash in PHC form: $argon2id$v=19$m=19456,t=2,p=1$salt$hash")]
    NotArgon2id,
    /// Checking it would take too much.
    #[error(
        "expected an argon2id hash of at most m={STORED_MEMORY_KIB_MAX}, t={STORED_PASSES_MAX}, \
         p={STORED_LANES_MAX}"
    )]
    TooCostly,
}

/// Makes and checks password hashes. Both calls block.
pub trait PasswordHasher {
    /// Whether `hash` was made of `plain`; `false` also when `hash` cannot be read.
    fn verify(&self, hash: &str, plain: &str) -> bool;

    /// A hash of `plain` with a fresh salt: two calls never give the same.
    fn hash(&self, plain: &str) -> Result<String, HashError>;
}

/// Makes argon2id hashes of one cost and checks those of any.
pub struct Hasher {
    argon2: Argon2<'static>,
    /// A hash of this cost that belongs to nobody, for logins that do not exist.
    decoy: String,
}

impl Hasher {
    /// A hasher of the cost that passwords deserve: 19 MiB, two passes, one lane.
    pub fn new() -> Result<Self, HashError> {
        Self::with_cost(MEMORY_KIB, PASSES)
    }

    /// A hasher of another cost: memory in KiB and passes over it. Cheap ones are for tests and generated load.
    pub fn with_cost(memory_kib: u32, passes: u32) -> Result<Self, HashError> {
        let params = Params::new(memory_kib, passes, LANES, None)
            .map_err(|_| HashError::Cost { memory_kib, passes })?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let decoy = argon2.hash_password(b"").map_err(HashError::Failed)?.to_string();
        Ok(Self { argon2, decoy })
    }

    /// Whether `plain` is the password of a login. `stored` is the login's hash, or nothing when there is no such
    /// login: then a hash of nobody is checked, so that the answer takes as long as for a wrong password.
    #[must_use]
    pub fn verify_login(&self, stored: Option<&str>, plain: &str) -> bool {
        let matches = self.verify(stored.unwrap_or(&self.decoy), plain);
        matches && stored.is_some()
    }
}

impl fmt::Debug for Hasher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hasher").field("params", self.argon2.params()).finish_non_exhaustive()
    }
}

impl PasswordHasher for Hasher {
    fn verify(&self, hash: &str, plain: &str) -> bool {
        // The comparison is in constant time, and the cost is the one in the hash.
        self.argon2.verify_password(plain.as_bytes(), hash).is_ok()
    }

    fn hash(&self, plain: &str) -> Result<String, HashError> {
        let hash = self.argon2.hash_password(plain.as_bytes()).map_err(HashError::Failed)?;
        Ok(hash.to_string())
    }
}

/// Says whether a hash that was made elsewhere can be checked here, and at a bearable cost.
pub fn check_stored_hash(hash: &str) -> Result<(), StoredHashFault> {
    let parsed = PasswordHash::new(hash).map_err(|_| StoredHashFault::NotArgon2id)?;
    let versions = [Version::V0x10, Version::V0x13].map(u32::from);
    let known = parsed.algorithm == ARGON2ID_IDENT
        && parsed.version.is_some_and(|version| versions.contains(&version))
        && parsed.hash.is_some();
    let params = Params::try_from(&parsed).ok().filter(|_| known).ok_or(StoredHashFault::NotArgon2id)?;
    let bearable = params.m_cost() <= STORED_MEMORY_KIB_MAX
        && params.t_cost() <= STORED_PASSES_MAX
        && params.p_cost() <= STORED_LANES_MAX;
    if bearable { Ok(()) } else { Err(StoredHashFault::TooCostly) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cheap() -> Hasher {
        Hasher::with_cost(8, 1).unwrap()
    }

    fn stored(memory_kib: u32, passes: u32, lanes: u32) -> String {
        format!(
            "$argon2id$v=19$m={memory_kib},t={passes},p={lanes}$c29tZXNhbHRzb21lc2FsdA\
             $zBeT4W53kcLBVdvdZyaiwcBl0r3T0mGJuBcEn5MbFmM"
        )
    }

    #[test]
    fn a_password_verifies_against_its_own_hash_only() {
        let hasher = cheap();
        let hash = hasher.hash("correct horse").unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=8,t=1,p=1$"), "{hash}");
        assert!(hasher.verify(&hash, "correct horse"));
        assert!(!hasher.verify(&hash, "correct horse "));
        assert!(!hasher.verify("no hash", "correct horse"));
        assert_eq!(check_stored_hash(&hash), Ok(()));
    }

    #[test]
    fn two_hashes_of_one_password_differ() {
        let hasher = cheap();
        assert_ne!(hasher.hash("same").unwrap(), hasher.hash("same").unwrap());
    }

    #[test]
    fn the_default_cost_is_the_documented_one() {
        let hash = Hasher::new().unwrap().hash("a").unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(cheap().verify(&hash, "a"), "the cost comes from the hash");
    }

    #[test]
    fn a_login_that_does_not_exist_is_checked_against_a_hash_of_the_same_cost_and_never_matches() {
        let hasher = cheap();
        assert!(hasher.decoy.starts_with("$argon2id$v=19$m=8,t=1,p=1$"));
        assert!(hasher.verify(&hasher.decoy, ""), "the decoy is checked in full");
        assert!(!hasher.verify_login(None, ""));
        assert!(!hasher.verify_login(None, "guess"));
        let hash = hasher.hash("right").unwrap();
        assert!(hasher.verify_login(Some(&hash), "right"));
        assert!(!hasher.verify_login(Some(&hash), "wrong"));
    }

    #[test]
    fn an_impossible_cost_is_refused() {
        let refused = Hasher::with_cost(1, 1).unwrap_err();
        assert_eq!(refused.to_string(), "argon2id cannot work with 1 KiB and 1 passes");
    }

    #[test]
    fn a_stored_hash_may_cost_the_limit_and_not_one_more() {
        let at = (STORED_MEMORY_KIB_MAX, STORED_PASSES_MAX, STORED_LANES_MAX);
        assert_eq!(check_stored_hash(&stored(at.0, at.1, at.2)), Ok(()));
        for (memory_kib, passes, lanes) in [(at.0 + 1, 1, 1), (64, at.1 + 1, 1), (256, 1, at.2 + 1)] {
            assert_eq!(
                check_stored_hash(&stored(memory_kib, passes, lanes)),
                Err(StoredHashFault::TooCostly)
            );
        }
    }

    #[test]
    fn a_stored_hash_must_be_a_whole_argon2id_phc_string() {
        let whole = stored(64, 1, 1);
        let broken = [
            String::new(),
            "plain".into(),
            whole.replace("argon2id", "argon2i"),
            whole.replace("$v=19", ""),
            whole.replace("v=19", "v=18"),
            whole.replace("m=64", "m=1"),
            whole.rsplit_once('$').unwrap().0.into(),
            "$2b$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW".into(),
        ];
        for hash in broken {
            assert_eq!(check_stored_hash(&hash), Err(StoredHashFault::NotArgon2id), "{hash}");
        }
    }

    #[test]
    fn the_debug_form_shows_no_hash() {
        assert!(!format!("{:?}", cheap()).contains('$'));
    }
}
