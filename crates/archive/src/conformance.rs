//! The suite that every archive passes: one check per promise of [`crate::Archive`], under its number.
//!
//! A check may use nothing but the trait and a [`Shelf`]. It gives back what is broken instead of panicking;
//! [`crate::archive_conformance!`] makes a test of each.

use std::error::Error;
use std::ops::Range;
use std::sync::Arc;

use tokio::task::JoinSet;

use crate::{AccountId, Archive, ArchiveError, BoxFuture, Cursor, Entry, List, limits};

/// What an archive stores on, for as long as a check lasts.
pub trait Shelf: Send + Sync + 'static {
    /// Opens an archive on what is stored.
    fn open(&self) -> Arc<dyn Archive>;

    /// Makes the disk under the archive that was opened last full for large bodies, or mends it.
    fn set_full(&self, full: bool);

    /// Whether what is stored holds these bytes anywhere, also where nothing reads it.
    fn holds(&self, bytes: &[u8]) -> bool;
}

/// The outcome of a check: what the implementation does not keep of its promises, if anything.
pub type Checked<T = ()> = Result<T, Box<dyn Error + Send + Sync>>;

/// Runs one check.
///
/// # Panics
///
/// When the implementation does not keep the promise, or no runtime can be made.
pub fn run(shelf: Arc<dyn Shelf>, check: impl FnOnce(Arc<dyn Shelf>) -> BoxFuture<'static, Checked>) {
    let runtime = match tokio::runtime::Builder::new_current_thread().build() {
        Ok(runtime) => runtime,
        Err(error) => panic!("no runtime for the check: {error}"),
    };
    if let Err(broken) = runtime.block_on(check(shelf)) {
        panic!("{broken}");
    }
}

/// Makes one test of each check, for the implementation whose `Arc<dyn Shelf>` the expression makes anew.
#[macro_export]
macro_rules! archive_conformance {
    ($shelf:expr) => {
        $crate::archive_conformance! { $shelf;
            promise_1_what_was_put_is_there_after_a_crash
            promise_2_a_body_is_given_back_byte_for_byte
            promise_3_putting_again_changes_nothing
            promise_3_another_document_replaces_the_former_one
            promise_4_of_one_put_the_later_entry_stays
            promise_4_a_put_that_fails_stores_nothing_of_it
            promise_5_accounts_do_not_see_each_other
            promise_6_a_list_is_newest_first_and_keeps_to_its_range
            promise_7_pages_join_up_while_entries_are_put
            promise_8_a_page_is_bounded
            promise_9_an_entry_that_is_too_large_is_refused_with_all_beside_it
            promise_10_a_full_disk_that_has_room_again_is_written_to
            promise_11_closing_waits_for_what_was_accepted_and_then_refuses
            promise_12_what_was_replaced_is_scrubbed_from_the_storage
        }
    };
    ($shelf:expr; $($check:ident)+) => {
        $(
            #[test]
            fn $check() {
                $crate::conformance::run($shelf, |shelf| Box::pin($crate::conformance::$check(shelf)));
            }
        )+
    };
}

/// Fails a check, with the reason, unless a condition holds.
macro_rules! ensure {
    ($condition:expr, $($reason:tt)+) => {
        if !$condition {
            return Err(format!($($reason)+).into());
        }
    };
}

fn shop() -> AccountId {
    AccountId::new("shop")
}

fn entry(key: impl Into<String>, ended_at_ms: i64) -> Entry {
    let key = key.into();
    let body = format!("{{\"chat\":\"{key}\"}}").into_bytes();
    Entry { account: shop(), key, ended_at_ms, body }
}

fn large_entry(key: &str, ended_at_ms: i64, bytes: usize) -> Entry {
    Entry { body: vec![b'x'; bytes], ..entry(key, ended_at_ms) }
}

/// A list of the shop's chats.
fn list(ended_at_ms: Range<i64>, limit: usize, cursor: Option<Cursor>) -> List {
    List { account: shop(), ended_at_ms, limit, cursor }
}

/// The keys of all pages of `limit` entries.
async fn keys(archive: &dyn Archive, range: Range<i64>, limit: usize) -> Checked<Vec<String>> {
    let (mut keys, mut cursor) = (Vec::new(), None);
    loop {
        let page = archive.list(list(range.clone(), limit, cursor)).await?;
        ensure!(page.entries.len() <= limit, "a page of {limit} has {} entries", page.entries.len());
        keys.extend(page.entries.into_iter().map(|entry| entry.key));
        ensure!(keys.len() <= 1_000, "the pages have no end");
        let Some(next) = page.next else { return Ok(keys) };
        cursor = Some(next);
    }
}

/// A put is read back by another process.
pub async fn promise_1_what_was_put_is_there_after_a_crash(shelf: Arc<dyn Shelf>) -> Checked {
    let archive = shelf.open();
    let entries = vec![entry("K1", 10), entry("K2", 20)];
    archive.put(entries.clone()).await?;
    archive.put(Vec::new()).await?;
    drop(archive);
    let archive = shelf.open();
    for wanted in entries {
        let found = archive.get(&shop(), &wanted.key).await?;
        ensure!(found.as_ref() == Some(&wanted), "instead of {wanted:?} there was {found:?}");
    }
    let none = archive.get(&shop(), "K3").await?;
    ensure!(none.is_none(), "a chat that was never put is there");
    Ok(())
}

/// The archive does not look into a body.
pub async fn promise_2_a_body_is_given_back_byte_for_byte(shelf: Arc<dyn Shelf>) -> Checked {
    let archive = shelf.open();
    let bodies = [Vec::new(), vec![0], (0..=255).collect(), vec![0xff; 3_000_000]];
    for (number, body) in (0..).zip(bodies) {
        let wanted = Entry { body, ..entry(format!("K{number}"), number) };
        archive.put(vec![wanted.clone()]).await?;
        let found = archive.get(&shop(), &wanted.key).await?;
        ensure!(found.as_ref() == Some(&wanted), "body {number} came back otherwise");
        let listed = archive.list(list(number..number + 1, 1, None)).await?.entries;
        ensure!(listed == [wanted], "body {number} was listed otherwise");
    }
    Ok(())
}

/// A put whose answer was lost is simply done again.
pub async fn promise_3_putting_again_changes_nothing(shelf: Arc<dyn Shelf>) -> Checked {
    let archive = shelf.open();
    for _ in 0..3 {
        archive.put(vec![entry("K1", 10), entry("K2", 20)]).await?;
        let found = keys(&*archive, 0..100, 10).await?;
        ensure!(found == ["K2", "K1"], "the list was {found:?}");
    }
    Ok(())
}

/// There is one document of a chat, the one put last.
pub async fn promise_3_another_document_replaces_the_former_one(shelf: Arc<dyn Shelf>) -> Checked {
    let archive = shelf.open();
    archive.put(vec![entry("K1", 10), entry("K2", 20)]).await?;
    let later = large_entry("K1", 30, 50);
    archive.put(vec![later.clone()]).await?;
    let found = archive.get(&shop(), "K1").await?;
    ensure!(found == Some(later), "the former document is there: {found:?}");
    let found = keys(&*archive, 0..100, 10).await?;
    ensure!(found == ["K1", "K2"], "the list was {found:?}");
    Ok(())
}

/// The order within a put is the order of what was said.
pub async fn promise_4_of_one_put_the_later_entry_stays(shelf: Arc<dyn Shelf>) -> Checked {
    let archive = shelf.open();
    archive.put(vec![entry("K1", 10), entry("K1", 11), entry("K1", 12)]).await?;
    let found = archive.get(&shop(), "K1").await?;
    ensure!(found == Some(entry("K1", 12)), "there was {found:?}");
    Ok(())
}

/// Half a put is none.
pub async fn promise_4_a_put_that_fails_stores_nothing_of_it(shelf: Arc<dyn Shelf>) -> Checked {
    let archive = shelf.open();
    archive.put(vec![entry("K1", 10)]).await?;
    shelf.set_full(true);
    let outcome = archive.put(vec![entry("K1", 90), entry("K2", 20), large_entry("K3", 30, 500_000)]).await;
    ensure!(outcome == Err(ArchiveError::Full), "on a full disk, a put gave {outcome:?}");
    shelf.set_full(false);
    let found = archive.list(list(0..100, 10, None)).await?.entries;
    ensure!(found == [entry("K1", 10)], "a part was stored: {found:?}");
    Ok(())
}

/// A key belongs to its account.
pub async fn promise_5_accounts_do_not_see_each_other(shelf: Arc<dyn Shelf>) -> Checked {
    let archive = shelf.open();
    // Names that a careless key would mix up.
    let of =
        |account: &str| Entry { account: AccountId::new(account), ..large_entry("K1", 10, account.len()) };
    let names = ["1", "01", "a", "A", "a ", "ä", "%", "_", ""];
    archive.put(names.iter().map(|name| of(name)).collect()).await?;
    for name in names {
        let account = AccountId::new(name);
        let found = archive.get(&account, "K1").await?;
        ensure!(found == Some(of(name)), "account {name:?} has {found:?}");
        let listed = archive.list(List { account: account.clone(), ..list(0..100, 10, None) }).await?.entries;
        ensure!(listed == [of(name)], "account {name:?} lists {listed:?}");
    }
    Ok(())
}

/// The range is half open, and ties have an order.
pub async fn promise_6_a_list_is_newest_first_and_keeps_to_its_range(shelf: Arc<dyn Shelf>) -> Checked {
    let archive = shelf.open();
    let mut entries: Vec<_> = [("K5", 20), ("K1", 10), ("K9", 20), ("K4", 30), ("K10", 20)].into();
    entries.extend([("past", i64::MIN), ("before", -5), ("future", i64::MAX)]);
    archive.put(entries.into_iter().map(|(key, ended_at_ms)| entry(key, ended_at_ms)).collect()).await?;
    let cases: [(Range<i64>, &[&str]); 6] = [
        (0..31, &["K4", "K9", "K5", "K10", "K1"]),
        (10..30, &["K9", "K5", "K10", "K1"]),
        (11..20, &[]),
        (20..20, &[]),
        (i64::MIN..0, &["before", "past"]),
        (31..i64::MAX, &[]),
    ];
    for (range, wanted) in cases {
        for limit in [1, 2, 10] {
            let found = keys(&*archive, range.clone(), limit).await?;
            ensure!(found == wanted, "{range:?} in pages of {limit} gave {found:?}");
        }
    }
    let foreign = Cursor::behind(&entry("K1", 99));
    let page = archive.list(list(10..20, 10, Some(foreign))).await?;
    ensure!(page.entries == [entry("K1", 10)], "a cursor from beyond the range widened it");
    Ok(())
}

/// A reader who goes through the pages misses nothing and sees nothing twice.
pub async fn promise_7_pages_join_up_while_entries_are_put(shelf: Arc<dyn Shelf>) -> Checked {
    let archive = shelf.open();
    // Every other place is free, and many entries share a millisecond.
    let there = |number: i64| entry(format!("K{number:03}"), number / 20);
    archive.put((0..200).step_by(2).map(there).collect()).await?;
    let (mut seen, mut cursor, mut late) = (Vec::new(), None, (1..200).step_by(2));
    loop {
        let page = archive.list(list(0..100, 7, cursor)).await?;
        seen.extend(page.entries.into_iter().map(|entry| entry.key));
        ensure!(seen.len() <= 1_000, "the pages have no end");
        let Some(next) = page.next else { break };
        cursor = Some(next.to_string().parse()?);
        archive.put(late.by_ref().take(5).map(there).collect()).await?;
    }
    ensure!(seen.is_sorted_by(|earlier, later| earlier > later), "out of order, or twice: {seen:?}");
    for number in (0..200).step_by(2) {
        ensure!(seen.contains(&there(number).key), "entry {number} was left out");
    }
    Ok(())
}

/// Neither many entries nor large ones make a page without bound.
pub async fn promise_8_a_page_is_bounded(shelf: Arc<dyn Shelf>) -> Checked {
    let archive = shelf.open();
    let most = limits::PAGE_ENTRIES_MAX;
    archive.put((0..=most).map(|number| entry(format!("K{number}"), 10)).collect()).await?;
    for (limit, wanted) in [(0, 1), (most, most), (most + 1, most), (usize::MAX, most)] {
        let page = archive.list(list(0..100, limit, None)).await?;
        ensure!(page.entries.len() == wanted, "a page of {limit} has {} entries", page.entries.len());
        ensure!(page.next.is_some(), "a page of {limit} has no next one");
    }
    let half = limits::PAGE_BYTES_MAX / 2;
    archive
        .put(vec![large_entry("L1", 200, half), large_entry("L2", 201, half), large_entry("L3", 202, 1)])
        .await?;
    archive.put(vec![large_entry("L4", 203, limits::PAGE_BYTES_MAX + 1)]).await?;
    let mut cursor = None;
    for wanted in [1, 2, 1] {
        let page = archive.list(list(200..300, 10, cursor)).await?;
        ensure!(page.entries.len() == wanted, "a page of large entries has {}", page.entries.len());
        cursor = page.next;
    }
    ensure!(cursor.is_none(), "the last page has a next one");
    Ok(())
}

/// A key at the limit is stored; one byte more is refused, and nothing has happened.
pub async fn promise_9_an_entry_that_is_too_large_is_refused_with_all_beside_it(
    shelf: Arc<dyn Shelf>,
) -> Checked {
    let archive = shelf.open();
    let (longest, limit) = ("k".repeat(limits::KEY_BYTES_MAX), limits::KEY_BYTES_MAX);
    let outcome = archive.put(vec![entry("K1", 10), entry(format!("{longest}k"), 11)]).await;
    let right = matches!(&outcome, Err(ArchiveError::TooLarge { bytes, limit: most, .. })
        if *bytes == limit + 1 && *most == limit);
    ensure!(right, "a key that is too long gave {outcome:?}");
    let found = keys(&*archive, 0..100, 10).await?;
    ensure!(found.is_empty(), "a part was stored: {found:?}");
    archive.put(vec![entry(longest.clone(), 12)]).await?;
    let found = archive.get(&shop(), &longest).await?;
    ensure!(found.is_some(), "a key at the limit was not stored");
    Ok(())
}

/// The archive needs no restart when the operator has made room.
pub async fn promise_10_a_full_disk_that_has_room_again_is_written_to(shelf: Arc<dyn Shelf>) -> Checked {
    let archive = shelf.open();
    let large = large_entry("K2", 20, 500_000);
    archive.put(vec![entry("K1", 10)]).await?;
    shelf.set_full(true);
    for _ in 0..3 {
        let outcome = archive.put(vec![large.clone()]).await;
        ensure!(outcome == Err(ArchiveError::Full), "on a full disk, a put gave {outcome:?}");
        let found = keys(&*archive, 0..100, 10).await?;
        ensure!(found == ["K1"], "on a full disk, the list was {found:?}");
    }
    shelf.set_full(false);
    archive.put(vec![large.clone()]).await?;
    let found = archive.get(&shop(), "K2").await?;
    ensure!(found == Some(large), "what was put when there was room again is not there");
    Ok(())
}

/// Whoever asked before is answered; whoever asks afterwards is refused.
pub async fn promise_11_closing_waits_for_what_was_accepted_and_then_refuses(
    shelf: Arc<dyn Shelf>,
) -> Checked {
    let archive = shelf.open();
    let mut puts = JoinSet::new();
    for number in 0..100 {
        let archive = Arc::clone(&archive);
        puts.spawn(async move { archive.put(vec![entry(format!("K{number}"), number)]).await });
    }
    tokio::task::yield_now().await;
    archive.close().await;
    archive.close().await;
    let mut stored = 0;
    for outcome in puts.join_all().await {
        ensure!(matches!(outcome, Ok(()) | Err(ArchiveError::Closed)), "a put gave {outcome:?}");
        stored += usize::from(outcome.is_ok());
    }
    ensure!(archive.put(Vec::new()).await == Err(ArchiveError::Closed), "a put is not refused");
    ensure!(archive.get(&shop(), "K1").await == Err(ArchiveError::Closed), "a get is not refused");
    ensure!(archive.list(list(0..9, 1, None)).await == Err(ArchiveError::Closed), "a list is not refused");
    ensure!(archive.scrub().await == Err(ArchiveError::Closed), "scrubbing is not refused");
    let found = keys(&*shelf.open(), 0..100, 10).await?;
    ensure!(found.len() == stored, "{stored} puts were answered well, {} are there", found.len());
    Ok(())
}

/// What was replaced is nowhere, also where documents have moved since; all others are as they were.
pub async fn promise_12_what_was_replaced_is_scrubbed_from_the_storage(shelf: Arc<dyn Shelf>) -> Checked {
    let archive = shelf.open();
    let word = |number: i64| format!("-unmistakable-{number}-");
    let told = |number: i64| {
        let body = word(number).repeat(usize::try_from(number % 90).unwrap_or(0) + 1).into_bytes();
        Entry { body, ..entry(format!("K{number:03}"), number) }
    };
    archive.put((0..200).map(told).collect()).await?;
    ensure!(shelf.holds(word(7).as_bytes()), "what was put is not found on the storage");
    for number in (0..200).step_by(3) {
        archive.put(vec![entry(format!("K{number:03}"), number)]).await?;
    }
    archive.scrub().await?;
    for number in (0..200).step_by(3) {
        ensure!(!shelf.holds(word(number).as_bytes()), "{} is still on the storage", word(number));
    }
    archive.scrub().await?;
    for archive in [archive, shelf.open()] {
        for number in (0..200).filter(|number| number % 3 != 0) {
            let found = archive.get(&shop(), &told(number).key).await?;
            ensure!(found == Some(told(number)), "document {number} is not as it was");
        }
        ensure!(keys(&*archive, 0..200, 50).await?.len() == 200, "the list is another one");
    }
    Ok(())
}
