#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The example of tact.h asks about a night message and posts an urgent one: example.sh PROGRAM
out=$(printf '%s\n' 'Is there swimming on Friday?' | "$1" 2>/dev/null) || exit 1
case $out in
  'ask    good_time: '*) exit 0 ;;
esac
printf 'got: %s\n' "$out" >&2
exit 1
