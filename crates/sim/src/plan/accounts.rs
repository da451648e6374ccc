//! Accounts to try things on: a few agents, a few skills, every setting.

use super::Dice;
use super::words::{switch, words};
use handover_desk::{
    AccountConfig, AccountProfile, AgentId, AgentProfile, Availability, Continuity, LastAgentLeft, MaxChats,
    Role, Settings, Skill, SkillId, Span,
};
use std::sync::Arc;

/// A skill of this number.
#[must_use]
pub fn skill(id: u64) -> Skill {
    Skill { id: SkillId(id), name: format!("skill-{id}").into(), offline_mail: offline_mail(id) }
}

/// Every other skill has an address.
fn offline_mail(id: u64) -> Option<Arc<str>> {
    (id % 2 == 1).then(|| "skill@shop.example".into())
}

/// An agent of this number. The second is a supervisor, the fourth an admin, the third is named like a macro.
#[must_use]
pub fn agent(id: u64, max_chats: MaxChats, skills: Vec<SkillId>) -> AgentProfile {
    AgentProfile {
        id: AgentId(id),
        login: format!("agent-{id}").into(),
        password_hash: "".into(),
        nickname: if id == 3 { "{skillName}$!{x}".into() } else { format!("Agent {id}").into() },
        name: "".into(),
        email: "".into(),
        max_chats,
        skills,
        enabled: true,
        group: None,
        role: match id {
            2 => Role::Supervisor,
            4 => Role::Admin,
            _ => Role::Agent,
        },
    }
}

/// Settings, mostly the defaults, by the bits of a number.
#[must_use]
pub fn settings(bits: u16) -> Settings {
    let mut settings = Settings::default();
    let is_set = |bit: u16| bits & (1 << bit) != 0;
    if is_set(0) && is_set(1) {
        settings.continuity = Continuity::Takeover;
    }
    if is_set(2) && is_set(3) {
        settings.last_agent_left = LastAgentLeft::Requeue;
    }
    settings.early_lines = is_set(4);
    settings.sticky = is_set(5) || is_set(6);
    if is_set(7) && is_set(8) {
        settings.initial_availability = if is_set(9) { Availability::Away } else { Availability::Occupied };
    }
    if is_set(10) && is_set(11) {
        settings.offer_timeout = Span::seconds(if is_set(12) { 65 } else { 5 });
    }
    if is_set(13) && is_set(14) && is_set(15) {
        settings.line_bytes = 4;
        settings.events_per_chat = 8;
    }
    switch(&mut settings, bits);
    settings
}

/// A configuration of 3 to 5 agents and 2 or 3 skills.
pub fn config(dice: &mut Dice) -> AccountConfig {
    let skills = 2 + u64::from(dice.below(2));
    let agents = 3 + u64::from(dice.below(3));
    let profile = AccountProfile { settings: settings(dice.pick()), ..AccountProfile::default() };
    let profile = words(profile, dice.pick());
    let max_of = |dice: &mut Dice| match dice.below(8) {
        0 => MaxChats::Unlimited,
        n => MaxChats::Limited(n.div_ceil(3)),
    };
    let skills_of = |dice: &mut Dice| (1..=skills).filter(|_| dice.chance(2, 3)).map(SkillId).collect();
    AccountConfig {
        profile,
        skills: (1..=skills).map(skill).collect(),
        agents: (1..=agents).map(|id| agent(id, max_of(dice), skills_of(dice))).collect(),
    }
}
