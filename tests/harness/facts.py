# SPDX-License-Identifier: GPL-3.0-or-later
"""Facts: functions whose names say what must be true.  `@fact` registers one, `run()` proves them and speaks TAP, which meson reads.

A fact takes a Scene, which owns a fresh folder and everything that was started in it; whatever happens, the scene ends it all."""
import os
import shutil
import sys
import tempfile
import time
import traceback

FACTS = []


class Skip(Exception):
    """The machine lacks what this fact needs; the text says what."""


def fact(function):
    FACTS.append(function)
    return function


class Scene:
    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="tact-")
        self.criticals_expected = False
        self._endings = []
        self.hosts = []
        self.programs = {}  # servers by name, as harness/servers.py started them

    def path(self, *parts):
        return os.path.join(self.folder, *parts)

    def at_end(self, ending):
        self._endings.append(ending)

    def end(self):
        for ending in reversed(self._endings):
            try:
                ending()
            except Exception:  # an ending that fails must not keep the others from running
                traceback.print_exc(file=sys.stderr)
        if not os.environ.get("TACT_KEEP"):
            shutil.rmtree(self.folder, ignore_errors=True)
        else:
            print("# kept " + self.folder)

    def check_criticals(self):
        for host in self.hosts:
            host.check_criticals()


def comment(text):
    for line in text.rstrip().split("\n"):
        print("# " + line)


def title(function):
    return function.__name__.replace("_", " ")


def prove(number, name, work):
    """Runs `work`, prints its line; False when it was false."""
    began = time.monotonic()
    good = True
    try:
        work()
        print("ok %d - %s" % (number, name), flush=True)
    except Skip as why:
        print("ok %d - %s # SKIP %s" % (number, name, why), flush=True)
    except BaseException as error:  # SystemExit and KeyboardInterrupt end this fact, and are told
        good = False
        print("not ok %d - %s" % (number, name), flush=True)
        comment("".join(traceback.format_exception(error))[-5000:])
        if isinstance(error, KeyboardInterrupt):
            raise
    comment("%.1f s" % (time.monotonic() - began))
    sys.stdout.flush()
    return good


def chosen(functions):
    """All, or those whose names contain one of the program's arguments."""
    wanted = [word.replace(" ", "_") for word in sys.argv[1:]]
    return [f for f in functions if not wanted or any(word in f.__name__ for word in wanted)]


def alone(function):
    scene = Scene()
    try:
        function(scene)
        scene.check_criticals()
    finally:
        scene.end()


def run():
    """Proves every registered fact, each in a scene of its own.  Exits 1 when one is false."""
    facts = chosen(FACTS)
    print("1..%d" % len(facts), flush=True)
    good = [prove(number, title(f), lambda: alone(f)) for number, f in enumerate(facts, 1)]
    sys.exit(0 if all(good) else 1)


def play(make, conversations):
    """Proves facts that share one client, in order.  `make(scene)` starts the client; where it cannot be had the whole is skipped (77)."""
    acts([("", make)], conversations)


def acts(clients, conversations):
    """The same facts in one client after another: [(name, make)]."""
    conversations = chosen(conversations)
    each = len(conversations) + 1
    print("1..%d" % (each * len(clients)), flush=True)
    good = [_act(name, make, conversations, number * each) for number, (name, make) in enumerate(clients)]
    sys.exit(0 if all(good) else 1)


def _act(name, make, conversations, before):
    scene = Scene()
    named = lambda text: "%s: %s" % (name, text) if name else text
    titles = [named(title(c)) for c in conversations] + [named("GLib complained about nothing")]
    try:
        try:
            stage = make(scene)
        except Skip as why:
            for number, text in enumerate(titles, before + 1):
                print("ok %d - %s # SKIP %s" % (number, text, why), flush=True)
            return True
        except Exception as error:
            print("not ok %d - %s" % (before + 1, named("the client starts and is in the room")), flush=True)
            comment("".join(traceback.format_exception(error)))
            return False
        good = [prove(number, text, lambda: c(stage)) for number, (text, c) in enumerate(zip(titles, conversations), before + 1)]
        good.append(prove(before + len(titles), titles[-1], scene.check_criticals))
        return all(good)
    finally:
        scene.end()
