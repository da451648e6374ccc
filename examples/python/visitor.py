#!/usr/bin/env python3
"""A visitor: asks for a chat, says a line each time the agent has spoken, ends the chat when no line is left.

    visitor.py https://chat.example.com 12345678 Sales ["a line" ...]

APP_KEY is the account's application key; EMAIL, if set, is where the transcript goes.
"""
import json, os, sys, time, urllib.error, urllib.parse, urllib.request

BASE, ACCOUNT, SKILL, *LINES = sys.argv[1:]
LINES = LINES or ["Hello", "Where is my order A-17?"]
PAUSE = float(os.environ.get("POLL_SECONDS", 2))  # 40 s without a call of the visitor end the chat
KEY = os.environ.get("APP_KEY", "721c180b09eb463d9f3191c41762bb68")  # the one that was published for everybody

def say(text):
    print("visitor:", text, flush=True)

def call(url, body=None, must=True, **headers):
    """A GET, or with a body a POST: JSON and headers. If it must be, anything but 2xx ends the program."""
    headers = {"Authorization": f"LivePerson appKey={KEY}", "Content-Type": "application/json", **headers}
    request = urllib.request.Request(url, body and json.dumps(body).encode(), headers)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            text = answer.read()
            return json.loads(text) if text else None, answer.headers
    except urllib.error.HTTPError as error:  # internalCode 12 means that the chat is gone
        if must:
            sys.exit(f"visitor: {url}: {error.status} {error.read().decode()}")
        return None, error.headers

def post(event):  # refused if the chat has just ended, as the next poll tells
    call(f"{chat}/events.json?v=1", {"event": event}, must=False)

host = call(f"{BASE}/api/account/{ACCOUNT}/service/conversationVep/baseURI.json?version=1.0")[0]["baseURI"]
api = f"{BASE.split(':')[0]}://{host}/api/account/{ACCOUNT}"  # it is a bare host, perhaps with a port

skill = urllib.parse.quote(SKILL)  # by name, not by id
if not call(f"{api}/chat/availability.json?v=1&skill={skill}")[0]["availability"]:
    sys.exit(f"visitor: nobody is there for {SKILL}")
say(f"somebody is there for {SKILL}")

# The address is in the header, the body is empty. Whoever knows the address can read the chat.
chat = call(f"{api}/chat/request.json?v=1", {"request": {"skill": SKILL}})[1]["Location"]
say(f"started chat {chat.split('/')[-1]}")

state, url = "waiting", chat + "?from=0"
while state != "ended":
    # Links carry neither format nor key; the format goes in front of their query.
    answer = call(url.replace("?", ".json?") + "&v=1")[0]["chat"]
    url = next(link["@href"] for link in answer["link"] if link["@rel"] == "next")
    events = answer["events"].get("event", [])  # several: a list; one: the event itself; none: no member
    spoken = False
    for event in events if isinstance(events, list) else [events]:
        if event["@type"] == "state":
            state = event["state"]
            say(f"the chat is {state}")
        elif event["source"] != "visitor":  # one's own lines come back as well
            say(f"{event['by']}: {event['text']}")
            spoken = spoken or event["source"] == "agent"
    if spoken and state == "chatting":  # a line while the chat is waiting would be refused
        if LINES:
            say(f"me: {LINES[0]}")
            post({"@type": "line", "text": LINES.pop(0)})
        else:
            post({"@type": "state", "state": "ended"})
    if state != "ended":
        time.sleep(PAUSE)

if os.environ.get("EMAIL"):  # a PUT is sent as a POST that says so
    put = {"X-HTTP-Method-Override": "PUT"}
    call(f"{chat}/transcriptRequest.json?v=1", {"email": os.environ["EMAIL"]}, **put)
    say(f"a transcript goes to {os.environ['EMAIL']}")
