# SPDX-License-Identifier: GPL-3.0-or-later
"""The group as a conversation, in real Pidgin and in real BitlBee, in a room of six on Prosody: what only the recent past can tell, and what the
others then see.  Each fact has a day of its own, for what is asked once a day is not asked twice."""
import glob
import itertools
import os
import re
import time

from clients.conversations import Stage
from harness import clients, servers, world
from harness.facts import acts
from harness.host import NUDGE
from harness.witness import XmppWitness

PEOPLE = {"bob": "bob", "ann": "Ann Lee", "cat": "cat", "dan": "dan", "sam": "Sam Hill"}
SHRUG = "Not sure, sorry."


class Group(Stage):
    """Our client in the room with five others; bob is the second client, who sees all of it."""

    def __init__(self, scene, make):
        port = servers.prosody(scene, users=("rep", *PEOPLE))
        self.people = {user: XmppWitness(scene, port, user, nick=nick) for user, nick in PEOPLE.items()}
        super().__init__(make(scene, xmpp=port), self.people["bob"])
        self.days = itertools.count(int(time.mktime(time.strptime(world.MORNING, "%Y-%m-%d %H:%M:%S"))), 48 * 3600)
        next(self.days)
        self.ask = self.client.type

    def new_day(self):
        self.now = next(self.days)
        self._set()

    def ahead(self, seconds):
        self.now = self.client.clock.now() + seconds
        self._set()

    def _set(self):
        self.client.clock.set(time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(self.now)))

    def say(self, user, text):
        """Somebody says it, and our client has shown it."""
        self.people[user].say(text)
        self.client.sees(text)

    def post(self, text):
        """It is in the room and nothing was asked.  No marker: that would be one more voice in the conversation."""
        self.ask(text)
        self.witness.hears(text)

    def held(self, text, why):
        self.ask(text)
        said = self.client.told(NUDGE)
        assert re.search(why, said), said
        return said

    def drop(self):
        self.ask("/tact drop")
        self.client.told("Forgotten")

    def why(self):
        self.ask("/tact why")
        self.client.told("guideline")
        return "\n".join(self.client.lines())

    def gone(self, user):
        """Somebody leaves the room."""
        nick = self.people[user].nick
        self.people[user].leave()
        self.witness.sees("out", nick)
        self.count("4 people")

    def back(self, user):
        self.people[user].enter()
        self.count("5 people")

    def count(self, words):
        """Until our own client knows it too."""
        def asked():
            self.ask("/tact check hello")
            return words in self.client.told("would read it")
        world.wait_until("our client counts " + words, asked)


def the_room_is_remembered_without_echoes_follows_a_rename_and_is_written_nowhere(group):
    """A question by somebody who then changes their name is thanked for under the new one: nobody waits for an answer any more."""
    group.post("Good morning all, the gate opens at nine today.")
    group.say("dan", "Does anyone know when the zebra choir sings?")
    group.people["dan"].rename("Danny")
    group.witness.sees("in", "Danny")
    group.say("ann", "It sings on Friday at two.")
    group.say("dan", "Thanks Ann, that is great.")
    group.post(SHRUG)
    group.people["dan"].rename("dan")
    group.witness.sees("in", "dan")
    # Nothing of what the others said is on the disk; what Pidgin itself prints is not Tact's.
    for path in glob.glob(os.path.join(group.client.folder, "**"), recursive=True):
        if os.path.isfile(path) and not path.endswith(".out"):
            with open(path, "rb") as file:
                assert b"zebra choir" not in file.read(), path


def two_people_who_go_on_may_move_the_draft_and_the_room_gets_nothing_of_it(group):
    group.post("Sam, was it wet at the seaside?")
    group.say("sam", "It was wet but fine.")
    group.post("Is your hand better?")
    group.say("sam", "It is much better now.")
    group.post("And the garden looks good?")
    group.say("sam", "The roses are out, and yours?")
    text = "We stayed at home <this> year & slept."
    group.held(text, "Sam.Hill and you have been talking")
    group.ask("/tact private")
    group.client.told("Sent to Sam.Hill alone")
    group.people["sam"].sees("private", "rep", text)
    group.witness.never("stayed at home")
    assert [n for n in group.people["sam"].notices if n[0] == "private"] == [("private", "rep", text)]
    for user in ("ann", "bob", "cat", "dan"):
        assert not [n for n in group.people[user].notices if n[0] == "private"], group.people[user].notices
    # Once per pair and day.
    group.say("sam", "So did we, mostly.")
    group.post("Have a good week then, Sam.")
    # A name chooses whom.
    group.held("My neighbour's number is 07700 900215, call her tonight.", ".")
    group.ask("/tact private ann")
    group.client.told("Sent to Ann.Lee alone")
    group.people["ann"].sees("private", "rep", "My neighbour's number is 07700 900215, call her tonight.")
    group.witness.never("900215")


def who_does_not_know_is_asked_to_wait_while_a_question_is_open(group):
    group.post(SHRUG)
    group.say("dan", "Does anyone know when the reading books go back?")
    group.held("Not sure sorry, no idea.", "[Ww]ait|help|wiser")
    group.drop()
    group.witness.never("no idea")
    group.post("Not sure, but the office is open nine to three, ask there.")
    # Nobody waits for ever.
    group.new_day()
    group.post("No idea, sorry.")


def the_same_question_is_answered_by_the_earlier_one_and_thanks_need_not_be_many(group):
    group.say("ann", "Does anyone know when swimming starts this term?")
    group.say("cat", "Swimming starts on the ninth.")
    group.say("ann", "Thanks cat.")
    group.say("bob", "The coach is back at four.")
    group.say("ann", "Thanks Bob.")
    group.say("sam", "Thank you.")
    group.ahead(60)
    group.held("Thanks Bob!", "thanks already")
    group.drop()
    group.witness.never("Thanks Bob!")
    group.new_day()
    said = group.held("When does swimming start this term?", "Ann.Lee asked")
    assert "Swimming starts on the ninth." in said and "cat answered" in said, said
    group.drop()
    group.witness.never("When does swimming start")
    # The daily budget: one quiet note at the sixth, and that post is in the room.
    for number in ("first", "second", "third", "fourth", "fifth", "sixth", "seventh"):
        group.post("This is the %s notice about the fair on Saturday." % number)
        if number == "sixth":
            group.client.told("message number 6 here today")
        if number in ("fifth", "seventh"):
            group.ask("/tact list")
            group.client.told("Nothing waits")
            assert "message number" not in "".join(group.client.lines()), group.client.lines()


def three_at_one_person_ask_the_fourth_never_the_one_under_it_and_later_waits_twenty_minutes(group):
    group.say("dan", "I think that we should move the date of the fair.")
    group.say("ann", "Dan, you are a complete idiot.")
    group.say("cat", "Dan, what a stupid and selfish thing to say.")
    group.say("sam", "You are pathetic, Dan.")
    text = "Dan, you are so stupid."
    group.held(text, ".")
    assert "hard on the same one" in group.why(), group.client.lines()
    group.ask("/tact later 20 min")
    group.client.told("will be posted at 10:2")
    group.witness.never(text)
    group.ahead(19 * 60)
    group.witness.never(text)
    group.ahead(90)
    group.witness.once(text)
    # Now it is we who are under it: the words are the same, the pile is not ours.
    group.new_day()
    group.say("ann", "Rep, you are a complete idiot.")
    group.say("cat", "Rep, what a stupid and selfish thing to say.")
    group.say("dan", "You are pathetic, rep.")
    group.held("You are all so stupid.", ".")
    assert "hard on the same one" not in group.why(), group.client.lines()
    group.drop()
    # A severe one does not wait for heat.
    group.held("I will find you and break your legs.", "threat|afraid|frighten")
    group.drop()
    group.witness.never("break your legs")


def who_left_is_not_judged_and_the_line_about_it_can_be_folded(group):
    group.ask("/tact set left fold")
    group.client.told("Set left to fold")
    group.gone("sam")
    group.held("Good riddance to her.", "[Ll]eaving|left")
    group.drop()
    group.witness.never("riddance")
    # BitlBee tells its IRC client that somebody left; what is drawn of it is up to that one.
    if isinstance(group.client, clients.Pidgin):
        assert not [line for line in group.client.shown() if "left the room" in line[3]], group.client.shown()[-8:]
        group.ask("/tact set left show")
        group.client.told("Set left to show")
        group.back("sam")
        group.gone("sam")
        group.client.sees("Sam Hill left the room.")
    group.back("sam")


def details_are_masked_and_an_album_is_asked_about_once(group):
    group.held("Her mobile is 07700 900418, give her a ring.", ".")
    group.ask("/tact mask")
    group.witness.once("Her mobile is •••, give her a ring.")
    group.witness.never("900418")
    first, second = "All the pictures are here: https://photos.app.goo.gl/abc", "More pictures are here: https://photos.app.goo.gl/xyz"
    group.held(first, "[Pp]icture")
    group.ask("/tact consent summer fair")
    group.client.told("Noted on this computer.*summer fair.*2027")
    group.witness.once(first)
    group.post(second)
    # Another album; a child of one's own needs no consent of others.
    group.ahead(11 * 60)
    third = "The pictures of the play: https://photos.app.goo.gl/play"
    group.held(third, "[Pp]icture")
    group.ask("/tact own")
    group.witness.once(third)


def the_audience_is_counted_and_check_answers_the_six_questions(group):
    said = group.held("Ask Leo's mum on 07700 900321 about the trip.", "5 people would see it now")
    assert "guideline" in said
    group.drop()
    group.ask("/tact check Mrs Hall is useless at maths, she has no idea what she is doing.")
    group.client.told("5 people would read it")
    card = "\n".join(group.client.lines())
    for question in ("Is this relevant?", "Is this necessary?", "Is it true?", "Is it helpful?", "Is it kind?", "Is this a good time to post?"):
        assert question in card, (question, card)
    assert re.search(r"Is it helpful\? This is a concern about somebody at the school", card), card
    group.witness.never("Mrs Hall is useless")


def a_grievance_becomes_a_letter_and_the_next_one_goes_one_step_up(group):
    text = "Mrs Hall is useless at maths, she has no idea what she is doing."
    group.held(text, "teacher|school|concern")
    group.ask("/tact route")
    path = re.search(r"(/\S+\.eml)", group.client.told("A letter to class teacher")).group(1)
    with open(path, encoding="utf-8") as file:
        assert text in file.read()
    group.witness.never("useless at maths")
    group.new_day()
    group.held(text + " Again.", "teacher|school|concern")
    group.ask("/tact route")
    group.client.told("one step up")
    group.witness.never("useless at maths")


def tact_asks_rarely_takes_wrong_for_an_answer_and_shows_the_month_to_its_sender_alone(group):
    group.held("Apparently school is shut tomorrow, someone said so.", ".")
    group.ask("/tact wrong")
    group.client.told("for you alone")
    group.drop()
    group.held("Buy my candles, 10% off this week only!", ".")
    group.drop()
    # Two mild ones a day, over all guidelines; what protects people has no cap.
    group.post("Typical of this government, they do not care about schools.")
    group.held("Ask Leo's mum on 07700 900654 about the trip.", ".")
    group.drop()
    group.ask("/tact me")
    group.client.told("1 was wrong, you said")
    month = "\n".join(group.client.lines())
    assert "Only you can see this" in month and "rumour: asked 1" in month, month
    group.witness.never("asked 1")
    # Three posted as they were, one after another: it falls silent about small things, and says so.
    group.new_day()
    for text in ("Apparently the pool is shut tomorrow, someone said so.", "Selling my old sofa, 50 pounds, message me."):
        group.held(text, ".")
        group.client.again(text)
        group.witness.once(text)
    group.new_day()
    text = "Typical of this government, they do not care about children."
    group.held(text, ".")
    group.client.again(text)
    group.client.told("/tact wake")
    group.witness.once(text)
    group.post("Apparently the hall is shut tomorrow, someone said so.")
    group.ask("/tact wake")
    group.client.told("speaks again")
    group.held("Apparently the library is shut tomorrow, someone said so.", ".")
    group.drop()
    group.witness.never("the library is shut")


def leaving_is_without_a_word(group):
    said = len(group.witness.texts("rep"))
    group.ask("/tact leave")
    group.witness.sees("out", "rep")
    group.witness.marker()
    assert len(group.witness.texts("rep")) == said, group.witness.texts("rep")[said:]
    out = [n for n in group.witness.notices if n[:2] == ("out", "rep")]
    assert out == [("out", "rep")], "no kick and no reason: %s" % out


EACH = [
    the_room_is_remembered_without_echoes_follows_a_rename_and_is_written_nowhere,
    two_people_who_go_on_may_move_the_draft_and_the_room_gets_nothing_of_it,
    who_does_not_know_is_asked_to_wait_while_a_question_is_open,
    the_same_question_is_answered_by_the_earlier_one_and_thanks_need_not_be_many,
    three_at_one_person_ask_the_fourth_never_the_one_under_it_and_later_waits_twenty_minutes,
    who_left_is_not_judged_and_the_line_about_it_can_be_folded,
    details_are_masked_and_an_album_is_asked_about_once,
    the_audience_is_counted_and_check_answers_the_six_questions,
    a_grievance_becomes_a_letter_and_the_next_one_goes_one_step_up,
    tact_asks_rarely_takes_wrong_for_an_answer_and_shows_the_month_to_its_sender_alone,
    leaving_is_without_a_word,
]
# Nothing that is asked once a day.
ANY_DAY = (EACH[0], the_audience_is_counted_and_check_answers_the_six_questions, leaving_is_without_a_word)


def in_client(make):
    def begin(scene):
        return Group(scene, make)
    return begin


def on_a_new_day(fact):
    def played(group):
        group.new_day()
        fact(group)
    played.__name__ = fact.__name__
    return played if fact not in ANY_DAY else fact


if __name__ == "__main__":
    acts([("in BitlBee", in_client(clients.BitlBee)), ("in Pidgin", in_client(clients.Pidgin))], [on_a_new_day(fact) for fact in EACH])
