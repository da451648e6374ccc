//! Every limit of the server.

use handover_desk::Span;
use std::time::Duration;

/// Commands that wait for one desk; beyond it a request is answered 503.
pub const MAILBOX_COMMANDS: usize = 8_192;
/// Facts decided on one desk that are not durable; beyond it the desk decides nothing more until some are.
pub const PENDING_FACTS: usize = 16_384;
/// Facts of one append, but for the facts of one command, which stay together.
pub const APPEND_FACTS: usize = 4_096;
/// Facts after which a snapshot is taken, so that start-up does not grow with history; on a desk with more than twice as
/// many events, half as many facts as it has events.
pub const SNAPSHOT_EVERY_FACTS: usize = 100_000;
/// Bytes of a snapshot that are written without a pause: about a third of a millisecond's work.
pub const SNAPSHOT_PIECE_BYTES: usize = 64 * 1024;
/// The pause: so a snapshot takes a quarter of one core, for as long as it takes.
pub const SNAPSHOT_PAUSE: Duration = Duration::from_millis(1);
/// Facts read from the journal at a time.
pub const READ_FACTS: usize = 10_000;
/// Chats put into the archive at a time.
pub const ARCHIVE_CHATS: usize = 64;
/// Offline messages put into the archive at a time.
pub const ARCHIVE_MESSAGES: usize = 64;
/// Documents of the archive that an erasure looks at before it lets others to the archive.
pub(crate) const ERASED_PAGE: usize = 200;
/// Milliseconds between two looks at the deadlines of one desk: deadlines that lie closer are dealt with together.
pub const TICK_SPACING_MS: i64 = 50;
/// Milliseconds that an append may take before the operator is told that the disk is slow.
pub const SLOW_APPEND_MS: u64 = 1_000;
/// Milliseconds by which a deadline may be dealt with late before the operator is told.
pub const LATE_DEADLINE_MS: u64 = 1_000;
/// Milliseconds between two reports of late deadlines of one desk.
pub const LATE_REPORT_SPACING_MS: i64 = 1_000;
/// Milliseconds for which the server says that it is not ready after the journal has refused facts, unless it has taken some
/// since. Then it says that it is, for without anybody who writes it would never find out.
pub const JOURNAL_DOUBT_MS: u64 = 30_000;
/// Milliseconds during which a desk whose journal has failed refuses commands before it tries again.
pub const JOURNAL_RETRY_MS: u64 = 100;
/// Milliseconds between two tries to put chats into an archive that fails.
pub const ARCHIVE_RETRY_MS: u64 = 1_000;
/// Mails of one account that are sent at a time.
pub const MAILS_AT_A_TIME: usize = 4;
/// Milliseconds that mails have to get through when the server is stopped.
pub const MAIL_DRAIN_MS: i64 = 5_000;
/// Milliseconds between two tries to store what came of a mail.
pub const MAIL_REPORT_RETRY_MS: u64 = 1_000;
/// Bytes of what was said in a transcript that is mailed; lines beyond it are left out and counted.
pub const MAIL_BYTES: usize = 1024 * 1024;
/// Bytes of what is kept of a mail server's words.
pub const MAIL_ERROR_BYTES: usize = 500;
/// Connections to the mail server at a time.
pub const SMTP_CONNECTIONS: usize = 16;
/// Default seconds that the mail server has to take one mail over.
pub const SMTP_TIMEOUT_S: u64 = 60;
/// Most seconds that the mail server may be given: it may look at a mail for minutes before it takes it.
pub const SMTP_TIMEOUT_MAX_S: u64 = 600;
/// Time that a mail server has to say farewell.
pub const SMTP_QUIT_TIMEOUT: Duration = Duration::from_secs(5);
/// Spans of traces that wait for the collector; beyond it they are dropped and counted.
pub const TRACE_QUEUE_SPANS: usize = 4_096;
/// Spans that are sent at a time.
pub const TRACE_BATCH_SPANS: usize = 512;
/// Time that spans wait for others, to be sent with them.
pub const TRACE_PAUSE: Duration = Duration::from_secs(1);
/// Time that the collector has to take spans.
pub const COLLECTOR_TIMEOUT: Duration = Duration::from_secs(5);
/// Bytes of what the collector answers.
pub const COLLECTOR_ANSWER_BYTES: usize = 64 * 1024;
/// Time that the identity provider has for each answer.
pub const PROVIDER_TIMEOUT: Duration = Duration::from_secs(5);
/// Bytes of an answer of the identity provider.
pub const PROVIDER_ANSWER_BYTES: usize = 256 * 1024;
/// Sign-ins that wait for the identity provider at a time; beyond it 503.
pub const PROVIDER_CALLS: usize = 16;
/// Time for which the identity provider's description and keys are taken as they were read.
pub const PROVIDER_READ_AGAIN: Span = Span::seconds(300);
/// Time that a sign-in at the identity provider may take.
pub const SIGN_IN_LIFE: Span = Span::seconds(600);
/// Sign-ins under way at a time; beyond it the oldest is forgotten.
pub const SIGN_INS: usize = 4_096;
/// Sign-ins at the identity provider that one address begins at once; beyond it 429.
pub const SIGN_INS_PER_ADDRESS: u32 = 60;
/// Time in which an address that has used them up has all of them again.
pub const SIGN_INS_REFILL: Span = Span::seconds(60);
/// Events of traced writes of one account that are kept in mind, to tell whom they reach.
pub const TRACED_EVENTS: usize = 4_096;
/// Bytes of a request body.
pub const BODY_BYTES: usize = 256 * 1024;
/// Bytes of an answer from which on it is compressed for clients that take it so.
pub const COMPRESSED_FROM_BYTES: u64 = 1_024;
/// Bytes of an answer up to which it is compressed at once; a larger one is given to a thread of its own.
pub const COMPRESSED_AT_ONCE_BYTES: usize = 64 * 1024;
/// Bytes of the header names a page of another origin may ask leave for at once.
pub const CORS_HEADERS_BYTES: usize = 1_024;
/// Characters of the name of a function that a script calls.
pub const CALLBACK_CHARS: usize = 128;
/// Parts in which a request may come inside addresses of scripts.
pub const SCRIPT_PARTS: usize = 512;
/// Bytes of such a request, percent-encoded: room for a body of [`BODY_BYTES`].
pub const SCRIPT_TEXT_BYTES: usize = 3 * BODY_BYTES;
/// Such requests of which some parts have come and some have not; beyond it 503.
pub const SCRIPT_PENDING: usize = 1_000;
/// Bytes of them all; beyond it 503.
pub const SCRIPT_PENDING_BYTES: usize = 16 * 1024 * 1024;
/// Milliseconds that all parts of such a request have from the first on.
pub const SCRIPT_PARTS_MS: i64 = 60_000;
/// Password checks at a time; each takes a core and 19 MiB for a few dozen milliseconds.
pub const PASSWORD_CHECKS: usize = 2;
/// Password checks that may wait for their turn; beyond it a login is answered 429.
pub const PASSWORD_CHECKS_WAITING: usize = 64;
/// Wrong passwords for one login within [`WRONG_PASSWORDS_WINDOW`]; this many lock it.
pub const WRONG_PASSWORDS_PER_LOGIN: usize = 5;
/// Time in which wrong passwords for one login are counted together.
pub const WRONG_PASSWORDS_WINDOW: Span = Span::seconds(15 * 60);
/// How long a login is locked the first time; each time after that twice as long.
pub const LOGIN_LOCK: Span = Span::seconds(60);
/// How long a login is locked at most.
pub const LOGIN_LOCK_LONGEST: Span = Span::seconds(60 * 60);
/// Time without a wrong password after which earlier locks of a login are forgotten.
pub const LOGIN_LOCK_FORGOTTEN: Span = Span::seconds(24 * 60 * 60);
/// Logins with wrong passwords that are kept in mind; beyond it the oldest are forgotten, locked ones last.
pub const GUARDED_LOGINS: usize = 20_000;
/// Wrong passwords of one address at once, whatever the logins; beyond it 429.
pub const WRONG_PASSWORDS_PER_ADDRESS: u32 = 30;
/// Time in which an address that has used them up has all of them again.
pub const WRONG_PASSWORDS_REFILL: Span = Span::seconds(15 * 60);
/// Addresses that are kept in mind for wrong passwords, and again for writes.
pub const GUARDED_ADDRESSES: usize = 50_000;
/// Default of how many writes of visitors one chat takes in a second.
pub const WRITES_PER_CHAT: u32 = 50;
/// Default of how many writes of visitors come from one address in a second.
pub const WRITES_PER_ADDRESS: u32 = 1_000;
/// Default of how many writes of visitors come with one application key in a second.
pub const WRITES_PER_KEY: u32 = 10_000;
/// Seconds whose writes may come at once.
pub const WRITE_BURST_S: u32 = 10;
/// Chats that are kept in mind for writes: as many as write within [`WRITE_BURST_S`].
pub const GUARDED_CHATS: usize = 100_000;
/// Application keys that are kept in mind for writes.
pub const GUARDED_KEYS: usize = 10_000;
/// Connections at a time.
pub const CONNECTIONS: usize = 50_000;
/// Connections at a time of those who collect figures.
pub const MONITOR_CONNECTIONS: usize = 64;
/// TLS handshakes at a time; who comes beyond it waits within its own [`HANDSHAKE_TIMEOUT`].
pub const HANDSHAKES: usize = 1_000;
/// Time a client has for its TLS handshake.
pub const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(10);
/// Requests at a time on one HTTP/2 connection.
pub const HTTP2_STREAMS: u32 = 128;
/// Bytes of the headers of one HTTP/2 request, counted as the protocol counts them.
pub const HTTP2_HEAD_BYTES: u32 = 32 * 1024;
/// Time after which a silent HTTP/2 client is asked whether it is still there.
pub const HTTP2_PING: Duration = Duration::from_secs(20);
/// Time an HTTP/2 client has to say that it is still there.
pub const HTTP2_PING_TIMEOUT: Duration = Duration::from_secs(20);
/// Time a client has for the head of a request; on HTTP/2, for the first one.
pub const HEAD_TIMEOUT: Duration = Duration::from_secs(30);
/// Time a client has for the body of a request.
pub const BODY_TIMEOUT: Duration = Duration::from_secs(30);
/// Time that open connections have to finish when the server is stopped.
pub const DRAIN_TIMEOUT: Duration = Duration::from_secs(20);
/// Time without accepting after the system has run short of descriptors.
pub const ACCEPT_PAUSE: Duration = Duration::from_millis(100);
/// Most seconds a long-poll waits.
pub const LONG_POLL_S: u32 = 60;
/// Streams and long-polls of one account at a time.
pub const STREAMS_PER_ACCOUNT: u32 = 50_000;
/// Default of how many streams and long-polls one address may have at a time.
pub const STREAMS_PER_ADDRESS: u32 = 2_000;
/// Default of how many connections one address may have at a time.
pub const CONNECTIONS_PER_ADDRESS: u32 = 10_000;
/// Streams and long-polls of a visitor on one chat at a time.
pub const STREAMS_PER_CHAT: u32 = 16;
/// Probes at a time; beyond it the oldest is forgotten.
pub const PROBES: usize = 16;
/// Time for which the token of a probe is good.
pub const PROBE_LIFE: Span = Span::seconds(60);
/// Streams and long-polls of one probe at a time.
pub const STREAMS_PER_PROBE: u32 = 4;
/// Streams and long-polls through one agent session at a time.
pub const STREAMS_PER_SESSION: u32 = 256;
/// Messages that a stream sends at a time.
pub const BATCH_MESSAGES: usize = 64;
/// Bytes from which on a stream sends what it has gathered.
pub const BATCH_BYTES: usize = 32 * 1024;
/// Time between two signs of life of a stream.
pub const STREAM_BEAT: Span = Span::seconds(15);
/// Time after which a browser comes again when a stream has ended.
pub const STREAM_RETRY: Span = Span::seconds(2);
/// Time in which a reader must take what it is sent.
pub const SLOW_READER: Span = Span::seconds(20);
/// Time in which the client of a WebSocket must say anything, if only that it is there.
pub const SILENT_SOCKET: Span = Span::seconds(40);
/// Waiting chats that the board names.
pub const BOARD_WAITING: usize = 100;
/// Chats in conversation that the board names.
pub const BOARD_CHATS: usize = 500;
/// Entries of the audit log that are read at a time.
pub const AUDIT_AT_A_TIME: usize = 200;
/// Time between two looks at the queue for one stream.
pub const QUEUE_SPACING: Span = Span::seconds(1);
/// Bytes of a frame that a client sends on a WebSocket.
pub const FRAME_BYTES: usize = 4 * 1024;
/// Bytes that are read from a WebSocket at a time.
pub const FRAME_BUFFER_BYTES: usize = 1_024;
/// Bytes of frames that a WebSocket takes before they are on their way: one batch and the longest line.
pub const FRAME_WRITE_BYTES: usize = 1024 * 1024;
/// Time in which a connection must take some of what it is sent.
pub const WRITE_TIMEOUT: Duration = Duration::from_secs(20);
/// Bytes that the system takes for a connection beyond what is on its way to the other end. Without it a reader who does not
/// read costs as much as the system gives, some megabytes, before the server notices.
pub const UNSENT_BYTES: u32 = 128 * 1024;
/// Time after which the system gives up a connection whose other end does not acknowledge anything.
pub const UNACKNOWLEDGED: Duration = Duration::from_secs(30);
