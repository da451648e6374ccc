//! Deciding what belongs to a chat beside its conversation: surveys, variables, transcripts; offline messages; and the
//! mails that come of them.

use super::{Step, check_count, check_length};
use crate::mail::pause_after;
use crate::survey::is_mail_address;
use crate::{
    Answer, Chat, ChatKey, ChatNo, Fact, Guid, Letter, Mail, MailFailed, MailNo, MailOutcome, MailQueued,
    MailSent, MailState, MessageArchived, MessageLeft, MessageNo, NameValue, OfflineMessage, Participant,
    ParticipantKnown, Refusal, SessionId, SkillId, SurveyAnswered, SurveyAnswers, SurveyFault, SurveyKind,
    SurveyProblem, TranscriptWish, TranscriptWished, VariablesSet, VisitorDetails, VisitorId, limits,
};
use alloc::boxed::Box;
use alloc::sync::Arc;
use alloc::vec::Vec;

/// What a visitor leaves with an offline survey (`docs/protocol/30-visitor-api.md` §8).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewMessage {
    /// The skill it is meant for.
    pub skill: Option<SkillId>,
    /// The visitor, when known.
    pub visitor: Option<VisitorId>,
    /// What came with it.
    pub details: Box<VisitorDetails>,
    /// The answers.
    pub answers: SurveyAnswers,
}

impl Step<'_> {
    /// A visitor answers the exit survey of a chat.
    pub(super) fn answer_exit_survey(
        &mut self,
        key: &ChatKey,
        answers: SurveyAnswers,
    ) -> Result<Answer, Refusal> {
        let chat = self.chat(key)?.no();
        self.answer_survey(chat, SurveyKind::Exit, answers)
    }

    /// An agent answers the agent survey of a chat, from the conversation on (`docs/protocol/20-agent-api.md` §24).
    pub(super) fn answer_agent_survey(
        &mut self,
        key: &ChatKey,
        session: SessionId,
        answers: SurveyAnswers,
    ) -> Result<Answer, Refusal> {
        self.with_session(session, |step, session| {
            let chat = step.chat(key)?;
            if !chat.is_readable_by(session.agent) {
                return Err(Refusal::ChatNotFound);
            }
            if chat.waiting().is_some() {
                return Err(Refusal::NotInChat);
            }
            let no = chat.no();
            step.answer_survey(no, SurveyKind::Agent, answers)
        })
    }

    fn answer_survey(
        &mut self,
        chat: ChatNo,
        survey: SurveyKind,
        answers: SurveyAnswers,
    ) -> Result<Answer, Refusal> {
        self.check_survey(survey, &answers)?;
        self.emit(Fact::SurveyAnswered(SurveyAnswered { chat, survey, answers }));
        Ok(Answer::Done)
    }

    /// Checks answers to a survey of this kind.
    pub(super) fn check_survey(&self, kind: SurveyKind, answers: &SurveyAnswers) -> Result<(), Refusal> {
        let surveys = &self.desk.state.profile.surveys;
        let survey = surveys.iter().find(|survey| survey.kind == kind && survey.id == answers.survey);
        let unknown = SurveyFault { question: None, problem: SurveyProblem::UnknownSurvey };
        let survey = survey.ok_or(Refusal::Survey(unknown))?;
        survey.check(answers).map_err(Refusal::Survey)?;
        for value in answers.answers.iter().flat_map(|answer| &answer.values) {
            check_length("survey.question.answer", value, limits::FIELD_BYTES)?;
        }
        Ok(())
    }

    /// Sets variables of a chat that has not ended (`docs/protocol/90-open-questions.md` Q53); the last value of a name
    /// wins.
    pub(super) fn set_variables(&mut self, key: &ChatKey, set: Vec<NameValue>) -> Result<Answer, Refusal> {
        let chat = self.chat(key)?;
        if chat.is_ended() {
            return Err(Refusal::ChatEnded);
        }
        let mut variables = chat.details.custom_variables.clone();
        for variable in set {
            variables.retain(|known| known.name != variable.name);
            variables.push(variable);
        }
        check_variables(VARIABLES, &variables)?;
        if variables != chat.details.custom_variables {
            let chat = chat.no();
            self.emit(Fact::VariablesSet(VariablesSet { chat, variables }));
        }
        Ok(Answer::Done)
    }

    /// A visitor wants the transcript: sent when the chat has ended, at once if it has
    /// (`docs/protocol/90-open-questions.md` Q54).
    pub(super) fn wish_transcript(&mut self, key: &ChatKey, wish: TranscriptWish) -> Result<Answer, Refusal> {
        let chat = self.chat(key)?;
        if !is_mail_address(&wish.to) {
            return Err(Refusal::NotAnAddress { member: "email" });
        }
        check_length("subject", wish.subject.as_deref().unwrap_or_default(), limits::SUBJECT_BYTES)?;
        let mailed = usize::from(chat.extras().map_or(0, |extras| extras.transcripts_mailed));
        check_count("transcript requests", mailed.saturating_add(1), limits::TRANSCRIPTS_PER_CHAT)?;
        self.check_outbox()?;
        let (no, is_ended) = (chat.no(), chat.is_ended());
        if is_ended {
            self.queue_mail(wish.to.clone(), Letter::Transcript { chat: *key, wish });
        } else {
            self.emit(Fact::TranscriptWished(TranscriptWished { chat: no, wish }));
        }
        Ok(Answer::Done)
    }

    /// Queues the transcript of a chat that has just ended, if it was wished for.
    pub(super) fn mail_transcript(&mut self, no: ChatNo) {
        let wish = self.desk.chat(no).and_then(Chat::extras).and_then(|extras| extras.transcript.clone());
        let key = self.desk.chat(no).map(|chat| chat.key);
        if let (Some(wish), Some(chat)) = (wish, key) {
            self.queue_mail(wish.to.clone(), Letter::Transcript { chat, wish });
        }
    }

    /// A visitor leaves a message: it is kept, and mailed to the address of the skill or the account, if there is one.
    pub(super) fn leave_message(&mut self, message: NewMessage) -> Result<Answer, Refusal> {
        let NewMessage { skill, visitor, details, answers } = message;
        let known =
            skill.map(|skill| self.desk.skill(skill).ok_or(Refusal::UnknownSkill { member: "survey.skill" }));
        let of_skill = known.transpose()?.and_then(|skill| skill.offline_mail.clone());
        self.check_survey(SurveyKind::Offline, &answers)?;
        super::chat::check_details("survey", &details)?;
        if self.desk.state.messages.len() >= limits::MESSAGES_PER_DESK {
            return Err(Refusal::DeskFull);
        }
        self.check_outbox()?;
        let no = self.desk.state.next_message;
        let to = of_skill.or_else(|| self.desk.state.profile.offline_mail.clone());
        let message = OfflineMessage { no, at: self.now, skill, visitor, details, answers };
        self.emit(Fact::MessageLeft(MessageLeft { message: Arc::new(message) }));
        if let Some(to) = to {
            self.queue_mail(to, Letter::OfflineMessage(no));
        }
        Ok(Answer::Done)
    }

    pub(super) fn messages_archived(&mut self, messages: &[MessageNo]) -> Answer {
        for no in messages {
            if self.desk.state.messages.contains_key(no) {
                self.emit(Fact::MessageArchived(MessageArchived { message: *no }));
            }
        }
        Answer::Done
    }

    fn check_outbox(&self) -> Result<(), Refusal> {
        let full = self.desk.state.outbox.len() >= limits::OUTBOX_MAILS;
        if full { Err(Refusal::OutboxFull) } else { Ok(()) }
    }

    fn queue_mail(&mut self, to: Arc<str>, letter: Letter) {
        let mail = Mail {
            no: self.desk.state.next_mail,
            to,
            letter,
            queued_at: self.now,
            attempts: 0,
            last_error: None,
            state: MailState::Due(self.now),
        };
        self.emit(Fact::MailQueued(MailQueued { mail }));
    }

    /// A mail was tried: it is gone, waits for the next attempt, or is given up.
    pub(super) fn mail_tried(&mut self, no: MailNo, outcome: MailOutcome) -> Answer {
        let Some(mail) = self.desk.state.outbox.get(&no).filter(|mail| !mail.is_given_up()) else {
            return Answer::Done;
        };
        let (error, never) = match outcome {
            MailOutcome::Sent => {
                self.emit(Fact::MailSent(MailSent { mail: no, at: self.now }));
                return Answer::Done;
            }
            MailOutcome::Failed { error } => (error, false),
            MailOutcome::Refused { error } => (error, true),
        };
        let attempts = mail.attempts.saturating_add(1);
        let too_old = self.now.since(mail.queued_at) >= limits::MAIL_TRIED_FOR.0;
        let state = if never || too_old {
            MailState::GivenUp(self.now)
        } else {
            MailState::Due(self.now.after(pause_after(attempts)))
        };
        self.emit(Fact::MailFailed(MailFailed { mail: no, attempts, error, state, at: self.now }));
        Answer::Done
    }

    /// A visitor has proved who it is.
    pub(super) fn know_participant(
        &mut self,
        id: Guid,
        conversation: Guid,
        claims: Arc<str>,
    ) -> Result<Answer, Refusal> {
        check_length("ssoKey", &claims, limits::CLAIMS_BYTES)?;
        let expires_at = self.now.after(limits::PARTICIPANT_KEPT);
        let participant = Participant { conversation, claims, expires_at };
        self.emit(Fact::ParticipantKnown(ParticipantKnown { id, participant, at: self.now }));
        Ok(Answer::Authenticated { participant: id, conversation })
    }
}

/// How a request names the list of variables, the name and the value of one.
pub(super) type VariableMembers = [&'static str; 3];

const VARIABLES: VariableMembers = ["customVariables", "customVariables.name", "customVariables.value"];

/// Checks the number and the length of variables.
pub(super) fn check_variables(members: VariableMembers, variables: &[NameValue]) -> Result<(), Refusal> {
    let [list, name, value] = members;
    check_count(list, variables.len(), limits::CUSTOM_VARIABLES)?;
    for variable in variables {
        check_length(name, &variable.name, limits::FIELD_BYTES)?;
        check_length(value, &variable.value, limits::FIELD_BYTES)?;
    }
    Ok(())
}
