//! Applying facts about surveys, transcripts, offline messages, mails and authenticated visitors.

use crate::{
    Desk, MailFailed, MailNo, MailQueued, MailSent, MailState, MessageArchived, MessageLeft, MessageNo,
    ParticipantKnown, SurveyAnswered, SurveyKind, TranscriptWished, VariablesSet, limits,
};
use alloc::boxed::Box;
use alloc::sync::Arc;

impl Desk {
    pub(super) fn apply_survey_answered(&mut self, fact: &SurveyAnswered) {
        let Some(chat) = self.chat_mut(fact.chat) else { return };
        match fact.survey {
            SurveyKind::PreChat => {
                Arc::make_mut(&mut chat.details).survey = Some(Box::new(fact.answers.clone()));
            }
            SurveyKind::Exit => chat.extras_mut().exit_survey = Some(fact.answers.clone()),
            SurveyKind::Agent => chat.extras_mut().agent_survey = Some(fact.answers.clone()),
            // An offline survey belongs to no chat.
            SurveyKind::Offline => {}
        }
    }

    pub(super) fn apply_variables_set(&mut self, fact: &VariablesSet) {
        if let Some(chat) = self.chat_mut(fact.chat) {
            Arc::make_mut(&mut chat.details).custom_variables.clone_from(&fact.variables);
        }
    }

    pub(super) fn apply_transcript_wished(&mut self, fact: &TranscriptWished) {
        if let Some(chat) = self.chat_mut(fact.chat) {
            chat.extras_mut().transcript = Some(fact.wish.clone());
        }
    }

    pub(super) fn apply_message_left(&mut self, fact: &MessageLeft) {
        let no = fact.message.no;
        self.advance(fact.message.at);
        self.state.next_message = self.state.next_message.max(MessageNo(no.0.saturating_add(1)));
        self.state.messages.insert(no, fact.message.clone());
    }

    pub(super) fn apply_message_archived(&mut self, fact: &MessageArchived) {
        self.state.messages.remove(&fact.message);
    }

    pub(super) fn apply_mail_queued(&mut self, fact: &MailQueued) {
        let mail = &fact.mail;
        self.advance(mail.queued_at);
        self.state.next_mail = self.state.next_mail.max(MailNo(mail.no.0.saturating_add(1)));
        if let crate::Letter::Transcript { chat, .. } = &mail.letter
            && let Some(chat) = self.chat_mut(chat.chat())
        {
            let extras = chat.extras_mut();
            extras.transcript = None;
            extras.transcripts_mailed = extras.transcripts_mailed.saturating_add(1);
        }
        self.list_mail(mail.no, None);
        self.state.outbox.insert(mail.no, mail.clone());
        self.list_mail(mail.no, mail.due_at());
    }

    pub(super) fn apply_mail_sent(&mut self, fact: &MailSent) {
        self.advance(fact.at);
        self.list_mail(fact.mail, None);
        self.state.outbox.remove(&fact.mail);
    }

    pub(super) fn apply_mail_failed(&mut self, fact: &MailFailed) {
        self.advance(fact.at);
        let due_at = match fact.state {
            MailState::Due(at) => Some(at),
            MailState::GivenUp(_) => None,
        };
        self.list_mail(fact.mail, due_at);
        let Some(mail) = self.state.outbox.get_mut(&fact.mail) else { return };
        mail.attempts = fact.attempts;
        mail.last_error = Some(fact.error.clone());
        mail.state = fact.state;
        self.forget_given_up();
    }

    pub(super) fn apply_participant_known(&mut self, fact: &ParticipantKnown) {
        self.advance(fact.at);
        let expires_at = fact.participant.expires_at;
        if let Some(old) = self.state.participants.insert(fact.id, fact.participant.clone()) {
            self.participant_order.remove(&(old.expires_at, fact.id));
        }
        self.participant_order.insert((expires_at, fact.id));
        while let Some((at, oldest)) = self.participant_order.first().copied() {
            let fits = self.participant_order.len() <= limits::PARTICIPANTS_REMEMBERED;
            if fits && at > fact.at {
                break;
            }
            self.participant_order.remove(&(at, oldest));
            self.state.participants.remove(&oldest);
        }
    }

    /// Keeps the list of mails by the time they are due in step with one mail.
    pub(super) fn list_mail(&mut self, no: MailNo, due_at: Option<crate::Timestamp>) {
        if let Some(old) = self.state.outbox.get(&no).and_then(crate::Mail::due_at) {
            self.mails_due.remove(&(old, no));
        }
        if self.state.outbox.contains_key(&no) {
            self.mails_due.extend(due_at.map(|at| (at, no)));
        }
    }

    /// Of the mails that were given up only the latest are kept.
    fn forget_given_up(&mut self) {
        let given_up = |desk: &Self| {
            let mut mails = desk.state.outbox.values().filter(|mail| mail.is_given_up());
            let oldest = mails.next().map(|mail| mail.no);
            oldest.filter(|_| mails.count() >= limits::MAILS_GIVEN_UP_KEPT)
        };
        while let Some(oldest) = given_up(self) {
            self.state.outbox.remove(&oldest);
        }
    }
}
