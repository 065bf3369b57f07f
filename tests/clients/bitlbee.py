# SPDX-License-Identifier: GPL-3.0-or-later
"""BitlBee with a raw IRC client in front of it, in an XMPP room."""
from clients import conversations as talk
from harness import clients, servers
from harness.facts import play
from harness.witness import XmppWitness


def make(scene):
    port = servers.prosody(scene, users=("rep", "ann", "bob", "eve"))
    witness = XmppWitness(scene, port)
    stage = talk.Stage(clients.BitlBee(scene, xmpp=port, asked="file"), witness)
    stage.scene, stage.port = scene, port
    return stage


def it_loads_by_a_variable_too_and_never_unasked(stage):
    text = stage.fresh()
    for user, asked in (("ann", "TACT_BITLBEE"), ("eve", None)):
        client = clients.BitlBee(stage.scene, xmpp=stage.port, user=user, asked=asked)
        client.type("/tact on class" if asked else text)
        if asked:
            client.told("Tact is on")
            client.type(text)
            client.told(talk.NUDGE)
            stage.witness.never(text)
    stage.witness.once(text)


if __name__ == "__main__":
    play(make, [it_loads_by_a_variable_too_and_never_unasked] + talk.EVERYWHERE + talk.IN_XMPP_ROOMS + talk.BY_THE_CLOCK)
