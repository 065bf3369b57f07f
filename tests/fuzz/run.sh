#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs the fuzz targets: tests/fuzz/run.sh [SECONDS [TARGET...]]   one after another, SECONDS for all of them together (30)
#                        tests/fuzz/run.sh today [SECONDS]         the two whose turn it is today, beside each other, SECONDS each (300), and
#                                                                  no longer than until TACT_FUZZ_UNTIL (in seconds since 1970), but a minute
# The first target changes from day to day, so that a short run does not always end with the same ones, and six days see every pair.
# What is found lies in build-fuzz/found/TARGET-*; what widened coverage lies in build-fuzz/corpus/TARGET and is used again.  Needs clang with libFuzzer.
set -eu
cd "$(dirname "$0")/../.."
build=${TACT_FUZZ_BUILD:-build-fuzz}
today=0
[ "${1:-}" != today ] || { today=1; shift; }
seconds=${1:-$((today ? 300 : 30))}
[ $# -eq 0 ] || shift
all=$(sed -n "s/^  '\([a-z_]*\)': \[.*/\1/p" tests/fuzz/meson.build)
targets=${*:-$all}

# The day of the year, without the zeros that make a number octal.
day=$(date +%j | sed 's/^0*//')
# from FIRST: the targets, one a line, that one in front.
from() { echo "$targets" | tr ' ' '\n' | awk -v first="$1" '{ line[NR - 1] = $0 } END { for (i = 0; i < NR; ++i) print line[(i + first) % NR] }'; }

seed=0  # of the clock
if [ "$today" = 1 ]; then
  seed=$day
  targets=$(from $((2 * day % $(echo "$all" | wc -w))) | head -2)
  each=$seconds
else
  count=$(echo "$targets" | wc -w)
  targets=$(from $((day % count)))
  each=$((seconds / count > 0 ? seconds / count : 1))
fi

CXX=${CXX:-$(command -v clang++-19 || command -v clang++-16 || command -v clang++ || true)} CC=${CC:-$(command -v clang-19 || command -v clang-16 || command -v clang || true)}
[ -n "$CXX" ] && [ -n "$CC" ] || { echo "Fuzzing needs clang with libFuzzer (plugin/dependencies.txt)." >&2; exit 1; }
export CXX CC  # Clang 14 does not know the ranges of libstdc++ 12
[ -f "$build/build.ninja" ] || meson setup "$build" -Dfuzzers=true -Db_lundef=false -Dclient_tests=false --buildtype=debugoptimized >/dev/null
ninja -C "$build" $(for target in $targets; do echo "tests/fuzz/fuzz-$target"; done) >"$build/ninja.log" 2>&1 || { tail -30 "$build/ninja.log"; exit 1; }

left=$((${TACT_FUZZ_UNTIL:-9999999999} - $(date +%s)))
[ "$today" = 0 ] || [ "$left" -ge "$each" ] || [ "$each" -le 60 ] || each=$((left > 60 ? left : 60))

# fuzz TARGET: its line, and 1 where something was found.
fuzz() {
  target=$1
  mkdir -p "$build/corpus/$target" "$build/found"
  seeds=$(sed -n "s/^  '$target': \[\(.*\)\],$/\1/p" tests/fuzz/meson.build | tr -d "'," )
  log=$build/found/$target.log
  status=ok
  # A machine of CI may be slow; and of two runs on one day the second looks where the first did.
  "$build/tests/fuzz/fuzz-$target" -max_total_time="$each" -seed="$seed" -timeout=30 -rss_limit_mb=1024 -max_len=8192 -print_final_stats=1 \
    -artifact_prefix="$build/found/$target-" "$build/corpus/$target" $(for seed in $seeds; do echo "tests/$seed"; done) >"$log" 2>&1 || status=FOUND
  runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
  covered=$(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$log" | tail -1)
  printf '%-12s %-5s %10s inputs %6s edges %4s s\n' "$target" "$status" "${runs:-?}" "${covered:-?}" "$each"
  [ "$status" = ok ] || { grep -m3 -E 'not so|ERROR|runtime error|SUMMARY' "$log" || tail -5 "$log"; return 1; }
}

export TACT_DATA="$PWD/data" ASAN_OPTIONS=detect_leaks=1:allocator_may_return_null=0 UBSAN_OPTIONS=print_stacktrace=1
if [ "$today" = 0 ]; then
  failed=0
  for target in $targets; do fuzz "$target" || failed=1; done
  exit $failed
fi

# Beside each other, and counted as tests/run.sh counts its suites.
set --
for target in $targets; do fuzz "$target" & set -- "$@" $!; done
passed='' failed=''
for target in $targets; do
  if wait "$1"; then passed="$passed${passed:+, }\"fuzzing $target\""; else failed="$failed${failed:+, }\"fuzzing $target\""; fi
  shift
done
printf '{"passed": [%s], "failed": [%s], "skipped": {}, "flaky": []}\n' "$passed" "$failed" >"$build/suites.json"
[ -z "$failed" ]
