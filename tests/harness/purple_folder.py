# SPDX-License-Identifier: GPL-3.0-or-later
"""A person's libpurple folder: accounts, rooms and plugins as files, for the clients that read them."""
import os
import shutil


def purple_dir(folder, xmpp=0, irc=0, plugins=(), user="rep", ui_keys=("gtk-gaim", "gnt-purple"), channel="#lab"):
    os.makedirs(os.path.join(folder, "plugins"), mode=0o700)
    copies = []
    for plugin in plugins:
        shutil.copy(plugin, os.path.join(folder, "plugins"))
        copies.append(os.path.join(folder, "plugins", os.path.basename(plugin)))
    login = "".join("<settings ui='%s'><setting name='auto-login' type='bool'>1</setting></settings>" % key for key in ui_keys)
    setting = "<setting name='%s' type='%s'>%s</setting>"
    accounts, chats = "", ""
    join = "".join(setting % (name, "bool", 1) for name in ("gtk-autojoin", "gnt-autojoin"))
    if xmpp:
        settings = (setting % ("connect_server", "string", "127.0.0.1") + setting % ("port", "int", xmpp)
                    + setting % ("connection_security", "string", "opportunistic_tls") + setting % ("auth_plain_in_clear", "bool", 1))
        accounts += ("<account><protocol>prpl-jabber</protocol><name>%s@localhost/lab</name><password>%spw</password>"
                     "<settings>%s</settings>%s</account>" % (user, user, settings, login))
        chats += ("<chat proto='prpl-jabber' account='%s@localhost/lab'><component name='handle'>%s</component><component name='room'>lab"
                  "</component><component name='server'>conference.localhost</component>%s</chat>" % (user, user, join))
    if irc:
        settings = (setting % ("port", "int", irc) + setting % ("ssl", "bool", 0) + setting % ("encoding", "string", "UTF-8")
                    + setting % ("ratelimit-interval", "int", 0) + setting % ("ratelimit-burst", "int", 50))
        accounts += ("<account><protocol>prpl-irc</protocol><name>%s@127.0.0.1</name><settings>%s</settings>%s</account>"
                     % (user, settings, login))
        chats += "<chat proto='prpl-irc' account='%s@127.0.0.1'><component name='channel'>%s</component>%s</chat>" % (user, channel, join)
    loaded = "<pref name='plugins'><pref name='loaded' type='pathlist'>%s</pref></pref>" % "".join("<item value='%s'/>" % c for c in copies)
    prefs = ("<pref version='1' name='/'><pref name='purple'><pref name='away'><pref name='idle_reporting' type='string' value='none'/>"
             "<pref name='away_when_idle' type='bool' value='0'/></pref><pref name='logging'><pref name='log_chats' type='bool' value='0'/>"
             "</pref></pref><pref name='pidgin'><pref name='sound'><pref name='method' type='string' value='none'/></pref>"
             "<pref name='docklet'><pref name='show' type='string' value='never'/></pref>%s</pref><pref name='finch'>%s</pref></pref>"
             % (loaded, loaded))
    head = "<?xml version='1.0' encoding='UTF-8' ?>\n"
    for name, text in (("accounts.xml", "<account version='1.0'>%s</account>" % accounts), ("prefs.xml", prefs),
                       ("blist.xml", "<purple version='1.0'><blist><group name='Chats'>%s</group></blist></purple>" % chats)):
        with open(os.path.join(folder, name), "w") as f:
            f.write(head + text)
