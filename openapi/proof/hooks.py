"""What Schemathesis is told of Handover: real people and real chats in most calls, and how an XML body is read."""

import atexit
import collections
import json
import os
import pathlib
import random

import schemathesis

import xml_by_schema
from house import ACCOUNT, APP_KEY, BEN_ID, MAYA, PASSWORD, REQUEST, SURVEYS, TRANSFER, House

HOUSE = House(os.environ["HANDOVER_URL"])
DICE = random.Random(int(os.environ["HANDOVER_SEED"]))
ANSWERS = collections.Counter()
# Of a hundred calls so many are left as they were made up: with a wrong account, token or key.
STRANGERS = 8
# What the writes of the API of the pages take, by the end of their paths.
OF_PAGES = {"draft": {"text": "Let me", "private": False}, "read": {"event": 1}, "whisper": {"text": "Offer a refund."},
            "{device}": {"name": "Firefox on Linux"}}


@schemathesis.hook
def before_call(context, case, kwargs):
    """Puts into a call who calls and about what."""
    if DICE.randrange(100) < STRANGERS:
        return
    path, verb = case.path, case.method.upper()
    case.path_parameters = case.path_parameters or {}
    if "account" in case.path_parameters:
        case.path_parameters["account"] = ACCOUNT
    if "/board" in path or path.endswith("/audit"):
        as_supervisor(case, path)
    elif "/agentSession" in path:
        as_agent(case, path, verb)
    elif path.endswith(("/refresh", "/logout")):
        with_cookie(case)
    elif path.endswith("/login"):
        with_password(case)
    elif "/chat" in path or path.endswith("/conversation"):
        as_visitor(case, path)
    if DICE.randrange(4):
        # The same few keys come in every run, and a key is good for one request.
        case.headers.pop("Idempotency-Key", None)
    if verb != "GET" and DICE.randrange(2):
        with_good_body(case, path.rsplit("/", 1)[1])
    if path.endswith("/service/{service}/baseURI"):
        case.path_parameters["service"] = DICE.choice(["agentVep", "conversationVep", "smt", "nothing"])


@schemathesis.hook
def after_call(context, case, response):
    """Counts the answers of every method."""
    ANSWERS[f"{case.method.upper()} {case.path} {response.status_code}"] += 1


@atexit.register
def tell():
    """Leaves the counts to the one who started this."""
    pathlib.Path(os.environ["HANDOVER_ANSWERS"]).write_text(json.dumps(ANSWERS))


def as_agent(case, path, verb):
    if path.endswith("/transfer"):
        HOUSE.somebody_else()
    if any(about in path for about in ("/chat", "/visits", "/participant")):
        chat = HOUSE.accepted_chat()
        head, tail = chat.split("-")[0], chat[chat.rindex("K"):]
        put(case, "chat", chat)
        put(case, "visit", head + tail)
        put(case, "participant", HOUSE.participant)
        if "chatSessionKeys" in (case.query or {}):
            case.query["chatSessionKeys"] = chat
    login, session = HOUSE.device()
    if "{device}" in path:
        # Who signs a device out ends its login.
        put(case, "device", HOUSE.start_session(HOUSE.sign_in()) if verb == "DELETE" else session)
    elif verb == "DELETE":
        session = HOUSE.start_session()
    if path.endswith("/incomingRequests"):
        make_it_ring(session)
    put(case, "session", session)
    put(case, "event", str(DICE.randrange(6)))
    case.headers["Authorization"] = f"Bearer {login['bearer']}"


def as_supervisor(case, path):
    """Sometimes somebody who is none."""
    if "{chat}" in path:
        put(case, "chat", HOUSE.waiting_chat() if DICE.randrange(4) == 0 else HOUSE.accepted_chat())
    if "{agent}" in path:
        HOUSE.somebody_else()
        put(case, "agent", BEN_ID)
    login, session = HOUSE.supervisor() if DICE.randrange(8) else HOUSE.device()
    put(case, "session", session)
    case.headers["Authorization"] = f"Bearer {login['bearer']}"


def make_it_ring(session):
    """Sometimes nothing rings."""
    if DICE.randrange(3):
        available = {"availability": {"chat": "Online"}}
        HOUSE.agent("PUT", f"/agentSession/{session}/availability", json=available)
        HOUSE.waiting_chat()


def as_visitor(case, path):
    if "{chat}" in path:
        put(case, "chat", HOUSE.waiting_chat() if DICE.randrange(3) == 0 else HOUSE.accepted_chat())
        put(case, "event", str(DICE.randrange(6)))
    case.headers.pop("Authorization", None)
    case.query = case.query or {}
    case.query.pop("appKey", None)
    if DICE.randrange(2):
        case.query["appKey"] = APP_KEY
    else:
        case.headers["Authorization"] = f"LivePerson appKey={APP_KEY}"


def with_cookie(case):
    login = HOUSE.sign_in()
    case.cookies = {"session_id": login["cookie"]}
    if isinstance(case.body, dict) and "csrf" in case.body and DICE.randrange(3):
        case.body["csrf"] = login["csrf"]


def with_password(case):
    if isinstance(case.body, dict) and "password" in case.body and DICE.randrange(3):
        case.body.update(username=MAYA, password=PASSWORD)


def with_good_body(case, resource):
    """What the method takes, in the format of the call."""
    if resource == "conversation":
        case.body, case.media_type = HOUSE.proof(), "application/json"
    elif resource in OF_PAGES:
        case.body = OF_PAGES[resource]
    elif resource == "request":
        with_root(case, "request", REQUEST)
    elif resource == "transfer":
        with_root(case, "transfer", TRANSFER)
    elif resource in SURVEYS:
        questions = [{"id": 1, "answer": ["Order", "Other"]}, {"id": 2, "answer": "A-17"}]
        with_root(case, "survey", {"id": SURVEYS[resource], "question": questions})


def with_root(case, root, members):
    """In XML the root is in the schema."""
    case.body = members if case.media_type == "application/xml" else {root: members}


def put(case, name, value):
    if name in case.path_parameters:
        case.path_parameters[name] = value


@schemathesis.deserializer("application/xml")
def read_xml(context, response):
    """The value that the schema of this answer describes."""
    document = context.operation.schema.raw_schema

    def resolve(reference):
        at = document
        for name in reference.removeprefix("#/").split("/"):
            at = at[name]
        return at

    method = document["paths"][context.operation.path][context.operation.method]
    answer = method["responses"][str(response.status_code)]
    answer = resolve(answer["$ref"]) if "$ref" in answer else answer
    return xml_by_schema.read(response.content, answer["content"]["application/xml"]["schema"], resolve)


@schemathesis.deserializer("text/plain")
def read_text(context, response):
    """A line of text is a string."""
    return response.text
