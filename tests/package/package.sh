#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds the Debian packages from the tree's committed files, installs them in a clean Debian of its own (debootstrap), tries them there,
# removes them, and sees that nothing stays behind.
#   package.sh SOURCE_ROOT SCRATCH      exit 0; 77 where it cannot be tried (not root, no debootstrap, no Debian archive)
set -eu
root=$(cd "$1" && pwd)
scratch=$2
[ "$(id -u)" = 0 ] || { echo "not root: a chroot cannot be made"; exit 77; }
command -v debootstrap >/dev/null && command -v dpkg-buildpackage >/dev/null || { echo "debootstrap or dpkg-buildpackage is missing"; exit 77; }
mkdir -p "$scratch"
scratch=$(cd "$scratch" && pwd)
version=$(sed -n "s/^ *version: '\(.*\)',/\1/p" "$root/meson.build" | head -1)
clean="$scratch/clean"

build() {
  rm -rf "$scratch/build" && mkdir -p "$scratch/build"
  (cd "$root" && git archive --prefix="purple-tact-$version/" HEAD) | tar -x -C "$scratch/build"
  cd "$scratch/build"
  tar -cJf "purple-tact_$version.orig.tar.xz" "purple-tact-$version"
  cp -r "purple-tact-$version/data/packaging/debian" "purple-tact-$version/debian"
  (cd "purple-tact-$version" && DEB_BUILD_OPTIONS="nocheck parallel=2" dpkg-buildpackage -us -uc -b) > "$scratch/build.log" 2>&1 ||
    { tail -40 "$scratch/build.log"; exit 1; }
}

archive() { sed -n 's/^deb  *\(\[[^]]*\] *\)\{0,1\}\(http[^ ]*\).*/\2/p; s/^URIs: *\(http[^ ]*\).*/\1/p' /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null | head -1; }

debian() {
  [ -x "$clean/usr/bin/apt-get" ] && return
  debootstrap --variant=minbase bookworm "$clean" "$(archive)" > "$scratch/debootstrap.log" 2>&1 || { tail -5 "$scratch/debootstrap.log"; exit 77; }
}

inside() { chroot "$clean" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"; }

listing() { (cd "$clean" && find . -xdev \( -path ./proc -o -path ./sys -o -path ./var -o -path ./tmp -o -path ./root -o -path ./run \) -prune -o -print) | LC_ALL=C sort; }

build
debian
mkdir -p "$clean/packages"
cp "$scratch"/build/*.deb "$clean/packages/"
inside sh -c 'cd /packages && apt-get install -y -qq --no-install-recommends ./purple-tact_*.deb ./purple-tact-data_*.deb ./libtact0_*.deb' > "$scratch/install.log" 2>&1 || { tail -20 "$scratch/install.log"; exit 1; }
inside tact check "You absolute idiot, Dave" > "$scratch/smoke.txt"
grep -q "ask you before posting" "$scratch/smoke.txt" || { echo "the installed tact holds nothing:"; cat "$scratch/smoke.txt"; exit 1; }
printf '/quit\n' | inside tact-host > "$scratch/room.txt" 2>&1 || { echo "the installed practice room does not open:"; tail -5 "$scratch/room.txt"; exit 1; }
listing > "$scratch/with"
inside sh -c 'apt-get purge -y -qq purple-tact purple-tact-data libtact0' > "$scratch/remove.log" 2>&1
left=$(listing | grep -i tact | grep -v '^./packages' || true)
[ -z "$left" ] || { echo "left behind after removal:"; echo "$left"; exit 1; }
grep -q 'purple-2/tact.so' "$scratch/with" || { echo "tact.so was not where libpurple looks"; exit 1; }
echo "packages built, installed, tried and removed; nothing left behind"
