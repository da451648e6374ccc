//! Applying facts about agents at work.

use crate::{
    AgentAbsent, AgentId, AgentPresent, AgentProfile, AvailabilitySet, Desk, Duty, Heard, LoginEnded,
    LoginExtended, LoginId, LoginStarted, OnDuty, Session, SessionEnded, SessionId, SessionNamed,
    SessionStarted, deadline,
};
use alloc::collections::BTreeSet;

impl Desk {
    pub(super) fn change_agent_profile(&mut self, id: AgentId, profile: &AgentProfile) {
        let clock = self.state.clock;
        self.change_agent(id, |agent| {
            agent.changed_at = clock;
            agent.profile = profile.clone();
        });
    }

    pub(super) fn apply_login_started(&mut self, fact: &LoginStarted) {
        self.advance(fact.at);
        self.state.next_login = self.state.next_login.max(LoginId(fact.id.0.saturating_add(1)));
        self.bearers.insert(fact.login.bearer, fact.id);
        self.cookies.insert(fact.login.cookie, fact.id);
        self.deadlines.insert(deadline::of_login(fact.id, &fact.login));
        self.state.logins.insert(fact.id, fact.login.clone());
    }

    pub(super) fn apply_login_extended(&mut self, fact: &LoginExtended) {
        let Some(login) = self.state.logins.get_mut(&fact.id) else { return };
        self.deadlines.remove(&deadline::of_login(fact.id, login));
        login.expires_at = fact.expires_at;
        self.deadlines.insert(deadline::of_login(fact.id, login));
    }

    pub(super) fn apply_login_ended(&mut self, fact: &LoginEnded) {
        self.advance(fact.at);
        let Some(login) = self.state.logins.remove(&fact.id) else { return };
        self.deadlines.remove(&deadline::of_login(fact.id, &login));
        self.bearers.remove(&login.bearer);
        self.cookies.remove(&login.cookie);
    }

    pub(super) fn apply_session_started(&mut self, fact: &SessionStarted) {
        self.advance(fact.at);
        self.state.next_session = self.state.next_session.max(SessionId(fact.id.0.saturating_add(1)));
        let session = Session {
            agent: fact.agent,
            login: fact.login,
            started_at: fact.at,
            heard_at: fact.at,
            look_at: fact.look_at,
            name: None,
            inherited: self.agent(fact.agent).map(|agent| agent.chats.clone()).unwrap_or_default(),
        };
        self.deadlines.insert(deadline::of_session(fact.id, &session));
        self.state.sessions.insert(fact.id, session);
        self.change_agent(fact.agent, |agent| match &mut agent.duty {
            Duty::On(on) => {
                on.sessions.insert(fact.id);
                on.present = true;
                on.look_at = fact.presence_look_at;
            }
            Duty::Off => {
                agent.idle_since = fact.at;
                agent.duty = Duty::On(OnDuty {
                    availability: fact.availability,
                    reason_id: None,
                    since: fact.at,
                    present: true,
                    look_at: fact.presence_look_at,
                    sessions: BTreeSet::from([fact.id]),
                });
            }
        });
    }

    pub(super) fn apply_session_named(&mut self, fact: &SessionNamed) {
        if let Some(session) = self.state.sessions.get_mut(&fact.id) {
            session.name = Some(fact.name.clone());
        }
    }

    pub(super) fn apply_session_ended(&mut self, fact: &SessionEnded) {
        self.advance(fact.at);
        let Some(session) = self.state.sessions.remove(&fact.id) else { return };
        self.deadlines.remove(&deadline::of_session(fact.id, &session));
        self.change_agent(session.agent, |agent| {
            let Duty::On(on) = &mut agent.duty else { return };
            on.sessions.remove(&fact.id);
            if on.sessions.is_empty() {
                agent.duty = Duty::Off;
            }
        });
    }

    pub(super) fn apply_availability_set(&mut self, fact: &AvailabilitySet) {
        self.advance(fact.at);
        self.change_agent(fact.agent, |agent| {
            let Duty::On(on) = &mut agent.duty else { return };
            if on.availability != fact.availability {
                on.since = fact.at;
            }
            on.availability = fact.availability;
            on.reason_id.clone_from(&fact.reason_id);
        });
    }

    pub(super) fn apply_agent_absent(&mut self, fact: &AgentAbsent) {
        self.advance(fact.at);
        self.change_agent(fact.agent, |agent| {
            if let Duty::On(on) = &mut agent.duty {
                on.present = false;
            }
        });
    }

    pub(super) fn apply_agent_present(&mut self, fact: &AgentPresent) {
        self.advance(fact.at);
        self.change_agent(fact.agent, |agent| {
            if let Duty::On(on) = &mut agent.duty {
                on.present = true;
                on.look_at = fact.look_at;
            }
        });
    }

    pub(super) fn apply_heard(&mut self, fact: &Heard) {
        for heard in &fact.chats {
            self.change_chat(heard.who, |chat| {
                chat.heard_at = heard.heard_at;
                chat.look_at = heard.look_at;
            });
        }
        for heard in &fact.sessions {
            let Some(session) = self.state.sessions.get_mut(&heard.who) else { continue };
            self.deadlines.remove(&deadline::of_session(heard.who, session));
            session.heard_at = heard.heard_at;
            session.look_at = heard.look_at;
            self.deadlines.insert(deadline::of_session(heard.who, session));
        }
        for heard in &fact.agents {
            self.change_agent(heard.who, |agent| {
                if let Duty::On(on) = &mut agent.duty {
                    on.look_at = heard.look_at;
                }
            });
        }
    }
}
