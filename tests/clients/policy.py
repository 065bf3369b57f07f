# SPDX-License-Identifier: GPL-3.0-or-later
"""A guideline goes round on a real server: a rep sets it up by words and publishes it; a member in another client is asked, trusts it, and a
required rule then holds; an older version changes nothing; the rep hands over; the others, without Tact, read words.  Members in BitlBee and
Pidgin on Prosody, in tact-host and Pidgin on ngircd."""
import os
import re
import time

from clients.rep import on_irc, on_xmpp
from harness import clients, servers, world
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


def set_up(rep):
    rep[1].type("/tact on class")
    rep[1].told("Tact is on")
    rep[1].type("/tact setup")
    rep[1].told("1 of 5")
    for number, answer in enumerate(("class", "Class 3", "Ann Lee", "21:00-07:00", "office@school.example"), 1):
        rep[1].type("/tact setup " + answer)
        rep[1].told("%d of 5" % (number + 1) if number < 5 else "Ready")


def publish(rep, witness):
    """What the witness got of it, in order."""
    rep[1].type("/tact publish")
    rep[1].told("publish yes")
    witness.marker()
    before = len(witness.texts("ann"))
    rep[1].type("/tact publish yes")
    rep[1].told("Published", within=60)
    world.wait_until("the lines for computers arrive", lambda: any(MACHINE in t for t in witness.texts("ann")[before:]))
    witness.marker()
    return witness.texts("ann")[before:]


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


def the_whole_way(rep, client, witness):
    client.type("/tact on class")
    client.told("Tact is on")
    set_up(rep)
    edit(rep, "good_time=nudge", "good_time=require")
    one = publish(rep, witness)
    # A client without Tact reads words first, and what is for computers is at the end.
    lines = "\n".join(one).split("\n")
    assert lines[0].startswith(HEAD), lines[:3]
    assert not [n for n, line in enumerate(lines) if MACHINE in line and n < 3], lines[:4]
    client.told("Nothing changes until")
    client.type("/tact trust")
    client.told("Ann Lee")
    client.type("/tact trust yes")
    client.told("in force here")
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


def on_prosody(scene, member):
    port = servers.prosody(scene, users=("rep", "ann", "bob"))
    rep = on_xmpp(scene, port, "ann")
    witness = XmppWitness(scene, port, "bob")
    the_whole_way(rep, member(scene, xmpp=port), witness)


@fact
def on_prosody_a_member_in_bitlbee(scene):
    on_prosody(scene, clients.BitlBee)


@fact
def on_prosody_a_member_in_pidgin(scene):
    on_prosody(scene, clients.Pidgin)


def on_ngircd(scene, member):
    port = servers.ngircd(scene)
    witness = IrcClient(scene, port, "bob")
    rep = on_irc(scene, port, "ann", "#lab")
    the_whole_way(rep, member(scene, irc=port), witness)


@fact
def on_ngircd_a_member_in_tact_host(scene):
    on_ngircd(scene, clients.HeadlessClient)


@fact
def on_ngircd_a_member_in_pidgin(scene):
    on_ngircd(scene, clients.Pidgin)


if __name__ == "__main__":
    run()
