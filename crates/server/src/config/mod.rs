//! The operator's apply file: the accounts of a server as one TOML file that can be applied again and again.
//!
//! [`ApplyFile::parse`] reads it, [`plan`] turns each account into what its desk is asked to become, and [`describe`]
//! says what that has changed. Nothing here opens a file or touches a desk; the file is a contract with other
//! people's scripts, so a key is never renamed and never changes its meaning.

mod apply_agent;
mod apply_file;
mod apply_settings;
mod describe;
pub mod limits;
mod mistake;
mod plan;
mod syntax;
mod table;

pub use apply_agent::{ParsedAgent, Password};
pub use apply_file::{ApplyFile, ParsedAccount, ParsedSkill};
pub use describe::describe;
pub use mistake::{ApplyFileError, Place, Placed, Problem};
pub use plan::{PlanError, plan};
