# SPDX-License-Identifier: GPL-3.0-or-later
"""What goes wrong around a client: disks, clocks, other plugins, an end in the middle.  Each has an outcome that the sender can see."""
import os
import signal
import sqlite3
import subprocess

from harness import world
from harness.facts import Skip, fact, run
from harness.host import CLEAN, HELD, NUDGE, Host

HOSTILE_SO = os.path.join(world.BUILD, "tests", "faults", "hostile.so")


def with_held(scene, **changes):
    host = Host(scene, **changes)
    room = host.room("lab")
    room.type(HELD)
    room.told(NUDGE)
    return host, room


def hostile(scene, how):
    host = Host(scene, env={"TACT_HOSTILE": how})
    room = host.room("lab")
    host.do("plugin " + HOSTILE_SO)
    return host, room


@fact
def a_full_disk_loses_nothing_and_the_sender_is_told(scene):
    if os.getuid() != 0:
        raise Skip("only root can make a small disk")
    folder = scene.path("small")
    os.makedirs(folder)
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], capture_output=True).returncode:
        raise Skip("no small disk can be mounted here")
    scene.at_end(lambda: subprocess.run(["umount", "-l", folder], capture_output=True))
    host = Host(scene, folder=os.path.join(folder, "purple"))
    room = host.room("lab")
    try:
        with open(os.path.join(folder, "filler"), "wb") as filler:
            while True:
                filler.write(b"x" * 4096)
                filler.flush()
    except OSError:
        pass
    room.type(HELD)
    room.reaches(HELD)  # what cannot be kept is not taken
    room.told("cannot|could not")


@fact
def a_foreign_database_is_not_touched_and_messages_pass(scene):
    host = Host(scene)
    host.room("lab")
    host.quit()
    path = os.path.join(host.folder, "tact", "outbox.db")
    for name in os.listdir(os.path.dirname(path)):
        if name.startswith("outbox.db"):
            os.remove(os.path.join(os.path.dirname(path), name))
    with sqlite3.connect(path) as foreign:
        foreign.execute("PRAGMA application_id = 12345")
        foreign.execute("CREATE TABLE other (words TEXT)")
        foreign.execute("INSERT INTO other VALUES ('not ours')")
    foreign.close()
    room = host.restart().room("lab", on=None)
    room.type(HELD)
    room.reaches(HELD)
    with sqlite3.connect(path) as foreign:
        assert foreign.execute("SELECT words FROM other").fetchone() == ("not ours",)
    foreign.close()


@fact
def a_clock_put_back_a_year_neither_posts_nor_forgets(scene):
    host, room = with_held(scene)
    room.type("/tact later 20m")
    room.told("will be posted")
    host.clock.set("2025-11-24 10:00:00")
    room.type("/tact list")
    room.told("to be posted")
    room.never(HELD)
    host.clock.set("2026-11-24 10:21:00")
    room.reaches(HELD)
    room.once(HELD)


@fact
def without_packs_and_model_what_needs_no_words_is_still_judged(scene):
    empty = scene.path("empty")
    os.makedirs(empty)
    host = Host(scene, env={"TACT_DATA": empty})
    room = host.room("lab")
    room.type(CLEAN)
    room.reaches(CLEAN)
    room.type(HELD)
    room.told(NUDGE)
    room.never(HELD)


@fact
def unloaded_and_loaded_a_hundred_times_the_held_message_is_still_there(scene):
    host, room = with_held(scene)
    for _ in range(100):
        host.do("unload")
        host.do("load")
    room.type("/tact list")
    room.told(HELD[:12])
    room.type("/tact post")
    room.reaches(HELD)
    room.once(HELD)


@fact
def another_plugin_that_cancels_first_is_respected(scene):
    for how in ("null", "empty"):
        host, room = hostile(scene, how)
        room.type(HELD)
        room.marker()
        assert room.wire() == [], room.wire()
        host.quit()


@fact
def what_another_plugin_wrote_is_judged_as_it_will_be_sent(scene):
    host, room = hostile(scene, "rewrite")
    room.type(HELD)
    room.reaches("somebody else's words, quite harmless.")
    room.never(HELD)


@fact
def garbage_from_another_plugin_does_no_harm(scene):
    scene.criticals_expected = True  # libpurple itself complains about the bytes
    host, room = hostile(scene, "garbage")
    room.type(HELD)
    room.marker()
    room.never(HELD)


@fact
def another_plugin_that_empties_incoming_messages_does_no_harm(scene):
    host, room = hostile(scene, "deaf")
    room.stage("say Anna: does anybody know when the assembly is?")
    room.type(CLEAN)
    room.reaches(CLEAN)


@fact
def ended_by_the_system_in_the_middle_of_a_release_nothing_is_lost_or_doubled(scene):
    wire = scene.path("wire")
    host, room = with_held(scene, env={"TACT_PRACTICE_WIRE": wire})
    host.process.stdin.write("type 0 lab /tact post\n")
    host.process.stdin.flush()
    host.process.send_signal(signal.SIGTERM)
    host.process.wait(world.PATIENCE)
    sent = open(wire).read().count(HELD) if os.path.exists(wire) else 0
    again = host.restart(env={"TACT_PRACTICE_WIRE": wire})
    room = again.room("lab", on=None)
    room.type("/tact list")
    waits = HELD[:12] in room.told(".")
    assert sent + waits == 1, "in the room %d times, waiting: %s" % (sent, waits)
    assert (open(wire).read().count(HELD) if os.path.exists(wire) else 0) == sent


if __name__ == "__main__":
    run()
