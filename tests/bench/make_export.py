#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes a WhatsApp export of as many lines as asked for, the same on every machine: make_export.py MESSAGES.jsonl LINES >chat.txt

The texts are those of MESSAGES.jsonl in turn.  Of 100 lines about 3 continue the message before, 3 are pictures, 1 is a notice of the network and 1 a
deleted message; people post more by day than by night."""
import datetime
import itertools
import json
import sys

HOURS = [7] * 3 + [8] * 8 + list(range(9, 15)) * 3 + [15] * 12 + list(range(16, 21)) * 6 + [21] * 4 + [22] * 2 + [23, 0]


def main(path, lines):
    texts = [json.loads(line)["text"] for line in open(path, encoding="utf-8")]
    out, state, number, day = sys.stdout, 20261126, 0, datetime.date(2019, 9, 2)
    per_day = max(120, lines // 2500)
    minutes = []
    for count in itertools.count():
        if number >= lines:
            break
        if not minutes:
            day += datetime.timedelta(1)
            for _ in range(per_day):
                state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
                minutes.append(HOURS[(state >> 33) % len(HOURS)] * 60 + (state >> 50) % 60)
            minutes.sort(reverse=True)
        minute = minutes.pop()
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        who, kind = (state >> 40) % 60, (state >> 33) % 97
        head = f"{day:%d/%m/%Y}, {minute // 60:02}:{minute % 60:02} - "
        if kind == 0:
            text = f"{head}Parent {who} joined using this group's invite link"
        elif kind == 1:
            text = f"{head}Parent {who}: This message was deleted"
        elif kind < 5:
            text = f"{head}Parent {who}: <Media omitted>"
        else:
            text = f"{head}Parent {who}: {texts[count % len(texts)]}"
            if kind < 8:
                text += "\nsee you there"
        out.write(text + "\n")
        number += text.count("\n") + 1


if len(sys.argv) != 3:
    sys.exit(__doc__)
main(sys.argv[1], int(sys.argv[2]))
