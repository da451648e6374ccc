//! Compares ways to estimate the wait of a chat, in seeded queues that run on a real desk.
//!
//! `cargo run --release -p handover-desk --example estimators` prints the table of
//! `docs/adr/0005-the-estimate-of-the-wait.md`. Time is simulated; the same seed gives the same table.

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "a simulation draws and measures in floating point"
)]

use handover_desk::{
    AccountConfig, AccountProfile, AgentId, AgentProfile, Answer, Availability, ChatNo, ChatRequest,
    ChatSeed, Command, Desk, Digest, Fact, LoginId, MaxChats, Phase, Request, Role, SessionId, Skill,
    SkillId, Span, Timestamp, VisitorId, Wait, Whom, Writer,
};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

const NAMES: [&str; 5] = ["last waits", "interval", "handling", "accepts only", "the desk"];
type Needs = Option<SkillId>;

/// One stream of visitors.
struct Stream {
    skill: Needs,
    /// Mean pause between two requests.
    pause_s: f64,
    /// Mean length of a conversation.
    talk_s: f64,
}

struct Scenario {
    name: &'static str,
    /// Slots and skills.
    agents: Vec<(u32, Vec<SkillId>)>,
    streams: Vec<Stream>,
    /// Mean time after which a visitor who waits goes away.
    patience_s: f64,
    /// Agents at work, from each of these hours on; over and over.
    shifts: Vec<usize>,
}

fn scenarios() -> Vec<Scenario> {
    let (a, b) = (SkillId(1), SkillId(2));
    let stream = |skill, pause_s, talk_s| Stream { skill, pause_s, talk_s };
    let plain = |name, agents: usize, pause_s, talk_s| Scenario {
        name,
        agents: vec![(3, vec![a]); agents],
        streams: vec![stream(Some(a), pause_s, talk_s)],
        patience_s: 1200.0,
        shifts: vec![agents],
    };
    let mut mixed: Vec<(u32, Vec<SkillId>)> = vec![(2, vec![a]); 4];
    mixed.extend(vec![(2, vec![b]); 4]);
    mixed.extend(vec![(2, vec![a, b]); 4]);
    vec![
        plain("ten agents of one skill, overloaded", 10, 18.0, 600.0),
        plain("ten agents of one skill, load 0.95", 10, 21.0, 600.0),
        Scenario { shifts: vec![10, 4, 7, 12], ..plain("shifts", 12, 22.0, 600.0) },
        plain("two agents", 2, 90.0, 500.0),
        Scenario {
            name: "two skills, some agents have both",
            agents: mixed.clone(),
            streams: vec![stream(Some(a), 30.0, 300.0), stream(Some(b), 90.0, 1100.0)],
            patience_s: 1200.0,
            shifts: vec![12],
        },
        Scenario {
            name: "two skills and chats without",
            agents: mixed,
            streams: vec![
                stream(Some(a), 60.0, 400.0),
                stream(Some(b), 120.0, 900.0),
                stream(None, 60.0, 500.0),
            ],
            patience_s: 1200.0,
            shifts: vec![12],
        },
    ]
}

struct Random(u64);

impl Random {
    fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn exponential_ms(&mut self, mean_s: f64) -> i64 {
        (-(1.0 - self.unit()).ln() * mean_s * 1000.0) as i64 + 1
    }
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    Arrival(usize),
    Accept(AgentId),
    End(ChatNo),
    GiveUp(ChatNo),
    Shift(usize),
}

/// What is known of one skill, for the rival estimators.
#[derive(Default)]
struct Rival {
    waiting: f64,
    busy: f64,
    places: f64,
    busy_area: f64,
    contended_area: f64,
    wait: Mean,
    interval: Mean,
    handling: Mean,
    contended: Mean,
    last_accept: Option<f64>,
}

#[derive(Default)]
struct Mean {
    value: f64,
    count: u32,
}

impl Mean {
    fn add(&mut self, sample: f64) {
        self.count += 1;
        let weight = f64::from(self.count.min(32));
        self.value += (sample - self.value) / weight;
    }

    fn get(&self) -> Option<f64> {
        (self.count >= 10).then_some(self.value)
    }
}

struct Run {
    desk: Desk,
    now: Timestamp,
    random: Random,
    plan: BTreeSet<(i64, u64, What)>,
    number: u64,
    sessions: Vec<SessionId>,
    rivals: BTreeMap<Needs, Rival>,
    told: BTreeMap<ChatNo, (Needs, i64, [Option<f64>; 5])>,
    outcomes: Vec<(f64, [f64; 5])>,
    told_some: usize,
    talk: BTreeMap<ChatNo, f64>,
}

fn main() -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "mean absolute error / bias in seconds; chats for which every estimator has an estimate")?;
    for scenario in scenarios() {
        let run = Run::new(&scenario, 7).day(&scenario, 40.0);
        let count = run.outcomes.len() as f64;
        let actual = run.outcomes.iter().map(|(actual, _)| actual).sum::<f64>() / count;
        writeln!(out, "{}: {count} chats (of {}), mean wait {actual:.0} s", scenario.name, run.told_some)?;
        for (place, name) in NAMES.iter().enumerate() {
            let errors = run.outcomes.iter().map(|(actual, told)| told[place] - actual);
            let absolute = errors.clone().map(f64::abs).sum::<f64>() / count;
            writeln!(out, "  {name:12} {absolute:6.0} {:+6.0}", errors.sum::<f64>() / count)?;
        }
    }
    Ok(())
}

impl Run {
    fn new(scenario: &Scenario, seed: u64) -> Self {
        let mut run = Self {
            desk: Desk::default(),
            now: Timestamp(1_000_000),
            random: Random(seed),
            plan: BTreeSet::new(),
            number: 0,
            sessions: Vec::new(),
            rivals: BTreeMap::new(),
            told: BTreeMap::new(),
            outcomes: Vec::new(),
            told_some: 0,
            talk: BTreeMap::new(),
        };
        let mut profile = AccountProfile::default();
        // Nobody falls silent, so that the only deadlines are those of offers.
        let never = Span::seconds(1_000_000_000);
        let settings = &mut profile.settings;
        (settings.login, settings.visitor_timeout, settings.agent_presence) = (never, never, never);
        (settings.agent_session_timeout, settings.ended_chat_kept) = (never, Span::seconds(1));
        let skill = |id: u64, name: &str| Skill { id: SkillId(id), name: name.into(), offline_mail: None };
        let agent = |(no, (max, skills)): (usize, &(u32, Vec<SkillId>))| AgentProfile {
            id: AgentId(no as u64 + 1),
            login: format!("a{no}").into(),
            password_hash: "".into(),
            nickname: "a".into(),
            name: "a".into(),
            email: "".into(),
            max_chats: MaxChats::Limited(*max),
            skills: skills.clone(),
            enabled: true,
            group: None,
            role: Role::Agent,
        };
        let agents: Vec<_> = scenario.agents.iter().enumerate().map(agent).collect();
        let skills = vec![skill(1, "a"), skill(2, "b")];
        let ids: Vec<AgentId> = agents.iter().map(|agent| agent.id).collect();
        run.ask(Command::Configure(Box::new(AccountConfig { profile, skills, agents })));
        for id in ids {
            run.number += 1;
            let digest = Digest([u8::try_from(run.number).unwrap_or(0); 32]);
            run.ask(Command::StartLogin {
                agent: id,
                bearer: digest,
                cookie: digest,
                csrf: digest,
                step: None,
            });
            let start = Command::StartSession { login: LoginId(id.0), heard: BTreeMap::new() };
            if let Some(Answer::SessionStarted(session)) = run.ask(start) {
                run.sessions.push(session);
            }
        }
        for (no, stream) in scenario.streams.iter().enumerate() {
            run.later(stream.pause_s, What::Arrival(no));
        }
        run.plan.insert((run.now.0, 0, What::Shift(0)));
        run
    }

    fn later(&mut self, mean_s: f64, what: What) {
        let at = self.now.0 + self.random.exponential_ms(mean_s);
        self.number += 1;
        self.plan.insert((at, self.number, what));
    }

    fn day(mut self, scenario: &Scenario, hours: f64) -> Self {
        let end = self.now.0 + (hours * 3_600_000.0) as i64;
        while let Some((at, _, what)) = self.plan.pop_first().filter(|(at, ..)| *at < end) {
            while let Some(due) = self.desk.next_deadline().filter(|due| due.0 <= at) {
                self.pass(due);
                self.ask(Command::Tick { heard: BTreeMap::new() });
            }
            self.pass(Timestamp(at));
            self.happens(scenario, what);
        }
        self
    }

    fn pass(&mut self, to: Timestamp) {
        let ms = to.since(self.now) as f64;
        for rival in self.rivals.values_mut() {
            rival.busy_area += rival.busy * ms;
            if rival.waiting > 0.0 {
                rival.contended_area += rival.places * ms;
            }
        }
        self.now = self.now.max(to);
    }

    fn happens(&mut self, scenario: &Scenario, what: What) {
        match what {
            What::Arrival(no) => {
                let stream = &scenario.streams[no];
                self.later(stream.pause_s, what);
                self.arrives(stream.skill, stream.talk_s, scenario.patience_s);
            }
            What::Accept(agent) => {
                let session = SessionId(agent.0 + self.sessions[0].0 - 1);
                if let Some(Answer::Accepted(key)) = self.ask(Command::Accept(session)) {
                    let talk = self.talk.get(&key.chat()).copied().unwrap_or(1.0);
                    self.later(talk, What::End(key.chat()));
                }
            }
            What::End(no) => self.ends(no, |phase| matches!(phase, Phase::Assigned)),
            What::GiveUp(no) => {
                self.ends(no, |phase| matches!(phase, Phase::Waiting(_) | Phase::Offered(..)));
            }
            What::Shift(no) => {
                let at_work = scenario.shifts[no % scenario.shifts.len()];
                for (place, session) in self.sessions.clone().into_iter().enumerate() {
                    let availability =
                        if place < at_work { Availability::Online } else { Availability::Away };
                    self.ask(Command::SetAvailability { session, availability, reason_id: None });
                }
                self.plan.insert((self.now.0 + 3_600_000, 0, What::Shift(no + 1)));
            }
        }
    }

    fn arrives(&mut self, skill: Needs, talk_s: f64, patience_s: f64) {
        self.number += 1;
        let seed = ChatSeed { head: self.number, tail: u128::from(self.number) };
        let mut request = ChatRequest::bare(seed, VisitorId(self.number));
        request.skill = skill;
        let whom = skill.map_or(Whom::Anyone, Whom::Skill);
        let desk = match self.desk.forecast(whom).wait {
            Wait::Seconds(seconds) => Some(f64::from(seconds.get()) * 1000.0),
            Wait::Now | Wait::NobodyOnline | Wait::Unknown => None,
        };
        let told = self.rivals.get(&skill).map(|rival| {
            let position = rival.waiting + 1.0;
            let share = |work: f64| position * work / rival.places.max(1.0);
            [
                rival.wait.get(),
                rival.interval.get().map(|interval| position * interval),
                rival.handling.get().map(share),
                rival.contended.get().map(share),
                desk,
            ]
        });
        let Some(Answer::ChatStarted(key)) = self.ask(Command::StartChat(Box::new(request))) else { return };
        let no = key.chat();
        self.talk.insert(no, talk_s);
        if self.desk.chat(no).is_some_and(|chat| matches!(chat.phase, Phase::Waiting(_))) {
            self.told.insert(no, (skill, self.now.0, told.unwrap_or_default()));
            self.later(patience_s, What::GiveUp(no));
        }
    }

    fn ends(&mut self, no: ChatNo, when: impl Fn(&Phase) -> bool) {
        let key = self.desk.chat(no).filter(|chat| when(&chat.phase)).map(|chat| chat.key);
        if let Some(chat) = key {
            self.ask(Command::EndChat { chat, writer: Writer::Visitor });
        }
    }

    fn ask(&mut self, command: Command) -> Option<Answer> {
        let chats = self.desk.state().chats.values();
        let before: BTreeMap<ChatNo, (Needs, bool)> =
            chats.map(|chat| (chat.no(), (chat.skill, matches!(chat.phase, Phase::Assigned)))).collect();
        let decision = self.desk.handle(Request { now: self.now, once: None, command });
        self.look();
        let mut archive = Vec::new();
        for fact in &decision.facts {
            if let Fact::ChatOffered(offered) = fact {
                self.number += 1;
                let at = self.now.0 + 1000 + (self.random.unit() * 6000.0) as i64;
                self.plan.insert((at, self.number, What::Accept(offered.offer.agent)));
            } else if let Fact::ChatAssigned(assigned) = fact {
                if let Some((skill, _)) = before.get(&assigned.chat) {
                    self.accepted(assigned.chat, *skill);
                }
            } else if let Fact::ArchiveDue(due) = fact {
                archive.push(due.chat);
            } else if let Fact::ChatEnded(ended) = fact
                && let Some((skill, true)) = before.get(&ended.chat)
                && let Some(rival) = self.rivals.get_mut(skill)
            {
                rival.handling.add(rival.busy_area);
                rival.busy_area = 0.0;
            }
        }
        if !archive.is_empty() {
            let command = Command::Archived(archive);
            self.desk.handle(Request { now: self.now, once: None, command });
        }
        decision.result.ok()
    }

    fn accepted(&mut self, no: ChatNo, skill: Needs) {
        let told = self.told.remove(&no);
        let now = self.now.0;
        let Some(rival) = self.rivals.get_mut(&skill) else { return };
        if let Some(last) = rival.last_accept {
            rival.interval.add(now as f64 - last);
        }
        rival.last_accept = (rival.waiting > 0.0).then_some(now as f64);
        if rival.contended_area > 0.0 {
            rival.contended.add(rival.contended_area);
            rival.contended_area = 0.0;
        }
        let Some((_, asked, told)) = told else { return };
        let actual = (now - asked) as f64;
        rival.wait.add(actual);
        self.told_some += 1;
        if told.iter().all(Option::is_some) {
            self.outcomes.push((actual / 1000.0, told.map(|told| told.unwrap_or(0.0) / 1000.0)));
        }
    }

    /// Counts the desk anew for the rivals.
    fn look(&mut self) {
        for skill in [None, Some(SkillId(1)), Some(SkillId(2))] {
            let rival = self.rivals.entry(skill).or_default();
            (rival.waiting, rival.busy, rival.places) = (0.0, 0.0, 0.0);
            for agent in self.desk.state().agents.values().filter(|agent| agent.takes_new()) {
                if skill.is_none_or(|skill| agent.profile.skills.contains(&skill))
                    && let MaxChats::Limited(max) = agent.profile.max_chats
                {
                    rival.places += f64::from(max);
                }
            }
            for chat in self.desk.state().chats.values().filter(|chat| chat.skill == skill) {
                match chat.phase {
                    Phase::Waiting(_) => rival.waiting += 1.0,
                    Phase::Offered(..) | Phase::Assigned => rival.busy += 1.0,
                    Phase::Ended { .. } => {}
                }
            }
            if rival.waiting == 0.0 {
                rival.last_accept = None;
            }
        }
    }
}
