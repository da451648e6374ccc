//! Checks of what is promised about a disk that fails. May use only the trait and the disk.

use std::sync::Arc;

use super::{Checked, Disk, Weather, account, append_all, ensure, expected, facts, large_fact, read_all};
use crate::{AppendError, Fact, Position};

/// Bytes for which a full disk has no room, whatever is left in its last page.
const LARGE: usize = 200_000;

fn large(number: u64) -> Vec<Fact> {
    vec![large_fact(number, LARGE)]
}

/// A failed append may be done again as it was.
pub async fn promise_7_an_append_that_fails_has_no_effect(disk: Arc<dyn Disk>) -> Checked {
    let (journal, shop, other) = (disk.open(), account("shop"), account("other"));
    let mut last = journal.append(&shop, Position::START, facts(0..1)).await?;
    for weather in [Weather::Full, Weather::Failing] {
        disk.set(weather);
        let outcome = journal.append(&shop, last, large(1)).await;
        let right = match &outcome {
            Err(AppendError::Full) => weather == Weather::Full,
            Err(AppendError::Failed { .. }) => weather == Weather::Failing,
            Err(
                AppendError::Fenced { .. }
                | AppendError::Unknown
                | AppendError::TooLarge { .. }
                | AppendError::Closed,
            )
            | Ok(_) => false,
        };
        ensure!(right, "on a disk that is {weather:?}, an append gave {outcome:?}");
        disk.set(weather);
        let outcome = journal.append(&other, Position::START, large(1)).await;
        ensure!(outcome.is_err(), "on a disk that is {weather:?}, a first append gave {outcome:?}");
        let found = read_all(&*journal, &shop, last).await?;
        ensure!(found.is_empty(), "a failed append is read: {found:?}");
        disk.set(Weather::Fine);
        let accounts = journal.accounts().await?;
        ensure!(accounts == [shop.clone()], "a failed append made an account: {accounts:?}");
        last = journal.append(&shop, last, large(1)).await?;
    }
    Ok(())
}

/// A failed append does not come back with the next start.
pub async fn promise_7_an_append_that_failed_is_not_there_after_a_crash(disk: Arc<dyn Disk>) -> Checked {
    for weather in [Weather::Full, Weather::Failing] {
        let shop = account(&format!("{weather:?}"));
        let journal = disk.open();
        let position = journal.append(&shop, Position::START, facts(0..1)).await?;
        disk.set(weather);
        let outcome = journal.append(&shop, position, large(1)).await;
        ensure!(outcome.is_err(), "on a disk that is {weather:?}, an append gave {outcome:?}");
        drop(journal);
        let journal = disk.open();
        disk.set(Weather::Fine);
        let found = read_all(&*journal, &shop, Position::START).await?;
        ensure!(found == expected(&[position], &[facts(0..1)]), "after a crash there was: {found:?}");
        journal.append(&shop, position, facts(1..2)).await?;
    }
    Ok(())
}

/// What a read tells after an unknown outcome is the truth, and stays it.
pub async fn promise_8_an_unknown_outcome_is_settled_by_reading(disk: Arc<dyn Disk>) -> Checked {
    for weather in [Weather::Unclear, Weather::UnclearButStored] {
        let (journal, shop) = (disk.open(), account(&format!("{weather:?}")));
        let first = journal.append(&shop, Position::START, facts(0..1)).await?;
        disk.set(weather);
        let outcome = journal.append(&shop, first, facts(1..3)).await;
        ensure!(outcome == Err(AppendError::Unknown), "on a disk that is {weather:?}, it gave {outcome:?}");
        let early = journal.read(&shop, first, 10).await;
        disk.set(Weather::Fine);
        let tail = journal.read(&shop, first, 10).await?;
        ensure!(early.is_err() || early == Ok(tail.clone()), "the outcome changed after it was read");
        let last = tail.last().unwrap_or(first);
        let found: Vec<_> = tail.into_facts().collect();
        ensure!(found.is_empty() || found == facts(1..3), "a part was stored: {found:?}");
        drop(journal);
        let journal = disk.open();
        let again: Vec<_> = journal.read(&shop, first, 10).await?.into_facts().collect();
        ensure!(again == found, "the outcome changed with the next start: {found:?}, then {again:?}");
        journal.append(&shop, last, facts(3..4)).await?;
    }
    Ok(())
}

/// The journal needs no restart when the operator has made room.
pub async fn promise_9_a_full_disk_that_has_room_again_is_written_to(disk: Arc<dyn Disk>) -> Checked {
    let (journal, shop) = (disk.open(), account("shop"));
    let first = journal.append(&shop, Position::START, facts(0..1)).await?;
    disk.set(Weather::Full);
    for _ in 0..3 {
        let outcome = journal.append(&shop, first, large(1)).await;
        ensure!(outcome == Err(AppendError::Full), "on a full disk, an append gave {outcome:?}");
    }
    disk.set(Weather::Fine);
    let batches = [large(1), facts(2..3)];
    let positions = append_all(&*journal, &shop, first, &batches).await?;
    let found = read_all(&*journal, &shop, first).await?;
    ensure!(
        found == expected(&positions, &batches),
        "after the disk had room again there was other than appended"
    );
    Ok(())
}
