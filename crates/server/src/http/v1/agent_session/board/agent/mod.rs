//! `…/board/agent/{agent}/…`: what a supervisor does to an agent.

pub(in crate::http) mod remove_second_factor;
pub(in crate::http) mod sign_out;
