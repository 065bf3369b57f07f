# SPDX-License-Identifier: GPL-3.0-or-later
"""The practice protocol and tact-host themselves: the stage that the other tests stand on."""
import os
import re
import subprocess

from harness import world
from harness.facts import fact, run
from harness.host import Host, Wrong


def bare(scene, **changes):
    host = Host(scene, tact=False, **changes)
    return host, host.room("lab", on=None)


@fact
def a_message_reaches_the_room_once_as_plain_text(scene):
    host, room = bare(scene)
    room.type('one <b> & "two"')
    room.once('one <b> & "two"')


@fact
def own_words_come_back_in_each_way_that_networks_do(scene):
    host, room = bare(scene)
    for echo, flags in (("sync", "0x1"), ("async", "0x1"), ("write", "0x1"), ("none", None)):
        host.stage("echo " + echo)
        room.type("echo " + echo)
        room.reaches("echo " + echo)
        if flags:
            host.wait("shown", "0", "lab", "you", flags, "echo " + echo)
        else:
            room.marker()
            assert not host.all("shown", "0", "lab", "you", None, "echo none")


@fact
def a_network_without_line_breaks_gets_one_message_a_line(scene):
    host = Host(scene, tact=False, account=None)
    host.stage("newlines off")
    host.do("account prpl-tact-practice you - open_room=false")
    host.wait("on", "0")
    room = host.room("lab", on=None)
    room.type("first\nsecond")
    room.reaches("second")
    assert room.wire() == ["first", "second"]


@fact
def history_comes_back_marked_as_delayed_or_not(scene):
    host, room = bare(scene)
    room.stage("old Anna: long ago")
    room.part()
    room.rejoin()
    host.wait("shown", None, "lab", "Anna", "0x402", "long ago")
    host.stage("delayed off")
    room.part()
    room.rejoin()
    host.wait("shown", None, "lab", "Anna", "0x2", "long ago")


@fact
def whoever_is_kicked_is_out_and_hears_it(scene):
    host, room = bare(scene)
    room.stage("kick you too loud")
    host.wait("shown", None, "lab", None, None, re.compile("removed: too loud"))
    host.wait("left", "0", "lab")
    room.type("am I still here")
    assert room.wire() == []


@fact
def only_an_operator_kicks(scene):
    host, room = bare(scene)
    room.stage("enter Ben")
    room.type("/kick Ben shouting")
    host.wait("shown", None, "lab", None, None, re.compile("privileges"))
    room.stage("role you: op")
    room.type("/kick Ben shouting")
    host.wait("shown", None, "lab", None, None, re.compile("Ben left the room|shouting"))


@fact
def a_lost_connection_comes_with_its_reason(scene):
    host, room = bare(scene)
    host.stage("disconnect cable pulled")
    host.wait("error", "0", re.compile("cable pulled"))
    host.wait("off", "0")


@fact
def a_refresh_clears_and_fills_the_room_again(scene):
    host, room = bare(scene)
    room.stage("audience 12")
    room.stage("phones")
    room.stage("refresh")
    host.do("users 0 lab")
    users = [e[1] for e in host.all("user", since=host.mark)]
    assert len(users) == 12 and sum("@s.whatsapp.net" in u for u in users) == 11, users


@fact
def saved_accounts_come_back_before_anything_is_typed(scene):
    host, _ = bare(scene)
    host.quit()
    again = Host(scene, tact=False, folder=host.folder, account=None)
    again.wait("ready")
    again.check_criticals()
    again.do("account prpl-tact-practice you -")
    again.wait("on", "0")


@fact
def a_nonsense_direction_is_refused_with_a_reason(scene):
    host, _ = bare(scene)
    try:
        host.stage("dance")
    except Wrong as why:
        assert "dance" in str(why)
    else:
        raise AssertionError("it was accepted")


@fact
def every_persona_starts_and_posts(scene):
    for ui in ("tact-host", "pidgin", "finch", "bitlbee", "spectrum"):
        _, room = bare(scene, ui=ui)
        room.type("hello from " + ui)
        room.reaches("hello from " + ui)


@fact
def a_host_ends_cleanly_when_told(scene):
    host, _ = bare(scene)
    assert host.quit() == 0


@fact
def the_practice_module_exports_one_symbol_and_needs_no_window_system(scene):
    symbols = subprocess.run(["nm", "-D", "--defined-only", world.PRACTICE_SO], capture_output=True, text=True, check=True).stdout
    names = [line.split()[-1] for line in symbols.splitlines()]
    assert names == ["purple_init_plugin"], names
    needed = subprocess.run(["readelf", "-d", world.PRACTICE_SO], capture_output=True, text=True, check=True).stdout
    assert "gtk" not in needed.lower()


def practise(scene, lines):
    """What a pipe into the practice room gets to see."""
    command = [world.HOST, "--user-dir", scene.path("practice"), "--plugins", os.path.dirname(world.TACT_SO), "--plugins",
               os.path.dirname(world.PRACTICE_SO), "practice"]
    done = subprocess.run(command, input="".join(line + "\n" for line in lines), capture_output=True, text=True, timeout=world.PATIENCE * 4,
                          env=world.environment(scene.folder, world.Clock(scene.folder, world.MORNING)), check=True)
    return done.stdout.splitlines()


@fact
def a_transcript_shows_each_line_once_and_each_answer_once(scene):
    for lines in (["/tact on class", "Mrs Hall is useless, she should not be allowed to teach.", "/tact drop"], ["/tact drop"]):
        said = practise(scene, lines)
        assert [line for line in said if line.startswith("> ")] == ["> " + line for line in lines], said
        assert sum("Tact is on in this group" in line for line in said) == 1, said


@fact
def quit_waits_for_what_is_still_being_gathered_and_names_what_stays(scene):
    said = practise(scene, ["Mrs Hall is useless, she should not be allowed to teach.", "does anyone know", "/quit", "never said"])
    assert "You: does anyone know" in said, said
    assert any("still on its way" in line for line in said), said
    assert any("1 message waits" in line for line in said), said
    assert not any("never said" in line for line in said), said
    again = practise(scene, ["/tact list"])
    assert any("Mrs Hall" in line for line in again), again


if __name__ == "__main__":
    run()
