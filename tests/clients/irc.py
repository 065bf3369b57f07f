# SPDX-License-Identifier: GPL-3.0-or-later
"""Where IRC differs: one line a message, actions by command, several lines in one turn.  tact-host as Pidgin drives it."""
from clients import conversations as talk
from harness import clients, servers
from harness.facts import play
from harness.witness import IrcClient


def make(scene):
    port = servers.ngircd(scene)
    witness = IrcClient(scene, port)
    return talk.Stage(clients.HeadlessClient(scene, irc=port), witness)


def a_paste_of_several_lines_is_no_burst_and_arrives_in_order(stage):
    lines = ["Packing list", "wellies", "a coat", "lunch"]
    stage.client.type("\n".join(lines))
    stage.witness.hears("lunch")
    assert [t for t in stage.witness.texts("rep") if t in lines] == lines, stage.witness.texts("rep")


def an_action_passes_as_an_action(stage):
    stage.client.type("/me waves good morning to everybody in the class.")
    stage.witness.once("\001ACTION waves good morning to everybody in the class.\001")


if __name__ == "__main__":
    play(make, talk.EVERYWHERE + [a_paste_of_several_lines_is_no_burst_and_arrives_in_order] + talk.WITH_PLUGIN_LIST
         + [an_action_passes_as_an_action])
