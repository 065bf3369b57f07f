# SPDX-License-Identifier: GPL-3.0-or-later
"""The conversations that every client must be able to have, with somebody else in the room who sees what arrives."""
import itertools
import re
import time

from harness.host import NUDGE, private
from harness.world import PATIENCE

_numbers = itertools.count(1)


class Stage:
    """A client, and the witness in its room."""

    def __init__(self, client, witness, server=None):
        self.client, self.witness, self.server = client, witness, server
        client.type("/tact on class")
        client.told("Tact is on")

    def fresh(self):
        """A text that is held and that nobody has said before."""
        return private(next(_numbers))

    def post_when_back(self, text):
        """The others may see us in the room a moment before our own client does."""
        for _ in range(20):
            self.client.type("/tact post")
            answer = self.client.told("Posted|Not posted|Nothing waits")
            if "Not posted" not in answer:
                break
            time.sleep(0.3)
        self.witness.once(text)

    def hold(self):
        text = self.fresh()
        self.client.type(text)
        self.client.told(NUDGE)
        self.witness.never(text)
        return text


def a_clean_message_passes(stage):
    stage.client.type("PE is on Thursday this week, please bring trainers.")
    stage.witness.once("PE is on Thursday this week, please bring trainers.")


def a_doubtful_message_is_held_and_sending_it_again_posts_it_once(stage):
    text = stage.hold()
    stage.client.again(text)
    stage.witness.once(text)


def an_edited_message_is_judged_anew(stage):
    text = stage.hold()
    stage.client.type("Does anybody know who organises the trip this year?")
    stage.witness.once("Does anybody know who organises the trip this year?")
    stage.witness.never(text)
    stage.client.type("/tact drop")
    stage.client.told("Forgotten|Nothing waits")


def a_dropped_message_is_gone(stage):
    text = stage.hold()
    stage.client.type("/tact drop")
    stage.client.told("Forgotten")
    stage.client.type("/tact list")
    stage.client.told("Nothing waits")
    stage.witness.never(text)


def later_posts_it_at_its_time_and_not_before(stage):
    text = stage.hold()
    stage.client.type("/tact later 20m")
    stage.client.told("will be posted at 1")
    stage.witness.never(text)
    now = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(stage.client.clock.now() + 21 * 60))
    stage.client.clock.set(now)
    stage.witness.once(text)


def four_fragments_arrive_as_one_message_in_order_within_eight_seconds(stage):
    pieces = ["also", "can someone", "bring the", "big tent"]
    for piece in pieces:
        stage.client.type(piece)
        time.sleep(0.3)
    typed = time.monotonic()
    stage.witness.once(stage.client.joiner.join(pieces))
    took = time.monotonic() - typed
    assert took < 8.0 + 0.5, "%.1f s after the last piece" % took
    for piece in pieces:
        assert piece not in stage.witness.texts(), "a piece was posted alone: " + piece


def tact_words_never_reach_the_room_misspelt_or_not(stage):
    for words in ("/tact", "/tact psot", "/tact frobnicate now", "/tact status"):
        stage.client.type(words)
        stage.client.told(".")
    stage.client.type("the words are done now, thank you.")
    stage.witness.once("the words are done now, thank you.")
    leaked = [t for t in stage.witness.texts() if "tact" in t.lower() or "frobnicate" in t or "psot" in t]
    assert not leaked, leaked


def two_held_at_once_are_kept_apart(stage):
    first, second = stage.hold(), stage.hold()
    stage.client.type("/tact list")
    # Oldest first: the number of the first line is the first message's.
    number = re.search(r"#(\d+)", stage.client.told(re.escape(first[:12]))).group(1)
    stage.client.type("/tact post #" + number)
    stage.witness.once(first)
    stage.witness.never(second)
    stage.client.type("/tact drop")
    stage.client.told("Forgotten")


def a_message_held_while_the_room_is_left_stays_and_is_posted_after_coming_back(stage):
    text = stage.hold()
    stage.witness.kick(stage.client.nick, "out for a moment")
    stage.witness.sees("out", stage.client.nick)
    stage.client.type("/tact post")
    stage.witness.never(text)
    seen = len(stage.witness.notices)
    stage.client.rejoin()
    stage.witness._until("back in the room", lambda: any(n[:2] == ("in", stage.client.nick) for n in stage.witness.notices[seen:]), PATIENCE)
    stage.post_when_back(text)


def a_message_held_while_the_account_is_lost_stays_and_is_posted_after_reconnecting(stage):
    text = stage.hold()
    stage.client.lose()
    stage.witness.sees("out", stage.client.nick)
    stage.witness.never(text)
    seen = len(stage.witness.notices)
    stage.client.reconnect()
    if not any(n[:2] == ("in", stage.client.nick) for n in stage.witness.notices[seen:]):
        time.sleep(0.5)
        stage.client.rejoin()
    stage.witness._until("back in the room", lambda: any(n[:2] == ("in", stage.client.nick) for n in stage.witness.notices[seen:]), PATIENCE)
    stage.post_when_back(text)


def turned_off_everything_passes(stage):
    stage.client.type("/tact off")
    stage.client.told("Tact is off")
    text = stage.fresh()
    stage.client.type(text)
    stage.witness.once(text)
    stage.client.type("/tact on class")
    stage.client.told("Tact is on")


def unloaded_everything_passes_and_loaded_again_it_holds(stage):
    stage.client.unload()
    text = stage.fresh()
    stage.client.type(text)
    stage.witness.once(text)
    stage.client.load()
    held = stage.hold()
    stage.client.type("/tact drop")
    stage.client.told("Forgotten")
    stage.witness.never(held)


EVERYWHERE = [
    a_clean_message_passes,
    a_doubtful_message_is_held_and_sending_it_again_posts_it_once,
    an_edited_message_is_judged_anew,
    a_dropped_message_is_gone,
    four_fragments_arrive_as_one_message_in_order_within_eight_seconds,
    tact_words_never_reach_the_room_misspelt_or_not,
    two_held_at_once_are_kept_apart,
    turned_off_everything_passes,
]
IN_XMPP_ROOMS = [
    a_message_held_while_the_room_is_left_stays_and_is_posted_after_coming_back,
    a_message_held_while_the_account_is_lost_stays_and_is_posted_after_reconnecting,
]
WITH_PLUGIN_LIST = [unloaded_everything_passes_and_loaded_again_it_holds]
# Last: it moves the clock.
BY_THE_CLOCK = [later_posts_it_at_its_time_and_not_before]
