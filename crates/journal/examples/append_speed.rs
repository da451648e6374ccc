//! Prints how many facts a second the SQLite journal makes durable, by the number of appends that wait together.
//!
//! `cargo run --release -p handover-journal --example append_speed [folder]`; without a folder, a temporary one.

use std::error::Error;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use handover_desk::{ChatNo, VisitorNamed};
use handover_journal::{AccountId, Fact, Journal, Position, SqliteJournal};
use tokio::task::JoinSet;

/// How long each row of the table is measured.
const ROW: Duration = Duration::from_secs(2);

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

#[expect(clippy::disallowed_methods, reason = "this measures durations on the wall")]
fn now() -> Instant {
    Instant::now()
}

/// About as many bytes as a short line of a chat takes.
fn fact(number: u64) -> Fact {
    Fact::VisitorNamed(VisitorNamed { chat: ChatNo(number), name: "Where is my parcel? ".repeat(6).into() })
}

/// One desk: appends, waits, appends.
async fn desk(journal: Arc<dyn Journal>, name: String, facts: u64, until: Instant) -> Outcome<u64> {
    let account = AccountId::new(name);
    let (mut last, mut appends) = (Position::START, 0);
    while now() < until {
        last = journal.append(&account, last, (0..facts).map(fact).collect()).await?;
        appends += 1;
    }
    Ok(appends)
}

#[tokio::main]
async fn main() -> Outcome<()> {
    let temporary = tempfile::tempdir()?;
    let folder = std::env::args_os().nth(1).map_or_else(|| temporary.path().to_owned(), PathBuf::from);
    let mut out = std::io::stdout();
    writeln!(out, "{:>9} {:>16} {:>12} {:>12}", "accounts", "facts an append", "appends/s", "facts/s")?;
    for (row, (accounts, facts)) in
        [(1, 1), (1, 16), (1, 128), (16, 1), (16, 16), (128, 1), (128, 16), (512, 1)].into_iter().enumerate()
    {
        let journal = Arc::new(SqliteJournal::open(&folder.join(format!("speed-{row}.db")))?);
        let begin = now();
        let mut desks = JoinSet::new();
        for number in 0..accounts {
            desks.spawn(desk(Arc::clone(&journal) as _, format!("shop {number}"), facts, begin + ROW));
        }
        let appends = desks.join_all().await.into_iter().sum::<Outcome<u64>>()?;
        let (appends, millis) = (u128::from(appends), begin.elapsed().as_millis().max(1));
        let a_second = |count: u128| count * 1_000 / millis;
        let facts_a_second = a_second(appends * u128::from(facts));
        writeln!(out, "{accounts:>9} {facts:>16} {:>12} {facts_a_second:>12}", a_second(appends))?;
        journal.close().await;
    }
    Ok(())
}
