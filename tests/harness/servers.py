# SPDX-License-Identifier: GPL-3.0-or-later
"""Real servers on free ports of the loopback, their state in the scene's folder: Prosody for XMPP rooms, ngircd for IRC channels."""
import getpass
import grp
import os
import shutil
import subprocess

from . import world
from .facts import Skip

PROSODY = """
pidfile = "%(dir)s/own.pid"
data_path = "%(dir)s/data"
run_as_root = true
prosody_user = "%(user)s"
prosody_group = "%(group)s"
daemonize = false
modules_enabled = { "roster", "saslauth", "disco", "ping" }
modules_disabled = { "s2s", "tls" }
-- On the loopback for a test: no TLS.
c2s_require_encryption = false
allow_unencrypted_plain_auth = true
authentication = "internal_plain"
interfaces = { "127.0.0.1" }
c2s_ports = { %(port)d }
s2s_ports = { }
http_ports = { }
https_ports = { }
limits = { }
log = { { levels = { min = "info" }, to = "file", filename = "%(dir)s/prosody.log" } }
VirtualHost "localhost"
Component "conference.localhost" "muc"
  restrict_room_creation = false
  muc_room_locking = false
"""

NGIRCD = """
[Global]
  Name = irc.example.net
  AdminInfo1 = test
  AdminEMail = test@example.net
  Info = test
  Listen = 127.0.0.1
  Ports = %(port)d
  MotdPhrase = test
  ServerUID = %(user)s
  ServerGID = %(group)s
[Limits]
  MaxConnectionsIP = 0
  MaxPenaltyTime = 0
  MaxNickLength = 20
[Options]
  DNS = no
  Ident = no
  PAM = no
[Channel]
  Name = #lab
  Modes = tn
"""


def needs(*programs):
    for program in programs:
        found = shutil.which(program, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")
        if not found:
            raise Skip(program + " is not installed")
    return found


def start(scene, name, command, folder, env=None):
    """A program of its own process group, output in the folder, ended with the scene."""
    out = open(os.path.join(folder, name + ".out"), "w")
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT, env=env, start_new_session=True)
    out.close()
    with open(os.path.join(folder, name + ".pid"), "w") as f:
        f.write("%d\n" % process.pid)
    scene.at_end(lambda: world.stop(process))
    scene.programs[name] = (process, command, folder, env)
    return process


def restart(scene, name, port):
    """Ends a server as an administrator would and starts it again on the same port."""
    process, command, folder, env = scene.programs[name]
    world.stop(process, 20)
    start(scene, name, command, folder, env)
    world.wait_port(port)


def _template(scene, name, text, suffix):
    folder = scene.path(name)
    os.makedirs(os.path.join(folder, "data"), exist_ok=True)
    port = world.free_port()
    root = os.getuid() == 0
    user, group = getpass.getuser(), grp.getgrgid(os.getgid()).gr_name
    if name == "ngircd" and root:  # it refuses to stay root
        user, group = "irc", "irc"
    config = os.path.join(folder, name + suffix)
    with open(config, "w") as f:
        f.write(text % {"dir": folder, "port": port, "user": user, "group": group})
    os.chmod(folder, 0o755)
    os.chmod(scene.folder, 0o755)
    return folder, port, config


def prosody(scene, users=("rep", "ann", "bob")):
    program = needs("prosody")
    folder, port, config = _template(scene, "prosody", PROSODY, ".cfg.lua")
    accounts = os.path.join(folder, "data", "localhost", "accounts")
    os.makedirs(accounts)
    for user in users:  # what "prosodyctl register" writes, without starting it three times
        with open(os.path.join(accounts, user + ".dat"), "w") as f:
            f.write('return {\n\t["password"] = "%spw";\n};\n' % user)
    start(scene, "prosody", [program, "--config", config, "-F"], folder)
    world.wait_port(port)
    return port


def ngircd(scene):
    program = needs("ngircd")
    folder, port, config = _template(scene, "ngircd", NGIRCD, ".conf")
    start(scene, "ngircd", [program, "-n", "-f", config], folder)
    world.wait_port(port)
    return port
