"""The people that the proof of the OpenAPI documents calls as: an agent at a device, a supervisor, and a visitor with a chat.
What a call has ended is made anew before the next."""

import requests

ACCOUNT = "12345678"
APP_KEY = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
MAYA, BEN, SUE = "maya@example.com", "ben@example.com", "sue@example.com"
BEN_ID = "311098912"
PASSWORD = "Correct-Horse1"
# Good until 2100, of the connector 1 in accounts.toml.
TOKEN = (
    "eyJhbGciOiJFZERTQSIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJjdXN0b21lci03IiwiZXhwIjo0MTAyNDQ0ODAwLCJnaXZlbl9uYW1"
    "lIjoiTm9yYSIsImxwX3NkZXMiOlt7InR5cGUiOiJjdG1yaW5mbyIsImluZm8iOnsiY3VzdG9tZXJJZCI6IjU3YWMtMDcyYSIsImN"
    "zdGF0dXMiOiJjYW5jZWxsZWQiLCJjdHlwZSI6InZpcCIsImJhbGFuY2UiOi00MDAuOTksInNvY2lhbElkIjoiMTEyNTYzMjQ3ODA"
    "iLCJpbWVpIjoiMzU0MzU0NjU0MzU0NTY4OCIsInVzZXJOYW1lIjoidGVzdHVzZXIiLCJjb21wYW55U2l6ZSI6NTAwLCJhY2NvdW5"
    "0TmFtZSI6ImJhbmsgY29ycCIsInJvbGUiOiJicm9rZXIiLCJsYXN0UGF5bWVudERhdGUiOnsieWVhciI6MjAxNCwibW9udGgiOjE"
    "wLCJkYXkiOjE1fSwicmVnaXN0cmF0aW9uRGF0ZSI6eyJ5ZWFyIjoyMDEzLCJtb250aCI6NSwiZGF5IjoyM319fSx7InR5cGUiOiJ"
    "wZXJzb25hbCIsInBlcnNvbmFsIjp7ImZpcnN0bmFtZSI6IlRlc3QiLCJsYXN0bmFtZSI6IlVzZXIiLCJjb250YWN0cyI6W3siZW1"
    "haWwiOiJ0QGV4YW1wbGUuY29tIiwicGhvbmUiOiIrMS0xMC0zNDQzNzY1MzMzIn1dfX1dfQ.FvUoLjXs7SyBICJmnk9KSC9hhYOg"
    "8P7GhkYFoSZCXpSqke558WfzdTVH_G4RxfMHtWryzAH7780aDxMFCO-YCw"
)
# A request for a chat that only Maya is offered.
REQUEST = {"skill": "Sales", "interactionTimeout": 86400, "LETagVisitorId": "rloXnVgEQ-iQuoOytvKNqA",
           "LETagContextId": "2", "engagementId": 27469613,
           "customVariables": {"customVariable": [{"name": "a", "value": "1"}]}}
# What agents read of a visitor beside the conversation.
KNOWN = {"visitorName": "Ann", "language": "en-US", "chatReferrer": "https://shop.example/chairs", "visitorIp": "198.51.100.7",
         "userAgent": "Mozilla/5.0", "survey": {"id": 40216, "question": [{"id": 1, "answer": ["Order"]}, {"id": 2, "answer": "A-17"}]}}
# A transfer to the skill that Ben has too.
TRANSFER = {"skill": {"id": 26060413}, "text": "Please take over."}
SURVEYS = {"offlineSurvey": 40290, "exitSurvey": 361348, "survey": 41108}


class House:
    """One server, seen by its people."""

    def __init__(self, url):
        self.base = f"{url}/api/account/{ACCOUNT}"
        self.http = requests.Session()
        self.http.headers["Accept"] = "application/json"
        self.login = None
        self.session = None
        self.chat = None
        self.others = {}
        self.participant = None

    def _ask(self, method, path, **more):
        address = path if path.startswith("http") else self.base + path
        return self.http.request(method, address, timeout=10, **more)

    def _visitor(self, method, path, **more):
        return self._ask(method, path, headers={"Authorization": f"LivePerson appKey={APP_KEY}"}, **more)

    def agent(self, method, path, login=None, **more):
        bearer = (login or self.login)["bearer"]
        return self._ask(method, path, headers={"Authorization": f"Bearer {bearer}"}, **more)

    def sign_in(self, username=MAYA):
        """A login of its own: its tokens and its cookie."""
        answer = self._ask("POST", "/login", json={"username": username, "password": PASSWORD})
        answer.raise_for_status()
        self.http.cookies.clear()
        return {**answer.json(), "cookie": answer.cookies["session_id"]}

    def start_session(self, login=None):
        """The id of an agent session of its own."""
        answer = self.agent("POST", "/agentSession", login, json={})
        answer.raise_for_status()
        return answer.headers["Location"].rsplit("/", 1)[1]

    def somebody_else(self):
        """Keeps the other agent there, so that chats can be handed on."""
        login, session = self.at_device(BEN)
        # Whoever misses a chat is away.
        available = {"availability": {"chat": "Online"}}
        self.agent("PUT", f"/agentSession/{session}/availability", login, json=available).raise_for_status()

    def supervisor(self):
        """The supervisor's login and session, good ones."""
        return self.at_device(SUE)

    def at_device(self, username):
        """The login and session of somebody, good ones."""
        login, session = self.others.get(username, (None, None))
        if not session or not self.agent("GET", f"/agentSession/{session}/info", login).ok:
            login = self.sign_in(username)
            self.others[username] = login, self.start_session(login)
        return self.others[username]

    def device(self):
        """The agent's login and session, good ones."""
        if not self.login or self.agent("GET", "/agentSession/0/info").status_code == 401:
            self.login, self.session = self.sign_in(), None
        if not self.session or not self.agent("GET", f"/agentSession/{self.session}/info").ok:
            self.session = self.start_session()
        return self.login, self.session

    def proof(self):
        """What a visitor sends who can prove who it is."""
        return {"authChatConnId": 1, "ssoKey": TOKEN, "engagementId": 567609310, "LETagContextId": "2",
                "LETagSessionId": "90o5l5twRUGu1rN7bzwNMA", "LETagVisitorId": "RiM2JlOTcwOGIxZmNiNTk4"}

    def waiting_chat(self, participant=None):
        """The key of a chat that nobody has accepted; it has a skill that only the agent has."""
        wanted = {"request": {**REQUEST, **KNOWN, **(participant or {})}}
        answer = self._visitor("POST", "/chat/request", json=wanted)
        answer.raise_for_status()
        return answer.headers["Location"].rsplit("/", 1)[1]

    def accepted_chat(self):
        """The key of a chat that the agent has."""
        _, session = self.device()
        path = f"/agentSession/{session}"
        if self.chat:
            info = self.agent("GET", f"{path}/chat/{self.chat}/info")
            if info.ok and info.json()["info"]["state"] == "chatting":
                return self.chat
        self.agent("PUT", f"{path}/availability", json={"availability": {"chat": "Online"}}).raise_for_status()
        known = self._visitor("POST", "/conversation", json=self.proof())
        known.raise_for_status()
        self.participant = known.json()["participantId"]
        wanted = self.waiting_chat(known.json())
        while self.chat != wanted:
            answer = self.agent("POST", f"{path}/incomingRequests", json={"chat": "start"})
            answer.raise_for_status()
            self.chat = answer.headers["Location"].rsplit("/", 1)[1]
        return self.chat
