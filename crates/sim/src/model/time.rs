//! What happens because time has passed.

use super::Model;
use super::rows::{ChatRow, Stand};
use handover_desk::{AgentId, Answer, ChatNo, EndReason, LoginId, SessionId, Timestamp, Watch};
use std::collections::BTreeMap;

/// A deadline. At equal times they are dealt with in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Deadline {
    /// An offer has rung long enough.
    Offer(ChatNo),
    /// Nobody is kept from a chat any longer.
    Bar(ChatNo),
    /// A visitor's silence or the retention is looked at.
    Chat(ChatNo),
    /// A device's silence is looked at.
    Device(SessionId),
    /// An agent's presence is looked at.
    Agent(AgentId),
    /// A login ends.
    Login(LoginId),
}

impl Model {
    /// When something happens next unless something else happens before.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Timestamp> {
        self.deadlines().first().map(|(at, _)| *at)
    }

    fn deadlines(&self) -> Vec<(Timestamp, Deadline)> {
        let mut all = Vec::new();
        for chat in &self.chats {
            let no = chat.no();
            match &chat.stand {
                Stand::Waiting(wait) => {
                    all.extend(wait.kept_from.map(|(_, until)| (until, Deadline::Bar(no))));
                    all.push((chat.look_at, Deadline::Chat(no)));
                }
                Stand::Ringing(_, ring) => {
                    all.push((ring.until, Deadline::Offer(no)));
                    all.push((chat.look_at, Deadline::Chat(no)));
                }
                Stand::With(_) | Stand::Over { archiving: false, .. } => {
                    all.push((chat.look_at, Deadline::Chat(no)));
                }
                Stand::Over { archiving: true, .. } => {}
            }
        }
        all.extend(self.sessions.iter().map(|row| (row.look_at, Deadline::Device(row.id))));
        for agent in &self.agents {
            if let Some(work) = agent.work.as_ref().filter(|work| work.present) {
                all.push((work.look_at, Deadline::Agent(agent.profile.id)));
            }
        }
        all.extend(self.logins.iter().map(|row| (row.expires_at, Deadline::Login(row.id))));
        all.sort_unstable();
        all
    }

    /// Who was heard from in time gets another deadline. Then everything else that is due happens, one after another,
    /// unless what happened before has settled it.
    pub(super) fn tick(&mut self, calls: &BTreeMap<Watch, Timestamp>) -> Answer {
        let mut due = self.deadlines();
        due.retain(|(at, _)| *at <= self.now);
        due.retain(|(_, deadline)| !self.was_heard(*deadline, calls));
        for (_, deadline) in due {
            self.happen(deadline);
            self.settle();
        }
        Answer::Done
    }

    fn was_heard(&mut self, deadline: Deadline, calls: &BTreeMap<Watch, Timestamp>) -> bool {
        match deadline {
            Deadline::Chat(no) => self.chat_was_heard(no, calls),
            Deadline::Device(id) => self.device_was_heard(id, calls),
            Deadline::Agent(id) => self.agent_was_heard(id, calls),
            Deadline::Offer(_) | Deadline::Bar(_) | Deadline::Login(_) => false,
        }
    }

    fn last_call(&self, calls: &BTreeMap<Watch, Timestamp>, watch: Watch, known: Timestamp) -> Timestamp {
        let told = calls.get(&watch).copied().unwrap_or(known);
        told.max(known).min(self.now)
    }

    fn chat_was_heard(&mut self, no: ChatNo, calls: &BTreeMap<Watch, Timestamp>) -> bool {
        let Some(index) = self.find_no(no) else { return false };
        let chat = &self.chats[index];
        let (watch, span) = if chat.is_over() {
            (Watch::EndedChat(no), self.settings().ended_chat_kept)
        } else {
            (Watch::Visitor(no), chat.timeout)
        };
        let last = self.last_call(calls, watch, chat.heard_at);
        let heard = last.after(span) > self.now;
        if heard {
            let chat: &mut ChatRow = &mut self.chats[index];
            chat.heard_at = last;
            chat.look_at = last.after(span);
        }
        heard
    }

    fn device_was_heard(&mut self, id: SessionId, calls: &BTreeMap<Watch, Timestamp>) -> bool {
        let span = self.settings().agent_session_timeout;
        let Some(index) = self.sessions.iter().position(|row| row.id == id) else { return false };
        let last = self.last_call(calls, Watch::Session(id), self.sessions[index].heard_at);
        let heard = last.after(span) > self.now;
        if heard {
            self.sessions[index].heard_at = last;
            self.sessions[index].look_at = last.after(span);
        }
        heard
    }

    /// An agent is present as long as some device is heard from; what is learnt about each device is kept.
    fn agent_was_heard(&mut self, id: AgentId, calls: &BTreeMap<Watch, Timestamp>) -> bool {
        let own = self.sessions.iter().filter(|row| row.agent == id);
        let devices: Vec<(SessionId, Timestamp)> = own.map(|row| (row.id, row.heard_at)).collect();
        let mut latest = Timestamp::MIN;
        for (device, known) in devices {
            let last = self.last_call(calls, Watch::Session(device), known);
            latest = latest.max(last);
            if last > known {
                self.device_was_heard(device, calls);
            }
        }
        let look_at = latest.after(self.settings().agent_presence);
        let heard = look_at > self.now;
        if let Some(work) = self.work_mut(id).filter(|_| heard) {
            work.look_at = look_at;
        }
        heard
    }

    fn happen(&mut self, deadline: Deadline) {
        match deadline {
            Deadline::Offer(no) => {
                let Some(chat) = self.find_no(no) else { return };
                if self.chats[chat].ring().is_some_and(|ring| ring.until <= self.now) {
                    self.miss(chat);
                }
            }
            Deadline::Bar(no) => {
                let Some(chat) = self.find_no(no) else { return };
                if let Stand::Waiting(wait) | Stand::Ringing(wait, _) = &mut self.chats[chat].stand {
                    wait.kept_from = wait.kept_from.filter(|(_, until)| *until > self.now);
                }
            }
            Deadline::Chat(no) => self.chat_is_silent(no),
            Deadline::Device(id) => self.device_goes(id),
            Deadline::Agent(id) => self.agent_is_silent(id),
            Deadline::Login(id) => self.login_ends(id),
        }
    }

    fn chat_is_silent(&mut self, no: ChatNo) {
        let Some(chat) = self.find_no(no).filter(|chat| self.chats[*chat].look_at <= self.now) else {
            return;
        };
        if let Stand::Over { archiving, .. } = &mut self.chats[chat].stand {
            *archiving = true;
        } else {
            self.disconnect(chat, EndReason::VisitorSilent);
        }
    }

    fn agent_is_silent(&mut self, agent: AgentId) {
        let now = self.now;
        let Some(work) = self.work_mut(agent).filter(|work| work.present && work.look_at <= now) else {
            return;
        };
        work.present = false;
        self.stop_ringing_at(agent, false);
    }
}
