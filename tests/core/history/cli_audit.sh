#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The program `tact audit` as people and programs see it: cli_audit.sh TACT SAMPLES
set -u
tact=$1 samples=$2
folder=$(mktemp -d) || exit 2
trap 'rm -rf "$folder"' EXIT
failed=0
is() { # what, got, expected
  [ "$2" = "$3" ] && return
  printf '%s:\n  got      %s\n  expected %s\n' "$1" "$2" "$3" >&2
  failed=1
}

sample=$samples/whatsapp/android_en_GB.txt
is "the summary object has these keys, in this order, and nothing else" "$("$tact" audit --json "$sample" 2>/dev/null | sed 's/"by_guideline":{.*}}/"by_guideline":{}}/')" \
  '{"messages":3,"senders":2,"from":"2026-11-05T08:05:00","to":"2026-11-24T12:15:00","skipped":2,"by_guideline":{}}'
is "a file and the same file on standard input are one" "$("$tact" audit --json - <"$sample" 2>/dev/null)" "$("$tact" audit --json "$sample" 2>/dev/null)"

out=$("$tact" audit --json "$sample" "$samples/refused/diary.txt" 2>"$folder/error")
is "an unknown format is refused" "$?" 1
is "and nothing is printed" "$out" ""
is "its line is named" "$(grep -c 'diary.txt:1: ' "$folder/error")" 1

"$tact" audit --html "$folder/page.html" "$sample" 2>/dev/null >"$folder/out"
is "the page is made" "$?" 0
is "and standard output is quiet" "$(cat "$folder/out")" ""
is "names are not on the page unless asked for" "$(grep -c Anna "$folder/page.html")" 0
is "the page is for this person alone" "$(stat -c %a "$folder/page.html")" 600
is "the page fetches nothing" "$(grep -cE '<script|<link|<img|https?:' "$folder/page.html")" 0
is "the plot stands in the page" "$(grep -c '<svg' "$folder/page.html" | sed 's/[1-9][0-9]*/some/')" some
"$tact" audit --names --html "$folder/page.html" "$samples/whatsapp/ios_en_GB.txt" 2>/dev/null
is "asking for names warns on the page" "$(grep -c 'personal data' "$folder/page.html")" "$(grep -q 'By name' "$folder/page.html" && echo 1 || echo 0)"

"$tact" audit --html "$folder/none/page.html" "$sample" 2>"$folder/error"
is "a page that cannot be written fails" "$?" 1
is "and the file is named" "$(grep -c "$folder/none/page.html" "$folder/error")" 1
"$tact" audit --threads 0 "$sample" 2>/dev/null
is "a wrong number of threads is wrong usage" "$?" 2

"$tact" audit --json - </proc/self/mem >"$folder/out" 2>"$folder/error"
is "standard input that cannot be read is no empty chat" "$? $(cat "$folder/out") $(grep -c 'Input/output error' "$folder/error")" "1  1"
"$tact" audit --json - <"$folder" >"$folder/out" 2>"$folder/error"
is "nor is a folder" "$? $(cat "$folder/out") $(grep -c 'Is a directory' "$folder/error")" "1  1"

"$tact" help >/dev/full 2>"$folder/error"
is "what a full disk has swallowed was not said" "$? $(grep -c 'No space left' "$folder/error")" "1 1"
exit $failed
