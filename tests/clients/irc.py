# SPDX-License-Identifier: GPL-3.0-or-later
"""Where IRC differs: one line a message, actions by command, several lines in one turn.  tact-host as Pidgin drives it."""
from clients import conversations as talk
from harness import clients, servers
from harness.facts import play
from harness.host import NUDGE
from harness.witness import IrcClient
from harness.world import MORNING, NIGHT


def make(scene):
    port = servers.ngircd(scene)
    witness = IrcClient(scene, port)
    return talk.Stage(clients.HeadlessClient(scene, irc=port), witness)


def a_paste_of_several_lines_is_no_burst_and_arrives_in_order(stage):
    lines = ["Packing list", "wellies", "a coat", "lunch"]
    stage.client.type("\n".join(lines))
    stage.witness.hears("lunch")
    assert [t for t in stage.witness.texts("rep") if t in lines] == lines, stage.witness.texts("rep")


def an_action_at_night_is_held_and_posted_as_an_action(stage):
    """First of all: the hour is a mild reminder, and silent once the day's few are used up."""
    stage.client.clock.set(NIGHT)
    stage.client.type("/me waves good night to everybody in the class.")
    stage.client.told(NUDGE)
    stage.witness.never("waves good night")
    stage.client.type("/tact post")
    stage.witness.once("\001ACTION waves good night to everybody in the class.\001")
    stage.client.clock.set(MORNING)


def an_action_passes_as_an_action(stage):
    stage.client.type("/me waves good morning to everybody in the class.")
    stage.witness.once("\001ACTION waves good morning to everybody in the class.\001")


if __name__ == "__main__":
    play(make, [an_action_at_night_is_held_and_posted_as_an_action] + talk.EVERYWHERE + [a_paste_of_several_lines_is_no_burst_and_arrives_in_order]
         + talk.WITH_PLUGIN_LIST + [an_action_passes_as_an_action])
