# SPDX-License-Identifier: GPL-3.0-or-later
"""A rep's and a member's clients, and the guideline that goes from one to the other."""
import os

from . import world
from .host import Host

LATE = "Can somebody bring the red folder to the hall tomorrow, please?"
ANSWERS = ("class", "Class 3", "Ann Lee", "21:00-07:00", "office@school.example")


def machine(lines):
    return [line for text in lines for line in text.split("\n") if line.startswith("tact-policy/")]


def set_up(room, answers=ANSWERS):
    room.type("/tact setup")
    room.told("1 of 5")
    for number, answer in enumerate(answers, 1):
        room.type("/tact setup " + answer)
        room.told("%d of 5" % (number + 1) if number < 5 else "Ready")


def draft(host):
    folder = os.path.join(host.folder, "tact")
    return os.path.join(folder, [n for n in os.listdir(folder) if n.endswith(".policy")][0])


def edit(host, old, new):
    path = draft(host)
    text = open(path).read()
    assert old in text, old
    with open(path, "w") as f:
        f.write(text.replace(old, new, 1))


def publish(room):
    """Publishes; what the room got for computers."""
    before = len(room.wire())
    room.type("/tact publish")
    room.told("publish yes")
    assert len(room.wire()) == before, "shown is not posted"
    room.type("/tact publish yes")
    room.told("Published")
    room.marker()
    return "\n".join(room.wire()[before:])


def rep_and_member(scene, require="", at=world.NIGHT):
    """Two people's clients; what the rep posts is staged in the member's world by a person called Rosa."""
    rep = Host(scene, at=at)
    ours = rep.room("lab")
    set_up(ours)
    if require:
        ours.type("/tact setup require " + require)
        ours.told("Kept for the next version")
    posted = publish(ours)
    member = Host(scene, at=at)
    room = member.room("lab")
    room.stage("enter Rosa")
    return rep, ours, posted, member, room


def hear(room, text, who="Rosa"):
    room.stage("say %s: %s" % (who, text.replace("\n", "\\n")))
