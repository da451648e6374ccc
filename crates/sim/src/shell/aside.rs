//! What is asked beside conversations: surveys, variables, transcripts, offline messages, mails, identities.

use super::{Shell, choose};
use crate::plan::{answers, language};
use handover_desk::{
    ChatKey, Command, Desk, Guid, MailNo, MailOutcome, MessageNo, NameValue, NewMessage, SkillId,
    TranscriptWish, VisitorDetails, VisitorId, Writer,
};
use std::sync::Arc;

/// Addresses, most of which can be written to.
const ADDRESSES: [&str; 5] = ["nora@example.com", "ada@example.com", "nora", "n@x", "nora@example.com"];

impl Shell {
    pub(super) fn authenticated(&mut self) -> Command {
        let participant = Guid::random(self.fresh().into());
        let conversation = Guid::random(u128::from(self.fresh()) << 64);
        let claims = if self.fresh().is_multiple_of(9) { "c".repeat(8_193) } else { "{}".to_owned() };
        Command::Authenticate { participant, conversation, claims: claims.into() }
    }
}

/// What comes with a chat request: a language, now and then a survey or an identity.
pub(super) fn visitor_details(desk: &Desk, extras: u16) -> VisitorDetails {
    let known: Vec<Guid> = desk.state().participants.keys().copied().collect();
    let participant = match extras % 11 {
        0 => choose(&known, extras / 11).copied(),
        1 if extras.is_multiple_of(3) => Some(Guid::random(u128::MAX)),
        _ => None,
    };
    VisitorDetails {
        language: language(extras / 11),
        survey: (extras % 4 == 1).then(|| Box::new(answers(1, extras.rotate_left(7)))),
        participant,
        ..VisitorDetails::default()
    }
}

pub(super) fn survey_answered(chat: ChatKey, writer: Writer, pick: u16) -> Command {
    match writer {
        Writer::Visitor => Command::AnswerExitSurvey { chat, answers: answers(3, pick) },
        Writer::Agent(session) => Command::AnswerAgentSurvey { chat, session, answers: answers(4, pick) },
    }
}

/// A few variables, of which two may have one name, or too many.
pub(super) fn variables(extras: u16) -> Vec<NameValue> {
    let count = if extras.is_multiple_of(17) { 101 } else { extras % 4 };
    let name = |nth: u16| if count > 4 { format!("n{nth}") } else { format!("n{}", extras / (nth + 4) % 3) };
    let variable = |nth: u16| NameValue { name: name(nth).into(), value: nth.to_string().into() };
    (0..count).map(variable).collect()
}

pub(super) fn wish(extras: u16) -> TranscriptWish {
    let subject = match extras / 5 % 9 {
        0 => Some("s".repeat(257)),
        1 => Some("s".repeat(256)),
        2 => Some(String::new()),
        _ => None,
    };
    TranscriptWish {
        to: ADDRESSES[usize::from(extras) % ADDRESSES.len()].into(),
        subject: subject.map(Arc::from),
        utc_offset_min: (extras.is_multiple_of(2)).then_some(-90),
    }
}

pub(super) fn message_left(skill: Option<SkillId>, pick: u16) -> Command {
    Command::LeaveMessage(NewMessage {
        skill,
        visitor: (pick.is_multiple_of(3)).then_some(VisitorId(7)),
        details: Box::default(),
        answers: answers(2, pick),
    })
}

/// Mostly a mail that is in the outbox, due or not; sometimes one that is gone.
pub(super) fn mail_tried(desk: &Desk, pick: u16, outcome: u16) -> Command {
    let due: Vec<MailNo> = desk.mails_due().map(|(_, mail)| mail.no).collect();
    let all: Vec<MailNo> = desk.state().outbox.keys().copied().collect();
    let some = if pick.is_multiple_of(5) { &all } else { &due };
    let mail = choose(some, pick).copied().unwrap_or(MailNo(u64::from(pick % 3)));
    let error = || Arc::from(if outcome.is_multiple_of(2) { "451" } else { "550" });
    let outcome = match outcome % 6 {
        0..=1 => MailOutcome::Sent,
        2..=4 => MailOutcome::Failed { error: error() },
        _ => MailOutcome::Refused { error: error() },
    };
    Command::MailTried { mail, outcome }
}

/// About half of the messages there are, and one that is not there.
pub(super) fn messages_archived(desk: &Desk, pick: u16) -> Command {
    let all = desk.state().messages.keys().copied();
    let some = all.filter(|no| !(u64::from(pick) + no.0).is_multiple_of(2));
    Command::MessagesArchived(some.chain([MessageNo(u64::MAX)]).collect())
}
