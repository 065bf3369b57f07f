# SPDX-License-Identifier: GPL-3.0-or-later
"""Real clients, each with the same handles: type, told, again, kicked and rejoin, lose and reconnect, plugin on and off.
Pidgin under Xvfb, Finch in tmux, BitlBee behind raw IRC; tact-host for comparison."""
import os
import re
import shlex
import shutil
import subprocess
import time

from . import servers, world
from .host import Host
from .purple_folder import purple_dir
from .witness import IrcClient

WATCH_SO = os.path.join(world.BUILD, "tests", "clients", "watch.so")


class Client:
    """`room` is the chat's name as the client knows it, `nick` what the others see."""
    room, nick = "lab@conference.localhost", "rep"
    put_back = False   # is a held text back in the entry?
    joiner = "\n"      # what stands between gathered pieces
    can_unload = True

    def __init__(self, scene):
        self.scene = scene
        self.clock = world.Clock(scene.folder, world.MORNING)

    def again(self, text):
        """Sends what was just held once more, the way that costs the least."""
        self.type(text)


class Watched(Client):
    """A client with a screen: the watch plugin tells what it shows and does what has no key."""

    def __init__(self, scene, name, plugins, xmpp=0, irc=0, user="rep", channel="#lab", language=None):
        super().__init__(scene)
        self.folder, self.nick = scene.path(name), user
        purple_dir(self.folder, xmpp, irc, [*plugins, WATCH_SO], user, channel=channel)
        if irc:
            self.room, self.joiner = channel, " "
        self.log = scene.path(name + ".watch")
        open(self.log, "w").close()
        self.mark = 0
        self.env = world.environment(scene.folder, self.clock, {"TACT_WATCH": self.log, **world.language(scene.folder, language)})

    def shown(self, start=0):
        with open(self.log, errors="replace") as f:
            lines = [line.rstrip("\n").split("\t") for line in f]
        return [line for line in lines if len(line) == 4][start:]

    def told(self, pattern, within=world.PATIENCE):
        def look():
            for _, _, _, text in self.shown(self.mark):
                if re.search(pattern, text):
                    return text
            return None

        try:
            return world.wait_until("the sender is told: " + pattern, look, within)
        except AssertionError as error:
            raise AssertionError("%s\nshown: %s\n%s" % (error, self.shown()[-12:], self.screen())) from None

    def sees(self, text):
        """Somebody else's line is on the screen."""
        world.wait_until("the client shows: " + text, lambda: any(line[3] == text for line in self.shown()))

    def lines(self):
        """What was shown since the last command."""
        return [line[3] for line in self.shown(self.mark)]

    def screen(self):
        return ""

    def remote(self, word):
        self.mark = len(self.shown())
        with open(self.log + ".do", "a") as f:
            f.write(word + "\n")
        world.wait_until("the client did: " + word, lambda: any(line[2:] == ["did", word] for line in self.shown(self.mark)))

    def ready(self):
        world.wait_until("the client has loaded the watch plugin", lambda: any(line[2] == "loaded" for line in self.shown()))

    def unload(self):
        self.remote("unload")

    def load(self):
        self.remote("load")

    def lose(self):
        self.remote("disconnect")

    def reconnect(self):
        self.remote("connect")

    def rejoin(self):
        self.remote("join")


class Pidgin(Watched):
    put_back = True

    def __init__(self, scene, xmpp=0, irc=0, extra_plugins=(), size="1280x900", user="rep", channel="#lab", language=None, font=None, only_installed=False,
                 wrapper=(), settings=None):
        """`only_installed`: the plugins are where Pidgin finds them, as a package puts them, and nobody has ticked them yet.
        `wrapper` and `settings`: what runs Pidgin, and what it finds in its environment."""
        for program in ("Xvfb", "openbox", "xdotool", "pidgin"):
            servers.needs(program)
        plugins = [world.TACT_SO, *extra_plugins]
        super().__init__(scene, "pidgin", [] if only_installed else plugins, xmpp, irc, user, channel, language)
        for plugin in plugins if only_installed else ():
            shutil.copy(plugin, os.path.join(self.folder, "plugins"))
        if only_installed:  # as a person's own, with the buddy list open
            path = os.path.join(self.folder, "prefs.xml")
            with open(path) as f:
                prefs = f.read()
            with open(path, "w") as f:
                f.write(prefs.replace("<pref name='pidgin'>", "<pref name='pidgin'><pref name='blist'><pref name='list_visible' type='bool' value='1'/></pref>"))
        if font:
            with open(os.path.join(self.env["HOME"], ".gtkrc-2.0"), "w") as f:
                f.write('gtk-font-name="%s"\n' % font)
        display = self._display(scene, size)
        self.env["DISPLAY"] = display
        self.plain = dict(world.environment(scene.folder), DISPLAY=display)
        servers.start(scene, "openbox", ["openbox"], self.folder, self.plain)
        self.env.update(settings or {})
        self.process = servers.start(scene, "pidgin", [*wrapper, "pidgin", "-m", "-f", "-d", "-c", self.folder], self.folder, self.env)
        self.ready()
        self.window = r"^\(?#?%s\)?$" % channel.lstrip("#")  # in brackets once one has left
        world.wait_until("the chat window is open", lambda: self._find(self.window))

    @staticmethod
    def _display(scene, size):
        """Xvfb chooses a free number itself and writes it into a pipe."""
        read, write = os.pipe()
        process = subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", size + "x24", "-nolisten", "tcp"],
                                   stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                   pass_fds=[write], start_new_session=True)
        os.close(write)
        scene.at_end(lambda: world.stop(process))
        with os.fdopen(read) as pipe:
            number = pipe.readline().strip()
        if not number:
            raise AssertionError("Xvfb did not start")
        return ":" + number

    def xdotool(self, *words):
        return subprocess.run(["xdotool", *words], env=self.plain, capture_output=True, text=True, timeout=30)

    def _find(self, title):
        found = self.xdotool("search", "--onlyvisible", "--name", title).stdout.split()
        return found[-1] if found else None

    def focus(self):
        window = world.wait_until("a window " + self.window, lambda: self._find(self.window))
        self.xdotool("windowactivate", "--sync", window)

    def keys(self, *names):
        self.xdotool("key", "--clearmodifiers", *names)

    def type(self, text):
        self.mark = len(self.shown())
        window = world.wait_until("a window " + self.window, lambda: self._find(self.window))
        # One process for it all: starting one for each key took longer than the keys.
        words = ["windowactivate", "--sync", window, "key", "--clearmodifiers", "ctrl+a", "BackSpace"]
        for number, line in enumerate(text.split("\n")):
            words += (["key", "shift+Return"] if number else []) + ["type", "--delay", "4", "--args", "1", line]
        self.xdotool(*words, "key", "Return")

    def again(self, text):
        self.mark = len(self.shown())
        self.focus()
        self.keys("Return")  # the text is back in the entry

    def shot(self, path):
        servers.needs("import")
        subprocess.run(["import", "-window", "root", path], env=self.plain, check=True, timeout=30)


class Finch(Watched):
    def __init__(self, scene, xmpp=0, irc=0, size=(110, 36), language=None):
        for program in ("tmux", "finch"):
            servers.needs(program)
        super().__init__(scene, "finch", [world.TACT_SO], xmpp, irc, language=language)
        self.socket = scene.path("tmux.socket")
        config = scene.path("tmux.conf")
        with open(config, "w") as f:
            f.write("set -g escape-time 20\nset -g status off\nset -g default-terminal screen\n")
        env = dict(self.env, TERM="xterm-256color")
        env.pop("LD_PRELOAD", None)
        # Only Finch lives by the other clock, not tmux.
        inner = " ".join("%s=%s" % (k, shlex.quote(v)) for k, v in self.clock.environment().items())
        subprocess.run(["tmux", "-S", self.socket, "-f", config, "new-session", "-d", "-s", "finch", "-x", str(size[0]), "-y", str(size[1]),
                        "exec env %s finch -c %s 2> %s" % (inner, shlex.quote(self.folder), shlex.quote(scene.path("finch.err")))],
                       env=env, check=True, timeout=20)
        scene.at_end(lambda: subprocess.run(["tmux", "-S", self.socket, "kill-server"], capture_output=True, timeout=20))
        self.ready()
        # The buddy list is the first window, the chat that joined by itself the second.
        world.wait_until("the chat is on the screen", lambda: "lab" in self.screen(), 30)
        time.sleep(0.3)

    def tmux(self, *words):
        return subprocess.run(["tmux", "-S", self.socket, *words], capture_output=True, text=True, timeout=20).stdout

    def screen(self):
        return self.tmux("capture-pane", "-p", "-t", "finch")

    def keys(self, *names):
        for name in names:
            self.tmux("send-keys", "-t", "finch", name)
            time.sleep(0.03)

    def type(self, text):
        self.mark = len(self.shown())
        self.keys("M-2", "C-u")
        self.tmux("send-keys", "-t", "finch", "-l", "--", text)
        time.sleep(0.05)
        self.keys("Enter")


BITLBEE = """
[settings]
RunMode = ForkDaemon
DaemonInterface = 127.0.0.1
DaemonPort = %(port)d
ConfigDir = %(dir)s/users
PluginDir = %(dir)s/plugins
AuthMode = Open
PingInterval = 0
[defaults]
save_on_quit = false
"""


class BitlBee(Client):
    """The person sits at a raw IRC client, BitlBee speaks XMPP for them."""
    can_unload = False

    def __init__(self, scene, xmpp=0, user="rep", asked="TACT_BITLBEE"):
        """`asked`: how the administrator asks for Tact: by an environment variable, by a "file", or not at all (None)."""
        super().__init__(scene)
        program = servers.needs("bitlbee")
        self.xmpp, self.nick = xmpp, user
        folder = self.folder = scene.path("bitlbee-" + user)
        for below in ("users", "plugins/purple"):
            os.makedirs(os.path.join(folder, below), mode=0o700)
        shutil.copy(world.TACT_SO, os.path.join(folder, "plugins", "purple"))
        if asked == "file":
            os.makedirs(os.path.join(folder, "users", "purple", "tact"), mode=0o700)
            open(os.path.join(folder, "users", "purple", "tact", "enable"), "w").close()
        port = world.free_port()
        with open(os.path.join(folder, "bitlbee.conf"), "w") as f:
            f.write(BITLBEE % {"dir": folder, "port": port})
        env = world.environment(scene.folder, self.clock, {asked: "1"} if asked == "TACT_BITLBEE" else {})
        servers.start(scene, "bitlbee", [program, "-F", "-n", "-v", "-i", "127.0.0.1", "-p", str(port), "-c", os.path.join(folder, "bitlbee.conf"),
                                         "-d", os.path.join(folder, "users")], folder, env)
        world.wait_port(port)
        self.irc = IrcClient(scene, port, user, None)
        self.irc.channel = "#lab"
        self.mark = 0
        root = lambda text: self.irc.to("&bitlbee", text)
        root("account add jabber %s@localhost/lab %spw" % (user, user))
        self._control("Account successfully added")
        for setting in ("connect_server 127.0.0.1", "port %d" % xmpp, "connection_security opportunistic_tls", "auth_plain_in_clear true"):
            root("account 0 set " + setting)
        root("account 0 set auto_reconnect false")
        root("account 0 on")
        self._control("Logged in")
        root("chat add 0 lab@conference.localhost")
        self._control("Chatroom successfully added")
        self._join()

    def _control(self, words):
        """A line in &bitlbee since the mark."""
        self.irc._until(words, lambda: any(n[0] == "private" and words in n[2] for n in self.irc.notices[self.mark:]), world.PATIENCE)

    def rejoin(self):
        self.irc.raw("PART #lab")  # a kick is not told on: for BitlBee we are still in
        self._join()

    def _join(self):
        start = len(self.irc.notices)
        self.irc.raw("JOIN #lab")
        self.irc._until("joined #lab", lambda: any(n[:2] == ("366", "#lab") for n in self.irc.notices[start:]), world.PATIENCE)

    def type(self, text):
        self.mark, self.heard = len(self.irc.notices), len(self.irc.heard)
        self.irc.to("#lab", text)

    def told(self, pattern, within=world.PATIENCE):
        def look():
            lines = [text for who, text in self.irc.heard[self.heard:] if who == "tact"]
            lines += [n[2] for n in self.irc.notices[self.mark:] if n[0] == "private"]
            return next((line for line in lines if re.search(pattern, line)), None)

        try:
            return world.wait_until("the sender is told: " + pattern, look, within)
        except AssertionError as error:
            raise AssertionError("%s\nheard: %s" % (error, self.irc.heard[-12:])) from None

    def sees(self, text):
        self.irc.hears(text)

    def lines(self):
        return [text for who, text in self.irc.heard[self.heard:] if who == "tact"]

    def lose(self):
        self.mark = len(self.irc.notices)
        self.irc.to("&bitlbee", "account 0 off")
        self._control("Signing off")

    def reconnect(self):
        self.mark = len(self.irc.notices)
        self.irc.to("&bitlbee", "account 0 on")
        self._control("Logged in")


class HeadlessClient(Client):
    """tact-host on a real network."""
    put_back = True

    def __init__(self, scene, xmpp=0, irc=0):
        super().__init__(scene)
        self.host = Host(scene, clock=self.clock, account=None)
        if xmpp:
            self.host.do("account prpl-jabber rep@localhost/lab reppw connect_server=127.0.0.1 port=%d connection_security=opportunistic_tls "
                         "auth_plain_in_clear=true" % xmpp)
        else:
            self.room, self.joiner = "#lab", " "
            self.host.do("account prpl-irc rep@127.0.0.1 - port=%d ssl=false ratelimit-interval=0 ratelimit-burst=50 encoding=UTF-8" % irc)
        self.host.wait("on", "0", within=30)
        self.join()

    def join(self):
        self.host.do("join 0 " + self.room)
        self.host.wait("joined", "0", self.room)

    def type(self, text):
        self.host.ask("type 0 %s %s" % (self.room, text.replace("\\", "\\\\").replace("\n", "\\n")))

    def again(self, text):
        self.host.do("enter 0 " + self.room)

    def told(self, pattern, within=world.PATIENCE):
        return self.host.wait("shown", "0", self.room, None, None, re.compile(pattern, re.S), within=within)[5]

    def rejoin(self):
        # A client that has not heard yet that it is out believes to be there.
        self.host.do("join 0 " + self.room)
        try:
            self.host.wait("joined", "0", self.room, within=world.PATIENCE / 3)
        except AssertionError:
            self.join()

    def unload(self):
        self.host.do("unload")

    def load(self):
        self.host.do("load")

    def lose(self):
        self.host.do("disconnect 0")

    def reconnect(self):
        self.host.do("connect 0")
        self.host.wait("on", "0", within=30)

