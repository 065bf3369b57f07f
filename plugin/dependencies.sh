# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by try.sh and tests/run.sh.  install_missing KIND...: the Debian packages of these kinds in dependencies.txt that are not here yet.

missing_packages() {
	for kind in "$@"; do sed -n "s/^$kind //p" "$top/plugin/dependencies.txt"; done | tr ' ' '\n' | sort -u | while read -r package; do
		[ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || echo "$package"
	done
}

install_missing() {
	command -v dpkg-query > /dev/null || { echo "This is not Debian: please install the packages of plugin/dependencies.txt yourself."; return 0; }
	missing=$(missing_packages "$@")
	[ -n "$missing" ] || return 0
	echo "Installing:" $missing
	as_root=
	[ "$(id -u)" = 0 ] || as_root=sudo
	# Mirrors fail now and then; three tries, then we say so.
	for attempt in 1 2 3; do
		$as_root env DEBIAN_FRONTEND=noninteractive apt-get update -q < /dev/null > /dev/null || true
		# shellcheck disable=SC2086
		$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends $missing < /dev/null > /dev/null && return 0
		echo "apt-get failed, attempt $attempt of 3."
		sleep 2
	done
	echo "Could not install:" $missing >&2
	return 1
}
