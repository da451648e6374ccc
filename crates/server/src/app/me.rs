//! Who an agent is and what the console may offer (`docs/handover-api.md`).

use super::json::NumberAndName;
use crate::engine::Published;
use handover_desk::{
    AccountId, Agent, CannedText, MaxChats, Role, SessionId, SkillId, SurveyKind, SurveyWish,
};
use serde::Serialize;

/// An agent at a device.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Me<'v> {
    id: u64,
    nickname: &'v str,
    name: &'v str,
    role: &'static str,
    max_chats: i64,
    skills: Vec<NumberAndName<'v>>,
    session: String,
    account: AccountOfMe<'v>,
    canned_texts: Vec<Canned<'v>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct AccountOfMe<'v> {
    id: &'v str,
    skills: Vec<NumberAndName<'v>>,
    offer_ms: u64,
    line_bytes: usize,
    surveys: Vec<&'static str>,
}

#[derive(Debug, Serialize)]
struct Canned<'v> {
    shortcut: &'v str,
    title: &'v str,
    text: &'v str,
    skills: Vec<u64>,
}

/// The document of this agent at this device.
pub(crate) fn document<'v>(
    view: &'v Published,
    account: &'v AccountId,
    agent: &'v Agent,
    session: SessionId,
) -> Me<'v> {
    let desk = view.desk();
    let named =
        |id: &SkillId| desk.skill(*id).map(|skill| NumberAndName { id: skill.id.0, name: &skill.name });
    let profile = &desk.state().profile;
    let has_survey = desk.survey(SurveyKind::Agent, SurveyWish::default()).is_some();
    Me {
        id: agent.profile.id.0,
        nickname: &agent.profile.nickname,
        name: &agent.profile.name,
        role: role(agent.profile.role),
        max_chats: max_chats(agent.profile.max_chats),
        skills: agent.profile.skills.iter().filter_map(named).collect(),
        session: session.to_string(),
        account: AccountOfMe {
            id: account.as_str(),
            skills: desk.state().skills.keys().filter_map(named).collect(),
            offer_ms: desk.settings().offer_timeout.0,
            line_bytes: desk.settings().line_bytes,
            surveys: has_survey.then_some("agent").into_iter().collect(),
        },
        canned_texts: profile.canned.iter().map(canned).collect(),
    }
}

fn canned(text: &CannedText) -> Canned<'_> {
    let skills = text.skills.iter().map(|id| id.0).collect();
    Canned { shortcut: &text.shortcut, title: &text.title, text: &text.text, skills }
}

const fn role(role: Role) -> &'static str {
    match role {
        Role::Agent => "agent",
        Role::Supervisor => "supervisor",
        Role::Admin => "admin",
    }
}

/// -1 stands for unlimited.
pub(crate) fn max_chats(max: MaxChats) -> i64 {
    match max {
        MaxChats::Limited(max) => i64::from(max),
        MaxChats::Unlimited => -1,
    }
}
