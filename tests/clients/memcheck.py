# SPDX-License-Identifier: GPL-3.0-or-later
"""valgrind's memcheck over the real Pidgin, through one whole conversation of a member: a guideline that is trusted, messages that are held,
changed, sent all the same, taken back and dropped, the nudge bar, the settings' windows, a report, the plugin off and on again, quit.

    meson test -C build --benchmark memcheck -v          minutes; needs valgrind, and no test run asks for it

Every wrong step of anybody's fails unless memcheck.supp says why it is none; so does whatever is lost for good and was asked for below Tact."""
import os
import re
import signal
import subprocess
import time
import xml.etree.ElementTree as ET

# Some thirty times slower than a person knows it; read by the harness as it begins.
os.environ.setdefault("TACT_PATIENCE", "300")

from clients.pidgin_windows import FORGET, LEVELS, Desk
from clients.rep import THREAT, on_xmpp
from harness import clients, officers, servers, world
from harness.facts import comment, play
from harness.host import NUDGE, private
from harness.witness import XmppWitness

HERE = os.path.dirname(os.path.abspath(__file__))
MEMCHECK = ["valgrind", "--tool=memcheck", "--leak-check=full", "--show-leak-kinds=definite", "--errors-for-leak-kinds=definite", "--num-callers=60",
            "--keep-debuginfo=yes", "--child-silent-after-fork=yes", "--suppressions=" + os.path.join(HERE, "memcheck.supp"), "--xml=yes"]
OURS = ("tact.so", "tact-pidgin.so")


class Member(Desk):
    """Ann in Pidgin under memcheck; the rep in tact-host, who owns the room; bob, who has no Tact."""

    def __init__(self, scene):
        servers.needs("valgrind")
        port = servers.prosody(scene, users=("rep", "ann", "bob"))
        self.rep_host, self.rep = on_xmpp(scene, port, "rep")
        self.witness = XmppWitness(scene, port, "bob")
        self.found = scene.path("memcheck.xml")
        # GLib's own pools would hide who asked for what.
        self.client = clients.Pidgin(scene, xmpp=port, user="ann", extra_plugins=[world.PIDGIN_SO], wrapper=[*MEMCHECK, "--xml-file=" + self.found],
                                     settings={"G_SLICE": "always-malloc"})
        self.numbers = iter(range(1, 900))
        self.says("/tact on class", "Tact is on")

    def hold(self):
        text = private(next(self.numbers))
        self.client.type(text)
        self.client.told(NUDGE)
        self.witness.never(text)
        return text

    def bar(self, letter, done):
        """A button of the nudge bar, by its letter; again where the bar was not drawn yet."""
        self.client.mark = len(self.client.shown())

        def pressed():
            self.client.focus()
            self.client.keys("alt+" + letter)
            time.sleep(2)
            return done()

        world.wait_until("the bar obeys " + letter, pressed)


def a_clean_message_passes(member):
    member.client.type("PE is on Thursday this week, please bring trainers.")
    member.witness.once("PE is on Thursday this week, please bring trainers.")


def the_reps_guideline_is_asked_about_and_trusted(member):
    officers.set_up(member.rep)
    member.client.mark = len(member.client.shown())
    officers.publish(member.rep)
    officers.trust(member.client)
    member.says("/tact status", "Ann Lee")


def a_held_message_is_sent_again_and_posted_once(member):
    text = member.hold()
    member.client.again(text)
    member.witness.once(text)


def a_held_message_is_posted_from_the_bar(member):
    text = member.hold()
    member.bar("p", lambda: text in member.witness.texts())
    member.witness.once(text)


def a_held_message_is_changed_and_the_new_words_go(member):
    text = member.hold()
    member.client.type("Does anybody know who organises the trip this year?")
    member.witness.once("Does anybody know who organises the trip this year?")
    member.witness.never(text)
    member.says("/tact drop", "Forgotten|Nothing waits")


def a_held_message_is_dropped_from_the_bar(member):
    text = member.hold()
    member.bar("r", lambda: any("Forgotten" in line for line in member.client.lines()))
    member.says("/tact list", "Nothing waits")
    member.witness.never(text)


def a_posted_message_is_taken_back_in_its_pause(member):
    member.says("/tact set undo 30", "Set undo")
    text = member.hold()
    member.says("/tact post", "Posting in 30 seconds")
    member.says("/tact undo", "Taken back")
    member.says("/tact drop", "Forgotten")
    member.witness.never(text)
    member.says("/tact set undo off", "undo")


def pieces_become_one_message(member):
    for piece in ("also", "can someone", "bring the big tent"):
        member.client.type(piece)
    member.witness.hears("also\ncan someone\nbring the big tent")


def the_settings_are_changed_in_their_windows(member):
    form = member.opening(typed="/tact settings")
    member.client.keys("Tab", "ctrl+a")
    member.typed("22:00-06:30")
    member.client.keys("Tab", "Tab", "Tab", "Tab", "ctrl+a")
    member.typed("Savage, Killer Lane")
    member.client.keys("Tab", *["Down"] * LEVELS)
    listed = member.opening("alt+s")
    assert form not in member.windows()
    one = member.opening("Tab", "alt+h")
    member.closing(one, "alt+c")
    member.front(max(member.windows() - {form}, key=int))
    member.client.keys("alt+c")
    world.wait_until("the list goes", lambda: listed not in member.windows())
    member.says("/tact status", "for you: Savage, Killer Lane")


def a_message_of_another_is_reported_and_the_rep_has_it(member):
    member.says("/tact queue", ".")
    member.rep.type("/tact queue live")
    member.rep.told("queue is live")
    member.witness.say(THREAT)
    member.client.sees(THREAT)
    said = member.says("/tact report last this frightens me", "Report .* went to")[0]
    reference = re.search(r"Report (\w{5})", said).group(1)
    member.rep.told("A report " + reference, within=world.PATIENCE)
    member.client.told(reference + ".*received")
    member.says("/tact reports", reference)


def a_message_held_while_the_account_is_lost_is_posted_after_reconnecting(member):
    text = member.hold()
    member.client.lose()
    member.witness.sees("out", member.client.nick)
    seen = len(member.witness.notices)
    member.client.reconnect()
    world.wait_until("back in the room", lambda: ("in", member.client.nick) in [n[:2] for n in member.witness.notices[seen:]])

    def posted():
        return "Posted" in member.says("/tact post", "Posted|Not posted|Nothing waits")[0]

    world.wait_until("posted", posted)
    member.witness.once(text)


def off_everything_passes_and_on_again_it_holds(member):
    member.client.unload()
    text = private(next(member.numbers))
    member.client.type(text)
    member.witness.once(text)
    member.client.load()
    text = member.hold()
    member.says("/tact drop", "Forgotten")
    member.witness.never(text)


def all_that_tact_keeps_is_erased(member):
    member.closing(member.settings(FORGET), "alt+d")
    member.client.told("Erased of this group")


def where(error):
    """The frames of an error, ours first to be seen: (function, file and line or library)."""
    stack = error.find("stack")
    return [(frame.findtext("fn") or "?", os.path.basename(frame.findtext("obj") or "?"), frame.findtext("file"), frame.findtext("line")) for frame in stack]


def told(error):
    text = error.findtext("what") or error.findtext("xwhat/text")
    lines = ["%s: %s" % (error.findtext("kind"), text)]
    for function, library, file, line in where(error)[:40]:
        lines.append("   %s (%s)" % (function, "%s:%s" % (file, line) if file else library))
    return "\n".join(lines)


def pidgin_quits_and_memcheck_has_nothing_to_say(member):
    process = member.client.process
    process.send_signal(signal.SIGTERM)  # Pidgin ends as by its menu
    try:
        process.wait(world.PATIENCE)
    except subprocess.TimeoutExpired:
        raise AssertionError("Pidgin did not quit") from None
    errors = ET.parse(member.found).findall("error")
    leaks = [e for e in errors if e.findtext("kind").startswith("Leak_")]
    ours = [e for e in leaks if any(library in OURS for _, library, _, _ in where(e))]
    comment("%d errors, %d places that lose memory, %d of them below Tact" % (len(errors) - len(leaks), len(leaks), len(ours)))
    wrong = [e for e in errors if e not in leaks] + ours
    assert not wrong, "\n\n".join(told(e) for e in wrong[:20])


if __name__ == "__main__":
    play(Member, [
        a_clean_message_passes,
        the_reps_guideline_is_asked_about_and_trusted,
        a_held_message_is_sent_again_and_posted_once,
        a_held_message_is_posted_from_the_bar,
        a_held_message_is_changed_and_the_new_words_go,
        a_held_message_is_dropped_from_the_bar,
        a_posted_message_is_taken_back_in_its_pause,
        pieces_become_one_message,
        the_settings_are_changed_in_their_windows,
        a_message_of_another_is_reported_and_the_rep_has_it,
        a_message_held_while_the_account_is_lost_is_posted_after_reconnecting,
        off_everything_passes_and_on_again_it_holds,
        all_that_tact_keeps_is_erased,
        pidgin_quits_and_memcheck_has_nothing_to_say,
    ])
