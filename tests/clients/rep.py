# SPDX-License-Identifier: GPL-3.0-or-later
"""A group on real servers: a rep and a member with Tact, an author and an observer without.  A serious post is queued, reported, its author
reminded, then removed after a confirmation; the referral verifies; the others saw a neutral line.  On Prosody with the rep in Pidgin and the
member in BitlBee, on ngircd with the rep in Pidgin and the member in tact-host, and on both with tact-host alone."""
import os
import re
import subprocess
import time

from harness import clients, officers, servers, world
from harness.facts import fact, run
from harness.host import Host, Room
from harness.officers import TACT, Group
from harness.witness import IrcClient, XmppWitness

THREAT = "I know where you live, I will come round tonight and break your legs."
XMPP = "connect_server=127.0.0.1 port=%d connection_security=opportunistic_tls auth_plain_in_clear=true"
IRC = "port=%d ssl=false ratelimit-interval=0 ratelimit-burst=50 encoding=UTF-8"


def on_xmpp(scene, port, user):
    host = Host(scene, account=None)
    host.do("account prpl-jabber %s@localhost/lab %spw " % (user, user) + XMPP % port)
    host.wait("on", "0", within=30)
    host.do("join 0 lab@conference.localhost")
    host.wait("joined", "0", "lab@conference.localhost")
    return host, Room(host, "lab@conference.localhost")


# ngircd makes nobody an operator in the channel that its configuration names; the first one in another has the rights.
CHANNEL = "#year3"


def on_irc(scene, port, user, channel=None):
    channel = channel or CHANNEL
    host = Host(scene, account=None)
    host.do("account prpl-irc %s@127.0.0.1 - " % user + IRC % port)
    host.wait("on", "0", within=30)
    host.do("join 0 " + channel)
    host.wait("joined", "0", channel)
    return host, Room(host, channel)


def deal(group, *members):
    """All of them follow the policy from now on.  A client that runs and has asked for it before asks again within a minute, or when something is set."""
    for host, words in members:
        group.deal(host)
        words.type("/tact set left show")
        words.told("left")


def group_of(scene, rep, ann, room_key, address, extra=None):
    group = Group(scene, room=room_key)
    group.officer(rep[1], "rep", "rep", address)
    if extra:
        group.officer(extra[1], "alternate", "ann", extra[2])
    deal(group, rep, ann)
    rep[1].type("/tact queue live")
    rep[1].told("queue is live")
    # On IRC the first seconds after entering may be a bouncer's replay.
    for host in (rep[0], ann[0]):
        host.clock.set("2026-11-24 10:05:00")
    time.sleep(1.2)
    return group


def has_heard(client, words):
    """Each client hears in its own time: the list of lines that may be reported tells."""
    for attempt in range(20):
        client.type("/tact report")
        try:
            return client.told(words, within=2)
        except AssertionError:
            if attempt == 19:
                raise


def the_whole_way(rep, ann, author, observer, private, rep_name="rep"):
    """`rep` and `ann` are conversations of any client; author and observer have no Tact."""
    before = {nick: len(observer.texts(nick)) for nick in ("rep", "ann")}
    author.say("good morning everybody")
    author.say(THREAT)
    rep.told("New in the queue|new item", within=60)
    observer.hears(THREAT)
    has_heard(ann, "break your legs")
    # The member reports it; neither the room nor the author sees that.
    ann.type("/tact report last this frightens me")
    said = ann.told("Report .* went to " + rep_name)
    reference = re.search(r"Report (\w{5})", said).group(1)
    got = rep.told("A report " + reference, within=60)
    number = re.search(r"#(\d+)", got).group(1)
    ann.told(reference + ".*received", within=60)
    rep.type("/tact queue " + number)
    full = rep.told("this frightens me")
    assert "break your legs" in full and "stand so in the reporter" in full, full
    rep.type("/tact remind " + number)
    rep.told("sent privately to bob", within=30)
    private(author)
    ann.told(reference + ".*something was done", within=60)
    rep.type("/tact remove %s it was a threat" % number)
    rep.told("Remove bob")
    author.marker()
    rep.type("/tact remove %s confirm" % number)
    rep.told("bob is out of the room: seen", within=60)
    rep.type("/tact refer %s for the head" % number)
    path = re.search(r"(/\S+\.html)", rep.told("the referral is in")).group(1)
    done = subprocess.run([TACT, "verify", path], capture_output=True, text=True, timeout=20)
    assert done.returncode == 0 and rep_name in done.stdout, done.stderr
    observer.marker()
    for nick, count in before.items():
        heard = observer.texts(nick)[count:]
        assert not heard, "the room heard from them: %s" % heard
    seen = [n for n in observer.notices if any("threat" in str(part) or "sealed" in str(part) for part in n)]
    assert not seen, seen
    ann.type("/tact reports")
    ann.told(reference + ".*passed on", within=30)


def by_words(rep, ann):
    """The group's guideline set up, published and trusted, all by words in their clients."""
    ann.type("/tact on class")
    ann.told("Tact is on")
    officers.set_up(rep)
    officers.publish(rep)
    officers.trust(ann)
    rep.type("/tact queue live")
    rep.told("queue is live")


@fact
def on_prosody_a_rep_in_pidgin_and_a_member_in_bitlbee(scene):
    port = servers.prosody(scene, users=("rep", "ann", "bob", "zoe"))
    # The first one in owns the room.
    rep = clients.Pidgin(scene, xmpp=port)
    author, observer = XmppWitness(scene, port, "bob"), XmppWitness(scene, port, "zoe")
    ann = clients.BitlBee(scene, xmpp=port, user="ann")
    by_words(rep, ann)
    the_whole_way(rep, ann, author, observer, lambda a: a.sees("private"), "Ann Lee")
    assert [n for n in observer.notices if n[:2] == ("out", "bob")], observer.notices[-5:]


@fact
def on_ngircd_a_rep_in_pidgin_and_a_member_in_tact_host(scene):
    port = servers.ngircd(scene)
    rep = clients.Pidgin(scene, irc=port, channel=CHANNEL)
    author, observer = IrcClient(scene, port, "bob", CHANNEL), IrcClient(scene, port, "zoe", CHANNEL)
    ann = on_irc(scene, port, "ann")
    by_words(rep, ann[1])
    # The first seconds after entering may be a bouncer's replay.
    rep.clock.set("2026-11-24 10:05:00")
    ann[0].clock.set("2026-11-24 10:05:00")
    the_whole_way(rep, ann[1], author, observer, lambda a: a.sees("private", "rep"), "Ann Lee")
    kicks = [n for n in observer.notices if n[0] == "KICK"]
    assert len(kicks) == 1 and kicks[0][-1] == "under the group’s guidelines", kicks


@fact
def on_prosody_the_whole_way(scene):
    port = servers.prosody(scene, users=("rep", "ann", "bob", "zoe"))
    # The first one in owns the room.
    rep = on_xmpp(scene, port, "rep")
    rep[1].host.ask("users 0 " + rep[1].name)
    author, observer = XmppWitness(scene, port, "bob"), XmppWitness(scene, port, "zoe")
    ann = on_xmpp(scene, port, "ann")
    group_of(scene, rep, ann, "prpl-jabber|conference.localhost|lab", "rep@localhost")
    the_whole_way(rep[1], ann[1], author, observer, lambda a: a.sees("private"))
    assert [n for n in observer.notices if n[:2] == ("out", "bob")], observer.notices[-5:]


@fact
def on_ngircd_the_whole_way(scene):
    port = servers.ngircd(scene)
    rep = on_irc(scene, port, "rep")
    author, observer = IrcClient(scene, port, "bob", CHANNEL), IrcClient(scene, port, "zoe", CHANNEL)
    ann = on_irc(scene, port, "ann")
    group_of(scene, rep, ann, "prpl-irc|127.0.0.1|" + CHANNEL, "rep")
    the_whole_way(rep[1], ann[1], author, observer, lambda a: a.sees("private", "rep"))
    kicks = [n for n in observer.notices if n[0] == "KICK"]
    assert len(kicks) == 1 and kicks[0][-1] == "under the group’s guidelines", kicks


@fact
def on_prosody_a_moderators_word_is_needed_and_a_nick_with_a_blank_is_the_right_person(scene):
    port = servers.prosody(scene, users=("rep", "ann", "bob", "zoe"))
    rep = on_xmpp(scene, port, "rep")
    author, other = XmppWitness(scene, port, "bob", nick="Anna Bell"), XmppWitness(scene, port, "zoe", nick="Anna")
    ann = on_xmpp(scene, port, "ann")
    group_of(scene, rep, ann, "prpl-jabber|conference.localhost|lab", "rep@localhost")
    author.say(THREAT)
    number = re.search(r"#(\d+)", rep[1].told("New in the queue", within=30)).group(1)
    rep[1].type("/tact remove %s because" % number)
    rep[1].told("Remove Anna Bell .bob@localhost")
    rep[1].type("/tact remove %s confirm" % number)
    rep[1].told("Anna Bell is out of the room", within=40)
    other.marker()
    assert not [n for n in other.notices if n[:2] == ("out", "Anna")]


@fact
def a_report_about_the_rep_goes_to_the_alternate_and_never_to_the_rep(scene):
    port = servers.prosody(scene, users=("rep", "ann", "alt", "zoe"))
    rep, alt = on_xmpp(scene, port, "rep"), on_xmpp(scene, port, "alt")
    ann = on_xmpp(scene, port, "ann")
    group = Group(scene, room="prpl-jabber|conference.localhost|lab")
    group.officer(rep[1], "rep", "rep", "rep@localhost")
    group.officer(alt[1], "alternate", "alt", "alt@localhost")
    deal(group, rep, alt, ann)
    rep[1].type("something from the rep")
    ann[1].host.wait("shown", None, ann[1].name, None, None, re.compile("something from the rep"))
    ann[1].type("/tact report last the rep is unfair")
    said = ann[1].told("Report .* went to alt")
    reference = re.search(r"Report (\w{5})", said).group(1)
    alt[1].told("A report " + reference, within=60)
    ann[1].told(reference + ".*received", within=60)
    assert not [e for e in rep[0].events if e[0] == "shown" and (reference in e[5] or "sealed" in e[5])]


@fact
def a_second_persons_yes_travels_between_two_computers(scene):
    port = servers.prosody(scene, users=("rep", "dev", "bob", "zoe"))
    rep = on_xmpp(scene, port, "rep")
    author, observer = XmppWitness(scene, port, "bob"), XmppWitness(scene, port, "zoe")
    dev = on_xmpp(scene, port, "dev")
    group = Group(scene, room="prpl-jabber|conference.localhost|lab", two_person_rule="true")
    group.officer(rep[1], "rep", "rep", "rep@localhost")
    group.officer(dev[1], "deputy", "dev", "dev@localhost")
    deal(group, rep, dev)
    rep[1].type("/tact queue live")
    rep[1].told("queue is live")
    author.say(THREAT)
    number = re.search(r"#(\d+)", rep[1].told("New in the queue", within=30)).group(1)
    dev[0].mark = len(dev[0].events)
    rep[1].type("/tact remove %s he said it twice" % number)
    rep[1].told("dev was asked, sealed")
    theirs = re.search(r"second (\d+)", dev[1].told("rep asks for a second person.s yes", within=60)).group(1)
    rep[1].type("/tact remove %s confirm" % number)
    rep[1].told("asks for a second person")
    dev[1].type("/tact queue " + theirs)
    shown = dev[1].told("he said it twice")
    assert "break your legs" in shown and "1 of 1 lines were also received" in shown, shown
    rep[0].mark = len(rep[0].events)
    dev[1].type("/tact second " + theirs)
    dev[1].told("on its way")
    rep[1].told("dev agrees about #" + number, within=60)
    author.marker()
    rep[1].type("/tact remove %s confirm" % number)
    rep[1].told("bob is out of the room: seen", within=40)
    observer.marker()
    assert not observer.texts("rep") and not observer.texts("dev"), observer.heard
    rep[1].type("/tact ledger")
    rep[1].told("seconded")


@fact
def undo_takes_the_last_post_back_where_the_network_can(scene):
    port = servers.prosody(scene, users=("rep", "bob"))
    rep = on_xmpp(scene, port, "rep")
    witness = XmppWitness(scene, port, "bob")
    rep[1].type("/tact undo")
    rep[1].told("No message of yours")
    rep[1].type("something I should not have said")
    witness.hears("something I should not have said")
    rep[1].type("/tact undo")
    rep[1].told("replaced by|asked to take")
    witness.hears("(took the last message back)")
    rep[1].type("/tact undo")
    rep[1].told("taken back already")
    irc = servers.ngircd(scene)
    other = on_irc(scene, irc, "rep")
    other[1].type("hello there")
    other[1].type("/tact undo")
    other[1].told("cannot take a message back.*Sorry")


if __name__ == "__main__":
    run()
