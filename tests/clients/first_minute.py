# SPDX-License-Identifier: GPL-3.0-or-later
"""A person's first minute: the package has been installed, their own Pidgin is open in their group, and nothing of Tact is ticked yet.  Walks the
path of the README to the first fair nudge, by keys and clicks alone, and counts them.

    Tools, Plugins, tick "Tact nudge bar" (it brings Tact along), Close; "/tact on class" and a message, typed."""
import re
import time

from harness import clients, servers, world
from harness.facts import comment, fact, run
from harness.witness import XmppWitness

MINUTES, CLICKS = 2, 5
FRIENDLY = "Lovely to see everyone at the fair, thank you!"
GRIEVANCE = "Mrs Hall is useless and the kids learn nothing from her."


class Newcomer:
    """Counts what a person with a mouse would click; what is typed is typed."""

    def __init__(self, scene):
        port = servers.prosody(scene)
        self.witness = XmppWitness(scene, port)
        self.client = clients.Pidgin(scene, xmpp=port, extra_plugins=[world.PIDGIN_SO], only_installed=True)
        self.clicks = 0

    def click(self, *keys, clicks=1):
        """Keys that stand for so many clicks of a mouse."""
        self.client.keys(*keys)
        self.clicks += clicks

    def window(self, title):
        found = world.wait_until("a window " + title, lambda: self.client._find(title))
        self.client.xdotool("windowactivate", "--sync", found)
        return found

    def plugins(self):
        self.window("^Buddy List$")
        self.click("ctrl+u", clicks=2)  # Tools, Plugins
        return self.window("^Plugins$")


@fact
def from_the_installed_package_to_the_first_fair_nudge_in_two_minutes_and_five_clicks(scene):
    person = Newcomer(scene)
    client, witness = person.client, person.witness
    # Before: Pidgin as it was.
    client.type(FRIENDLY)
    witness.once(FRIENDLY)
    began = time.monotonic()
    person.plugins()
    client.xdotool("type", "--delay", "30", "Tact n")  # scrolls to the row; a mouse would turn its wheel
    client.keys("Return")
    client.mark = len(client.shown())
    person.click("space")
    # The group that is open says at once what to type.
    assert "/tact on class" in client.told("Tact is off in this group")
    person.click("alt+c")
    client.type("/tact on class")
    client.told("Tact is on")
    client.type(GRIEVANCE)
    client.told("Not posted yet: the bar above the entry says why")
    took = time.monotonic() - began
    comment("%d clicks, %.0f s" % (person.clicks, took))
    witness.never(GRIEVANCE)
    assert person.clicks <= CLICKS, "%d clicks" % person.clicks
    assert took <= MINUTES * 60, "%.0f s" % took
    # A friendly message still goes as before, and the nudge was fair: the sender's word posts it, by a click in the bar.
    client.focus()
    client.keys("alt+p")
    witness.once(GRIEVANCE)
    client.type(FRIENDLY + " Truly.")
    witness.once(FRIENDLY + " Truly.")


@fact
def at_the_next_start_it_is_still_there(scene):
    person = Newcomer(scene)
    person.plugins()
    person.client.xdotool("type", "--delay", "30", "Tact n")
    person.client.keys("Return")
    person.client.mark = len(person.client.shown())
    person.client.keys("space")
    person.client.told("Tact is off in this group")
    path = scene.path("pidgin", "prefs.xml")

    def ticked():
        with open(path) as f:
            return sorted(re.findall(r"(tact(?:-pidgin)?)\.so", f.read()))

    # Pidgin writes its settings a few seconds later.
    world.wait_until("both are in the list of what Pidgin loads", lambda: {"tact", "tact-pidgin"} <= set(ticked()), 40)


if __name__ == "__main__":
    run()
