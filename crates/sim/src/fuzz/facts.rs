//! Records of the journal and snapshots.

use handover_desk::{Desk, DeskState};
use handover_journal::codec;

/// Reads records of a journal, one in each line. What is read is written and read as the same; all of it can be applied, in
/// order and backwards (invariant 9), and the desk that comes of it can be stored and read (invariant 8).
///
/// # Panics
/// If one of these does not hold.
pub fn facts(data: &[u8]) {
    let Ok(facts) = codec::decode_all(data) else { return };
    let written = codec::encode_all(&facts).unwrap_or_default();
    let again = codec::decode_all(&written);
    assert!(
        again.is_ok_and(|again| again == facts),
        "not read as it was written: {}",
        String::from_utf8_lossy(&written)
    );
    for backwards in [false, true] {
        let mut desk = Desk::default();
        if backwards {
            for fact in facts.iter().rev() {
                desk.apply(fact);
            }
        } else {
            for fact in &facts {
                desk.apply(fact);
            }
        }
        store(&desk);
    }
}

/// Reads a snapshot. A desk that comes of one can be stored and read again as the same, and facts can be applied to it.
pub fn snapshot(data: &[u8]) {
    let Ok(state) = serde_json::from_slice::<DeskState>(data) else { return };
    let mut desk = Desk::from_state(state);
    let _whenever = desk.next_deadline();
    desk.compact();
    store(&desk);
}

/// Invariant 8: a desk is the same when it was stored and read, to the byte.
fn store(desk: &Desk) {
    let stored = serde_json::to_vec(desk.state()).unwrap_or_default();
    let read = serde_json::from_slice::<DeskState>(&stored);
    assert!(read.is_ok(), "a desk that was stored cannot be read: {read:?}");
    let again = read.map(Desk::from_state).map(|desk| serde_json::to_vec(desk.state()).unwrap_or_default());
    assert!(
        again.is_ok_and(|again| again == stored),
        "not the same desk: {}",
        String::from_utf8_lossy(&stored)
    );
}
