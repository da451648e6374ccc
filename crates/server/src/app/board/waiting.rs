//! The waiting chats on the board, each with why it is still waiting.

use crate::app::why;
use handover_desk::{Chat, Offer, Reason, SkillCounts, Staff, WhyWaiting};
use serde::Serialize;

/// A waiting chat.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WaitingChat<'v> {
    chat: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    visitor_name: Option<&'v str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    skill: Option<u64>,
    requested_at: i64,
    reason: &'static str,
    agents: Counts,
    #[serde(skip_serializing_if = "Option::is_none")]
    ringing: Option<Ringing>,
}

/// The agents who have its skill, by what keeps them from it.
#[derive(Debug, Serialize)]
struct Counts {
    skilled: u32,
    offline: u32,
    away: u32,
    occupied: u32,
    absent: u32,
    full: u32,
    kept: u32,
}

/// At whom it rings.
#[derive(Debug, Serialize)]
struct Ringing {
    agent: u64,
    until: i64,
    why: &'static str,
}

/// A chat, if it waits.
pub(super) fn told<'v>(chat: &'v Chat, staff: &Staff<'_>) -> Option<WaitingChat<'v>> {
    let WhyWaiting { reason, agents } = staff.why_waiting(chat)?;
    Some(WaitingChat {
        chat: chat.key.to_string(),
        visitor_name: chat.visitor_name.as_deref(),
        skill: chat.skill.map(|id| id.0),
        requested_at: chat.started_at.0,
        reason: word(reason),
        agents: counts(agents),
        ringing: chat.offer().map(ringing),
    })
}

fn ringing(offer: &Offer) -> Ringing {
    Ringing { agent: offer.agent.0, until: offer.expires_at.0, why: why::word(offer.why) }
}

const fn counts(agents: SkillCounts) -> Counts {
    let SkillCounts { skilled, offline, away, occupied, absent, full, kept } = agents;
    Counts { skilled, offline, away, occupied, absent, full, kept }
}

const fn word(reason: Reason) -> &'static str {
    match reason {
        Reason::Ringing => "ringing",
        Reason::NoAgentHasSkill => "no_agent_has_skill",
        Reason::NobodySignedIn => "nobody_signed_in",
        Reason::NobodyOnline => "nobody_online",
        Reason::AllFull => "all_full",
        Reason::Kept => "kept",
    }
}
