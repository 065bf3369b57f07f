#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the measurements and prints them as one Markdown table: table.py TOP BUILD [PART...].  Started by run.sh."""
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import time

TOP, BUILD = sys.argv[1], sys.argv[2]
PARTS = sys.argv[3:] or ["speed", "instructions", "program", "audit", "host", "peers"]
EXAMPLES = os.path.join(TOP, "data", "examples", "messages.jsonl")
TACT = os.path.join(BUILD, "core", "cli", "tact")
#: Seconds of one casefold pass over a message of the examples, once speed() has run: peers are measured in it too.
YARD = None


def row(what, figure, command):
    print(f"| {what} | {figure} | `{command}` |", flush=True)


def measured(command, stdin=None, times=1):
    """Least CPU seconds, least wall seconds and peak memory (KiB) of `times` runs; a busy neighbour can only make them larger."""
    cpu = wall = float("inf")
    peak = 0
    for _ in range(times):
        with open(stdin or os.devnull, "rb") as source:
            started = time.perf_counter()
            child = subprocess.Popen(command, stdin=source, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            _, status, usage = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode != 0:
            raise SystemExit(f"{command}: exit status {child.returncode}")
        wall, cpu, peak = min(wall, time.perf_counter() - started), min(cpu, usage.ru_utime + usage.ru_stime), max(peak, usage.ru_maxrss)
    return cpu, wall, peak


def per(seconds):
    for unit, size in (("s", 1), ("ms", 1e-3), ("us", 1e-6)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds * 1e9:.3g} ns"


def speed():
    global YARD
    program = os.path.join(BUILD, "tests", "bench", "tact-bench")
    # Three interleaved rounds, the best of each: the table compares rows of one run.
    command = [program, "--benchmark_format=json", "--benchmark_min_time=0.2", "--benchmark_repetitions=3", "--benchmark_enable_random_interleaving=true"]
    out = json.loads(subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout)
    best, counters, ratios = {}, {}, {}
    for one in out["benchmarks"]:
        if one.get("run_type") == "aggregate" or one.get("error_occurred"):
            continue
        name, rate = one["run_name"], one.get("items_per_second")
        if "casefolds" in one:
            ratios[name] = min(ratios.get(name, (1e9, 0)), (one["casefolds"], one["worst_of_ten"]))
        if rate and (name not in best or 1 / rate < best[name]):
            best[name], counters[name] = 1 / rate, one
    YARD = best.get("casefold/examples")
    for name, (median, tenth) in sorted(ratios.items()):
        row(name.split("/iterations")[0], f"{median:.1f} casefold passes at the median, {tenth:.1f} where the slowest tenth begins", f"build-bench/tests/bench/tact-bench --benchmark_filter='^{name.split('/iterations')[0]}'")
    for name in sorted(best):
        extra, kind = [], name.split("/")[1] if "/" in name else ""
        yard = best.get("casefold/" + kind) or (best.get("casefold/examples") if name.startswith("check/") else None)
        if yard and not name.startswith("casefold"):
            extra.append(f"{best[name] / yard:.1f} x casefold")
        for counter, words in (("allocations", "allocations a message"), ("nudged", "nudged"), ("rules", "rules"), ("lines", "lines remembered"), ("bytes", "bytes a message")):
            if counter in counters[name]:
                extra.append(f"{counters[name][counter]:.4g} {words}")
        row(name, per(best[name]) + (f" ({', '.join(extra)})" if extra else ""), f"build-bench/tests/bench/tact-bench --benchmark_filter='^{name}'")


def instructions():
    if not shutil.which("valgrind"):
        return row("instructions", "valgrind is not here", "valgrind")
    program = os.path.join(BUILD, "tests", "bench", "instructions")
    yard = None
    for work in ("casefold", "normalise", "check", "check_clean", "check_flagged", "check_scripts", "rules", "rules_ten_times", "check_clean_ten_times"):
        command = ["valgrind", "--tool=callgrind", "--collect-atstart=no", "--callgrind-out-file=/dev/null", program, work]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        each = int(re.search(r"Collected : (\d+)", done.stderr).group(1)) / int(done.stdout.split()[-1])
        yard = yard or each
        row(f"instructions: {work}", f"{each:,.0f} a message ({each / yard:.1f} x casefold)", f"valgrind --tool=callgrind --collect-atstart=no build-bench/tests/bench/instructions {work}")


def program():
    lines = [json.loads(line) for line in open(EXAMPLES, encoding="utf-8")]
    many = os.path.join(BUILD, "many.jsonl")
    with open(many, "w", encoding="utf-8") as out:
        for i in range(100):
            for line in lines:
                out.write(json.dumps({"id": f"{line['id']}-{i}", "group": line["group"], "at": line["at"], "context": line.get("context", []), "from": line["from"], "text": line["text"]}, ensure_ascii=False) + "\n")
    start, wall, _ = measured([TACT, "check", "Is there swimming on Friday?"], times=9)
    # As it is installed: compiled packs beside their sources.
    os.environ["TACT_PACKED"] = os.path.dirname(TACT)
    packed_start, packed_wall, _ = measured([TACT, "check", "Is there swimming on Friday?"], times=9)
    del os.environ["TACT_PACKED"]
    cpu, _, peak = measured([TACT, "check", "--json"], many, times=3)
    row("tact check --json", f"{per((cpu - start) / 100 / len(lines))} CPU a message, {peak / 1024:.1f} MiB", "tact check --json <build-bench/many.jsonl")
    row("tact check, one message with process start, as installed", f"{per(packed_wall)} wall, {per(packed_start)} CPU", "TACT_PACKED=build-bench/core/cli tact check 'Is there swimming on Friday?'")
    row("the same where the packs must be compiled first", f"{per(wall)} wall, {per(start)} CPU", "tact check 'Is there swimming on Friday?'")


def make_export(name, arguments):
    path = os.path.join(BUILD, name)
    with open(path, "wb") as out:
        subprocess.run([sys.executable, os.path.join(TOP, "tests", "bench", "make_export.py"), *arguments], stdout=out, check=True)
    return path


def audit():
    count = int(os.environ.get("TACT_AUDIT_LINES", "1000000"))
    folder = os.path.dirname(EXAMPLES)
    chat = make_export("chat.txt", [str(count), *(os.path.join(folder, name) for name in sorted(os.listdir(folder)) if name.endswith(".jsonl"))])
    walls = []
    for threads in (1, 2):
        cpu, wall, peak = measured([TACT, "audit", "--json", "--threads", str(threads), chat], times=2)
        walls.append(wall)
        row(f"tact audit, {threads} thread{'s' * (threads > 1)}", f"{count / wall:,.0f} lines/s wall, {count / cpu:,.0f} lines a CPU second, {peak / 1024:.1f} MiB", f"tact audit --json --threads {threads} build-bench/chat.txt")
    row("tact audit, two threads against one", f"{walls[0] / walls[1]:.2f} times", "the two rows above")
    few = count // 10
    cpu, _, peak = measured([TACT, "audit", "--json", "--threads", "1", make_export("worst.txt", ["--worst", str(few), EXAMPLES])])
    row("tact audit, every second message hostile or difficult", f"{few / cpu:,.0f} lines a CPU second, {peak / 1024:.1f} MiB", "tact audit --json --threads 1 build-bench/worst.txt")


def host():
    for name in ("enter_to_wire", "memory"):
        script = os.path.join(TOP, "tests", "bench", name + ".py")
        command = f"python3 tests/bench/{name}.py build-bench"
        done = subprocess.run([sys.executable, script, BUILD], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            row(name, "failed: " + (done.stderr.strip().splitlines() or ["?"])[-1][:120], command)
        for line in done.stdout.splitlines():
            what, figure = line.split("\t")
            row(what, figure, command)


def peers():
    folder = os.path.join(BUILD, "peers")
    os.makedirs(folder, exist_ok=True)
    if not shutil.which("npm"):
        return row("peers", "npm is not here", "npm")
    names = ["obscenity@0.4.6", "@2toad/profanity@3.3.0", "sentiment@5.0.2", "vader-sentiment@1.1.3"]
    subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--silent", *names], cwd=folder, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    script = os.path.join(TOP, "tests", "bench", "peers.mjs")
    done = subprocess.run(["node", script, EXAMPLES], cwd=folder, capture_output=True, text=True, check=False)
    for line in done.stdout.splitlines():
        one = json.loads(line)
        if "error" in one:
            row(f"npm {one['name']}", one["error"], "node tests/bench/peers.mjs")
            continue
        passes = f" ({one['microseconds'] * 1e-6 / YARD:.0f} x casefold)" if YARD else ""
        row(f"npm {one['name']}", f"{one['microseconds']:.3g} us a message{passes}; at 2 % false nudges catches {one['recall']:.1%} of all labels, {one['recall_unkind']:.1%} of the unkind",
            "cd build-bench/peers && node ../../tests/bench/peers.mjs ../../data/examples/messages.jsonl")


resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
if not os.path.exists(EXAMPLES):
    raise SystemExit(f"{EXAMPLES}: not there, expected the labelled examples")
print(f"Measured {time.strftime('%Y-%m-%d')} on {os.cpu_count()} CPUs, load {os.getloadavg()[0]:.1f}.\n\n| what | figure | command |\n|---|---|---|")
for part in PARTS:
    {"speed": speed, "instructions": instructions, "program": program, "audit": audit, "host": host, "peers": peers}[part]()
