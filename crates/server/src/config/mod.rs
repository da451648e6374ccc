//! The operator's apply file: the accounts of a server as one TOML file that can be applied again and again.
//!
//! [`ApplyFile::parse`] reads it, [`plan()`] turns each account into what its desk is asked to become, and [`describe()`]
//! says what that has changed. Nothing here opens a file or touches a desk; the file is a contract with other
//! people's scripts, so a key is never renamed and never changes its meaning.

mod apply_account;
mod apply_agent;
mod apply_canned;
mod apply_connector;
mod apply_file;
mod apply_group;
mod apply_origins;
mod apply_password;
mod apply_question;
mod apply_settings;
mod apply_survey;
mod apply_switches;
mod apply_text;
mod describe;
pub mod limits;
mod mistake;
mod plan;
mod public_key;
mod syntax;
mod table;

pub use apply_account::{ParsedAccount, ParsedSkill};
pub use apply_agent::ParsedAgent;
pub use apply_canned::ParsedCanned;
pub use apply_file::ApplyFile;
pub use apply_password::Password;
pub use apply_survey::ParsedSurvey;
pub use describe::describe;
pub use mistake::{ApplyFileError, Place, Placed, Problem};
pub use plan::{PlanError, plan};
pub use public_key::PublicKeyFault;

/// A file with most of the keys, for the tests of this folder.
#[cfg(test)]
const EXAMPLE: &str = r#"[[account]]
id = "12345678"
time_zone = "Europe/Lisbon"
app_keys = ["0123456789abcdef0123456789abcdef"]
[account.settings]
offer_timeout_s = 20
continuity = "shared"
[[account.skill]]
id = 25975313
name = "Sales"
[[account.agent]]
id = 311098910
login = "agent.a@example.com"
password = "a secret"
nickname = "A"
name = "Agent A"
email = "agent.a@example.com"
max_chats = 3
skills = ["Sales"]
"#;

/// A hash that may stand in a file.
#[cfg(test)]
const HASH: &str = "$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHRzb21lc2FsdA\
                    $zBeT4W53kcLBVdvdZyaiwcBl0r3T0mGJuBcEn5MbFmM";
