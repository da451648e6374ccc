//! Every limit of the archive. Nothing else may hold a limit as a bare number.

/// Most entries one page of a list holds; a larger request is answered with this many.
pub const PAGE_ENTRIES_MAX: usize = 500;

/// A page ends early once its bodies hold this many bytes, but never before its first entry.
pub const PAGE_BYTES_MAX: usize = 8 * 1024 * 1024;

/// Largest body of one entry, in bytes.
pub const BODY_BYTES_MAX: usize = 256 * 1024 * 1024;

/// Longest chat key, in bytes.
pub const KEY_BYTES_MAX: usize = 256;

/// Entries that one transaction takes in before it is committed.
pub(crate) const GROUP_ENTRIES_MAX: usize = 512;

/// Bytes of bodies that one transaction takes in before it is committed.
pub(crate) const GROUP_BYTES_MAX: usize = 16 * 1024 * 1024;

/// Requests that may wait for one of the archive's threads; a further caller waits for a place.
pub(crate) const WAITING_MAX: usize = 256;

/// How long a statement waits for a lock that another process holds, in milliseconds.
pub(crate) const BUSY_TIMEOUT_MS: u64 = 5_000;
