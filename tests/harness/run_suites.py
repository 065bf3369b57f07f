# SPDX-License-Identifier: GPL-3.0-or-later
"""run_suites.py BUILD         runs every meson test of a build folder, retries a failed test of real programs once, and notes the outcome there
run_suites.py --sum BUILD...   the closing line over several build folders

Such a test drives real programs with windows and sockets; on a busy machine one may miss a deadline.  It gets one more chance, and a
test that needed it is named as flaky.  Nothing else is retried."""
import json
import os
import subprocess
import sys

SANITIZED = {"ASAN_OPTIONS": "detect_leaks=1:abort_on_error=0:detect_stack_use_after_return=1", "G_DEBUG": "resident-modules",
             "G_SLICE": "always-malloc", "UBSAN_OPTIONS": "print_stacktrace=1:halt_on_error=1", "TACT_PATIENCE": "40"}


def meson_test(build, names=(), extra=()):
    """Runs tests by name, or all; answers {name: (result, suites)}."""
    log = os.path.join(build, "meson-logs", "testlog.json")
    if os.path.exists(log):
        os.remove(log)
    env = dict(os.environ)
    if build.endswith("-sanitized"):
        env.update(SANITIZED)
    subprocess.run(["meson", "test", "-C", build, "--no-rebuild", "--print-errorlogs", *extra, *names], env=env, check=False)
    outcome = {}
    if os.path.exists(log):
        with open(log) as lines:
            for line in lines:
                test = json.loads(line)
                suites = [s.split(":")[-1] for s in test.get("suite", [])]
                outcome[test["name"].split(" / ")[-1]] = (test["result"], suites)
    return outcome


def good(result):
    return result in ("OK", "EXPECTEDFAIL", "SKIP")


def run(build):
    outcome = meson_test(build)
    if not outcome:
        outcome = {"meson test": ("ERROR", [])}
    flaky = []
    for name, (result, suites) in list(outcome.items()):
        if good(result) or not {"clients", "faults", "plugin"} & set(suites):
            continue
        print("RETRY  %s (%s): a test of real programs, once more" % (name, result), flush=True)
        again = meson_test(build, [name])
        if good(again.get(name, ("ERROR", []))[0]):
            flaky.append(name)
            outcome[name] = ("OK", suites)
    record = {"passed": [n for n, (r, _) in outcome.items() if good(r)], "failed": [n for n, (r, _) in outcome.items() if not good(r)],
              "skipped": [n for n, (r, _) in outcome.items() if r == "SKIP"], "flaky": flaky}
    with open(os.path.join(build, "suites.json"), "w") as f:
        json.dump(record, f)
    return 1 if record["failed"] else 0


def total(builds):
    records = [json.load(open(os.path.join(b, "suites.json"))) for b in builds]
    for build, record in zip(builds, records):
        where = os.path.basename(build)
        for name in record["flaky"]:
            print("FLAKY  %s: %s failed once and passed once" % (where, name))
        for name in record["skipped"]:
            print("SKIPPED  %s: %s" % (where, name))
        for name in record["failed"]:
            print("FAILED  %s: %s" % (where, name))
    print("%d passed, %d failed" % tuple(sum(len(r[k]) for r in records) for k in ("passed", "failed")))


if __name__ == "__main__":
    if sys.argv[1] == "--sum":
        total(sys.argv[2:])
    else:
        sys.exit(run(sys.argv[1]))
