# SPDX-License-Identifier: GPL-3.0-or-later
"""Spectrum2 and purple-gowhatsapp, imitated: many people in one process, no dialogs, phone numbers as names, rosters that are emptied and filled
again, history without marks, own words that come back by no signal, and words that the bridge takes for itself."""
import re

from harness import world
from harness.facts import fact, run
from harness.host import CLEAN, HELD, Host, Room

LATE = "Can somebody bring the red folder to the hall tomorrow, please?"


def spectrum(scene, **changes):
    host = Host(scene, ui="spectrum", account="anna", **changes)
    anna = host.room("lab")
    host.do("account prpl-tact-practice ben - open_room=false")
    host.wait("on", "1")
    host.do("join 1 lab")
    host.wait("joined", "1", "lab")
    return host, anna, Room(host, "lab", account=1)


@fact
def two_people_of_one_process_do_not_answer_for_each_other(scene):
    host, anna, ben = spectrum(scene)
    anna.type(HELD)
    anna.told("ot posted|not in the group")
    # The same words from somebody else are a message of their own, not Anna's yes.
    ben.type(HELD)
    ben.told("ot posted|not in the group")
    anna.never(HELD)
    ben.type("/tact drop")
    ben.told(".")
    anna.type(HELD)
    anna.reaches(HELD)
    anna.once(HELD)
    assert host.all("wire", "lab", "anna", HELD) and not host.all("wire", "lab", "ben")


@fact
def words_for_tact_reach_nobody_where_there_are_no_commands(scene):
    host, anna, ben = spectrum(scene)
    for words in ("/tact list", "/tact wibble", "/tact", "  /tact help"):
        anna.type(words)
    anna.marker()
    assert not [e for e in host.all("wire") if "/tact" in e[3]], host.all("wire")


@fact
def without_dialogs_the_question_is_a_line_and_sending_again_is_the_answer(scene):
    host, anna, ben = spectrum(scene, at=world.NIGHT)
    ben.type(LATE)
    ben.told("23:14")
    assert not host.all("request"), host.all("request")
    ben.type(LATE)
    ben.reaches(LATE)
    ben.once(LATE)


def whatsapp(scene, **changes):
    host = Host(scene, **changes)
    for manner in ("echo write", "ids hash", "delayed off"):
        host.stage(manner)
    host.stage("@lab audience 12")
    host.stage("@lab phones")
    return host, host.room("lab")


def audience(text):
    return re.search(r"(\d+) people would see it", text).group(1)


@fact
def telephone_numbers_as_names_and_ids_below_zero_change_nothing(scene):
    host, room = whatsapp(scene, at=world.NIGHT)
    host.do("users 0 lab")
    assert host.wait("user", re.compile(r"^447700900\d{3}@s\.whatsapp\.net$"))
    room.type(LATE)
    room.told("23:14")
    room.never(LATE)
    room.type(LATE)
    room.reaches(LATE)
    room.once(LATE)


@fact
def a_roster_that_is_emptied_and_filled_again_is_nobody_leaving(scene):
    host, room = whatsapp(scene, at=world.NIGHT)
    room.type(LATE)
    before = audience(room.told("people would see it"))
    room.type("/tact drop")
    room.told(".")
    room.stage("refresh")
    room.stage("refresh")
    host.do("users 0 lab")
    assert str(len(host.all("user", since=host.mark)) - 1) == before
    assert not [line for line in room.lines(since=0) if "left" in line and "leave" in line], room.lines(since=0)


@fact
def history_without_marks_moves_nothing_and_says_nothing(scene):
    host, room = whatsapp(scene)
    for number in range(8):
        room.stage("old 447700900%03d@s.whatsapp.net: %s" % (number, HELD))
    room.part()
    mark = len(host.events)
    room.rejoin()
    room.marker()
    assert not host.all("wire", since=mark) and not room.lines(since=mark), room.lines(since=mark)
    room.type(CLEAN)
    room.reaches(CLEAN)
    room.once(CLEAN)


@fact
def words_that_the_bridge_takes_for_itself_pass_and_a_question_does_not(scene):
    host, room = whatsapp(scene, at=world.NIGHT)
    room.type("?participants")
    room.reaches("?participants")
    room.type("?participants and " + LATE)
    room.told("23:14")
    room.never(LATE)


if __name__ == "__main__":
    run()
