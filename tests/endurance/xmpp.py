# SPDX-License-Identifier: GPL-3.0-or-later
"""The headless client with Tact in an XMPP room for a very long day: people talk, come, go and change their names, the client leaves, loses its
connection and comes back, settings change, messages are held, released and dropped.  Counted exactly on both sides; memory and descriptors stay.

TACT_MESSAGES says how many messages cross the room: 2000 in CI, 1000000 for the long run; TACT_SECONDS ends a run that takes longer, and all is
asserted about what was reached."""
import os
import re
import threading
import time

from harness import servers, world
from harness.facts import comment, fact, run
from harness.host import NUDGE, Host, Room, private
from harness.witness import XmppWitness

MESSAGES = int(os.environ.get("TACT_MESSAGES", "2000"))
SECONDS = float(os.environ.get("TACT_SECONDS", "inf"))
WARM = min(MESSAGES // 5, 20000)
ROOM = "lab@conference.localhost"
ACCOUNT = "account prpl-jabber rep@localhost/lab reppw connect_server=127.0.0.1 port=%d connection_security=opportunistic_tls auth_plain_in_clear=true"
LAP = 400       # messages between two changes of the world
OURS = 280      # of those typed into the client; the rest is said by the other person
IN_FLIGHT = 70
MOST_GROWTH = 2**20

ORDINARY = ("PE is on Thursday this week, please bring trainers", "Thank you, that is really helpful", "The library books go back on Monday",
            "Swimming starts at half past nine", "Cake sale on Friday, nut free please", "The coach leaves at eight from the side gate")
SERIAL = re.compile(r"\((own|other|released|dropped) (\d+)\)")


class Counts:
    """Every message carries its number; a room keeps order, so the next one of each kind is known."""

    def __init__(self):
        self.changed = threading.Condition()
        self.seen = dict.fromkeys(("own", "other", "released", "dropped"), 0)
        self.wrong = []

    def take(self, text):
        found = SERIAL.search(text)
        if not found:
            return False
        kind, number = found.group(1), int(found.group(2))
        with self.changed:
            if kind == "dropped" or number != self.seen[kind]:
                self.wrong.append("%s %d, expected %d" % (kind, number, self.seen[kind]))
            self.seen[kind] += 1
            self.changed.notify_all()
        return True

    def reach(self, kind, number, where):
        with self.changed:
            there = self.changed.wait_for(lambda: self.seen[kind] >= number or self.wrong, world.PATIENCE)
        assert not self.wrong, "%s: %s" % (where, self.wrong[:5])
        assert there, "%s saw %d of %d (%s)" % (where, self.seen[kind], number, kind)


class Listener(XmppWitness):
    def __init__(self, scene, port):
        self.counts = Counts()
        super().__init__(scene, port)

    def hear(self, who, text):
        if not self.counts.take(text):
            super().hear(who, text)


class LongHost(Host):
    """Answers to lines that nobody waits for, and numbered messages, are counted and not kept."""

    def __init__(self, scene):
        self.counts, self.owed = Counts(), 0
        super().__init__(scene, account=None)

    def _read(self):
        for line in self.process.stdout:
            fields = line.rstrip("\n").split("\t")
            if fields[0] == "done" and self.owed > 0:
                self.owed -= 1
                continue
            # Nothing that the server repeats from before we came (0x400: delayed), no word of Tact's about a held message (0x200).
            if fields[0] == "shown" and not int(fields[4], 16) & 0x600 and self.counts.take(fields[5]):
                continue
            with self._changed:
                self.events.append([re.sub(r"\\(.)", lambda m: {"n": "\n", "t": "\t"}.get(m.group(1), m.group(1)), f) for f in fields])
                self._changed.notify_all()
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def send(self, line):
        self.owed += 1
        self.process.stdin.write(line + "\n")

    def answered(self):
        self.process.stdin.flush()
        world.wait_until("every line is answered\n" + self.tail(), lambda: self.owed == 0)

    def forget(self):
        self.check_criticals()
        with self._changed:
            del self.events[:]
            self.mark = 0

    def resident(self):
        with open("/proc/%d/statm" % self.process.pid) as f:
            return int(f.read().split()[1]) * os.sysconf("SC_PAGESIZE")

    def descriptors(self):
        return len(os.listdir("/proc/%d/fd" % self.process.pid))


class Day:
    def __init__(self, scene):
        port = servers.prosody(scene, users=("rep", "bob", "zoe"))
        self.witness = Listener(scene, port)
        self.guest = XmppWitness(scene, port, "zoe")
        self.host = LongHost(scene)
        self.host.do(ACCOUNT % port)
        self.host.wait("on", "0")
        self.room = Room(self.host, ROOM)
        self.room.rejoin()
        self.room.type("/tact on class")
        self.room.told(".")
        # One person who posts hundreds of messages a second: what Tact says about that is not what this is about.
        for line in ("/tact set gather 0", "/tact level one_chunk off", "/tact level repetition off"):
            self.room.type(line)
            self.room.told(".")
        self.said = dict.fromkeys(("own", "other", "released", "dropped"), 0)
        self.changes = dict.fromkeys(("joins and leaves", "renames", "rejoins", "disconnects", "settings", "off and on"), 0)

    def number(self, kind):
        self.said[kind] += 1
        return " (%s %d)" % (kind, self.said[kind] - 1)

    def total(self):
        return self.said["own"] + self.said["other"] + self.said["released"]

    def both_have_all(self):
        for where, counts in (("the room", self.witness.counts), ("the client", self.host.counts)):
            for kind in ("own", "other", "released"):
                counts.reach(kind, self.said[kind], where)
        assert self.witness.counts.seen["dropped"] == self.host.counts.seen["dropped"] == 0

    def talk(self, messages):
        ours = messages * OURS // LAP
        for start in range(0, ours, IN_FLIGHT):
            for i in range(start, min(ours, start + IN_FLIGHT)):
                self.host.send("type 0 %s %s" % (ROOM, ORDINARY[i % len(ORDINARY)] + self.number("own")))
            self.host.answered()
            self.witness.counts.reach("own", self.said["own"], "the room")
        for i in range(messages - ours):
            self.witness.say(ORDINARY[i % len(ORDINARY)] + self.number("other"))
        self.both_have_all()

    def hold(self, kind):
        text = private(sum(self.said.values()) % 900) + self.number(kind)
        self.room.type(text)
        self.room.told(NUDGE)
        return text

    def hold_and_decide(self):
        dropped = self.hold("dropped")
        self.room.type("/tact drop")
        self.room.told(".")
        released = self.hold("released")
        self.room.type(released)
        self.witness.counts.reach("released", self.said["released"], "the room")
        assert dropped not in self.witness.texts()

    # What happens between two laps, in turn.
    def guests(self):
        for nick in ("Guest", "Visitor"):
            self.guest._send("<presence to='%s/%s'/>" % (ROOM, nick))
            self.guest.sees("in", nick)
        self.guest._send("<presence to='%s/Visitor' type='unavailable'/>" % ROOM)
        self.guest.sees("out", "Visitor")
        self.guest._send("<presence to='%s/zoe'><x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='0'/></x></presence>" % ROOM)
        self.guest.sees("in", "zoe")
        del self.guest.heard[:], self.guest.notices[:]
        self.changes["joins and leaves"] += 1
        self.changes["renames"] += 2

    def rejoin(self):
        start = len(self.witness.notices)
        self.room.part()
        world.wait_until("we are out", lambda: ("out", "rep") in [n[:2] for n in self.witness.notices[start:]])
        # libpurple knows it a moment later, and will not join a room that it is in.
        world.wait_until("we are in again", self.joined)
        self.changes["rejoins"] += 1

    def joined(self):
        self.host.do("join 0 " + ROOM)
        return self.host._find(self.host.mark, [("joined", "0", ROOM)], 1) is not None

    def reconnect(self):
        held = self.hold("released")  # it waits for us over the loss
        self.host.do("disconnect 0")
        self.host.wait("off", "0")
        self.host.do("connect 0")
        self.host.wait("on", "0")
        self.room.rejoin()
        self.room.type(held)
        self.witness.counts.reach("released", self.said["released"], "the room")
        self.changes["disconnects"] += 1

    def settings(self):
        level, hours = (("note", "22:00-06:00"), ("nudge", "21:00-07:00"))[self.changes["settings"] // 2 % 2]
        for line in ("/tact level grievance " + level, "/tact set quiet " + hours):
            self.room.type(line)
            self.room.told(".")
            self.changes["settings"] += 1

    def off_and_on(self):
        self.room.type("/tact off")
        self.room.told(".")
        # Off is off: what would be held goes out, once.
        self.room.type(private(1) + self.number("released"))
        self.witness.counts.reach("released", self.said["released"], "the room")
        self.room.type("/tact on " + ("community", "class")[self.changes["off and on"] % 2])
        self.room.told(".")
        self.changes["off and on"] += 1


@fact
def a_very_long_day_is_counted_exactly_and_leaves_nothing_behind(scene):
    day = Day(scene)
    between = (day.guests, day.rejoin, day.reconnect, day.settings, day.off_and_on)
    began = told = time.monotonic()
    laps, warm, descriptors = 0, 0, 0
    while day.total() < MESSAGES and time.monotonic() - began < SECONDS:
        day.talk(min(LAP, MESSAGES - day.total()))
        day.hold_and_decide()
        day.both_have_all()  # who leaves hears no echo of the last word
        between[laps % len(between)]()
        day.both_have_all()
        day.host.do("clear 0 " + ROOM)
        day.host.forget()
        del day.witness.notices[:]
        laps += 1
        if not warm and day.total() >= WARM and laps >= len(between):
            warm, descriptors = day.host.resident(), day.host.descriptors()
        if time.monotonic() - told > 60:
            told = time.monotonic()
            comment("%d messages in %.0f s, %.2f MiB, %d descriptors" % (day.total(), told - began, day.host.resident() / 2**20, day.host.descriptors()))
    seconds = time.monotonic() - began
    growth = day.host.resident() - warm
    comment("%d messages in %.0f s (%.0f a second): %s; %s" % (day.total(), seconds, day.total() / seconds, day.said, day.changes))
    comment("resident %.2f MiB after warm-up, %.2f MiB at the end; %d descriptors and %d" % (
        warm / 2**20, day.host.resident() / 2**20, descriptors, day.host.descriptors()))
    assert day.host.descriptors() <= descriptors, "descriptors leak"
    # Short runs end before everything is warm.
    assert world.sanitized() or MESSAGES < 20000 or growth < MOST_GROWTH, "%d KiB grown" % (growth / 1024)
    assert day.host.quit() == 0


if __name__ == "__main__":
    run()
