#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Enter to wire in the headless host over the practice protocol, Tact off and on in turn; and what loading the plugin costs: enter_to_wire.py BUILD

Counted is the CPU time of the host's main thread for one message, from Enter to the wire and back to the main loop, as the host itself counts it ("timed"): what
it does before, and later, when nobody waits, is no part of it.  Unlike time on the clock, a busy machine adds little.  Both hosts say the same words in turn,
so what differs is Tact.  Lines of "what<tab>figure"."""
import json
import os
import statistics
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
os.environ["TACT_BUILD"] = os.path.abspath(sys.argv[1])
sys.path.insert(0, os.path.dirname(HERE))
from harness.facts import Scene  # noqa: E402
from harness.host import Host, escape  # noqa: E402

# Both clients live at ten in the morning; their clock is not to be read from its file for every message.
STEADY = {"FAKETIME_CACHE_DURATION": "3600"}
ROUNDS = int(os.environ.get("TACT_ROUNDS", "25"))
EACH = 40


def spent(host):
    with open("/proc/%d/schedstat" % host.process.pid) as f:
        return int(f.read().split()[0]) / 1e3  # ns -> us


def words():
    """Ordinary messages without a label, short enough to be said in a line."""
    with open(os.path.join(HERE, "..", "..", "data", "examples", "messages.jsonl"), encoding="utf-8") as lines:
        for line in map(json.loads, lines):
            if not line.get("labels") and 40 <= len(line["text"]) <= 160 and "\n" not in line["text"]:
                yield line["text"]


def say(host, room, text):
    """CPU microseconds until it was on the wire, or None where it was held."""
    host.do("timed type 0 %s %s" % (room, escape(text)))
    took = float(host.wait("took")[1])
    return took if host.all("wire", room, since=host.mark) else None


def settled(host):
    """What the host has spent once it does nothing more."""
    while True:
        before = spent(host)
        time.sleep(0.02)
        if spent(host) == before:
            return before


def enter_to_wire(scene):
    off, on = Host(scene, tact=False, env=STEADY), Host(scene, tact=True, env=STEADY)
    texts, taken = list(words())[:EACH], {off: [], on: []}
    for number in range(ROUNDS):
        room = "room%d" % number
        off.room(room, on=None)
        on.room(room)
        for text in texts:
            for host in (off, on):
                host.stage("@%s say Ben: ok" % room)  # nobody posts forty in a row
                taken[host].append(say(host, room, text))
    print("first message of a client, Tact off, on\t%.0f us, %.0f us CPU" % (taken[off][0], taken[on][0]))
    pairs = [(a, b) for a, b in zip(taken[off], taken[on]) if a is not None and b is not None][EACH:]  # the first room warms up
    for name, values in (("off", [a for a, _ in pairs]), ("on", [b for _, b in pairs]), ("added, pairwise", [b - a for a, b in pairs])):
        values.sort()
        print("Enter to wire, Tact %s\tp50 %.0f us, p99 %.0f us CPU (%d messages)" % (name, statistics.median(values), values[len(values) * 99 // 100], len(values)))
    off.quit()
    on.quit()


def loading(scene):
    plugin = first = float("inf")
    for _ in range(5):
        host = Host(scene, tact=False, env=STEADY)
        host.do("timed load")
        plugin = min(plugin, float(host.wait("took")[1]))
        spents = []
        for room in ("first", "second"):
            host.room(room, on=None)
            before = settled(host)
            host.do("type 0 %s /tact on class" % room)
            spents.append(settled(host) - before)
        first = min(first, spents[0] - spents[1])
        host.quit()
    print("plugin load\t%.1f ms CPU of the main loop, least of five" % (plugin / 1e3))
    print("loading packs and model\t%.1f ms CPU: what turning the first group on takes beyond the second, least of five" % (first / 1e3))


scene = Scene()
try:
    loading(scene)
    enter_to_wire(scene)
finally:
    scene.end()
