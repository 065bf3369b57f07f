# SPDX-License-Identifier: GPL-3.0-or-later
"""The group's policy in a real libpurple: a rep sets it up and publishes it, a member trusts it, and nobody else changes it."""
import os
import re
import time

from harness import world
from harness.facts import fact, run
from harness.host import HELD, Host

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
