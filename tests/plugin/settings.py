# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person sets for a group, in words and in the window from the group's menu: words to allow, and all that Tact keeps deleted."""
import os
import re

from harness import officers, world
from harness.facts import fact, run
from harness.host import HELD, Host, in_lab

INSULT = "Mr Prick is such a prick of a name to grow up with"


def settings_window(host, room="lab"):
    """From the conversation's menu; the number of the window and what stands in it."""
    host.do("menu 0 " + room)
    host.do("choose 0 %s %s" % (room, host.wait("menu", None)[1]))
    window = host.wait("request", None, "fields")
    return window[1], window[3:]


def then(words, choice):
    """The value of the last field that leads to `choice`."""
    at = words.index("Then")
    labels = [word for word in words[at + 1:] if not word.startswith("then=")]
    return labels.index(choice)


@fact
def a_word_that_is_a_name_here_passes_until_it_is_taken_off_the_list(scene):
    host, room = in_lab(scene)
    den = host.room("den")
    room.type(INSULT)
    room.told("guideline")
    room.type("/tact drop")
    room.told("Forgotten")
    room.type("/tact allow")
    room.told("allowed no words here")
    room.type("/tact allow  PricK ,Killer Lane,, prick")
    assert "PricK, Killer Lane." in room.told("lets pass here"), room.lines()
    room.type(INSULT)
    room.reaches(INSULT)
    # Its own group alone.
    den.type(INSULT)
    den.told("guideline")
    room.type("/tact status")
    room.told("lets pass here, for you: PricK, Killer Lane")
    room.type("/tact allow not Pollock")
    room.told("not on your list")
    room = host.restart().room("lab", on=None)
    room.type("/tact allow not prick")
    assert "PricK" not in room.told("lets pass here"), room.lines()
    room.type(INSULT)
    room.told("guideline")
    assert room.wire() == [], room.wire()


@fact
def what_is_no_word_is_not_put_on_the_list(scene):
    _, room = in_lab(scene)
    for nothing in ("/tact allow ,", "/tact allow not", "/tact allow not ,"):
        room.type(nothing)
        room.told("commas stand between several")
    room.type("/tact allow " + "x" * 300)
    room.told("did not understand")
    room.type("/tact allow not x")
    room.told("not on your list")
    room.type("/tact allow")
    room.told("allowed no words here")


@fact
def where_the_group_requires_a_guideline_ones_own_words_count_for_nothing(scene):
    host, room = in_lab(scene)
    officers.set_up(room)
    room.type("/tact setup require abuse")
    room.told("next version")
    officers.publish(room)
    room.type("/tact allow prick")
    room.told("only its own list counts")
    room.type(INSULT)
    room.told("guideline")
    room.never("a prick of")
    room.type("/tact set quiet 22:00-06:00")
    room.told("guideline sets that here")
    room.type("/tact status")
    room.told("rests 21:00–07:00")


@fact
def the_window_has_the_words_to_allow_and_keeps_them(scene):
    host, room = in_lab(scene, ui="pidgin")
    number, words = settings_window(host)
    assert "allow=" in words, words
    host.do("field %s allow prick، Killer Lane" % number)
    host.do("pick %s 0" % number)
    room.told("Saved")
    room.type(INSULT)
    room.reaches(INSULT)
    number, words = settings_window(host)
    assert "allow=prick, Killer Lane" in words, words
    host.do("field %s allow " % number)
    host.do("pick %s 0" % number)
    room.told("Saved")
    room.type(INSULT)
    room.told("guideline")


@fact
def all_that_tact_keeps_goes_by_the_window_after_a_question_that_says_what_goes_and_what_stays(scene):
    host, room = in_lab(scene, ui="pidgin")
    room.type("/tact allow prick")
    room.told("lets pass here")

    def asked():
        number, words = settings_window(host)
        host.do("field %s then %d" % (number, then(words, "delete all that Tact keeps …")))
        host.do("pick %s 0" % number)

    # What waits is not deleted, and nothing is asked.
    room.type(HELD)
    room.told("guideline")
    asked()
    room.told("Nothing was erased.*still waits")
    assert not host.all("request", None, "action"), host.tail()
    room.type("/tact drop")
    room.told("Forgotten")

    asked()
    question = host.wait("request", None, "action")
    said = "\n".join(question[3:])
    assert "your settings" in said and "your diary" in said and "letters and referrals that you made" in said and "what was posted" in said, said
    assert "for good" in said and os.path.join(host.folder, "tact") in said, said
    # The harmless answer is the first; it and a closed window delete nothing.
    assert [word.replace("_", "") for word in question[6:]] == ["Cancel", "Delete"], question
    host.do("pick %s 0" % question[1])
    asked()
    host.do("dismiss " + host.wait("request", None, "action")[1])
    room.type("/tact status")
    room.told("prick")

    asked()
    host.do("pick %s 1" % host.wait("request", None, "action")[1])
    room.told("Erased of this group")
    room.type("/tact status")
    room.told("Tact is off in this group")
    room.type("/tact allow")
    room.told("allowed no words here")


@fact
def no_two_buttons_of_a_question_answer_to_one_letter(scene):
    """In Urdu "Delete" and "Cancel" begin with the same one."""
    for language in ("cy", "de", "es", "fr", "pl", "pt", "ro", "ur"):
        host = Host(scene, ui="pidgin", env=world.language(scene.folder, language))
        host.room("lab")
        number, _ = settings_window(host)
        host.do("field %s then 4" % number)
        host.do("pick %s 0" % number)
        buttons = host.wait("request", None, "action")[6:]
        letters = [button.split("_", 1)[1][0].lower() for button in buttons if "_" in button]
        assert len(buttons) == len(letters) == len(set(letters)) == 2, (language, buttons)
        host.quit()


@fact
def the_window_leads_to_everything_that_can_be_set_or_seen_of_a_group(scene):
    host, room = in_lab(scene, ui="pidgin")

    def go(choice):
        number, words = settings_window(host)
        host.do("field %s then %d" % (number, then(words, choice)))
        host.do("pick %s 0" % number)

    go("what Tact keeps")
    room.told("What is checked")
    # The queue is a rep's.
    assert "the rep’s queue …" not in settings_window(host)[1]
    go("the rep’s five questions …")
    host.wait("request", None, "fields", "This group’s guideline")
    officers.set_up(room)
    officers.publish(room)
    go("the group’s page and whose it is")
    room.told("version 1")
    go("the rep’s queue …")
    room.told("queue")


@fact
def in_front_of_bitlbee_the_same_is_said_in_words(scene):
    _, room = in_lab(scene, ui="bitlbee")
    for word, answer in (("allow Prick", "lets pass here, for you: Prick"), ("settings", "Tact is on in this group"), ("level anger note", "now at level note"), ("set quiet 22:00-06:30", "Set quiet"),
                         ("policy", "No policy"), ("trust", "No guideline"), ("keeps", "What is checked"), ("setup", "1 of 5"), ("queue", "rep or deputy"), ("forget", "What goes, for good")):
        room.type("tact: " + word)
        room.told(answer)
    room.type(INSULT)
    room.reaches(INSULT)
    room.type("tact: forget yes")
    room.told("Erased of this group")
    room.told("What stays: letters")
    room.type("tact: status")
    room.told("Tact is off")


@fact
def a_group_that_is_not_open_answers_in_a_window(scene):
    host, room = in_lab(scene, ui="pidgin")
    host.do("menu 0 lab")
    entry = host.wait("menu", None)[1]
    host.do("choose 0 lab " + entry)
    window = host.wait("request", None, "fields")
    room.part()
    host.do("field %s then %d" % (window[1], then(window[3:], "what Tact keeps")))
    host.do("pick %s 0" % window[1])
    said = host.wait("notified", None, re.compile("What is checked", re.S))[2]
    assert "Who sees it" in said, said


if __name__ == "__main__":
    run()
