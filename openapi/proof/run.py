"""Runs Schemathesis against a real server: every document, with answers in each of its formats. Nothing may be answered that the
documents do not describe, and no status of 500 or above."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
LISTENS = "Handover listens on "
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,response_schema_conformance"
JSON, XML = "application/json", "application/xml"
FORMATS = {"agent": (JSON, XML), "visitor": (JSON, XML), "handover": (JSON,)}


def prove(url, name, accept, seed, examples, folder):
    """One document, with answers in one format."""
    answers = pathlib.Path(folder) / "answers.json"
    print(f"\n== {name}.json, answers in {accept}, seed {seed}", flush=True)
    command = [
        pathlib.Path(sys.executable).with_name("schemathesis"), "run", HERE.parent / f"{name}.json",
        "--url", url, "--header", f"Accept: {accept}", "--checks", CHECKS,
        "--seed", str(seed), "--max-examples", str(examples), "--generation-database", "none",
        "--phases", "examples,coverage,fuzzing", "--suppress-health-check", "all", "--workers", "1",
        "--request-timeout", "20", "--warnings", "off", "--continue-on-failure", "--no-color",
    ]
    environment = {
        **os.environ, "HANDOVER_URL": url, "HANDOVER_SEED": str(seed),
        "PYTHONPATH": str(HERE), "SCHEMATHESIS_HOOKS": "hooks", "HANDOVER_ANSWERS": str(answers),
    }
    is_clean = subprocess.run(command, env=environment, cwd=folder, check=False).returncode == 0
    return is_clean and every_method_was_done(name, json.loads(answers.read_text()))


def every_method_was_done(name, answers):
    """Whether each method has had its success, and not only errors: a proof that only sees errors proves little."""
    document = json.loads((HERE.parent / f"{name}.json").read_text())
    paths = document["paths"].items()
    methods = [f"{verb.upper()} {path}" for path, item in paths for verb in item if verb != "parameters"]
    never = [method for method in methods if not any(answers.get(f"{method} {status}") for status in (200, 201))]
    statuses = sorted({key.rsplit(" ", 1)[1] for key in answers})
    told = [f"{sum(n for key, n in answers.items() if key.endswith(status))} times {status}" for status in statuses]
    print("answers:", ", ".join(told))
    for method in never:
        print(f"{name}.json: {method} was never answered with success")
    return not never


def serve(binary, folder):
    """A server on a port that is free, and its address."""
    command = [binary, "serve", "--listen", "127.0.0.1:0", "--data", f"{folder}/data", "--apply", HERE / "accounts.toml"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "RUST_LOG": "warn"})
    for line in server.stdout:
        if line.startswith(LISTENS):
            return server, line.removeprefix(LISTENS).strip()
    sys.exit(f"{binary} did not serve")


def main():
    binary = pathlib.Path(sys.argv[1]).resolve()
    seed = int(os.environ.get("HANDOVER_SEED", "20261122"))
    examples = int(os.environ.get("HANDOVER_EXAMPLES", "30"))
    with tempfile.TemporaryDirectory() as folder:
        server, url = serve(binary, folder)
        try:
            cases = [(name, accept) for name, formats in FORMATS.items() for accept in formats]
            proofs = [prove(url, name, accept, seed, examples, folder) for name, accept in cases]
        finally:
            server.terminate()
            server.wait()
    sys.exit(0 if all(proofs) else 1)


if __name__ == "__main__":
    main()
