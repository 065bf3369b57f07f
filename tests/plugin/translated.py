# SPDX-License-Identifier: GPL-3.0-or-later
"""No word of Tact's own escapes translation: it is asked everything in a language where every letter has an accent (tests/po/pseudo.py), and a word
of plain letters that comes back must be the sender's, a name, or typed as it stands."""
import os
import re
import subprocess
import sys

from harness import world
from harness.facts import fact, run
from harness.host import HELD, Host

sys.path.insert(0, os.path.join(world.SOURCE, "tests", "po"))
import pseudo  # noqa: E402

TACT = os.path.join(world.BUILD, "core", "cli", "tact")
GRIEVANCE = "Mrs Hall is useless and the kids learn nothing from her."
# What stays as it is in every language: the product, what is typed (a command with its parameters in capitals), options, addresses and paths.
AS_IT_STANDS = [r"(?m)^.{20,60}(?=… [(])", r"(?<![\w/])/?tact(-host)? [a-z]+", r"[A-Za-z0-9+/=_-]{16,}", r"(~|\.)?/(?!tact\b)[^\s”\"]+", r"/?\b[Tt]act(-host)?\b", r"--?[a-z]+(-[a-z]+)*", r"\b[A-Z][A-Z-]+\b",
                r"\S+@\S+", r"https?:\S+", r"\b[a-z]+_[a-z_]+\b", r"\S*\.(pub|eml)\b", r"\b(key|bundle)=\S*"]
# The parameters of the words, typed as they stand: read off the table that /tact help shows.
SYNTAX = "brief class community on off not note nudge end would live dry reveal confirm cancel done quiet later gather left fold change again yes no last open changes to deputy tomorrow undo all".split()


def escaped(text, *data):
    """The plain words in `text` that are none of `data` and nothing that stands as it is."""
    for words in data:
        text = text.replace(words, " ")
    for pattern in AS_IT_STANDS:
        text = re.sub(pattern, " ", text)
    return [word for word in re.findall(r"[A-Za-z]{2,}", text) if word not in SYNTAX]


def guidelines():
    """Their names are keys, which /tact level and a policy's file take."""
    text = open(os.path.join(world.SOURCE, "data", "templates", "class.policy"), encoding="utf-8").read()
    return re.findall(r"^([a-z_]+)=", text.split("[Levels]")[1].split("[")[0], re.M)


def language(scene):
    return {"LANGUAGE": pseudo.LANGUAGE, "TACT_LOCALES": pseudo.write(world.SOURCE, scene.path("locales"))}


def told(room, typed):
    start = len(room.host.events)
    room.type(typed)
    room.marker()
    return room.lines(start)


def ask_all(room, words, *data):
    """Types each word and collects (word, line, what escaped)."""
    faults, lines = [], 0
    for word in words:
        answers = told(room, word)
        lines += len(answers)
        faults += [(word, line[:160], found) for line in answers if (found := escaped(line, GRIEVANCE, HELD, "lab", *data))]
    assert lines >= len(words), "only %d lines to %d words" % (lines, len(words))
    return faults


def complaint(faults):
    return "%d lines escape translation:\n%s" % (len(faults), "\n".join("%s -> %s: %s" % (w, ", ".join(f), l) for w, l, f in faults[:60]))


@fact
def in_plain_english_every_line_would_be_found_out(scene):
    """The measure itself: it finds what it looks for."""
    room = Host(scene).room("lab")
    assert len(ask_all(room, ["/tact status", "/tact list", "/tact why"])) >= 3


@fact
def a_member_is_spoken_to_in_their_language_alone(scene):
    room = Host(scene, env=language(scene)).room("lab")
    words = ["/tact status", "/tact help", "/tact guidelines", "/tact keeps", "/tact me", "/tact policy", "/tact trust", "/tact key", "/tact reports",
             "/tact list", "/tact undo", "/tact nosuchword", GRIEVANCE, "/tact why", "/tact list", "/tact route", "/tact wrong", HELD, "/tact mask", HELD,
             "/tact private Zoe", "/tact later 20m", "/tact list", "/tact drop", "/tact level anger note", "/tact level nonsense note", "/tact level anger loud",
             "/tact set quiet 20:00-08:00", "/tact set quiet nonsense", "/tact set gather 0", "/tact report last", "/tact wake", "/tact accept", "/tact consent", "/tact own",
             "/tact allow", "/tact allow nonsense", "/tact allow not Zoe", "/tact forget", "/tact forget yes", "/tact off", "/tact on", "/tact on class"]
    # Guidelines and keys of settings are called by their name, as typed.
    faults = ask_all(room, words, "Mrs Hall is useless", "is useless", "nosuchword", "nonsense", "Zoe", "Mrs Hall", "loud", *guidelines())
    assert not faults, complaint(faults)


@fact
def the_help_of_every_word_is_translated(scene):
    host = Host(scene, env=language(scene))
    room = host.room("lab")
    listed = "\n".join(told(room, "/tact help"))
    words = sorted(set(re.findall(r"/tact ([a-z]+)", listed)))
    assert len(words) > 30, words
    faults = ask_all(room, ["/tact help " + word for word in words])
    assert not faults, complaint(faults)


@fact
def a_rep_is_spoken_to_in_their_language_alone(scene):
    room = Host(scene, env=language(scene)).room("lab")
    words = ["/tact setup", "/tact publish", "/tact queue", "/tact card", "/tact ledger", "/tact ignore 7", "/tact remind 7", "/tact remove 7 spam", "/tact refer 7", "/tact hold 7 x",
             "/tact second 7", "/tact thank 7", "/tact warn 7", "/tact false 7", "/tact handover"]
    # What would be posted is the school's page in the school's own words.
    page = [line.split("=", 1)[1] for line in open(os.path.join(world.SOURCE, "data", "templates", "class.policy"), encoding="utf-8") if re.match(r"[0-9]+=", line)]
    faults = ask_all(room, words, *(line.rstrip("\n") for line in page))
    assert not faults, complaint(faults)


@fact
def menus_and_windows_are_translated(scene):
    host = Host(scene, env=language(scene), ui="pidgin")
    room = host.room("lab")
    host.do("menu 0 lab")
    entry = host.wait("menu", None)[1]
    host.do("choose 0 lab " + entry)
    window = host.wait("request")
    captions = [part for part in window[3:] if not re.match(r"(level )?[a-z_]+=", part)]
    assert len(captions) > 10, window
    faults = [("window", part, found) for part in [entry, *captions] if (found := escaped(part, "lab"))]
    assert not faults, complaint([(w, e, f) for w, e, f in faults])


@fact
def the_practice_room_explains_itself_in_the_language(scene):
    """What its invented members say is chat; all else that is shown is ours."""
    env = {**world.environment(scene.folder), **language(scene)}
    done = subprocess.run([world.HOST, "--user-dir", scene.path("purple"), "--plugins", os.path.dirname(world.TACT_SO), "--plugins", os.path.dirname(world.PRACTICE_SO), "practice"],
                          env=env, input="/tact status\n/quit\n", capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr[-2000:]
    shown = [line for line in done.stdout.splitlines() if line.strip() and not re.match(r"\s*(\[[0-9:]+\] )?<?[A-Z][a-z]+( [A-Z][a-z]+)?>?:? ", line)]
    faults = [("practice", line, found) for line in shown if (found := escaped(line, "rowan-class", "Rowan class", *guidelines()))]
    assert len(shown) > 2, done.stdout
    assert not faults, complaint(faults)


def program(scene, *words):
    env = {**world.environment(scene.folder), **language(scene)}
    done = subprocess.run([TACT, *words], env=env, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=60)
    return done.stdout + done.stderr


@fact
def the_program_speaks_the_language(scene):
    asked = [(["check", GRIEVANCE], ("Mrs Hall is useless",)), (["check", "You absolute idiot, Dave"], ("You absolute idiot, Dave", "You absolute idiot")), (["check"], ()), ([], ()), (["nosuchword"], ("nosuchword",)),
             (["rules"], ()), (["policy"], ()), (["audit"], ()), (["verify"], ()), (["verify", "/nowhere"], ()), (["evaluate"], ()), (["replay"], ())]
    syntax = "announce audit check diff dmy evaluate features html json keygen lint list mdy names new policy replay rules show sign test train verify version ymd".split()
    faults = []
    for words, data in asked:
        out = program(scene, *words)
        assert out.strip(), words
        for line in out.splitlines():
            found = [w for w in escaped(line, GRIEVANCE, *data) if w not in syntax]
            if found:
                faults.append((" ".join(["tact", *words]), line[:160], found))
    assert not faults, complaint(faults)


run()
