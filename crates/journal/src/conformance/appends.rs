//! Checks of what an append promises when nothing is broken. May use only the trait and the disk.

use std::future::poll_fn;
use std::sync::Arc;
use std::task::Poll;

use tokio::task::JoinSet;

use super::{Checked, Disk, account, append_all, ensure, expected, facts, read_all};
use crate::{AppendError, Position};

/// An append is read back by another process.
pub async fn promise_1_what_was_answered_is_read_after_a_crash(disk: Arc<dyn Disk>) -> Checked {
    let (journal, shop) = (disk.open(), account("shop"));
    let batches = [facts(0..3), facts(3..4)];
    let positions = append_all(&*journal, &shop, Position::START, &batches).await?;
    drop(journal);
    let found = read_all(&*disk.open(), &shop, Position::START).await?;
    ensure!(found == expected(&positions, &batches), "after a crash there was: {found:?}");
    Ok(())
}

/// An append is seen by the read that follows its answer.
pub async fn promise_1_what_was_answered_is_seen_by_the_next_read(disk: Arc<dyn Disk>) -> Checked {
    let (journal, shop) = (disk.open(), account("shop"));
    let mut last = Position::START;
    for number in 0..50 {
        let position = journal.append(&shop, last, facts(number..number + 1)).await?;
        let tail = journal.read(&shop, last, 10).await?;
        ensure!(tail.last() == Some(position), "append {number} was not seen by the next read");
        last = position;
    }
    Ok(())
}

/// The facts of an append have one position and keep their order.
pub async fn promise_2_the_facts_of_one_append_are_read_back_together(disk: Arc<dyn Disk>) -> Checked {
    let (journal, shop) = (disk.open(), account("shop"));
    let position = journal.append(&shop, Position::START, facts(0..500)).await?;
    let tail = journal.read(&shop, Position::START, 1).await?;
    ensure!(tail.appends == expected(&[position], &[facts(0..500)]), "the append was read back otherwise");
    ensure!(!tail.more, "there was more than the one append");
    Ok(())
}

/// An append whose caller goes away is there whole or not at all, and the fence knows which.
pub async fn promise_2_an_append_that_is_not_waited_for_is_stored_whole_or_not_at_all(
    disk: Arc<dyn Disk>,
) -> Checked {
    let (journal, shop) = (disk.open(), account("shop"));
    let mut append = journal.append(&shop, Position::START, facts(0..100));
    let answered = poll_fn(|context| Poll::Ready(append.as_mut().poll(context).is_ready())).await;
    drop(append);
    // The empty append stands behind the one that was let go, so that the read sees what became of it.
    let unmoved = journal.append(&shop, Position::START, Vec::new()).await.is_ok();
    let tail = journal.read(&shop, Position::START, 1).await?;
    let facts_found: Vec<_> = tail.into_facts().collect();
    if unmoved {
        ensure!(
            !answered && facts_found.is_empty(),
            "the fence stands still, but {facts_found:?} were stored"
        );
    } else {
        ensure!(facts_found == facts(0..100), "a part was stored: {facts_found:?}");
    }
    Ok(())
}

/// What was appended first is read first.
pub async fn promise_3_appends_are_read_in_the_order_of_their_answers(disk: Arc<dyn Disk>) -> Checked {
    let (journal, shop) = (disk.open(), account("shop"));
    let batches: Vec<_> = (0..300).map(|number| facts(number * 2..number * 2 + 1 + number % 2)).collect();
    let positions = append_all(&*journal, &shop, Position::START, &batches).await?;
    let found = read_all(&*journal, &shop, Position::START).await?;
    ensure!(found == expected(&positions, &batches), "the appends were read in another order");
    let found = read_all(&*journal, &shop, positions[99]).await?;
    ensure!(found == expected(&positions[100..], &batches[100..]), "a read from the middle begins elsewhere");
    Ok(())
}

/// Only the last position is accepted.
pub async fn promise_4_an_append_after_a_position_that_is_not_the_last_is_fenced(
    disk: Arc<dyn Disk>,
) -> Checked {
    let (journal, shop) = (disk.open(), account("shop"));
    let batches = [facts(0..1), facts(1..2)];
    let positions = append_all(&*journal, &shop, Position::START, &batches).await?;
    let ahead = Position::from_raw(positions[1].raw() + 1);
    for after in [Position::START, positions[0], ahead] {
        let refusal = journal.append(&shop, after, facts(2..3)).await;
        let fenced = AppendError::Fenced { account: shop.clone(), after };
        ensure!(refusal == Err(fenced), "an append after {after} gave {refusal:?}");
    }
    drop(journal);
    let journal = disk.open();
    let refusal = journal.append(&shop, positions[0], facts(2..3)).await;
    ensure!(matches!(refusal, Err(AppendError::Fenced { .. })), "opened again, it gave {refusal:?}");
    let found = read_all(&*journal, &shop, Position::START).await?;
    ensure!(found == expected(&positions, &batches), "a fenced append had an effect: {found:?}");
    Ok(())
}

/// Of two owners of a desk, one goes on.
pub async fn promise_4_of_many_appends_after_one_position_one_succeeds(disk: Arc<dyn Disk>) -> Checked {
    let (journal, shop) = (disk.open(), account("shop"));
    let mut tasks = JoinSet::new();
    for number in 0..40 {
        let (journal, shop) = (Arc::clone(&journal), shop.clone());
        tasks.spawn(async move {
            (number, journal.append(&shop, Position::START, facts(number..number + 1)).await)
        });
    }
    let mut won = Vec::new();
    for (number, outcome) in tasks.join_all().await {
        match outcome {
            Ok(position) => won.push((number, position)),
            Err(error) => {
                ensure!(matches!(error, AppendError::Fenced { .. }), "append {number} gave {error}");
            }
        }
    }
    ensure!(won.len() == 1, "{} appends after one position succeeded", won.len());
    let found = read_all(&*journal, &shop, Position::START).await?;
    ensure!(
        found == expected(&[won[0].1], &[facts(won[0].0..won[0].0 + 1)]),
        "another one was stored: {found:?}"
    );
    Ok(())
}

/// A fenced append fails alone, whoever else is served at that moment.
pub async fn promise_4_a_fenced_append_does_not_disturb_those_beside_it(disk: Arc<dyn Disk>) -> Checked {
    let journal = disk.open();
    let wrong = Position::from_raw(99);
    let mut tasks = JoinSet::new();
    for number in 0..60_u64 {
        let journal = Arc::clone(&journal);
        tasks.spawn(async move {
            let name = account(&format!("shop {number}"));
            let after = if number % 3 == 0 { wrong } else { Position::START };
            let outcome = journal.append(&name, after, facts(0..2)).await;
            (number, outcome, read_all(&*journal, &name, Position::START).await)
        });
    }
    for (number, outcome, found) in tasks.join_all().await {
        let stored: usize = found?.iter().map(|appended| appended.facts.len()).sum();
        if number % 3 == 0 {
            ensure!(matches!(outcome, Err(AppendError::Fenced { .. })), "append {number} gave {outcome:?}");
            ensure!(stored == 0, "the fenced append {number} stored {stored} facts");
        } else {
            ensure!(
                outcome.is_ok() && stored == 2,
                "append {number} gave {outcome:?} and stored {stored} facts"
            );
        }
    }
    Ok(())
}

/// A process that starts again gets greater positions.
pub async fn promise_5_positions_increase_also_over_opening_again(disk: Arc<dyn Disk>) -> Checked {
    let shop = account("shop");
    let mut last = Position::START;
    for round in 0..4 {
        let journal = disk.open();
        for number in 0..5 {
            let position = journal.append(&shop, last, facts(number..number + 2)).await?;
            ensure!(position > last, "in round {round}, {position} was given after {last}");
            last = position;
        }
    }
    Ok(())
}

/// An empty append tells whether one still owns the desk.
pub async fn promise_6_an_empty_append_checks_the_fence_and_stores_nothing(disk: Arc<dyn Disk>) -> Checked {
    let (journal, shop) = (disk.open(), account("shop"));
    let same = journal.append(&shop, Position::START, Vec::new()).await?;
    ensure!(same == Position::START, "an empty append moved to {same}");
    let position = journal.append(&shop, Position::START, facts(0..1)).await?;
    let same = journal.append(&shop, position, Vec::new()).await?;
    ensure!(same == position, "an empty append moved to {same}");
    let refusal = journal.append(&shop, Position::START, Vec::new()).await;
    ensure!(matches!(refusal, Err(AppendError::Fenced { .. })), "an empty append gave {refusal:?}");
    let found = read_all(&*journal, &shop, Position::START).await?;
    ensure!(found == expected(&[position], &[facts(0..1)]), "an empty append stored something: {found:?}");
    Ok(())
}
