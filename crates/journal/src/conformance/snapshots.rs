//! Checks of snapshots. May use only the trait and the disk.

use std::sync::Arc;

use super::{Broken, Checked, Disk, Weather, account, append_all, ensure, facts};
use crate::{AccountId, Journal, Position, Snapshot, SnapshotError};

const MIB: usize = 1024 * 1024;

/// Bytes of which no two parts are alike.
fn bytes(length: usize, seed: u32) -> Vec<u8> {
    let mut state = seed;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    };
    (0..length).map(|_| next()).collect()
}

async fn ensure_latest(
    journal: &dyn Journal,
    name: &AccountId,
    at: Position,
    wanted: &[u8],
) -> Result<(), Broken> {
    let found = journal.latest_snapshot(name).await?;
    let Some(Snapshot { at: found_at, bytes }) = found else { return Err(Broken("no snapshot".to_owned())) };
    ensure!(found_at == at, "the latest snapshot is at {found_at} instead of {at}");
    ensure!(
        bytes == wanted,
        "the snapshot at {at} has other bytes, {} instead of {}",
        bytes.len(),
        wanted.len()
    );
    Ok(())
}

/// A snapshot is stored whatever its size, next to appends.
pub async fn promise_13_a_large_snapshot_is_read_back_after_a_crash(disk: Arc<dyn Disk>) -> Checked {
    let journal = disk.open();
    let sizes = [0, 1, MIB - 1, MIB, MIB + 1, 8 * MIB];
    for (seed, size) in (0..).zip(sizes) {
        let name = account(&format!("of {size} bytes"));
        let at = journal.append(&name, Position::START, facts(0..1)).await?;
        let (append, snapshot) = tokio::join!(
            journal.append(&name, at, facts(1..2)),
            journal.snapshot(&name, at, bytes(size, seed))
        );
        append?;
        snapshot?;
        ensure_latest(&*journal, &name, at, &bytes(size, seed)).await?;
    }
    drop(journal);
    let journal = disk.open();
    for (seed, size) in (0..).zip(sizes) {
        let name = account(&format!("of {size} bytes"));
        let at = journal.read(&name, Position::START, 1).await?.last().unwrap_or(Position::START);
        ensure_latest(&*journal, &name, at, &bytes(size, seed)).await?;
    }
    Ok(())
}

/// There is one snapshot of an account, the latest.
pub async fn promise_13_a_snapshot_replaces_the_former_one(disk: Arc<dyn Disk>) -> Checked {
    let (journal, shop) = (disk.open(), account("shop"));
    let none = journal.latest_snapshot(&shop).await?;
    ensure!(none.is_none(), "an account without a snapshot has one");
    let mut last = Position::START;
    for (seed, size) in (0..).zip([3 * MIB, 10, 2 * MIB, 0, 2 * MIB]) {
        last = journal.append(&shop, last, facts(0..1)).await?;
        journal.snapshot(&shop, last, bytes(size, seed)).await?;
        ensure_latest(&*journal, &shop, last, &bytes(size, seed)).await?;
    }
    journal.snapshot(&shop, last, bytes(5, 99)).await?;
    drop(journal);
    ensure_latest(&*disk.open(), &shop, last, &bytes(5, 99)).await
}

/// Half a snapshot is none.
pub async fn promise_13_a_snapshot_that_fails_leaves_the_former_one(disk: Arc<dyn Disk>) -> Checked {
    let (journal, shop) = (disk.open(), account("shop"));
    let batches = [facts(0..1), facts(1..2)];
    let positions = append_all(&*journal, &shop, Position::START, &batches).await?;
    journal.snapshot(&shop, positions[0], bytes(2 * MIB, 1)).await?;
    for weather in [Weather::Full, Weather::Failing] {
        disk.set(weather);
        let outcome = journal.snapshot(&shop, positions[1], bytes(3 * MIB, 2)).await;
        ensure!(outcome.is_err(), "on a disk that is {weather:?}, a snapshot gave {outcome:?}");
        disk.set(Weather::Fine);
        ensure_latest(&*journal, &shop, positions[0], &bytes(2 * MIB, 1)).await?;
    }
    journal.snapshot(&shop, positions[1], bytes(3 * MIB, 2)).await?;
    drop(journal);
    ensure_latest(&*disk.open(), &shop, positions[1], &bytes(3 * MIB, 2)).await
}

/// A late snapshot of an earlier state does not undo a truncation, nor does one of a state that is not stored count.
pub async fn promise_13_a_snapshot_never_goes_back_nor_ahead(disk: Arc<dyn Disk>) -> Checked {
    let (journal, shop) = (disk.open(), account("shop"));
    let batches = [facts(0..1), facts(1..2)];
    let positions = append_all(&*journal, &shop, Position::START, &batches).await?;
    journal.snapshot(&shop, positions[1], bytes(10, 1)).await?;
    let refusal = journal.snapshot(&shop, positions[0], bytes(10, 2)).await;
    let outdated = SnapshotError::Outdated { at: positions[0], latest: positions[1] };
    ensure!(refusal == Err(outdated), "an earlier snapshot gave {refusal:?}");
    let at = Position::from_raw(positions[1].raw() + 1);
    let refusal = journal.snapshot(&shop, at, bytes(10, 3)).await;
    let ahead = SnapshotError::Ahead { at, last: positions[1] };
    ensure!(refusal == Err(ahead), "a snapshot of what is not stored gave {refusal:?}");
    ensure_latest(&*journal, &shop, positions[1], &bytes(10, 1)).await
}
