#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds the Debian packages from what `meson dist` gives, installs them one after the other in a clean Debian of its own (debootstrap) with
# their declared dependencies alone, tries each, removes them, and sees that nothing stays behind but the user's data.
#   package.sh BUILD SCRATCH [again]      "again" takes the packages that the last run built; exit 0; 77 where it cannot be tried (not root, no debootstrap, no Debian archive, no git checkout)
# SCRATCH/clean is kept for the next run; $TACT_MIRROR names another archive.
set -eu
build=$(cd "$1" && pwd)
mkdir -p "$2"
scratch=$(cd "$2" && pwd)
clean="$scratch/clean"
bare="$scratch/bare.tar"
# Flags of whoever calls would stand in place of the packages' own, hardening and all.
unset CFLAGS CXXFLAGS CPPFLAGS LDFLAGS

step() { printf '%s  package: %s\n' "$(date +%H:%M:%S)" "$*"; }
cannot() { echo "PACKAGE TEST SKIPPED, the Debian packages were not tried: $*" >&2; exit 77; }
wrong() { echo "package: $1" >&2; [ -z "${2:-}" ] || tail -40 "$2" >&2; exit 1; }

[ "$(id -u)" = 0 ] || cannot "not root, so no clean Debian can be made"
for tool in debootstrap dpkg-buildpackage dh git; do command -v "$tool" > /dev/null || cannot "$tool is missing"; done

# The source as it would be published, and the packaging laid over it.
unpack() {
  rm -rf "$scratch/build" && mkdir -p "$scratch/build"
  meson dist -C "$build" --no-tests --formats xztar --allow-dirty > "$scratch/dist.log" 2>&1 || {
    grep -q "only works with" "$scratch/dist.log" && cannot "meson dist wants a git checkout"
    wrong "meson dist failed" "$scratch/dist.log"
  }
  tarball=$(ls -t "$build"/meson-dist/purple-tact-*.tar.xz | head -1)
  name=$(basename "$tarball" .tar.xz)
  cp "$tarball" "$scratch/build/purple-tact_${name#purple-tact-}.orig.tar.xz"
  tar -xJf "$tarball" -C "$scratch/build"
  source="$scratch/build/$name"
  cp -r "$source/data/packaging/debian" "$source/debian"
}

# Without debug symbols: they take a third of the compiler's time and nobody reads them here.
make_packages() {
  cd "$source"
  DEB_BUILD_OPTIONS="nocheck noautodbgsym parallel=$(nproc)" DEB_CXXFLAGS_APPEND=-g0 DEB_CFLAGS_APPEND=-g0 \
    dpkg-buildpackage -us -uc > "$scratch/build.log" 2>&1 || wrong "the packages do not build" "$scratch/build.log"
  cd - > /dev/null
}

check_papers() {
  if ! command -v lintian > /dev/null; then echo "package: lintian is not here, the papers are not checked"; return; fi
  lintian --allow-root --fail-on error,warning --suppress-tags inconsistent-appstream-metadata-license,initial-upload-closes-no-bugs "$scratch"/build/*.changes > "$scratch/lintian.log" 2>&1 || wrong "lintian objects" "$scratch/lintian.log"
}

archive() { sed -n 's/^deb  *\(\[[^]]*\] *\)\{0,1\}\(http[^ ]*\).*/\2/p; s/^URIs: *\(http[^ ]*\).*/\1/p' /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null | head -1; }

# A Debian with nothing but its base, fetched once: while the compiler works, for the one waits for the net and the other for the processor.
fetch_debian() {
  [ ! -f "$bare" ] || return 0
  rm -rf "$scratch/fetched"
  debootstrap --variant=minbase bookworm "$scratch/fetched" "${TACT_MIRROR:-$(archive)}" > "$scratch/debootstrap.log" 2>&1 || return 1
  tar -cf "$bare.part" -C "$scratch/fetched" . && rm -rf "$scratch/fetched" && mv "$bare.part" "$bare"
}

# Unpacked anew for every run.
fresh_debian() {
  wait "$fetching" || cannot "debootstrap found no Debian ($(tail -1 "$scratch/debootstrap.log"))"
  rm -rf "$clean" && mkdir -p "$clean"
  tar -xpf "$bare" -C "$clean"
}

inside() {
  chroot "$clean" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive http_proxy="${http_proxy:-}" "$@"
}

# traces PATTERN: every path that has the product's name in it, its user's data apart.
traces() { (cd "$clean" && find . -xdev \( -path ./proc -o -path ./sys -o -path ./dev -o -path ./packages \) -prune -o -iname '*tact*' ! -iname '*contact*' -print) | LC_ALL=C sort; }

# Our packages as an archive of their own: apt fetches from it what a package says it needs, and nothing else.
our_archive() {
  # Nobody needs this Debian after a power cut: unpacking without waiting for the disk takes a fraction of the time.
  echo force-unsafe-io > "$clean/etc/dpkg/dpkg.cfg.d/unsafe-io"
  inside apt-get update -qq -o APT::Update::Error-Mode=any > "$scratch/update.log" 2>&1 || cannot "the clean Debian reaches no archive ($(tail -1 "$scratch/update.log"))"
  mkdir -p "$clean/packages"
  cp "$scratch"/build/*.deb "$clean/packages/"
  (cd "$clean/packages" && dpkg-scanpackages . > Packages 2> "$scratch/scan.log") || wrong "the packages are no archive" "$scratch/scan.log"
  echo "deb [trusted=yes] file:/packages ./" > "$clean/etc/apt/sources.list.d/ours.list"
  inside apt-get update -qq -o APT::Update::Error-Mode=any > "$scratch/update.log" 2>&1 || wrong "apt does not read our packages as an archive" "$scratch/update.log"
}

# install PACKAGE: it and what it declares.
install() {
  inside apt-get install -y -qq --no-install-recommends "$1" > "$scratch/install-$1.log" 2>&1 || wrong "$1 does not install on a bare Debian" "$scratch/install-$1.log"
  inside ldconfig
}

# What one brought along must not hide what the next forgot.
away() { inside apt-get purge -y -qq --autoremove "$@" > "$scratch/away.log" 2>&1 || wrong "$* cannot be removed" "$scratch/away.log"; }

# whole PATTERN: no library of ours wants another that its package does not name.
whole() { [ -z "$(inside sh -c "ldd $1" | grep 'not found')" ] || wrong "$1 wants libraries that its package does not name"; }

asks() { grep -q "$1" "$2" || wrong "$3" "$2"; }

# Each package does in the clean Debian what it is for.
try_library() {
  install libtact0
  whole "/usr/lib/*/libtact.so.*"
  install libtact-dev
  [ -e "$(echo "$clean"/usr/lib/*/libtact.so)" ] && [ -f "$clean/usr/include/tact.h" ] || wrong "libtact-dev has no header or no library to link"
  away libtact-dev libtact0
}

try_program_and_plugin() {
  install purple-tact
  whole "/usr/lib/*/purple-2/tact.so /usr/bin/tact /usr/bin/tact-host"
  inside tact check "You absolute idiot, Dave" > "$scratch/check.txt" 2>&1 || true
  asks "ask you before posting" "$scratch/check.txt" "the installed tact holds nothing:"
  inside env LC_ALL=C.UTF-8 LANGUAGE=de LANG=C.UTF-8 tact check "Lovely fair" > "$scratch/plain.txt" 2>&1 || wrong "the installed tact stumbles over a friendly message" "$scratch/plain.txt"
  # The folder named is empty: tact.so and the practice room must be where libpurple itself looks.
  printf '/tact on class\nYou absolute idiot, Dave\n/tact list\n/quit\n' | inside tact-host --plugins /nowhere practice > "$scratch/room.txt" 2>&1 ||
    wrong "the installed practice room does not open" "$scratch/room.txt"
  asks "Tact is on in this group" "$scratch/room.txt" "the installed plugin is not found by libpurple:"
  asks "[Nn]ot posted yet\|not in the group" "$scratch/room.txt" "the installed plugin holds nothing:"
  [ "$(find "$clean/usr/share/locale" -name purple-tact.mo | wc -l)" = "$(wc -w < "$source/po/LINGUAS")" ] || wrong "a translation is not installed"
  for page in man1/tact.1 man1/tact-host.1 man5/tact-policy.5 man5/tact-rules.5; do
    [ -f "$source/debian/purple-tact/usr/share/man/$page.gz" ] || wrong "the manual page $page is not in the package"
  done
}

try_bar() {
  install pidgin-tact
  [ -e "$(echo "$clean"/usr/lib/*/pidgin/tact-pidgin.so)" ] || wrong "tact-pidgin.so is not where Pidgin looks"
  whole "/usr/lib/*/pidgin/tact-pidgin.so"
}

take_away() {
  inside sh -c 'apt-get purge -y -qq $(dpkg-query -W -f "\${Package} " "*tact*")' > "$scratch/remove.log" 2>&1 || wrong "the packages cannot be removed" "$scratch/remove.log"
  data=$(inside sh -c 'ls -d /root/.local/share/tact* /root/.purple/tact* 2>/dev/null' || true)
  [ -n "$data" ] || wrong "the user's data went with the packages"
  left=$(traces | grep -v '^\./root/' || true)
  [ -z "$left" ] || { echo "$left" >&2; wrong "left behind after removal (above)"; }
}

fetch_debian &
fetching=$!
# shellcheck disable=SC2046
trap 'kill $(ps -o pid= --ppid "$fetching") "$fetching" 2> /dev/null || true' EXIT
if [ "${3:-}" = again ]; then
  source=$(ls -d "$scratch"/build/purple-tact-*/)
else
  step "meson dist"
  unpack
  step "building"
  make_packages
fi
step "lintian"
check_papers
step "a clean Debian"
fresh_debian
our_archive
step "the library there"
try_library
step "the program and the plugin"
try_program_and_plugin
step "the bar"
try_bar
install libtact-dev
traces > "$scratch/with"
step "removing"
take_away
rm -rf "$clean"
step "done"
echo "packages built, installed, tried and removed; of $(wc -l < "$scratch/with") paths none is left but the user's data"
