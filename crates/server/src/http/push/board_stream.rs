//! The stream of the board, told to a supervisor (`docs/handover-api.md`). It has no cursor: each message is the whole board.

use super::closing::Closing;
use super::message::{Batch, Kind, Message};
use super::place::Place;
use super::present::{Present, Who};
use super::spacing::{NextLook, Spacing};
use super::turn::{Look, Source};
use crate::app::board::Board;
use crate::engine::bell::Listener;
use crate::http::access::AtDevice;
use crate::http::call::Call;
use crate::http::failure::Failure;
use handover_desk::{Role, Timestamp};
use handover_wire::Condition;

/// The board of an account, told to the device of a supervisor.
pub(in crate::http) struct BoardStream {
    me: AtDevice,
    /// A hash of what was told last.
    told: Option<u64>,
    spacing: Spacing,
    bell: Listener,
    queue: Listener,
    _present: Present,
    _place: Place,
}

impl BoardStream {
    /// A stream from this moment on.
    pub(in crate::http) fn open(call: &Call, me: AtDevice) -> Result<Self, Failure> {
        let place = call.app.streams.take_place(call, &me.account.id)?;
        let present = Present::begin(&call.app, &me.account, Who::Device(me.session))?;
        let (bell, queue) = {
            let view = me.account.view().read();
            let bell = view.agent_bell(me.agent).ok_or(Condition::AgentSessionNotFound)?;
            (bell.listen(), view.queue_bell().listen())
        };
        let spacing = Spacing::default();
        Ok(Self { me, told: None, spacing, bell, queue, _present: present, _place: place })
    }
}

impl Source for BoardStream {
    fn listener(&self) -> &Listener {
        &self.bell
    }

    fn queue(&self) -> Option<(&Listener, NextLook)> {
        Some((&self.queue, self.spacing.next_look()))
    }

    fn look(&mut self, now: Timestamp, batch: &mut Batch) -> Look {
        let view = self.me.account.view().read();
        let is_there =
            view.desk().session(self.me.session).is_some_and(|session| session.agent == self.me.agent);
        let role = view.desk().agent(self.me.agent).map(|agent| agent.profile.role);
        if !is_there || !role.is_some_and(Role::supervises) {
            return Look::Over(Closing::Gone);
        }
        if !self.spacing.is_time(now) {
            return Look::Wait;
        }
        let (hash, document) = Board::of(&view, now).content.rendered(now);
        if self.told != Some(hash) {
            batch.push(Message::rendered(Kind::Board, document));
            self.told = Some(hash);
        }
        Look::Wait
    }

    fn resume(&mut self, _from: &str) -> Result<(), Closing> {
        self.told = None;
        self.spacing = Spacing::default();
        Ok(())
    }
}
