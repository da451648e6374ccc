//! The kinds of facts. A kind that is missing here does not compile; one without a golden line fails a test.

use handover_journal::Fact;

macro_rules! kinds {
    ($($family:literal: $($variant:ident $kind:literal),+;)+) => {
        /// Each kind, behind the family it belongs to.
        pub(crate) const KINDS: [(&str, &str); [$($($kind),+),+].len()] = [$($(($family, $kind)),+),+];

        /// The stable name of a fact's kind.
        pub(crate) fn kind(fact: &Fact) -> &'static str {
            match fact {
                $($(Fact::$variant(_) => $kind,)+)+
            }
        }
    };
}

kinds! {
    "account": AccountSet "account_set", SkillSet "skill_set", AgentSet "agent_set";
    "agent":
        LoginStarted "login_started", LoginExtended "login_extended", LoginEnded "login_ended",
        SessionStarted "session_started", SessionEnded "session_ended", AvailabilitySet "availability_set",
        AgentAbsent "agent_absent", AgentPresent "agent_present", Heard "heard",
        SessionNamed "session_named";
    "answer": Answered "answered";
    "chat":
        ChatStarted "chat_started", EventAdded "event_added", ChatQueued "chat_queued", BarLifted "bar_lifted",
        ChatAssigned "chat_assigned", ChatEnded "chat_ended", VisitorNamed "visitor_named",
        ArchiveDue "archive_due", ChatArchived "chat_archived";
    "mail":
        SurveyAnswered "survey_answered", VariablesSet "variables_set", TranscriptWished "transcript_wished",
        MessageLeft "message_left", MessageArchived "message_archived", MailQueued "mail_queued",
        MailSent "mail_sent", MailFailed "mail_failed", ParticipantKnown "participant_known";
    "marks": DraftSet "draft_set", EventsRead "events_read", Audited "audited";
    "erasure":
        VisitorErased "visitor_erased", ErasureArchived "erasure_archived", ErasureFinished "erasure_finished";
    "offer": ChatOffered "chat_offered", OfferEnded "offer_ended";
    "second_factor":
        SecondFactorSet "second_factor_set", SecondFactorRemoved "second_factor_removed", CodeUsed "code_used";
}
