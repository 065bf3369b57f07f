#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What Tact adds to the memory of the headless host after 120 ordinary messages, over the same host and messages without it: memory.py BUILD [maps]

Three counts of the kernel's own (/proc/PID/smaps_rollup): RSS, every page in memory (what a task manager shows); PSS, the same with shared pages divided
among those that share them; private dirty, what no other process could share.  The hosts run one after the other, so that neither halves the other's
shared pages.  With "maps", also what each mapping adds.  Lines of "what<tab>figure"."""
import json
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
os.environ["TACT_BUILD"] = os.path.abspath(sys.argv[1])
sys.path.insert(0, os.path.dirname(HERE))
from harness.facts import Scene  # noqa: E402
from harness.host import Host  # noqa: E402

MESSAGES = 120
COUNTS = ("Rss", "Pss", "Private_Dirty")
STEADY = {"FAKETIME_CACHE_DURATION": "3600"}


def words():
    """Ordinary messages without a label, as enter_to_wire.py says them."""
    with open(os.path.join(HERE, "..", "..", "data", "examples", "messages.jsonl"), encoding="utf-8") as lines:
        for line in map(json.loads, lines):
            if not line.get("labels") and 40 <= len(line["text"]) <= 160 and "\n" not in line["text"]:
                yield line["text"]


def counts(text):
    return {name: int(re.search(r"^%s:\s+(\d+) kB" % name, text, re.M).group(1)) for name in COUNTS}


def by_mapping(process):
    """Counts by file, or by kind where there is no file."""
    found = {}
    with open("/proc/%d/smaps" % process) as f:
        for one in re.split(r"^(?=[0-9a-f]+-[0-9a-f]+ )", f.read(), flags=re.M)[1:]:
            head = one.split("\n", 1)[0].split(None, 5)
            name = os.path.basename(head[5]) if len(head) > 5 else "[anonymous]"
            known = found.setdefault(name, dict.fromkeys(COUNTS, 0))
            for what, much in counts(one).items():
                known[what] += much
    return found


def host_after_messages(tact):
    scene = Scene()
    try:
        host = Host(scene, tact=tact, env=STEADY)
        texts = list(words())[:40]
        for number in range(MESSAGES // len(texts)):
            room = host.room("room%d" % number, on="class" if tact else None)
            for text in texts:
                host.stage("@%s say Ben: ok" % room.name)  # nobody posts forty in a row
                room.type(text)
        process = host.process.pid
        with open("/proc/%d/smaps_rollup" % process) as f:
            whole = counts(f.read())
        maps = by_mapping(process)
        host.quit()
        return whole, maps
    finally:
        scene.end()


os.sync()  # pages that were just built would count as dirty
off, off_maps = host_after_messages(False)
on, on_maps = host_after_messages(True)
print("memory that Tact adds after %d messages\t%s" % (
    MESSAGES, ", ".join("%.1f MB %s" % ((on[name] - off[name]) / 1e3, words) for name, words in zip(COUNTS, ("RSS", "PSS", "private dirty")))))
if "maps" in sys.argv[2:]:
    nothing = dict.fromkeys(COUNTS, 0)
    added = {name: [count - off_maps.get(name, nothing)[what] for what, count in all_.items()] for name, all_ in on_maps.items()}
    for name, much in sorted(added.items(), key=lambda item: -abs(item[1][0])):
        if any(much):
            print("  %s\t%s" % (name, " ".join("%+d" % one for one in much)))
