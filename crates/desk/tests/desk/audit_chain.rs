//! The audit log as a chain: what can be told from it when somebody has been at it.

use crate::common::*;
use handover_desk::{
    Act, AgentId, AuditEntry, AuditFault, AuditFaultKind, AuditNo, AuditSpan, Digest, Timestamp, check_audit,
};

fn entry(no: u64) -> AuditEntry {
    let at = Timestamp(1_764_000_000_000 + i64::try_from(no).unwrap());
    AuditEntry {
        no: AuditNo(no),
        at,
        agent: AgentId(16),
        act: Act::Watch,
        chat: None,
        subject: None,
        erased: None,
        link: None,
    }
}

/// Entries 1 to 9, of which the first ones were written before there was a chain.
fn log(bare: u64) -> Vec<AuditEntry> {
    let mut log: Vec<AuditEntry> = Vec::new();
    for no in 1..=9 {
        let next = if no <= bare { entry(no) } else { entry(no).behind(log.last()) };
        log.push(next);
    }
    log
}

fn fault(log: &[AuditEntry]) -> (u64, AuditFaultKind) {
    let AuditFault { at, kind } = check_audit(log).unwrap_err();
    (at.0, kind)
}

#[test]
fn a_chain_is_whole_from_its_beginning_or_from_where_it_is_kept() {
    let chain = log(0);
    let whole = AuditSpan {
        bare: 0,
        chained: Some((AuditNo(1), AuditNo(9))),
        head: Some(chain[8].link.unwrap().own),
        from_beginning: true,
    };
    assert_eq!(check_audit(&chain), Ok(whole));
    let kept = AuditSpan { chained: Some((AuditNo(4), AuditNo(9))), from_beginning: false, ..whole };
    assert_eq!(check_audit(&chain[3..]), Ok(kept));
    let later = log(3);
    let head = Some(later[8].link.unwrap().own);
    let begun = AuditSpan { bare: 3, chained: Some((AuditNo(4), AuditNo(9))), head, from_beginning: true };
    assert_eq!(check_audit(&later), Ok(begun));
    assert_eq!(check_audit(&log(9)), Ok(AuditSpan { bare: 9, ..AuditSpan::default() }));
    assert_eq!(check_audit([]), Ok(AuditSpan::default()));
}

#[test]
fn whichever_member_of_whichever_entry_is_changed_the_entry_is_named() {
    type Change = fn(&mut AuditEntry);
    let changes: [Change; 6] = [
        |entry| entry.at.0 += 1,
        |entry| entry.agent.0 += 1,
        |entry| entry.act = Act::Whisper,
        |entry| entry.chat = Some(Scene::new().asks()),
        |entry| entry.subject = Some(AgentId(0)),
        |entry| entry.link.as_mut().unwrap().own.0[31] ^= 1,
    ];
    for change in changes {
        for at in 0..9 {
            let mut log = log(0);
            change(&mut log[at]);
            assert_eq!(fault(&log), (at as u64 + 1, AuditFaultKind::Changed));
        }
    }
}

#[test]
fn an_entry_that_was_rewritten_with_its_hash_is_betrayed_by_the_next() {
    for at in 0..8 {
        let mut log = log(0);
        log[at].act = Act::EndChat;
        log[at] = log[at].behind(at.checked_sub(1).map(|before| &log[before]).copied().as_ref());
        assert_eq!(fault(&log), (at as u64 + 2, AuditFaultKind::Unlinked));
    }
}

#[test]
fn an_entry_that_is_missing_or_stands_twice_or_has_changed_places_is_noticed() {
    let mut missing = log(0);
    missing.remove(4);
    assert_eq!(fault(&missing), (6, AuditFaultKind::Gap));
    let mut twice = log(0);
    twice.insert(4, twice[4]);
    assert_eq!(fault(&twice), (5, AuditFaultKind::Gap));
    let mut renumbered = missing;
    for (no, entry) in (1..).zip(&mut renumbered) {
        entry.no = AuditNo(no);
    }
    assert_eq!(fault(&renumbered), (5, AuditFaultKind::Changed));
}

#[test]
fn hashes_cannot_be_taken_off_without_a_trace() {
    let mut tail = log(0);
    tail[8].link = None;
    assert_eq!(fault(&tail), (9, AuditFaultKind::Bare));
    let mut front = log(0);
    front[..4].iter_mut().for_each(|entry| entry.link = None);
    assert_eq!(fault(&front), (5, AuditFaultKind::Bare));
}

#[test]
fn the_hash_of_an_entry_is_the_same_for_ever() {
    let entry = entry(1).behind(None);
    let link = entry.link.unwrap();
    assert_eq!(link.before, Digest([0; 32]));
    assert_eq!(link.own.to_string(), "e5ac351961f1be6b9a121414cfb3fc41a6e33a74c13633351dcf34eb8b81ef5f");
    let chat = "H6120334598172645310-4f8e1c0b9a7d4e52b3c6d7f80912a3b4K8388609".parse().unwrap();
    let full =
        AuditEntry { act: Act::TakeOver, chat: Some(chat), subject: Some(AgentId(17)), ..entry }.behind(None);
    assert_eq!(
        full.link.unwrap().own.to_string(),
        "8163b4884773b0ed0b1bcd41547e79acce2c7529b8160a300c39a5a422798ac4"
    );
}

#[test]
fn every_deed_is_linked_to_the_one_before_and_so_it_stays_after_a_start_from_a_snapshot() {
    let mut scene = Scene::new();
    let boss = scene.supervisor(SUE, 1, &[]);
    for turn in 0..4 {
        scene.agent(ANNA, 1, &[]);
        scene.done(handover_desk::Command::SignOutAgent { session: boss, agent: ANNA });
        let state = serde_json::to_string(scene.desk.state()).unwrap();
        scene.desk = handover_desk::Desk::from_state(serde_json::from_str(&state).unwrap());
        let span = check_audit(scene.desk.audit(AuditNo(1))).unwrap();
        assert_eq!(span.chained, Some((AuditNo(1), AuditNo(turn + 1))));
        assert!(span.from_beginning);
    }
}
