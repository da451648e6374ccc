#!/usr/bin/env node
// A visitor: asks for a chat, says a line each time the agent has spoken, ends the chat when no line is left.
//     visitor.mjs https://chat.example.com 12345678 Sales ["a line" ...]
// APP_KEY is the account's application key; EMAIL, if set, is where the transcript goes.
import { setTimeout as sleep } from "node:timers/promises";

const [base, account, skill, ...words] = process.argv.slice(2);
const lines = words.length > 0 ? words : ["Hello", "Where is my order A-17?"];
const pause = 1000 * (process.env.POLL_SECONDS ?? 2); // 40 s without a call of the visitor end the chat
const key = process.env.APP_KEY ?? "721c180b09eb463d9f3191c41762bb68"; // the one that was published for everybody
const say = (text) => console.log("visitor:", text);

// A GET, or with a body a POST. Anything but 2xx ends the program; internalCode 12 means that the chat is gone.
async function call(url, body, more) {
  const headers = { Authorization: `LivePerson appKey=${key}`, "Content-Type": "application/json", ...more };
  const method = body === undefined ? "GET" : "POST";
  const got = await fetch(url, { method, body: JSON.stringify(body), headers });
  const text = await got.text();
  if (!got.ok) throw new Error(`${url}: ${got.status} ${text}`);
  return { location: got.headers.get("Location"), ...(text ? JSON.parse(text) : {}) };
}

const { baseURI } = await call(`${base}/api/account/${account}/service/conversationVep/baseURI.json?version=1.0`);
const api = `${base.split(":")[0]}://${baseURI}/api/account/${account}`; // it is a bare host, perhaps with a port

const wanted = encodeURIComponent(skill); // by name, not by id
if (!(await call(`${api}/chat/availability.json?v=1&skill=${wanted}`)).availability) {
  say(`nobody is there for ${skill}`);
  process.exit(1);
}
say(`somebody is there for ${skill}`);

// The address is in the header, the body is empty. Whoever knows the address can read the chat.
const chat = (await call(`${api}/chat/request.json?v=1`, { request: { skill } })).location;
// Refused if the chat has just ended, as the next poll tells.
const post = (event) => call(`${chat}/events.json?v=1`, { event }).catch(() => {});
say(`started chat ${chat.split("/").pop()}`);

let [state, url] = ["waiting", `${chat}?from=0`];
while (state !== "ended") {
  // Links carry neither format nor key; the format goes in front of their query.
  const { link, events } = (await call(`${url.replace("?", ".json?")}&v=1`)).chat;
  url = link.find((link) => link["@rel"] === "next")["@href"];
  let spoken = false;
  for (const event of [events.event ?? []].flat()) { // several: a list; one: the event itself; none: no member
    if (event["@type"] === "state") {
      state = event.state;
      say(`the chat is ${state}`);
    } else if (event.source !== "visitor") { // one's own lines come back as well
      say(`${event.by}: ${event.text}`);
      spoken ||= event.source === "agent";
    }
  }
  if (spoken && state === "chatting" && lines.length > 0) { // a line while the chat is waiting would be refused
    say(`me: ${lines[0]}`);
    await post({ "@type": "line", text: lines.shift() });
  } else if (spoken && state === "chatting") {
    await post({ "@type": "state", state: "ended" });
  }
  if (state !== "ended") await sleep(pause);
}

if (process.env.EMAIL) { // a PUT is sent as a POST that says so
  const put = { "X-HTTP-Method-Override": "PUT" };
  await call(`${chat}/transcriptRequest.json?v=1`, { email: process.env.EMAIL }, put);
  say(`a transcript goes to ${process.env.EMAIL}`);
}
