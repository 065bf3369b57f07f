# SPDX-License-Identifier: GPL-3.0-or-later
"""The pause itself (G15): seconds between "post" and the room, in which the sender can take a message back."""
import time

from harness import world
from harness.facts import fact, run
from harness.host import CLEAN, HELD, NUDGE, Host


def with_undo(scene, setting, at=world.MORNING, **changes):
    host = Host(scene, clock=world.Clock(scene.folder, at, still=True), **changes)
    room = host.room("lab")
    room.type("/tact set undo " + setting)
    room.told("Set undo")
    return host, room


def seconds_later(host, seconds):
    host.clock.set(time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(host.clock.now() + seconds)))


@fact
def a_flagged_message_can_be_taken_back_after_post_and_is_never_in_the_room(scene):
    for ui in ("tact-host", "pidgin", "bitlbee"):
        host, room = with_undo(scene, "30", ui=ui)
        # What nobody was asked about does not wait.
        room.type(CLEAN)
        room.reaches(CLEAN)
        for answer in (HELD, "/tact post"):
            room.type(HELD)
            room.told(NUDGE)
            room.type(answer)
            room.told("Posting in 30 seconds.*/tact undo")
            room.type("/tact undo")
            room.told("Taken back")
            seconds_later(host, 31)
            room.never(HELD)
            room.type("/tact drop")
            room.told("Forgotten")
        host.quit()


@fact
def what_nobody_takes_back_is_posted_once_when_its_seconds_are_over(scene):
    host, room = with_undo(scene, "30")
    room.type(HELD)
    room.told(NUDGE)
    room.type("/tact post")
    room.told("Posting in 30 seconds")
    room.never(HELD)
    seconds_later(host, 31)
    room.reaches(HELD)
    room.once(HELD)
    room.type("/tact list")
    room.told("Nothing waits")


@fact
def every_message_waits_where_the_sender_wants_that_and_the_urgent_one_does_not(scene):
    host, room = with_undo(scene, "30 all")
    room.type(CLEAN)
    room.told("Posting in 30 seconds")
    room.never(CLEAN)
    # Once more means now.
    room.type("/tact post")
    room.reaches(CLEAN)
    room.once(CLEAN)
    room.type("The blue jumper by the gate is still waiting for somebody.")
    room.told("Posting in 30 seconds")
    room.type("The blue jumper by the gate is still waiting for somebody.")
    room.reaches("The blue jumper by the gate is still waiting for somebody.")
    room.type("Please come quickly, a child is missing from the playground!")
    room.reaches("Please come quickly, a child is missing from the playground!")


@fact
def edit_gives_the_words_back_and_a_rewording_takes_their_place(scene):
    host, room = with_undo(scene, "30 all", ui="pidgin")
    room.type("Can somebody bring the red folder to the hall?")
    room.told("Posting in 30 seconds")
    room.type("/tact edit")
    assert "red folder to the hall?" in room.told("Taken back")
    # They come at the end of the turn, after the line.
    world.wait_until("the words are back in the entry", lambda: "red folder" in room.entry())
    room.type("Can somebody bring the blue folder to the hall?")
    room.told("Posting in 30 seconds")
    seconds_later(host, 31)
    room.reaches("Can somebody bring the blue folder to the hall?")
    room.never("red folder")
    room.type("/tact list")
    room.told("Nothing waits")


@fact
def lines_of_a_paste_wait_together_and_are_taken_back_together(scene):
    host = Host(scene, account=None)
    host.stage("newlines off")
    host.do("account prpl-tact-practice you - open_room=false")
    host.wait("on", "0")
    room = host.room("lab")
    room.type("/tact set undo 20 all")
    room.told("Set undo")
    lines = ["The first of two lines is here.", "The second of two lines is here."]
    room.type("\n".join(lines))
    room.told("Posting in 20 seconds")
    room.type("/tact undo")
    told = room.told("Taken back")
    assert "first of two" in told and "second of two" in told, told
    room.type("\n".join(lines))
    room.told("Posting in 20 seconds")
    seconds_later(host, 21)
    room.reaches(lines[1])
    room.marker()
    assert room.wire() == lines, room.wire()


@fact
def a_client_that_ends_in_the_pause_asks_at_the_next_start(scene):
    host, room = with_undo(scene, "30 all")
    room.type(CLEAN)
    room.told("Posting in 30 seconds")
    host.kill()
    again = host.restart()
    room = again.room("lab", on=None)
    room.told("PE is on Thursday.*is not posted")
    seconds_later(again, 31)
    room.never(CLEAN)
    room.type("/tact post #1")
    room.told("Posting in 30 seconds")
    seconds_later(again, 31)
    room.reaches(CLEAN)
    room.once(CLEAN)


@fact
def a_message_whose_room_is_gone_when_its_seconds_are_over_is_kept(scene):
    host, room = with_undo(scene, "30 all")
    room.type(CLEAN)
    room.told("Posting in 30 seconds")
    host.do("disconnect 0")
    seconds_later(host, 31)
    time.sleep(1)
    host.do("connect 0")
    host.wait("on", "0")
    room.rejoin()
    room.told("not connected|not open")
    room.never(CLEAN)
    room.type("/tact list")
    room.told("PE is on Thursday")


@fact
def a_computer_that_slept_through_the_pause_asks(scene):
    host, room = with_undo(scene, "30 all")
    room.type(CLEAN)
    room.told("Posting in 30 seconds")
    seconds_later(host, 4 * 3600)
    room.told("could not be")
    room.never(CLEAN)


if __name__ == "__main__":
    run()
