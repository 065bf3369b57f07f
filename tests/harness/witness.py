# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody else in the room, over a raw socket: sees what the others see and nothing more.  One for XMPP rooms, one for IRC channels."""
import base64
import itertools
import select
import socket
import threading
import time
import xml.etree.ElementTree as ET
from xml.sax.saxutils import escape, quoteattr

from .world import PATIENCE

_markers = itertools.count(1)


class Witness:
    """`heard` is a list of (who, text) in the order of the room; `notices` what else happened there."""

    def __init__(self, scene, port):
        self.heard, self.notices = [], []
        self._changed = threading.Condition()
        self._socket = socket.create_connection(("127.0.0.1", port), PATIENCE)
        self._socket.settimeout(None)  # silence is no fault
        self._open = True
        scene.at_end(self.close)

    def close(self):
        self._open = False
        self._socket.close()

    def note(self, *what):
        with self._changed:
            self.notices.append(what)
            self._changed.notify_all()

    def hear(self, who, text):
        with self._changed:
            self.heard.append((who, text))
            self._changed.notify_all()

    def _until(self, what, condition, within):
        end = time.monotonic() + within
        with self._changed:
            while not condition():
                left = end - time.monotonic()
                if left <= 0:
                    raise AssertionError("the witness did not see within %g s: %s\nheard: %s\nnotices: %s" % (
                        within, what, self.heard[-8:], self.notices[-8:]))
                self._changed.wait(left)

    def hears(self, text, within=PATIENCE):
        self._until(repr(text), lambda: any(t == text for _, t in self.heard), within)

    def sees(self, *what, within=PATIENCE):
        self._until(what, lambda: any(n[:len(what)] == what for n in self.notices), within)

    def texts(self, who=None):
        with self._changed:
            return [t for w, t in self.heard if who is None or w == who]

    def marker(self):
        """Rooms keep order: once our own word is back, everything that was sent before has arrived."""
        word = "marker-%d" % next(_markers)
        self.say(word)
        self.hears(word)

    def never(self, text):
        self.marker()
        found = [t for t in self.texts() if text in t]
        assert not found, "reached the room and must not: %s" % found

    def once(self, text, within=PATIENCE):
        self.hears(text, within)
        self.marker()
        count = self.texts().count(text)
        assert count == 1, "%d times in the room instead of once: %s" % (count, text)

    def say(self, text):
        raise NotImplementedError


class XmppWitness(Witness):
    def __init__(self, scene, port, user="bob", room="lab@conference.localhost", nick=None):
        super().__init__(scene, port)
        self.room, self.nick = room, nick or user
        self._stream()
        self._expect("features")
        password = base64.b64encode(("\0%s\0%spw" % (user, user)).encode()).decode()
        self._send("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>%s</auth>" % password)
        self._expect("success")
        self._stream()
        self._expect("features")
        self._send("<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>witness</resource></bind></iq>")
        self._expect("iq")
        self._send("<presence/>")
        threading.Thread(target=self._listen, daemon=True).start()
        self.enter()

    def enter(self):
        known = len(self.notices)
        self._send("<presence to=%s><x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='0'/></x></presence>" % quoteattr(self.room + "/" + self.nick))
        self._until("in the room", lambda: any(n[:2] == ("in", self.nick) for n in self.notices[known:]), PATIENCE)

    def leave(self):
        self._send("<presence type='unavailable' to=%s/>" % quoteattr(self.room + "/" + self.nick))

    def rename(self, nick):
        self.nick = nick
        self._send("<presence to=%s/>" % quoteattr(self.room + "/" + nick))

    def _send(self, xml):
        self._socket.sendall(xml.encode())

    def _stream(self):
        self._parser, self._depth = ET.XMLPullParser(["start", "end"]), 0
        self._send("<?xml version='1.0'?><stream:stream to='localhost' xmlns='jabber:client' "
                   "xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>")

    def _stanzas(self):
        data = self._socket.recv(65536)
        if not data:
            raise ConnectionError("the server closed the stream")
        self._parser.feed(data)
        for event, element in self._parser.read_events():
            self._depth += 1 if event == "start" else -1
            if event == "start" and self._depth == 1:
                self._root = element
            if event == "end" and self._depth == 1:
                yield element
                self._root.clear()  # a stream is one document without end

    def _expect(self, name):
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if select.select([self._socket], [], [], 0.5)[0]:
                for element in self._stanzas():
                    if element.tag.split("}")[-1] == name:
                        return
        raise AssertionError("the server did not send <%s/>" % name)

    def _listen(self):
        try:
            while self._open:
                for element in self._stanzas():
                    self._take(element)
        except (OSError, ConnectionError, ValueError):
            self.note("closed")

    def _take(self, element):
        kind, sender = element.tag.split("}")[-1], element.get("from") or ""
        nick = sender.partition("/")[2]
        if kind == "presence" and sender.startswith(self.room):
            codes = [c.get("code") for c in element.iter("{http://jabber.org/protocol/muc#user}status")]
            self.note("out" if element.get("type") == "unavailable" else "in", nick, *codes)
        elif kind == "message" and element.find("{urn:xmpp:delay}delay") is None:
            body = element.findtext("{jabber:client}body")
            if body is not None and element.get("type") == "groupchat":
                self.hear(nick, body)
            elif body is not None:
                self.note("private", nick or sender, body)

    def say(self, text):
        self._send("<message to=%s type='groupchat'><body>%s</body></message>" % (quoteattr(self.room), escape(text)))

    def kick(self, nick, why):
        self._send("<iq type='set' id='kick' to=%s><query xmlns='http://jabber.org/protocol/muc#admin'><item nick=%s role='none'>"
                   "<reason>%s</reason></item></query></iq>" % (quoteattr(self.room), quoteattr(nick), escape(why)))


class IrcClient(Witness):
    """A raw IRC client: the witness of a channel, and the person in front of BitlBee."""

    def __init__(self, scene, port, nick="bob", channel="#lab"):
        super().__init__(scene, port)
        self.nick, self.channel = nick, channel
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self.raw("NICK " + nick)
        self.raw("USER %s 0 * :%s" % (nick, nick))
        self._listener.start()
        self.sees("001")
        if channel:
            self.join(channel)

    def raw(self, line):
        self._socket.sendall((line + "\r\n").encode())

    def join(self, channel):
        self.raw("JOIN " + channel)
        self.sees("366", channel)

    def say(self, text):
        # Nobody hears oneself on IRC: the marker is told to the room and counted as heard once the server has answered a later ping.
        self.raw("PRIVMSG %s :%s" % (self.channel, text))
        token = "pong-%d" % next(_markers)
        self.raw("PING :" + token)
        self._until("PONG " + token, lambda: any(n[0] == "PONG" and token in n for n in self.notices), PATIENCE)
        self.hear(self.nick, text)

    def to(self, target, text):
        self.raw("PRIVMSG %s :%s" % (target, text))

    def _listen(self):
        buffered = b""
        try:
            while self._open:
                data = self._socket.recv(65536)
                if not data:
                    break
                buffered += data
                *lines, buffered = buffered.split(b"\n")
                for line in lines:
                    self._take(line.rstrip(b"\r").decode(errors="replace"))
        except OSError:
            pass
        self.note("closed")

    def _take(self, line):
        source, rest = "", line
        if line.startswith(":"):
            source, _, rest = line[1:].partition(" ")
        head, colon, tail = rest.partition(" :")
        words = head.split()
        nick, verb = source.partition("!")[0], words[0] if words else ""
        if verb == "PING":
            self.raw("PONG :" + (tail or words[-1]))
        elif verb == "PONG":
            self.note("PONG", tail or words[-1])
        elif verb == "366":
            self.note("366", words[2])
        elif verb == "PRIVMSG" and len(words) > 1 and words[1] == self.channel:
            self.hear(nick, tail)
        elif verb in ("PRIVMSG", "NOTICE"):
            self.note("private", nick, tail, words[1] if len(words) > 1 else "")
        elif verb:
            self.note(verb, nick, *words[1:], *([tail] if colon else []))
