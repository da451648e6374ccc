//! What a run does to the server and to itself: agents who move, connections that are cut, a server that is stopped or killed.

use super::Tasks;
use super::own::Own;
use super::plan::exponential_us;
use super::play::{Stage, move_one};
use crate::cli::complain;
use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

/// The own server, while it is there.
type Held = Rc<RefCell<Option<Own>>>;
/// The process of the own server.
type Process = Rc<Cell<Option<u32>>>;

/// Starts everything that was asked for.
pub(super) fn start(stage: &Rc<Stage>, own: &Held, process: &Process, tasks: &mut Tasks) {
    let world = stage.world.borrow();
    let settings = &world.settings;
    let (moves, kills) = (settings.moves, settings.kills);
    let counts_us = world.begins_us + settings.ramp_us;
    let restart_us = settings.restart_at_us.map(|after_us| counts_us + after_us);
    if moves > 0.0 {
        tasks.spawn(at_rate(Rc::clone(stage), moves, 1, |stage| {
            tokio::task::spawn_local(move_one(Rc::clone(stage)));
        }));
    }
    if kills > 0.0 {
        tasks.spawn(at_rate(Rc::clone(stage), kills, 2, |stage| {
            stage.cut_one();
            stage.pump();
        }));
    }
    if let Some(at_us) = restart_us {
        let at = world.clock.instant(at_us);
        let (stage, own, process) = (Rc::clone(stage), Rc::clone(own), Rc::clone(process));
        tasks.spawn(async move {
            tokio::time::sleep_until(at).await;
            start_again(&stage, &own, &process, true).await;
        });
    }
    if let Some(every_us) = settings.kill_every_us {
        let (stage, own, process) = (Rc::clone(stage), Rc::clone(own), Rc::clone(process));
        let mut at = world.clock.instant(counts_us);
        tasks.spawn(async move {
            loop {
                at += Duration::from_micros(every_us);
                tokio::time::sleep_until(at).await;
                start_again(&stage, &own, &process, false).await;
            }
        });
    }
}

/// Does something again and again until the run closes, at times of an exponential distribution.
async fn at_rate(stage: Rc<Stage>, rate: f64, salt: u64, act: fn(&Rc<Stage>)) {
    let (clock, begins_us, seed) = {
        let world = stage.world.borrow();
        (world.clock, world.begins_us, world.settings.seed)
    };
    let mut chances = ChaCha8Rng::seed_from_u64(seed.rotate_left(32) ^ salt);
    let mut at_us = begins_us;
    loop {
        at_us += exponential_us(&mut chances, 1e6 / rate).max(1);
        tokio::time::sleep_until(clock.instant(at_us)).await;
        if is_closing(&stage) {
            return;
        }
        act(&stage);
    }
}

fn is_closing(stage: &Stage) -> bool {
    stage.world.borrow().is_closing()
}

/// Ends the own server and starts it again, on another thread: the players go on meanwhile.
async fn start_again(stage: &Rc<Stage>, own: &Held, process: &Process, in_order: bool) {
    if is_closing(stage) {
        return;
    }
    let Some(server) = own.borrow_mut().take() else { return };
    stage.world.borrow_mut().server_is_stopped();
    process.set(None);
    match tokio::task::spawn_blocking(move || server.start_again(in_order)).await {
        Ok(Ok(server)) => {
            process.set(Some(server.id()));
            *own.borrow_mut() = Some(server);
        }
        Ok(Err(error)) => complain(&error),
        Err(error) => complain(&error.into()),
    }
}
