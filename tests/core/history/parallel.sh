#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# `tact check --json` and `tact audit --json` are pure stream filters: GNU parallel may cut a stream into pieces, and what comes out, put in order,
# is what one process gives.  parallel.sh TACT SOURCE
#
#   parallel --pipe --keep-order --block 1M tact check --json < messages.jsonl > verdicts.jsonl
#   parallel --keep-order tact audit --json ::: chats/*.txt
set -u
tact=$1 source=$2
parallel=$(command -v parallel) || exit 77
"$parallel" --version 2>/dev/null | head -1 | grep -q '^GNU parallel' || exit 77
folder=$(mktemp -d) || exit 2
trap 'rm -rf "$folder"' EXIT
failed=0
same() {
  cmp -s "$2" "$3" && return
  echo "$1: not the same" >&2
  diff "$2" "$3" | head -5 >&2
  failed=1
}

i=0
while [ $i -lt 400 ]; do
  printf '{"id":"m%d","text":"Can somebody bring the red folder number %d to the hall?","at":"%02d:15"}\n' $i $i $((i % 24))
  i=$((i + 1))
done >"$folder/messages.jsonl"
"$tact" check --json <"$folder/messages.jsonl" >"$folder/one" 2>/dev/null
HOME=$folder "$parallel" --will-cite --pipe --keep-order --jobs 2 --block 16k "$tact" check --json <"$folder/messages.jsonl" >"$folder/many" 2>/dev/null
same "a stream in pieces" "$folder/one" "$folder/many"
[ "$(wc -l <"$folder/many")" = 400 ] || { echo "400 lines in, $(wc -l <"$folder/many") out" >&2; failed=1; }

for file in "$source"/tests/data/exports/whatsapp/android_en_[GU]*.txt; do "$tact" audit --json "$file" 2>/dev/null; done >"$folder/one"
HOME=$folder "$parallel" --will-cite --keep-order --jobs 2 "$tact" audit --json ::: "$source"/tests/data/exports/whatsapp/android_en_[GU]*.txt >"$folder/many" 2>/dev/null
same "many chats at once" "$folder/one" "$folder/many"
exit $failed
