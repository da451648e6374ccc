//! The limits of an apply file. What the desk limits is limited there.

/// Bytes of a file: room for as many agents as a desk may have.
pub const FILE_BYTES: usize = 16 * 1024 * 1024;
/// Characters of an account id.
pub const ACCOUNT_ID_CHARS: usize = 64;
/// Hex digits of an application key.
pub const APP_KEY_DIGITS: usize = 32;
/// Application keys of one account.
pub const APP_KEYS: usize = 100;
/// Bytes of an origin.
pub const ORIGIN_BYTES: usize = 255;
/// Origins of one account.
pub const ORIGINS: usize = 100;
/// Bytes of UTF-8 in a password.
pub const PASSWORD_BYTES: usize = 1_024;
/// Bytes of a password hash.
pub const PASSWORD_HASH_BYTES: usize = 512;
/// Longest time a setting may hold, in seconds: 30 days.
pub const SETTING_S_MAX: u64 = 30 * 24 * 60 * 60;
/// Most days that an archive may be kept for: a century. To keep it for ever, nothing is said.
pub const ARCHIVE_DAYS_MAX: usize = 36_500;
/// Largest limit of a line: what a request body holds.
pub const LINE_BYTES_MAX: usize = crate::limits::BODY_BYTES;
/// Largest limit of events of one chat.
pub const EVENTS_PER_CHAT_MAX: usize = 100_000;
/// Slots of an agent who does not say how many.
pub const MAX_CHATS_DEFAULT: u32 = 3;
/// Connectors of one account.
pub const CONNECTORS: usize = 100;
/// Bytes of a public key in PEM form: an RSA key of 4096 bits, the largest there may be, has 800.
pub const PUBLIC_KEY_BYTES: usize = 2_048;
/// Bits of the smallest RSA key (RFC 7518 §3.3).
pub const RSA_BITS_MIN: usize = 2_048;
/// Characters of a language tag (RFC 5646 §4.4.1).
pub const LANGUAGE_CHARS: usize = 35;
