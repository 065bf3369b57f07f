#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Reads the sources with clang-tidy 16 and cppcheck: tests/static/run.sh [--changed[=REF]] [FILE...]
# Without files: all of core and plugin, half an hour of processor time.  --changed: what differs from REF (HEAD), new files too, and
# the source beside each changed header; seconds a file.  What is asked is in .clang-tidy, what cppcheck is not believed in cppcheck.txt beside this,
# each with its reason.  Also: what plugin/ hands to C as a callback must be noexcept (callbacks.query).
# Prints what is found; ends with 1 if anything was, with 2 where a tool is missing.  TACT_STATIC_JOBS=N: how many at a time.
set -eu
cd "$(dirname "$0")/../.."
build=${TACT_STATIC_BUILD:-build}
jobs=${TACT_STATIC_JOBS:-$(nproc)}
# Another version finds other things, and 14 does not know the ranges of libstdc++ 12.
for tool in clang-tidy-16 clang-query-16 cppcheck; do
  command -v "$tool" >/dev/null || { echo "run.sh: $tool is missing (Debian: clang-tidy-16 clang-tools-16 cppcheck)" >&2; exit 2; }
done
[ -f "$build/compile_commands.json" ] || meson setup "$build" -Dclient_tests=false >/dev/null

case ${1:-} in
  --changed*)
    ref=${1#--changed}; ref=${ref#=}
    shift
    set -- "$@" $({ git diff --name-only --diff-filter=d "${ref:-HEAD}" -- '*.cpp' '*.c' '*.h'; git ls-files --others --exclude-standard -- '*.cpp' '*.c' '*.h'; } |
      sed 's/\.h$/.cpp/' | sort -u | while read -r file; do [ ! -f "$file" ] || echo "$file"; done)
    [ $# -gt 0 ] || { echo "nothing changed"; exit 0; }
    ;;
esac
[ $# -gt 0 ] || set -- $(git ls-files core plugin | grep -E '\.(cpp|c)$')
# Only what is built has a command line to be read with.
files=$(for file in "$@"; do grep -qF "\"file\": \"../$file\"" "$build/compile_commands.json" && echo "$file" || echo "not built, left out: $file" >&2; done)
[ -n "$files" ] || exit 0
notes=$(mktemp -d)
trap 'rm -rf "$notes"' EXIT
failed=0

# A header's finding comes with each source that reads it.
{ echo "$files" | xargs -P "$jobs" -n 1 nice -n 15 clang-tidy-16 -p "$build" --quiet 2>&1 || : >"$notes/failed"; } |
  awk '/^[0-9]+ warnings? (and [0-9]+ errors? )?(generated|treated)/ { next } /: (warning|error): / { again = seen[$0]++ } !again; { fflush() }'
[ ! -f "$notes/failed" ] || failed=1
plugin=$(echo "$files" | grep '^plugin/.*\.cpp$' || true)
for file in $plugin; do
  nice -n 15 clang-query-16 -p "$build" -f tests/static/callbacks.query "$file" >"$notes/callbacks" 2>&1 || failed=1
  if grep -q -E '^[1-9][0-9]* match|: error: |: Error ' "$notes/callbacks"; then
    echo "$file: this is handed to C and may throw; make it noexcept, and its body guarded():"
    grep -v -E '^$|^Match|matches?\.$' "$notes/callbacks"
    failed=1
  fi
done
nice -n 15 cppcheck -j "$jobs" --std=c++20 --std=c11 --enable=warning,performance,portability --inline-suppr --suppressions-list=tests/static/cppcheck.txt \
  --error-exitcode=1 --quiet -I. -I"$build" -D__GNUC__=12 $files || failed=1

[ $failed = 1 ] || echo "nothing found in $(echo "$files" | wc -l) files"
exit $failed
