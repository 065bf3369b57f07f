#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# screenshots.sh BUILD OUT [LANGUAGE]   Pictures of the real Pidgin in the practice room, made the way a person would: every key and click is a
# key and a click.  Needs Xvfb, openbox, xdotool, ImageMagick.  With FONT="Sans 20" everything is drawn as for people who need large letters.
# The language "qps" is the one of tests/po/pseudo.py.  Urdu wants a font that has it (fonts-sil-scheherazade).
set -eu
build=$(cd "$1" && pwd)
mkdir -p "$2"
out=$(cd "$2" && pwd)
top=$(cd "$(dirname "$0")/../.." && pwd)
scratch=$(mktemp -d)
stop() { for pid in "$scratch"/*.pid; do [ -f "$pid" ] && kill "$(cat "$pid")" 2>/dev/null; done; sleep 0.3; rm -rf "$scratch"; }
trap stop EXIT

display=
for n in $(seq 60 90); do [ -e "/tmp/.X11-unix/X$n" ] || { display=:$n; break; }; done
Xvfb "$display" -screen 0 "${SCREEN:-1100x900}x24" -nolisten tcp > "$scratch/x.log" 2>&1 &
echo $! > "$scratch/x.pid"
export DISPLAY="$display" HOME="$scratch/home" XDG_RUNTIME_DIR="$scratch/home" NO_AT_BRIDGE=1 GTK_MODULES= LC_ALL=C.UTF-8 TACT_DATA="$top/data"
mkdir -m 700 "$HOME"
if [ -n "${3:-}" ]; then export LANGUAGE="$3" TACT_LOCALES="$build/po"; fi
if [ "${3:-}" = qps ]; then TACT_LOCALES=$(python3 "$top/tests/po/pseudo.py" "$top" "$scratch/locales"); fi
[ -z "${FONT:-}" ] || { printf 'gtk-font-name="%s"\n' "$FONT" > "$HOME/.gtkrc-2.0"; export GTK2_RC_FILES="$HOME/.gtkrc-2.0"; }
for try in $(seq 50); do [ -S "/tmp/.X11-unix/X${display#:}" ] && break; sleep 0.1; done
# Always the same morning: at night the group rests, and every picture would tell of that.
preload=$(ls /usr/lib/*/faketime/libfaketime.so.1 2>/dev/null | head -1)
faked() { exec env LD_PRELOAD="$preload" FAKETIME="@2026-11-24 10:00:00" FAKETIME_DONT_FAKE_MONOTONIC=1 DONT_FAKE_MONOTONIC=1 NO_FAKE_STAT=1 TZ=Europe/London "$@"; }
openbox > /dev/null 2>&1 &
echo $! > "$scratch/wm.pid"
faked sh "$top/plugin/practice/pidgin.sh" "$build" "$scratch/purple" > "$scratch/pidgin.log" 2>&1 &
echo $! > "$scratch/pidgin.pid"

window=
for try in $(seq 60); do
  window=$(xdotool search --onlyvisible --name '^rowan-class$' 2>/dev/null | tail -1) && [ -n "$window" ] && break
  sleep 0.5
done
[ -n "$window" ] || { echo "screenshots: the practice room did not open" >&2; tail -5 "$scratch/pidgin.log" >&2; exit 1; }
sleep 1.5
# The pointer out of the way: a button under it would show its tip.
xdotool mousemove 1 1
xdotool windowsize --sync "$window" ${SIZE:-760 640} || true
xdotool windowmove "$window" 20 20
sleep 0.5
say() { xdotool type --window "$window" --delay 12 "$1"; xdotool key --window "$window" Return; sleep "${2:-1}"; }
shot() { sleep 0.5; import -window "$window" "$out/$1.png"; echo "$out/$1.png"; }

say "/tact on class"
say "Lovely to see everyone at the fair, thank you!"
say "Mrs Hall is useless and the kids learn nothing from her." 2
shot pidgin-nudge
say "/tact why"
shot pidgin-why
say "/tact status"
say "/tact help"
shot pidgin-help

# Where the settings are in the menus: the conversation's, "More", our entry, which is the last.
xdotool key --window "$window" F10; sleep 0.4
for step in 1 2 3 4; do xdotool key --window "$window" Up; sleep 0.1; done
import -window root "$out/pidgin-menu.png"
xdotool key --window "$window" Escape Escape; sleep 0.3
xdotool windowactivate --sync "$window"
# A window that was not there before, whatever its title is in this language: opened BEFORE waits for it and names it in $found.
windows() { xdotool search --onlyvisible --name . 2>/dev/null | sort; }
opened() {
  for try in $(seq 60); do
    found=$(windows | grep -vxF "$before" | tail -1) && [ -n "$found" ] && { sleep 0.6; xdotool windowactivate --sync "$found"; return 0; }
    sleep 0.25
  done
  echo "screenshots: no window $1" >&2
  exit 1
}
# opening WHAT COMMAND...: does it and waits for the window that it opens.
opening() { what=$1; shift; before=$(windows); "$@"; opened "$what"; }
shot_of() { sleep 0.6; import -window "$1" "$out/$2.png"; echo "$out/$2.png"; }
keys() { for key in "$@"; do xdotool key --clearmodifiers "$key"; sleep 0.12; done; }
back() { xdotool windowactivate --sync "$window"; }
close() { xdotool windowactivate --sync "$1"; keys alt+F4; sleep 0.5; }
# Where the settings lead is their last field, a choice: down from the first; behind it Cancel and Save.
lead_to() { keys Tab Tab Tab Tab Tab Tab; for down in $(seq "$1"); do keys Down; done; keys Tab Tab; }
# A row of a list: into the list, which chooses the first; its button is one further.
row_and_button() { keys Tab Return; }

opening "settings" say "/tact settings"
settings=$found
shot_of "$settings" pidgin-settings
lead_to 1
opening "levels" keys Return
shot_of "$found" pidgin-levels
close "$found"
back
say "/tact drop"
opening "settings" say "/tact settings"
lead_to 4
opening "question" keys Return
shot_of "$found" pidgin-forget
close "$found"
back

# The class rep: from nothing to a group with a rule that holds, and then the queue.
opening "setup" say "/tact setup" 1
setup=$found
xdotool windowmove "$setup" 60 80
xdotool windowactivate --sync "$setup"
shot_of "$setup" pidgin-setup-empty
# Kind stays "class"; then name, rep, hours, address, each a field further.
keys Tab
for answer in "Rowan class" "Ann Lee" "21:00-07:00" "office@school.example"; do keys ctrl+a; xdotool type --delay 12 "$answer"; [ "$answer" = "office@school.example" ] || keys Tab; done
shot_of "$setup" pidgin-setup
keys Return
sleep 1.5
back
say "/tact setup require good_time"
say "/tact publish" 1.5
shot pidgin-publish
say "/tact publish yes" 2
say "/tact queue live"
say "/stage enter Anna"
say "/stage say Bert: Swimming is on Thursday, please bring goggles."
say "/stage say Anna: I know where you live, I will come round tonight and break your legs." 4
say "/stage say Bert: Please stop, both of you." 1
opening "queue" say "/tact queue" 1
queue=$found
shot_of "$queue" pidgin-queue
# The first row is chosen; "Look" is the button that Alt and its letter press.
opening "item" row_and_button
shot_of "$found" pidgin-queue-item
# Remove the author, the last choice: the reason, and then the question.
for down in 1 2 3 4 5 6 7; do keys Down; done
opening "reason" keys Tab Tab Return
shot_of "$found" pidgin-queue-reason
xdotool type --delay 12 "Threats, twice"
opening "question" keys Return
shot_of "$found" pidgin-queue-remove
close "$found"
close "$queue"
