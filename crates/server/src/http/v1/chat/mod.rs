//! `/api/handover/v1/account/{account}/chat/…`: of a visitor.

pub(in crate::http) mod read;
pub(in crate::http) mod status;
