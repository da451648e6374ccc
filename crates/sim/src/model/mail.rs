//! What belongs to a chat beside its conversation, what visitors leave, and the mails of both (protocol file 30 §5, §8,
//! §18 to §21; file 90 Q54).

use super::Model;
use super::survey::fault;
use handover_desk::{
    Answer, ChatKey, Guid, Letter, Mail, MailNo, MailOutcome, MailState, MessageNo, NameValue, NewMessage,
    OfflineMessage, Participant, Refusal, SessionId, Span, SurveyAnswers, SurveyFault, SurveyKind,
    SurveyProblem, Timestamp, TranscriptWish,
};
use std::sync::Arc;

/// How long a mail is tried.
const TRIED_FOR: Span = Span::seconds(72 * 3600);
/// Pauses between attempts, in minutes; the last one repeats.
const PAUSES_MIN: [u64; 9] = [1, 2, 4, 8, 16, 32, 64, 128, 240];
/// How long a visitor who has proved an identity is remembered.
const KNOWN_FOR: Span = Span::seconds(24 * 3600);
/// Transcripts of one chat.
const TRANSCRIPTS: u8 = 5;
/// Variables of one chat.
const VARIABLES: usize = 100;
/// Bytes of a subject.
const SUBJECT_BYTES: usize = 256;
/// Bytes of what an identity provider says.
const CLAIMS_BYTES: usize = 8_192;

impl Model {
    pub(super) fn check_survey(&self, kind: SurveyKind, answers: &SurveyAnswers) -> Result<(), Refusal> {
        let mut surveys = self.profile.surveys.iter().filter(|survey| survey.kind == kind);
        let survey = surveys.find(|survey| survey.id == answers.survey);
        let unknown = Some(SurveyFault { question: None, problem: SurveyProblem::UnknownSurvey });
        match survey.map_or(unknown, |survey| fault(survey, answers)) {
            Some(fault) => Err(Refusal::Survey(fault)),
            None => Ok(()),
        }
    }

    /// In any state; the last answers win.
    pub(super) fn answer_exit_survey(
        &mut self,
        key: &ChatKey,
        answers: &SurveyAnswers,
    ) -> Result<Answer, Refusal> {
        let chat = self.find(key)?;
        self.check_survey(SurveyKind::Exit, answers)?;
        self.chats[chat].exit_survey = Some(answers.clone());
        Ok(Answer::Done)
    }

    /// By the agent who has the chat, or had it when it ended; the last answers win.
    pub(super) fn answer_agent_survey(
        &mut self,
        key: &ChatKey,
        session: SessionId,
        answers: &SurveyAnswers,
    ) -> Result<Answer, Refusal> {
        self.by_device(session, |model, agent| {
            let chat = model.find(key)?;
            if model.chats[chat].reader() != Some(agent) {
                return Err(Refusal::ChatNotFound);
            }
            if model.chats[chat].wait().is_some() {
                return Err(Refusal::NotInChat);
            }
            model.check_survey(SurveyKind::Agent, answers)?;
            model.chats[chat].agent_survey = Some(answers.clone());
            Ok(Answer::Done)
        })
    }

    /// Each name has the value it was given last.
    pub(super) fn set_variables(&mut self, key: &ChatKey, set: &[NameValue]) -> Result<Answer, Refusal> {
        let chat = self.find(key)?;
        if self.chats[chat].is_over() {
            return Err(Refusal::ChatEnded);
        }
        let all: Vec<&NameValue> = self.chats[chat].details.custom_variables.iter().chain(set).collect();
        let mut last = Vec::new();
        for (index, variable) in all.iter().enumerate() {
            let was_set = index >= all.len() - set.len();
            let again = if was_set { &all[index + 1..] } else { &all[all.len() - set.len()..] };
            if !again.iter().any(|later| later.name == variable.name) {
                last.push((*variable).clone());
            }
        }
        if last.len() > VARIABLES {
            return Err(Refusal::TooMany { member: "customVariables", limit: VARIABLES });
        }
        self.chats[chat].details.custom_variables = last;
        Ok(Answer::Done)
    }

    /// At the end, or at once if it has come; the last address wins.
    pub(super) fn wish_transcript(
        &mut self,
        key: &ChatKey,
        wish: &TranscriptWish,
    ) -> Result<Answer, Refusal> {
        let chat = self.find(key)?;
        if !is_address(&wish.to) {
            return Err(Refusal::NotAnAddress { member: "email" });
        }
        if wish.subject.as_ref().is_some_and(|subject| subject.len() > SUBJECT_BYTES) {
            return Err(Refusal::TooLong { member: "subject", limit: SUBJECT_BYTES });
        }
        if self.chats[chat].transcripts_mailed >= TRANSCRIPTS {
            let limit = TRANSCRIPTS.into();
            return Err(Refusal::TooMany { member: "transcript requests", limit });
        }
        self.chats[chat].wish = Some(wish.clone());
        if self.chats[chat].is_over() {
            self.mail_transcript(chat);
        }
        Ok(Answer::Done)
    }

    /// Whatever ended the chat: its transcript goes out if it was wished for.
    pub(super) fn mail_transcript(&mut self, chat: usize) {
        let row = &mut self.chats[chat];
        let Some(wish) = row.wish.take() else { return };
        row.transcripts_mailed += 1;
        let (to, chat) = (wish.to.clone(), row.key);
        self.queue_mail(to, Letter::Transcript { chat, wish });
    }

    fn queue_mail(&mut self, to: Arc<str>, letter: Letter) {
        self.next_mail += 1;
        self.mails.push(Mail {
            no: MailNo(self.next_mail),
            to,
            letter,
            queued_at: self.now,
            attempts: 0,
            last_error: None,
            state: MailState::Due(self.now),
        });
    }

    /// It is kept, and mailed to the skill's address, else to the account's, else to nobody.
    pub(super) fn leave_message(&mut self, message: &NewMessage) -> Result<Answer, Refusal> {
        let mut to = self.profile.offline_mail.clone();
        if let Some(id) = message.skill {
            let skill = self.skills.iter().find(|skill| skill.id == id);
            let skill = skill.ok_or(Refusal::UnknownSkill { member: "survey.skill" })?;
            if skill.offline_mail.is_some() {
                to.clone_from(&skill.offline_mail);
            }
        }
        self.check_survey(SurveyKind::Offline, &message.answers)?;
        self.next_message += 1;
        let no = MessageNo(self.next_message);
        self.messages.push(OfflineMessage {
            no,
            at: self.now,
            skill: message.skill,
            visitor: message.visitor,
            details: message.details.clone(),
            answers: message.answers.clone(),
        });
        if let Some(to) = to {
            self.queue_mail(to, Letter::OfflineMessage(no));
        }
        Ok(Answer::Done)
    }

    pub(super) fn messages_archived(&mut self, messages: &[MessageNo]) -> Answer {
        self.messages.retain(|message| !messages.contains(&message.no));
        Answer::Done
    }

    /// A mail that is due goes, waits longer than before, or is given up.
    pub(super) fn mail_tried(&mut self, no: MailNo, outcome: &MailOutcome) -> Answer {
        let now = self.now;
        let Some(index) = self.mails.iter().position(|mail| mail.no == no) else { return Answer::Done };
        let mail = &mut self.mails[index];
        if matches!(mail.state, MailState::GivenUp(_)) {
            return Answer::Done;
        }
        let (error, hopeless) = match outcome {
            MailOutcome::Sent => {
                self.mails.remove(index);
                return Answer::Done;
            }
            MailOutcome::Failed { error } => (error, now >= mail.queued_at.after(TRIED_FOR)),
            MailOutcome::Refused { error } => (error, true),
        };
        let minutes = PAUSES_MIN.get(mail.attempts as usize).copied().unwrap_or(240);
        mail.attempts += 1;
        mail.last_error = Some(error.clone());
        mail.state = if hopeless {
            MailState::GivenUp(now)
        } else {
            MailState::Due(now.after(Span::seconds(60 * minutes)))
        };
        Answer::Done
    }

    /// The mails to be tried in the order in which they are due.
    #[must_use]
    pub fn mails_due(&self) -> Vec<(Timestamp, MailNo)> {
        let mut due = Vec::new();
        for mail in &self.mails {
            if let MailState::Due(at) = mail.state {
                due.push((at, mail.no));
            }
        }
        due.sort_unstable();
        due
    }

    pub(super) fn know_participant(
        &mut self,
        id: Guid,
        conversation: Guid,
        claims: &Arc<str>,
    ) -> Result<Answer, Refusal> {
        if claims.len() > CLAIMS_BYTES {
            return Err(Refusal::TooLong { member: "ssoKey", limit: CLAIMS_BYTES });
        }
        let expires_at = self.now.after(KNOWN_FOR);
        self.participants.retain(|(known, _)| *known != id);
        let claims = claims.clone();
        self.participants.push((id, Participant { conversation, claims, expires_at }));
        Ok(Answer::Authenticated { participant: id, conversation })
    }

    /// What is known of a visitor, as long as it is remembered.
    #[must_use]
    pub fn participant(&self, id: Guid) -> Option<&Participant> {
        let known = self.participants.iter().find(|(known, _)| *known == id);
        known.map(|(_, row)| row).filter(|row| row.expires_at > self.now)
    }
}

/// Enough of an address for the texts that plans draw: one `@`, a name before it, a dotted name behind it, no space.
pub(super) fn is_address(text: &str) -> bool {
    let parts: Vec<&str> = text.split('@').collect();
    match parts.as_slice() {
        [local, domain] => {
            let dotted = domain.find('.').is_some_and(|dot| dot > 0 && dot + 1 < domain.len());
            !local.is_empty() && dotted && !text.contains(' ')
        }
        _ => false,
    }
}
