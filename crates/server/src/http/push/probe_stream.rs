//! The stream of a probe: its steps, told as everything else is told, so that what passes for it passes for chats.

use super::closing::Closing;
use super::message::{Batch, Kind, Message};
use super::spacing::NextLook;
use super::turn::{Look, Source};
use crate::engine::bell::Listener;
use crate::http::failure::Failure;
use crate::probe::Probe;
use handover_desk::Timestamp;
use handover_wire::Condition;
use serde::Serialize;
use std::sync::Arc;

/// The steps of a probe, told to who has its token.
pub(in crate::http) struct ProbeStream {
    probe: Arc<Probe>,
    /// The step to be told next; before the first look, the latest.
    next: Option<u32>,
    listener: Listener,
}

/// One step.
#[derive(Debug, Serialize)]
struct Step {
    step: u32,
}

impl ProbeStream {
    /// A stream from the latest step on.
    pub(in crate::http) fn open(probe: Arc<Probe>) -> Result<Self, Failure> {
        let listener = probe.listen().ok_or(Condition::TooManyRequests)?;
        Ok(Self { probe, next: None, listener })
    }
}

impl Source for ProbeStream {
    fn listener(&self) -> &Listener {
        &self.listener
    }

    /// There is no queue; the look at the end of its time closes the stream.
    fn queue(&self) -> Option<(&Listener, NextLook)> {
        Some((&self.listener, NextLook { from: self.probe.until(), needs_ring: false }))
    }

    fn look(&mut self, now: Timestamp, batch: &mut Batch) -> Look {
        let steps = self.probe.steps();
        for step in self.next.unwrap_or(steps.made)..=steps.made {
            if batch.is_full() {
                self.next = Some(step);
                return Look::More;
            }
            batch.push(Message::json(Kind::Probe, &Step { step }));
        }
        self.next = Some(steps.made.saturating_add(1));
        if steps.is_over || self.probe.is_over(now) { Look::Over(Closing::Tried) } else { Look::Wait }
    }

    fn resume(&mut self, _from: &str) -> Result<(), Closing> {
        self.next = None;
        Ok(())
    }
}
