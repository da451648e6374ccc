//! Checks of reading, of accounts side by side, and of the limits. May use only the trait and the disk.

use std::sync::Arc;

use tokio::task::JoinSet;

use super::{Checked, Disk, account, append_all, ensure, expected, facts, large_fact, read_all};
use crate::{AppendError, Position, ReadError, limits};

/// A read takes whole appends up to its limit.
pub async fn promise_10_a_read_is_bounded_and_tells_whether_there_is_more(disk: Arc<dyn Disk>) -> Checked {
    let (journal, shop) = (disk.open(), account("shop"));
    let batches = [facts(0..2), facts(2..4), facts(4..6)];
    let positions = append_all(&*journal, &shop, Position::START, &batches).await?;
    for (limit, appends) in [(0, 1), (1, 1), (3, 1), (4, 2), (5, 2), (6, 3), (usize::MAX, 3)] {
        let tail = journal.read(&shop, Position::START, limit).await?;
        let wanted = expected(&positions[..appends], &batches[..appends]);
        ensure!(tail.appends == wanted, "with limit {limit}, {} appends were read", tail.appends.len());
        ensure!(tail.more == (appends < 3), "with limit {limit}, it said more: {}", tail.more);
    }
    let half = limits::READ_BYTES_MAX / 2;
    let heavy = account("heavy");
    let batches = [vec![large_fact(0, half)], vec![large_fact(1, half)]];
    append_all(&*journal, &heavy, Position::START, &batches).await?;
    let tail = journal.read(&heavy, Position::START, 10).await?;
    ensure!(tail.appends.len() == 1 && tail.more, "a read went past its limit of bytes");
    Ok(())
}

/// An append is never torn, and never in the way of going on.
pub async fn promise_10_an_append_larger_than_the_limit_is_read_whole(disk: Arc<dyn Disk>) -> Checked {
    let (journal, shop) = (disk.open(), account("shop"));
    let many = u64::try_from(limits::READ_FACTS_MAX)? + 1;
    let batches = [facts(0..many), vec![large_fact(0, limits::READ_BYTES_MAX + 1)], facts(0..1)];
    let positions = append_all(&*journal, &shop, Position::START, &batches).await?;
    let found = read_all(&*journal, &shop, Position::START).await?;
    ensure!(found == expected(&positions, &batches), "{} appends were read", found.len());
    Ok(())
}

/// There is nothing behind the end.
pub async fn promise_11_a_read_behind_the_last_position_is_empty(disk: Arc<dyn Disk>) -> Checked {
    let (journal, shop) = (disk.open(), account("shop"));
    let tail = journal.read(&shop, Position::START, 10).await?;
    ensure!(tail.appends.is_empty() && !tail.more, "an account that nobody knows has {tail:?}");
    let last = journal.append(&shop, Position::START, facts(0..1)).await?;
    for after in [last, Position::from_raw(last.raw() + 5)] {
        let tail = journal.read(&shop, after, 10).await?;
        ensure!(tail.appends.is_empty() && !tail.more, "behind {after} there was {tail:?}");
    }
    Ok(())
}

/// A reader is told that facts are missing.
pub async fn promise_11_a_read_from_before_what_was_removed_is_refused(disk: Arc<dyn Disk>) -> Checked {
    let (journal, shop) = (disk.open(), account("shop"));
    let batches = [facts(0..1), facts(1..2), facts(2..3)];
    let positions = append_all(&*journal, &shop, Position::START, &batches).await?;
    journal.snapshot(&shop, positions[1], b"state".to_vec()).await?;
    journal.truncate(&shop, positions[1]).await?;
    drop(journal);
    let journal = disk.open();
    for after in [Position::START, positions[0]] {
        let refusal = journal.read(&shop, after, 10).await;
        let truncated = Err(ReadError::Truncated { through: positions[1] });
        ensure!(refusal == truncated, "a read from {after} gave {refusal:?}");
    }
    let found = read_all(&*journal, &shop, positions[1]).await?;
    ensure!(found == expected(&positions[2..], &batches[2..]), "behind the snapshot there was {found:?}");
    Ok(())
}

/// One account's positions, fences, snapshots and truncations are no other's.
pub async fn promise_12_accounts_do_not_touch_each_other(disk: Arc<dyn Disk>) -> Checked {
    let journal = disk.open();
    // Names that a careless key would mix up.
    let names = ["1", "10", "01", "a", "A", "a ", "a/b", "ä", "%", ""].map(account);
    let mut ends = Vec::new();
    for (number, name) in (0..).zip(&names) {
        ends.push(journal.append(name, Position::START, facts(number..number + 1)).await?);
    }
    journal.snapshot(&names[0], ends[0], b"one".to_vec()).await?;
    journal.truncate(&names[0], ends[0]).await?;
    for (number, name) in (0..).zip(&names).skip(1) {
        let tail = journal.read(name, Position::START, 10).await?;
        let found: Vec<_> = tail.into_facts().collect();
        ensure!(found == facts(number..number + 1), "account {name:?} has {found:?}");
        let snapshot = journal.latest_snapshot(name).await?;
        ensure!(snapshot.is_none(), "account {name:?} has another's snapshot");
        journal.append(name, ends[usize::try_from(number)?], facts(0..1)).await?;
    }
    Ok(())
}

/// Everybody's appends are stored, however they fall together.
pub async fn promise_12_many_accounts_append_at_the_same_time(disk: Arc<dyn Disk>) -> Checked {
    let journal = disk.open();
    let batches: Vec<_> = (0..20).map(|number| facts(number..number + 1 + number % 3)).collect();
    let mut tasks = JoinSet::new();
    for number in 0..50 {
        let (journal, batches) = (Arc::clone(&journal), batches.clone());
        tasks.spawn(async move {
            let name = account(&format!("shop {number}"));
            (append_all(&*journal, &name, Position::START, &batches).await, name)
        });
    }
    let outcomes = tasks.join_all().await;
    drop(journal);
    let journal = disk.open();
    for (positions, name) in outcomes {
        let found = read_all(&*journal, &name, Position::START).await?;
        ensure!(found == expected(&positions?, &batches), "account {name} has {} appends", found.len());
    }
    Ok(())
}

/// Every account is there, for whoever starts.
pub async fn promise_15_accounts_lists_each_account_once_and_in_order(disk: Arc<dyn Disk>) -> Checked {
    let journal = disk.open();
    let [a, b, c] = ["a", "b", "c"].map(account);
    let none = journal.accounts().await?;
    ensure!(none.is_empty(), "an empty journal has accounts {none:?}");
    journal.snapshot(&b, Position::START, b"imported".to_vec()).await?;
    append_all(&*journal, &c, Position::START, &[facts(0..1), facts(1..2)]).await?;
    let end = journal.append(&a, Position::START, facts(0..1)).await?;
    journal.snapshot(&a, end, b"state".to_vec()).await?;
    journal.truncate(&a, end).await?;
    for journal in [journal, disk.open()] {
        let accounts = journal.accounts().await?;
        ensure!(accounts == [a.clone(), b.clone(), c.clone()], "the accounts are {accounts:?}");
    }
    Ok(())
}

/// An append at the limit is stored; one byte more is refused, and nothing has happened.
pub async fn promise_16_what_is_too_large_is_refused_whole(disk: Arc<dyn Disk>) -> Checked {
    let (journal, shop) = (disk.open(), account("shop"));
    let around = crate::codec::encode_all(&[large_fact(1, 0)])?.len();
    let most = limits::APPEND_BYTES_MAX - around;
    let refusal = journal.append(&shop, Position::START, vec![large_fact(1, most + 1)]).await;
    let (bytes, limit) = (limits::APPEND_BYTES_MAX + 1, limits::APPEND_BYTES_MAX);
    ensure!(refusal == Err(AppendError::TooLarge { bytes, limit }), "one byte too many gave {refusal:?}");
    let tail = journal.read(&shop, Position::START, 10).await?;
    ensure!(tail.appends.is_empty(), "a part of an append that is too large was stored");
    journal.append(&shop, Position::START, vec![large_fact(1, most)]).await?;
    Ok(())
}
