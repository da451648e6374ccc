//! What the kill test is made of: the account, those who write and read, what they were told, and the comparison
//! afterwards.

pub(crate) mod account;
pub(crate) mod check;
pub(crate) mod ledger;
pub(crate) mod people;
