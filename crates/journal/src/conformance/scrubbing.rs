//! Checks of cleaning the storage. May use only the trait and the disk.

use std::sync::Arc;

use super::{Checked, Disk, account, append_all, ensure, facts, read_all};
use crate::{Fact, Position, Snapshot};
use handover_desk::{ChatNo, VisitorNamed};

/// What nobody reads any more is nowhere, and what is read is as it was; of other accounts too.
pub async fn promise_18_what_was_removed_is_scrubbed_from_the_storage(disk: Arc<dyn Disk>) -> Checked {
    let (journal, shop, other) = (disk.open(), account("shop"), account("other"));
    let word = |number: u64| format!("-unmistakable-{number}-");
    let named =
        |number: u64| Fact::VisitorNamed(VisitorNamed { chat: ChatNo(number), name: word(number).into() });
    let (mut last, mut theirs, mut positions) = (Position::START, Position::START, Vec::new());
    for number in 0..300 {
        // Appends of two accounts lie side by side, small and large ones.
        last = journal.append(&shop, last, (0..=number % 7).map(|_| named(number)).collect()).await?;
        theirs = journal.append(&other, theirs, vec![named(1_000 + number)]).await?;
        positions.push(last);
        if number % 40 == 0 {
            journal.snapshot(&shop, last, format!("former state {}", word(2_000 + number)).into()).await?;
            journal.truncate(&shop, positions[positions.len() / 2]).await?;
        }
    }
    ensure!(disk.holds(word(299).as_bytes()), "what was appended is not found on the storage");
    let at = positions[298];
    journal.snapshot(&shop, at, b"state".to_vec()).await?;
    journal.truncate(&shop, at).await?;
    journal.scrub().await?;
    for number in (0..299).chain((0..299).step_by(40).map(|number| 2_000 + number)) {
        ensure!(!disk.holds(word(number).as_bytes()), "{} is still on the storage", word(number));
    }
    let batches = [facts(0..1)];
    append_all(&*journal, &account("third"), Position::START, &batches).await?;
    for journal in [journal, disk.open()] {
        let snapshot = journal.latest_snapshot(&shop).await?;
        ensure!(snapshot == Some(Snapshot { at, bytes: b"state".to_vec() }), "there is {snapshot:?}");
        let (kept, all) =
            (read_all(&*journal, &shop, at).await?, read_all(&*journal, &other, Position::START).await?);
        ensure!(kept.len() == 1 && kept[0].position == last, "{} appends are left", kept.len());
        ensure!(all.len() == 300, "the other account has {} appends", all.len());
    }
    Ok(())
}
