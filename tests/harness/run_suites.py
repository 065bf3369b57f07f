# SPDX-License-Identifier: GPL-3.0-or-later
"""run_suites.py BUILD         runs every meson test of a build folder, retries a failed test of real programs once, and notes the outcome there
run_suites.py --sum BUILD...   the closing line over several build folders

Such a test drives real programs with windows and sockets; on a busy machine one may miss a deadline.  It gets one more chance, and a
test that needed it is named as flaky.  Nothing else is retried.

The package test compiles for minutes and waits for nobody, the clients' tests mostly wait: it runs beside the others, with what they leave of
the machine."""
import contextlib
import json
import os
import subprocess
import sys

# No release to the system: it asks for the time within malloc, and libfaketime, asked for the first time, wants memory (both wait for ever).
# Not detect_stack_use_after_return: GCC 12 leaves the vectors of core/language/lanes.h unaligned on its false stack (GCC bug 110027).
SANITIZED = {"ASAN_OPTIONS": "detect_leaks=1:abort_on_error=0:detect_stack_use_after_return=0:allocator_release_to_os_interval_ms=-1:"
                             "fast_unwind_on_malloc=0",
             "LSAN_OPTIONS": "print_suppressions=0:suppressions=" + os.path.join(os.path.dirname(os.path.abspath(__file__)), "leaks.txt"),
             "G_DEBUG": "resident-modules", "G_SLICE": "always-malloc", "UBSAN_OPTIONS": "print_stacktrace=1:halt_on_error=1", "TACT_PATIENCE": "120"}


def command(build, *words, logs="testlog"):
    # Every allocation with its whole way under a sanitizer: what takes a minute without takes ten.
    slowly = ["--timeout-multiplier", "10"] if build.endswith("-sanitized") else []
    return ["meson", "test", "-C", build, "--no-rebuild", "--print-errorlogs", "--logbase", logs, *slowly, *words]


def environment(build):
    return {**os.environ, **(SANITIZED if build.endswith("-sanitized") else {})}


def outcome_of(build, logs):
    """{"suite / name": (result, suites, what it said)} of the run that wrote these logs: two suites may have a test of one name."""
    outcome = {}
    log = os.path.join(build, "meson-logs", logs + ".json")
    if os.path.exists(log):
        with open(log) as lines:
            for line in lines:
                test = json.loads(line)
                said = "\n".join(filter(None, (test.get(stream, "").strip() for stream in ("stdout", "stderr"))))  # why a test was skipped is its last line
                # "purple-tact:clients / host": Debian 12's Meson writes no suites down but these.
                name = test["name"].rpartition(":")[2]
                outcome[name] = (test["result"], name.rpartition(" / ")[0].split("+"), said)
    return outcome


def forget(build, logs):
    log = os.path.join(build, "meson-logs", logs + ".json")
    if os.path.exists(log):
        os.remove(log)


def meson_test(build, *words):
    """Runs tests by name, or all that `words` leave."""
    forget(build, "testlog")
    subprocess.run(command(build, *words), env=environment(build), check=False)
    return outcome_of(build, "testlog")


class Package:
    """The suite "package" in the background, behind whatever else wants the processor; nothing where this build folder has none."""

    def __init__(self, build):
        self.build = build
        listed = subprocess.run(["meson", "test", "-C", build, "--no-rebuild", "--list", "--suite", "package"], env=environment(build), capture_output=True, text=True, check=False)
        there = listed.returncode == 0 and "package" in listed.stdout
        forget(build, "package")
        self.process = subprocess.Popen(["nice", "-n", "10", *command(build, "--suite", "package", logs="package")], env=environment(build), stdout=subprocess.DEVNULL) if there else None

    def let_go_first(self):
        """Nobody is left that it should stand behind.  (It runs as root or not at all, so this is allowed.)"""
        listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=False).stdout
        parents = {int(pid): int(parent) for pid, parent in map(str.split, listed.splitlines())}

        def is_its(pid):
            return pid == self.process.pid or (pid in parents and is_its(parents[pid]))

        for pid in filter(is_its, parents):
            with contextlib.suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, pid, 0)

    def outcome(self):
        if self.process is None:
            return {}
        if self.process.poll() is None:
            print("waiting for the package test, which ran beside the others", flush=True)
            self.let_go_first()
        self.process.wait()
        return outcome_of(self.build, "package") or {"package / package": ("ERROR", ["package"], "meson test did not run it")}


def good(result):
    return result in ("OK", "EXPECTEDFAIL", "SKIP")


def last_line(said):
    return said.split("\n")[-1]


def facts_that_failed(said):
    """Of what a test said, those facts and what it said of them; the second try writes over its log."""
    kept, keeps = [], False
    for line in said.split("\n"):
        if line.startswith(("ok ", "not ok ")):
            keeps = line.startswith("not ok ")
        if keeps:
            kept.append(line)
    return ("\n".join(kept) or said)[-4000:]


def run(build):
    package = Package(build)
    outcome = meson_test(build, "--no-suite", "package")
    if not outcome:
        outcome = {"meson test": ("ERROR", [], "")}
    flaky = []
    for name, (result, suites, said) in list(outcome.items()):
        if good(result) or not {"clients", "faults", "plugin"} & set(suites):
            continue
        print("RETRY  %s (%s): a test of real programs, once more\n%s" % (name, result, facts_that_failed(said)), flush=True)
        again = meson_test(build, "--suite", suites[0], name.rpartition(" / ")[2])
        if good(again.get(name, ("ERROR",))[0]):
            flaky.append(name)
            outcome[name] = ("OK", suites, said)
    packaged = package.outcome()
    for name, (result, _, said) in packaged.items():
        print("%s  %s: %s" % (result, name, last_line(said) if good(result) else said[-4000:]), flush=True)
    outcome.update(packaged)
    record = {"passed": [n for n, (r, _, _) in outcome.items() if good(r)], "failed": [n for n, (r, _, _) in outcome.items() if not good(r)],
              "skipped": {n: last_line(said) for n, (r, _, said) in outcome.items() if r == "SKIP"}, "flaky": flaky}
    with open(os.path.join(build, "suites.json"), "w") as f:
        json.dump(record, f)
    return 1 if record["failed"] else 0


def total(builds):
    records = [json.load(open(os.path.join(b, "suites.json"))) for b in builds]
    for build, record in zip(builds, records):
        where = os.path.basename(build)
        for name in record["flaky"]:
            print("FLAKY  %s: %s failed once and passed once" % (where, name))
        for name, why in record["skipped"].items():
            print("SKIPPED  %s: %s: %s" % (where, name, why))
        for name in record["failed"]:
            print("FAILED  %s: %s" % (where, name))
    print("%d passed, %d failed" % tuple(sum(len(r[k]) for r in records) for k in ("passed", "failed")))


if __name__ == "__main__":
    if sys.argv[1] == "--sum":
        total(sys.argv[2:])
    else:
        sys.exit(run(sys.argv[1]))
