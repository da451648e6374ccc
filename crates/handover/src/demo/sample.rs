//! The account of the demo: two agents who both have the skill that the visitor asks for, their supervisor, some canned texts,
//! and a small survey of each kind.

/// The account.
pub(super) const ACCOUNT: &str = "12345678";
/// The application key of the visitor's page.
pub(super) const APP_KEY: &str = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
/// Maya's login name.
pub(super) const MAYA: &str = "maya@example.com";
/// Ben's login name.
pub(super) const BEN: &str = "ben@example.com";
/// Sue's login name; she is the supervisor.
pub(super) const SUE: &str = "sue@example.com";
/// The password of all of them.
pub(super) const PASSWORD: &str = "Correct-Horse1";

/// What an operator writes to get this account. In the story a visitor may not write while waiting, as the old server had it; who
/// tries the pages afterwards may.
pub(super) fn file(early_lines: bool) -> String {
    format!("{ACCOUNT_TABLE}\n[account.settings]\nearly_lines = {early_lines}\n{TABLES}")
}

const ACCOUNT_TABLE: &str = r#"
[[account]]
id = "12345678"
time_zone = "Europe/Lisbon"
app_keys = ["0f1e2d3c4b5a69788796a5b4c3d2e1f0"]
"#;

const TABLES: &str = r#"
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

[[account.agent]]
id = 311098914
login = "sue@example.com"
password = "Correct-Horse1"
nickname = "Sue"
role = "supervisor"
max_chats = 0

[[account.canned]]
shortcut = "hi"
title = "Greeting"
text = "Hello! What can I do for you?"
[[account.canned]]
shortcut = "look"
title = "Looking into it"
text = "Let me look into that. It takes a minute or two."
[[account.canned]]
shortcut = "order"
title = "Ask for the order number"
text = "Could you tell me the order number? It is in the mail that confirmed the order."
skills = ["Sales"]
[[account.canned]]
shortcut = "bye"
title = "Farewell"
text = "Thank you for writing to us. Have a good day!"

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
