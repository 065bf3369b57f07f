#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Prints the whole table of figures on a bare machine: sh tests/bench/run.sh [PART...]
# Parts: speed instructions program audit host peers; none: all of them.  Builds into build-bench (benchmarks, -O2) and puts the npm packages of the
# peers there too; needs, beside the build's own packages: libbenchmark-dev valgrind python3, and nodejs npm for the peers.
# Times are those of this machine on this day; run it when nothing else runs.  Instruction counts do not care.
set -eu
cd "$(dirname "$0")/../.."
top=$PWD
build=${TACT_BENCH_BUILD:-$top/build-bench}
# -O2 as distributions build; -O3 of GCC 12 sees overlaps that are none, so its warnings are no errors here.
[ -f "$build/build.ninja" ] || meson setup "$build" -Dbenchmarks=true -Dclient_tests=false --buildtype=debugoptimized -Doptimization=2 -Dwerror=false >/dev/null
ninja -C "$build" >"$build/bench-build.log" 2>&1 || { tail -30 "$build/bench-build.log"; exit 1; }
export TACT_DATA="$top/data" TZ=Europe/London LC_ALL=C.UTF-8
exec python3 "$top/tests/bench/table.py" "$top" "$build" "$@"
