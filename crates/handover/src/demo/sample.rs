//! The account of the demo: two agents who both have the skill that the visitor asks for.

/// The account.
pub(super) const ACCOUNT: &str = "12345678";
/// The application key of the visitor's page.
pub(super) const APP_KEY: &str = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
/// Maya's login name.
pub(super) const MAYA: &str = "maya@example.com";
/// Ben's login name.
pub(super) const BEN: &str = "ben@example.com";
/// The password of both.
pub(super) const PASSWORD: &str = "Correct-Horse1";

/// What an operator writes to get this account.
pub(super) const FILE: &str = r#"
[[account]]
id = "12345678"
time_zone = "Europe/Lisbon"
app_keys = ["0f1e2d3c4b5a69788796a5b4c3d2e1f0"]

[[account.skill]]
id = 25975313
name = "Sales"

[[account.agent]]
id = 311098910
login = "maya@example.com"
password = "Correct-Horse1"
nickname = "Maya"
skills = ["Sales"]

[[account.agent]]
id = 311098912
login = "ben@example.com"
password = "Correct-Horse1"
nickname = "Ben"
skills = ["Sales"]
"#;
