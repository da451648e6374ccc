//! Model and desk side by side: everything that can be observed, thing by thing.

use crate::model::Model;
use crate::model::rows::{AgentRow, ChatRow, Seen, Stand};
use handover_desk::{
    Agent, AuditNo, Author, Chat, Desk, Draft, Duty, Event, EventKind, Extras, MaxChats, Phase, TextType,
    Visibility,
};

/// The first difference between what the model expects and what the desk holds, in words.
pub fn compare(model: &Model, desk: &Desk) -> Result<(), String> {
    let state = desk.state();
    same("account", &model.profile, &state.profile)?;
    same("number of skills", &model.skills.len(), &state.skills.len())?;
    for skill in &model.skills {
        same("skill", &Some(skill), &desk.skill(skill.id))?;
        same("skill by name", &Some(skill), &desk.skill_by_name(&skill.name))?;
    }
    same("number of agents", &model.agents.len(), &state.agents.len())?;
    for row in &model.agents {
        let agent = desk.agent(row.profile.id).ok_or_else(|| format!("no agent {}", row.profile.id))?;
        compare_agent(model, row, agent).map_err(|why| format!("agent {}: {why}", row.profile.id))?;
        let by_login = desk.agent_by_login(&row.profile.login).map(|agent| agent.profile.id);
        same("agent by login", &Some(row.profile.id), &by_login)?;
    }
    compare_logins_and_sessions(model, desk)?;
    same("number of chats", &model.chats.len(), &state.chats.len())?;
    for row in &model.chats {
        let chat = desk.chat_by_key(&row.key).ok_or_else(|| format!("no chat {}", row.no()))?;
        compare_chat(row, chat).map_err(|why| format!("chat {}: {why}", row.no()))?;
    }
    compare_mails(model, desk)?;
    compare_supervision(model, desk)?;
    same("queue", &model.queue(), &desk.unoffered().collect::<Vec<_>>())?;
    same("next deadline", &model.next_deadline(), &desk.next_deadline())
}

/// The audit log, and the figures of the last hour.
fn compare_supervision(model: &Model, desk: &Desk) -> Result<(), String> {
    same("audit", &model.audit, &desk.audit(AuditNo(1)).copied().collect())?;
    for skill in model.skills.iter().map(|skill| Some(skill.id)).chain([None]) {
        let tally = desk.tally(skill, model.now());
        let figures = (tally.answered.to_vec(), tally.abandoned.to_vec(), tally.wait_ms_sum);
        same("figures of the last hour", &model.figures(skill), &figures)?;
    }
    Ok(())
}

fn compare_mails(model: &Model, desk: &Desk) -> Result<(), String> {
    let state = desk.state();
    same("outbox", &model.mails, &state.outbox.values().cloned().collect::<Vec<_>>())?;
    let due = desk.mails_due().map(|(at, mail)| (at, mail.no)).collect::<Vec<_>>();
    same("mails due", &model.mails_due(), &due)?;
    let messages = state.messages.values().map(|message| (**message).clone()).collect::<Vec<_>>();
    same("messages", &model.messages, &messages)?;
    for (id, _) in &model.participants {
        same("participant", &model.participant(*id), &desk.participant(*id, model.now()))?;
    }
    let unknown =
        state.participants.keys().find(|id| !model.participants.iter().any(|(known, _)| known == *id));
    same("participant nobody knows", &None, &unknown)
}

fn compare_logins_and_sessions(model: &Model, desk: &Desk) -> Result<(), String> {
    let state = desk.state();
    same("number of logins", &model.logins.len(), &state.logins.len())?;
    for row in &model.logins {
        let login = desk.login(row.id).map(|login| (login.agent, login.expires_at));
        same("login", &Some((row.agent, row.expires_at)), &login)?;
    }
    same("number of sessions", &model.sessions.len(), &state.sessions.len())?;
    for row in &model.sessions {
        let session = desk.session(row.id).map(|s| (s.agent, s.login, s.heard_at, s.look_at));
        same("session", &Some((row.agent, row.login, row.heard_at, row.look_at)), &session)?;
        let inherited = desk.session(row.id).map(|session| session.inherited.iter().copied().collect());
        let name = desk.session(row.id).map(|session| session.name.clone());
        same("name of a device", &Some(row.name.clone()), &name)?;
        same("inherited chats", &Some(row.inherited.clone()), &inherited)?;
    }
    for row in &model.previous {
        let remembered = state.previous_agents.get(&row.visitor);
        if let Some(remembered) = remembered {
            same("previous agent", &(row.agent, row.at), remembered)?;
        } else {
            same("previous agent", &None, &desk.previous_agent(row.visitor, row.at))?;
        }
    }
    Ok(())
}

fn compare_agent(model: &Model, row: &AgentRow, agent: &Agent) -> Result<(), String> {
    let id = row.profile.id;
    same("profile", &row.profile, &agent.profile)?;
    let factor = agent.factor.as_ref().map(|factor| (factor.secret.clone(), factor.used));
    same("second factor", &row.factor, &factor)?;
    same("idle since", &row.idle_since, &agent.idle_since)?;
    same("chats", &model.chats_of(id), &agent.chats.iter().copied().collect::<Vec<_>>())?;
    same("offers", &model.offers_of(id), &agent.offers)?;
    match (&row.work, &agent.duty) {
        (None, Duty::Off) => {}
        (Some(work), Duty::On(on)) => {
            same("availability", &work.availability, &on.availability)?;
            same("reason", &work.reason_id, &on.reason_id)?;
            same("present", &work.present, &on.present)?;
            same("presence looked at", &work.look_at, &on.look_at)?;
            let own = model.sessions.iter().filter(|session| session.agent == id);
            let own: Vec<_> = own.map(|session| session.id).collect();
            same("devices", &own, &on.sessions.iter().copied().collect::<Vec<_>>())?;
        }
        (Some(_), Duty::Off) => return Err("expected at work, is off".to_string()),
        (None, Duty::On(_)) => return Err("expected off, is at work".to_string()),
    }
    let taken = model.chats_of(id).len() + model.offers_of(id).len();
    let free = match row.profile.max_chats {
        MaxChats::Unlimited => true,
        MaxChats::Limited(max) => taken < max as usize,
    };
    same("free slot", &free, &agent.has_free_slot())
}

fn compare_chat(row: &ChatRow, chat: &Chat) -> Result<(), String> {
    same("visitor", &row.visitor, &chat.visitor)?;
    same("visitor's name", &row.visitor_name, &chat.visitor_name)?;
    same("skill", &row.skill, &chat.skill)?;
    same("timeout", &row.timeout, &chat.timeout)?;
    same("started at", &row.requested_at, &chat.started_at)?;
    same("heard at", &row.heard_at, &chat.heard_at)?;
    same("looked at", &row.look_at, &chat.look_at)?;
    compare_stand(&row.stand, chat)?;
    same("why its agent got it", &row.why, &chat.why)?;
    if let Some(reader) = row.reader()
        && !chat.is_readable_by(reader)
    {
        return Err(format!("agent {reader} should be able to read it"));
    }
    compare_extras(row, chat)?;
    same("number of events", &row.events.len(), &chat.events.len())?;
    for (expected, event) in row.events.iter().zip(&chat.events) {
        let same_event = is_seen(expected, event);
        if !same_event {
            return Err(format!("event {}: expected {expected:?}, is {:?}", event.id, event.kind));
        }
    }
    Ok(())
}

/// A chat that never had anything beside its conversation has no extras at all.
fn compare_extras(row: &ChatRow, chat: &Chat) -> Result<(), String> {
    same("details", &row.details, &*chat.details)?;
    let extras = Extras {
        exit_survey: row.exit_survey.clone(),
        agent_survey: row.agent_survey.clone(),
        transcript: row.wish.clone(),
        transcripts_mailed: row.transcripts_mailed,
        draft: row.draft.clone().map(|(text, visibility, at)| Draft { text, visibility, at }),
        agent_read: row.agent_read,
        visitor_read: row.visitor_read,
        erased: false,
    };
    same("extras", &(extras != Extras::default()).then_some(&extras), &chat.extras())
}

fn compare_stand(stand: &Stand, chat: &Chat) -> Result<(), String> {
    match (stand, &chat.phase) {
        (Stand::Waiting(wait), Phase::Waiting(waiting)) => {
            same("sender", &wait.sender, &waiting.sender)?;
            same("wanted", &wait.wanted, &waiting.wanted)?;
            same("kept from", &wait.kept_from, &waiting.bar.map(|bar| (bar.agent, bar.until)))
        }
        (Stand::Ringing(_, ring), Phase::Offered(_, offer)) => {
            let expected = (ring.agent, ring.until, ring.why);
            same("offer", &expected, &(offer.agent, offer.expires_at, offer.why))
        }
        (Stand::With(agent), Phase::Assigned) => same("assigned to", &Some(*agent), &chat.assigned_to()),
        (
            Stand::Over { reason, agent, archiving },
            Phase::Ended { reason: ended, archiving: archived, .. },
        ) => {
            same("end", reason, ended)?;
            same("agent at the end", agent, &chat.agent)?;
            same("archiving", archiving, archived)
        }
        (
            Stand::Waiting(_) | Stand::Ringing(..) | Stand::With(_) | Stand::Over { .. },
            Phase::Waiting(_) | Phase::Offered(..) | Phase::Assigned | Phase::Ended { .. },
        ) => Err(format!("expected {stand:?}, is {:?}", chat.phase)),
    }
}

fn is_seen(expected: &Seen, event: &Event) -> bool {
    match (expected, &event.kind) {
        (Seen::Waiting, EventKind::Waiting)
        | (Seen::Chatting, EventKind::Chatting)
        | (Seen::Ended, EventKind::Ended) => true,
        (seen, EventKind::Line(line)) => {
            let private = line.visibility == Visibility::AgentsOnly;
            match (seen, &line.author) {
                (Seen::System { number, text, private: hidden }, Author::System(message)) => {
                    let plain = line.text_type == TextType::Plain;
                    *number == message.number() && *hidden == private && *text == line.text && plain
                }
                (Seen::Agent { id, text, text_type, private: hidden }, Author::Agent { id: author, .. }) => {
                    id == author && *text == line.text && *text_type == line.text_type && *hidden == private
                }
                (Seen::Visitor { name, text }, Author::Visitor { name: author }) => {
                    let plain = line.text_type == TextType::Plain;
                    name == author && *text == line.text && plain && !private
                }
                (
                    Seen::Waiting
                    | Seen::Chatting
                    | Seen::Ended
                    | Seen::System { .. }
                    | Seen::Agent { .. }
                    | Seen::Visitor { .. },
                    Author::System(_) | Author::Agent { .. } | Author::Visitor { .. },
                ) => false,
            }
        }
        (
            Seen::Waiting
            | Seen::Chatting
            | Seen::Ended
            | Seen::System { .. }
            | Seen::Agent { .. }
            | Seen::Visitor { .. },
            EventKind::Waiting | EventKind::Chatting | EventKind::Ended,
        ) => false,
    }
}

/// Says what differs, and how.
pub fn same<T: PartialEq + std::fmt::Debug>(what: &str, expected: &T, actual: &T) -> Result<(), String> {
    if expected == actual { Ok(()) } else { Err(format!("{what}: expected {expected:?}, is {actual:?}")) }
}
