//! The invariants of `docs/design.md` §3 that a state of a desk alone can show. What a fault says are numbers, no words.

use handover_desk::{Agent, AgentId, Chat, ChatNo, Desk, EventId, EventKind, Phase};
use std::collections::BTreeMap;

/// Tells of every invariant that the desk breaks.
pub(super) fn check(desk: &Desk, tell: &mut impl FnMut(String)) {
    let places = Places::of(desk);
    for chat in desk.chats() {
        for broken in [event_ids_are_dense(chat), places.only_one(chat), numbers_fit(desk, chat)] {
            if let Err(words) = broken {
                tell(format!("chat {}: {words}", chat.no()));
            }
        }
    }
    for agent in desk.state().agents.values() {
        for words in strangers(desk, agent) {
            tell(format!("agent {}: {words}", agent.profile.id));
        }
    }
    let state = desk.state();
    for (id, session) in &state.sessions {
        if !state.logins.contains_key(&session.login) {
            tell(format!("agent session {id}: its login is not there"));
        }
        let on = state.agents.get(&session.agent).and_then(Agent::on_duty);
        if !on.is_some_and(|on| on.sessions.contains(id)) {
            tell(format!("agent session {id}: its agent does not have it"));
        }
    }
}

/// Invariant 3: event ids are 0, 1, 2, …
pub(super) fn event_ids_are_dense(chat: &Chat) -> Result<(), String> {
    for (index, event) in chat.events.iter().enumerate() {
        let id = EventId(u32::try_from(index).unwrap_or(u32::MAX));
        if event.id != id {
            return Err(format!("event {} stands where event {id} belongs (invariant 3)", event.id));
        }
    }
    Ok(())
}

/// Where agents and queue say that chats are.
#[derive(Default)]
struct Places {
    offered: BTreeMap<ChatNo, Vec<AgentId>>,
    assigned: BTreeMap<ChatNo, Vec<AgentId>>,
    queued: BTreeMap<ChatNo, usize>,
}

impl Places {
    fn of(desk: &Desk) -> Self {
        let mut places = Self::default();
        for (id, agent) in &desk.state().agents {
            for no in &agent.offers {
                places.offered.entry(*no).or_default().push(*id);
            }
            for no in &agent.chats {
                places.assigned.entry(*no).or_default().push(*id);
            }
        }
        for (_, no) in desk.unoffered() {
            *places.queued.entry(no).or_default() += 1;
        }
        places
    }

    /// Invariant 4: what the chat says of itself is what agents and queue say of it.
    fn only_one(&self, chat: &Chat) -> Result<(), String> {
        let at =
            |places: &BTreeMap<ChatNo, Vec<AgentId>>| places.get(&chat.no()).cloned().unwrap_or_default();
        let found =
            (at(&self.offered), at(&self.assigned), self.queued.get(&chat.no()).copied().unwrap_or(0));
        let (expected, phase) = match &chat.phase {
            Phase::Waiting(_) => ((vec![], vec![], 1), "waits unoffered"),
            Phase::Offered(_, offer) => ((vec![offer.agent], vec![], 0), "is offered"),
            Phase::Assigned => ((vec![], chat.agent.into_iter().collect(), 0), "is assigned"),
            Phase::Ended { .. } => ((vec![], vec![], 0), "has ended"),
        };
        if found == expected && (chat.phase != Phase::Assigned || chat.agent.is_some()) {
            return Ok(());
        }
        let (offered, assigned, queued) = (found.0.len(), found.1.len(), found.2);
        Err(format!(
            "it {phase}, and {offered} agents have an offer of it, {assigned} have it, {queued} places of the queue are \
             its (invariant 4)"
        ))
    }
}

/// A number is given out once: what comes next lies behind all that are there.
fn numbers_fit(desk: &Desk, chat: &Chat) -> Result<(), String> {
    if chat.no() >= desk.state().next_chat {
        return Err("its number is still to be given out".to_owned());
    }
    let last = chat.events.iter().rev().find(|event| !matches!(event.kind, EventKind::Line(_)));
    match (&chat.phase, last.map(|event| &event.kind)) {
        (Phase::Ended { .. }, Some(EventKind::Ended)) => Ok(()),
        (Phase::Ended { .. }, _) => {
            Err("it has ended, and its events do not say so (invariant 4)".to_owned())
        }
        (_, Some(EventKind::Ended)) => {
            Err("its events say that it has ended, and it has not (invariant 4)".to_owned())
        }
        (Phase::Waiting(_) | Phase::Offered(..) | Phase::Assigned, _) => Ok(()),
    }
}

/// Invariant 10: the lists of an agent name only chats that are there.
fn strangers(desk: &Desk, agent: &Agent) -> Vec<String> {
    let listed = agent.offers.iter().chain(&agent.chats);
    let unknown = listed.filter(|no| desk.chat(**no).is_none());
    unknown.map(|no| format!("chat {no} is in its lists and not on the desk (invariants 4 and 10)")).collect()
}
