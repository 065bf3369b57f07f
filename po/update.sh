#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Collects every string for people into po/purple-tact.pot and brings the translations up to it.
#   sh po/update.sh           rewrite the template and merge it into every po/*.po
#   sh po/update.sh --check   write nothing; exit 1 and say so if the template in the tree is not what the sources say
# Three kinds of sources: C++ (_, N_, C_, translate_plural), rule files (Reason=, Hint=) and the desktop files of data/.
set -eu
cd "$(dirname "$0")/.."
new=$(mktemp -d)
trap 'rm -rf "$new"' EXIT
pot=$new/purple-tact.pot

common="--from-code=UTF-8 --add-comments=Translators: --package-name=purple-tact --no-wrap --sort-by-file"
# shellcheck disable=SC2086
find core plugin -name '*.cpp' -o -name '*.h' | LC_ALL=C sort | xgettext $common --language=C++ \
  --keyword --keyword=_ --keyword=N_ --keyword=C_:1c,2 --keyword=NC_:1c,2 --keyword=translate_plural:1,2 --files-from=- --output="$pot"
rules=$(find data/packs -name '*.rule' 2>/dev/null | LC_ALL=C sort)
# shellcheck disable=SC2086
[ -z "$rules" ] || printf '%s\n' $rules | xgettext $common --language=Desktop --keyword --keyword=Reason --keyword=Hint --join-existing --files-from=- --output="$pot"
# The template of a group's page is data that people read: its sentences are messages too.
templates=$(find data/templates -name '*.policy' 2>/dev/null | LC_ALL=C sort)
if [ -n "$templates" ]; then
  # shellcheck disable=SC2086
  sed -n 's/^[0-9][0-9]*=\(.*\)$/\1/p' $templates | LC_ALL=C sort -u | sed 's/[\\"]/\\&/g; s/.*/N_("&");/' > "$new/page.cpp"
  # shellcheck disable=SC2086
  (cd "$new" && xgettext $common --language=C++ --keyword=N_ --no-location --join-existing --output="$pot" page.cpp)
fi
# A date that changes with every run would make every run a change.
sed -i -e '/^"POT-Creation-Date:/d' "$pot"

if [ "${1:-}" = --check ]; then
  sed -e '/^#/d' "$pot" > "$new/a"
  sed -e '/^#/d' po/purple-tact.pot > "$new/b"
  cmp -s "$new/a" "$new/b" && exit 0
  echo "po/purple-tact.pot: not what the sources say; run sh po/update.sh" >&2
  diff "$new/b" "$new/a" | head -20 >&2
  exit 1
fi
cp "$pot" po/purple-tact.pot
for po in po/*.po; do
  [ -e "$po" ] || continue
  msgmerge --quiet --update --backup=none --no-fuzzy-matching --no-wrap "$po" po/purple-tact.pot
  msgattrib --no-obsolete --no-wrap --output-file="$po" "$po"
done
