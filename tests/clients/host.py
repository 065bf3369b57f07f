# SPDX-License-Identifier: GPL-3.0-or-later
"""tact-host in an XMPP room."""
import os
import signal
import threading

from clients import conversations as talk
from harness import clients, servers
from harness.facts import play
from harness.witness import XmppWitness


def make(scene):
    port = servers.prosody(scene)
    witness = XmppWitness(scene, port)
    return talk.Stage(clients.HeadlessClient(scene, xmpp=port), witness)


def a_message_posted_in_the_moment_of_being_put_out_comes_back_and_waits(stage):
    """The client stands still while it is put out, so it posts before it can know."""
    text, host = stage.hold(), stage.client.host
    os.kill(host.process.pid, signal.SIGSTOP)
    try:
        typed = threading.Thread(target=lambda: stage.client.type("/tact post"))
        typed.start()
        stage.witness.kick(stage.client.nick, "out for a moment")
        stage.witness.sees("out", stage.client.nick)
    finally:
        os.kill(host.process.pid, signal.SIGCONT)
    typed.join()
    stage.witness.never(text)
    stage.client.rejoin()
    # A window that was left shows nothing: told on the way in.
    stage.client.told("did not reach the group")
    stage.post_when_back(text)


if __name__ == "__main__":
    play(make, talk.EVERYWHERE + talk.IN_XMPP_ROOMS + [a_message_posted_in_the_moment_of_being_put_out_comes_back_and_waits] + talk.WITH_PLUGIN_LIST + talk.BY_THE_CLOCK)
