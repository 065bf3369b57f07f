# SPDX-License-Identifier: GPL-3.0-or-later
"""The group's policy in a real libpurple: a rep sets it up and publishes it, and what is required holds."""
import os
import re

from harness import world
from harness.facts import fact, run
from harness.guideline import ANSWERS, LATE, edit, hear, machine, publish, rep_and_member, set_up
from harness.host import HELD, Host


@fact
def five_answers_make_a_guideline_and_nothing_is_posted_before_yes(scene):
    host = Host(scene, at=world.MORNING)
    room = host.room("lab")
    set_up(room)
    assert room.wire() == [], room.wire()
    room.type("/tact publish yes")
    shown = room.told("word for word")
    room.type("/tact publish whole")
    whole = room.told("word for word")
    assert room.wire() == [], "yes before it was shown"
    room.type("/tact publish yes")
    room.told("Published: version 1")
    room.marker()
    text = "\n".join(room.wire())
    assert "Class 3: our group’s guideline, version 1 (from Ann Lee)." in text, text
    assert machine(room.wire()), text
    # Word for word; what is for computers is cut short, and shown whole when asked for.
    for line in text.split("\n"):
        assert line in shown or (line in machine([text]) and line in whole), "posted, but not shown: " + line
    assert not [line for line in machine([text]) if line in shown], shown
    room.type("/tact publish")
    room.told("Nothing has changed")


@fact
def a_wrong_answer_is_asked_again_and_a_spoilt_file_is_named_with_its_line(scene):
    host = Host(scene, at=world.MORNING)
    room = host.room("lab")
    room.type("/tact setup")
    room.told("1 of 5")
    room.type("/tact setup choir")
    room.told("class or community.*1 of 5")
    for answer in ANSWERS:
        room.type("/tact setup " + answer)
    room.told("Ready")
    edit(host, "threat=nudge", "threat=hard")
    room.type("/tact publish")
    told = room.told("threat")
    assert re.search(r"policy:\d+: \[Levels\] threat", told), told
    assert room.wire() == []


@fact
def the_lines_for_computers_are_hidden_and_the_rest_stays_readable(scene):
    rep, ours, posted, member, room = rep_and_member(scene)
    hear(room, posted)
    room.told("Nothing changes until")
    shown = [e[5] for e in member.all("shown", None, "lab")]
    assert any("our group’s guideline, version 1" in line for line in shown), shown
    assert not any("tact-policy/" in line for line in shown), shown
    # A client without Tact sees all of it, and the first lines are for people.
    other = Host(scene, at=world.MORNING, tact=False)
    plain = other.room("lab", on=None)
    hear(plain, posted)
    line = other.wait("shown", None, "lab", None, None, re.compile("version 1"))[5]
    assert line.split("\n")[0].startswith("Class 3: our group’s guideline"), line


@fact
def line_by_line_as_on_irc_gives_the_same_policy(scene):
    rep, ours, posted, member, room = rep_and_member(scene)
    for line in posted.split("\n"):
        hear(room, line)
    room.told("Nothing changes until")


@fact
def a_required_hour_refuses_each_time_it_is_night_and_uses_up_none_of_the_days_reminders(scene):
    rep, ours, posted, member, room = rep_and_member(scene, require="good_time", at=world.MORNING)
    hear(room, posted)
    room.told("Nothing changes until")
    room.type("/tact trust yes")
    room.told("in force here")
    for evening in range(4):
        member.clock.set(world.NIGHT)
        late = "%s Number %d." % (LATE, evening)
        room.type(late)
        room.told("set by Ann Lee")
        room.type("/tact drop")
        room.told("Forgotten")
        member.clock.set(world.MORNING)
        room.type(late)
        room.reaches(late)
    # More refusals than a day has reminders: an ordinary one is still heard.
    room.type("Selling two tickets for Saturday, message me, best price wins!")
    room.told("[Nn]ot posted yet")


@fact
def what_is_required_refuses_every_answer_and_other_words_pass(scene):
    rep, ours, posted, member, room = rep_and_member(scene, require="identity", at=world.MORNING)
    hear(room, posted)
    room.told("Nothing changes until")
    room.type("/tact trust")
    room.told("Ann Lee")
    room.type("/tact trust yes")
    room.told("in force here")
    room.type(HELD)
    said = room.told("set by Ann Lee")
    assert "Send it again" not in said and "/tact post" not in said, said
    for answer, told in ((HELD, "set by Ann Lee"), ("/tact post", "agreed on"), ("/tact later 20m", "agreed on"), ("/tact consent", "."), ("/tact set undo 5", "Set undo"),
                         ("/tact post", "agreed on")):
        room.type(answer)
        room.told(told)
    room.never("07700")
    # What the rule asks for is a way out; so are other words.
    room.type("/tact mask")
    room.marker()
    room.never("07700")
    room.type("Ask the office about the trip on Friday, please.")
    room.reaches("Ask the office about the trip on Friday, please.")


@fact
def what_is_required_and_cannot_be_kept_does_not_leave_and_comes_back_to_its_writer(scene):
    for ui in ("bitlbee", "pidgin"):
        rep, ours, posted, _, _ = rep_and_member(scene, require="good_time")
        member = Host(scene, at=world.NIGHT, ui=ui)
        own = os.path.join(member.folder, "you") if ui == "bitlbee" else member.folder
        os.makedirs(os.path.join(own, "tact", "outbox.db"))
        room = member.room("lab")
        room.stage("enter Rosa")
        hear(room, posted)
        room.told("Nothing changes until")
        room.type("/tact trust")
        room.told("Ann Lee")
        room.type("/tact trust yes")
        room.told("in force here")
        for _ in range(2):
            room.type(LATE)
            room.told("Not posted, and not kept")
            if ui == "bitlbee":
                room.told("to copy: “" + re.escape(LATE))
            else:
                assert room.entry() == LATE, room.entry()
        room.never(LATE)


@fact
def the_first_post_shows_the_guideline_once_and_accepting_is_noted(scene):
    rep, ours, one, member, room = rep_and_member(scene, at=world.MORNING)
    hear(room, one)
    room.told("Nothing changes until")
    room.type("/tact trust yes")
    room.told("in force")
    room.type("Good morning, does anyone know when PE is?")
    told = room.told("/tact accept")
    assert "Please think before you post." in told, told
    room.reaches("Good morning, does anyone know when PE is?")
    room.type("Thanks for the lift today, Sam!")
    room.reaches("Thanks for the lift today, Sam!")
    assert not [line for line in room.lines() if "/tact accept" in line]
    room.type("/tact accept")
    room.told("Noted, on this computer only")
    edit(rep, "1=Class WhatsApp groups", "1=All WhatsApp groups")
    two = publish(ours)
    hear(room, two)
    room.told("is now version 2")
    room.type("Does anyone have a spare PE kit?")
    told = room.told("/tact accept")
    assert "1. All WhatsApp groups" in told and "Please think" not in told, told


@fact
def a_rep_may_require_acceptance_before_posting(scene):
    rep = Host(scene, at=world.MORNING)
    ours = rep.room("lab")
    set_up(ours)
    edit(rep, "acceptance_required=false", "acceptance_required=true")
    one = publish(ours)
    member = Host(scene, at=world.MORNING)
    room = member.room("lab")
    hear(room, one)
    room.told("Nothing changes until")
    room.type("/tact trust yes")
    room.told("in force")
    text = "Does anyone have a spare PE kit?"
    room.type(text)
    room.told("asks everybody to accept")
    room.type(text)
    room.never(text)
    room.type("/tact accept")
    room.told("Noted")
    room.type(text)
    room.reaches(text)
    room.once(text)


@fact
def a_rep_may_be_off_topic_and_a_nick_makes_no_rep(scene):
    rep, ours, one, member, room = rep_and_member(scene, at=world.MORNING)
    hear(room, one)
    room.told("Nothing changes until")
    room.type("/tact trust yes")
    room.told("in force")
    advert = "Hi all, 20% off all lash lifts this week, DM me to book"
    ours.type(advert)
    ours.reaches(advert)
    room.type(advert)
    room.told("[Nn]ot posted yet|not in the group")
    room.never(advert)
    # The same nick and no key: a member.  And a rep is not exempt from what protects people.
    namesake = Host(scene, at=world.MORNING, account="you")
    theirs = namesake.room("lab")
    hear(theirs, one)
    theirs.told("Nothing changes until")
    theirs.type("/tact trust yes")
    theirs.told("in force")
    theirs.type(advert)
    theirs.told("[Nn]ot posted yet|not in the group")
    theirs.never(advert)
    ours.type(HELD)
    ours.told("[Nn]ot posted yet|not in the group")
    ours.never(HELD)
    room.type("/tact policy")
    assert "use Tact here" not in room.told("rep: Ann Lee")
    ours.type("/tact policy")
    ours.told("use Tact here")


if __name__ == "__main__":
    run()
