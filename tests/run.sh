#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# run.sh   Installs what is missing (Debian), builds, and runs every test: core, the plugin in a headless libpurple, the real clients, faults,
#          Ends with "N passed, N failed".  TACT_SANITIZERS=1 adds core and plugin once more under the address and undefined-behaviour
#          sanitizers, in a build folder of its own; TACT_CLIENTS=0 leaves the real clients out; TACT_PACKAGE=1 also builds
#          the Debian packages and tries them in a clean Debian, beside the other tests.  TACT_FUZZ=SECONDS lets two fuzz targets, others
#          every day, look for that long, with clang and in a build folder of their own.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
. "$top/plugin/dependencies.sh"
build=$top/build
clients=${TACT_CLIENTS:-1}
sanitizers=${TACT_SANITIZERS:-0}
fuzz=${TACT_FUZZ:-0}
export LC_ALL=C.UTF-8 PYTHONDONTWRITEBYTECODE=1
exec < /dev/null

say() { printf '%s  %s\n' "$(date +%H:%M:%S)" "$*"; }

install_missing build test
if [ "$clients" = 1 ]; then install_missing pidgin client; fi
# Without them the package test says that it cannot be tried; all else still runs.
if [ "${TACT_PACKAGE:-0}" = 1 ]; then install_missing pidgin package || true; fi

# configure DIR OPTION...: sets up once, later only adjusts.
configure() {
	dir=$1; shift
	if [ -f "$dir/build.ninja" ]; then meson configure "$dir" "$@" > /dev/null; else meson setup "$dir" "$top" "$@" > "$dir.log" 2>&1 || { cat "$dir.log"; exit 1; }; fi
	rm -f "$dir.log"
}

# A compiler that was out of memory or a clock that jumped deserves a second try; a real error stays one.
compile() { ninja -C "$1" > "$1/compile.log" 2>&1 || ninja -C "$1" > "$1/compile.log" 2>&1 || { tail -60 "$1/compile.log"; exit 1; }; }

say "building"
configure "$build" -Dtests=enabled -Dclient_tests=$([ "$clients" = 1 ] && echo true || echo false) -Dpackage_test=$([ "${TACT_PACKAGE:-0}" = 1 ] && echo true || echo false)
compile "$build"
say "built; testing"
failed=0
python3 "$top/tests/harness/run_suites.py" "$build" || failed=1

if [ "$sanitizers" = 1 ]; then
	say "building with sanitizers"
	# As AddressSanitizer's manual advises, and with lines for a backtrace only: a third of the compiler's time, and the same checks.
	CFLAGS="${CFLAGS:--g1}" CXXFLAGS="${CXXFLAGS:--g1}" configure "$build-sanitized" -Dtests=enabled -Dclient_tests=false -Db_sanitize=address,undefined -Db_lundef=false -Doptimization=1
	compile "$build-sanitized"
	say "built; testing with sanitizers"
	python3 "$top/tests/harness/run_suites.py" "$build-sanitized" || failed=1
fi

# Where the suites have taken the time of fuzzing too, none is left, and that is said.
if [ "$fuzz" -gt 0 ] && [ "$(date +%s)" -ge "${TACT_FUZZ_UNTIL:-9999999999}" ]; then
	say "no time left for fuzzing"
	fuzz=0
fi
if [ "$fuzz" -gt 0 ]; then
	say "building and running two fuzz targets"
	rm -f "$build-fuzz/suites.json"
	# A mirror that fails is no fault of ours; what is built then says so.
	install_missing fuzz || true
	CC='' CXX='' sh "$top/tests/fuzz/run.sh" today "$fuzz" || failed=1
fi

# Of a build folder that could not be built there is nothing to sum.
python3 "$top/tests/harness/run_suites.py" --sum "$build" $([ "$sanitizers" = 1 ] && echo "$build-sanitized") $([ "$fuzz" -gt 0 ] && [ -f "$build-fuzz/suites.json" ] && echo "$build-fuzz")
exit $failed
