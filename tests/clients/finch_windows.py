# SPDX-License-Identifier: GPL-3.0-or-later
"""Tact's windows in the real Finch: they fit a terminal of 80 by 24, nothing in them is cut, and keys alone reach all of it."""
import re
import time

from harness import clients, officers, servers, world
from harness.facts import fact, run
from harness.witness import XmppWitness

THREAT = "I know where you live, I will come round tonight and break your legs."
TERMINAL = (80, 24)

def in_finch(scene, language=None, on=False):
    port = servers.prosody(scene)
    # Somebody is in the room already: the first one would be asked how it should be.
    witness = XmppWitness(scene, port)
    client = clients.Finch(scene, xmpp=port, size=TERMINAL, language=language)
    # What Tact says to a newcomer comes when the room is joined.
    world.wait_until("Tact speaks in the room", lambda: any(line[1] == "tact" for line in client.shown()))
    time.sleep(0.3)
    if on:
        client.type("/tact on class")
        client.told("Tact is on")
    return client, witness


def slowly(client, *keys):
    for key in keys:
        client.keys(key)
        time.sleep(0.15)


def window(client, word):
    """The window on top, once it has this word in it: its lines, from frame to frame."""
    def look():
        lines = client.screen().split("\n")
        top = next((n for n, line in enumerate(lines) if "┤" in line and word in "\n".join(lines[n:])), None)
        return None if top is None else (top, lines)

    try:
        top, lines = world.wait_until("a window with “%s”" % word, look)
    except AssertionError as error:
        raise AssertionError("%s\n%s" % (error, client.screen())) from None
    left = lines[top].index("┌")
    right = lines[top].find("┐", lines[top].index("├"))
    assert 0 < right < TERMINAL[0], "the window is wider than a terminal:\n" + client.screen()
    bottom = next((n for n in range(top + 1, len(lines)) if lines[n][left:left + 1] == "└" and lines[n][right:right + 1] == "┘"), None)
    assert bottom is not None and bottom < TERMINAL[1] - 1, "the window is higher than a terminal:\n" + client.screen()
    inside = [line[left + 1:right] for line in lines[top:bottom]]
    buttons = [line for line in inside if re.search(r"│ \S.* │", line)]
    assert not any("_" in button for button in buttons if "↓" not in button), "a button shows the mark of its letter:\n" + "\n".join(inside)
    return inside


def has(lines, *words):
    text = re.sub(r"\s+", " ", " ".join(line.strip(" │") for line in lines))
    missing = [word for word in words if word not in text]
    assert not missing, "%s are not whole in the window:\n%s" % (missing, "\n".join(lines))


@fact
def in_finch_the_settings_fit_a_terminal_and_every_field_is_reached_by_keys(scene):
    client, _ = in_finch(scene, on=True)
    client.type("/tact settings")
    has(window(client, "Save"), "Tact is on: a class group", "21:00-07:00", "07:30", "Seconds to take a message back", "nothing more", "Save", "Cancel")
    # The kind of group is the first field: one down from "class".
    slowly(client, "Down", "Down", "Enter")
    slowly(client, "Tab", "C-u")
    client.tmux("send-keys", "-t", "finch", "-l", "--", "22:00-06:30")
    # Words to allow, then the last: one down from "nothing more".
    slowly(client, "Tab", "Tab", "Tab", "Tab")
    client.tmux("send-keys", "-t", "finch", "-l", "--", "Savage, Killer Lane")
    slowly(client, "Tab", "Down", "Down")
    has(window(client, "one by one"), "what Tact says, one by one", "the group’s page and whose it is", "what Tact keeps", "delete all that Tact keeps …", "the rep’s five questions …")
    slowly(client, "Enter", "Tab", "Enter")
    client.told("Saved")
    # The list that was asked for, the first sentence first.
    listed = window(client, "Change")
    has(listed, "1 · as the group has it · Is it kind?", "Change")
    assert next(line for line in listed if " · as " in line).lstrip("│").startswith("1 ·"), listed
    slowly(client, "Down", "Tab", "Enter")
    has(window(client, "Cancel"), "Is it true?", "as the group has it")
    slowly(client, "Down", "Down", "Enter", "Tab", "Enter")
    world.wait_until("the list shows the change", lambda: "2 · nothing · Is it true?" in client.screen())
    slowly(client, "M-c")
    client.type("/tact status")
    said = client.told("Tact is on in this group .kind")
    assert "kind: community" in said and "22:00–06:30" in said and "allegation off" in said, said
    client.told("for you: Savage, Killer Lane")


@fact
def in_finch_the_queue_fits_a_terminal_and_what_was_chosen_is_done(scene):
    client, witness = in_finch(scene)
    officers.set_up(client)
    slowly(client, "M-3")
    has(window(client, "Keep"), "class", "Rest (21:00-07:00, or none):", "Concerns go to (address or sentence):", "Keep", "Cancel")
    slowly(client, "M-c")
    officers.publish(client)
    client.type("/tact queue live")
    client.told("queue is live")
    witness.say("good morning")
    witness.say(THREAT)
    client.told("New in the queue|new item", within=60)
    client.type("/tact queue")
    has(window(client, "Look"), "1 · threat · bob", "I know where you live", "Never wait for a queue.", "Look")
    slowly(client, "Tab", "Enter")
    has(window(client, "Do it"), "good morning", THREAT, "Leave it", "Do it", "Close")
    slowly(client, "Down", "Down", "Down")
    has(window(client, "Leave it"), "Thank the author", "Remind the author privately", "Ask the author to take it back", "Remove the author …")
    # Two down from "Leave it" is the reminder, and not its neighbour.
    client.mark = len(client.shown())
    slowly(client, "Enter", "Tab", "Enter")
    client.told("sent privately to bob")
    witness.sees("private")
    said = [n[2] for n in witness.notices if n[0] == "private"]
    assert said and "take it back" not in said[-1], said


@fact
def in_finch_all_that_tact_keeps_goes_by_keys_and_the_harmless_answer_comes_first(scene):
    client, _ = in_finch(scene, on=True)

    def question():
        settings_then(client, 4)
        return window(client, "Delete all")

    has(question(), "What goes, for good, from this computer: your settings; your diary;", "What stays: letters and referrals", "Cancel", "Delete")
    # Enter, typed on by somebody who did not look, deletes nothing.
    client.mark = len(client.shown())
    slowly(client, "Enter")
    client.type("/tact status")
    client.told("Tact is on")
    question()
    slowly(client, "Tab", "Enter")
    client.told("Erased of this group")


@fact
def in_finch_a_rep_finds_setup_and_queue_in_the_settings_and_a_removal_asks_twice(scene):
    client, witness = in_finch(scene, on=True)
    settings_then(client, 5)
    has(window(client, "Keep"), "Five questions")
    # Kind stays; name, rep; the hours stand there; address.
    for answer in ("Class 3", "Ann Lee", None, "office@school.example"):
        slowly(client, "Tab")
        if answer:
            client.tmux("send-keys", "-t", "finch", "-l", "--", answer)
    slowly(client, "Tab", "Enter")
    client.told("Ready")
    officers.publish(client)
    client.type("/tact queue live")
    client.told("queue is live")
    witness.say(THREAT)
    client.told("New in the queue|new item", within=60)
    settings_then(client, 6)
    window(client, "Look")
    slowly(client, "Tab", "Enter")
    window(client, "Do it")
    # The last of the choice, then its button.
    slowly(client, *["Down"] * 8, "Enter", "Tab", "Enter")
    has(window(client, "Go on"), "Remove the author …", "The reason, in words for the person.", "Close")
    client.tmux("send-keys", "-t", "finch", "-l", "--", "Threats, twice")
    slowly(client, "Tab", "Enter")
    has(window(client, "Cancel"), "Remove the author?", "Reason: Threats, twice. They will be told", "Remove")
    slowly(client, "Enter")
    witness.say("good evening")
    client.sees("good evening")


def settings_then(client, down):
    """Where the settings lead is their last field: so often down from its first line."""
    client.type("/tact settings")
    window(client, "Save")
    # A choice opens with the first Down.
    slowly(client, *["Tab"] * 6, *["Down"] * (down + 1), "Enter", "Tab", "Enter")


@fact
def in_finch_the_rep_s_windows_of_the_longest_words_keep_their_frames(scene):
    client, witness = in_finch(scene, "qps")

    def say(word):
        client.type(word)
        world.wait_until("an answer to " + word, lambda: any(line[1] == "tact" for line in client.shown(client.mark)), 60)

    say("/tact on class")
    for word in ("/tact setup", *("/tact setup " + answer for answer in officers.ANSWERS)):
        say(word)
    slowly(client, "M-3")
    window(client, "[!!Ķééþ")
    slowly(client, "M-c")
    for word in ("/tact publish", "/tact publish yes", "/tact queue live"):
        say(word)
    time.sleep(2)
    client.mark = len(client.shown())
    witness.say(THREAT)
    world.wait_until("the rep is told", lambda: any(line[1] == "tact" and "#1" in line[3] for line in client.shown(client.mark)), 60)
    client.type("/tact queue")
    window(client, "[!!Ļööķ")
    slowly(client, "Tab", "Enter")
    window(client, "[!!Ðö îţ")
    slowly(client, *["Down"] * 8, "Enter", "Tab", "Enter")
    window(client, "[!!Ĝö öñ")
    slowly(client, "Tab", "Enter")
    window(client, "[!!Ŕéɱöṽé öñé")


def keeps_its_frame(scene, language, *words):
    client, _ = in_finch(scene, language)
    client.type("/tact on class")
    world.wait_until("Tact is on", lambda: any(line[1] == "tact" for line in client.shown(client.mark)))
    client.type("/tact settings")
    has(window(client, words[-1]), *words)


@fact
def in_finch_a_window_of_long_words_keeps_its_frame(scene):
    keeps_its_frame(scene, "de", "Tact ist an: eine Klassengruppe", "Sekunden, auf mehr zu warten", "Abbrechen", "Speichern")


@fact
def in_finch_a_window_from_right_to_left_keeps_its_frame(scene):
    keeps_its_frame(scene, "ur", "محفوظ کریں")


@fact
def in_finch_a_window_of_the_longest_words_keeps_its_frame(scene):
    keeps_its_frame(scene, "qps", "[!!Šåṽé")


if __name__ == "__main__":
    run()
