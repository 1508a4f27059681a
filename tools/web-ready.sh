#!/bin/sh
# web-ready.sh: prints the directory of a node that is new enough for web/, with what web/package-lock.json names installed.
# Where the machine's node is too old (Debian 12 has 18), npm's package `node` is brought into web/.node and used instead.
# Nothing is fetched where nothing is missing.
#   SONGNUAN_NODE_DIR   use the node in this directory
set -eu
cd "$(dirname "$0")/../web"
OWN_NODE=node@22.23.3   # what Vite 8 asks for: 20.19 or newer

new_enough() { # NODE
	"$1" -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' \
		2>/dev/null
}

# Two builds at once must not install over each other.
exec 9<package.json
flock 9

dir=${SONGNUAN_NODE_DIR:-}
if [ -z "$dir" ]; then
	on_path=$(command -v node || true)
	[ -n "$on_path" ] && new_enough "$on_path" && dir=$(dirname "$on_path")
fi
if [ -z "$dir" ]; then
	dir=$PWD/.node/node_modules/node/bin
	if ! new_enough "$dir/node"; then
		command -v npm >/dev/null || {
			echo "web/ is built by node 20.19 or newer and npm; tools/setup.sh web brings them" >&2
			exit 69
		}
		echo "bringing $OWN_NODE into web/.node" >&2
		mkdir -p .node
		[ -f .node/package.json ] || echo '{"private":true}' >.node/package.json
		npm install --prefix .node --no-save --no-fund --no-audit --loglevel=error "$OWN_NODE" >&2
		new_enough "$dir/node" || { echo "web/.node has no node that runs here" >&2; exit 69; }
	fi
fi

# npm itself may be an old one; it runs on whichever node comes first.
PATH=$dir:$PATH
export PATH
lock=$(sha256sum package-lock.json package.json | sha256sum | cut -d' ' -f1)
if [ "$(cat node_modules/.songnuan-lock 2>/dev/null)" != "$lock" ]; then
	echo "installing web/node_modules" >&2
	PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --no-fund --no-audit --loglevel=error >&2
	echo "$lock" >node_modules/.songnuan-lock
fi
echo "$dir"
