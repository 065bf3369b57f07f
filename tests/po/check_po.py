#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Facts about the translations: the template holds every string of the sources; every listed language translates at least 95 of 100
(what is newer than its last translator shows in English); named holes, typed words (/tact ...) and plural forms survive translation; what stands in a form fits a terminal.

check_po.py SOURCE_ROOT        exit 0 or 1 and one line a fault, "file: msgid: what"
"""
import ast
import pathlib
import re
import subprocess
import sys

HOLE = re.compile(r"\{[a-z_]+\}")
# "/tact later" is typed; in "/tact lists what ..." only the first word is.
TYPED = re.compile(r"/tact(?: (?!lists\b)[a-z]+(?=[ ”\"'.,;:)]|$))?")


def entries(path):
    """(context, msgid, [translations], flags) of a .po file; enough of the format for msgcat's own output."""
    text = subprocess.run(["msgcat", "--no-wrap", str(path)], check=True, capture_output=True, text=True).stdout
    for block in text.split("\n\n"):
        fields, flags = {}, ""
        for line in block.splitlines():
            if line.startswith("#,"):
                flags += line
            found = re.match(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?) (".*")$', line)
            if found:
                fields[found[1]] = ast.literal_eval(found[2])
                last = found[1]
            elif line.startswith('"') and fields:
                fields[last] += ast.literal_eval(line)
        if "msgid" in fields:
            strings = [value for key, value in sorted(fields.items()) if key.startswith("msgstr")]
            yield fields.get("msgctxt"), fields["msgid"], fields.get("msgid_plural"), strings, flags


def misplaced(string):
    """In a sentence from right to left "/tact" loses its stroke to the wrong side, and a sentence that begins with a Latin word runs the wrong
    way; invisible marks (U+200E, U+200F) hold both in place."""
    if not re.search("[\u0590-\u06ff]", string):
        return None
    if re.search(r"(?<![\u200e\w/])/tact\b", string):
        return "no U+200E stands before /tact"
    first = re.search("[A-Za-z\u0590-\u06ff\u200e\u200f]", HOLE.sub("", string))
    return "it begins with a Latin word and no U+200F stands before it" if first and first[0] not in "\u200f" and (first[0] == "\u200e" or first[0] < "\u0590") else None


# Finch gives a label 38 letters and a line of a choice 32; what is longer is cut there.
LABEL, LINE = 38, 32
FORMS = {LABEL: {"It rests", "“Later” is at", "Seconds to wait for more", "Seconds to take a message back", "Words to allow, with commas", "In this group", "Then", "What Tact says", "What to do",
                 "Kind of group:", "Its name, as members call it:", "Your name, as members know it:", "Rest (21:00-07:00, or none):", "Concerns go to (address or sentence):"},
         LINE: {"nothing more", "what Tact says, one by one", "the group’s page and whose it is", "what Tact keeps", "delete all that Tact keeps …", "the rep’s five questions …",
                "the rep’s queue …", "Tact is off", "Tact is on: a class group", "Tact is on: a community group", "as the group has it", "nothing", "a quiet note", "asks first", "Leave it",
                "Thank the author", "Remind the author privately", "Ask the author to take it back", "The program was wrong", "Warn the author …", "Write a referral …", "Remove the author …"}}


def too_long(msgid, string):
    for room, words in FORMS.items():
        if msgid in words and len(re.sub("[\u200e\u200f]", "", string)) > room:
            return "too long for Finch, at most %d letters" % room
    return None


def faults_of(path):
    checked = subprocess.run(["msgfmt", "--check", "--output-file=/dev/null", str(path)], capture_output=True, text=True)
    if checked.returncode != 0:
        yield f"{path.name}: {checked.stderr.strip()}"
    for _, msgid, plural, strings, flags in entries(path):
        if msgid == "":
            continue
        short = msgid[:60]
        if "fuzzy" in flags:
            yield f"{path.name}: {short!r}: a guess of msgmerge, not a translation"
        if not strings or any(s == "" for s in strings):
            continue
        wanted = set(HOLE.findall(msgid)) | set(HOLE.findall(plural or ""))
        for string in strings:
            if (why := misplaced(string) or too_long(msgid, string)) is not None:
                yield f"{path.name}: {short!r}: {why}"
            holes = set(HOLE.findall(string))
            # A language may say "one" or "two" in words where the number would stand.
            if not holes <= wanted or (plural is None and holes != wanted):
                yield f"{path.name}: {short!r}: holes {sorted(holes)}, expected {sorted(wanted)}"
            for typed in set(TYPED.findall(msgid)):
                if typed not in string and plural is None:
                    yield f"{path.name}: {short!r}: {typed!r} is typed as it stands and must not be translated"


def main(root):
    faults = []
    fresh = subprocess.run(["sh", str(root / "po" / "update.sh"), "--check"], capture_output=True, text=True)
    if fresh.returncode != 0:
        faults.append(fresh.stderr.strip())
    template = {(context, msgid) for context, msgid, *_ in entries(root / "po" / "purple-tact.pot")}
    faults += [f"check_po.py: {msgid!r}: is in no window any more" for msgid in sorted(set().union(*FORMS.values()) - {msgid for _, msgid in template})]
    languages = (root / "po" / "LINGUAS").read_text().split()
    for language in languages:
        path = root / "po" / f"{language}.po"
        have = {(context, msgid) for context, msgid, *_ in entries(path)}
        faults += [f"{path.name}: {msgid[:60]!r}: not there" for _, msgid in sorted(template - have, key=str)]
        faults += faults_of(path)
        done = sum(1 for _, msgid, _, strings, _ in entries(path) if msgid and strings and all(strings))
        print(f"{language}: {done} of {len(template) - 1}")
        if done < 0.95 * (len(template) - 1):
            faults.append(f"{path.name}: only {done} of {len(template) - 1} strings are translated")
    for fault in faults[:200]:
        print(fault)
    print(f"{len(template) - 1} strings, {len(languages)} languages, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
