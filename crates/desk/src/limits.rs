//! Every limit of the desk that is not a setting, and the defaults of those that are.

use crate::Span;

/// Agent sessions one agent may hold at once; a further one ends the one unheard for longest.
pub const SESSIONS_PER_AGENT: usize = 8;
/// Logins one agent may hold at once; a further one ends the one that expires first.
pub const LOGINS_PER_AGENT: usize = 64;
/// Chats a desk holds that are not archived; a further request is refused.
pub const CHATS_PER_DESK: usize = 250_000;
/// Agents of one account.
pub const AGENTS_PER_DESK: usize = 10_000;
/// Skills of one account.
pub const SKILLS_PER_DESK: usize = 10_000;
/// Visitors remembered for their previous agent; beyond it the one unseen for longest is forgotten.
pub const VISITORS_REMEMBERED: usize = 200_000;
/// Answers remembered for their `Idempotency-Key`; beyond it the oldest is forgotten.
pub const ANSWERS_REMEMBERED: usize = 100_000;
/// How long an answer is remembered for its `Idempotency-Key`.
pub const ANSWER_KEPT: Span = Span::seconds(24 * 60 * 60);
/// How long a visitor's previous agent is remembered.
pub const VISITOR_KEPT: Span = Span::seconds(24 * 60 * 60);
/// How long an agent who missed a chat comes last for that very chat, and a sender is not asked to take it back.
pub const MISS_KEPT: Span = Span::seconds(60);
/// Pre-chat lines of one chat request.
pub const PRE_CHAT_LINES: usize = 100;
/// Custom variables of one chat.
pub const CUSTOM_VARIABLES: usize = 100;
/// Bytes of UTF-8 in a visitor's name.
pub const NAME_BYTES: usize = 256;
/// Bytes of UTF-8 in any other text a visitor or agent hands over beside a line.
pub const FIELD_BYTES: usize = 4096;
/// Largest `interactionTimeout` of a chat request, in seconds.
pub const INTERACTION_TIMEOUT_MAX_S: u64 = 86_400;
/// An unlimited agent's load counts as if the limit were this.
pub const UNLIMITED_COUNTS_AS: u64 = 50;
/// Deadlines dealt with in one decision; what is left is due at once again.
pub const DEADLINES_PER_TICK: usize = 1_000;
/// An offer with less time left than this is not counted in `ringingCount`, though it can still be accepted.
pub const OFFER_MARGIN: Span = Span::seconds(1);
/// Chats accepted or given up while somebody waited that are needed before a wait is estimated.
pub const CHATS_BEFORE_ESTIMATE: u32 = 10;
/// Chats that the estimate of a wait is averaged over.
pub const CHATS_AVERAGED: u32 = 32;

/// Mails of one account that were not delivered, those given up included; beyond it nothing that needs one is taken.
pub const OUTBOX_MAILS: usize = 10_000;
/// Mails that were given up and are kept for the operator to see; beyond it the oldest is forgotten.
pub const MAILS_GIVEN_UP_KEPT: usize = 1_000;
/// How long a mail is tried before it is given up.
pub const MAIL_TRIED_FOR: Span = Span::seconds(3 * 24 * 60 * 60);
/// Pause after the first attempt in vain; it doubles from there.
pub const MAIL_RETRY_FIRST: Span = Span::seconds(60);
/// Longest pause between two attempts.
pub const MAIL_RETRY_MAX: Span = Span::seconds(4 * 60 * 60);
/// Transcripts that one chat may have mailed: a visitor could write to anybody with it.
pub const TRANSCRIPTS_PER_CHAT: usize = 5;
/// Bytes of UTF-8 in the subject of a transcript.
pub const SUBJECT_BYTES: usize = 256;
/// Offline messages that are not archived; a further one is refused.
pub const MESSAGES_PER_DESK: usize = 10_000;
/// Authenticated visitors remembered; beyond it the one that expires first is forgotten.
pub const PARTICIPANTS_REMEMBERED: usize = 100_000;
/// How long an authenticated visitor is remembered.
pub const PARTICIPANT_KEPT: Span = Span::seconds(24 * 60 * 60);
/// Bytes of UTF-8 in what an identity provider says of a visitor.
pub const CLAIMS_BYTES: usize = 8 * 1024;
/// Surveys of one account.
pub const SURVEYS_PER_ACCOUNT: usize = 1_000;
/// Questions of one survey.
pub const QUESTIONS_PER_SURVEY: usize = 100;
/// Entries of one question.
pub const ENTRIES_PER_QUESTION: usize = 500;
/// Automatic texts of one account.
pub const TEXTS_PER_ACCOUNT: usize = 1_000;
/// Agent groups of one account.
pub const GROUPS_PER_ACCOUNT: usize = 1_000;
/// Texts of one account that agents have at hand.
pub const CANNED_TEXTS_PER_ACCOUNT: usize = 1_000;
/// Characters in the name of a device.
pub const DEVICE_NAME_CHARS: usize = 100;
/// Entries of the audit log; beyond it the oldest is forgotten.
pub const AUDIT_KEPT: usize = 10_000;
/// How long a supervisor who goes on watching a chat gets no further entry in the audit log for it.
pub const WATCH_KEPT: Span = Span::seconds(10 * 60);
/// Numbers of visitors, and of offline messages, that one erasure may name.
pub const ERASED_AT_ONCE: usize = 10_000;
/// Minutes for which answered and abandoned chats are counted, the current one included.
pub const TALLY_MINUTES: usize = 60;

/// Default time an offer rings at one agent.
pub const OFFER_TIMEOUT: Span = Span::seconds(20);
/// Default silence of a visitor after which the chat ends.
pub const VISITOR_TIMEOUT: Span = Span::seconds(40);
/// Default silence of all devices of an agent after which no new offer is made.
pub const AGENT_PRESENCE: Span = Span::seconds(30);
/// Default silence of an agent session after which it ends.
pub const AGENT_SESSION_TIMEOUT: Span = Span::seconds(400);
/// Default life of a login from its start or last refresh.
pub const LOGIN: Span = Span::seconds(8 * 60 * 60);
/// Default time an ended chat stays readable after the last call on it.
pub const ENDED_CHAT_KEPT: Span = Span::seconds(5 * 60);
/// Default limit of a line in bytes of UTF-8.
pub const LINE_BYTES: usize = 16 * 1024;
/// Default limit of events of one chat. Lines of people are refused beyond it; what the desk says is not.
pub const EVENTS_PER_CHAT: usize = 10_000;
/// Places before a waiting chat that are counted to say where it stands: each look costs as many steps.
pub const PLACES_COUNTED: usize = 1_000;
