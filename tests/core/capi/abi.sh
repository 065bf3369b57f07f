#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# abi.sh LIBTACT LAYOUT EXPECTED: the exported names, the soname and the layout of tact.h are those of EXPECTED.
# A name that went or a number that moved breaks programs that are already compiled; what was added belongs into EXPECTED.
set -u
now=$(mktemp) || exit 2
trap 'rm -f "$now"' EXIT
{
  objdump -p "$1" | awk '$1 == "SONAME" { print "soname", $2 }'
  nm -D --defined-only "$1" | awk '$2 != "A" { print $3 }' | LC_ALL=C sort
  "$2"
} >"$now"
# Sizes are those of one kind of machine.
[ "$(uname -m)" = x86_64 ] || exit 77
diff -u "$3" "$now" && exit 0
echo "The C interface moved.  Added at the end: update $3.  Anything else: take it back, or raise the soname." >&2
exit 1
