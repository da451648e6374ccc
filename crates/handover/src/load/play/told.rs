//! What is done with the messages of a stream.

use super::arena::ChatId;
use super::streams::Follower;
use super::world::{Phase, World};
use crate::load::check::Rule;
use crate::load::document;
use crate::load::http::{Message, StreamRequest};
use crate::load::plan::{Way, Who};

impl World {
    /// What a player asks for to have its stream, or nothing when there is nothing more to be told.
    pub(super) fn stream_request(&self, follower: Follower, cursor: Option<&str>) -> Option<StreamRequest> {
        if self.phase == Phase::Over {
            return None;
        }
        match follower {
            Follower::Visitor(id) => {
                let chat = self.chats.get(id).filter(|chat| !chat.side(Who::Visitor).has_read_end)?;
                Some(StreamRequest {
                    path: self.site.path(&format!("/chat/{}/events", chat.key)),
                    from: Some(chat.side(Who::Visitor).reader.next().to_string()),
                    authorization: format!("LivePerson appKey={}", self.settings.app_key),
                    by_websocket: self.way_of(id, Who::Visitor) == Way::WebSocket,
                })
            }
            Follower::Agent(agent) => {
                let device = self.agents.get(agent)?.device()?;
                Some(StreamRequest {
                    path: device.path.clone(),
                    from: cursor.map(str::to_owned),
                    authorization: format!("Bearer {}", device.bearer),
                    by_websocket: self.way_of_agent(agent) == Way::WebSocket,
                })
            }
        }
    }

    /// A message has come to a player.
    pub(super) fn told(&mut self, follower: Follower, message: &Message) {
        if self.phase == Phase::Over {
            return;
        }
        let now_us = self.clock.now_us();
        let read = match (message.kind.as_str(), follower) {
            ("event", Follower::Visitor(id)) => self.visitor_told(id, message, now_us),
            ("event", Follower::Agent(agent)) => self.agent_told(agent, message, now_us),
            ("offers", Follower::Agent(agent)) => {
                document::streamed_offers(&message.data).map(|count| self.rings(agent, count, now_us))
            }
            ("availability", Follower::Agent(agent)) => {
                document::is_online(message.data.as_bytes()).map(|is_online| {
                    if !is_online {
                        self.go_online(agent);
                    }
                })
            }
            ("close", _) => document::streamed_close(&message.data).map(|reason| self.closed(&reason)),
            // What is told beside the conversation.
            ("info" | "typing" | "queue" | "chatSessions" | "pong", _) => Some(()),
            (_, _) => None,
        };
        if read.is_none() {
            let data: String = message.data.chars().take(200).collect();
            self.findings.note(Rule::Document, || format!("a message: {} {data}", message.kind));
        }
    }

    fn visitor_told(&mut self, id: ChatId, message: &Message, now_us: u64) -> Option<()> {
        let (_, event) = document::streamed_event(&message.data)?;
        if message.id.as_deref() != Some(event.id.to_string().as_str()) {
            let told = message.id.clone().unwrap_or_default();
            self.findings.note(Rule::Next, || format!("event {} is told with the cursor {told:?}", event.id));
        }
        if let Some(key) = self.chats.get(id).map(|chat| chat.key.clone()) {
            self.note_told(&key, Who::Visitor, &event, now_us);
        }
        self.tell_event(id, Who::Visitor, event, now_us);
        self.leave_if_over(id);
        Some(())
    }

    fn agent_told(&mut self, agent: usize, message: &Message, now_us: u64) -> Option<()> {
        let (key, event) = document::streamed_event(&message.data)?;
        let key = key?;
        self.note_told(&key, Who::Agent, &event, now_us);
        let Some(id) = self.by_key.get(&key).copied() else {
            self.early.entry(key).or_default().push(event);
            return Some(());
        };
        let chat = self.chats.get(id)?;
        if let Some(other) = chat.agent.filter(|other| *other != agent) {
            let login = |agent: usize| self.agents.get(agent).map_or("", |agent| &agent.credentials.login);
            let what = format!("{} is told of {}, which {} has", login(agent), chat.name(), login(other));
            self.findings.note(Rule::StrangeChat, || what);
            return Some(());
        }
        self.tell_event(id, Who::Agent, event, now_us);
        self.leave_if_over(id);
        Some(())
    }

    /// The server has said why it ends a stream. A stop and the end of a chat are in order.
    fn closed(&mut self, reason: &str) {
        let in_order = match reason {
            "ended" | "gone" => true,
            "stopping" => self.settings.disturbs(),
            _ => false,
        };
        if !in_order {
            self.findings.note(Rule::Connection, || format!("a stream was closed: {reason}"));
        }
    }

    /// A stream was not opened.
    pub(super) fn stream_refused(&mut self, follower: Follower, status: u16, body: &str) {
        let body: String = body.chars().take(200).collect();
        let whose = match follower {
            Follower::Visitor(_) => "the stream of a chat",
            Follower::Agent(_) => "the stream of an agent session",
        };
        self.findings.note(Rule::Status, || format!("{whose}: {status} {body}"));
    }
}
