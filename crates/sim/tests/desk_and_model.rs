//! The desk and the reference model, side by side, on random sequences of commands.
//!
//! `HANDOVER_SEQUENCES` says how many (1,000 unless told otherwise); `HANDOVER_SEED` replays one of them.

use handover_sim::plan::{Dice, Plan, Step};
use handover_sim::run::{Failure, Report, run, shrink};
use proptest::prelude::{ProptestConfig, Strategy, any, prop, proptest};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering::Relaxed;

/// Seeds that have found a defect once. They run always.
const REGRESSIONS: [u64; 0] = [];

/// Agents who change devices with chats on their hands, for each 1,000 sequences at least.
const MOVES_PER_THOUSAND: u64 = 100;

/// Runs a plan; a panic of the desk is a failure like any other.
fn run_caught(plan: &Plan) -> Result<Report, Failure> {
    catch_unwind(AssertUnwindSafe(|| run(plan))).unwrap_or_else(|_| {
        Err(Failure { why: "the desk has panicked, see above".to_string(), requests: Vec::new() })
    })
}

/// Runs a seed; a failure tells how to replay it and the fewest steps that show it.
fn run_seed(seed: u64) -> Result<Report, String> {
    let plan = Plan::of_seed(seed);
    run_caught(&plan).map_err(|_| {
        let smallest = shrink(&plan, |plan| run_caught(plan).is_err());
        let Failure { why, requests } =
            run_caught(&smallest).err().unwrap_or(Failure { why: String::new(), requests: Vec::new() });
        let steps: Vec<String> = requests.iter().map(|request| format!("  {request:?}")).collect();
        format!("replay with HANDOVER_SEED={seed}\n{why}\nafter\n{}", steps.join("\n"))
    })
}

/// Runs the seeds below `count` on two threads and adds up what they have seen.
fn run_all(count: u64) -> Result<Report, String> {
    let next = AtomicU64::new(0);
    let work = || -> Result<Report, String> {
        let mut sum = Report::default();
        loop {
            let seed = next.fetch_add(1, Relaxed);
            if seed >= count {
                return Ok(sum);
            }
            sum.add(&run_seed(seed)?);
        }
    };
    std::thread::scope(|scope| {
        let other = scope.spawn(work);
        let mut sum = work()?;
        sum.add(&other.join().map_err(|_| "a thread has panicked".to_string())??);
        Ok(sum)
    })
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|text| text.parse().ok())
}

#[test]
fn the_desk_does_what_the_model_does() {
    if let Some(seed) = number("HANDOVER_SEED") {
        let outcome = run_seed(seed);
        assert!(outcome.is_ok(), "{}", outcome.unwrap_err());
        return;
    }
    let count = number("HANDOVER_SEQUENCES").unwrap_or(1_000);
    let outcome = run_all(count);
    assert!(outcome.is_ok(), "{}", outcome.unwrap_err());
    let report = outcome.unwrap();
    println!("{count} sequences: {report:?}");
    assert!(report.moves_with_chats >= count / 1_000 * MOVES_PER_THOUSAND, "too few moves: {report:?}");
    let missing: Vec<&str> = report.tally.missing().collect();
    assert!(count < 1_000 || missing.is_empty(), "in {count} sequences there was no {missing:?}");
}

#[test]
fn seeds_that_found_a_defect_once_find_none() {
    for seed in REGRESSIONS {
        let outcome = run_seed(seed);
        assert!(outcome.is_ok(), "{}", outcome.unwrap_err());
    }
}

#[test]
fn the_same_seed_gives_the_same_run() {
    for seed in [1, 7, 42] {
        let texts = [0, 1].map(|_| format!("{:?}", run_seed(seed)));
        assert_eq!(texts[0], texts[1]);
    }
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec(any::<u64>().prop_map(|seed| Step::draw(&mut Dice::of_seed(seed))), 0..60)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_list_of_steps_keeps_desk_and_model_together(seed in any::<u64>(), more in steps()) {
        let mut plan = Plan::of_seed(seed);
        plan.steps.extend(more);
        let outcome = run_caught(&plan);
        assert!(outcome.is_ok(), "{}", outcome.unwrap_err().why);
    }
}
