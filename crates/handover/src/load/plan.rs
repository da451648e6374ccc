//! What happens in a run, drawn before it begins: when chats arrive, how long they last, when who says something. The
//! server has no influence on it: that is what makes the model open.

use super::clock::{MILLI_US, SECOND_US, as_f64, as_u64};
use super::options::Transport;
use super::settings::{Arrivals, Settings};
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

/// Lines of one side of one chat; a chat that is to be longer falls silent.
const LINES_MOST: usize = 2_000;

/// One of the two sides of a chat.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Who {
    Visitor,
    Agent,
}

/// How events reach one player.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Way {
    Poll,
    LongPoll,
    Sse,
    WebSocket,
}

impl Way {
    /// The way of the player of this number.
    pub(super) fn of(transport: Transport, number: u64) -> Self {
        match transport {
            Transport::Poll => Self::Poll,
            Transport::LongPoll => Self::LongPoll,
            Transport::Sse => Self::Sse,
            Transport::Websocket => Self::WebSocket,
            Transport::Mixed => match number % 4 {
                0 => Self::Poll,
                1 => Self::LongPoll,
                2 => Self::Sse,
                _ => Self::WebSocket,
            },
        }
    }
}

/// A line that is to be said.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct PlannedLine {
    /// So long after its side knows that the chat has begun.
    pub(super) after_us: u64,
    /// Whether the visitor may not see it.
    pub(super) private: bool,
}

/// A chat that is to be.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct PlannedChat {
    /// Chats are numbered from 0.
    pub(super) number: u64,
    /// When the visitor asks for it.
    pub(super) arrives_us: u64,
    /// Which of the skills it asks for; without skills nothing.
    pub(super) skill: Option<usize>,
    /// Who ends it.
    pub(super) ended_by: Who,
    /// So long after that side knows that the chat has begun.
    pub(super) ends_after_us: u64,
    visitor: Vec<PlannedLine>,
    agent: Vec<PlannedLine>,
}

impl PlannedChat {
    /// What a side is to say, in order.
    pub(super) fn lines(&self, who: Who) -> &[PlannedLine] {
        match who {
            Who::Visitor => &self.visitor,
            Who::Agent => &self.agent,
        }
    }
}

/// Draws the chats of a run, one after the other.
///
/// Live chats to be kept up are a stationary process: the chats of the ramp have exponential lengths, as have those
/// that are left of chats at any moment, and others arrive at the rate at which chats end.
#[derive(Debug)]
pub(super) struct Plan {
    seed: u64,
    arrivals: ChaCha8Rng,
    /// Chats of the ramp that are still to come, and the time between two of them.
    ramp_left: u64,
    ramp_step_us: u64,
    ramp_next_us: u64,
    /// Mean time between two arrivals beside the ramp; 0: there are none.
    mean_gap_us: f64,
    next_us: u64,
    number: u64,
    talk_us: f64,
    think_us: f64,
    private: f64,
    skills: usize,
}

impl Plan {
    /// The plan of a run whose schedule begins at a time.
    pub(super) fn new(settings: &Settings, begins_us: u64) -> Self {
        let talk_us = as_f64(settings.talk_us);
        let (ramp_left, per_us) = match settings.arrivals {
            Arrivals::Live(chats) => (chats, as_f64(chats) / talk_us),
            Arrivals::PerSecond(rate) => (0, rate / as_f64(SECOND_US)),
        };
        let mut plan = Self {
            seed: settings.seed,
            arrivals: ChaCha8Rng::seed_from_u64(settings.seed),
            ramp_left,
            ramp_step_us: settings.ramp_us / ramp_left.max(1),
            ramp_next_us: begins_us,
            mean_gap_us: if per_us > 0.0 { 1.0 / per_us } else { 0.0 },
            next_us: begins_us,
            number: 0,
            talk_us,
            think_us: as_f64(settings.think_us),
            private: settings.private,
            skills: settings.skills.len(),
        };
        plan.next_us = plan.following(begins_us);
        plan
    }

    /// The next chat. There is always one.
    pub(super) fn next_chat(&mut self) -> PlannedChat {
        let in_ramp = self.ramp_left > 0 && self.ramp_next_us <= self.next_us;
        let arrives_us = if in_ramp { self.ramp_next_us } else { self.next_us };
        if in_ramp {
            self.ramp_left -= 1;
            self.ramp_next_us += self.ramp_step_us;
        } else {
            self.next_us = self.following(self.next_us);
        }
        let number = self.number;
        self.number += 1;
        self.chat(number, arrives_us)
    }

    fn following(&mut self, us: u64) -> u64 {
        if self.mean_gap_us > 0.0 {
            us.saturating_add(exponential_us(&mut self.arrivals, self.mean_gap_us))
        } else {
            u64::MAX
        }
    }

    /// Every chat has chances of its own, so that what happens in one does not change another.
    fn chat(&self, number: u64, arrives_us: u64) -> PlannedChat {
        let mut chances = ChaCha8Rng::seed_from_u64(self.seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ number);
        let ends_after_us = exponential_us(&mut chances, self.talk_us).max(MILLI_US);
        let skill = (self.skills > 0).then(|| chances.random_range(0..self.skills));
        let ended_by = if chances.random_bool(0.5) { Who::Visitor } else { Who::Agent };
        let mut lines = |private: f64| {
            let mut after_us = 0_u64;
            let mut lines = Vec::new();
            while lines.len() < LINES_MOST {
                after_us = after_us.saturating_add(exponential_us(&mut chances, self.think_us));
                if after_us >= ends_after_us {
                    break;
                }
                lines.push(PlannedLine { after_us, private: chances.random_bool(private) });
            }
            lines
        };
        let (visitor, agent) = (lines(0.0), lines(self.private));
        PlannedChat { number, arrives_us, skill, ended_by, ends_after_us, visitor, agent }
    }
}

/// A time of an exponential distribution.
pub(super) fn exponential_us(chances: &mut ChaCha8Rng, mean_us: f64) -> u64 {
    let uniform: f64 = chances.random();
    as_u64(-(1.0 - uniform).ln() * mean_us)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::{Cli, Command};
    use crate::load::clock::count_f64;
    use clap::Parser as _;

    fn plan(words: &[&str], begins_us: u64) -> Plan {
        let words = ["handover", "load"].iter().chain(words);
        let Command::Load(options) = Cli::try_parse_from(words).unwrap().command else { panic!("not load") };
        Plan::new(&Settings::of(&options).unwrap(), begins_us)
    }

    fn chats(words: &[&str], count: usize) -> Vec<PlannedChat> {
        let mut plan = plan(words, 0);
        (0..count).map(|_| plan.next_chat()).collect()
    }

    #[test]
    fn one_seed_gives_one_schedule() {
        let of_seed = |seed| chats(&["--chats=10", &format!("--seed={seed}")], 50);
        assert_eq!(of_seed(1), of_seed(1));
        assert_ne!(of_seed(1), of_seed(2));
    }

    #[test]
    fn live_chats_are_started_in_the_ramp_and_then_come_as_often_as_others_end() {
        let chats = chats(&["--chats=1000", "--talk=100s", "--ramp=10s"], 3000);
        let times: Vec<u64> = chats.iter().map(|chat| chat.arrives_us).collect();
        assert!(times.is_sorted());
        let in_ramp = times.iter().filter(|at| **at < 10 * SECOND_US).count();
        // A thousand, and ten in a second beside them.
        assert!((1050..1150).contains(&in_ramp), "{in_ramp}");
        let until = times.last().unwrap();
        let per_s = 2000.0 / (as_f64(*until) / 1e6);
        assert!((9.0..11.0).contains(&per_s), "{per_s}");
    }

    #[test]
    fn times_have_the_means_that_were_asked_for() {
        let chats = chats(&["--arrivals=50", "--talk=60s", "--think=5s", "--private=0.2"], 5000);
        let mean = |sum: f64| sum / 5000.0;
        let talk_s = mean(chats.iter().map(|chat| as_f64(chat.ends_after_us) / 1e6).sum());
        assert!((57.0..63.0).contains(&talk_s), "{talk_s}");
        for who in [Who::Visitor, Who::Agent] {
            let lines = mean(chats.iter().map(|chat| count_f64(chat.lines(who).len())).sum());
            assert!((11.0..13.0).contains(&lines), "{who:?}: {lines}");
        }
        let private = chats.iter().flat_map(|chat| chat.lines(Who::Agent)).filter(|line| line.private);
        let private = mean(count_f64(private.count()));
        assert!((2.1..2.7).contains(&private), "{private}");
        assert!(chats.iter().flat_map(|chat| chat.lines(Who::Visitor)).all(|line| !line.private));
        let arrivals_s = as_f64(chats.last().unwrap().arrives_us) / 1e6;
        assert!((95.0..105.0).contains(&arrivals_s), "{arrivals_s}");
    }
}
