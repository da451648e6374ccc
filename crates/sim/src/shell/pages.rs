//! What the pages ask beside the old API: names of devices, drafts, read marks, and what supervisors do.

use super::resolve::{STRAY, any_agent};
use super::{Shell, choose};
use crate::plan::{Deed, Who};
use handover_desk::{
    Agent, AgentId, ChatKey, Command, Desk, EventId, FactorSecret, Role, SessionId, TimeStep, Visibility,
    Writer,
};
use std::sync::Arc;

/// Drafts, some of which say what the lines say.
const DRAFTS: [&str; 8] = ["", "hi", " hi\n", "hello", "hello ", "how", " ", "hi"];

impl Shell {
    pub(super) fn name_device(&self, desk: &Desk, session: u16, device: u16, extras: u16) -> Option<Command> {
        let session = self.any_session(desk, session)?;
        let device = self.own_device(desk, session, device)?;
        Some(Command::NameDevice { session, device, name: device_name(extras) })
    }

    pub(super) fn sign_out_device(&self, desk: &Desk, session: u16, device: u16) -> Option<Command> {
        let session = self.any_session(desk, session)?;
        Some(Command::SignOutDevice { session, device: self.own_device(desk, session, device)? })
    }

    /// Mostly a device of the agent who asks.
    fn own_device(&self, desk: &Desk, session: SessionId, pick: u16) -> Option<SessionId> {
        let agent = desk.session(session).and_then(|session| desk.agent(session.agent));
        let on = agent.and_then(|agent| agent.on_duty());
        let own: Vec<SessionId> = on.iter().flat_map(|on| &on.sessions).copied().collect();
        let stray = pick.is_multiple_of(7) || own.is_empty();
        if stray { self.any_session(desk, pick / 7) } else { choose(&own, pick).copied() }
    }

    pub(super) fn draft(&self, desk: &Desk, chat: u16, who: Who, extras: u16) -> Option<Command> {
        let (chat, writer) = self.chat_and_writer(desk, chat, who)?;
        let session = match writer {
            Writer::Agent(session) => session,
            Writer::Visitor => self.any_session(desk, 1)?,
        };
        let text = DRAFTS[usize::from(extras) % DRAFTS.len()].into();
        let visibility =
            if (extras / 8).is_multiple_of(3) { Visibility::AgentsOnly } else { Visibility::Everyone };
        Some(Command::SetDraft { chat, session, text, visibility })
    }

    pub(super) fn read_to(&self, desk: &Desk, chat: u16, who: Who, event: u16) -> Option<Command> {
        let (chat, writer) = self.some_chat_and_writer(desk, chat, who)?;
        let events = desk.chat_by_key(&chat).map_or(0, |chat| chat.events.len());
        let beyond = usize::from(event.is_multiple_of(11));
        let event = usize::from(event).checked_rem(events + 2 * beyond).unwrap_or(0);
        Some(Command::ReadTo { chat, writer, event: EventId(u32::try_from(event).ok()?) })
    }

    /// What a supervisor does, or somebody who is none.
    pub(super) fn supervise(&self, desk: &Desk, ask: &Supervision) -> Option<Command> {
        let session = self.supervising_session(desk, ask.session)?;
        let chat = |shell: &Self| shell.supervised_chat(desk, ask.chat);
        Some(match ask.deed {
            Deed::Watch => Command::WatchChat { session, chat: chat(self)? },
            Deed::Whisper => {
                let text = ["offer a refund", "ok", " "][usize::from(ask.agent % 3)];
                Command::Whisper { session, chat: chat(self)?, text: text.into() }
            }
            Deed::TakeOver => Command::TakeOver { session, chat: chat(self)? },
            Deed::End => Command::EndAnyChat { session, chat: chat(self)? },
            Deed::SignOut if ask.agent.is_multiple_of(5) => {
                Command::SignOutAgent { session, agent: AgentId(999) }
            }
            Deed::SignOut => Command::SignOutAgent { session, agent: any_agent(desk, ask.agent) },
        })
    }

    /// Something about a second factor, with a login by a code among it. Steps are those around the one that was used last.
    pub(super) fn factor(&mut self, desk: &Desk, agent: u16, session: u16, what: u16) -> Option<Command> {
        let holders: Vec<&Agent> =
            desk.state().agents.values().filter(|agent| agent.factor.is_some()).collect();
        let holder = choose(&holders, agent).filter(|_| !what.is_multiple_of(STRAY));
        let used = holder.and_then(|agent| agent.factor.as_ref()).map_or(7, |factor| factor.used.0);
        let step = TimeStep((used + u64::from(what / 16 % 4)).saturating_sub(1));
        let agent = holder.map_or_else(|| any_agent(desk, agent), |agent| agent.profile.id);
        Some(match what % 16 {
            _ if holder.is_none() && !matches!(what % 16, 11 | 13) => set_factor(agent, step),
            0 => set_factor(agent, step),
            1..=8 => {
                let (bearer, cookie, csrf) = (self.digest(), self.digest(), self.digest());
                Command::StartLogin { agent, bearer, cookie, csrf, step: (what % 16 > 1).then_some(step) }
            }
            9..=10 => Command::DropFactor { agent, step },
            11 => Command::RemoveFactor(agent),
            12 => {
                let agent = (!what.is_multiple_of(5)).then_some(agent);
                Command::NoteUnlock { session: self.administering_session(desk, session)?, agent }
            }
            _ => Command::RemoveFactorOf { session: self.administering_session(desk, session)?, agent },
        })
    }

    /// A device of an admin, if there is one.
    fn administering_session(&self, desk: &Desk, pick: u16) -> Option<SessionId> {
        let may = |id| desk.agent(id).is_some_and(|agent| agent.profile.role == Role::Admin);
        let sessions = desk.state().sessions.iter().filter(|(_, session)| may(session.agent));
        let admins: Vec<SessionId> = sessions.map(|(id, _)| *id).collect();
        choose(&admins, pick)
            .copied()
            .filter(|_| !pick.is_multiple_of(STRAY))
            .or_else(|| self.supervising_session(desk, pick))
    }

    fn supervising_session(&self, desk: &Desk, pick: u16) -> Option<SessionId> {
        let leads = |id| desk.agent(id).is_some_and(|agent| agent.profile.role.supervises());
        let sessions = desk.state().sessions.iter().filter(|(_, session)| leads(session.agent));
        let leading: Vec<SessionId> = sessions.map(|(id, _)| *id).collect();
        let stray = pick.is_multiple_of(STRAY) || leading.is_empty();
        if stray { self.any_session(desk, pick) } else { choose(&leading, pick).copied() }
    }

    /// Mostly a chat that has not ended, be it waiting, ringing or with somebody; now and then any.
    fn supervised_chat(&self, desk: &Desk, pick: u16) -> Option<ChatKey> {
        let open: Vec<ChatKey> = desk.chats().filter(|chat| !chat.is_ended()).map(|chat| chat.key).collect();
        if pick.is_multiple_of(5) { self.some_chat(desk, pick / 5) } else { choose(&open, pick).copied() }
    }
}

/// The parts of [`crate::plan::Ask::Supervise`].
pub(super) struct Supervision {
    pub(super) session: u16,
    pub(super) deed: Deed,
    pub(super) chat: u16,
    pub(super) agent: u16,
}

fn device_name(extras: u16) -> Arc<str> {
    match extras % 12 {
        0 => " ".into(),
        1 => "\u{e9}".repeat(101).into(),
        2 => "\u{e9}".repeat(100).into(),
        n => format!("Device {n}").into(),
    }
}

/// What an authenticator is told does not matter here: the desk makes no codes.
fn set_factor(agent: AgentId, step: TimeStep) -> Command {
    Command::SetFactor { agent, secret: FactorSecret("SECRET".into()), step }
}
