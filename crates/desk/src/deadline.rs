//! Deadlines: what happens on a desk because time passes. There is no other timer in the product.

use crate::{
    Agent, AgentId, Chat, ChatNo, Desk, Duty, Login, LoginId, Phase, Session, SessionId, Timestamp, limits,
};
use alloc::collections::BTreeSet;
use alloc::vec::Vec;

/// A deadline of the desk. At equal times they are dealt with in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Due {
    /// An offer has rung for long enough.
    Offer(ChatNo),
    /// A chat may be offered to the agent it was kept from.
    Bar(ChatNo),
    /// The visitor's silence is to be looked at, or once ended the retention.
    Chat(ChatNo),
    /// A device's silence is to be looked at.
    Session(SessionId),
    /// An agent's presence is to be looked at.
    Agent(AgentId),
    /// A login is over.
    Login(LoginId),
}

/// Whose last call the desk asks for before it deals with a deadline: only the shell knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Watch {
    /// The visitor's last call on a chat.
    Visitor(ChatNo),
    /// Anybody's last call on an ended chat.
    EndedChat(ChatNo),
    /// The last call of an agent session.
    Session(SessionId),
}

pub(crate) type Deadlines = BTreeSet<(Timestamp, Due)>;

/// The deadlines of a chat: an offer's, a bar's, and silence or retention.
pub(crate) fn of_chat(chat: &Chat) -> impl Iterator<Item = (Timestamp, Due)> {
    let no = chat.no();
    let offer = chat.offer().map(|offer| (offer.expires_at, Due::Offer(no)));
    let bar = match &chat.phase {
        Phase::Waiting(waiting) => waiting.bar.map(|bar| (bar.until, Due::Bar(no))),
        Phase::Offered(..) | Phase::Assigned | Phase::Ended { .. } => None,
    };
    let silence = match chat.phase {
        Phase::Ended { archiving: true, .. } => None,
        Phase::Waiting(_) | Phase::Offered(..) | Phase::Assigned | Phase::Ended { .. } => {
            Some((chat.look_at, Due::Chat(no)))
        }
    };
    [offer, bar, silence].into_iter().flatten()
}

/// The deadline of an agent: presence, while present.
pub(crate) fn of_agent(agent: &Agent) -> Option<(Timestamp, Due)> {
    match &agent.duty {
        Duty::On(on) if on.present => Some((on.look_at, Due::Agent(agent.profile.id))),
        Duty::On(_) | Duty::Off => None,
    }
}

/// The deadline of an agent session: silence.
pub(crate) fn of_session(id: SessionId, session: &Session) -> (Timestamp, Due) {
    (session.look_at, Due::Session(id))
}

/// The deadline of a login: its end.
pub(crate) fn of_login(id: LoginId, login: &Login) -> (Timestamp, Due) {
    (login.expires_at, Due::Login(id))
}

impl Desk {
    /// When the desk wants to be told the time next, with [`crate::Command::Tick`].
    #[must_use]
    pub fn next_deadline(&self) -> Option<Timestamp> {
        self.deadlines.first().map(|(at, _)| *at)
    }

    /// Whose last calls a [`crate::Command::Tick`] at `now` needs to know.
    #[must_use]
    pub fn due(&self, now: Timestamp) -> Vec<Watch> {
        let mut watches = Vec::new();
        for due in self.due_at(now) {
            match due {
                Due::Chat(no) => {
                    let ended = self.chat(no).is_some_and(Chat::is_ended);
                    watches.push(if ended { Watch::EndedChat(no) } else { Watch::Visitor(no) });
                }
                Due::Session(id) => watches.push(Watch::Session(id)),
                Due::Agent(id) => {
                    let on = self.agent(id).and_then(Agent::on_duty);
                    watches.extend(on.iter().flat_map(|on| &on.sessions).map(|id| Watch::Session(*id)));
                }
                Due::Offer(_) | Due::Bar(_) | Due::Login(_) => {}
            }
        }
        watches
    }

    /// The deadlines that are due, earliest first, no more than one decision deals with.
    pub(crate) fn due_at(&self, now: Timestamp) -> Vec<Due> {
        let due = self.deadlines.iter().take_while(|(at, _)| *at <= now);
        due.map(|(_, due)| *due).take(limits::DEADLINES_PER_TICK).collect()
    }
}
