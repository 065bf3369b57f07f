#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# try.sh          installs what is missing, builds into build/, and opens the practice room here; lines from a pipe give a transcript
# try.sh pidgin   the same, and opens Pidgin in the practice room, with settings of its own below build/
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
. "$top/plugin/dependencies.sh"
build=$top/build
export TACT_DATA="$top/data" TACT_PACKED="$build/core/cli"

case ${1:-} in
'') kinds=build ;;
pidgin) kinds='build pidgin' ;;
*) echo "usage: sh plugin/try.sh [pidgin]" >&2; exit 2 ;;
esac
# shellcheck disable=SC2086
install_missing $kinds >&2

[ -f "$build/build.ninja" ] || meson setup "$build" "$top" < /dev/null >&2
# A build folder from before Pidgin's headers came does not know the nudge bar yet.
[ "${1:-}" != pidgin ] || [ -f "$build/plugin/pidgin/tact-pidgin.so" ] || meson setup --reconfigure "$build" "$top" < /dev/null >&2
ninja -C "$build" tact-try < /dev/null >&2

if [ "${1:-}" = '' ]; then
	exec "$build/plugin/host/tact-host" --user-dir "$build/practice/terminal" practice
fi

[ -n "${DISPLAY:-}" ] || { echo "try.sh: Pidgin needs a graphical session (DISPLAY is not set)." >&2; exit 1; }
exec sh "$top/plugin/practice/pidgin.sh" "$build" "$build/practice/pidgin"
