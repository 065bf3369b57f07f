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
    scene, stage = Scene(), []
    try:
        try:
            stage.append(make(scene))
        except Skip as why:
            print("1..0 # SKIP %s" % why, flush=True)
            return
        except Exception as error:
            print("1..1\nnot ok 1 - the client starts and is in the room", flush=True)
            comment("".join(traceback.format_exception(error)))
            sys.exit(1)
        conversations = chosen(conversations)
        print("1..%d" % (len(conversations) + 1), flush=True)
        good = [prove(number, title(c), lambda: c(stage[0])) for number, c in enumerate(conversations, 1)]
        good.append(prove(len(conversations) + 1, "GLib complained about nothing", scene.check_criticals))
    finally:
        scene.end()
    sys.exit(0 if all(good) else 1)
