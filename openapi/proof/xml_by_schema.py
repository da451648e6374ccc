"""Makes of an XML document the value that its OpenAPI schema describes, so that the schema can judge it."""

import xml.etree.ElementTree as ElementTree


class Unlike(ValueError):
    """The XML has something that the schema does not know."""


def read(text, schema, resolve):
    """The value of an XML text. `resolve` gives the schema behind a reference."""
    element = ElementTree.fromstring(text)
    root = schema.get("xml", {}).get("name")
    if root and element.tag != root:
        raise Unlike(f"the root is {element.tag} instead of {root}")
    return _value(element, schema, resolve)


def _flat(schema, resolve):
    """A schema and every schema that it is made of."""
    yield schema
    if "$ref" in schema:
        yield from _flat(resolve(schema["$ref"]), resolve)
    for word in ("allOf", "oneOf", "anyOf"):
        for part in schema.get(word, []):
            yield from _flat(part, resolve)


def _types(schema, resolve):
    types = set()
    for part in _flat(schema, resolve):
        named = part.get("type", [])
        types.update([named] if isinstance(named, str) else named)
    return types


def _members(schema, resolve):
    members = {}
    for part in _flat(schema, resolve):
        if part.get("type") == "array":
            continue
        for name, member in part.get("properties", {}).items():
            if name not in members or not members[name].get("xml"):
                members[name] = member
    return members


def _required(schema, resolve):
    """The members that are there whatever alternative a value is."""
    names = set(schema.get("required", []))
    if "$ref" in schema:
        names |= _required(resolve(schema["$ref"]), resolve)
    for part in schema.get("allOf", []):
        names |= _required(part, resolve)
    for word in ("oneOf", "anyOf"):
        if word in schema:
            names |= set.intersection(*(_required(part, resolve) for part in schema[word]))
    return names


def _items(schema, resolve):
    for part in _flat(schema, resolve):
        if part.get("type") == "array":
            return part.get("items") or part["prefixItems"][0]
    return None


def _value(element, schema, resolve):
    members = _members(schema, resolve)
    types = _types(schema, resolve)
    if not members or (not len(element) and not element.attrib and types & {"boolean", "integer"}):
        return _scalar(element.text or "", types)
    value = {}
    _attributes(element, members, resolve, value)
    _children(element, members, _required(schema, resolve), resolve, value)
    if "$" in members and element.text:
        value["$"] = element.text
    return None if not value and "null" in types else value


def _attributes(element, members, resolve, value):
    known = {
        member["xml"].get("name", name): name
        for name, member in members.items()
        if member.get("xml", {}).get("attribute")
    }
    for attribute, text in element.attrib.items():
        if attribute not in known:
            raise Unlike(f"{element.tag} has an attribute {attribute}")
        name = known[attribute]
        value[name] = _scalar(text, _types(members[name], resolve))


def _children(element, members, required, resolve, value):
    for name, member in members.items():
        if member.get("xml", {}).get("attribute"):
            continue
        found = element.findall(name)
        items = _items(member, resolve)
        if items is None or (len(found) == 1 and _types(member, resolve) - {"array"} and "prefixItems" not in member
                             and any(part.get("oneOf") for part in _flat(member, resolve))):
            if len(found) > 1:
                raise Unlike(f"{element.tag} has several {name}")
            if found:
                value[name] = _value(found[0], _single(member), resolve)
        elif found or (name in required and _types(member, resolve) == {"array"}):
            value[name] = [_value(each, items, resolve) for each in found]
    for child in element:
        if child.tag not in members:
            raise Unlike(f"{element.tag} has a child {child.tag}")


def _single(member):
    """The alternative of a member for one occurrence."""
    for part in member.get("oneOf", []):
        if part.get("type") != "array":
            return part
    return member


def _scalar(text, types):
    if "boolean" in types and text in ("true", "false"):
        return text == "true"
    if "string" not in types:
        try:
            return int(text) if "integer" in types else float(text)
        except ValueError:
            pass
    return text
