#!/bin/sh
# setup.sh KIND…: installs the Debian packages of these kinds (tools/packages.txt) that are not there yet.
# Says nothing where nothing is missing. Needs root or sudo only if something is.
set -eu
cd "$(dirname "$0")/.."

wanted=$(for kind; do awk -v kind="$kind" '$1 == kind { for (i = 2; i <= NF; i++) print $i }' tools/packages.txt; done)
missing=$(for entry in $wanted; do
	package=${entry%%:*}
	case $entry in *:*) command -v "${entry#*:}" >/dev/null && continue ;; esac
	[ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || printf '%s ' "$package"
done)
# The console is built by a node that Debian 12 does not have, and by what npm brings.
finish() {
	case " $* " in *' web '*) tools/web-ready.sh >/dev/null ;; esac
}
[ -n "$missing" ] || { finish "$@"; exit 0; }

as_root=''
if [ "$(id -u)" -ne 0 ]; then
	command -v sudo >/dev/null || {
		echo "These Debian packages are missing and this user may not install them: $missing" >&2
		echo "Ask an administrator to run: apt-get install $missing" >&2
		exit 69
	}
	as_root=sudo
fi
echo "installing: $missing"
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get update -qq
# A package brings its service; the tests start their own and want no other.
# shellcheck disable=SC2086
$as_root env RUNLEVEL=1 apt-get install -y -qq --no-install-recommends $missing >/dev/null
finish "$@"
