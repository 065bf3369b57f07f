#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""From every sentence of the school's page to the rows, rooms and tests that stand for it.

coverage.py SOURCE_ROOT [--report FILE.md]

rows.ini holds a section a row (G1..G52): Sentences= what the page says (" | " between several), Does= what the software does,
Rooms= the sources, Tests= FILE::WORDS where WORDS must stand in that file (a test's name or a table's line).
Fails, naming what to add, when a sentence of data/doc/guideline.txt has no row, a row has no room or no test, or a place named does not exist."""
import configparser
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).parent


def words(text):
    return " ".join(re.findall(r"[a-z0-9]+", text.lower().replace("’", "").replace("'", "")))


def sentences(page):
    page = page.replace("i.e.", "ie").replace("e.g.", "eg")
    for part, end in re.findall(r"([^.?!:·\n]*)([.?!:·\n]|$)", page):
        plain = words(part)
        # Headings and scraps ("and", "Helpful hints") rule nothing; a short question ("Is it kind?") does.
        if len(plain.split()) >= (3 if end == "?" else 4):
            yield plain


def places(value):
    return [place.strip() for place in value.split(",") if place.strip()]


def faults(root, rows):
    said = " / ".join(words(text.replace("i.e.", "ie").replace("e.g.", "eg")) for row in rows.sections() for text in rows[row]["Sentences"].split("|"))
    for sentence in sentences((root / "data/doc/guideline.txt").read_text()):
        if sentence not in said:
            yield f"guideline.txt: “{sentence}”: no row of rows.ini says it; add it to Sentences= of the row it belongs to"
    wanted = {f"G{n}" for n in range(1, 53)}
    for row in sorted(wanted - set(rows.sections())):
        yield f"rows.ini: {row}: no such section"
    for row in rows.sections():
        for kind in ("Rooms", "Tests"):
            listed = places(rows[row].get(kind, ""))
            if not listed:
                yield f"rows.ini: {row}: {kind}= is empty; name at least one"
            for place in listed:
                path, _, inside = place.partition("::")
                file = root / path
                if not file.exists():
                    yield f"rows.ini: {row}: {kind}={path}: there is no such file"
                elif kind == "Tests" and not inside:
                    yield f"rows.ini: {row}: Tests={path}: name the fact in it (FILE::WORDS); a file alone proves nothing"
                elif inside and inside not in file.read_text(errors="replace"):
                    yield f"rows.ini: {row}: {kind}={path}: “{inside}” does not stand in it"


def report(rows):
    yield "# From the page to the code\n"
    yield "| row | the page says | Tact | rooms | tests |\n|---|---|---|---|---|"
    for row in rows.sections():
        one = rows[row]
        cell = lambda key: one.get(key, "").replace("|", "/").strip()
        yield f"| {row} | {cell('Sentences')} | {cell('Does')} | {'<br>'.join(places(one.get('Rooms', '')))} | {'<br>'.join(places(one.get('Tests', '')))} |"


def main(argv):
    root = pathlib.Path(argv[1])
    rows = configparser.ConfigParser(interpolation=None, delimiters=("=",))
    rows.optionxform = str
    rows.read(HERE / "rows.ini", encoding="utf-8")
    if "--report" in argv:
        pathlib.Path(argv[argv.index("--report") + 1]).write_text("\n".join(report(rows)) + "\n")
    found = list(faults(root, rows))
    for fault in found:
        print(fault)
    print(f"{len(rows.sections())} rows, {len(found)} faults")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
