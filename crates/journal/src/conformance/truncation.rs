//! Checks of removing facts. May use only the trait and the disk.

use std::sync::Arc;

use super::{Checked, Disk, account, append_all, ensure, expected, facts, read_all};
use crate::{AppendError, Position, TruncateError};

/// What is behind the position stays, what is up to it goes.
pub async fn promise_14_truncating_removes_exactly_what_was_asked(disk: Arc<dyn Disk>) -> Checked {
    let (journal, shop) = (disk.open(), account("shop"));
    let batches: Vec<_> = (0..600).map(|number| facts(number..number + 2)).collect();
    let positions = append_all(&*journal, &shop, Position::START, &batches).await?;
    journal.snapshot(&shop, positions[550], b"state".to_vec()).await?;
    // The later ones lie before what is removed already, and change nothing.
    for through in [positions[99], positions[549], positions[20], positions[549], Position::START] {
        journal.truncate(&shop, through).await?;
    }
    for journal in [journal, disk.open()] {
        let found = read_all(&*journal, &shop, positions[549]).await?;
        ensure!(found == expected(&positions[550..], &batches[550..]), "{} appends are left", found.len());
        let gap = journal.read(&shop, positions[548], 10).await;
        ensure!(gap.is_err(), "what was removed is read");
    }
    Ok(())
}

/// The facts behind the latest snapshot are the only ones of their kind.
pub async fn promise_14_facts_that_no_snapshot_covers_are_not_removed(disk: Arc<dyn Disk>) -> Checked {
    let (journal, shop) = (disk.open(), account("shop"));
    let batches = [facts(0..1), facts(1..2)];
    let positions = append_all(&*journal, &shop, Position::START, &batches).await?;
    let refusal = journal.truncate(&shop, positions[0]).await;
    let not_covered = |through, covered| Err(TruncateError::NotCovered { through, covered });
    ensure!(refusal == not_covered(positions[0], Position::START), "without a snapshot it gave {refusal:?}");
    journal.snapshot(&shop, positions[0], b"state".to_vec()).await?;
    let refusal = journal.truncate(&shop, positions[1]).await;
    ensure!(refusal == not_covered(positions[1], positions[0]), "behind the snapshot it gave {refusal:?}");
    let found = read_all(&*journal, &shop, Position::START).await?;
    ensure!(found == expected(&positions, &batches), "a refused truncation removed facts");
    Ok(())
}

/// An account of which every fact was removed goes on where it was.
pub async fn promise_14_truncating_leaves_the_fence_and_the_positions(disk: Arc<dyn Disk>) -> Checked {
    let (journal, shop) = (disk.open(), account("shop"));
    let batches = [facts(0..1), facts(1..2)];
    let positions = append_all(&*journal, &shop, Position::START, &batches).await?;
    journal.snapshot(&shop, positions[1], b"state".to_vec()).await?;
    journal.truncate(&shop, positions[1]).await?;
    drop(journal);
    let journal = disk.open();
    let refusal = journal.append(&shop, Position::START, facts(2..3)).await;
    ensure!(matches!(refusal, Err(AppendError::Fenced { .. })), "an append from the start gave {refusal:?}");
    let position = journal.append(&shop, positions[1], facts(2..3)).await?;
    ensure!(position > positions[1], "{position} was given after {}", positions[1]);
    Ok(())
}
