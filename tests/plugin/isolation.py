# SPDX-License-Identifier: GPL-3.0-or-later
"""Nothing leaves the computer by Tact's doing, nothing private lies where others read it."""
import os
import stat

from harness import world
from harness.facts import fact, run
from harness.host import CLEAN, HELD, HELD_TOO, NUDGE, Host

SOCKETS = os.path.join(world.BUILD, "tests", "plugin", "sockets.so")
SECRET = "zanzibarquux"


def converse(host):
    """Pass, hold, send again, hold, drop, later, list, why: most of what a person does."""
    room = host.room("lab")
    room.type(CLEAN)
    room.reaches(CLEAN)
    held = HELD + " " + SECRET
    room.type(held)
    room.told(NUDGE)
    room.type("/tact why")
    room.told(".")
    room.type(held)
    room.reaches(held)
    room.type(HELD_TOO + " " + SECRET)
    room.told(NUDGE)
    room.type("/tact list")
    room.told(".")
    room.type("/tact later")
    room.told(".")
    room.type("/tact drop")
    room.told(".")
    room.type(HELD_TOO + " other " + SECRET)
    room.marker()
    return room


def sockets_of(scene, tact):
    log = scene.path("sockets-%s" % tact)
    host = Host(scene, tact=tact, env={"LD_PRELOAD": SOCKETS, "TACT_SOCKETS": log})
    if tact:
        converse(host)
    else:
        host.room("lab", on=None).type(CLEAN)
    host.quit()
    return sorted(open(log).read().split("\n")) if os.path.exists(log) else []


@fact
def tact_opens_no_socket_and_looks_no_name_up(scene):
    if world.sanitized():
        return  # the preload would have to come before the sanitizer's runtime; the ordinary build proves it
    without, with_tact = sockets_of(scene, False), sockets_of(scene, True)
    assert with_tact == without, "Tact added: %s" % [s for s in with_tact if s not in without]


def written(folder):
    for below, _, files in os.walk(folder):
        for name in files:
            yield os.path.join(below, name)


@fact
def what_tact_writes_is_for_the_owner_alone(scene):
    os.umask(0o022)
    host = Host(scene)
    converse(host)
    own = os.path.join(host.folder, "tact")
    host.quit()
    assert os.path.isdir(own), "nothing was written"
    for below, _, files in os.walk(own):
        assert stat.S_IMODE(os.stat(below).st_mode) == 0o700, below
        for name in files:
            path = os.path.join(below, name)
            assert stat.S_IMODE(os.stat(path).st_mode) == 0o600, "%s %o" % (path, stat.S_IMODE(os.stat(path).st_mode))


@fact
def private_words_are_not_in_the_debug_window_or_on_the_terminal(scene):
    host = Host(scene, debug=True)
    converse(host)
    host.quit()
    lines = [e for e in host.all("debug") if SECRET in "".join(e)]
    assert not lines, lines[:3]
    assert len(host.all("debug")) > 10, "the debug window was not watched at all"
    assert SECRET not in open(host.errors.name, errors="replace").read()


@fact
def a_held_message_is_in_no_log_of_the_client(scene):
    host = Host(scene)
    room = host.room("lab")
    room.type(HELD + " " + SECRET)
    room.told(NUDGE)
    room.type("/tact why")
    room.told(".")
    host.quit()
    found = [p for p in written(host.folder) if SECRET.encode() in open(p, "rb").read()]
    assert found and all("/tact/" in p for p in found), found


@fact
def a_dropped_message_is_nowhere_on_disk_after_the_client_is_closed(scene):
    host = Host(scene)
    room = host.room("lab")
    room.type(HELD + " " + SECRET)
    room.told(NUDGE)
    room.type("/tact drop")
    room.told(".")
    host.quit()
    found = [p for p in written(host.folder) if SECRET.encode() in open(p, "rb").read()]
    assert not found, found


if __name__ == "__main__":
    run()
