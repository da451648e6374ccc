#!/usr/bin/env python3
"""An agent bot: greets, repeats what a visitor says, ends the chat on "bye". Ctrl-C signs it out.
agent_bot.py https://chat.example.com 12345678 maya Correct-Horse1"""
import functools, json, os, sys, time, urllib.error, urllib.request

BASE, ACCOUNT, LOGIN, PASSWORD = sys.argv[1:]
PAUSE = float(os.environ.get("POLL_SECONDS", 2))  # clients of the old service were told not to ask more often
ASK = ".json?v=1&NC=true"
headers, chats = {"Content-Type": "application/json"}, {}  # chats: the address of each, and of its next events
say = functools.partial(print, "bot:", flush=True)

def call(url, body=None, more={}, must=True):
    """A GET, or with a body a POST; gives the JSON and the whole answer."""
    request = urllib.request.Request(url, body and json.dumps(body).encode(), {**headers, **more})
    try:
        got = urllib.request.urlopen(request, timeout=10)
    except urllib.error.HTTPError as error:
        got = error  # an error is an answer as well
    text = got.read()  # most answers are JSON, some are empty; a refused token is told in a line of text
    if must and got.status >= 300:
        sys.exit(f"bot: {url}: {got.status} {text.decode()}")
    return json.loads(text) if text[:1] == b"{" else {}, got

def post(chat, event):  # what is an attribute in XML has an @ in JSON
    call(f"{chat}/events{ASK}", {"event": event}, must=False)  # the visitor may just have left

def serve(chat):
    url = chats[chat].replace("/events?", "/events.json?")  # links carry no format; it goes before their query
    answer, got = call(url + "&v=1&NC=true", must=False)
    if got.status != 200:  # 404: the chat was transferred, or ended long ago; 503: try again
        return got.status == 404 and chats.pop(chat)
    events = answer["events"].get("event", [])  # several: a list; one: the event itself; none: no member
    events = events if isinstance(events, list) else [events]
    if chats[chat].endswith("?from=0"):  # what stands before the agent's last line was answered, perhaps elsewhere
        events = events[max((n + 1 for n, e in enumerate(events) if e.get("source") == "agent"), default=0):]
    chats[chat] = next(link["@href"] for link in answer["events"]["link"] if link["@rel"] == "next")
    for event in events:
        if event.get("source") == "visitor":
            say(f"{event['by']}: {event['text']}")
            bye = event["text"].strip().lower() == "bye"
            post(chat, {"@type": "line", "text": "Good bye!" if bye else f"You said: {event['text']}"})
            bye and post(chat, {"@type": "state", "state": "ended"})
        elif event.get("state") == "ended":
            say(f"ended chat {chat.split('/')[-1]}")
            chats.pop(chat)

host = call(f"{BASE}/api/account/{ACCOUNT}/service/agentVep/baseURI.json?version=1.0")[0]["baseURI"]
api = f"{BASE.split(':')[0]}://{host}/api/account/{ACCOUNT}"  # it is a bare host, perhaps with a port
login, got = call(f"{api}/login?v=1.3", {"username": LOGIN, "password": PASSWORD})
headers["Authorization"] = f"Bearer {login['bearer']}"
cookie = {"Cookie": got.headers["Set-Cookie"].split(";")[0]}  # "Secure": no cookie jar sends it over plain http
session = call(f"{api}/agentSession{ASK}", {"loginData": ""})[0]["agentSessionLocation"]["link"]["@href"]
for known in call(f"{session}/chatSessions{ASK}")[0]["chatSessions"]["chatSession"]:
    say(f"continuing chat {known['chatSessionKey']}")  # from another device of this agent; links have no @ here
    chats[known["link"]["href"]] = known["link"]["href"] + "/events?from=0"
state, refreshed = "signed out", time.monotonic()
try:
    while True:
        if state != "Online":  # a missed chat made the agent Away; a PUT is sent as a POST that says so
            put = {"X-HTTP-Method-Override": "PUT"}
            call(f"{session}/availability{ASK}", {"availability": {"chat": "Online"}}, put)
            say(f"{LOGIN} is online, was {state}")
        ringing = call(f"{session}/incomingRequests{ASK}")[0]["incomingRequests"]
        if int(ringing["ringingCount"]):  # there is a link only now; each POST to it accepts one chat
            answer, got = call(ringing["link"]["@href"] + ASK, {"chat": "start"}, must=False)
            if got.status == 201:  # else the visitor has left, or another device of this agent was quicker
                chat = answer["chatLocation"]["link"]["@href"]
                say(f"accepted chat {chat.split('/')[-1]}")
                post(chat, {"@type": "line", "text": "Hello, how can I help you?"})
                chats[chat] = chat + "/events?from=0"
        for chat in list(chats):
            serve(chat)
        if time.monotonic() - refreshed > 240:  # a login ends 8 hours after its last refresh
            refreshed = call(f"{api}/refresh", {"csrf": login["csrf"]}, cookie) and time.monotonic()
        time.sleep(PAUSE)
        state = call(f"{session}/availability{ASK}")[0]["availability"]["chat"]
except KeyboardInterrupt:  # this gives open chats to other agents: to go on at another device, start there first
    call(f"{api}/logout", {"csrf": login["csrf"]}, cookie)
    say("signed out")
