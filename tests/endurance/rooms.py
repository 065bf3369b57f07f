# SPDX-License-Identifier: GPL-3.0-or-later
"""tact-host serve moderates an XMPP room (Prosody) and an IRC channel (ngircd) side by side, in real time: people talk, serious posts are
planted, both servers are restarted in the middle.  Everything planted waits for the rep, the only words sent are the
reminders that the signed policy of one room allows, and the metrics file counts what the two rooms counted.

TACT_SECONDS says how long: 20 in CI, 3600 for the hour."""
import os
import random
import re
import subprocess
import time

from harness import servers, world
from harness.facts import comment, fact, run
from harness.officers import TACT
from harness.witness import IrcClient, XmppWitness

SECONDS = float(os.environ.get("TACT_SECONDS", "20"))
EVERY = float(os.environ.get("TACT_EVERY", "0.5" if SECONDS < 300 else "2"))  # seconds between two messages of one room
ROOM, CHANNEL = "lab@conference.localhost", "#lab"
# After joining, a network that does not mark history may still be playing it: what is heard then is not judged (core/moderation/inbox.cpp).
SETTLE = 11

ORDINARY = ("PE is on Thursday this week, please bring trainers.", "Thank you, that is really helpful.", "The library books go back on Monday.",
            "Has anybody seen a blue water bottle?", "Swimming starts at half past nine.", "Cake sale on Friday, nut free please.",
            "The coach leaves at eight from the side gate.", "Lovely assembly today, well done Year 3!")
# Each with a number and a word of its own: none folds into another.
SERIOUS = ("You are a pathetic stupid idiot, shut up {word} {number}", "Shut your mouth you fucking cow {word} {number}",
           "You are a worthless piece of shit, {word} {number}", "I know where you live, I will come round tonight and break your legs {word} {number}")
WORDS = ("amber", "birch", "cedar", "delta", "ember", "fjord", "grove", "heath", "inlet", "jetty", "knoll", "larch")

CONFIG = """[tact-host]
user-dir=%(dir)s
name=Rosa
policies=%(policies)s
metrics=%(metrics)s
metrics-seconds=1
dry-run=false
reminders-a-minute=60
reconnect-first=1
reconnect-most=4

[account school]
protocol=prpl-jabber
user=rep@localhost/tact-host
password-file=%(password)s
settings=connect_server=127.0.0.1;port=%(xmpp)d;connection_security=opportunistic_tls;auth_plain_in_clear=true
rooms=lab@conference.localhost

[account street]
protocol=prpl-irc
user=rep@127.0.0.1
settings=port=%(irc)d;ssl=false;encoding=UTF-8
rooms=#lab
"""


def written(path, text):
    with open(path, "w") as f:
        f.write(text)
    os.chmod(path, 0o600)
    return path


def tact(scene, *words):
    done = subprocess.run([TACT, *words], capture_output=True, text=True, timeout=world.PATIENCE, env=world.environment(scene.folder))
    assert done.returncode == 0, (words, done.stderr)
    return done.stdout


def policy(scene, folder):
    """The XMPP room has a policy that lets the first reminder go by itself, signed by the key of this host.  The channel has none."""
    key = tact(scene, "policy", "keygen", "--out", os.path.join(folder, "rep.key")).strip()
    human = scene.path("lab.txt")
    tact(scene, "policy", "new", "--template", "class", "--room", "prpl-jabber|conference.localhost|lab", "--name", "Year 3", "--rep", "Rosa", "--out", human)
    text = open(human).read()
    text = re.sub(r"\[Rep\]\n(?:(?!\[).*\n?)*", "", text) + "\n[Rep]\nname=Rosa\naddress=rep@localhost\nkey=%s\n" % key
    text = re.sub(r"(?m)^remind_automatically=.*$", "remind_automatically=true", text)
    written(human, text)
    os.mkdir(scene.path("policies"))
    written(scene.path("policies", "lab.policy"), tact(scene, "policy", "sign", "--key", os.path.join(folder, "rep.key"), human))
    return scene.path("policies")


class Filter:
    def __init__(self, scene, xmpp, irc):
        folder = scene.path("d")
        os.mkdir(folder, 0o700)
        self.metrics = scene.path("metrics.prom")
        self.config = written(scene.path("tact-host.conf"), CONFIG % {
            "dir": folder, "policies": policy(scene, folder), "metrics": self.metrics, "password": written(scene.path("password"), "reppw\n"), "xmpp": xmpp, "irc": irc})
        self.env = world.environment(scene.folder)
        self.out = open(scene.path("tact-host.out"), "w+")
        self.process = subprocess.Popen([world.HOST, "serve", self.config], stdout=self.out, stderr=subprocess.STDOUT, text=True, env=self.env)
        scene.at_end(lambda: world.stop(self.process))

    def said(self):
        with open(self.out.name) as f:
            return f.read()

    def figures(self):
        try:
            with open(self.metrics) as f:
                return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in f.read().splitlines())}
        except FileNotFoundError:
            return {}

    def figure(self, name):
        return self.figures().get("tact_host_" + name, -1)

    def judged(self):
        return sum(self.figures().get('tact_host_outcome_total{outcome="%s"}' % outcome, 0) for outcome in ("clean", "queued"))

    def settled(self, within=90):
        assert self.process.poll() is None, self.said()
        world.wait_until("both rooms are joined, " + self.said()[-500:], lambda: self.figure("rooms_joined") == 2 and self.figure("accounts_connected") == 2, within)
        time.sleep(SETTLE)

    def stop(self):
        self.process.terminate()
        assert self.process.wait(world.PATIENCE) == 0, self.said()[-2000:]

    def waiting(self):
        done = subprocess.run([world.HOST, "waiting", self.config], capture_output=True, text=True, timeout=world.PATIENCE, env=self.env)
        assert done.returncode == 0, done.stderr
        return done.stdout.splitlines()


class Talk:
    """Both rooms at once, as two people in each say it."""

    def __init__(self, scene, xmpp, irc, host):
        self.scene, self.ports, self.host = scene, (xmpp, irc), host
        self.dice = random.Random(20261126)
        self.said = self.planted = 0
        self.sent_to, self.in_rooms = [], []
        self.people = None
        self.enter()

    def enter(self):
        xmpp, irc = self.ports
        self.people = [[XmppWitness(self.scene, xmpp, name) for name in ("ann", "bob")], [IrcClient(self.scene, irc, name) for name in ("ann", "bob")]]

    def leave(self):
        """Notes what the rep's account has said to anybody, and goes."""
        for number, room in enumerate(self.people):
            for person in room:
                self.in_rooms += person.texts("rep")
                self.sent_to += [(number, person.nick, n) for n in person.notices if n[0] == "private" and n[1] == "rep"]
                person.close()

    def go_on(self, seconds, plant_every):
        end = time.monotonic() + seconds
        next_plant = time.monotonic() + plant_every / 3
        while (now := time.monotonic()) < end:
            for room in self.people:
                self.one(self.dice.choice(room), now >= next_plant)
            if now >= next_plant:
                next_plant += plant_every
            time.sleep(max(0.0, now + EVERY * self.dice.uniform(0.5, 1.5) - time.monotonic()))
        world.wait_until("everything that was said is judged: %d" % self.said, lambda: self.host.judged() >= self.said)
        assert self.host.judged() == self.said, (self.host.judged(), self.said)

    def one(self, person, plant):
        self.said += 1
        if not plant:
            return person.say("%s (%d)" % (ORDINARY[self.said % len(ORDINARY)], self.said))
        text = SERIOUS[self.planted // 2 % len(SERIOUS)].format(word=WORDS[self.planted % len(WORDS)], number=1000 + self.planted)
        self.planted += 1
        person.say(text)


@fact
def two_rooms_are_moderated_side_by_side_through_a_restart_of_both_servers(scene):
    xmpp, irc = servers.prosody(scene), servers.ngircd(scene)
    host = Filter(scene, xmpp, irc)
    host.settled()
    talk = Talk(scene, xmpp, irc, host)
    began, plant_every = time.monotonic(), max(SECONDS / 24, 3 * EVERY)
    talk.go_on(SECONDS / 4, plant_every)
    warm = host.figures()
    talk.go_on(SECONDS / 4, plant_every)
    talk.leave()
    servers.restart(scene, "prosody", xmpp)
    servers.restart(scene, "ngircd", irc)
    world.wait_until("both losses are noticed", lambda: host.figure("connections_lost_total") == 2, 60)
    host.settled()
    talk.enter()
    talk.go_on(SECONDS / 2, plant_every)
    figures = host.figures()
    talk.leave()
    host.stop()
    waiting = host.waiting()
    comment("%.0f s, %d messages in two rooms, %d planted, %d waiting, %d reminders" % (
        time.monotonic() - began, talk.said, talk.planted, len(waiting), figures["tact_host_reminders_sent_total"]))
    comment("resident %.1f MiB after a quarter, %.1f MiB at the end; descriptors %d and %d; %.3f s of judging" % (
        warm["tact_host_resident_bytes"] / 2**20, figures["tact_host_resident_bytes"] / 2**20, warm["tact_host_open_descriptors"],
        figures["tact_host_open_descriptors"], figures["tact_host_judging_seconds_total"]))
    # Reminded ones have left the queue of open items; no other has.
    sent = figures["tact_host_reminders_sent_total"]
    assert figures["tact_host_queued_total"] == talk.planted, (figures["tact_host_queued_total"], talk.planted)
    assert len(waiting) + sent == talk.planted, (len(waiting), sent, talk.planted)
    assert sum("conference.localhost" in line for line in waiting) + sent == talk.planted / 2
    # Nothing in a room, nothing on IRC; on XMPP once to each author and guideline, and never for a threat.
    assert talk.in_rooms == [], talk.in_rooms
    assert {room for room, _, _ in talk.sent_to} <= {0}, talk.sent_to
    assert len(talk.sent_to) == sent, (talk.sent_to, sent)
    assert 1 <= sent <= 2 * len(SERIOUS[:3]), talk.sent_to
    for name, expected in (("connections_lost_total", 2), ("reconnects_total", 2), ("rooms_joined", 2), ("reminders_waiting", 0), ("judging", 0)):
        assert figures["tact_host_" + name] == expected, (name, figures["tact_host_" + name])
    assert figures["tact_host_open_descriptors"] <= warm["tact_host_open_descriptors"], "descriptors leak"
    growth = figures["tact_host_resident_bytes"] - warm["tact_host_resident_bytes"]
    assert world.sanitized() or growth < 2**20, "%d KiB more than after a quarter" % (growth / 1024)
    # The log names rooms and numbers, never what was said.
    for words in ("pathetic", "worthless", "fucking", "break your legs", "reppw"):
        assert words not in host.said()


if __name__ == "__main__":
    run()
