//! Running a plan on desk and model side by side, and comparing them after every command.

use crate::compare::{compare, same};
use crate::invariants::{self, Before};
use crate::model::Model;
use crate::plan::{Pause, Plan, Step};
use crate::shell::Shell;
use crate::tally::Tally;
use handover_desk::{AgentId, Answer, ChatNo, Command, Desk, DeskState, Fact, LoginId, Request, Timestamp};
use std::collections::BTreeMap;

/// What runs have seen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Commands that were decided.
    pub commands: u64,
    /// Agents who went from one device to another.
    pub moves: u64,
    /// Of those, with chats on their hands.
    pub moves_with_chats: u64,
    /// How often each thing has happened.
    pub tally: Tally,
}

impl Report {
    /// Adds what another run has seen.
    pub fn add(&mut self, other: &Self) {
        self.commands += other.commands;
        self.moves += other.moves;
        self.moves_with_chats += other.moves_with_chats;
        self.tally.add(&other.tally);
    }
}

/// Where desk and model part, or an invariant breaks.
#[derive(Clone, Debug)]
pub struct Failure {
    /// What is wrong.
    pub why: String,
    /// The requests so far, the last of which went wrong.
    pub requests: Vec<Request>,
}

/// Runs a plan to its end.
pub fn run(plan: &Plan) -> Result<Report, Failure> {
    let mut run = Run::new(plan.steps.len() / 2);
    match run.whole(plan) {
        Ok(()) => Ok(run.report),
        Err(why) => Err(Failure { why, requests: run.requests }),
    }
}

struct Run {
    desk: Desk,
    model: Model,
    /// A desk that only applies the facts.
    replayed: Desk,
    /// A desk that was restored from a snapshot in the middle and goes on by itself.
    restored: Option<Desk>,
    /// After how many steps the snapshot is taken.
    snapshot_after: usize,
    shell: Shell,
    facts: Vec<Fact>,
    requests: Vec<Request>,
    report: Report,
}

impl Run {
    fn new(snapshot_after: usize) -> Self {
        Self {
            desk: Desk::default(),
            model: Model::default(),
            replayed: Desk::default(),
            restored: None,
            snapshot_after,
            shell: Shell::default(),
            facts: Vec::new(),
            requests: Vec::new(),
            report: Report::default(),
        }
    }

    fn whole(&mut self, plan: &Plan) -> Result<(), String> {
        self.command(Command::Configure(Box::new(plan.config.clone())), false)?;
        for (index, step) in plan.steps.iter().enumerate() {
            if index == self.snapshot_after {
                self.restored = Some(restored(&self.desk)?);
            }
            self.step(step)?;
        }
        invariants::same_bytes(&self.desk, &self.replayed)?;
        if let Some(restored) = &self.restored {
            invariants::same_bytes(&self.desk, restored)?;
        }
        let every = |step: usize| (0..self.facts.len()).rev().filter(move |index| index % step != 1);
        invariants::apply_in_any_order(&self.facts, every(self.facts.len() % 5 + 2));
        Ok(())
    }

    fn step(&mut self, step: &Step) -> Result<(), String> {
        match step {
            Step::Pass { pause, calling } => {
                let told = self.pass(*pause);
                self.shell.call(&self.desk, *calling);
                if told {
                    let tick = self.shell.tick(&self.desk);
                    self.command(tick, false)?;
                }
                Ok(())
            }
            Step::Ask { ask, keyed } => match self.shell.resolve(&self.desk, ask) {
                Some(command) => self.command(command, *keyed).map(drop),
                None => Ok(()),
            },
            Step::Again(pick) => match self.shell.again(*pick) {
                Some(request) => self.request(request).map(drop),
                None => Ok(()),
            },
            Step::Misuse(pick) => match self.shell.misuse(*pick) {
                Some(request) => self.request(request).map(drop),
                None => Ok(()),
            },
            Step::Move { session, own_login, sign_out } => self.moves(*session, *own_login, *sign_out),
        }
    }

    /// Lets time pass. Says whether the desk is to be told.
    fn pass(&mut self, pause: Pause) -> bool {
        let now = self.shell.now;
        let later = |ms: u32| Timestamp(now.0 + i64::from(ms));
        let deadline = self.desk.next_deadline().unwrap_or(now);
        let (next, told) = match pause {
            Pause::Ms(ms) => (later(ms), true),
            Pause::ToDeadline(ms) => (Timestamp(deadline.0 + i64::from(ms)), true),
            Pause::JustBefore => (Timestamp(deadline.0 - 1), true),
            Pause::Unnoticed(ms) => (later(ms), false),
            Pause::Late => (deadline, false),
        };
        self.shell.now = next.max(now);
        told
    }

    fn command(&mut self, command: Command, keyed: bool) -> Result<Option<Answer>, String> {
        let request = self.shell.request(command, keyed);
        self.request(request)
    }

    /// Lets desk and model handle a request and compares everything.
    fn request(&mut self, request: Request) -> Result<Option<Answer>, String> {
        self.requests.push(request.clone());
        let before = Before::of(&self.desk, &request.command);
        let expected = self.model.handle(&request);
        let decision = self.desk.handle(request.clone());
        same("answer", &expected, &decision.result)?;
        compare(&self.model, &self.desk)?;
        invariants::check_state(&self.desk, self.shell.now)?;
        let repeated = decision.facts.is_empty();
        if !repeated {
            before.check(&self.desk, &request.command, &decision.result, &decision.facts)?;
        }
        for fact in &decision.facts {
            self.replayed.apply(fact);
            self.report.tally.count_fact(fact);
        }
        // A refused command has no facts: then this also says that it has changed nothing.
        if self.desk.state() != self.replayed.state() {
            return Err(format!("the facts {:?} do not lead to the desk", decision.facts));
        }
        invariants::same_derived(&self.desk, &self.replayed)?;
        if let Some(restored) = &mut self.restored {
            same("decision after a snapshot", &decision, &restored.handle(request))?;
            invariants::same_derived(&self.desk, restored)?;
        }
        self.facts.extend(decision.facts);
        self.shell.learn(&self.desk);
        self.report.commands += 1;
        if let Err(refusal) = &decision.result {
            self.report.tally.count_refusal(refusal);
        }
        Ok(decision.result.ok())
    }

    /// An agent starts a session on another device, carries on with the chats listed there, and ends the first one.
    fn moves(&mut self, pick: u16, own_login: bool, sign_out: bool) -> Result<(), String> {
        let Some(first) = self.shell.moving_session(&self.desk, pick) else { return Ok(()) };
        let Some(old) = self.desk.session(first).cloned() else { return Ok(()) };
        let (chats, offers) = self.hands(old.agent);
        let login = if own_login { self.sign_in(old.agent)? } else { Some(old.login) };
        let Some(login) = login else { return Ok(()) };
        let Some(Answer::SessionStarted(second)) =
            self.command(Command::StartSession { login, heard: BTreeMap::new() }, false)?
        else {
            return Ok(());
        };
        self.same_hands("after the second device came", old.agent, &chats, &offers)?;
        let by_login = sign_out && login != old.login;
        let goodbye = if by_login { Command::EndLogin(old.login) } else { Command::EndSession(first) };
        self.command(goodbye, false)?;
        self.same_hands("after the first device went", old.agent, &chats, &offers)?;
        if let Some(chat) = chats.last().and_then(|no| self.desk.chat(*no)) {
            let writer = handover_desk::Writer::Agent(second);
            let line = handover_desk::NewLine::plain("on");
            self.command(Command::AddLine { chat: chat.key, writer, line }, false)?;
        }
        self.report.moves += 1;
        self.report.moves_with_chats += u64::from(!chats.is_empty());
        Ok(())
    }

    fn sign_in(&mut self, agent: AgentId) -> Result<Option<LoginId>, String> {
        let number = u8::try_from(self.requests.len() % 251).unwrap_or(0);
        let digest = handover_desk::Digest([number; 32]);
        let command = Command::StartLogin { agent, bearer: digest, cookie: digest, csrf: digest, step: None };
        Ok(match self.command(command, false)? {
            Some(Answer::LoginStarted(login)) => Some(login),
            Some(_) | None => None,
        })
    }

    fn hands(&self, agent: AgentId) -> (Vec<ChatNo>, Vec<ChatNo>) {
        let agent = self.desk.agent(agent);
        let chats = agent.map(|agent| agent.chats.iter().copied().collect());
        (chats.unwrap_or_default(), agent.map(|agent| agent.offers.clone()).unwrap_or_default())
    }

    /// The agent has the same chats, and at least the same offers: an absent agent is present on a new device.
    fn same_hands(
        &self,
        when: &str,
        agent: AgentId,
        chats: &Vec<ChatNo>,
        offers: &[ChatNo],
    ) -> Result<(), String> {
        let (chats_after, offers_after) = self.hands(agent);
        same(&format!("invariant 7, chats {when}"), chats, &chats_after)?;
        same(&format!("invariant 7, offers {when}"), &true, &offers_after.starts_with(offers))
    }
}

/// A desk that was written down and read back.
fn restored(desk: &Desk) -> Result<Desk, String> {
    let text = serde_json::to_string(desk.state()).map_err(|error| error.to_string())?;
    let state: DeskState = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    Ok(Desk::from_state(state))
}

/// The steps of a plan, fewer and fewer of them, as long as it still fails. Returns the smallest plan that was found.
#[must_use]
pub fn shrink(plan: &Plan, fails: impl Fn(&Plan) -> bool) -> Plan {
    let mut smallest = plan.clone();
    let mut chunk = plan.steps.len().max(1);
    while chunk > 0 {
        let mut at = 0;
        while at < smallest.steps.len() {
            let mut fewer = smallest.clone();
            let end = (at + chunk).min(fewer.steps.len());
            fewer.steps.drain(at..end);
            if fails(&fewer) {
                smallest = fewer;
            } else {
                at += chunk;
            }
        }
        chunk /= 2;
    }
    smallest
}
