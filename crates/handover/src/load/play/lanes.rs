//! The connections that players share: each carries one request at a time, and takes the next one that waits.

use super::job::{Job, Over};
use super::streams::{Follower, Open, follow};
use super::world::World;
use crate::load::http::{Answer, Connection, Lost};
use anyhow::bail;
use rand::RngExt as _;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use std::time::Duration;
use tokio::sync::Notify;
use tokio::task::AbortHandle;

/// Time between two tries to reach a server that is not there; it doubles from the first to the last.
const RETRY_FIRST: Duration = Duration::from_millis(20);
const RETRY_LAST: Duration = Duration::from_millis(500);
/// Tries in vain after which the server is not expected back.
const TRIES: u32 = 120;

/// Connections for writes, for each connection for polls: a write waits for the disk.
const WRITES_PER_POLL: usize = 8;

/// The world and the connections it is played over.
pub(in crate::load) struct Stage {
    pub(in crate::load) world: RefCell<World>,
    polls: Pool,
    writes: Pool,
    held: Pool,
    streams: RefCell<Vec<Rc<Open>>>,
    /// Whether nobody is there to connect to; one lane tries again and again.
    is_down: Cell<bool>,
    /// Whether nobody was there for so long that it makes no sense to go on.
    pub(in crate::load) gave_up: Cell<bool>,
}

/// Connections, and the requests that wait for them.
#[derive(Default)]
struct Pool {
    queue: RefCell<VecDeque<Rc<Job>>>,
    idle: RefCell<Vec<Rc<Lane>>>,
    lanes: RefCell<Vec<Rc<Lane>>>,
    most: usize,
    /// Lanes that were called and have not come yet.
    called: Cell<usize>,
}

/// A connection, or the room for one.
struct Lane {
    over: Over,
    /// What is on its way.
    job: RefCell<Option<Rc<Job>>>,
    is_connected: Cell<bool>,
    /// Whether it was called to take a request and has not come yet.
    is_called: Cell<bool>,
    wake: Notify,
    task: RefCell<Option<AbortHandle>>,
}

impl Lane {
    fn new(over: Over) -> Self {
        Self {
            over,
            job: RefCell::default(),
            is_connected: Cell::new(false),
            is_called: Cell::new(false),
            wake: Notify::new(),
            task: RefCell::default(),
        }
    }
}

impl Pool {
    fn of(most: usize) -> Self {
        Self { most, ..Self::default() }
    }

    fn call(&self, lane: &Lane) {
        lane.is_called.set(true);
        self.called.set(self.called.get() + 1);
    }

    /// A lane that was called has come, or will never come.
    fn has_come(&self, lane: &Lane) {
        if lane.is_called.replace(false) {
            self.called.set(self.called.get().saturating_sub(1));
        }
    }

    fn open(&self) -> usize {
        self.lanes.borrow().iter().filter(|lane| lane.is_connected.get()).count()
    }

    /// Ends a lane, wherever it stands, and has what was on its way sent again. Says whether there was anything.
    fn cut(&self, at: usize) -> bool {
        let lane = self.lanes.borrow_mut().swap_remove(at);
        if let Some(task) = lane.task.borrow_mut().take() {
            task.abort();
        }
        self.has_come(&lane);
        self.idle.borrow_mut().retain(|idle| !Rc::ptr_eq(idle, &lane));
        let job = lane.job.borrow_mut().take();
        let was_busy = job.is_some();
        self.queue.borrow_mut().extend(job);
        was_busy
    }
}

impl Stage {
    pub(in crate::load) fn new(world: World) -> Rc<Self> {
        let most = world.settings.connections;
        Rc::new(Self {
            world: RefCell::new(world),
            polls: Pool::of(most),
            writes: Pool::of(most.saturating_mul(WRITES_PER_POLL)),
            held: Pool::of(usize::MAX),
            streams: RefCell::default(),
            is_down: Cell::new(false),
            gave_up: Cell::new(false),
        })
    }

    fn pool(&self, over: Over) -> &Pool {
        match over {
            Over::Polls => &self.polls,
            Over::Writes => &self.writes,
            Over::Held => &self.held,
        }
    }

    /// Does what is due, and has sent what is to be sent. To be called whenever something has happened.
    pub(in crate::load) fn pump(self: &Rc<Self>) {
        let mut world = self.world.borrow_mut();
        world.run_due();
        for job in world.jobs.drain(..) {
            self.pool(job.over).queue.borrow_mut().push_back(Rc::new(job));
        }
        for follower in world.followers.drain(..) {
            let again = Notify::new();
            let open = Rc::new(Open { follower, is_connected: Cell::new(false), again });
            self.streams.borrow_mut().push(Rc::clone(&open));
            tokio::task::spawn_local(follow(Rc::clone(self), open));
        }
        drop(world);
        if !self.is_down.get() {
            for over in Over::ALL {
                self.call_lanes(over);
            }
        }
    }

    /// Calls as many lanes as there are requests that nobody was called for.
    fn call_lanes(self: &Rc<Self>, over: Over) {
        let pool = self.pool(over);
        let mut wanted = pool.queue.borrow().len().saturating_sub(pool.called.get());
        while wanted > 0 {
            let Some(lane) = pool.idle.borrow_mut().pop() else { break };
            pool.call(&lane);
            lane.wake.notify_one();
            wanted -= 1;
        }
        while wanted > 0 && pool.lanes.borrow().len() < pool.most {
            let lane = Rc::new(Lane::new(over));
            pool.call(&lane);
            pool.lanes.borrow_mut().push(Rc::clone(&lane));
            let task = tokio::task::spawn_local(serve(Rc::clone(self), Rc::clone(&lane)));
            *lane.task.borrow_mut() = Some(task.abort_handle());
            wanted -= 1;
        }
    }

    /// Connections that are open.
    pub(in crate::load) fn open_connections(&self) -> usize {
        let streams = self.streams.borrow().iter().filter(|stream| stream.is_connected.get()).count();
        let lanes = Over::ALL.into_iter().map(|over| self.pool(over).open());
        lanes.sum::<usize>() + streams
    }

    /// Cuts a connection, wherever it stands. What was on its way is sent again on another; a stream is resumed.
    pub(in crate::load) fn cut_one(self: &Rc<Self>) {
        let lanes = Over::ALL.map(|over| self.pool(over).lanes.borrow().len());
        let all = lanes.iter().sum::<usize>() + self.streams.borrow().len();
        if self.is_down.get() || all == 0 {
            return;
        }
        let mut at = self.world.borrow_mut().chances.random_range(0..all);
        for (over, count) in Over::ALL.into_iter().zip(lanes) {
            if at < count {
                let was_busy = self.pool(over).cut(at);
                return self.was_cut(was_busy);
            }
            at -= count;
        }
        self.streams.borrow().get(at).into_iter().for_each(|open| open.again.notify_one());
        self.was_cut(false);
    }

    fn was_cut(&self, was_busy: bool) {
        let mut world = self.world.borrow_mut();
        world.counts.kills += 1;
        world.counts.repeated += u64::from(was_busy);
    }

    /// Opens the stream of an agent again: from another device.
    pub(super) fn reopen_stream(&self, agent: usize) {
        let follower = Follower::Agent(agent);
        let streams = self.streams.borrow();
        streams.iter().filter(|open| open.follower == follower).for_each(|open| open.again.notify_one());
    }

    pub(super) fn forget_stream(&self, open: &Rc<Open>) {
        self.streams.borrow_mut().retain(|known| !Rc::ptr_eq(known, open));
    }

    /// Connects. When nobody is there, one lane tries until somebody is, and the others stand back.
    async fn connect(self: &Rc<Self>) -> anyhow::Result<Connection> {
        let address = self.world.borrow().site.address;
        let mut pause = RETRY_FIRST;
        for number in 0..TRIES {
            let error = match Connection::open(address).await {
                Ok(connection) => {
                    self.world.borrow_mut().counts.connections += 1;
                    if number > 0 {
                        self.is_down.set(false);
                        self.world.borrow_mut().server_is_back();
                        self.pump();
                    }
                    return Ok(connection);
                }
                Err(error) => error,
            };
            if number == 0 {
                if self.is_down.replace(true) {
                    bail!("another lane tries already");
                }
                self.world.borrow_mut().lost(&Lost::Broken(error));
            }
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(RETRY_LAST);
        }
        self.gave_up.set(true);
        bail!("the server does not come back");
    }
}

/// A lane takes one request after the other.
async fn serve(stage: Rc<Stage>, lane: Rc<Lane>) {
    let pool = stage.pool(lane.over);
    let mut connection = None;
    let mut answer = Answer::default();
    loop {
        pool.has_come(&lane);
        let job = if stage.is_down.get() { None } else { pool.queue.borrow_mut().pop_front() };
        let Some(job) = job else {
            pool.idle.borrow_mut().push(Rc::clone(&lane));
            lane.wake.notified().await;
            continue;
        };
        *lane.job.borrow_mut() = Some(Rc::clone(&job));
        stage.world.borrow_mut().is_sent(&job);
        let done = attempt(&stage, &lane, &mut connection, &job, &mut answer).await;
        lane.job.borrow_mut().take();
        match done {
            Ok(()) => stage.world.borrow_mut().answered(&job, &mut answer),
            Err(Some(lost @ Lost::Malformed(_))) => {
                connection = None;
                let mut world = stage.world.borrow_mut();
                world.lost(&lost);
                world.answered(&job, &mut Answer::default());
            }
            Err(lost) => {
                connection = None;
                pool.queue.borrow_mut().push_front(job);
                if let Some(lost) = lost {
                    stage.world.borrow_mut().lost(&lost);
                }
            }
        }
        lane.is_connected.set(connection.is_some());
        stage.pump();
    }
}

/// Sends a request, over a connection that is made if there is none.
async fn attempt(
    stage: &Rc<Stage>,
    lane: &Lane,
    connection: &mut Option<Connection>,
    job: &Job,
    answer: &mut Answer,
) -> Result<(), Option<Lost>> {
    if connection.as_ref().is_none_or(|connection| !connection.is_open) {
        *connection = Some(stage.connect().await.map_err(|_| None)?);
        lane.is_connected.set(true);
    }
    let Some(connection) = connection else { return Err(None) };
    connection.ask(&job.bytes, answer).await.map_err(Some)
}
