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


def prove(function):
    scene = Scene()
    try:
        function(scene)
        for host in scene.hosts:
            host.check_criticals()
    finally:
        scene.end()


def comment(text):
    for line in text.rstrip().split("\n"):
        print("# " + line)


def run():
    """Proves every registered fact, or those whose name contains an argument.  Exit 1 when one is false."""
    wanted = [word.replace(" ", "_") for word in sys.argv[1:]]
    facts = [f for f in FACTS if not wanted or any(word in f.__name__ for word in wanted)]
    print("1..%d" % len(facts), flush=True)
    bad = 0
    for number, function in enumerate(facts, 1):
        name = function.__name__.replace("_", " ")
        began = time.monotonic()
        try:
            prove(function)
            print("ok %d - %s" % (number, name), flush=True)
        except Skip as why:
            print("ok %d - %s # SKIP %s" % (number, name, why), flush=True)
        except BaseException as error:  # SystemExit and KeyboardInterrupt end this fact, and are told
            bad += 1
            print("not ok %d - %s" % (number, name), flush=True)
            comment("".join(traceback.format_exception(error)))
            if isinstance(error, KeyboardInterrupt):
                break
        comment("%.1f s" % (time.monotonic() - began))
        sys.stdout.flush()
    sys.exit(1 if bad else 0)
