# SPDX-License-Identifier: GPL-3.0-or-later
"""The group as a conversation, in a real libpurple: private words, consent, masks, letters, one's own month, leaving."""
import glob
import os
import re
import stat

from harness import officers, world
from harness.facts import fact, run
from harness.host import HELD, in_lab

NUMBER = "Her mobile is 07700 900418, give her a ring."


@fact
def a_draft_moved_to_one_person_reaches_them_exactly_and_the_room_never(scene):
    host, room = in_lab(scene, at=world.NIGHT)
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
    host, room = in_lab(scene, at=world.NIGHT)
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
    host, room = in_lab(scene, at=world.MORNING)
    room.stage("audience 30")
    lines = [("Is your hand better?", "much better"), ("And the garden looks good?", "the roses are out"), ("Are you about on Saturday?", "from ten I am")]
    room.stage("enter Sam Hill")
    room.type("Sam, was it wet at the seaside?")
    room.reaches("Sam, was it wet at the seaside?")
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
    host, room = in_lab(scene)
    room.type(NUMBER)
    room.told("guideline")
    room.type("/tact mask")
    room.reaches("Her mobile is •••, give her a ring.")
    room.never("07700")


@fact
def consent_is_asked_once_an_album_and_noted_with_its_end(scene):
    host, room = in_lab(scene)
    room.type("Look at them all [photo: the whole class at the fair]")
    room.told("picture")
    room.type("/tact consent summer fair")
    room.told("Noted on this computer.*summer fair.*2027")
    room.type("And another [photo: children on the slide]")
    room.reaches("And another [photo: children on the slide]")


@fact
def a_grievance_becomes_a_letter_for_its_writer_alone_and_the_second_goes_one_step_up(scene):
    host, room = in_lab(scene)
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
    host, room = in_lab(scene)
    room.type("/tact check " + HELD)
    said = "\n".join([room.told("Is this relevant")] + room.lines())
    for question in ("relevant", "necessary", "true", "helpful", "kind", "good time"):
        assert question in said, (question, said)
    room.never("useless")


@fact
def ones_own_month_is_told_to_oneself(scene):
    host, room = in_lab(scene, at=world.NIGHT)
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
    host, room = in_lab(scene)
    room.type("/tact leave")
    host.wait("left", "0", "lab")
    assert room.wire() == []


ALBUM = "All the pictures are here: https://photos.app.goo.gl/abc"


@fact
def own_says_that_it_is_ones_own_child_and_settles_the_album(scene):
    host, room = in_lab(scene)
    room.type("/tact own")
    room.told("Nothing waits here")
    room.type(HELD)
    room.told("guideline")
    room.type("/tact consent")
    room.reaches(HELD)
    room.type(ALBUM)
    room.told("picture")
    room.type("/tact own")
    room.reaches(ALBUM)
    room.once(ALBUM)
    room.type("More pictures are here: https://photos.app.goo.gl/xyz")
    room.reaches("More pictures are here: https://photos.app.goo.gl/xyz")
    room.type("/tact me")
    room.told("pictures: asked 1, changed or dropped 1")


@fact
def an_album_that_is_posted_as_it_was_is_not_asked_about_again_and_the_next_one_is_however_often(scene):
    host, room = in_lab(scene)
    for hour in range(4):
        host.clock.set("2026-11-24 %d:00:00" % (10 + hour))
        text, more = ["%s are here: https://photos.app.goo.gl/%s%d" % (words, words[0], hour) for words in ("All the pictures", "More pictures")]
        room.type(text)
        room.told("[Pp]icture")
        room.never("goo.gl/A%d" % hour)
        room.type("/tact post")
        room.reaches(text)
        room.type(more)
        room.reaches(more)


@fact
def wake_ends_the_silence_after_three_posted_as_they_were(scene):
    host, room = in_lab(scene)
    room.type("/tact wake")
    room.told("was awake")
    for number, text in enumerate(("Apparently school is shut tomorrow, someone said so.", "Selling my old sofa, 50 pounds, message me.",
                                   "Typical of this government, they do not care about schools.")):
        host.clock.set("2026-11-%d 10:00:00" % (24 + 2 * number))
        room.type(text)
        room.told("guideline")
        room.type(text)
        room.reaches(text)
    room.told("keeps quiet about small things.*30 days")
    host.clock.set("2026-12-04 10:00:00")
    room.type("Apparently the hall is shut tomorrow, someone said so.")
    room.reaches("Apparently the hall is shut tomorrow, someone said so.")
    # What protects people is never silent.
    room.type(HELD)
    room.told("guideline")
    room.type("/tact wake")
    room.told("speaks again")
    room.type("Apparently the library is shut tomorrow, someone said so.")
    room.told("guideline")
    room.never("the library is shut")


@fact
def lines_about_who_left_are_folded_where_one_asked_for_it(scene):
    host, room = in_lab(scene)
    for name in ("Sam", "Tom", "Kim"):
        room.stage("enter " + name)
    told_of = lambda name: host.all("shown", None, "lab", None, None, re.compile(name + " left"))
    room.stage("part Sam")
    room.marker()
    assert told_of("Sam"), host.tail()
    room.type("/tact set left sideways")
    room.told("Say /tact set")
    room.type("/tact set left fold")
    room.told("Set left to fold")
    room.stage("part Tom")
    room.marker()
    assert not told_of("Tom"), host.tail()
    # Folded is not forgotten: a remark about it is still asked about.
    room.type("Good riddance to her.")
    room.told("guideline")
    room.type("/tact set left show")
    room.told("Set left to show")
    room.stage("part Kim")
    room.marker()
    assert told_of("Kim"), host.tail()


@fact
def route_open_hands_the_letter_to_the_mail_program_where_there_is_an_address_and_says_where_not(scene):
    host, room = in_lab(scene)
    room.type(HELD)
    room.told("guideline")
    room.type("/tact route open")
    room.told("No mail program could be opened")
    # A group with a contact.
    officers.set_up(room)
    officers.publish(room)
    host.clock.set("2026-11-27 10:00:00")
    room.type("My neighbour's number is 07700 900215, call her tonight.")
    room.told("guideline")
    room.type("/tact route open")
    said = room.told("A letter to")
    uri = host.wait("notified", "uri")[2]
    assert uri.startswith("mailto:office%40school.example?subject=") and "07700%20900215" in uri, uri
    assert "No mail program" not in said + "".join(room.lines())
    room.never("900215")


@fact
def somebody_who_changes_their_name_keeps_their_past_and_nothing_of_it_is_on_the_disk(scene):
    host, room = in_lab(scene)
    room.stage("enter Sam Hill")
    room.stage("enter Lea")
    room.stage("say Sam Hill: Does anyone know when the zebra choir sings?")
    room.marker()
    room.stage("rename Sam Hill: Sam Brown")
    room.stage("say Lea: It sings on Friday at two.")
    room.stage("say Sam Brown: Thanks Lea, that is great.")
    room.marker()
    # Nobody waits for an answer any more.
    room.type("Not sure, sorry.")
    room.reaches("Not sure, sorry.")
    # Somebody new under the old name is another person.
    room.stage("say Lea: Does anyone know which door is open?")
    room.stage("enter Sam Hill")
    room.stage("say Sam Hill: Thanks all.")
    room.marker()
    room.type("No idea, sorry.")
    room.told("guideline")
    host.quit()
    # The client's own logs are not Tact's.
    for path in glob.glob(os.path.join(host.folder, "**"), recursive=True):
        if os.path.isfile(path) and os.sep + "logs" + os.sep not in path:
            with open(path, "rb") as file:
                assert b"zebra choir" not in file.read(), path


@fact
def the_six_questions_stand_beside_the_first_two_posts_and_stop_nothing(scene):
    host, room = in_lab(scene)
    for number, text in enumerate(("The gate is open at nine on Friday.", "Apparently school is shut tomorrow, someone said so.", "PE is on Thursday, bring trainers.",
                                   "The hall is open at ten on Friday.")):
        start = len(host.events)
        room.type(text)
        if number == 1:
            # What is asked about has its own lines.
            room.told("guideline")
            assert not [line for line in room.lines(start) if "six questions" in line]
            continue
        room.reaches(text)
        if number < 3:
            room.told("six questions")
        # It is told a turn of the main loop later.
        room.marker()
        room.marker()
        said = "\n".join(room.lines(start))
        assert ("six questions" in said) == (number < 3), (number, said)
        if number < 3:
            for question in ("relevant", "necessary", "true", "helpful", "kind", "good time"):
                assert question in said, (question, said)
    # Also not after a restart.
    host = host.restart()
    room = host.room("lab", on=None)
    start = len(host.events)
    room.type("The shed is open at ten on Friday.")
    room.reaches("The shed is open at ten on Friday.")
    room.marker()
    assert "six questions" not in "".join(room.lines(start))


run()
