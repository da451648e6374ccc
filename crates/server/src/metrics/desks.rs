//! The figures of desks, account by account and skill by skill.
//!
//! They are gathered under the lock of each view, which is held as briefly as for a poll, and written when it is free. The
//! labels are ids of accounts and names of skills: both come from the configuration.

use super::histogram::Observed;
use super::sheet::{Kind, Sheet, count, number, signed};
use crate::engine::{Account, Engine, Published, SkillTally};
use handover_desk::{Agent, Availability, Chat, Desk, EstimateError, SkillId, Timestamp};
use std::fmt;

const MS_PER_S: f64 = 1_000.0;

/// What an agent may be doing, as figures name it.
const STATES: [&str; 5] = ["online", "occupied", "away", "absent", "offline"];

/// One account.
pub(super) struct DeskFigures {
    account: String,
    skills: Vec<SkillFigures>,
    agents: [u64; STATES.len()],
    agent_sessions: f64,
    chats: f64,
    events: f64,
    archive_due: f64,
    mails_due: f64,
    mailbox: f64,
    pending_facts: f64,
    is_known: f64,
}

/// One skill; its name is empty for the chats that need none.
struct SkillFigures {
    skill: String,
    waiting: f64,
    oldest_s: f64,
    error: EstimateError,
    requested: u64,
    returned: u64,
    abandoned: u64,
    offers_made: u64,
    offers_accepted: u64,
    offers_missed: u64,
    offers_withdrawn: u64,
    wait: Observed,
    ring: Observed,
}

/// Looks at every desk.
pub(super) fn gather(engine: &Engine) -> Vec<DeskFigures> {
    let now = engine.clock().now();
    let accounts = engine.account_ids().into_iter().filter_map(|id| engine.account(id.as_str()));
    accounts.map(|account| DeskFigures::of(&account, now)).collect()
}

impl DeskFigures {
    fn of(account: &Account, now: Timestamp) -> Self {
        let view = account.view().read();
        let desk = view.desk();
        let state = desk.state();
        let ringing: Vec<&Chat> =
            state.agents.values().flat_map(|agent| &agent.offers).filter_map(|no| desk.chat(*no)).collect();
        let named = state.skills.values().map(|skill| (Some(skill.id), &*skill.name));
        let skills = named.chain([(None, "")]);
        let mut agents = [0; STATES.len()];
        for agent in state.agents.values().filter(|agent| agent.profile.enabled) {
            if let Some(count) = agents.get_mut(state_of(agent)) {
                *count += 1;
            }
        }
        Self {
            account: account.id.to_string(),
            skills: skills.map(|(id, name)| SkillFigures::of(&view, id, name, &ringing, now)).collect(),
            agents,
            agent_sessions: count(state.sessions.len()),
            chats: count(state.agents.values().map(|agent| agent.chats.len()).sum()),
            events: number(view.tally().events),
            archive_due: count(view.archive_due()),
            mails_due: count(desk.mails_due().count()),
            mailbox: count(account.mailbox_depth()),
            pending_facts: count(account.pending_facts()),
            is_known: if account.is_known() { 1.0 } else { 0.0 },
        }
    }
}

impl SkillFigures {
    fn of(view: &Published, id: Option<SkillId>, name: &str, ringing: &[&Chat], now: Timestamp) -> Self {
        let desk: &Desk = view.desk();
        let ringing = ringing.iter().copied().filter(|chat| chat.skill == id);
        let unoffered = desk.unoffered_of(id).map_or(0, |(count, _)| count);
        let oldest = ringing.clone().map(|chat| chat.started_at).chain(desk.oldest_of(id)).min();
        let nothing = SkillTally::default();
        let tally = view.tally().of(id).unwrap_or(&nothing);
        Self {
            skill: name.to_owned(),
            waiting: number(unoffered) + count(ringing.count()),
            oldest_s: oldest.map_or(0.0, |at| number(now.since(at)) / MS_PER_S),
            error: desk.estimate_error(id),
            requested: tally.requested,
            returned: tally.returned,
            abandoned: tally.abandoned,
            offers_made: tally.offers_made,
            offers_accepted: tally.offers_accepted,
            offers_missed: tally.offers_missed,
            offers_withdrawn: tally.offers_withdrawn,
            wait: tally.wait_ms.observed(),
            ring: tally.ring_ms.observed(),
        }
    }
}

/// The place of an agent's state in [`STATES`].
fn state_of(agent: &Agent) -> usize {
    match agent.on_duty().map(|on| (on.present, on.availability)) {
        Some((true, Availability::Online)) => 0,
        Some((true, Availability::Occupied)) => 1,
        Some((true, Availability::Away)) => 2,
        Some((false, _)) => 3,
        None => 4,
    }
}

/// A figure of every account: its name, what it is, and where it stands.
type OfDesk = (&'static str, &'static str, Kind, fn(&DeskFigures) -> f64);
/// A figure of every skill.
type OfSkill = (&'static str, &'static str, Kind, fn(&SkillFigures) -> f64);
/// How an offer ended, and how many did.
type OfferEnds = (&'static str, fn(&SkillFigures) -> u64);

const OF_DESKS: [OfDesk; 8] = [
    ("handover_chats_assigned", "Chats that agents have", Kind::Gauge, |desk| desk.chats),
    ("handover_agent_sessions", "Devices of agents", Kind::Gauge, |desk| desk.agent_sessions),
    ("handover_chat_events", "Lines and changes of state in chats", Kind::Counter, |desk| desk.events),
    ("handover_archive_due_chats", "Ended chats that wait for the archive", Kind::Gauge, |desk| {
        desk.archive_due
    }),
    ("handover_mails_due", "Mails in the outbox that are to be sent", Kind::Gauge, |desk| desk.mails_due),
    (
        "handover_mailbox_commands",
        "Commands that wait to be decided; beyond 8,192 requests are answered 503",
        Kind::Gauge,
        |desk| desk.mailbox,
    ),
    ("handover_pending_facts", "Facts that are decided and not given to the journal", Kind::Gauge, |desk| {
        desk.pending_facts
    }),
    (
        "handover_desk_known",
        "1 if the desk is what the journal holds, 0 while it is read back after a failure",
        Kind::Gauge,
        |desk| desk.is_known,
    ),
];

const OF_SKILLS: [OfSkill; 9] = [
    ("handover_chats_waiting", "Chats that wait, those that ring included", Kind::Gauge, |skill| {
        skill.waiting
    }),
    (
        "handover_oldest_waiting_seconds",
        "How long the chat that waits for longest has waited; 0 when none waits",
        Kind::Gauge,
        |skill| skill.oldest_s,
    ),
    ("handover_chats_requested", "Chats that visitors asked for", Kind::Counter, |skill| {
        number(skill.requested)
    }),
    (
        "handover_chats_returned",
        "Chats that went back to the queue: requeued, or transferred",
        Kind::Counter,
        |skill| number(skill.returned),
    ),
    (
        "handover_chats_abandoned",
        "Chats that ended before anybody had accepted them",
        Kind::Counter,
        |skill| number(skill.abandoned),
    ),
    ("handover_offers_made", "Offers that were made to agents", Kind::Counter, |skill| {
        number(skill.offers_made)
    }),
    (
        "handover_estimates",
        "Chats that were accepted after their wait had been estimated, since the account began",
        Kind::Counter,
        |skill| number(skill.error.chats),
    ),
    (
        "handover_estimate_error_seconds",
        "How far these estimates were off, without sign, added up",
        Kind::Counter,
        |skill| number(skill.error.absolute_ms) / MS_PER_S,
    ),
    (
        "handover_estimate_bias_seconds",
        "The same with sign; above 0 when chats were accepted earlier than estimated",
        Kind::Gauge,
        |skill| signed(skill.error.signed_ms) / MS_PER_S,
    ),
];

const OFFER_ENDS: [OfferEnds; 3] = [
    ("accepted", |skill| skill.offers_accepted),
    ("missed", |skill| skill.offers_missed),
    ("withdrawn", |skill| skill.offers_withdrawn),
];

/// Writes the figures of all desks, family by family.
pub(super) fn write(sheet: &mut Sheet<'_>, desks: &[DeskFigures]) -> fmt::Result {
    for (name, help, kind, value) in OF_DESKS {
        let mut family = sheet.family(name, help, kind)?;
        for desk in desks {
            family.put(&[("account", &desk.account)], value(desk))?;
        }
    }
    agents(sheet, desks)?;
    for (name, help, kind, value) in OF_SKILLS {
        let mut family = sheet.family(name, help, kind)?;
        for (account, skill) in skills(desks) {
            family.put(&[("account", account), ("skill", &skill.skill)], value(skill))?;
        }
    }
    offers_ended(sheet, desks)?;
    histograms(sheet, desks)
}

fn skills(desks: &[DeskFigures]) -> impl Iterator<Item = (&str, &SkillFigures)> {
    desks.iter().flat_map(|desk| desk.skills.iter().map(|skill| (desk.account.as_str(), skill)))
}

fn agents(sheet: &mut Sheet<'_>, desks: &[DeskFigures]) -> fmt::Result {
    let help =
        "Agents who may sign in, by what they are doing; absent are those of whom no device was heard lately";
    let mut family = sheet.family("handover_agents", help, Kind::Gauge)?;
    for desk in desks {
        for (state, agents) in STATES.iter().zip(desk.agents) {
            family.put(&[("account", &desk.account), ("state", state)], number(agents))?;
        }
    }
    Ok(())
}

fn offers_ended(sheet: &mut Sheet<'_>, desks: &[DeskFigures]) -> fmt::Result {
    let help = "Offers that are over: accepted, missed, or withdrawn";
    let mut family = sheet.family("handover_offers_ended", help, Kind::Counter)?;
    for (account, skill) in skills(desks) {
        for (end, ended) in OFFER_ENDS {
            let labels = [("account", account), ("skill", &skill.skill), ("end", end)];
            family.put(&labels, number(ended(skill)))?;
        }
    }
    Ok(())
}

fn histograms(sheet: &mut Sheet<'_>, desks: &[DeskFigures]) -> fmt::Result {
    let help = "How long chats waited until they were accepted for the first time";
    let mut family = sheet.family("handover_chat_wait_seconds", help, Kind::Histogram)?;
    for (account, skill) in skills(desks) {
        family.put_observed(&[("account", account), ("skill", &skill.skill)], &skill.wait)?;
    }
    let help = "How long offers rang that were accepted";
    let mut family = sheet.family("handover_offer_accept_seconds", help, Kind::Histogram)?;
    for (account, skill) in skills(desks) {
        family.put_observed(&[("account", account), ("skill", &skill.skill)], &skill.ring)?;
    }
    Ok(())
}
