//! Deciding what happens because time has passed.

use super::Step;
use crate::deadline::Due;
use crate::{
    AgentAbsent, AgentId, Answer, ArchiveDue, BarLifted, ChatNo, EndReason, Fact, Heard, HeardFrom, LoginId,
    SessionEndReason, SessionId, Timestamp, Watch,
};
use alloc::collections::BTreeMap;

/// Last calls as the shell knows them.
type LastCalls = BTreeMap<Watch, Timestamp>;

impl Step<'_> {
    /// Deals with the deadlines that are due. Those who were heard from in time only get another deadline.
    pub(super) fn tick(&mut self, calls: &LastCalls) -> Answer {
        let mut heard = Heard::default();
        let mut over = alloc::vec::Vec::new();
        for due in self.desk.due_at(self.now) {
            let alive = match due {
                Due::Chat(no) => self.chat_heard(no, calls, &mut heard),
                Due::Session(id) => self.session_heard(id, calls, &mut heard),
                Due::Agent(id) => self.agent_heard(id, calls, &mut heard),
                Due::Offer(_) | Due::Bar(_) | Due::Login(_) => false,
            };
            if !alive {
                over.push(due);
            }
        }
        if heard != Heard::default() {
            self.emit(Fact::Heard(heard));
        }
        for due in over {
            self.expire(due);
        }
        Answer::Done
    }

    /// Deals with a deadline, if what went before in the same decision has not dealt with it.
    fn expire(&mut self, due: Due) {
        let now = self.now;
        match due {
            Due::Offer(no) => {
                let offer = self.desk.chat(no).and_then(|chat| chat.offer());
                if offer.is_some_and(|offer| offer.expires_at <= now) {
                    self.miss(no);
                }
            }
            Due::Bar(no) => self.lift_bar(no),
            Due::Chat(no) => self.chat_silent(no),
            Due::Session(id) => self.finish_session(id, SessionEndReason::Silent),
            Due::Agent(id) => self.agent_absent(id),
            Due::Login(id) => self.login_over(id),
        }
    }

    fn chat_heard(&self, no: ChatNo, calls: &LastCalls, heard: &mut Heard) -> bool {
        let Some(chat) = self.desk.chat(no) else { return false };
        let (watch, span) = if chat.is_ended() {
            (Watch::EndedChat(no), self.desk.settings().ended_chat_kept)
        } else {
            (Watch::Visitor(no), chat.timeout)
        };
        let heard_at = last_call(calls, watch, chat.heard_at, self.now);
        let look_at = heard_at.after(span);
        let alive = look_at > self.now;
        if alive {
            heard.chats.push(HeardFrom { who: no, heard_at, look_at });
        }
        alive
    }

    fn session_heard(&self, id: SessionId, calls: &LastCalls, heard: &mut Heard) -> bool {
        let Some(session) = self.desk.session(id) else { return false };
        let heard_at = last_call(calls, Watch::Session(id), session.heard_at, self.now);
        let look_at = heard_at.after(self.desk.settings().agent_session_timeout);
        let alive = look_at > self.now;
        if alive {
            heard.sessions.push(HeardFrom { who: id, heard_at, look_at });
        }
        alive
    }

    /// Presence is the latest call of any device. What is learnt about the devices on the way is kept as well, so that
    /// the one unheard for longest is known when there are too many.
    fn agent_heard(&self, id: AgentId, calls: &LastCalls, heard: &mut Heard) -> bool {
        let Some(on) = self.desk.agent(id).and_then(|agent| agent.on_duty()) else { return false };
        let mut heard_at = Timestamp::MIN;
        for who in on.sessions.iter().copied() {
            let Some(session) = self.desk.session(who) else { continue };
            let last = last_call(calls, Watch::Session(who), session.heard_at, self.now);
            heard_at = heard_at.max(last);
            let look_at = last.after(self.desk.settings().agent_session_timeout);
            if last > session.heard_at && look_at > self.now {
                heard.sessions.push(HeardFrom { who, heard_at: last, look_at });
            }
        }
        let look_at = heard_at.after(self.desk.settings().agent_presence);
        let alive = look_at > self.now;
        if alive {
            heard.agents.push(HeardFrom { who: id, heard_at, look_at });
        }
        alive
    }

    fn lift_bar(&mut self, no: ChatNo) {
        let bar = self.desk.chat(no).and_then(|chat| chat.waiting()).and_then(|waiting| waiting.bar);
        if bar.is_some_and(|bar| bar.until <= self.now) {
            self.emit(Fact::BarLifted(BarLifted { chat: no }));
            self.offer_chat(no);
        }
    }

    fn chat_silent(&mut self, no: ChatNo) {
        let Some(chat) = self.desk.chat(no).filter(|chat| chat.look_at <= self.now) else { return };
        if chat.is_ended() {
            self.emit(Fact::ArchiveDue(ArchiveDue { chat: no }));
        } else {
            self.disconnect(no, EndReason::VisitorSilent);
        }
    }

    fn agent_absent(&mut self, agent: AgentId) {
        let on = self.desk.agent(agent).and_then(|agent| agent.on_duty());
        if on.is_some_and(|on| on.present && on.look_at <= self.now) {
            self.emit(Fact::AgentAbsent(AgentAbsent { agent, at: self.now }));
            self.withdraw_offers(agent, false);
        }
    }

    fn login_over(&mut self, id: LoginId) {
        if self.desk.login(id).is_some_and(|login| login.expires_at <= self.now) {
            self.finish_login(id, SessionEndReason::LoginOver);
        }
    }
}

/// The latest of what the shell and the journal know, never after now.
fn last_call(calls: &LastCalls, watch: Watch, known: Timestamp, now: Timestamp) -> Timestamp {
    calls.get(&watch).copied().unwrap_or(known).max(known).min(now)
}
