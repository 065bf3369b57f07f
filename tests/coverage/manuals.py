#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The manual pages say every key and every word that the code reads, and no key that it does not.

manuals.py SOURCE_ROOT        exit 0 or 1 and one line a fault, "file: key: what"
"""
import pathlib
import re
import sys

# Fields with a section of their own in the human form.
OWN_SECTION = {"alternate": "Alternate", "deputies": "Deputy 1", "levels": "Levels", "rep": "Rep", "routes": "Contact 1", "sentences": "Guideline", "sureness": "Sureness"}


def page(root, name):
    """The page without roff's way of writing a hyphen."""
    return (root / "data/man" / name).read_text(encoding="utf-8").replace("\\-", "-")


def by_section(text):
    """{heading: its lines}"""
    parts = re.split(r"(?m)^\.SH (.*)$", text)
    return dict(zip(parts[1::2], parts[2::2]))


def keys_in(text):
    """What stands in bold at the start of an entry."""
    return {word for line in re.findall(r"(?m)^\.TP\n\.B[IR]? (.*)$", text) for word in re.findall(r"[A-Za-z_][\w-]*", line)}


def array(root, path, name):
    found = re.search(r"\b%s(?:\[\])? = \{([^}]*)\}" % name, (root / path).read_text(encoding="utf-8"))
    return re.findall(r'"([^"]+)"', found[1]) if found else []


def policy_faults(root):
    sections = by_section(page(root, "tact-policy.5"))
    fields = re.findall(r'Meta\{"(\w+)", "(\w*)"', (root / "core/policy/fields.h").read_text(encoding="utf-8"))
    if len(fields) < 40:
        yield "fields.h: only %d fields found: this test reads them wrongly" % len(fields)
    for name, section in fields:
        heading = "[%s]" % (section or OWN_SECTION.get(name, name))
        inside = next((text for title, text in sections.items() if heading in title), None)
        if inside is None:
            yield "tact-policy.5: %s: there is no section %s" % (name, heading)
        elif section and name not in keys_in(inside):
            yield "tact-policy.5: %s: does not stand in %s" % (name, heading)
    for section in {section for _, section in fields if section}:
        for key in sorted(keys_in(sections.get("[%s]" % section, "")) - {name for name, where in fields if where == section}):
            yield "tact-policy.5: [%s] %s: no policy has that key" % (section, key)
    for guideline in re.findall(r"^([a-z_]+)=", (root / "data/templates/class.policy").read_text(encoding="utf-8").split("[Levels]")[1].split("\n[")[0], re.M):
        if not re.search(r"\b%s\b" % guideline, sections.get("[Levels]", "")):
            yield "tact-policy.5: [Levels] %s: this guideline is not named" % guideline


def rule_faults(root):
    keys, told = array(root, "core/language/rule.cpp", "keys"), keys_in(by_section(page(root, "tact-rules.5")).get("KEYS OF A RULE", ""))
    if len(keys) < 10:
        yield "rule.cpp: only %d keys found: this test reads them wrongly" % len(keys)
    for key in sorted(set(keys) - told):
        yield "tact-rules.5: %s=: is not told" % key
    for key in sorted({key for key in told if key[0].isupper()} - set(keys)):
        yield "tact-rules.5: %s=: no rule has that key" % key


def program_faults(root):
    commands = re.findall(r'^    \{"([a-z]+)", N_', (root / "core/cli/main.cpp").read_text(encoding="utf-8"), re.M)
    told = by_section(page(root, "tact.1")).get("COMMANDS", "")
    for command in commands:
        if not re.search(r"(?m)^\.B.*\b%s\b" % command, told):
            yield "tact.1: %s: this command is not told" % command
    host = page(root, "tact-host.1")
    for option in set(re.findall(r'word == "(--[a-z-]+)"', (root / "plugin/host/main.cpp").read_text(encoding="utf-8"))) - {"--help"}:
        if option not in host:
            yield "tact-host.1: %s: this option is not told" % option
    example = next(root.glob("data/**/tact-host.conf.example")).read_text(encoding="utf-8")
    for key in array(root, "plugin/host/watch_config.cpp", "host_keys") + array(root, "plugin/host/watch_config.cpp", "account_keys"):
        if not re.search(r"(?m)^#? ?%s=" % key, example):
            yield "tact-host.conf.example: %s=: is not shown" % key
    if len(commands) < 5:
        yield "main.cpp: only %d commands found: this test reads them wrongly" % len(commands)


def main(root):
    found = [*policy_faults(root), *rule_faults(root), *program_faults(root)]
    for fault in found:
        print(fault)
    print("%d faults" % len(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
