//! Applying facts: the only code that changes a desk. Total: a fact that was written can always be applied, and one
//! that speaks of something unknown changes nothing.

mod account;
mod agent;
mod answer;
mod chat;
mod erasure;
mod mail;
mod marks;
mod offer;
mod second_factor;

use crate::{Desk, Fact, Timestamp};

impl Desk {
    /// Changes the desk by a fact that has happened.
    pub fn apply(&mut self, fact: &Fact) {
        match fact {
            Fact::AccountSet(fact) => self.apply_account_set(fact),
            Fact::SkillSet(fact) => self.apply_skill_set(fact),
            Fact::AgentSet(fact) => self.apply_agent_set(fact),
            Fact::LoginStarted(fact) => self.apply_login_started(fact),
            Fact::LoginExtended(fact) => self.apply_login_extended(fact),
            Fact::LoginEnded(fact) => self.apply_login_ended(fact),
            Fact::SessionStarted(fact) => self.apply_session_started(fact),
            Fact::SessionEnded(fact) => self.apply_session_ended(fact),
            Fact::AvailabilitySet(fact) => self.apply_availability_set(fact),
            Fact::AgentAbsent(fact) => self.apply_agent_absent(fact),
            Fact::AgentPresent(fact) => self.apply_agent_present(fact),
            Fact::Heard(fact) => self.apply_heard(fact),
            Fact::ChatStarted(fact) => self.apply_chat_started(fact),
            Fact::EventAdded(fact) => self.apply_event_added(fact),
            Fact::ChatQueued(fact) => self.apply_chat_queued(fact),
            Fact::BarLifted(fact) => self.apply_bar_lifted(fact),
            Fact::ChatAssigned(fact) => self.apply_chat_assigned(fact),
            Fact::ChatEnded(fact) => self.apply_chat_ended(fact),
            Fact::VisitorNamed(fact) => self.apply_visitor_named(fact),
            Fact::ArchiveDue(fact) => self.apply_archive_due(fact),
            Fact::ChatArchived(fact) => self.apply_chat_archived(fact),
            Fact::ChatOffered(fact) => self.apply_chat_offered(fact),
            Fact::OfferEnded(fact) => self.apply_offer_ended(fact),
            Fact::Answered(fact) => self.apply_answered(fact),
            Fact::SurveyAnswered(fact) => self.apply_survey_answered(fact),
            Fact::VariablesSet(fact) => self.apply_variables_set(fact),
            Fact::TranscriptWished(fact) => self.apply_transcript_wished(fact),
            Fact::MessageLeft(fact) => self.apply_message_left(fact),
            Fact::MessageArchived(fact) => self.apply_message_archived(fact),
            Fact::MailQueued(fact) => self.apply_mail_queued(fact),
            Fact::MailSent(fact) => self.apply_mail_sent(fact),
            Fact::MailFailed(fact) => self.apply_mail_failed(fact),
            Fact::ParticipantKnown(fact) => self.apply_participant_known(fact),
            Fact::SessionNamed(fact) => self.apply_session_named(fact),
            Fact::DraftSet(fact) => self.apply_draft_set(fact),
            Fact::EventsRead(fact) => self.apply_events_read(fact),
            Fact::Audited(fact) => self.apply_audited(fact),
            Fact::SecondFactorSet(fact) => self.apply_second_factor_set(fact),
            Fact::SecondFactorRemoved(fact) => self.apply_second_factor_removed(fact),
            Fact::CodeUsed(fact) => self.apply_code_used(fact),
            Fact::VisitorErased(fact) => self.apply_visitor_erased(fact),
            Fact::ErasureArchived(fact) => self.apply_erasure_archived(fact),
            Fact::ErasureFinished(fact) => self.apply_erasure_finished(fact),
        }
    }

    /// The desk's clock never goes back.
    fn advance(&mut self, at: Timestamp) {
        self.state.clock = self.state.clock.max(at);
    }
}
