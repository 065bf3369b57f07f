# SPDX-License-Identifier: GPL-3.0-or-later
"""The rep's side in a real libpurple: what is queued, what is answered, what needs a yes, what never happens."""
import glob
import os
import re
import sqlite3
import subprocess
import time

from harness import world
from harness.facts import comment, fact, run
from harness.host import HELD, NUDGE, Host
from harness.officers import Group

THREAT = "I know where you live, I will come round tonight and break your legs."
SLUR = THREAT + " And %s next."


def desk(scene, live=True, **changes):
    """A rep in the room, with the group's signed policy."""
    group = Group(scene)
    host = Host(scene, **changes)
    room = host.room("lab", on=None)
    group.officer(room, "rep", "you", "you")
    group.deal(host)
    host = host.restart()
    room = host.room("lab", on=None)
    room.stage("role you: op")
    if live:
        room.type("/tact queue live")
        room.told("queue is live")
    return host, room


def queued(room, text=THREAT, who="Anna"):
    room.stage("enter " + who)
    room.stage("say %s: %s" % (who, text))
    said = room.told("New in the queue|new items? in the queue")
    return re.search(r"#(\d+)", said).group(1)


def ims(host):
    return [e for e in host.all("wire") if e[1].startswith("im:")]


@fact
def who_is_no_officer_has_no_queue(scene):
    host = Host(scene)
    room = host.room("lab")
    room.type("/tact queue")
    room.told("rep or deputy")
    room.stage("say Anna: " + THREAT)
    room.marker()
    assert not os.path.exists(os.path.join(host.folder, "tact", "moderation.db"))


@fact
def a_serious_post_is_queued_shown_to_the_rep_alone_and_answered(scene):
    host, room = desk(scene)
    room.stage("say Bert: morning all")
    number = queued(room)
    room.type("/tact queue")
    room.told("Anna.*break your legs")
    room.type("/tact queue " + number)
    said = room.told("morning all")
    assert "999" in said and "Anna" in said, said
    # As a window has it, which is no higher than a screen.
    room.type("/tact queue " + number + " brief")
    said = room.told("shows all of it")
    assert "999" in said and "morning all" in said and "+00:00" not in said, said
    room.type("/tact remind " + number)
    room.told("sent privately to Anna")
    assert [e[1] for e in ims(host)] == ["im:Anna"], ims(host)
    assert room.wire() == [], room.wire()
    room.type("/tact remind " + number)
    room.told("within the last week")
    assert len(ims(host)) == 1
    room.type("/tact ledger")
    room.told("every one holds")


@fact
def from_the_start_it_is_a_dry_run_and_nothing_reaches_anybody(scene):
    host, room = desk(scene, live=False)
    room.stage("enter Anna")
    room.stage("say Anna: " + THREAT)
    room.marker()
    time.sleep(2)
    room.type("/tact queue")
    room.told("dry run")
    room.type("/tact queue would")
    number = re.search(r"#(\d+)", room.told("would have put one item")).group(1)
    for word in ("remind", "warn", "thank", "ask", "refer"):
        room.type("/tact %s %s because" % (word, number))
        room.told("Dry run")
    room.type("/tact remove %s because" % number)
    room.told("Dry run")
    room.type("/tact remove %s confirm" % number)
    room.told("Nothing is waiting")
    room.marker()
    assert ims(host) == [] and room.wire() == [] and "Anna" in people(host, room)
    assert not glob.glob(os.path.join(host.folder, "tact", "referrals", "*"))


def people(host, room):
    host.do("users 0 " + room.name)
    return [e[1] for e in host.all("user", since=host.mark)]


@fact
def nobody_is_removed_unconfirmed_and_who_is_confirmed_is_seen_to_go(scene):
    host, room = desk(scene)
    number = queued(room)
    room.type("/tact remove %s" % number)
    room.told("Say why")
    room.type("/tact remove %s threatened somebody" % number)
    said = room.told("Remove Anna")
    for word in ("lab", "threatened somebody", "confirm"):
        assert word in said, said
    room.marker()
    assert "Anna" in people(host, room) and ims(host) == []
    room.type("/tact remove %s confirm" % number)
    room.told("Anna is out of the room: seen")
    assert "Anna" not in people(host, room)
    told = ims(host)
    assert len(told) == 1 and told[0][1] == "im:Anna" and "threatened somebody" in told[0][3], told
    # Others saw a neutral line at most.
    assert not [e for e in host.all("shown", None, "lab", since=0) if "threatened" in e[5] and not int(e[4], 16) & 0x40], [e for e in host.all("shown", None, "lab", since=0) if "threatened" in e[5]]
    assert room.wire() == []
    room.type("/tact remove %s confirm" % number)
    room.told("Nothing is waiting")


@fact
def somebody_who_took_the_name_is_not_removed_for_who_had_it(scene):
    host, room = desk(scene)
    number = queued(room)
    room.stage("part Anna")
    time.sleep(0.1)
    room.stage("enter Anna")
    room.type("/tact remove %s because" % number)
    room.told("Remove Anna")
    room.type("/tact remove %s confirm" % number)
    room.told("not removed.*another person")
    room.marker()
    assert "Anna" in people(host, room) and ims(host) == []


@fact
def who_left_is_not_removed(scene):
    host, room = desk(scene)
    number = queued(room)
    room.stage("part Anna")
    room.type("/tact remove %s because" % number)
    room.told("Remove Anna")
    room.type("/tact remove %s confirm" % number)
    room.told("not in the room now")
    assert ims(host) == []


@fact
def without_rights_nothing_is_tried_and_nobody_is_told(scene):
    host, room = desk(scene)
    number = queued(room)
    room.stage("role you: voice")
    room.type("/tact remove %s because" % number)
    room.told("Remove Anna")
    room.type("/tact remove %s confirm" % number)
    room.told("no rights to remove")
    room.marker()
    assert "Anna" in people(host, room) and ims(host) == []


@fact
def a_network_that_says_ok_and_does_nothing_is_not_believed(scene):
    host, room = desk(scene)
    number = queued(room)
    host.stage("kicks lie")
    room.type("/tact remove %s because" % number)
    room.told("Remove Anna")
    room.type("/tact remove %s confirm" % number)
    room.told("Not confirmed", within=world.PATIENCE + 15)
    assert "Anna" in people(host, room)
    room.type("/tact queue")
    room.told("Anna")
    room.type("/tact ledger")
    room.told("not confirmed")


@fact
def a_connection_lost_before_the_yes_removes_nobody(scene):
    host, room = desk(scene)
    number = queued(room)
    room.type("/tact remove %s because" % number)
    room.told("Remove Anna")
    host.do("disconnect 0")
    host.ask("type 0 lab /tact remove %s confirm" % number)
    time.sleep(0.5)
    host.do("connect 0")
    host.wait("on", "0")
    room.rejoin()
    assert "Anna" in people(host, room) and ims(host) == []


@fact
def a_connection_lost_in_the_middle_is_not_confirmed_and_the_item_stays_open(scene):
    host, room = desk(scene)
    number = queued(room)
    host.stage("kicks lie")  # asked for, and nobody has gone yet when the line breaks
    room.type("/tact remove %s because" % number)
    room.told("Remove Anna")
    host.ask("type 0 lab /tact remove %s confirm" % number)
    host.do("disconnect 0")
    time.sleep(0.6)
    host.do("connect 0")
    host.wait("on", "0")
    back = len(host.events)
    room.rejoin()
    # Told once the room is open again; a computer that is slower than the line sees it come back and Anna still there.
    host.mark = back
    room.told("not confirmed that Anna is out|Not confirmed", within=world.PATIENCE + 15)
    assert "Anna" in people(host, room)
    room.type("/tact ledger")
    room.told("not confirmed")
    room.type("/tact queue text")
    room.told("#%s.*Anna" % number)
    # Nothing goes on by itself, and the old yes is used up.
    room.type("/tact remove %s confirm" % number)
    room.told("Nothing is waiting")


@fact
def where_the_network_cannot_the_steps_are_said_and_done_is_believed_only_after_a_yes(scene):
    host, room = desk(scene)
    number = queued(room)
    host.stage("kicks none")
    room.type("/tact remove %s done" % number)
    room.told("Nothing is waiting")
    room.type("/tact remove %s because" % number)
    room.told("Remove Anna")
    room.type("/tact remove %s done" % number)
    room.told("Nothing is waiting")
    room.type("/tact remove %s confirm" % number)
    room.told("in the network’s own program")
    assert "Anna" in people(host, room)
    room.type("/tact queue text")
    room.told("#%s.*Anna" % number)
    room.stage("part Anna")
    room.type("/tact remove %s done" % number)
    room.told("written down as removed by hand")
    room.type("/tact queue text")
    room.told("The queue is empty")
    room.type("/tact ledger")
    room.told("every one holds")


@fact
def a_referral_is_a_file_that_verifies_and_nothing_is_sent(scene):
    host, room = desk(scene)
    room.stage("say Bert: Bert was here")
    number = queued(room)
    room.type("/tact refer %s I think the head should know" % number)
    path = re.search(r"(/\S+\.html)", room.told("the referral is in")).group(1)
    assert os.stat(path).st_mode & 0o777 == 0o600
    tact = os.path.join(world.BUILD, "core", "cli", "tact")
    done = subprocess.run([tact, "verify", path], capture_output=True, text=True, timeout=20)
    assert done.returncode == 0, done.stderr
    text = open(path).read()
    assert "break your legs" in text and "Bert" not in text and "Person 1" in text
    bad = path + ".changed"
    open(bad, "w").write(text.replace("break your legs", "break your eggs"))
    done = subprocess.run([tact, "verify", bad], capture_output=True, text=True, timeout=20)
    assert done.returncode == 1 and "the message" in done.stderr, done.stderr
    assert ims(host) == [] and room.wire() == []


@fact
def a_raid_of_a_thousand_messages_is_folded_and_every_planted_one_is_queued(scene):
    host, room = desk(scene)
    queued(room, who="Zoe")  # the packs are read by now
    host.do("stalls")
    began = time.monotonic()
    for i in range(1000):
        text = "I will kill you number %d, you hear me" % i if i % 20 == 7 else "spam spam buy now %d" % i
        host.process.stdin.write("stage @lab say Raider%d: %s\n" % (i % 40, text))
        if i % 20 == 19:
            host.process.stdin.flush()
            time.sleep(max(0.0, began + (i + 1) / 100.0 - time.monotonic()))
    host.process.stdin.flush()
    # They are judged beside whatever else this machine does: while the queue still grows the client is at work.
    host.ask("users 0 lab", within=120)
    found, grew = queue_of(host), time.monotonic()
    while found[0] < 50 and time.monotonic() - grew < world.PATIENCE:
        time.sleep(0.2)
        before, found = found, queue_of(host)
        grew = time.monotonic() if found != before else grew
    assert found[0] == 50, found
    host.do("stalls")
    turns, long, own, wall = host.wait("stalls")[1:5]
    comment("main loop, 1,000 messages in %.1f s: longest turn %s ms of its own time (%s by the clock), %s of %s turns over 20 ms" % (
        time.monotonic() - began, own, wall, long, turns))


def queue_of(host):
    """How many planted messages are in the queue, and how many messages in all were folded into it."""
    with sqlite3.connect("file:%s?mode=ro" % os.path.join(host.folder, "tact", "moderation.db"), uri=True) as db:
        return db.execute("SELECT count(*) FILTER (WHERE text LIKE 'I will kill you number %'), coalesce(sum(times), 0) FROM item WHERE dry=0").fetchone()


def bytes_kept(host):
    """Everything in Tact's folder but the person's key, in one."""
    folder = os.path.join(host.folder, "tact")
    return b"".join(open(path, "rb").read() for path in sorted(glob.glob(folder + "/**", recursive=True)) if os.path.isfile(path) and os.path.basename(path) != "key")


@fact
def a_group_is_forgotten_on_a_yes_alone_and_never_a_message_that_waits(scene):
    host, room = desk(scene)
    den = host.room("den")
    number = queued(room)
    room.type(HELD)
    room.told(NUDGE)
    for words in ("/tact forget", "/tact forget yes"):
        room.type(words)
        room.told("Nothing was erased.*still waits")
    room.type("/tact list")
    room.told("07700")
    room.type("/tact drop")
    room.told(".")
    room.type("/tact hold %s the head asked for it" % number)
    room.told("is kept until")
    room.type("/tact forget yes")
    room.told("kept for a reason")
    room.type("/tact hold %s end" % number)
    room.told("erased when its time comes")
    room.type("/tact forget")
    room.told("/tact forget yes")
    room.type("/tact queue " + number)
    room.told("break your legs")
    assert b"||lab" in bytes_kept(host) and b"break your legs" in bytes_kept(host)
    room.type("/tact forget yes")
    assert "queue" in room.told("Erased of this group")
    left = bytes_kept(host)
    for trace in (b"||lab", b"break your legs", b"Anna", b"07700"):
        assert trace not in left, trace
    assert room.wire() == [] and ims(host) == []
    # Another group's settings are untouched.
    den.type("/tact status")
    den.told("Tact is on")
    room = host.restart().room("lab", on=None)
    room.type("/tact status")
    room.told("Tact is off")


@fact
def what_is_kept_is_told_with_its_place_and_its_time_and_nothing_is_posted(scene):
    host = Host(scene)
    room = host.room("lab")
    room.type("/tact keeps")
    room.told("/tact forget erases")
    said = "\n".join(room.lines())
    for words in (os.path.join(host.folder, "tact"), "30 days at most", "7 days", "400 days", "Nobody else sees", "only what somebody sends in a report"):
        assert words in said, (words, said)
    assert room.wire() == []


if __name__ == "__main__":
    run()
