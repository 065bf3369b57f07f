# SPDX-License-Identifier: GPL-3.0-or-later
"""A guideline goes round on a real server: a rep sets it up by words and publishes it; a member in another client is asked, trusts it, and a
required rule then holds; an older version changes nothing; the rep hands over; the others, without Tact, read words.  Members in BitlBee and
Pidgin on Prosody, in tact-host and Pidgin on ngircd."""
import os
import re
import time

from clients.rep import on_irc, on_xmpp
from harness import clients, officers, servers, world
from harness.facts import FACTS, fact, run
from harness.witness import IrcClient, XmppWitness

LATE = "Can somebody bring the red folder to the hall tomorrow, please?"
MACHINE = "tact-policy/"
HEAD = "Class 3: our group’s guideline, version 1 (from Ann Lee)."

# The rep's facts are proved in their own file.
FACTS.clear()


def edit(rep, old, new):
    folder = os.path.join(rep[0].folder, "tact")
    path = os.path.join(folder, [n for n in os.listdir(folder) if n.endswith(".policy")][0])
    with open(path) as f:
        text = f.read()
    assert old in text, old
    with open(path, "w") as f:
        f.write(text.replace(old, new, 1))


def whole(texts):
    """Is the last of its parts there?"""
    return any(part == parts for part, parts in re.findall(r"tact-policy/1 \S+ (\d+)/(\d+) ", "\n".join(texts)))


def publish(rep, witness, nick="ann"):
    """What the witness got of it, in order, once all of it is there: the last line for computers is the last one."""
    rep[1].type("/tact publish")
    rep[1].told("publish yes")
    witness.marker()
    before = len(witness.texts(nick))
    rep[1].type("/tact publish yes")
    rep[1].told("Published", within=60)
    world.wait_until("the last line for computers arrives", lambda: whole(witness.texts(nick)[before:]), 60)
    witness.marker()
    return witness.texts(nick)[before:]


def refused(client, witness):
    """Neither at first nor again nor by a word."""
    client.type(LATE)
    client.told("set by Ann Lee")
    witness.never(LATE)
    client.again(LATE)
    client.told("set by Ann Lee")
    client.type("/tact post")
    client.told("set by Ann Lee|[Nn]ot posted|Ann Lee")
    witness.never(LATE)


def hands_over(rep, dan, client, witness):
    """Signed by the old key, which is worth nothing afterwards."""
    dan[1].type("/tact handover")
    line = re.search(r"tact-public-key \S+", dan[1].told("tact-public-key")).group(0)
    rep[1].type("/tact handover to " + line + " Dan Fox")
    rep[1].told("Dan Fox will be the rep")
    dan[0].mark = len(dan[0].events)
    publish(rep, witness)
    client.told("Ann Lee has handed over: Dan Fox is the rep now")
    dan[1].told("handed over")
    edit(rep, "posts_a_day=6", "posts_a_day=9")
    rep[1].type("/tact publish")
    rep[1].told("Only Dan Fox")
    dan[1].type("/tact setup")
    dan[1].told("1 of 5")
    edit(dan, "posts_a_day=6", "posts_a_day=7")
    publish(dan, witness, "dan")
    client.told("now version 4")


def the_whole_way(rep, dan, client, witness):
    client.type("/tact on class")
    client.told("Tact is on")
    officers.set_up(rep[1])
    rep[1].type("/tact setup require good_time")
    rep[1].told("Kept for the next version")
    one = publish(rep, witness)
    # A client without Tact reads words first, and what is for computers is at the end.
    lines = "\n".join(one).split("\n")
    assert lines[0].startswith(HEAD), lines[:3]
    assert not [n for n, line in enumerate(lines) if MACHINE in line and n < 3], lines[:4]
    assert len([line for line in lines if MACHINE in line]) < 10, lines
    officers.trust(client)
    officers.trust(dan[1])
    client.clock.set(world.NIGHT)
    refused(client, witness)
    client.type("/tact drop")
    client.told("Forgotten|Nothing waits")
    # The next version replaces it by itself, for its key is followed.
    edit(rep, "posts_a_day=5", "posts_a_day=6")
    publish(rep, witness)
    client.told("now version 2")
    # Somebody posts the old one again.
    for text in one:
        witness.say(text)
    client.told("older guideline")
    client.type("/tact policy")
    client.told("version 2")
    refused(client, witness)
    client.type("/tact drop")
    client.told("Forgotten|Nothing waits")
    hands_over(rep, dan, client, witness)


def on_prosody(scene, member):
    port = servers.prosody(scene, users=("rep", "ann", "bob", "dan"))
    rep, dan = on_xmpp(scene, port, "ann"), on_xmpp(scene, port, "dan")
    witness = XmppWitness(scene, port, "bob")
    the_whole_way(rep, dan, member(scene, xmpp=port), witness)


@fact
def on_prosody_a_member_in_bitlbee(scene):
    on_prosody(scene, clients.BitlBee)


@fact
def on_prosody_a_member_in_pidgin(scene):
    on_prosody(scene, clients.Pidgin)


def on_ngircd(scene, member):
    port = servers.ngircd(scene)
    witness = IrcClient(scene, port, "bob")
    rep, dan = on_irc(scene, port, "ann", "#lab"), on_irc(scene, port, "dan", "#lab")
    the_whole_way(rep, dan, member(scene, irc=port), witness)


@fact
def on_ngircd_a_member_in_tact_host(scene):
    on_ngircd(scene, clients.HeadlessClient)


@fact
def on_ngircd_a_member_in_pidgin(scene):
    on_ngircd(scene, clients.Pidgin)


if __name__ == "__main__":
    run()
