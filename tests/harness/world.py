# SPDX-License-Identifier: GPL-3.0-or-later
"""The world around a test: where things were built, clocks that can be set, ports that are free, processes that end."""
import glob
import os
import signal
import socket
import subprocess
import time

SOURCE = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
BUILD = os.environ.get("TACT_BUILD", os.path.join(SOURCE, "build"))
HOST = os.path.join(BUILD, "plugin", "host", "tact-host")
TACT_SO = os.path.join(BUILD, "plugin", "tact.so")
PRACTICE_SO = os.path.join(BUILD, "plugin", "practice", "tact-practice.so")
PIDGIN_SO = os.path.join(BUILD, "plugin", "pidgin", "tact-pidgin.so")

# A Tuesday morning in term time: nobody rests, nothing is urgent.
MORNING = "2026-11-24 10:00:00"
NIGHT = "2026-11-24 23:14:00"

# The machine may be busy: how long a thing that will happen may take.
PATIENCE = float(os.environ.get("TACT_PATIENCE", "30"))


def sanitized():
    return os.environ.get("TACT_SANITIZED") == "1"


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def wait_until(what, condition, within=PATIENCE):
    """Polls until `condition()` answers something true and returns it."""
    end = time.monotonic() + within
    while True:
        answer = condition()
        if answer:
            return answer
        if time.monotonic() > end:
            raise AssertionError("not within %g s: %s" % (within, what))
        time.sleep(0.03)


def wait_port(port, within=PATIENCE):
    def open_():
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return True
        except OSError:
            return False

    wait_until("port %d opens" % port, open_, within)


def stop(process, patience=5):
    """Ends a process that this test started, and its group where it has one of its own."""
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(patience)


class Clock:
    """A wall clock for other processes, by libfaketime: starts at a local time, runs on, and can be set while they live.
    Their monotonic clocks stay real, so timers keep their pace.  libfaketime reads the file again once MORE than its cache's whole seconds
    are over: with one second that took up to two, and a client could still live by the old time."""

    def __init__(self, folder, local, still=False):
        """`still`: it stands until it is set, so that on a slow machine no second passes that the test did not ask for."""
        found = glob.glob("/usr/lib/*/faketime/libfaketime.so.1")
        if not found:
            raise AssertionError("libfaketime is not installed (plugin/dependencies.txt)")
        self.faketime = found[0]
        self.file = os.path.join(folder, "clock-%d" % time.monotonic_ns())
        self.still = still
        self.set(local)

    def set(self, local):
        """`local` is "YYYY-MM-DD HH:MM:SS" in Europe/London."""
        os.environ["TZ"] = "Europe/London"
        time.tzset()
        self.local = time.mktime(time.strptime(local, "%Y-%m-%d %H:%M:%S"))
        self.offset = self.local - time.time()
        known = os.path.exists(self.file)
        with open(self.file + ".new", "w") as f:
            f.write(local + "\n" if self.still else "%+.3f\n" % self.offset)
        os.rename(self.file + ".new", self.file)
        if known:
            time.sleep(1.2)  # libfaketime looks at the file when a second begins

    def now(self):
        return self.local if self.still else time.time() + self.offset

    def environment(self):
        preload = self.faketime
        if sanitized():  # the sanitizer's runtime insists on being first
            asan = subprocess.run(["gcc", "-print-file-name=libasan.so"], capture_output=True, text=True).stdout.strip()
            preload = os.path.realpath(asan) + ":" + preload
        return {"LD_PRELOAD": preload, "FAKETIME_TIMESTAMP_FILE": self.file, "FAKETIME_CACHE_DURATION": "0",
                "FAKETIME_DONT_FAKE_MONOTONIC": "1", "DONT_FAKE_MONOTONIC": "1", "NO_FAKE_STAT": "1", "TZ": "Europe/London"}


def environment(folder, clock=None, extra=None):
    """What a client under test gets: our data, a home of its own, one language, and no session of the person's."""
    home = os.path.join(folder, "home")
    os.makedirs(home, mode=0o700, exist_ok=True)
    env = {k: v for k, v in os.environ.items() if not k.startswith(("DBUS_", "XDG_", "TACT_", "TMUX"))}
    env.update({"HOME": home, "XDG_RUNTIME_DIR": home, "LC_ALL": "C.UTF-8", "LANGUAGE": "", "TZ": "Europe/London",
                "TACT_DATA": os.path.join(SOURCE, "data"), "TACT_PACKED": os.path.join(BUILD, "core", "cli"), "NO_AT_BRIDGE": "1", "GTK_MODULES": ""})
    if clock:
        env.update(clock.environment())
    extra = dict(extra or {})
    if clock and "LD_PRELOAD" in extra:
        extra["LD_PRELOAD"] = extra["LD_PRELOAD"] + ":" + env["LD_PRELOAD"]
    env.update(extra)
    return env


def language(folder, name):
    """What makes a client speak a language of po/; "qps" is the invented one of tests/po/pseudo.py, with longer words and no plain letters."""
    if not name:
        return {}
    locales = os.path.join(BUILD, "po")
    if name == "qps":
        pseudo = os.path.join(SOURCE, "tests", "po", "pseudo.py")
        locales = subprocess.run(["python3", pseudo, SOURCE, os.path.join(folder, "locales")], capture_output=True, text=True, check=True, timeout=60).stdout.strip()
    return {"LANGUAGE": name, "TACT_LOCALES": locales}


def kill(process):
    """As a power cut: no handler runs."""
    if process.poll() is None:
        process.send_signal(signal.SIGKILL)
    process.wait()
