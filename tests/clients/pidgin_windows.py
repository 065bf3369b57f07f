# SPDX-License-Identifier: GPL-3.0-or-later
"""Tact's windows in the real Pidgin, with letters twice as large: they fit the screen that people have, and keys alone reach every field and
every button."""
import time

from harness import clients, officers, servers, world
from harness.facts import fact, run
from harness.witness import XmppWitness

THREAT = "I know where you live, I will come round tonight and break your legs."
GRIEVANCE = "Mrs Hall is useless and the kids learn nothing from her."
LARGE = "Sans 20"  # twice what Pidgin has
SCREEN = (1100, 900)
# Where the settings lead is a choice, their last field: so often down from its first line.
LEVELS, FORGET, SETUP, QUEUE = 1, 4, 5, 6
FIELDS = 7


class Desk:
    """Pidgin in a room where somebody was before, and its windows by number: half of them have the same title."""

    def __init__(self, scene, language=None):
        port = servers.prosody(scene)
        self.client = clients.Pidgin(scene, xmpp=port, extra_plugins=[world.PIDGIN_SO], size="%dx%d" % SCREEN, language=language, font=LARGE)
        self.witness = XmppWitness(scene, port)
        self.client.type("/tact on class")
        world.wait_until("Tact is on", lambda: any(line[1] == "tact" for line in self.client.shown(self.client.mark)))

    def windows(self):
        return set(self.client.xdotool("search", "--onlyvisible", "--name", ".").stdout.split())

    def opening(self, *keys, typed=None):
        """The window that these keys, or this line in the room, open: on the screen whole, and in front."""
        before = self.windows()
        if typed:
            self.client.type(typed)
        else:
            self.client.keys(*keys)
        found = world.wait_until("a window opens", lambda: max(self.windows() - before, default=None))
        shape = dict(line.split("=") for line in self.client.xdotool("getwindowgeometry", "--shell", found).stdout.split())
        size = int(shape["WIDTH"]), int(shape["HEIGHT"])
        assert size[0] <= SCREEN[0] and size[1] <= SCREEN[1], "a window is %dx%d on a screen of %dx%d" % (size + SCREEN)
        self.front(found)
        return found

    def front(self, found):
        self.client.xdotool("windowactivate", "--sync", found)
        time.sleep(0.2)

    def closing(self, found, *keys):
        self.client.mark = len(self.client.shown())
        self.client.keys(*keys)
        world.wait_until("the window goes", lambda: found not in self.windows())

    def settings(self, lead_to, *keys):
        """Opens the settings, presses `keys`, goes to the last field and saves; answers what opened then."""
        form = self.opening(typed="/tact settings")
        self.client.keys(*(keys or ["Tab"] * (FIELDS - 1)))
        self.client.keys(*["Down"] * lead_to)
        self.client.mark = len(self.client.shown())
        opened = self.opening("alt+s")
        assert form not in self.windows(), "the settings are still open"
        return opened

    def typed(self, text):
        self.client.xdotool("type", "--delay", "4", text)

    def says(self, word, *patterns):
        self.client.type(word)
        return [self.client.told(pattern) for pattern in patterns]


def bar_leaves_the_entry_on_the_screen(scene, language, key):
    desk = Desk(scene, language)
    client, witness = desk.client, desk.witness
    client.type(GRIEVANCE)
    world.wait_until("it is held", lambda: any(line[1] == "tact" for line in client.shown(client.mark)))
    time.sleep(0.5)
    # A window is never lower than what stands in it, and the entry is the last: where it fits, the entry is to be seen.
    shape = dict(line.split("=") for line in client.xdotool("getwindowgeometry", "--shell", client._find(client.window)).stdout.split())
    assert int(shape["WIDTH"]) <= SCREEN[0] and int(shape["HEIGHT"]) <= SCREEN[1], shape
    witness.never(GRIEVANCE)
    # "Post as it is" by its letter.
    client.focus()
    client.keys("alt+" + key)
    witness.once(GRIEVANCE)


@fact
def at_twice_the_letters_the_entry_stays_on_the_screen(scene):
    bar_leaves_the_entry_on_the_screen(scene, None, "p")


@fact
def at_twice_the_letters_the_entry_stays_on_the_screen_in_german(scene):
    bar_leaves_the_entry_on_the_screen(scene, "de", "s")


@fact
def at_twice_the_letters_the_entry_stays_on_the_screen_from_right_to_left(scene):
    bar_leaves_the_entry_on_the_screen(scene, "ur", "x")


@fact
def at_twice_the_letters_the_entry_stays_on_the_screen_in_the_longest_words(scene):
    bar_leaves_the_entry_on_the_screen(scene, "qps", "x")


@fact
def every_button_of_the_bar_answers_to_its_letter(scene):
    """Pidgin's own menus and tools have C, O, S, F and others: "Forget it" gets R, and "Why?" what "Write to the school" leaves."""
    desk = Desk(scene)
    client = desk.client

    def held(text):
        client.type(text)
        client.told("Not posted yet|Still with you|bar above")
        time.sleep(0.5)

    def pressed(letter, said):
        client.mark = len(client.shown())
        client.focus()
        client.keys("alt+" + letter)
        client.told(said)

    held(GRIEVANCE)
    pressed("h", "air any concerns")
    pressed("w", "A letter to class teacher")
    # The same guideline does not speak twice within a day.
    client.clock.set("2026-11-27 10:00:00")
    held(GRIEVANCE)
    pressed("r", "Forgotten")
    desk.witness.never(GRIEVANCE)


@fact
def every_field_of_the_settings_is_reached_by_keys_and_so_is_each_sentence(scene):
    desk = Desk(scene)
    form = desk.opening(typed="/tact settings")
    # The kind of group; hours; later, gather and undo stay; words to allow; the last.
    desk.client.keys("Down", "Tab", "ctrl+a")
    desk.typed("22:00-06:30")
    desk.client.keys("Tab", "Tab", "Tab", "Tab", "ctrl+a")
    desk.typed("Savage, Killer Lane")
    desk.client.keys("Tab", *["Down"] * LEVELS)
    listed = desk.opening("alt+s")
    assert form not in desk.windows()
    # The list has the keys; its first row is the first sentence.
    one = desk.opening("Tab", "alt+h")
    desk.client.keys("Down", "Down")
    desk.closing(one, "alt+s")
    desk.client.told("Saved")
    # The list shows the change: another window in the place of the first.
    world.wait_until("the list is drawn anew", lambda: listed not in desk.windows())
    listed = max(desk.windows() - {form}, key=int)
    desk.front(listed)
    desk.closing(listed, "alt+c")
    said = desk.says("/tact status", "Tact is on in this group .kind", "abuse", "for you: Savage, Killer Lane")
    assert "kind: community" in said[0] and "22:00–06:30" in said[0] and "abuse note" in said[1], said
    # Cancel, by its letter: nothing is changed.
    form = desk.opening(typed="/tact settings")
    desk.client.keys("Up", "Up")
    desk.closing(form, "alt+c")
    desk.says("/tact status", "kind: community")


@fact
def all_that_tact_keeps_goes_by_keys_after_a_question_and_a_space_typed_on_deletes_nothing(scene):
    desk = Desk(scene)
    question = desk.settings(FORGET)
    desk.client.keys("space", "Return")
    assert question in desk.windows(), "a key that was meant for the entry answered the question"
    desk.closing(question, "alt+c")
    desk.says("/tact status", "Tact is on")
    desk.closing(desk.settings(FORGET), "alt+d")
    desk.client.told("Erased of this group")
    desk.says("/tact status", "Tact is off in this group")


@fact
def a_rep_sets_up_and_works_through_the_queue_by_keys(scene):
    desk = Desk(scene)
    setup = desk.settings(SETUP)
    desk.client.keys("Tab")
    for answer in ("Class 3", "Ann Lee", "21:00-07:00", "office@school.example"):
        desk.client.keys("ctrl+a")
        desk.typed(answer)
        desk.client.keys("Tab")
    desk.closing(setup, "alt+k")
    desk.client.told("Ready")
    officers.publish(desk.client)
    desk.says("/tact queue live", "queue is live")
    desk.witness.say("good morning")
    desk.witness.say(THREAT)
    desk.client.told("New in the queue|new item", within=60)
    # The queue is the rep's, and so the settings of this group have a line for it now.
    queue = desk.settings(QUEUE)

    def item(*down):
        desk.front(queue)
        opened = desk.opening("Tab", "alt+l")
        desk.client.keys(*down)
        return opened

    # Two down from "Leave it" is the reminder.
    desk.closing(item("Down", "Down"), "alt+d")
    desk.client.told("sent privately to bob")
    # Remove: a reason, a question, and the harmless answer.
    item(*["Down"] * 7)
    reason = desk.opening("alt+d")
    desk.typed("Threats, twice")
    question = desk.opening("alt+g")
    assert reason not in desk.windows()
    desk.client.keys("space", "Return")
    assert question in desk.windows(), "a key that was meant for the entry answered the question"
    desk.closing(question, "alt+c")
    # The person is still here.
    desk.witness.say("good evening")
    desk.client.sees("good evening")
    # And the other answer is pressed by its letter.
    item(*["Down"] * 7)
    desk.opening("alt+d")
    desk.typed("Threats, twice")
    question = desk.opening("alt+g")
    desk.closing(question, "alt+r")
    desk.client.told("bob|emov")
    desk.front(queue)
    desk.closing(queue, "alt+c")


if __name__ == "__main__":
    run()
