//! Every limit of the journal. Nothing else may hold a limit as a bare number.

/// Largest append, in bytes of its encoded facts.
pub const APPEND_BYTES_MAX: usize = 32 * 1024 * 1024;

/// Largest snapshot, in bytes.
pub const SNAPSHOT_BYTES_MAX: usize = 1024 * 1024 * 1024;

/// Most facts one read returns, unless a single append holds more.
pub const READ_FACTS_MAX: usize = 10_000;

/// A read ends early once its appends hold this many encoded bytes, but never before its first append.
pub const READ_BYTES_MAX: usize = 8 * 1024 * 1024;

/// Facts that one transaction takes in before it is committed.
pub(crate) const GROUP_FACTS_MAX: usize = 4_096;

/// Encoded bytes that one transaction takes in before it is committed.
pub(crate) const GROUP_BYTES_MAX: usize = 8 * 1024 * 1024;

/// Requests that may wait for the writer; a further caller waits for a place.
pub(crate) const WAITING_WRITES_MAX: usize = 1_024;

/// Requests that may wait for a reader; a further caller waits for a place.
pub(crate) const WAITING_READS_MAX: usize = 64;

/// Threads that read.
pub(crate) const READERS: usize = 2;

/// A snapshot is stored in rows of this many bytes, one row a transaction, so that appends go on in between.
pub(crate) const CHUNK_BYTES: usize = 1024 * 1024;

/// Largest number of an account, and largest position of one: both stand in one number of 63 bits.
pub(crate) const ACCOUNTS_MAX: i64 = (1 << 19) - 1;
pub(crate) const POSITION_MAX: i64 = (1 << 44) - 1;

/// Largest number of a snapshot, and largest number of a chunk of one: both stand in one number of 63 bits.
pub(crate) const SNAPSHOT_NO_MAX: i64 = (1 << 47) - 1;
pub(crate) const CHUNK_NO_MAX: i64 = (1 << 16) - 1;

/// Appends that one step of tidying removes.
pub(crate) const SWEEP_APPENDS: usize = 256;

/// Snapshot chunks that one step of tidying removes.
pub(crate) const SWEEP_CHUNKS: usize = 4;

/// Free pages that one step of tidying gives back to the file system.
pub(crate) const VACUUM_PAGES: usize = 1_024;

/// Free pages that are kept for what is written next.
pub(crate) const SPARE_PAGES: i64 = 2_048;

/// Bytes of the write-ahead log after which a thread carries them over into the file.
pub(crate) const CHECKPOINT_BYTES: usize = 4 * 1024 * 1024;

/// Bytes that every transaction writes to the log, beside what it stores: the pages on the way to a row.
pub(crate) const COMMIT_BYTES: usize = 16 * 1024;

/// Pages of the write-ahead log after which a commit carries them over itself, as it must when the thread does not
/// get on.
pub(crate) const CHECKPOINT_PAGES: i64 = 8_000;

/// Size above which the write-ahead log is emptied, waiting for readers; also the size it keeps afterwards.
pub(crate) const WAL_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// How long a statement waits for a lock that another connection holds, in milliseconds.
pub(crate) const BUSY_TIMEOUT_MS: u64 = 5_000;
