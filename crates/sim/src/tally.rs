//! Counting what happens in runs, so that a rule that no run ever reaches is noticed.

use handover_desk::{
    Act, EndReason, Fact, Letter, MailState, OfferEnd, Refusal, SessionEndReason, Side, SurveyKind,
    SurveyProblem, TransferFault, Why,
};
use std::collections::BTreeMap;

/// Everything that random runs have to reach. A desk of 250,000 chats and a file of 10,000 agents are left to the
/// desk's own tests.
const ALL: [&str; 107] = [
    "account set",
    "agent absent",
    "agent added or changed",
    "agent present",
    "agent signed out",
    "answered",
    "archive due",
    "availability set",
    "bar lifted",
    "chat archived",
    "chat assigned",
    "chat ended for its agent",
    "chat queued",
    "chat started",
    "chat taken over",
    "chat watched",
    "code used",
    "draft dropped",
    "draft kept",
    "ended by a supervisor",
    "ended by the agent",
    "ended by the visitor",
    "ended, nobody left",
    "ended, replaced",
    "ended, visitor silent",
    "event added",
    "heard",
    "identity proved",
    "login ended",
    "login extended",
    "login started",
    "login unlocked",
    "mail failed",
    "mail given up",
    "mail sent",
    "message archived",
    "message left",
    "message mailed",
    "offer missed",
    "offer withdrawn",
    "offered as asked for",
    "offered by longest idle",
    "offered by lowest id",
    "offered by lowest load",
    "offered in person",
    "offered to the only one",
    "offered to the previous agent",
    "read by a visitor",
    "read by an agent",
    "refused: agent not found",
    "refused: chat ended",
    "refused: chat full",
    "refused: chat not found",
    "refused: code needed",
    "refused: code used",
    "refused: config",
    "refused: empty",
    "refused: key reused",
    "refused: login not found",
    "refused: no second factor",
    "refused: nobody online",
    "refused: not admin",
    "refused: not an address",
    "refused: not in chat",
    "refused: not signed in",
    "refused: not supervisor",
    "refused: nothing offered",
    "refused: out of range",
    "refused: own chat",
    "refused: participant unknown",
    "refused: second factor set already",
    "refused: session not found",
    "refused: survey, missing",
    "refused: survey, no address",
    "refused: survey, no entry",
    "refused: survey, no number",
    "refused: survey, several answers",
    "refused: survey, unknown",
    "refused: survey, unknown question",
    "refused: too long",
    "refused: too many",
    "refused: too many characters",
    "refused: transfer, agent unavailable",
    "refused: transfer, nobody online",
    "refused: transfer, to oneself",
    "refused: transfer, unknown agent",
    "refused: transfer, unknown skill",
    "refused: unknown agent",
    "refused: unknown skill",
    "second factor removed",
    "second factor removed by an admin",
    "second factor set",
    "session ended",
    "session ended, disabled",
    "session ended, login over",
    "session ended, replaced",
    "session ended, silent",
    "session named",
    "session started",
    "skill set",
    "survey answered by a visitor",
    "survey answered by an agent",
    "transcript mailed",
    "transcript wished for",
    "variables set",
    "visitor named",
    "whispered",
];

/// How often each thing has happened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally(BTreeMap<&'static str, u64>);

impl Tally {
    /// What has never happened.
    pub fn missing(&self) -> impl Iterator<Item = &'static str> + '_ {
        ALL.into_iter().filter(|name| !self.0.contains_key(name))
    }

    /// Adds another tally.
    pub fn add(&mut self, other: &Self) {
        for (name, count) in &other.0 {
            *self.0.entry(name).or_default() += count;
        }
    }

    /// Counts a fact.
    pub fn count_fact(&mut self, fact: &Fact) {
        *self.0.entry(name_of_fact(fact)).or_default() += 1;
    }

    /// Counts a refusal.
    pub fn count_refusal(&mut self, refusal: &Refusal) {
        *self.0.entry(name_of_refusal(refusal)).or_default() += 1;
    }
}

fn name_of_fact(fact: &Fact) -> &'static str {
    match fact {
        Fact::AccountSet(_) => "account set",
        Fact::SkillSet(_) => "skill set",
        Fact::AgentSet(_) => "agent added or changed",
        Fact::LoginStarted(_) => "login started",
        Fact::LoginExtended(_) => "login extended",
        Fact::LoginEnded(_) => "login ended",
        Fact::SessionStarted(_) => "session started",
        Fact::SessionEnded(ended) => name_of_session_end(ended.reason),
        Fact::AvailabilitySet(_) => "availability set",
        Fact::AgentAbsent(_) => "agent absent",
        Fact::AgentPresent(_) => "agent present",
        Fact::Heard(_) => "heard",
        Fact::ChatStarted(_) => "chat started",
        Fact::EventAdded(_) => "event added",
        Fact::ChatQueued(_) => "chat queued",
        Fact::BarLifted(_) => "bar lifted",
        Fact::ChatAssigned(_) => "chat assigned",
        Fact::ChatEnded(ended) => match ended.reason {
            EndReason::Agent => "ended by the agent",
            EndReason::Visitor => "ended by the visitor",
            EndReason::VisitorSilent => "ended, visitor silent",
            EndReason::NobodyLeft => "ended, nobody left",
            EndReason::Replaced => "ended, replaced",
            EndReason::Supervisor => "ended by a supervisor",
            EndReason::Erased => "ended, visitor erased",
        },
        Fact::VisitorNamed(_) => "visitor named",
        Fact::ArchiveDue(_) => "archive due",
        Fact::ChatArchived(_) => "chat archived",
        Fact::ChatOffered(offered) => name_of_why(offered.offer.why),
        Fact::OfferEnded(ended) => match ended.end {
            OfferEnd::Missed => "offer missed",
            OfferEnd::Withdrawn => "offer withdrawn",
        },
        Fact::Answered(_) => "answered",
        Fact::SurveyAnswered(answered) => match answered.survey {
            SurveyKind::Agent => "survey answered by an agent",
            SurveyKind::Exit | SurveyKind::PreChat | SurveyKind::Offline => "survey answered by a visitor",
        },
        Fact::VariablesSet(_) => "variables set",
        Fact::TranscriptWished(_) => "transcript wished for",
        Fact::MessageLeft(_) => "message left",
        Fact::MessageArchived(_) => "message archived",
        Fact::MailQueued(queued) => match queued.mail.letter {
            Letter::Transcript { .. } => "transcript mailed",
            Letter::OfflineMessage(_) => "message mailed",
        },
        Fact::MailSent(_) => "mail sent",
        Fact::MailFailed(failed) => match failed.state {
            MailState::Due(_) => "mail failed",
            MailState::GivenUp(_) => "mail given up",
        },
        Fact::ParticipantKnown(_) => "identity proved",
        Fact::SessionNamed(_) => "session named",
        Fact::DraftSet(set) if set.draft.is_some() => "draft kept",
        Fact::DraftSet(_) => "draft dropped",
        Fact::EventsRead(read) => match read.side {
            Side::Agent => "read by an agent",
            Side::Visitor => "read by a visitor",
        },
        Fact::Audited(entry) => name_of_act(entry.act),
        Fact::SecondFactorSet(_) => "second factor set",
        Fact::SecondFactorRemoved(_) => "second factor removed",
        Fact::CodeUsed(_) => "code used",
        Fact::VisitorErased(_) => "visitor erased",
        Fact::ErasureArchived(_) => "erased from the archive",
        Fact::ErasureFinished(_) => "erasure finished",
    }
}

fn name_of_session_end(reason: SessionEndReason) -> &'static str {
    match reason {
        SessionEndReason::Ended => "session ended",
        SessionEndReason::LoginOver => "session ended, login over",
        SessionEndReason::Silent => "session ended, silent",
        SessionEndReason::Replaced => "session ended, replaced",
        SessionEndReason::Disabled => "session ended, disabled",
    }
}

fn name_of_why(why: Why) -> &'static str {
    match why {
        Why::Transferred => "offered in person",
        Why::AskedFor => "offered as asked for",
        Why::PreviousAgent => "offered to the previous agent",
        Why::OnlyOne => "offered to the only one",
        Why::LowestLoad => "offered by lowest load",
        Why::LongestIdle => "offered by longest idle",
        Why::LowestId => "offered by lowest id",
        Why::TakenOver => "offered though taken over",
    }
}

fn name_of_act(act: Act) -> &'static str {
    match act {
        Act::Watch => "chat watched",
        Act::Whisper => "whispered",
        Act::TakeOver => "chat taken over",
        Act::EndChat => "chat ended for its agent",
        Act::SignOut => "agent signed out",
        Act::RemoveFactor => "second factor removed by an admin",
        Act::Unlock => "login unlocked",
        Act::Erase => "visitor erased by the operator",
    }
}

fn name_of_refusal(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::KeyReused => "refused: key reused",
        Refusal::LoginNotFound => "refused: login not found",
        Refusal::AgentNotFound => "refused: agent not found",
        Refusal::SessionNotFound => "refused: session not found",
        Refusal::ChatNotFound => "refused: chat not found",
        Refusal::NothingOffered => "refused: nothing offered",
        Refusal::NotInChat => "refused: not in chat",
        Refusal::ChatEnded => "refused: chat ended",
        Refusal::ChatsOpen { .. } => "refused: chats open",
        Refusal::ChatFull { .. } => "refused: chat full",
        Refusal::DeskFull => "refused: desk full",
        Refusal::TooLong { .. } => "refused: too long",
        Refusal::TooMany { .. } => "refused: too many",
        Refusal::Empty { .. } => "refused: empty",
        Refusal::OutOfRange { .. } => "refused: out of range",
        Refusal::UnknownSkill { .. } => "refused: unknown skill",
        Refusal::NobodyOnline => "refused: nobody online",
        Refusal::ParticipantUnknown => "refused: participant unknown",
        Refusal::NotAnAddress { .. } => "refused: not an address",
        Refusal::Survey(fault) => name_of_problem(fault.problem),
        Refusal::OutboxFull => "refused: outbox full",
        Refusal::Transfer(fault) => match fault {
            TransferFault::UnknownAgent => "refused: transfer, unknown agent",
            TransferFault::UnknownSkill => "refused: transfer, unknown skill",
            TransferFault::AgentUnavailable => "refused: transfer, agent unavailable",
            TransferFault::NobodyOnline => "refused: transfer, nobody online",
            TransferFault::ToOneself => "refused: transfer, to oneself",
        },
        Refusal::Config(_) => "refused: config",
        Refusal::TooManyCharacters { .. } => "refused: too many characters",
        Refusal::NotSupervisor => "refused: not supervisor",
        Refusal::NotAdmin => "refused: not admin",
        Refusal::CodeNeeded => "refused: code needed",
        Refusal::CodeUsed => "refused: code used",
        Refusal::FactorSet => "refused: second factor set already",
        Refusal::NoFactor => "refused: no second factor",
        Refusal::OwnChat => "refused: own chat",
        Refusal::UnknownAgent { .. } => "refused: unknown agent",
        Refusal::NotSignedIn { .. } => "refused: not signed in",
    }
}

fn name_of_problem(problem: SurveyProblem) -> &'static str {
    match problem {
        SurveyProblem::UnknownSurvey => "refused: survey, unknown",
        SurveyProblem::UnknownQuestion => "refused: survey, unknown question",
        SurveyProblem::Missing => "refused: survey, missing",
        SurveyProblem::SeveralAnswers => "refused: survey, several answers",
        SurveyProblem::NotAnEntry => "refused: survey, no entry",
        SurveyProblem::NotANumber => "refused: survey, no number",
        SurveyProblem::NotAnAddress => "refused: survey, no address",
    }
}
