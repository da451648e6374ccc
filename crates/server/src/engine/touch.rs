//! Whom a fact concerns among those who wait: readers of a chat, streams of an agent, watchers of the queue.

use super::bell::Bell;
use handover_desk::{AgentId, ChatNo, Desk, Fact};
use std::sync::Arc;

/// What a fact is about.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Touched {
    pub(super) chat: Option<ChatNo>,
    pub(super) agent: Option<AgentId>,
    pub(super) queue: bool,
}

/// The bells to be rung once the view is open to readers again, each at least once.
#[derive(Debug, Default)]
pub(super) struct Rung(Vec<Arc<Bell>>);

impl Rung {
    /// Notes a bell, if anybody listens to it.
    pub(super) fn add(&mut self, bell: &Arc<Bell>) {
        let is_known = self.0.last().is_some_and(|last| Arc::ptr_eq(last, bell));
        if bell.is_listened_to() && !is_known {
            self.0.push(Arc::clone(bell));
        }
    }

    pub(super) fn ring(self) {
        self.0.iter().for_each(|bell| bell.ring());
    }
}

/// The agents who have to do with a chat: who has it or had it last, at whom it rings, who transferred it and may still read
/// it.
pub(super) fn agents_of(desk: &Desk, chat: ChatNo) -> [Option<AgentId>; 3] {
    let Some(chat) = desk.chat(chat) else { return [None; 3] };
    let ringing_at = chat.offer().map(|offer| offer.agent);
    [chat.agent, ringing_at, chat.waiting().and_then(|waiting| waiting.sender)]
}

/// What a fact is about, on the desk as it was before.
pub(super) fn by(fact: &Fact, desk: &Desk) -> Touched {
    let chat = |chat| Touched { chat: Some(chat), ..Touched::default() };
    let queue = |chat| Touched { chat: Some(chat), agent: None, queue: true };
    let agent = |agent| Touched { agent: Some(agent), ..Touched::default() };
    match fact {
        Fact::EventAdded(fact) => chat(fact.chat),
        Fact::VisitorNamed(fact) => chat(fact.chat),
        Fact::EventsRead(fact) => chat(fact.chat),
        Fact::ChatArchived(fact) => chat(fact.chat),
        Fact::ChatStarted(fact) => queue(fact.key.chat()),
        Fact::ChatQueued(fact) => queue(fact.chat),
        Fact::ChatAssigned(fact) => queue(fact.chat),
        Fact::ChatEnded(fact) => queue(fact.chat),
        Fact::ChatOffered(fact) => queue(fact.chat),
        Fact::OfferEnded(fact) => Touched { chat: Some(fact.chat), agent: Some(fact.agent), queue: true },
        // The board tells of it.
        Fact::SecondFactorSet(fact) => Touched { queue: true, ..agent(fact.agent) },
        Fact::SecondFactorRemoved(fact) => Touched { queue: true, ..agent(fact.agent) },
        Fact::AgentSet(fact) => Touched { queue: true, ..agent(fact.profile.id) },
        Fact::AvailabilitySet(fact) => Touched { queue: true, ..agent(fact.agent) },
        Fact::AgentAbsent(fact) => Touched { queue: true, ..agent(fact.agent) },
        Fact::AgentPresent(fact) => Touched { queue: true, ..agent(fact.agent) },
        Fact::SessionStarted(fact) => Touched { queue: true, ..agent(fact.agent) },
        Fact::SessionEnded(fact) => {
            Touched { agent: desk.session(fact.id).map(|session| session.agent), queue: true, chat: None }
        }
        Fact::SessionNamed(fact) => {
            Touched { agent: desk.session(fact.id).map(|session| session.agent), ..Touched::default() }
        }
        // A draft is for the devices of the chat's agent: nobody else waits for it.
        Fact::DraftSet(fact) => {
            Touched { agent: desk.chat(fact.chat).and_then(|chat| chat.agent), ..Touched::default() }
        }
        Fact::LoginEnded(fact) => {
            Touched { agent: desk.login(fact.id).map(|login| login.agent), ..Touched::default() }
        }
        Fact::AccountSet(_) | Fact::SkillSet(_) => Touched { queue: true, ..Touched::default() },
        Fact::LoginStarted(_)
        | Fact::LoginExtended(_)
        | Fact::Heard(_)
        | Fact::BarLifted(_)
        | Fact::ArchiveDue(_)
        | Fact::Answered(_)
        | Fact::SurveyAnswered(_)
        | Fact::VariablesSet(_)
        | Fact::TranscriptWished(_)
        | Fact::MessageLeft(_)
        | Fact::MessageArchived(_)
        | Fact::MailQueued(_)
        | Fact::MailSent(_)
        | Fact::MailFailed(_)
        | Fact::ParticipantKnown(_)
        | Fact::CodeUsed(_)
        | Fact::VisitorErased(_)
        | Fact::ErasureArchived(_)
        | Fact::ErasureFinished(_)
        | Fact::Audited(_) => Touched::default(),
    }
}
