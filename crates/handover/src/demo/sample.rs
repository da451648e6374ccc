//! The account of the demo: two agents who both have the skill that the visitor asks for, and a small survey of each
//! kind.

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

[[account.survey]]
kind = "pre_chat"
id = 40216
header = "Please tell us a little before we start."
[[account.survey.question]]
id = 12786273
label = "What is it about?"
mandatory = true
type = "Dropdown Box"
entry = [{ value = "Order", shows = [2] }, { value = "Other" }]
[[account.survey.question]]
id = 16314710
label = "Order number?"
mandatory = true
type = "Text Field"

[[account.survey]]
kind = "offline"
id = 40217
header = "Nobody is here at the moment. Leave a message, and we will answer by mail."
[[account.survey.question]]
id = 16314711
label = "Your mail address"
mandatory = true
validation = "email"
type = "Text Field"
[[account.survey.question]]
id = 16314712
label = "Your message"
mandatory = true
type = "Text Area"

[[account.survey]]
kind = "exit"
id = 40218
header = "How was it?"
[[account.survey.question]]
id = 16314713
label = "Were you helped?"
type = "Radio Button"
entry = [{ value = "yes", display = "Yes" }, { value = "no", display = "No", shows = [2] }]
[[account.survey.question]]
id = 16314714
label = "What was missing?"
type = "Text Area"

[[account.survey]]
kind = "agent"
id = 40219
header = "After the chat"
[[account.survey.question]]
id = 16314715
label = "What was it about?"
type = "Checkbox"
entry = [{ value = "Order" }, { value = "Delivery" }, { value = "Return" }]
"#;
