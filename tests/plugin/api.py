# SPDX-License-Identifier: GPL-3.0-or-later
"""What other plugins may ask of Tact: the example plugin of plugin/api, loaded beside tact.so."""
import os
import re

from harness import world
from harness.facts import fact, run
from harness.host import CLEAN, HELD, Host

EXAMPLE = os.path.join(world.BUILD, "plugin", "api", "tact-example.so")


def with_example(scene, on="class", **changes):
    host = Host(scene, **changes)
    host.do("plugin " + EXAMPLE)
    return host, host.room("lab", on=on)


@fact
def another_plugin_is_told_what_tact_would_say_and_nothing_happens_by_asking(scene):
    host, room = with_example(scene, at=world.NIGHT)
    room.type("/judge " + CLEAN)
    answer = room.told("^hold")
    assert re.match(r"hold\s+good_time\s+mild\s+\d\.\d\d\s+\S", answer), answer
    room.type("/waiting")
    room.told("^0 waiting here, Tact is on")
    room.never(CLEAN)


@fact
def a_text_that_is_fine_is_a_pass(scene):
    host, room = with_example(scene)
    room.type("/judge " + CLEAN)
    room.told("^pass$")


@fact
def what_waits_is_counted_and_each_outcome_is_told_without_a_text(scene):
    host, room = with_example(scene)
    room.type(HELD)
    told = host.wait("notified", "held")
    assert "lab" in told[2] and "Hall" not in told[2], told
    room.type("/waiting")
    room.told("^1 waiting here, Tact is on")
    room.type("/tact drop")
    host.wait("notified", "discarded")
    room.type("/waiting")
    room.told("^0 waiting here")
    assert not [e for e in host.all("notified") if "Hall" in " ".join(e)]


@fact
def where_tact_is_off_it_says_so(scene):
    host, room = with_example(scene, on=None)
    room.type("/waiting")
    room.told("^0 waiting here, Tact is off")


@fact
def it_survives_tact_going_and_coming_back(scene):
    host, room = with_example(scene)
    host.do("unload")
    host.do("load")
    room.type("/judge " + CLEAN)
    room.told("^pass$")


if __name__ == "__main__":
    run()
