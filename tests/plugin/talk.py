# SPDX-License-Identifier: GPL-3.0-or-later
"""The group as a conversation, in a real libpurple: private words, consent, masks, letters, one's own month, leaving."""
import glob
import os
import re
import stat

from harness import world
from harness.facts import fact, run
from harness.host import HELD, Host

NUMBER = "Her mobile is 07700 900418, give her a ring."


@fact
def a_draft_moved_to_one_person_reaches_them_exactly_and_the_room_never(scene):
    host = Host(scene, at=world.NIGHT)
    room = host.room("lab")
    room.stage("enter Sam Hill")
    text = "Sam, have you <b>still</b> got my drill & bits?"
    room.type(text)
    room.told("23:14")
    room.type("/tact private Sam")
    room.told("Sent to Sam Hill alone")
    sent = [e for e in host.all("wire") if "drill" in e[3]]
    assert [e[1] for e in sent] == ["im:Sam Hill"] and sent[0][3] == text, sent
    room.never("zzz")
    assert not [t for t in room.wire() if "drill" in t]
    room.type("/tact list")
    room.told("Nothing waits")


@fact
def a_private_word_to_nobody_or_to_two_people_sends_nothing(scene):
    host = Host(scene, at=world.NIGHT)
    room = host.room("lab")
    room.stage("enter Sam Hill")
    room.stage("enter Sam Brown")
    room.type("Sam, have you still got my drill?")
    room.told("23:14")
    room.type("/tact private Sam")
    room.told("Sam Hill|Sam Brown")
    room.type("/tact private Zoe")
    room.told("Nobody here is called Zoe")
    room.never("drill")


@fact
def two_people_who_go_on_are_asked_once_and_private_needs_no_name(scene):
    host = Host(scene, at=world.MORNING)
    room = host.room("lab")
    room.stage("audience 30")
    lines = [("Is your hand better?", "much better"), ("And the garden looks good?", "the roses are out"), ("Are you about on Saturday?", "from ten I am")]
    room.stage("enter Sam Hill")
    room.type("Sam, how was the holiday in the end?")
    room.reaches("Sam, how was the holiday in the end?")
    room.stage("say Sam Hill: wet but fine")
    for mine, theirs in lines[:2]:
        room.type(mine)
        room.reaches(mine)
        room.stage("say Sam Hill: " + theirs)
    room.stage("say Sam Hill: and yours")
    room.type("We stayed at home this year.")
    room.told("Sam Hill and you have been talking")
    room.type("/tact private")
    room.told("Sent to Sam Hill alone")
    assert "We stayed at home this year." not in room.wire()


@fact
def mask_posts_the_message_without_the_number(scene):
    host = Host(scene)
    room = host.room("lab")
    room.type(NUMBER)
    room.told("guideline")
    room.type("/tact mask")
    room.reaches("Her mobile is •••, give her a ring.")
    room.never("07700")


@fact
def consent_is_asked_once_an_album_and_noted_with_its_end(scene):
    host = Host(scene)
    room = host.room("lab")
    room.type("Look at them all [photo: the whole class at the fair]")
    room.told("picture")
    room.type("/tact consent summer fair")
    room.told("Noted on this computer.*summer fair.*2027")
    room.type("And another [photo: children on the slide]")
    room.reaches("And another [photo: children on the slide]")


@fact
def a_grievance_becomes_a_letter_for_its_writer_alone_and_the_second_goes_one_step_up(scene):
    host = Host(scene)
    room = host.room("lab")
    room.type(HELD)
    room.told("guideline")
    room.type("/tact route")
    said = room.told("A letter to class teacher")
    room.never("useless")
    letters = glob.glob(os.path.join(host.folder, "tact", "letters", "*.eml"))
    assert len(letters) == 1 and letters[0] in said, (letters, said)
    assert stat.S_IMODE(os.stat(letters[0]).st_mode) == 0o600
    assert HELD in open(letters[0], encoding="utf-8").read()
    # The same guideline does not speak twice within a day.
    host.clock.set("2026-11-27 10:00:00")
    room.marker()
    room.type(HELD)
    room.told("guideline")
    room.type("/tact route")
    room.told("one step up")


@fact
def check_answers_the_six_questions_and_posts_nothing(scene):
    host = Host(scene)
    room = host.room("lab")
    room.type("/tact check " + HELD)
    said = "\n".join([room.told("Is this relevant")] + room.lines())
    for question in ("relevant", "necessary", "true", "helpful", "kind", "good time"):
        assert question in said, (question, said)
    room.never("useless")


@fact
def ones_own_month_is_told_to_oneself(scene):
    host = Host(scene, at=world.NIGHT)
    room = host.room("lab")
    room.type("Can somebody bring the red folder tomorrow, please?")
    room.told("23:14")
    room.type("/tact drop")
    room.told("Forgotten")
    room.type("/tact me")
    room.told("Only you can see this")
    room.told("good_time: asked 1, changed or dropped 1, posted as it was 0")
    room.never("asked 1")


@fact
def leaving_is_quiet(scene):
    host = Host(scene)
    room = host.room("lab")
    room.type("/tact leave")
    host.wait("left", "0", "lab")
    assert room.wire() == []


run()
