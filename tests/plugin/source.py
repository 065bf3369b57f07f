# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tree itself must keep: borders between rooms, one exported symbol, words that can be translated."""
import ctypes
import os
import re
import subprocess

from harness import world
from harness.facts import Skip, fact, run

TOP = {"LICENSE", "README.md", "core", "data", "meson.build", "meson_options.txt", "plugin", "po", "tests"}
CODE = (".cpp", ".h", ".c")


def tracked():
    """Files of the tree as git knows them, or as they lie there where the tree is no checkout."""
    git = subprocess.run(["git", "-C", world.SOURCE, "-c", "safe.directory=*", "ls-files"], capture_output=True, text=True)
    if git.returncode == 0 and git.stdout:
        return git.stdout.split("\n")[:-1]
    found = []
    for folder, folders, files in os.walk(world.SOURCE):
        folders[:] = [f for f in folders if not f.startswith((".", "build", "__pycache__"))]
        found += [os.path.relpath(os.path.join(folder, f), world.SOURCE) for f in files]
    return found


def sources(*below, ends=CODE):
    for path in tracked():
        full = os.path.join(world.SOURCE, path)
        if path.startswith(below) and path.endswith(ends) and os.path.exists(full):
            yield path, open(full, encoding="utf-8").read()


def where(path, text, at):
    return "%s:%d" % (path, text.count("\n", 0, at) + 1)


@fact
def core_never_includes_libpurple(scene):
    found = [where(p, t, m.start()) for p, t in sources("core/") for m in re.finditer(r'#\s*include\s*[<"](libpurple/)?purple', t)]
    assert not found, found


@fact
def only_the_pidgin_rooms_know_gtk(scene):
    found = [where(p, t, m.start()) for p, t in sources("core/", "plugin/") if not p.startswith("plugin/pidgin/")
             for m in re.finditer(r'#\s*include\s*[<"](gtk/|gtk|pidgin)', t)]
    assert not found, found


@fact
def the_top_level_holds_exactly_what_the_plan_says(scene):
    top = {path.split("/")[0] for path in tracked()}
    assert {name for name in top if not name.startswith(".")} == TOP, sorted(top)


@fact
def every_source_names_its_licence(scene):
    missing = [p for p, t in sources("core/", "plugin/", "tests/", ends=(*CODE, ".py", ".sh", "meson.build")) if "SPDX-License-Identifier: GPL-3.0-or-later" not in t[:300]]
    assert not missing, missing


@fact
def words_for_people_are_marked_for_translation(scene):
    """A literal in plugin/ that reads like a sentence stands inside a gettext call."""
    literal = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
    marked = re.compile(r"(_|N_|C_|translate_plural|ngettext)\s*\(\s*$")
    found = []
    for path, text in sources("plugin/", ends=(".cpp", ".h")):
        if path == "plugin/host/rehearsal.cpp":
            continue  # what its invented members say is chat, not words of ours
        bare = re.sub(r"//[^\n]*", lambda m: " " * len(m.group()), text)
        last_marked = -1
        for match in literal.finditer(bare):
            before = bare[max(0, match.start() - 200):match.start()].rstrip()
            continues = last_marked >= 0 and bare[last_marked:match.start()].strip() in ("", ",")
            if marked.search(before + " ") or marked.search(before) or continues:
                last_marked = match.end()
                continue
            if re.match(r"[A-Z][a-z']+ .*[a-z][.?!]$", match.group(1)):
                found.append(where(path, bare, match.start()) + " " + match.group(1))
    assert not found, "\n".join(found)


@fact
def no_word_to_people_mentions_law_or_police(scene):
    found = [where(p, t, m.start()) + " " + m.group(1) for p, t in sources("core/", "plugin/", ends=(".cpp", ".h"))
             for m in re.finditer(r'[^a-z]_\(\s*"((?:[^"\\\n]|\\.)*)"', t)
             if re.search(r"\b(police|lawyer|solicitor|court|legal action|prosecut\w*|sued?|suing)\b", m.group(1), re.I)]
    assert not found, found


def tact_so():
    if not os.path.exists(world.TACT_SO):
        raise Skip("tact.so is not built")
    return world.TACT_SO


@fact
def tact_so_exports_exactly_one_symbol(scene):
    symbols = subprocess.run(["nm", "-D", "--defined-only", tact_so()], capture_output=True, text=True, check=True).stdout
    names = [line.split()[-1] for line in symbols.splitlines()]
    if world.sanitized():
        names = [n for n in names if not n.startswith(("__asan", "__ubsan", "__odr"))]
    assert names == ["purple_init_plugin"], names


@fact
def tact_so_needs_no_window_system(scene):
    needed = subprocess.run(["readelf", "-d", tact_so()], capture_output=True, text=True, check=True).stdout
    found = re.findall(r"\[(lib(?:gtk|gdk|X11|gnt|ncurses)[^\]]*)\]", needed)
    assert not found, found


@fact
def tact_so_leaves_no_symbol_undefined(scene):
    if world.sanitized():
        raise Skip("the sanitizer's runtime comes from the host")
    ctypes.CDLL(tact_so(), mode=os.RTLD_NOW | os.RTLD_LOCAL)


if __name__ == "__main__":
    run()
