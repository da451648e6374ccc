"""Holds the OpenAPI documents against the standard, with a validator that knows nothing of Handover, and their examples
against their own schemas."""

import json
import pathlib
import sys

from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

import xml_by_schema

ROOT = pathlib.Path(__file__).resolve().parent.parent


def contents(node, path=""):
    """Every place that has a schema and maybe an example."""
    if isinstance(node, dict):
        if "schema" in node and "example" in node:
            yield path, node
        for name, child in node.items():
            yield from contents(child, f"{path}/{name}")
    elif isinstance(node, list):
        for at, child in enumerate(node):
            yield from contents(child, f"{path}/{at}")


def check(file):
    document = json.loads(file.read_text())
    problems = [str(error.message).splitlines()[0] for error in OpenAPIV31SpecValidator(document).iter_errors()]

    def resolve(reference):
        at = document
        for name in reference.removeprefix("#/").split("/"):
            at = at[name]
        return at

    examples = 0
    for path, place in contents(document):
        examples += 1
        value = place["example"]
        try:
            if path.endswith("application/xml"):
                value = xml_by_schema.read(value, place["schema"], resolve)
            validator = OAS31Validator({**place["schema"], "components": document["components"]})
            problems += [f"{path}: {error.message}" for error in validator.iter_errors(value)]
        except ValueError as error:
            problems.append(f"{path}: {error}")
    for problem in problems:
        print(f"{file.name}: {problem}", file=sys.stderr)
    methods = sum(len([verb for verb in item if verb != "parameters"]) for item in document["paths"].values())
    print(f"{file.name}: {methods} methods, {examples} examples, {len(problems)} problems")
    return not problems and methods > 0 and examples > 0


if __name__ == "__main__":
    results = [check(ROOT / name) for name in ("agent.json", "visitor.json", "handover.json")]
    sys.exit(0 if all(results) else 1)
