#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs the fuzz targets one after another: tests/fuzz/run.sh [SECONDS [TARGET...]]
# SECONDS is for all of them together (30).  The first target changes from day to day, so that a short run does not always end with the same ones.
# What is found lies in build-fuzz/found/TARGET-*; what widened coverage lies in build-fuzz/corpus/TARGET and is used again.  Needs clang with libFuzzer.
set -eu
cd "$(dirname "$0")/../.."
seconds=${1:-30}
[ $# -gt 0 ] && shift
build=${TACT_FUZZ_BUILD:-build-fuzz}
CXX=${CXX:-$(command -v clang++-19 || command -v clang++-16 || command -v clang++)} CC=${CC:-$(command -v clang-19 || command -v clang-16 || command -v clang)}
export CXX CC  # 14 does not know the ranges of libstdc++ 12
[ -f "$build/build.ninja" ] || meson setup "$build" -Dfuzzers=true -Db_lundef=false -Dclient_tests=false --buildtype=debugoptimized >/dev/null
all=$(sed -n "s/^  '\([a-z_]*\)': \[.*/\1/p" tests/fuzz/meson.build)
targets=${*:-$all}
count=$(echo "$targets" | wc -w)
each=$((seconds / count))
[ "$each" -ge 1 ] || each=1
# Rotate by the day of the year.
first=$(($(date +%j | sed 's/^0*//') % count))
targets=$(echo "$targets" | tr ' ' '\n' | awk -v first="$first" '{ line[NR - 1] = $0 } END { for (i = 0; i < NR; ++i) print line[(i + first) % NR] }')
ninja -C "$build" $(for target in $targets; do echo "tests/fuzz/fuzz-$target"; done) >"$build/ninja.log" 2>&1 || { tail -30 "$build/ninja.log"; exit 1; }

failed=0
export TACT_DATA="$PWD/data" ASAN_OPTIONS=detect_leaks=1:allocator_may_return_null=0 UBSAN_OPTIONS=print_stacktrace=1
for target in $targets; do
  mkdir -p "$build/corpus/$target" "$build/found"
  seeds=$(sed -n "s/^  '$target': \[\(.*\)\],$/\1/p" tests/fuzz/meson.build | tr -d "'," )
  log=$build/found/$target.log
  status=ok
  "$build/tests/fuzz/fuzz-$target" -max_total_time="$each" -timeout=10 -rss_limit_mb=1024 -max_len=8192 -print_final_stats=1 \
    -artifact_prefix="$build/found/$target-" "$build/corpus/$target" $(for seed in $seeds; do echo "tests/$seed"; done) >"$log" 2>&1 || status=FOUND failed=1
  runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
  covered=$(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$log" | tail -1)
  printf '%-12s %-5s %10s inputs %6s edges %4s s\n' "$target" "$status" "${runs:-?}" "${covered:-?}" "$each"
  [ "$status" = ok ] || { grep -m3 -E 'not so|ERROR|runtime error|SUMMARY' "$log" || tail -5 "$log"; }
done
exit $failed
