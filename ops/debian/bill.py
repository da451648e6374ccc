"""The bill of materials of the binary: what cargo-cyclonedx wrote, cut down to what is built in and completed by what is no
crate; its check against the tree of crates; and the words of the licenses of all of them. It asks no clock: the same sources
give the same files.

  bill.py finish BILL --tree TREE --version-of FILE
  bill.py check BILL --tree TREE
  bill.py licenses --tree TREE --metadata FILE

TREE is a file with what `cargo tree --edges normal --prefix none` prints, FILE one with what `handover --version` prints, or
with what `cargo metadata` prints."""

import argparse
import collections
import json
import pathlib
import re
import sys
import uuid

# What `cargo tree` prints of a crate: its name and version, and where it is from or what it is, which is left aside.
CRATE = re.compile(r"(\S+) v(\S+)(?: \(.*\))?$")
# Files of a crate that hold the words of its license.
WORDS = re.compile(r"(licen[cs]e|copying|notice|unlicense|copyright)([-._].*)?$", re.IGNORECASE)
CUT = "-" * 100


def crates_of(tree):
    """The crates of a tree, as pairs of name and version. A line that is none is a mistake: nothing is passed over."""
    crates = set()
    for line in tree.splitlines():
        if not line.strip():
            continue
        found = CRATE.match(line.strip())
        if not found:
            raise SystemExit(f"bill.py: this line of the tree is no crate: {line}")
        crates.add(found.groups())
    if not crates:
        raise SystemExit("bill.py: the tree has no crate in it")
    return crates


def crate_of(component):
    """The name and the version of a component, if it is a crate."""
    if not component.get("purl", "").startswith("pkg:cargo/"):
        return None
    return component["name"], component["version"]


def listed(bill):
    """The crates of a bill, with the one that it is about."""
    components = [bill["metadata"]["component"], *bill["components"]]
    return {crate for crate in map(crate_of, components) if crate}


def differences(bill, crates):
    """What is built in and not in the bill, and what is in it and not built in."""
    inside = listed(bill)
    missing = [f"{name} {version} is built in and not in the bill" for name, version in sorted(crates - inside)]
    surplus = [f"{name} {version} is in the bill and not built in" for name, version in sorted(inside - crates)]
    return missing + surplus


def own_parts(version_text):
    """What is built in and is no crate."""
    version = re.search(r"^handover (\S+)$", version_text, re.MULTILINE)
    sqlite = re.search(r"^SQLite (\S+)$", version_text, re.MULTILINE)
    if not version or not sqlite:
        raise SystemExit("bill.py: handover --version does not name its version and that of SQLite")
    pages = "Console, board, widget and sample shop: the modules of ui/, written by hand, embedded in the binary. None of the npm packages that test them is."
    return [
        {"type": "application", "bom-ref": "handover-ui", "name": "handover-ui", "version": version[1], "description": pages,
         "licenses": [{"expression": "MIT OR Apache-2.0"}]},
        {"type": "library", "bom-ref": "sqlite", "name": "sqlite", "version": sqlite[1],
         "description": "The library in C that comes with the crate libsqlite3-sys.", "licenses": [{"license": {"name": "Public domain"}}],
         "purl": f"pkg:generic/sqlite@{sqlite[1]}"},
    ]


def finish(bill, crates, version_text):
    """Leaves the crates that are built in, adds what is no crate, and takes out what a clock or chance has put in."""
    parts = own_parts(version_text)
    commit = re.search(r"^commit (\S+)$", version_text, re.MULTILINE)
    kept = [part for part in bill["components"] if crate_of(part) in crates]
    bill["components"] = sorted(kept, key=lambda part: (part["name"], part["version"])) + parts
    root = bill["metadata"]["component"]
    refs = {root["bom-ref"]} | {part["bom-ref"] for part in bill["components"]}
    edges = []
    for edge in bill.get("dependencies", []):
        if edge["ref"] in refs:
            edges.append({"ref": edge["ref"], "dependsOn": [ref for ref in edge.get("dependsOn", []) if ref in refs]})
    for edge in edges:
        if edge["ref"] == root["bom-ref"]:
            edge["dependsOn"] += [part["bom-ref"] for part in parts]
    bill["dependencies"] = edges
    bill["metadata"].pop("timestamp", None)
    properties = bill["metadata"].setdefault("properties", [])
    properties.append({"name": "handover:commit", "value": commit[1] if commit else "unknown"})
    bill.pop("serialNumber", None)
    words = json.dumps(bill, sort_keys=True)
    bill["serialNumber"] = uuid.uuid5(uuid.NAMESPACE_URL, words).urn
    return bill


def licenses(crates, metadata):
    """The words of all licenses, each once, after the crates that come under them; and the crates that bring no words."""
    texts, silent = collections.OrderedDict(), []
    for package in sorted(metadata["packages"], key=lambda package: (package["name"], package["version"])):
        # What has no source is of this repository, whose license is told elsewhere.
        if (package["name"], package["version"]) not in crates or package["source"] is None:
            continue
        name = f"{package['name']} {package['version']} ({package['license'] or 'see below'})"
        folder = pathlib.Path(package["manifest_path"]).parent
        files = [path for path in sorted(folder.iterdir()) if path.is_file() and WORDS.match(path.name)]
        if package.get("license_file"):
            files.append(folder / package["license_file"])
        for path in sorted(set(files)):
            words = path.read_text(errors="replace").replace("\r\n", "\n").strip()
            texts.setdefault(words, []).append(name)
        if not files:
            silent.append(f"{name}: {', '.join(package['authors']) or 'no author is named'}")
    return texts, silent


def told(texts, silent):
    """The file of licenses."""
    told = ["The licenses of the crates that are built into handover. Each crate's sources are at the registry of Rust crates,",
            "unchanged, under the name and the version that stand here.", ""]
    for words, names in texts.items():
        told += [CUT, *dict.fromkeys(names), CUT, words, ""]
    told += [CUT, "Crates that bring no words of a license along, with the license they name and their authors:", CUT, *silent, ""]
    return "\n".join(told)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("act", choices=["finish", "check", "licenses"])
    parser.add_argument("bill", nargs="?", type=pathlib.Path)
    parser.add_argument("--tree", type=pathlib.Path, required=True)
    parser.add_argument("--version-of", type=pathlib.Path)
    parser.add_argument("--metadata", type=pathlib.Path)
    asked = parser.parse_args()
    crates = crates_of(asked.tree.read_text())
    if asked.act == "licenses":
        print(told(*licenses(crates, json.loads(asked.metadata.read_text()))))
        return
    bill = json.loads(asked.bill.read_text())
    if asked.act == "finish":
        bill = finish(bill, crates, asked.version_of.read_text())
        asked.bill.write_text(json.dumps(bill, indent=2, sort_keys=True) + "\n")
    found = differences(bill, crates)
    if found:
        print("\n".join(found), file=sys.stderr)
        raise SystemExit(f"bill.py: the bill is not what is built in: {len(found)} differences")
    others = len(bill["components"]) + 1 - len(listed(bill))
    print(f"The bill names each of the {len(crates)} crates that are built in, and {others} parts that are no crates")


if __name__ == "__main__":
    main()
