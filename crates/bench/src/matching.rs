//! The desk alone: from a freed slot to the offer that follows, with a short queue and with a long one.

use crate::clock::now;
use crate::load::{as_f64, median};
use crate::table::{Goal, Table};
use anyhow::bail;
use handover_desk::{
    AccountConfig, AccountProfile, AgentId, AgentProfile, Answer, ChatKey, ChatRequest, ChatSeed, Command,
    Desk, Digest, Fact, MaxChats, Request, Role, SessionId, Skill, SkillId, Timestamp, VisitorId, Writer,
};

const SKILL: SkillId = SkillId(1);
const AGENT: AgentId = AgentId(1);
/// Waiting chats of the two desks.
const SHORT: u64 = 100;
const LONG: u64 = 100_000;
/// Slots that are freed for one median, and how many medians there are.
const FREED: usize = 2_000;
const ROUNDS: usize = 5;

/// Puts the ratio into the table.
pub(crate) fn measure(table: &mut Table) -> anyhow::Result<()> {
    let (mut short, mut long) = (Scene::with_queue(SHORT)?, Scene::with_queue(LONG)?);
    let (mut of_short, mut of_long) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        of_short.push(short.free_slots()?);
        of_long.push(long.free_slots()?);
    }
    let ratio = of_long.iter().zip(&of_short).map(|(long, short)| long / short).collect();
    table.compared(
        "slot freed -> offer decided, queue of 100,000",
        format!("{:.2} us", median(of_long)),
        format!("{:.2} us (100)", median(of_short)),
        median(ratio),
        Goal::AtMost(2.0),
    );
    Ok(())
}

/// A desk with one agent who has one slot.
struct Scene {
    desk: Desk,
    now: i64,
    visitors: u64,
    session: SessionId,
    chat: ChatKey,
}

impl Scene {
    fn with_queue(waiting: u64) -> anyhow::Result<Self> {
        let mut desk = Desk::default();
        let [bearer, cookie, csrf] = [1, 2, 3].map(|byte| Digest([byte; 32]));
        let mut done = |command| handle(&mut desk, 1, command).map(|(answer, _)| answer);
        done(Command::Configure(Box::new(config())))?;
        let Answer::LoginStarted(login) =
            done(Command::StartLogin { agent: AGENT, bearer, cookie, csrf, step: None })?
        else {
            bail!("no login");
        };
        let Answer::SessionStarted(session) =
            done(Command::StartSession { login, heard: std::collections::BTreeMap::new() })?
        else {
            bail!("no session");
        };
        let chat = start(&mut desk, 1, 1)?;
        handle(&mut desk, 1, Command::Accept(session))?;
        let mut scene = Self { desk, now: 1, visitors: 1, session, chat };
        for _ in 0..waiting {
            scene.queue_one()?;
        }
        Ok(scene)
    }

    /// One more chat at the end of the queue.
    fn queue_one(&mut self) -> anyhow::Result<()> {
        self.visitors += 1;
        start(&mut self.desk, self.now, self.visitors).map(drop)
    }

    /// Frees the slot again and again. Gives the median of how long the decision took, in microseconds.
    fn free_slots(&mut self) -> anyhow::Result<f64> {
        let mut took = Vec::new();
        for _ in 0..FREED {
            self.now += 1;
            let end = Command::EndChat { chat: self.chat, writer: Writer::Agent(self.session) };
            let begun = now();
            let (_, facts) = handle(&mut self.desk, self.now, end)?;
            took.push(as_f64(u64::try_from(begun.elapsed().as_nanos())?) / 1e3);
            anyhow::ensure!(facts.iter().any(|fact| matches!(fact, Fact::ChatOffered(_))), "no offer");
            let (answer, _) = handle(&mut self.desk, self.now, Command::Accept(self.session))?;
            let Answer::Accepted(chat) = answer else { bail!("not accepted") };
            self.chat = chat;
            self.queue_one()?;
        }
        Ok(median(took))
    }
}

fn start(desk: &mut Desk, now: i64, visitor: u64) -> anyhow::Result<ChatKey> {
    let seed = ChatSeed { head: visitor, tail: u128::from(visitor) };
    let mut request = ChatRequest::bare(seed, VisitorId(visitor));
    request.skill = Some(SKILL);
    match handle(desk, now, Command::StartChat(Box::new(request)))? {
        (Answer::ChatStarted(key), _) => Ok(key),
        (other, _) => bail!("a chat was answered with {other:?}"),
    }
}

fn handle(desk: &mut Desk, now: i64, command: Command) -> anyhow::Result<(Answer, Vec<Fact>)> {
    let decision = desk.handle(Request { now: Timestamp(now), once: None, command });
    match decision.result {
        Ok(answer) => Ok((answer, decision.facts)),
        Err(refusal) => bail!("the desk refused: {refusal:?}"),
    }
}

fn config() -> AccountConfig {
    let agent = AgentProfile {
        id: AGENT,
        login: "maya".into(),
        password_hash: "".into(),
        nickname: "Maya".into(),
        name: "Maya".into(),
        email: "".into(),
        max_chats: MaxChats::Limited(1),
        skills: vec![SKILL],
        enabled: true,
        group: None,
        role: Role::Agent,
    };
    let skills = vec![Skill { id: SKILL, name: "Sales".into(), offline_mail: None }];
    AccountConfig { profile: AccountProfile::default(), skills, agents: vec![agent] }
}
