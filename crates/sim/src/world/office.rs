//! The account of every world: its settings, skills and agents.

use super::weather::Weather;
use crate::plan::Dice;
use handover_desk::{
    AccountConfig, AccountProfile, AgentId, AgentProfile, Continuity, LastAgentLeft, MaxChats, Role,
    Settings, Skill, SkillId, Span, Timestamp,
};

/// The account.
pub const ACCOUNT: &str = "12345678";
/// When every world begins: 2018-01-29T13:19:43.976Z.
pub(super) const START: Timestamp = Timestamp(1_517_231_983_976);
/// The skills, by name and id.
pub(super) const SKILLS: [(&str, u64); 2] = [("Sales", 21), ("Billing", 22)];
/// The password of every agent.
pub(super) const PASSWORD: &str = "Correct-Horse1";
/// Its hash at the least cost there is. A fresh one would have a salt from the machine, and no run would be like another.
const PASSWORD_HASH: &str =
    "$argon2id$v=19$m=8,t=1,p=1$fkEZsp5C6tbZGPr87fjlKw$RPVScxjqzd8Fcxr+r4z0xg1/WDN0AXBluDgBrLqblW0";

/// An agent of the office.
#[derive(Clone, Copy, Debug)]
pub(super) struct Colleague {
    pub(super) login: &'static str,
    pub(super) id: u64,
    max_chats: u32,
    skills: &'static [u64],
}

/// The agents.
pub(super) const STAFF: [Colleague; 3] = [
    Colleague { login: "maya", id: 11, max_chats: 3, skills: &[21, 22] },
    Colleague { login: "ben", id: 12, max_chats: 1, skills: &[21] },
    Colleague { login: "cleo", id: 13, max_chats: 2, skills: &[22] },
];

/// The account with the settings that a seed gives it, or with the usual ones where nothing ever fails.
pub(super) fn config(seed: u64, weather: &Weather) -> AccountConfig {
    let settings = if *weather == Weather::CALM { Settings::default() } else { settings(seed) };
    AccountConfig {
        profile: AccountProfile {
            time_zone: "America/New_York".into(),
            app_keys: Vec::new(),
            settings,
            ..AccountProfile::default()
        },
        skills: SKILLS
            .map(|(name, id)| Skill { id: SkillId(id), name: name.into(), offline_mail: None })
            .into(),
        agents: STAFF.map(profile).into(),
    }
}

/// Spans so short that every deadline comes about within the short life of a world.
fn settings(seed: u64) -> Settings {
    let mut dice = Dice::of_seed(seed ^ 0x0ff1_ce00);
    let mut span =
        |least_s: u32, most_s: u32| Span(u64::from(1_000 * least_s + dice.below(1_000 * (most_s - least_s))));
    Settings {
        offer_timeout: span(3, 20),
        visitor_timeout: span(8, 40),
        agent_presence: span(8, 30),
        agent_session_timeout: span(15, 120),
        ended_chat_kept: span(0, 6),
        login: span(30, 600),
        early_lines: dice.chance(1, 2),
        last_agent_left: if dice.chance(1, 2) { LastAgentLeft::Requeue } else { LastAgentLeft::Disconnect },
        continuity: if dice.chance(1, 5) { Continuity::Takeover } else { Continuity::Shared },
        ..Settings::default()
    }
}

fn profile(colleague: Colleague) -> AgentProfile {
    let Colleague { login, id, max_chats, skills } = colleague;
    AgentProfile {
        id: AgentId(id),
        login: login.into(),
        password_hash: PASSWORD_HASH.into(),
        nickname: login.into(),
        name: login.into(),
        email: format!("{login}@example.com").into(),
        max_chats: MaxChats::Limited(max_chats),
        skills: skills.iter().copied().map(SkillId).collect(),
        enabled: true,
        group: None,
        role: Role::Agent,
    }
}
