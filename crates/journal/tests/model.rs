//! On any sequence of requests, the journal in SQLite answers as the one in memory does, which is slow and obvious.

#![expect(clippy::unwrap_used, reason = "what goes wrong in the helpers of a test fails the test")]

use std::mem::discriminant;

use handover_desk::{ChatNo, VisitorNamed};
use handover_journal::{AccountId, Fact, Journal, MemoryJournal, Position, Snapshot, SqliteJournal, Tail};
use proptest::prelude::*;
use proptest::sample::Index;

/// A request; an index picks one of the positions that the account was given, most often the last.
#[derive(Clone, Debug)]
enum Step {
    Append { account: usize, after: Index, last: bool, facts: u64 },
    Read { account: usize, after: Index, limit: usize },
    Snapshot { account: usize, at: Index, bytes: usize },
    Truncate { account: usize, through: Index },
    Reopen,
}

const ACCOUNTS: usize = 3;

fn step() -> impl Strategy<Value = Step> {
    let index = any::<Index>;
    prop_oneof![
        6 => (0..ACCOUNTS, index(), prop::bool::weighted(0.8), 0..4_u64)
            .prop_map(|(account, after, last, facts)| Step::Append { account, after, last, facts }),
        3 => (0..ACCOUNTS, index(), 0..9_usize)
            .prop_map(|(account, after, limit)| Step::Read { account, after, limit }),
        2 => (0..ACCOUNTS, index(), prop_oneof![0..9_usize, 1_048_570..1_048_580_usize])
            .prop_map(|(account, at, bytes)| Step::Snapshot { account, at, bytes }),
        2 => (0..ACCOUNTS, index()).prop_map(|(account, through)| Step::Truncate { account, through }),
        1 => Just(Step::Reopen),
    ]
}

/// Both journals, and the positions they gave out, side by side.
struct Pair {
    folder: tempfile::TempDir,
    memory: MemoryJournal,
    sqlite: SqliteJournal,
    positions: [Vec<(Position, Position)>; ACCOUNTS],
    facts: u64,
}

impl Pair {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let sqlite = SqliteJournal::open(&folder.path().join("journal.db")).unwrap();
        let positions = std::array::from_fn(|_| vec![(Position::START, Position::START)]);
        Self { folder, memory: MemoryJournal::new(), sqlite, positions, facts: 0 }
    }

    async fn take(&mut self, step: Step) {
        match step {
            Step::Append { account, after, last, facts } => self.append(account, after, last, facts).await,
            Step::Read { account, after, limit } => {
                let (a, b) = *after.get(&self.positions[account]);
                let a = self.memory.read(&name(account), a, limit).await;
                let b = self.sqlite.read(&name(account), b, limit).await;
                self.compare_tails(account, a, b);
            }
            Step::Snapshot { account, at, bytes } => {
                let (a, b) = *at.get(&self.positions[account]);
                self.facts += 1;
                let bytes = vec![u8::try_from(self.facts % 251).unwrap(); bytes];
                let a = self.memory.snapshot(&name(account), a, bytes.clone()).await;
                let b = self.sqlite.snapshot(&name(account), b, bytes).await;
                assert_alike(&a, &b);
            }
            Step::Truncate { account, through } => {
                let (a, b) = *through.get(&self.positions[account]);
                let a = self.memory.truncate(&name(account), a).await;
                let b = self.sqlite.truncate(&name(account), b).await;
                assert_alike(&a, &b);
            }
            Step::Reopen => {
                self.memory = self.memory.reopen();
                self.sqlite.close().await;
                self.sqlite = SqliteJournal::open(&self.folder.path().join("journal.db")).unwrap();
            }
        }
    }

    async fn append(&mut self, account: usize, after: Index, last: bool, count: u64) {
        let known = &self.positions[account];
        let (a, b) = if last { known[known.len() - 1] } else { *after.get(known) };
        let facts: Vec<_> = (self.facts..self.facts + count).map(fact).collect();
        self.facts += count;
        let a = self.memory.append(&name(account), a, facts.clone()).await;
        let b = self.sqlite.append(&name(account), b, facts).await;
        assert_alike(&a, &b);
        if let (Ok(a), Ok(b), 1..) = (a, b, count) {
            self.positions[account].push((a, b));
        }
    }

    fn compare_tails<E: std::fmt::Debug>(&self, account: usize, a: Result<Tail, E>, b: Result<Tail, E>) {
        assert_alike(&a, &b);
        let (Ok(a), Ok(b)) = (a, b) else { return };
        assert_eq!((a.appends.len(), a.more), (b.appends.len(), b.more));
        for (a, b) in a.appends.iter().zip(&b.appends) {
            assert!(self.positions[account].contains(&(a.position, b.position)));
            assert_eq!(a.facts, b.facts);
        }
    }

    /// Everything that can be read is the same.
    async fn compare_all(&self) {
        assert_eq!(self.memory.accounts().await, self.sqlite.accounts().await);
        for account in 0..ACCOUNTS {
            let a = self.memory.latest_snapshot(&name(account)).await.unwrap();
            let b = self.sqlite.latest_snapshot(&name(account)).await.unwrap();
            let bytes =
                |snapshot: &Option<Snapshot>| snapshot.as_ref().map(|snapshot| snapshot.bytes.clone());
            assert_eq!(bytes(&a), bytes(&b));
            for (a, b) in &self.positions[account] {
                let a = self.memory.read(&name(account), *a, usize::MAX).await;
                let b = self.sqlite.read(&name(account), *b, usize::MAX).await;
                self.compare_tails(account, a, b);
            }
        }
    }
}

fn name(account: usize) -> AccountId {
    AccountId::new(format!("shop {account}"))
}

fn fact(number: u64) -> Fact {
    Fact::VisitorNamed(VisitorNamed { chat: ChatNo(number), name: "Ada".into() })
}

/// Both went well, or both failed for the same reason.
fn assert_alike<T: std::fmt::Debug, E: std::fmt::Debug>(a: &Result<T, E>, b: &Result<T, E>) {
    let kind = |outcome: &Result<T, E>| outcome.as_ref().err().map(discriminant);
    assert_eq!(kind(a), kind(b), "memory: {a:?}, sqlite: {b:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn both_journals_answer_alike(steps in prop::collection::vec(step(), 1..60)) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let mut pair = Pair::new();
            for step in steps {
                pair.take(step).await;
            }
            pair.compare_all().await;
            pair.take(Step::Reopen).await;
            pair.compare_all().await;
        });
    }
}
