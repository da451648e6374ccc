//! The invariants of design §3 that belong to the desk, read off its public state. Nothing here knows the model.

use crate::compare::same;
use handover_desk::{
    Agent, AgentId, Answer, Author, Availability, Chat, ChatKey, ChatNo, Command, Desk, DeskState, Event,
    EventId, EventKind, Fact, MaxChats, Phase, Reason, Refusal, Role, SessionId, SystemMessage, Timestamp,
    Why, WhyWaiting, Writer,
};
use std::collections::BTreeSet;

/// Everything that must hold of a desk at any time.
pub fn check_state(desk: &Desk, now: Timestamp) -> Result<(), String> {
    desk.chats().try_for_each(event_ids_are_dense)?;
    desk.chats().try_for_each(|chat| in_exactly_one_place(desk, chat))?;
    desk.state().agents.values().try_for_each(|agent| lists_only_what_is_theirs(desk, agent))?;
    nobody_waits_for_a_free_agent(desk, now)?;
    every_wait_is_explained(desk)?;
    desk.chats().try_for_each(private_lines_are_not_for_visitors)
}

/// Invariant 3: event ids are 0, 1, 2, … and times do not go back.
fn event_ids_are_dense(chat: &Chat) -> Result<(), String> {
    for (index, event) in chat.events.iter().enumerate() {
        let id = EventId(u32::try_from(index).unwrap_or(u32::MAX));
        same("invariant 3, event id", &id, &event.id)?;
    }
    let times_go_back = chat.events.windows(2).any(|pair| pair[0].at > pair[1].at);
    same("invariant 3, times go back", &false, &times_go_back)?;
    let next = u32::try_from(chat.events.len()).unwrap_or(u32::MAX);
    same("invariant 3, next", &EventId(next), &chat.next_event())
}

/// Invariant 4: what the chat says of itself is what the agents and the queue say of it.
fn in_exactly_one_place(desk: &Desk, chat: &Chat) -> Result<(), String> {
    let no = chat.no();
    let offered_to: Vec<AgentId> =
        desk.state().agents.values().filter(|a| a.offers.contains(&no)).map(|a| a.profile.id).collect();
    let assigned_to: Vec<AgentId> =
        desk.state().agents.values().filter(|a| a.chats.contains(&no)).map(|a| a.profile.id).collect();
    let queued = desk.unoffered().filter(|(skill, queued)| *queued == no && *skill == chat.skill).count();
    let expected = match &chat.phase {
        Phase::Waiting(_) => (vec![], vec![], 1),
        Phase::Offered(_, offer) => (vec![offer.agent], vec![], 0),
        Phase::Assigned => (vec![], chat.agent.into_iter().collect(), 0),
        Phase::Ended { .. } => (vec![], vec![], 0),
    };
    if chat.phase == Phase::Assigned && chat.agent.is_none() {
        return Err(format!("invariant 4, chat {no} is assigned to nobody"));
    }
    same("invariant 4, offered, assigned, queued", &expected, &(offered_to, assigned_to, queued))?;
    let last_state = chat.events.iter().rev().find(|event| !matches!(event.kind, EventKind::Line(_)));
    let in_step = match (&chat.phase, last_state.map(|event| &event.kind)) {
        // A transfer may leave out its `waiting`.
        (Phase::Waiting(waiting) | Phase::Offered(waiting, _), Some(EventKind::Chatting)) => {
            waiting.sender.is_some()
        }
        (Phase::Waiting(_) | Phase::Offered(..), Some(kind)) => *kind == EventKind::Waiting,
        (Phase::Assigned, Some(kind)) => *kind == EventKind::Chatting,
        (Phase::Ended { .. }, Some(kind)) => *kind == EventKind::Ended,
        (_, None) => false,
    };
    same("invariant 4, the last state event is the phase", &true, &in_step)
}

/// Invariant 10: an agent's lists name only chats that are there; two agents never read the same chat.
fn lists_only_what_is_theirs(desk: &Desk, agent: &Agent) -> Result<(), String> {
    let id = agent.profile.id;
    let known = agent.offers.iter().chain(&agent.chats).all(|no| desk.chat(*no).is_some());
    same("invariant 10, an agent's chats exist", &true, &known)?;
    let all_assigned = agent.chats.iter().filter_map(|no| desk.chat(*no));
    let readable = all_assigned.into_iter().all(|chat| chat.is_readable_by(id));
    same("invariant 10, an agent reads the own chats", &true, &readable)?;
    for chat in desk.state().chats.values().filter(|chat| chat.is_readable_by(id)) {
        let others = desk.state().agents.keys().filter(|other| **other != id);
        let shared = others.into_iter().any(|other| chat.is_readable_by(*other));
        same("invariant 10, two agents read one chat", &false, &shared)?;
    }
    Ok(())
}

/// Invariant 10: private lines are never for the visitor.
fn private_lines_are_not_for_visitors(chat: &Chat) -> Result<(), String> {
    let leaks = |event: &Event| match &event.kind {
        EventKind::Line(line) => {
            line.visibility == handover_desk::Visibility::AgentsOnly && event.is_for_visitor()
        }
        EventKind::Waiting | EventKind::Chatting | EventKind::Ended => false,
    };
    same("invariant 10, private lines", &false, &chat.events.iter().any(|event| leaks(event)))
}

/// Invariant 6: no waiting chat stands unoffered while an eligible agent has a free slot. An agent who is kept from
/// a chat is not eligible until the deadline that lifts it has been dealt with.
fn nobody_waits_for_a_free_agent(desk: &Desk, now: Timestamp) -> Result<(), String> {
    let on_time = desk.next_deadline().is_none_or(|deadline| deadline > now);
    for (no, waiting) in desk.state().chats.values().filter_map(|chat| match &chat.phase {
        Phase::Waiting(waiting) => Some((chat.no(), waiting)),
        Phase::Offered(..) | Phase::Assigned | Phase::Ended { .. } => None,
    }) {
        let bar = waiting.bar.filter(|bar| !on_time || bar.until > now);
        let skill = desk.chat(no).and_then(|chat| chat.skill);
        let free = desk.state().agents.values().find(|agent| {
            let online =
                agent.on_duty().is_some_and(|on| on.present && on.availability == Availability::Online);
            let skilled = skill.is_none_or(|skill| agent.profile.skills.contains(&skill));
            let kept_from = bar.is_some_and(|bar| bar.agent == agent.profile.id);
            online && skilled && !kept_from && room(agent) > 0
        });
        let free = free.map(|agent| agent.profile.id);
        same(&format!("invariant 6, chat {no} waits for"), &None, &free)?;
    }
    Ok(())
}

/// Every agent who has the skill of a chat that waits and rings nowhere is counted once among those whom something keeps
/// from it; with invariant 6 nobody is left over.
fn every_wait_is_explained(desk: &Desk) -> Result<(), String> {
    let staff = desk.staff();
    for chat in desk.chats() {
        let why = staff.why_waiting(chat);
        same("a wait has a reason", &chat.waiting().is_some(), &why.is_some())?;
        let Some(WhyWaiting { reason, agents }) = why else { continue };
        same("it rings", &chat.offer().is_some(), &(reason == Reason::Ringing))?;
        let there = agents.full + agents.kept;
        let kept_from = agents.offline + agents.away + agents.occupied + agents.absent + there;
        if reason != Reason::Ringing {
            same(&format!("who is kept from chat {}", chat.no()), &agents.skilled, &kept_from)?;
            let online = matches!(reason, Reason::AllFull | Reason::Kept);
            same("somebody is online", &(there > 0), &online)?;
        }
    }
    Ok(())
}

/// Free slots, counted from the lists; negative when there are transfers in person beyond the limit.
fn room(agent: &Agent) -> i64 {
    let taken = i64::try_from(agent.chats.len() + agent.offers.len()).unwrap_or(i64::MAX);
    match agent.profile.max_chats {
        MaxChats::Unlimited => i64::MAX,
        MaxChats::Limited(max) => i64::from(max) - taken,
    }
}

/// What has to be known of a desk before a command to judge what the command did.
#[derive(Clone, Debug)]
pub struct Before {
    /// The agent of the session that asks, if the command is an agent's.
    agent: Option<AgentId>,
    /// The chat the command names, if the desk has it under exactly this key, and whose it is.
    chat: Option<(ChatNo, Option<AgentId>)>,
    /// For a command that only supervisors may give: whether the agent is one.
    of_supervisor: Option<bool>,
    /// The whole state, for a change of devices.
    state: Option<DeskState>,
}

impl Before {
    /// Looks at a desk before it handles `command`.
    #[must_use]
    pub fn of(desk: &Desk, command: &Command) -> Self {
        let device = session_of(command);
        let agent = device.and_then(|id| desk.session(id)).map(|session| session.agent);
        let chat = key_of(command).and_then(|key| desk.chat_by_key(key));
        let after_the_end = matches!(command, Command::AnswerAgentSurvey { .. });
        let reading = matches!(command, Command::ReadTo { .. });
        let whose = |chat: &Chat| match chat.waiting() {
            // Who has transferred a chat reads it until somebody has it.
            Some(waiting) if reading => waiting.sender,
            None if reading || after_the_end => chat.agent,
            Some(_) | None => chat.assigned_to(),
        };
        let chat = chat.map(|chat| (chat.no(), whose(chat)));
        let admins = is_admins(command);
        let leads = |agent: &Agent| match agent.profile.role {
            Role::Agent => false,
            Role::Supervisor => !admins,
            Role::Admin => true,
        };
        let of_supervisor = (admins || is_supervisors(command))
            .then(|| agent.and_then(|id| desk.agent(id)).is_some_and(leads));
        let changes_devices = matches!(command, Command::StartSession { .. } | Command::EndSession(_));
        Self { agent, chat, of_supervisor, state: changes_devices.then(|| desk.state().clone()) }
    }

    /// Judges what a command did. `result` and `facts` are the desk's decision.
    pub fn check(
        &self,
        desk: &Desk,
        command: &Command,
        result: &Result<Answer, Refusal>,
        facts: &[Fact],
    ) -> Result<(), String> {
        if result.is_err() && !facts.is_empty() {
            return Err(format!("refused, yet {} facts", facts.len()));
        }
        offers_fit(desk, facts)?;
        pre_chat_lines_are_for_whom_the_account_says(desk, facts)?;
        self.touched_only_what_is_theirs(command, result)?;
        match &self.state {
            Some(state) if result.is_ok() => chats_survive(state, desk, command, facts),
            Some(_) | None => Ok(()),
        }
    }

    /// Invariant 10: who acted on a chat has it, or has its whole key.
    fn touched_only_what_is_theirs(
        &self,
        command: &Command,
        result: &Result<Answer, Refusal>,
    ) -> Result<(), String> {
        if result.is_err() {
            return Ok(());
        }
        if self.of_supervisor == Some(false) {
            return Err(format!("invariant 10, {:?} did what only supervisors may", self.agent));
        }
        if key_of(command).is_none() {
            return Ok(());
        }
        let Some((no, holder)) = self.chat else {
            return Err("invariant 10, a chat was touched without its key".to_string());
        };
        match session_of(command) {
            Some(_) if self.of_supervisor.is_some() => Ok(()),
            Some(_) if holder.is_none() || holder != self.agent => {
                Err(format!("invariant 10, chat {no} of {holder:?} was touched by {:?}", self.agent))
            }
            Some(_) | None => Ok(()),
        }
    }
}

/// Invariant 10: pre-chat lines are never for the visitor, unless the account wants them to be.
fn pre_chat_lines_are_for_whom_the_account_says(desk: &Desk, facts: &[Fact]) -> Result<(), String> {
    let shown = desk.settings().show_pre_chat_lines;
    for fact in facts {
        if let Fact::EventAdded(added) = fact
            && let EventKind::Line(line) = &added.event.kind
            && line.author == Author::System(SystemMessage::PreChat)
        {
            same("invariant 10, pre-chat lines", &shown, &added.event.is_for_visitor())?;
        }
    }
    Ok(())
}

/// Invariant 5: an offer that was made fits the limit of its agent, unless it is a transfer in person.
fn offers_fit(desk: &Desk, facts: &[Fact]) -> Result<(), String> {
    let mut ordinary = BTreeSet::new();
    let mut personal = BTreeSet::new();
    for fact in facts {
        if let Fact::ChatOffered(offered) = fact {
            let list = if offered.offer.why == Why::Transferred { &mut personal } else { &mut ordinary };
            list.insert(offered.offer.agent);
        }
    }
    for agent in ordinary.difference(&personal).filter_map(|id| desk.agent(*id)) {
        if room(agent) < 0 {
            return Err(format!("invariant 5, agent {} was offered too much", agent.profile.id));
        }
    }
    Ok(())
}

/// Invariant 7: a device that comes takes nothing from anyone; one that goes while another is there changes nothing.
fn chats_survive(before: &DeskState, desk: &Desk, command: &Command, facts: &[Fact]) -> Result<(), String> {
    for (id, agent) in &before.agents {
        let after = desk.agent(*id).ok_or("invariant 7, an agent is gone")?;
        let stays = agent.on_duty().is_some_and(|on| on.sessions.len() > 1)
            || session_of(command).and_then(|s| before.sessions.get(&s)).is_none_or(|s| s.agent != *id);
        if stays && agent.chats != after.chats {
            return Err(format!("invariant 7, agent {id} had {:?}, has {:?}", agent.chats, after.chats));
        }
        if stays && !after.offers.starts_with(&agent.offers) {
            return Err(format!("invariant 7, agent {id} was offered {:?}", agent.offers));
        }
        if stays && agent.availability().is_some() && agent.availability() != after.availability() {
            return Err(format!("invariant 7, the availability of agent {id} has changed"));
        }
    }
    let ended = session_of(command).and_then(|id| before.sessions.get(&id));
    let on = ended.and_then(|s| before.agents.get(&s.agent)).and_then(Agent::on_duty);
    if on.is_some_and(|on| on.sessions.len() > 1) {
        let quiet = facts.iter().all(|fact| matches!(fact, Fact::SessionEnded(_) | Fact::Answered(_)));
        same("invariant 7, nothing else happens", &true, &quiet)?;
        same("invariant 7, chats", &before.chats, &desk.state().chats)?;
    }
    Ok(())
}

/// Whether only supervisors may give the command.
fn is_supervisors(command: &Command) -> bool {
    matches!(
        command,
        Command::WatchChat { .. }
            | Command::Whisper { .. }
            | Command::TakeOver { .. }
            | Command::EndAnyChat { .. }
            | Command::SignOutAgent { .. }
    )
}

fn is_admins(command: &Command) -> bool {
    matches!(command, Command::RemoveFactorOf { .. } | Command::NoteUnlock { .. })
}

/// The session that asks, if the command is an agent's.
fn session_of(command: &Command) -> Option<SessionId> {
    match command {
        Command::EndSession(session)
        | Command::Return(session)
        | Command::Accept(session)
        | Command::SetAvailability { session, .. }
        | Command::Transfer { session, .. }
        | Command::AnswerAgentSurvey { session, .. }
        | Command::AddLine { writer: Writer::Agent(session), .. }
        | Command::EndChat { writer: Writer::Agent(session), .. }
        | Command::ReadTo { writer: Writer::Agent(session), .. }
        | Command::SetDraft { session, .. }
        | Command::NameDevice { session, .. }
        | Command::SignOutDevice { session, .. }
        | Command::WatchChat { session, .. }
        | Command::Whisper { session, .. }
        | Command::TakeOver { session, .. }
        | Command::EndAnyChat { session, .. }
        | Command::RemoveFactorOf { session, .. }
        | Command::NoteUnlock { session, .. }
        | Command::SignOutAgent { session, .. } => Some(*session),
        Command::Configure(_)
        | Command::SetFactor { .. }
        | Command::DropFactor { .. }
        | Command::RemoveFactor(_)
        | Command::StartLogin { .. }
        | Command::ExtendLogin(_)
        | Command::EndLogin(_)
        | Command::StartSession { .. }
        | Command::StartChat(_)
        | Command::AddLine { writer: Writer::Visitor, .. }
        | Command::EndChat { writer: Writer::Visitor, .. }
        | Command::ReadTo { writer: Writer::Visitor, .. }
        | Command::NameVisitor { .. }
        | Command::AnswerExitSurvey { .. }
        | Command::SetVariables { .. }
        | Command::WishTranscript { .. }
        | Command::LeaveMessage(_)
        | Command::Authenticate { .. }
        | Command::MailTried { .. }
        | Command::MessagesArchived(_)
        | Command::Archived(_)
        | Command::EraseVisitor(_)
        | Command::ErasureArchived(_)
        | Command::ErasureFinished(_)
        | Command::Note
        | Command::Tick { .. } => None,
    }
}

/// The chat that the command names.
fn key_of(command: &Command) -> Option<&ChatKey> {
    match command {
        Command::AddLine { chat, .. }
        | Command::EndChat { chat, .. }
        | Command::Transfer { chat, .. }
        | Command::AnswerExitSurvey { chat, .. }
        | Command::AnswerAgentSurvey { chat, .. }
        | Command::SetVariables { chat, .. }
        | Command::WishTranscript { chat, .. }
        | Command::NameVisitor { chat, .. }
        | Command::SetDraft { chat, .. }
        | Command::ReadTo { chat, .. }
        | Command::WatchChat { chat, .. }
        | Command::Whisper { chat, .. }
        | Command::TakeOver { chat, .. }
        | Command::EndAnyChat { chat, .. } => Some(chat),
        Command::Configure(_)
        | Command::SetFactor { .. }
        | Command::DropFactor { .. }
        | Command::RemoveFactor(_)
        | Command::RemoveFactorOf { .. }
        | Command::NoteUnlock { .. }
        | Command::StartLogin { .. }
        | Command::ExtendLogin(_)
        | Command::EndLogin(_)
        | Command::StartSession { .. }
        | Command::EndSession(_)
        | Command::Return(_)
        | Command::SetAvailability { .. }
        | Command::Accept(_)
        | Command::StartChat(_)
        | Command::NameDevice { .. }
        | Command::SignOutDevice { .. }
        | Command::SignOutAgent { .. }
        | Command::LeaveMessage(_)
        | Command::Authenticate { .. }
        | Command::MailTried { .. }
        | Command::MessagesArchived(_)
        | Command::Archived(_)
        | Command::EraseVisitor(_)
        | Command::ErasureArchived(_)
        | Command::ErasureFinished(_)
        | Command::Note
        | Command::Tick { .. } => None,
    }
}

/// Invariant 8: a desk that only applied the facts is the same desk, byte for byte.
pub fn same_bytes(desk: &Desk, replayed: &Desk) -> Result<(), String> {
    let bytes = |desk: &Desk| serde_json::to_string(desk.state()).map_err(|error| error.to_string());
    same("invariant 8, state", &bytes(desk)?, &bytes(replayed)?)?;
    same_derived(desk, replayed)
}

/// What a desk derives from its state is the same, however it came to the state.
pub fn same_derived(desk: &Desk, other: &Desk) -> Result<(), String> {
    same("invariant 8, next deadline", &desk.next_deadline(), &other.next_deadline())?;
    let queues = (desk.unoffered().collect::<Vec<_>>(), other.unoffered().collect::<Vec<_>>());
    same("invariant 8, queue", &queues.0, &queues.1)
}

/// Invariant 9: facts in any order and any part can be applied. `order` says which to take: indices into `facts`.
pub fn apply_in_any_order(facts: &[Fact], order: impl IntoIterator<Item = usize>) {
    let mut desk = Desk::default();
    for fact in order.into_iter().filter_map(|index| facts.get(index)) {
        desk.apply(fact);
    }
}
