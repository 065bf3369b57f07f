# SPDX-License-Identifier: GPL-3.0-or-later
"""tact-host on a string (plugin/host/drive.h): real libpurple, the real tact.so, the practice protocol, any client's persona.

    host = Host(scene)                    # a person "you", signed on, at ten in the morning
    room = host.room("lab")               # joined, Tact on as a class
    room.type("good morning")
    room.reaches("good morning")          # within a deadline
    room.type(HELD)
    room.told(NUDGE)                      # a line for the sender alone
    room.never(HELD)                      # proved by a marker said afterwards
"""
import itertools
import os
import queue
import re
import subprocess
import threading
import time

from . import world

CLEAN = "PE is on Thursday this week, please bring trainers."


SENTENCES = ("Ask Leo's mum on 07700 900%03d about the trip.", "My neighbour's number is 07700 900%03d, call her tonight.",
             "Sam's dad can be reached on 07700 900%03d after six.", "Please text Priya at home, 07700 900%03d, about costumes.",
             "The new girl's grandmother has 07700 900%03d as her mobile.")


def private(number):
    """A text that is held at any hour, in any mood and without any language pack: it gives a telephone number away (reserved for drama).
    Neighbouring numbers make different sentences, so that one is no rewording of the other."""
    return SENTENCES[number % len(SENTENCES)] % number


HELD = private(123)
HELD_TOO = private(457)

# How a nudge begins, in turn.
NUDGE = r"[Nn]ot posted yet|not in the group"

_markers = itertools.count(1)


def unescape(field):
    return re.sub(r"\\(.)", lambda m: {"n": "\n", "t": "\t"}.get(m.group(1), m.group(1)), field)


def escape(text):
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")


class Wrong(AssertionError):
    """The host said that a command cannot be."""


def matches(event, pattern):
    if len(event) < len(pattern):
        return False
    for got, wanted in zip(event, pattern):
        if wanted is None:
            continue
        if isinstance(wanted, re.Pattern):
            if not wanted.search(got):
                return False
        elif got != wanted:
            return False
    return True


class Host:
    def __init__(self, scene, ui="tact-host", at=world.MORNING, folder=None, tact=True, debug=False, env=None, clock=None,
                 wrapper=(), account="you", settings=()):
        self.scene = scene
        self.ui = ui
        self.folder = folder or scene.path("purple-%d" % len(scene.hosts))
        self.clock = clock or (world.Clock(scene.folder, at) if at else None)
        self.events = []
        self._changed = threading.Condition()
        self._ended = False
        self.mark = 0
        command = [*wrapper, world.HOST, "--user-dir", self.folder, "--ui", ui, "--plugins", os.path.dirname(world.TACT_SO),
                   "--plugins", os.path.dirname(world.PRACTICE_SO)]
        if not tact:
            command.append("--without-tact")
        if debug:
            command.append("--debug")
        # BitlBee loads no plugins: Tact loads itself there where a file in its folder asks for it.
        if ui == "bitlbee":
            for below in (self.folder, os.path.join(self.folder, account)):
                os.makedirs(os.path.join(below, "tact"), mode=0o700, exist_ok=True)
                open(os.path.join(below, "tact", "enable"), "w").close()
        self.errors = open(scene.path("host-%d.err" % len(scene.hosts)), "a+")
        self.process = subprocess.Popen(command + ["drive"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.errors,
                                        env=world.environment(scene.folder, self.clock, env), text=True, errors="replace", bufsize=1)
        scene.hosts.append(self)
        scene.at_end(self.close)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self.wait("ready")
        if account:
            self.do("account prpl-tact-practice %s - open_room=false %s" % (account, " ".join(settings)))
            self.wait("on", "0")

    # The string itself
    def _read(self):
        for line in self.process.stdout:
            event = [unescape(f) for f in line.rstrip("\n").split("\t")]
            with self._changed:
                self.events.append(event)
                self._changed.notify_all()
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def _find(self, start, patterns, within):
        end = time.monotonic() + within
        at = start
        with self._changed:
            while True:
                while at < len(self.events):
                    if any(matches(self.events[at], p) for p in patterns):
                        return at
                    at += 1
                left = end - time.monotonic()
                if left <= 0 or self._ended:
                    return None
                self._changed.wait(left)

    def tail(self):
        self.errors.flush()
        with open(self.errors.name, errors="replace") as f:
            errors = f.read()[-3000:]
        return "\n".join("\t".join(e)[:300] for e in self.events[-30:]) + "\n--- stderr\n" + errors

    def ask(self, line, within=world.PATIENCE):
        """Sends a command; None when it was done, else why not.  Afterwards wait() looks at what this command caused."""
        with self._changed:
            self.mark = len(self.events)
        try:
            self.process.stdin.write(line + "\n")
            self.process.stdin.flush()
        except (BrokenPipeError, ValueError):
            raise AssertionError("the host is gone, before: %s\n%s" % (line, self.tail()))
        at = self._find(self.mark, [("done",), ("wrong",)], within)
        if at is None:
            raise AssertionError("no answer within %g s (host %s) to: %s\n%s" % (
                within, "ended" if self._ended else "alive", line, self.tail()))
        return None if self.events[at][0] == "done" else self.events[at][1]

    def do(self, line, within=world.PATIENCE):
        why = self.ask(line, within)
        if why is not None:
            raise Wrong("%s: %s" % (line, why))

    def wait(self, *pattern, within=world.PATIENCE):
        """The next event, since the last command, that matches: strings are equal, patterns are searched, None is anything."""
        at = self._find(self.mark, [pattern], within)
        if at is None:
            raise AssertionError("not within %g s: %s\n%s" % (within, pattern, self.tail()))
        return self.events[at]

    def all(self, *pattern, since=0):
        with self._changed:
            return [e for e in self.events[since:] if matches(e, pattern)]

    def stage(self, line):
        self.do("stage " + escape(line))

    # Life and death
    def room(self, name="lab", on="class"):
        self.do("join 0 " + name)
        self.wait("joined", "0", name)
        room = Room(self, name)
        if on:
            room.type("/tact on " + on)
            room.told(".")
        return room

    def kill(self):
        world.kill(self.process)
        self._reader.join(5)

    def quit(self):
        """As a person closes the client: returns its exit code."""
        if self.process.poll() is None:
            try:
                self.process.stdin.write("quit\n")
                self.process.stdin.flush()
                self.process.stdin.close()
            except (BrokenPipeError, ValueError):
                pass
        code = self.process.wait(world.PATIENCE)
        self._reader.join(5)
        return code

    def restart(self, **changes):
        """Another host on the same folder and clock, as when the client is started again."""
        if self.process.poll() is None:
            self.quit()
        return Host(self.scene, folder=self.folder, clock=self.clock, **{"ui": self.ui, **changes})

    def close(self):
        if self.process.poll() is None:
            try:
                self.process.stdin.close()
            except (BrokenPipeError, ValueError):
                pass
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                world.stop(self.process)
        self.errors.close()

    def check_criticals(self):
        """A GLib critical is a fault of ours or of libpurple's that we provoked."""
        found = [e for e in self.events if e[0] == "critical"]
        assert self.scene.criticals_expected or not found, "GLib complained: %s" % found[:3]
        with open(self.errors.name, errors="replace") as f:
            errors = f.read()
        for sign in ("AddressSanitizer", "runtime error:", "LeakSanitizer"):
            assert sign not in errors, errors[-6000:]


class Room:
    """One conversation as its person and its witness see it."""

    def __init__(self, host, name, account=0):
        self.host = host
        self.name = name
        self.account = account

    def _at(self, verb, rest=""):
        return ("%s %d %s %s" % (verb, self.account, self.name, rest)).rstrip(" ")

    def type(self, text):
        self.host.do(self._at("type", escape(text)))

    def raw(self, markup):
        self.host.do(self._at("raw", escape(markup)))

    def enter(self):
        self.host.do(self._at("enter"))

    def entry(self):
        self.host.do(self._at("entry"))
        return self.host.wait("entry", None, self.name)[3]

    def part(self):
        self.host.do(self._at("part"))

    def rejoin(self):
        self.host.do(self._at("join"))
        self.host.wait("joined", None, self.name)

    def stage(self, line):
        self.host.stage("@%s %s" % (self.name, line))

    def wire(self):
        """Every text of ours that has reached the room, in order."""
        return [e[3] for e in self.host.all("wire", self.name)]

    def reaches(self, text, within=world.PATIENCE):
        """`text`, exactly, reaches the room as a consequence of the last command."""
        return self.host.wait("wire", self.name, None, re.compile("^" + re.escape(text) + "$"), within=within)

    def told(self, pattern, within=world.PATIENCE):
        """A line for the sender alone, since the last command, in which the pattern is found; returns its text."""
        at = self.host._find(self.host.mark, [self._line(re.compile(pattern, re.S))], within)
        if at is None:
            raise AssertionError("the sender was not told within %g s: %s\n%s" % (within, pattern, self.host.tail()))
        return self.host.events[at][5]

    def _line(self, pattern):
        return ("shown", None, self.name, None, re.compile("."), pattern) if pattern else ("shown", None, self.name)

    def lines(self, since=None):
        """What Tact has said to the sender here (marked NO_LOG or SYSTEM), since the last command or since `since`."""
        start = self.host.mark if since is None else since
        return [e[5] for e in self.host.all("shown", None, self.name, since=start)
                if int(e[4], 16) & (0x200 | 0x4) and e[3] != self.name]

    def marker(self):
        """Somebody else says a word, and we have heard it: what was sent before has arrived."""
        word = "marker-%d" % next(_markers)
        self.stage("say Witness: " + word)
        self.host.wait("shown", None, self.name, None, None, word)

    def never(self, text):
        """Nothing that contains `text` has reached the room or anybody else, up to now."""
        self.marker()
        found = [e for e in self.host.all("wire") if text in e[3]]
        assert not found, "reached somebody and must not: %s" % found

    def once(self, text):
        self.marker()
        count = sum(1 for e in self.host.all("wire", self.name) if e[3] == text)
        assert count == 1, "%d times in the room instead of once: %s\n%s" % (count, text, self.host.tail())


def in_lab(scene, **how):
    """The usual beginning: a client, in a class group that Tact is on in."""
    host = Host(scene, **how)
    return host, host.room("lab")
