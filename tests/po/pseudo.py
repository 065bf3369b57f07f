#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A language that nobody speaks, for seeing what escapes translation and what is cut: every sentence of the template in brackets, each letter
replaced by one with an accent, two fifths longer.  Holes and typed words (/tact ...) stay.  Reads like “[!!Ĥéļļö öñé ţŵö!!]”.

pseudo.py SOURCE_ROOT FOLDER        writes FOLDER/qps/LC_MESSAGES/purple-tact.mo; use it by LANGUAGE=qps TACT_LOCALES=FOLDER
"""
import pathlib
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from check_po import HOLE, TYPED, entries  # noqa: E402

LANGUAGE = "qps"
PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
ACCENTED = "ÅƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽåƀçðéƒĝĥîĵķļɱñöþǫŕšţûṽŵẋýž"
LETTERS = str.maketrans(PLAIN, ACCENTED)
KEPT = re.compile("(%s|%s)" % (HOLE.pattern, TYPED.pattern))
NUMBERS = "one two three four five six seven eight nine ten".split()


def longer(length):
    """Words of about two fifths of `length` letters."""
    words, wanted = [], max(3, int(length * 0.4))
    while sum(len(w) + 1 for w in words) < wanted:
        words.append(NUMBERS[len(words) % len(NUMBERS)])
    return " ".join(words).translate(LETTERS)


def line(text):
    before, inside, after = re.fullmatch(r"(\s*)(.*?)(\s*)", text, re.S).groups()
    if not inside:
        return text
    # Every second piece of split() is something kept; the pattern has one group only.
    parts = KEPT.split(inside)
    accented = "".join(part if at % 2 else part.translate(LETTERS) for at, part in enumerate(parts))
    return "%s[!!%s %s!!]%s" % (before, accented, longer(len(inside)), after)


def pseudo(text):
    return "\n".join(line(part) for part in text.split("\n"))


def quoted(text):
    return '"%s"' % text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")


def catalogue(template):
    yield 'msgid ""\nmsgstr "Language: %s\\nContent-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=2; plural=(n != 1);\\n"' % LANGUAGE
    for context, msgid, plural, _, _ in entries(template):
        if msgid == "":
            continue
        out = [] if context is None else ["msgctxt " + quoted(context)]
        out.append("msgid " + quoted(msgid))
        if plural is None:
            out.append("msgstr " + quoted(pseudo(msgid)))
        else:
            out += ["msgid_plural " + quoted(plural), "msgstr[0] " + quoted(pseudo(msgid)), "msgstr[1] " + quoted(pseudo(plural))]
        yield "\n".join(out)


def write(root, folder):
    below = pathlib.Path(folder) / LANGUAGE / "LC_MESSAGES"
    below.mkdir(parents=True, exist_ok=True)
    text = "\n\n".join(catalogue(pathlib.Path(root) / "po" / "purple-tact.pot")) + "\n"
    subprocess.run(["msgfmt", "--output-file=%s" % (below / "purple-tact.mo"), "-"], input=text, text=True, check=True)
    return str(folder)


if __name__ == "__main__":
    print(write(sys.argv[1], sys.argv[2]))
