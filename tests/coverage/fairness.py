#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the whole engine says of messages whose writers it never met stays within the project's bars.

fairness.py TACT FOLDER        exit 0 or 1 and one line a bar that is not kept; FOLDER: tests/data/unseen"""
import pathlib
import re
import subprocess
import sys

MOST_FALSE, LEAST_FOUND, LEAST_SERIOUS = 2.0, 62.0, 70.0  # per cent of fine, labelled and serious messages


def held(program, files):
    said = subprocess.run([program, "evaluate", *files], stdout=subprocess.PIPE, check=True, timeout=300, text=True).stdout
    found = re.search(r"held: ([\d.]+) % of fine .*, ([\d.]+) % of labelled, ([\d.]+) % of serious", said)
    if not found:
        sys.exit("tact evaluate said no such thing:\n" + said[:400])
    return [float(share) for share in found.groups()]


def main(program, folder):
    files = sorted(str(path) for path in pathlib.Path(folder).glob("*.jsonl"))
    if len(files) < 3:
        sys.exit("%s: %d files, expected the three of its README" % (folder, len(files)))
    fine, labelled, serious = held(program, files)
    print("held: %.2f %% of fine, %.1f %% of labelled, %.1f %% of serious" % (fine, labelled, serious))
    faults = [what for what, wrong in (("more than %.0f %% of what is fine is held" % MOST_FALSE, fine > MOST_FALSE),
                                       ("less than %.0f %% of what a rep would nudge is held" % LEAST_FOUND, labelled < LEAST_FOUND),
                                       ("less than %.0f %% of what is serious is held" % LEAST_SERIOUS, serious < LEAST_SERIOUS)) if wrong]
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
