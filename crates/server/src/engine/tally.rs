//! What happened to chats and offers since the process was started, skill by skill. Counted under the lock of the view,
//! when facts are shown; no poll counts anything here.
//!
//! It begins at nothing with every start, as counters of a process do. Facts that became durable without this process
//! learning of it in time, which it reads back later, are not counted.

use crate::metrics::{Histogram, RING_MS, WAIT_MS};
use handover_desk::{Chat, Desk, Fact, OfferEnd, Rank, SkillId, Timestamp};
use std::collections::BTreeMap;

/// The figures of one account.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// Lines and changes of state.
    pub(crate) events: u64,
    skills: BTreeMap<Option<SkillId>, SkillTally>,
}

/// The figures of one skill, or of the chats that need none.
#[derive(Debug)]
pub(crate) struct SkillTally {
    /// Chats that visitors asked for.
    pub(crate) requested: u64,
    /// Chats that went back to the queue: requeued, or transferred.
    pub(crate) returned: u64,
    /// Chats that ended before anybody had accepted them.
    pub(crate) abandoned: u64,
    /// Offers that were made.
    pub(crate) offers_made: u64,
    /// Offers that were accepted.
    pub(crate) offers_accepted: u64,
    /// Offers whose time ran out.
    pub(crate) offers_missed: u64,
    /// Offers that were taken back.
    pub(crate) offers_withdrawn: u64,
    /// How long chats waited until they were accepted for the first time.
    pub(crate) wait_ms: Histogram,
    /// How long accepted offers had rung.
    pub(crate) ring_ms: Histogram,
}

impl Default for SkillTally {
    fn default() -> Self {
        Self {
            requested: 0,
            returned: 0,
            abandoned: 0,
            offers_made: 0,
            offers_accepted: 0,
            offers_missed: 0,
            offers_withdrawn: 0,
            wait_ms: Histogram::of(&WAIT_MS),
            ring_ms: Histogram::of(&RING_MS),
        }
    }
}

impl Tally {
    /// The figures of a skill, if anything has happened to chats of it.
    pub(crate) fn of(&self, skill: Option<SkillId>) -> Option<&SkillTally> {
        self.skills.get(&skill)
    }

    /// Counts a fact, on the desk as it was before.
    pub(super) fn count(&mut self, fact: &Fact, desk: &Desk) {
        match fact {
            Fact::EventAdded(_) => add(&mut self.events),
            Fact::ChatStarted(fact) => add(&mut self.skill(fact.skill).requested),
            Fact::ChatQueued(fact) => add(&mut self.skill(fact.skill).returned),
            Fact::ChatOffered(fact) => {
                if let Some(chat) = desk.chat(fact.chat) {
                    add(&mut self.skill(chat.skill).offers_made);
                }
            }
            Fact::OfferEnded(fact) => {
                if let Some(chat) = desk.chat(fact.chat) {
                    let skill = self.skill(chat.skill);
                    add(match fact.end {
                        OfferEnd::Missed => &mut skill.offers_missed,
                        OfferEnd::Withdrawn => &mut skill.offers_withdrawn,
                    });
                }
            }
            Fact::ChatAssigned(fact) => {
                if let Some(chat) = desk.chat(fact.chat) {
                    self.assigned(chat, fact.at);
                }
            }
            Fact::ChatEnded(fact) => {
                if let Some(chat) = desk.chat(fact.chat).filter(|chat| is_fresh(chat)) {
                    add(&mut self.skill(chat.skill).abandoned);
                }
            }
            Fact::AccountSet(_)
            | Fact::SkillSet(_)
            | Fact::AgentSet(_)
            | Fact::LoginStarted(_)
            | Fact::LoginExtended(_)
            | Fact::LoginEnded(_)
            | Fact::SessionStarted(_)
            | Fact::SessionEnded(_)
            | Fact::SessionNamed(_)
            | Fact::AvailabilitySet(_)
            | Fact::AgentAbsent(_)
            | Fact::AgentPresent(_)
            | Fact::Heard(_)
            | Fact::BarLifted(_)
            | Fact::VisitorNamed(_)
            | Fact::ArchiveDue(_)
            | Fact::ChatArchived(_)
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
            | Fact::DraftSet(_)
            | Fact::EventsRead(_)
            | Fact::Audited(_)
            | Fact::SecondFactorSet(_)
            | Fact::SecondFactorRemoved(_)
            | Fact::VisitorErased(_)
            | Fact::ErasureArchived(_)
            | Fact::ErasureFinished(_)
            | Fact::CodeUsed(_) => {}
        }
    }

    fn assigned(&mut self, chat: &Chat, at: Timestamp) {
        let skill = self.skill(chat.skill);
        if let Some(offer) = chat.offer() {
            add(&mut skill.offers_accepted);
            skill.ring_ms.observe(at.since(offer.made_at));
        }
        if is_fresh(chat) {
            skill.wait_ms.observe(at.since(chat.started_at));
        }
    }

    fn skill(&mut self, skill: Option<SkillId>) -> &mut SkillTally {
        self.skills.entry(skill).or_default()
    }
}

fn add(count: &mut u64) {
    *count = count.saturating_add(1);
}

/// Whether a chat waits and was not accepted by anybody so far.
fn is_fresh(chat: &Chat) -> bool {
    chat.waiting().is_some_and(|waiting| waiting.place.rank == Rank::Fresh)
}
