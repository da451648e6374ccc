/**
 * The account of the browser tests: two skills, agents, a supervisor, surveys of every kind, canned texts.
 */

export const ACCOUNT = '12345678';
export const APP_KEY = '0f1e2d3c4b5a69788796a5b4c3d2e1f0';
export const PASSWORD = 'Correct-Horse1';

/** @typedef {{ id: number, login: string, nickname: string }} Person */

/** @type {Person} */
export const MAYA = { id: 311098910, login: 'maya@example.com', nickname: 'Maya' };
/** @type {Person} */
export const BEN = { id: 311098912, login: 'ben@example.com', nickname: 'Ben' };
/** @type {Person} */
export const SUE = { id: 311098914, login: 'sue@example.com', nickname: 'Sue' };

/** @typedef {"pre_chat" | "offline" | "exit" | "agent"} SurveyKind */

/**
 * @typedef {object} DeskOptions
 * @property {SurveyKind[]} [surveys] which surveys there are; all of them unless stated
 * @property {number} [maxChats] of each agent
 * @property {string} [settings] lines for `[account.settings]`
 * @property {string} [more] further tables at the end
 */

/** @type {Record<SurveyKind, string>} */
const SURVEYS = {
  pre_chat: `
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
`,
  offline: `
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
`,
  exit: `
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
`,
  agent: `
[[account.survey]]
kind = "agent"
id = 40219
header = "After the chat"
[[account.survey.question]]
id = 16314715
label = "What was it about?"
type = "Checkbox"
entry = [{ value = "Order" }, { value = "Delivery" }, { value = "Return" }]
`,
};

/** The canned texts of the account. */
export const CANNED = [
  { shortcut: 'hi', title: 'Greeting', text: 'Hello, how can I help?' },
  { shortcut: 'ship', title: 'Shipping', text: 'Parcels take two to three days.' },
];

/**
 * The apply file of the account.
 *
 * @param {DeskOptions} [options]
 */
export function desk({
  surveys = ['pre_chat', 'offline', 'exit', 'agent'],
  maxChats = 3,
  settings = '',
  more = '',
} = {}) {
  return `
[[account]]
id = "${ACCOUNT}"
time_zone = "Europe/Lisbon"
app_keys = ["${APP_KEY}"]

[account.settings]
early_lines = true
${settings}

[[account.skill]]
id = 25975313
name = "Sales"

[[account.skill]]
id = 25975314
name = "Returns"
${agent(MAYA, maxChats)}${agent(BEN, maxChats)}${agent(SUE, maxChats, 'role = "supervisor"')}${surveys.map((kind) => SURVEYS[kind]).join('')}${CANNED.map(canned).join('')}${more}`;
}

/**
 * @param {Person} person
 * @param {number} maxChats
 * @param {string} more
 */
function agent({ id, login, nickname }, maxChats, more = '') {
  return `
[[account.agent]]
id = ${id}
login = "${login}"
password = "${PASSWORD}"
nickname = "${nickname}"
skills = ["Sales", "Returns"]
max_chats = ${maxChats}
${more}
`;
}

/** @param {{ shortcut: string, title: string, text: string }} text */
export function canned({ shortcut, title, text }) {
  return `
[[account.canned]]
shortcut = ${JSON.stringify(shortcut)}
title = ${JSON.stringify(title)}
text = ${JSON.stringify(text)}
`;
}
