# SPDX-License-Identifier: GPL-3.0-or-later
"""Whose policy a member follows, in a real libpurple: asked with evidence, handed over by its key, and changed by nobody else."""
import re

from harness import world
from harness.facts import fact, run
from harness.guideline import LATE, edit, hear, machine, publish, rep_and_member, set_up
from harness.host import Host


@fact
def a_member_is_asked_with_evidence_and_require_refuses_afterwards(scene):
    rep, ours, posted, member, room = rep_and_member(scene, require="good_time")
    hear(room, posted)
    room.told("Nothing changes until")
    room.type("/tact trust")
    told = room.told("Ann Lee")
    assert re.search(r"(\d{5} ){11}\d{5}", told), told
    assert "Rosa, who is no operator" in told, told
    room.type(LATE)
    room.told("Send it again")
    room.type("/tact drop")
    room.type("/tact trust yes")
    room.told("in force here")
    room.type(LATE)
    room.told("set by Ann Lee")
    for answer in (LATE, "/tact post", LATE):
        room.type(answer)
    room.type("/tact level good_time note")
    room.told("cannot be lowered")
    room.type("/tact set quiet 03:00-03:01")
    room.type(LATE)
    room.never(LATE)
    # And the next start of the client knows it still.
    again = member.restart()
    room = again.room("lab", on=None)
    room.type(LATE)
    room.told("Ann Lee")
    room.never(LATE)


@fact
def a_rollback_a_stranger_and_damage_change_nothing_and_are_told(scene):
    rep, ours, one, member, room = rep_and_member(scene, require="good_time")
    edit(rep, "good_time=require", "good_time=off")
    two = publish(ours)
    assert "has changed, version 2" in two, two
    hear(room, two)
    room.told("Nothing changes until")
    room.type("/tact trust yes")
    room.told("version 2")
    hear(room, one)
    room.told("older guideline")
    stranger = Host(scene, at=world.NIGHT)
    theirs = stranger.room("lab")
    set_up(theirs, ("class", "Class 3", "Ann Lee", "none", "evil@example.org"))
    forged = publish(theirs)
    hear(room, forged, who="Rosa")
    room.told("STOP")
    room.type("/tact trust yes")
    room.told("another key")
    spoilt = two.replace(machine([two])[0][60:70], "AAAAAAAAAA")
    hear(room, spoilt)
    room.type("/tact policy")
    room.told("version 2")
    room.type(LATE)
    room.reaches(LATE)  # version 2 turned the hour off, and still does


@fact
def handover_is_signed_by_the_old_key_which_is_then_worth_nothing(scene):
    rep, ours, one, member, room = rep_and_member(scene)
    hear(room, one)
    room.told("Nothing changes until")
    room.type("/tact trust yes")
    room.told("in force")
    dan = Host(scene, at=world.NIGHT)
    theirs = dan.room("lab")
    theirs.type("/tact handover")
    line = re.search(r"tact-public-key \S+", theirs.told("tact-public-key")).group(0)
    ours.type("/tact handover to " + line + " Dan Fox")
    ours.told("Dan Fox will be the rep")
    two = publish(ours)
    hear(room, two)
    room.told("Ann Lee has handed over: Dan Fox is the rep now")
    ours.type("/tact publish")
    ours.told(".")
    edit(rep, "posts_a_day=5", "posts_a_day=6")
    ours.type("/tact publish")
    ours.told("Only Dan Fox")
    # The new rep follows the group like everybody, and then publishes.
    hear(theirs, two)
    theirs.told("did not sign")
    hear(theirs, one)
    theirs.told("Nothing changes until")
    theirs.type("/tact trust yes")
    theirs.told("version 1")
    hear(theirs, two)
    theirs.told("handed over")
    theirs.type("/tact setup")
    theirs.told("1 of 5")
    edit(dan, "posts_a_day=5", "posts_a_day=7")
    three = publish(theirs)
    hear(room, three)
    room.told("now version 3")


@fact
def who_vouched_is_said_before_somebody_is_trusted(scene):
    rep, ours, one, member, room = rep_and_member(scene, at=world.MORNING)
    hear(room, one)
    room.told("Nothing changes until")
    room.type("/tact trust")
    room.told("none of its keys in another group")
    room.type("/tact trust yes")
    room.told("in force")
    # The same rep in another group: the same key.
    theirs = rep.room("den")
    set_up(theirs, ("class", "Class 4", "Ann Lee", "none", "office@school.example"))
    second = publish(theirs)
    den = member.room("den")
    hear(den, second)
    den.told("Nothing changes until")
    den.type("/tact trust")
    den.told("The same key is the rep’s in Class 3, which you follow: Ann Lee")


@fact
def asking_is_private_and_answered_only_when_the_rep_says_so(scene):
    rep, ours, one, member, room = rep_and_member(scene, at=world.MORNING)
    room.stage("enter Rosa")
    room.type("/tact ask Rosa")
    room.told("Asked Rosa privately")
    assert not [t for t in room.wire() if "guideline" in t], room.wire()
    sent = [e for e in member.all("wire") if "tact-ask/1" in e[3]]
    assert sent, member.tail()
    ours.stage("enter Bob")
    rep.stage("im Bob: " + sent[0][3].replace("\n", "\\n"))
    ours.told("Bob asks for the group’s guideline")
    ours.type("/tact publish to Bob")
    ours.told("Sent to Bob privately")


if __name__ == "__main__":
    run()
