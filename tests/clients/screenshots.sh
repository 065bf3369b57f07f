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
openbox > /dev/null 2>&1 &
echo $! > "$scratch/wm.pid"
sh "$top/plugin/practice/pidgin.sh" "$build" "$scratch/purple" > "$scratch/pidgin.log" 2>&1 &
echo $! > "$scratch/pidgin.pid"

window=
for try in $(seq 60); do
  window=$(xdotool search --onlyvisible --name '^rowan-class$' 2>/dev/null | tail -1) && [ -n "$window" ] && break
  sleep 0.5
done
[ -n "$window" ] || { echo "screenshots: the practice room did not open" >&2; tail -5 "$scratch/pidgin.log" >&2; exit 1; }
sleep 1.5
xdotool windowsize --sync "$window" ${SIZE:-760 640} || true
xdotool windowmove "$window" 20 20
sleep 0.5
say() { xdotool type --window "$window" --delay 12 "$1"; xdotool key --window "$window" Return; sleep "${2:-1}"; }
shot() { sleep 0.5; import -window "$window" "$out/$1.png"; echo "$out/$1.png"; }

say "/tact on class"
say "Lovely to see everyone at the fair, thank you!"
say "Mrs Hall is useless at maths, is it just me?" 2
shot pidgin-nudge
say "/tact why"
shot pidgin-why
say "/tact status"
say "/tact help"
shot pidgin-help

# The group's settings, by keys alone: the conversation's menu, "More", our entry, which is the last.
xdotool key --window "$window" alt+c; sleep 0.4
for step in 1 2 3 4; do xdotool key --window "$window" Up; sleep 0.1; done
import -window root "$out/pidgin-menu.png"
xdotool key --window "$window" Right; sleep 0.2
xdotool key --window "$window" Return; sleep 1.5
import -window root "$out/pidgin-settings.png"
echo "$out/pidgin-settings.png"
