# SPDX-License-Identifier: GPL-3.0-or-later
"""A group with officers: each makes a key in their own client, the rep's key signs a policy, and everybody trusts it."""
import os
import re
import subprocess
import time

from . import world

TACT = os.path.join(world.BUILD, "core", "cli", "tact")
PIN = os.path.join(world.BUILD, "tests", "plugin", "pin")


class Group:
    def __init__(self, scene, room="prpl-tact-practice||lab", name="Year 3", **settings):
        self.scene, self.room, self.name, self.settings = scene, room, name, settings
        self.officers = {}
        self.signer = None
        self.line = None

    def officer(self, client, role, name, address, folder=None):
        """Asks the client for its key and bundle.  role: rep, alternate or deputy."""
        client.type("/tact key")
        said = client.told("bundle=")
        key, bundle = re.search(r"key=(\S+)", said).group(1), re.search(r"bundle=(\S+)", said).group(1)
        self.officers[role] = (name, address, key, bundle)
        if role == "rep":
            self.signer = folder or client.host.folder

    def sign(self):
        """The signed line, in a file."""
        if self.line:
            return self.line
        kind = self.scene.path("group.policy")
        subprocess.run([TACT, "policy", "new", "--template", "class", "--room", self.room, "--name", self.name, "--rep", "rep", "--out", kind], check=True, timeout=20,
                       capture_output=True, env=world.environment(self.scene.folder))
        sections, text = {"rep": "Rep", "alternate": "Alternate", "deputy": "Deputy 1"}, open(kind).read()
        for role, (name, address, key, bundle) in self.officers.items():
            body = "[%s]\nname=%s\naddress=%s\nkey=%s\nbundle=%s\n" % (sections[role], name, address, key, bundle)
            text = re.sub(r"\[%s\]\n(?:(?!\[).*\n?)*" % re.escape(sections[role]), "", text) + "\n" + body
        for setting, value in self.settings.items():
            text = re.sub(r"(?m)^%s=.*$" % setting, "%s=%s" % (setting, value), text)
        open(kind, "w").write(text)
        signed = subprocess.run([TACT, "policy", "sign", "--key", os.path.join(self.signer, "tact", "key"), kind], capture_output=True, text=True, timeout=20,
                                env=world.environment(self.scene.folder))
        assert signed.returncode == 0, signed.stderr
        self.line = self.scene.path("group.signed")
        open(self.line, "w").write(signed.stdout)
        return self.line

    def deal(self, host, folder=None):
        """This client trusts the policy, from its next start on."""
        folder = os.path.join(folder or host.folder, "tact")
        os.makedirs(folder, mode=0o700, exist_ok=True)
        subprocess.run([PIN, os.path.join(folder, "trust.db"), self.room, self.sign()], check=True, timeout=20, capture_output=True)
        # A client that runs already asks the disk five times a second whether the file is there (plugin/home.h).
        time.sleep(0.5)


# The same by words alone, as people do it in a client.
ANSWERS = ("class", "Class 3", "Ann Lee", "21:00-07:00", "office@school.example")


def set_up(rep, answers=ANSWERS):
    rep.type("/tact on class")
    rep.told("Tact is on")
    rep.type("/tact setup")
    rep.told("1 of 5")
    for number, answer in enumerate(answers, 1):
        rep.type("/tact setup " + answer)
        rep.told("%d of 5" % (number + 1) if number < 5 else "Ready")


def publish(rep):
    rep.type("/tact publish")
    rep.told("publish yes")
    rep.type("/tact publish yes")
    rep.told("Published", within=60)


def trust(member):
    """After the member has been asked."""
    member.told("Nothing changes until", within=60)
    member.type("/tact trust yes")
    member.told("in force here")
