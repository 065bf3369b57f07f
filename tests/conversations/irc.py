#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two-person dialogues and bursts on public chat logs with annotated replies (Kummerfeld et al. 2019).

usage: irc.py TACT LOGS.jsonl [--misses]

LOGS has one message a line: file, n (number), t (seconds), kind (msg, act, sys), speaker, text, parents (numbers it replies to; absent: not
annotated).  The logs are no part of this project.  What is counted:

dialogue  a maximal stretch of one conversation (a connected component of replies among annotated messages) with exactly two speakers, no gap
          over 15 minutes, 6 turns or more and 3 annotated replies or more across the two.  Found: `tact replay` names the pair in a span that
          overlaps it.  False: a span that overlaps no dialogue of its pair, first told at a message outside all dialogues.
burst     3 messages or more in a row by one person within one minute (the logs' resolution), all of one conversation.  Spared: such runs
          whose messages belong to different conversations.
"""
import collections, datetime, json, subprocess, sys

START = datetime.datetime(2026, 1, 5, 9, 0)


def logs(path):
    files = collections.OrderedDict()
    for line in open(path, encoding="utf-8"):
        message = json.loads(line)
        if message["kind"] in ("msg", "act"):
            files.setdefault(message["file"], []).append(message)
    return files


def components(messages):
    parent = {}

    def root(x):
        while parent.setdefault(x, x) != x:
            parent[x] = parent[parent[x]]
            x = parent[x]
        return x

    known = {m["n"] for m in messages}
    for m in messages:
        for p in m.get("parents", []):
            if p in known:
                parent[root(m["n"])] = root(p)
    return {m["n"]: root(m["n"]) for m in messages}


def dialogues(messages, component):
    by_component = collections.OrderedDict()
    for i, m in enumerate(messages):
        if "parents" in m:
            by_component.setdefault(component[m["n"]], []).append(i)
    found = []
    for members in by_component.values():
        start = 0
        while start < len(members):
            speakers, end, last = set(), start, None
            while end < len(members):
                m = messages[members[end]]
                if last is not None and m["t"] - last > 900:
                    break
                if m["speaker"] not in speakers and len(speakers) == 2:
                    break
                speakers.add(m["speaker"])
                last = m["t"]
                end += 1
            part = members[start:end]
            if len(speakers) == 2:
                turns = 1 + sum(messages[a]["speaker"] != messages[b]["speaker"] for a, b in zip(part, part[1:]))
                who = {messages[k]["n"]: messages[k]["speaker"] for k in part}
                across = sum(who.get(p, messages[k]["speaker"]) != messages[k]["speaker"] for k in part for p in messages[k]["parents"])
                if turns >= 6 and across >= 3:
                    found.append((frozenset(speakers), part[0], part[-1], set(part)))
            if end >= len(members):
                break
            if messages[members[end]]["t"] - last > 900:
                start = end
                continue
            # The next stretch begins with the last speaker's last turn.
            back = end - 1
            while back > start and messages[members[back - 1]]["speaker"] == messages[members[end - 1]]["speaker"]:
                back -= 1
            start = back if back > start else end
    return found


def runs(messages, component):
    start = 0
    while start < len(messages):
        end = start
        while end + 1 < len(messages) and messages[end + 1]["speaker"] == messages[start]["speaker"] and messages[end + 1]["t"] == messages[end]["t"]:
            end += 1
        if end - start >= 2 and all("parents" in m for m in messages[start : end + 1]):
            by_number = {m["n"]: m["speaker"] for m in messages}
            several = len({component[m["n"]] for m in messages[start : end + 1]}) > 1
            asked = {by_number[p] for m in messages[start : end + 1] for p in m["parents"] if p in by_number} - {messages[start]["speaker"]}
            yield start, end, several, len(asked) > 1
        start = end + 1


def replay(tact, files):
    lines = []
    for name, messages in files.items():
        at = lambda m: (START + datetime.timedelta(seconds=m["t"])).strftime("%Y-%m-%dT%H:%M:%S")
        lines.append(json.dumps({"id": name, "group": "community", "messages": [{"at": at(m), "from": m["speaker"], "text": m["text"]} for m in messages]}))
    done = subprocess.run([tact, "replay", "--json"], input="\n".join(lines) + "\n", capture_output=True, text=True, timeout=1200)
    assert done.returncode == 0, done.stderr
    return {o["id"]: o for o in map(json.loads, done.stdout.splitlines())}


def main():
    tact, path = sys.argv[1:3]
    files = logs(path)
    replayed = replay(tact, files)
    gold = found = told = false = inside_other = others = 0
    bursts = seen = right = shown = several = spared = answering = answering_spared = both = both_spared = words = words_seen = 0
    for name, messages in files.items():
        component = components(messages)
        stretches = dialogues(messages, component)
        inside = set().union(*(s[3] for s in stretches)) if stretches else set()
        verdicts = replayed[name]["verdicts"]
        hit = set()
        for event in replayed[name]["events"]:
            if event["rule"] != "one_to_one":
                continue
            told += 1
            pair, mine = frozenset(event["between"]), False
            for k, s in enumerate(stretches):
                if s[0] == pair and event["start"] <= s[2] and s[1] <= event["end"]:
                    hit.add(k)
                    mine = True
            if mine:
                continue
            first = next((i for i in range(event["start"], event["end"] + 1) if messages[i]["speaker"] in pair and any(f["label"] == "one_to_one" for f in verdicts[i]["findings"])), event["end"])
            if "parents" not in messages[first]:
                continue
            if first in inside:
                inside_other += 1
            else:
                false += 1
                if "--misses" in sys.argv:
                    print("false", name, event)
        gold += len(stretches)
        found += len(hit)
        others += sum("parents" in m and i not in inside for i, m in enumerate(messages))
        spans = [(e["start"], e["end"], e["from"]) for e in replayed[name]["events"] if e["rule"] == "burst"]
        every = list(runs(messages, component))
        for start, end, mixed, answers in every:
            overlap = any(a <= end and start <= b and w == messages[start]["speaker"] for a, b, w in spans)
            if mixed:
                several += 1
                spared += not overlap
            else:
                bursts += 1
                seen += overlap
                short = all(len(m["text"].split()) <= 6 for m in messages[start : end + 1])
                words += short
                words_seen += short and overlap
            if answers:
                answering += 1
                answering_spared += not overlap
                both += mixed
                both_spared += mixed and not overlap
        for a, b, w in spans:
            if not all("parents" in m for m in messages[a : b + 1]):
                continue
            shown += 1
            right += any(start <= b and a <= end and not mixed for start, end, mixed, _ in every)
    precision, recall = right / max(1, shown), seen / max(1, bursts)
    print(f"dialogues: {gold}, found {found} ({found / gold:.1%}); told {told}, false {false} = {1000 * false / others:.1f} per 1,000 of {others} other messages; {inside_other} in other people's dialogues")
    print(f"bursts: {bursts}, found {seen} ({recall:.1%}), shown {shown}, right {right} ({precision:.1%}), F1 {2 * precision * recall / (precision + recall):.3f}; word by word {words_seen} of {words}")
    print(f"runs over several conversations: {several}, spared {spared} ({spared / max(1, several):.0%}); runs that answer several people: {answering}, spared {answering_spared} ({answering_spared / max(1, answering):.0%}); both: {both}, spared {both_spared} ({both_spared / max(1, both):.0%})")


main()
