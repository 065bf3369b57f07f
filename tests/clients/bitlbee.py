# SPDX-License-Identifier: GPL-3.0-or-later
"""BitlBee with a raw IRC client in front of it, in an XMPP room."""
from clients import conversations as talk
from harness import clients, servers
from harness.facts import play
from harness.witness import XmppWitness


def make(scene):
    port = servers.prosody(scene)
    witness = XmppWitness(scene, port)
    return talk.Stage(clients.BitlBee(scene, xmpp=port), witness)


if __name__ == "__main__":
    play(make, talk.EVERYWHERE + talk.IN_XMPP_ROOMS + talk.BY_THE_CLOCK)
