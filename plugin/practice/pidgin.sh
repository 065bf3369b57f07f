#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# pidgin.sh BUILD DIR   Pidgin on the settings folder DIR (made on first use), with Tact loaded and a practice account that opens its room.
# Nothing of the person's own Pidgin is read or written.
set -eu
build=$1
dir=$2
umask 077
mkdir -p "$dir/plugins"
loaded=
for plugin in "$build/plugin/tact.so" "$build/plugin/practice/tact-practice.so" "$build/plugin/pidgin/tact-pidgin.so"; do
	[ -f "$plugin" ] || continue
	name=$(basename "$plugin")
	ln -sf "$plugin" "$dir/plugins/$name"
	[ "$name" = tact-practice.so ] || loaded="$loaded<item value='$dir/plugins/$name'/>"
done

[ -f "$dir/accounts.xml" ] || cat > "$dir/accounts.xml" << XML
<?xml version='1.0' encoding='UTF-8' ?>
<account version='1.0'><account><protocol>prpl-tact-practice</protocol><name>you</name>
<settings ui='gtk-gaim'><setting name='auto-login' type='bool'>1</setting></settings></account></account>
XML

[ -f "$dir/prefs.xml" ] || cat > "$dir/prefs.xml" << XML
<?xml version='1.0' encoding='UTF-8' ?>
<pref version='1' name='/'>
 <pref name='purple'>
  <pref name='logging'><pref name='log_chats' type='bool' value='0'/><pref name='log_ims' type='bool' value='0'/></pref>
 </pref>
 <pref name='pidgin'>
  <pref name='sound'><pref name='method' type='string' value='none'/></pref>
  <pref name='docklet'><pref name='show' type='string' value='never'/></pref>
  <pref name='plugins'><pref name='loaded' type='pathlist'>$loaded</pref></pref>
 </pref>
</pref>
XML

# -m: a Pidgin that runs already is left alone; -f: the practice room needs no network.
exec pidgin -m -f -c "$dir"
