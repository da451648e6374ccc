#!/usr/bin/env node
// An agent bot: greets, repeats what a visitor says, ends the chat on "bye". Ctrl-C signs it out.
// agent-bot.mjs https://chat.example.com 12345678 maya Correct-Horse1
import { setTimeout as sleep } from "node:timers/promises";

const [base, account, username, password] = process.argv.slice(2);
const pause = 1000 * (process.env.POLL_SECONDS ?? 2); // clients of the old service were told not to ask more often
const ASK = ".json?v=1&NC=true";
const headers = { "Content-Type": "application/json" };
const chats = new Map(); // the address of each chat, and of its next events
const say = (text) => console.log("bot:", text);
// A GET, or with a body a POST. An error is an answer as well, unless it must not be.
async function call(url, body, more, must = true) {
  const method = body === undefined ? "GET" : "POST";
  const got = await fetch(url, { method, body: JSON.stringify(body), headers: { ...headers, ...more } });
  const text = await got.text(); // most answers are JSON, some are empty; a refused token is told in a line of text
  if (must && !got.ok) throw new Error(`${url}: ${got.status} ${text}`);
  return { status: got.status, headers: got.headers, ...(text[0] === "{" ? JSON.parse(text) : {}) };
}

const post = (chat, event) => call(`${chat}/events${ASK}`, { event }, {}, false); // the visitor may just have left

async function serve(chat) {
  const url = chats.get(chat).replace("/events?", "/events.json?"); // links carry no format; it goes before their query
  const { status, events } = await call(`${url}&v=1&NC=true`, undefined, {}, false);
  if (status !== 200) return status === 404 && chats.delete(chat); // transferred, or ended long ago; 503: try again
  chats.set(chat, events.link.find((link) => link["@rel"] === "next")["@href"]);
  const list = [events.event ?? []].flat(); // several: a list; one: the event itself; none: no member
  // What stands before the agent's last line was answered, perhaps on another device.
  const done = url.endsWith("?from=0") ? list.map((event) => event.source).lastIndexOf("agent") + 1 : 0;
  for (const event of list.slice(done)) {
    if (event.source === "visitor") {
      say(`${event.by}: ${event.text}`);
      const bye = event.text.trim().toLowerCase() === "bye";
      await post(chat, { "@type": "line", text: bye ? "Good bye!" : `You said: ${event.text}` });
      if (bye) await post(chat, { "@type": "state", state: "ended" });
    }
    if (event.state === "ended") say(`ended chat ${chat.split("/").pop()}`), chats.delete(chat);
  }
}

const { baseURI } = await call(`${base}/api/account/${account}/service/agentVep/baseURI.json?version=1.0`);
const api = `${base.split(":")[0]}://${baseURI}/api/account/${account}`; // it is a bare host, perhaps with a port
const login = await call(`${api}/login?v=1.3`, { username, password });
headers.Authorization = `Bearer ${login.bearer}`;
const cookie = { Cookie: login.headers.get("Set-Cookie").split(";")[0] }; // fetch does not keep it
const session = (await call(`${api}/agentSession${ASK}`, { loginData: "" })).agentSessionLocation.link["@href"];
for (const { chatSessionKey, link } of (await call(`${session}/chatSessions${ASK}`)).chatSessions.chatSession) {
  say(`continuing chat ${chatSessionKey}`); // from another device of this agent; links have no @ here
  chats.set(link.href, `${link.href}/events?from=0`);
}
let [state, refresh, stopped] = ["signed out", Date.now() + 240_000, false];
process.once("SIGINT", () => { stopped = true; });
while (!stopped) {
  if (state !== "Online") { // a chat that was missed made the agent Away; a PUT is sent as a POST that says so
    const put = { "X-HTTP-Method-Override": "PUT" };
    await call(`${session}/availability${ASK}`, { availability: { chat: "Online" } }, put);
    say(`${username} is online, was ${state}`);
  }
  const { ringingCount, link } = (await call(`${session}/incomingRequests${ASK}`)).incomingRequests;
  // There is a link only now; each POST to it accepts one chat, unless another device of this agent was quicker.
  const accepted = ringingCount > 0 ? await call(link["@href"] + ASK, { chat: "start" }, {}, false) : {};
  if (accepted.status === 201) {
    const chat = accepted.chatLocation.link["@href"];
    say(`accepted chat ${chat.split("/").pop()}`);
    await post(chat, { "@type": "line", text: "Hello, how can I help you?" });
    chats.set(chat, `${chat}/events?from=0`);
  }
  for (const chat of [...chats.keys()]) await serve(chat);
  if (Date.now() > refresh) { // a login ends 8 hours after its last refresh
    await call(`${api}/refresh`, { csrf: login.csrf }, cookie);
    refresh = Date.now() + 240_000;
  }
  await sleep(pause);
  state = (await call(`${session}/availability${ASK}`)).availability.chat;
}
// This gives open chats to other agents: to go on at another device, start there first.
await call(`${api}/logout`, { csrf: login.csrf }, cookie);
say("signed out");
