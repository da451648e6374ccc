//! The numbers that rows are found by: whose row it is, and which one, in a single number.
//!
//! A row that is found by a number is found without a look at its contents. With both numbers as a key of their own,
//! SQLite reads the whole of every row that it passes on the way, and rows are large here
//! (`docs/adr/0009-rows-of-the-journal-by-one-number.md`).

use std::ops::RangeInclusive;

use crate::{Position, limits};

/// A number that has no room in a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the journal has no room for another {0}")]
struct NoRoom(&'static str);

/// The key of an append.
pub(super) fn of_append(account_no: i64, position: Position) -> rusqlite::Result<i64> {
    let position = i64::try_from(position.raw()).unwrap_or(i64::MAX);
    let accounts = 0..=limits::ACCOUNTS_MAX;
    joined((account_no, accounts, "account"), (position, 0..=limits::POSITION_MAX, "append of an account"))
}

/// The keys of all appends of an account behind a position.
pub(super) fn of_appends(account_no: i64, after: Position) -> rusqlite::Result<(i64, i64)> {
    let last = Position::from_raw(u64::try_from(limits::POSITION_MAX).unwrap_or(0));
    Ok((of_append(account_no, after)?.saturating_add(1), of_append(account_no, last)?))
}

/// The position in the key of an append.
pub(super) fn position(key: i64) -> Position {
    Position::from_raw(u64::try_from(key & limits::POSITION_MAX).unwrap_or(0))
}

/// The key of a chunk of a snapshot.
pub(super) fn of_chunk(snapshot_no: i64, chunk_no: i64) -> rusqlite::Result<i64> {
    let snapshots = 0..=limits::SNAPSHOT_NO_MAX;
    joined((snapshot_no, snapshots, "snapshot"), (chunk_no, 0..=limits::CHUNK_NO_MAX, "chunk of a snapshot"))
}

/// The keys of all chunks of a snapshot.
pub(super) fn of_chunks(snapshot_no: i64) -> rusqlite::Result<(i64, i64)> {
    Ok((of_chunk(snapshot_no, 0)?, of_chunk(snapshot_no, limits::CHUNK_NO_MAX)?))
}

/// A number with its bounds, and what it counts.
type Part = (i64, RangeInclusive<i64>, &'static str);

fn joined((whose, owners, owner): Part, (which, rows, row): Part) -> rusqlite::Result<i64> {
    let no_room = |what| rusqlite::Error::ToSqlConversionFailure(NoRoom(what).into());
    if !owners.contains(&whose) {
        return Err(no_room(owner));
    }
    if !rows.contains(&which) {
        return Err(no_room(row));
    }
    // The upper bound of the rows has all of its bits set.
    Ok((whose << rows.end().count_ones()) | which)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(position: i64) -> Position {
        Position::from_raw(u64::try_from(position).unwrap())
    }

    #[test]
    fn keys_of_one_account_stand_together_in_the_order_of_their_positions() {
        let keys = [(1, 0), (1, 1), (1, limits::POSITION_MAX), (2, 0), (limits::ACCOUNTS_MAX, 7)];
        let keys = keys.map(|(account_no, position)| of_append(account_no, at(position)).unwrap());
        assert!(keys.is_sorted_by(|one, next| one < next), "{keys:?}");
        assert_eq!(keys.map(position), [0, 1, limits::POSITION_MAX, 0, 7].map(at));
        assert_eq!(of_appends(1, Position::START).unwrap(), (keys[1], keys[2]));
    }

    #[test]
    fn a_number_that_has_no_room_in_a_key_is_refused() {
        let last = of_append(limits::ACCOUNTS_MAX, at(limits::POSITION_MAX)).unwrap();
        assert_eq!(last, i64::MAX);
        assert!(of_append(limits::ACCOUNTS_MAX + 1, at(1)).is_err());
        assert!(of_append(1, at(limits::POSITION_MAX + 1)).is_err());
        assert!(of_append(-1, at(1)).is_err());
        let last = of_chunk(limits::SNAPSHOT_NO_MAX, limits::CHUNK_NO_MAX).unwrap();
        assert_eq!(last, i64::MAX);
        assert!(of_chunk(limits::SNAPSHOT_NO_MAX + 1, 0).is_err());
        assert!(of_chunk(1, limits::CHUNK_NO_MAX + 1).is_err());
    }

    #[test]
    fn the_largest_snapshot_has_a_key_for_each_chunk() {
        let chunks = limits::SNAPSHOT_BYTES_MAX.div_ceil(limits::CHUNK_BYTES);
        assert!(i64::try_from(chunks).unwrap() <= limits::CHUNK_NO_MAX + 1);
    }
}
