//! What a look through a data folder finds: nothing in one that is whole, and what is wrong with one that is not.

#![expect(clippy::unwrap_used, reason = "what goes wrong in the helpers of a test fails the test")]

use handover_archive::Entry;
use handover_desk::{
    AccountConfig, AccountProfile, Chat, ChatArchived, ChatRequest, ChatSeed, Command, Desk, Fact, NewLine,
    Phase, Request, Timestamp, VisitorId, Writer,
};
use handover_journal::{AccountId, Journal, MemoryJournal, Position};
use handover_server::verify::{Report, Verification};
use serde_json::{Value, json};

/// A desk and all its facts: one chat that has left it, one that has ended, one that waits.
struct Scene {
    desk: Desk,
    facts: Vec<Fact>,
    archived: Chat,
}

impl Scene {
    fn new() -> Self {
        let mut scene = Self { desk: Desk::default(), facts: Vec::new(), archived: chat_of_nobody() };
        let profile = AccountProfile::default();
        scene.does(Command::Configure(Box::new(AccountConfig { profile, skills: vec![], agents: vec![] })));
        for number in 1..=3 {
            let seed = ChatSeed { head: number, tail: number.into() };
            scene.does(Command::StartChat(Box::new(ChatRequest::bare(seed, VisitorId(number)))));
        }
        let keys: Vec<_> = scene.desk.chats().map(|chat| chat.key).collect();
        for chat in &keys[..2] {
            scene.does(Command::EndChat { chat: *chat, writer: Writer::Visitor });
        }
        scene.archived = scene.desk.chat_by_key(&keys[0]).unwrap().clone();
        let taken_off = Fact::ChatArchived(ChatArchived { chat: keys[0].chat() });
        scene.desk.apply(&taken_off);
        scene.facts.push(taken_off);
        scene
    }

    fn does(&mut self, command: Command) {
        let decision = self.desk.handle(Request { now: Timestamp(1_000_000), once: None, command });
        decision.result.unwrap();
        self.facts.extend(decision.facts);
    }

    fn document(&self) -> Entry {
        let Phase::Ended { at, .. } = self.archived.phase else { panic!("{:?}", self.archived.phase) };
        Entry {
            account: AccountId::new("a"),
            key: self.archived.key.to_string(),
            ended_at_ms: at.0,
            body: serde_json::to_vec(&self.archived).unwrap(),
        }
    }

    /// A journal with all facts.
    async fn journal(&self) -> (MemoryJournal, Position) {
        let journal = MemoryJournal::new();
        let at = journal.append(&AccountId::new("a"), Position::START, self.facts.clone()).await.unwrap();
        (journal, at)
    }

    /// What is found where the snapshot is changed like this.
    async fn with_snapshot(&self, change: impl FnOnce(&mut Value)) -> Report {
        let (journal, at) = self.journal().await;
        let mut state = serde_json::to_value(self.desk.state()).unwrap();
        change(&mut state);
        let bytes = serde_json::to_vec(&state).unwrap();
        journal.snapshot(&AccountId::new("a"), at, bytes).await.unwrap();
        look(&journal, &[self.document()]).await
    }
}

fn chat_of_nobody() -> Chat {
    let mut desk = Desk::default();
    let request = ChatRequest::bare(ChatSeed { head: 9, tail: 9 }, VisitorId(9));
    let command = Command::StartChat(Box::new(request));
    desk.handle(Request { now: Timestamp(1), once: None, command }).result.unwrap();
    desk.chats().next().unwrap().clone()
}

async fn look(journal: &MemoryJournal, archive: &[Entry]) -> Report {
    let mut found = Verification::of_journal(journal).await.unwrap();
    for entry in archive {
        found.entry(entry);
    }
    found.finish()
}

fn only_fault(report: &Report) -> &str {
    assert_eq!((report.fault_count, report.faults.len()), (1, 1), "{report:?}");
    &report.faults[0]
}

#[tokio::test]
async fn a_folder_that_is_whole_has_no_fault_with_a_snapshot_and_without() {
    let scene = Scene::new();
    let (journal, at) = scene.journal().await;
    let report = look(&journal, &[scene.document()]).await;
    assert_eq!((report.fault_count, report.archived_chats, report.ahead), (0, 1, 0), "{report:?}");
    let account = &report.accounts[0];
    assert_eq!((account.position, account.chats, account.from_the_beginning), (at.raw(), 2, true));
    let report = scene.with_snapshot(|_| {}).await;
    assert_eq!((report.fault_count, report.accounts[0].facts), (0, 0), "{report:?}");
    let (journal, at) = scene.journal().await;
    let state = serde_json::to_vec(scene.desk.state()).unwrap();
    journal.snapshot(&AccountId::new("a"), at, state).await.unwrap();
    journal.truncate(&AccountId::new("a"), at).await.unwrap();
    let report = look(&journal, &[scene.document()]).await;
    assert_eq!((report.fault_count, report.accounts[0].from_the_beginning), (0, false), "{report:?}");
}

#[tokio::test]
async fn a_chat_that_is_neither_on_the_desk_nor_in_the_archive_is_a_fault() {
    let (journal, _) = Scene::new().journal().await;
    let report = look(&journal, &[]).await;
    assert_eq!(only_fault(&report), "account a: chat 1 is neither on the desk nor in the archive");
}

#[tokio::test]
async fn a_chat_that_the_archive_has_before_it_left_the_desk_is_no_fault() {
    let mut scene = Scene::new();
    let ended = scene.desk.chats().find(|chat| chat.is_ended()).unwrap().clone();
    let first = scene.document();
    scene.archived = ended;
    let (journal, _) = scene.journal().await;
    let report = look(&journal, &[first, scene.document()]).await;
    assert_eq!((report.fault_count, report.ahead), (0, 1), "{report:?}");
}

#[tokio::test]
async fn a_snapshot_that_makes_another_desk_than_the_facts_is_a_fault() {
    let report = Scene::new().with_snapshot(|state| state["next_session"] = json!(2_000_000_000)).await;
    assert!(only_fault(&report).contains("another desk than all facts (invariant 8)"), "{report:?}");
}

#[tokio::test]
async fn a_gap_in_the_ids_of_a_chat_is_a_fault() {
    let report = Scene::new().with_snapshot(|state| state["chats"]["3"]["events"][0]["id"] = json!(7)).await;
    assert!(report.faults.iter().any(|fault| fault.contains("chat 3: event 7 stands where event 0 belongs")));
}

#[tokio::test]
async fn a_chat_that_is_not_where_it_says_is_a_fault() {
    let report = Scene::new().with_snapshot(|state| state["chats"]["3"]["phase"] = json!("assigned")).await;
    assert!(
        report.faults.iter().any(|fault| fault.contains("chat 3: it is assigned, and 0 agents")),
        "{report:?}"
    );
}

#[tokio::test]
async fn a_snapshot_that_cannot_be_read_is_a_fault_of_its_account() {
    let report = Scene::new().with_snapshot(|state| state["clock"] = json!("noon")).await;
    assert!(report.faults[0].starts_with("the snapshot of account a cannot be read"), "{report:?}");
}

#[tokio::test]
async fn a_document_that_is_not_its_entrys_is_a_fault_and_none_of_its_words_are_told() {
    let mut scene = Scene::new();
    let other = scene.desk.chats().last().unwrap().key;
    scene.does(Command::Note);
    let (journal, _) = scene.journal().await;
    let of = |change: &dyn Fn(&mut Entry)| {
        let mut entry = scene.document();
        change(&mut entry);
        entry
    };
    for (entry, said) in [
        (of(&|entry| entry.key = other.to_string()), "the document is that of another chat"),
        (of(&|entry| entry.ended_at_ms += 1), "the chat ended at another time than its entry says"),
        (of(&|entry| entry.body = b"{\"key\":\"my secret\"}".to_vec()), "cannot be read from line 1, column"),
        (of(&|entry| entry.key = "offline-1".to_owned()), "cannot be read from line 1, column"),
        (of(&|entry| entry.account = AccountId::new("b")), "the journal has no such account"),
    ] {
        let report = look(&journal, &[scene.document(), entry]).await;
        let fault = only_fault(&report);
        assert!(fault.starts_with("archive, account ") && fault.contains(said), "{fault}");
        assert!(!fault.contains("secret"), "{fault}");
    }
}

#[tokio::test]
async fn a_hundred_faults_are_told_and_all_are_counted() {
    let scene = Scene::new();
    let (journal, _) = scene.journal().await;
    let mut archive = vec![scene.document()];
    archive.extend((0..150).map(|_| Entry { body: vec![], ..scene.document() }));
    let report = look(&journal, &archive).await;
    assert_eq!((report.fault_count, report.faults.len()), (150, 100));
}

/// A line that was written is not among what a look tells.
#[tokio::test]
async fn a_report_holds_no_word_of_anybody() {
    let mut scene = Scene::new();
    let chat = scene.desk.chats().last().unwrap().key;
    let line = Command::AddLine { chat, writer: Writer::Visitor, line: NewLine::plain("my secret") };
    let decision = scene.desk.handle(Request { now: Timestamp(1_000_000), once: None, command: line });
    scene.facts.extend(decision.facts);
    let report = scene.with_snapshot(|state| state["chats"]["3"]["events"][0]["id"] = json!(7)).await;
    assert!(!serde_json::to_string(&report).unwrap().contains("secret"));
}
