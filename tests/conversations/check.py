#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Guards what Tact sees in the labelled conversations.  usage: check.py TACT CONVERSATIONS.jsonl

The conversations are examples to develop with, no test set: this only says when a change makes things worse.
"""
import json, subprocess, sys

# Least recall and precision by rule.
FLOORS = {"burst": (0.9, 0.9), "one_to_one": (0.9, 0.9), "late_night": (1.0, 0.9), "dont_know": (0.8, 0.7), "leave_judgement": (0.8, 0.8)}
LEAST_QUIET = 17


def found(gold, event):
    if gold["rule"] != event["rule"]:
        return False
    if "index" in gold:
        return gold["index"] == event["index"]
    people = lambda e: set(e["between"]) if "between" in e else {e["from"]}
    return people(gold) == people(event) and event["start"] <= gold["end"] and gold["start"] <= event["end"]


def main():
    tact, path = sys.argv[1:3]
    conversations = [json.loads(line) for line in open(path, encoding="utf-8")]
    done = subprocess.run([tact, "replay", "--json", path], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    replayed = [json.loads(line) for line in done.stdout.splitlines()]
    assert [c["id"] for c in conversations] == [r["id"] for r in replayed], "the same conversations in the same order"
    count = {}
    empty = quiet = 0
    for conversation, seen in zip(conversations, replayed):
        assert [v["index"] for v in seen["verdicts"]] == list(range(len(conversation["messages"]))), conversation["id"]
        for gold in conversation["gold"]:
            one = count.setdefault(gold["rule"], [0, 0, 0, 0])
            one[0] += 1
            one[1] += any(found(gold, event) for event in seen["events"])
        for event in seen["events"]:
            one = count.setdefault(event["rule"], [0, 0, 0, 0])
            one[2] += 1
            one[3] += any(found(gold, event) for gold in conversation["gold"])
        if not conversation["gold"]:
            empty += 1
            quiet += not seen["events"] and all(v["verdict"] in ("pass", "note") for v in seen["verdicts"])
    failures = []
    for rule, (gold, hit, events, right) in sorted(count.items()):
        recall, precision = hit / max(1, gold), right / max(1, events)
        print(f"{rule}: recall {hit}/{gold}, precision {right}/{events}")
        least_recall, least_precision = FLOORS.get(rule, (0, 0))
        if recall < least_recall or precision < least_precision:
            failures.append(rule)
    print(f"without an event: {empty}, left in peace: {quiet}")
    if quiet < LEAST_QUIET:
        failures.append("peace")
    if failures:
        sys.exit("below the floor: " + ", ".join(failures))
    bad = subprocess.run([tact, "replay", "--json"], input='{"id": 1}\nnonsense\n{"id":"x","messages":[]}\n', capture_output=True, text=True, timeout=60)
    lines = [json.loads(line) for line in bad.stdout.splitlines()]
    assert bad.returncode == 1 and [line["id"] for line in lines] == [None, None, "x"] and lines[1]["error"].startswith("line 2: "), bad.stdout


main()
