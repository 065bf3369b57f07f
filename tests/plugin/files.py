# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures sent into a room as files, in a real libpurple."""
import re

from harness.facts import fact, run
from harness.host import HELD, NUDGE, in_lab


def picture(scene, name):
    path = scene.path(name)
    with open(path, "wb") as file:
        file.write(b"\xff\xd8\xff")
    return path


@fact
def a_picture_as_a_file_waits_for_the_consent_question_once_an_album(scene):
    host, room = in_lab(scene)
    send = lambda path: host.do("file 0 lab " + path)
    # What is no picture is none of its business.
    send(picture(scene, "letter & more.pdf"))
    room.reaches("[file] letter & more.pdf")
    first, second = picture(scene, "class & co.jpg"), picture(scene, "slide.PNG")
    send(first)
    room.told("picture for everybody")
    room.never("class & co.jpg")
    room.type("/tact list")
    room.told("class & co.jpg")
    room.type("/tact consent summer fair")
    room.reaches("[file] class & co.jpg")
    room.once("[file] class & co.jpg")
    send(second)
    room.reaches("[file] slide.PNG")
    # Another album; sent once more is the answer, and a dropped one is gone.
    host.clock.set("2026-11-24 11:00:00")
    send(first)
    room.told("picture for everybody")
    room.type("/tact drop")
    room.told("Forgotten")
    send(second)
    room.told("picture for everybody")
    send(second)
    room.reaches("[file] slide.PNG")
    room.marker()
    assert [t for t in room.wire() if "jpg" in t] == ["[file] class & co.jpg"], room.wire()
    assert len([t for t in room.wire() if "PNG" in t]) == 2, room.wire()


@fact
def a_file_passes_where_tact_is_off_or_gone_and_waits_again_when_it_is_back(scene):
    host, room = in_lab(scene)
    paths = [picture(scene, "photo%d.jpg" % n) for n in range(3)]
    room.type("/tact off")
    room.told("Tact is off")
    host.do("file 0 lab " + paths[0])
    room.reaches("[file] photo0.jpg")
    room.type("/tact on class")
    room.told("Tact is on")
    host.do("unload")
    host.do("file 0 lab " + paths[1])
    room.reaches("[file] photo1.jpg")
    host.do("load")
    host.do("file 0 lab " + paths[2])
    room.told("picture for everybody")
    room.never("photo2.jpg")


@fact
def words_behind_a_link_to_a_file_are_words_though_a_picture_follows(scene):
    host, room = in_lab(scene)
    host.do('raw 0 lab <a href="file:%s">class.jpg</a> %s <img src="photo">' % (picture(scene, "class.jpg"), HELD))
    room.told(NUDGE)
    room.never(HELD)
    room.type("/tact post")
    # What was written leaves, and not the file it points at.
    host.wait("wire", "lab", None, re.compile(re.escape(HELD)))
    room.never("[file]")


run()
