#!/bin/sh
# run-hostile.sh: tools that attack, against the real server on the demo's data: specmatic, sqlmap, wapiti, slowhttptest, wrk. Each
# prints a line with what it found, and any finding fails. Then the requests that nobody should send, against the program
# with address sanitizer, which tells of leaks at its end. All of it goes to this machine alone.
#   SONGNUAN_TESTS    only those whose name matches one of these shell patterns: 'crowd|wapiti'
#   HOSTILE_SECONDS, HOSTILE_LEVEL   of tests/hostile/crowd.t and sqlmap.t
#   HOSTILE_OUT       where their own reports go (build/hostile)
set -eu
cd "$(dirname "$0")/.."
export SONGNUAN_SOURCE="$PWD"
export HOSTILE_OUT="${HOSTILE_OUT:-$PWD/build/hostile}"
mkdir -p "$HOSTILE_OUT"

# specmatic is 82 MB of Java: it comes when it is used, and not into web/.
home=build/hostile/npm
lock=$(sha256sum tests/hostile/package-lock.json | cut -d' ' -f1)
if [ "$(cat "$home/.songnuan-lock" 2>/dev/null)" != "$lock" ]; then
	echo "installing specmatic" >&2
	node_dir=$(tools/web-ready.sh)
	mkdir -p "$home"
	cp tests/hostile/package.json tests/hostile/package-lock.json tests/hostile/.npmrc "$home/"
	(cd "$home" && PATH=$node_dir:$PATH npm ci --no-fund --no-audit --loglevel=error >&2)
	echo "$lock" >"$home/.songnuan-lock"
fi
export SPECMATIC_JAR="$PWD/$home/node_modules/specmatic/specmatic.jar"

only=${SONGNUAN_TESTS:-*}
named() { # DIR: tests there whose names are asked for
	(
		set -f
		IFS='|'
		for pattern in $only; do find "$1" -maxdepth 1 -name "$pattern.t"; done | sort -u
	)
}
attacks=$(named tests/hostile)
status=0
if [ -n "$attacks" ]; then
	echo '== attacked'
	# One after the other: they measure what the server does for others.
	SONGNUAN="$PWD/build/songnuan" prove --timer -v --exec tools/run-one.sh $attacks || status=1
fi
if [ "$only" = '*' ] || [ -z "$attacks" ]; then
	echo '== address,undefined'
	[ -f build-asan/build.ninja ] || meson setup build-asan -Db_sanitize=address,undefined -Dbuildtype=debugoptimized >/dev/null
	ninja -C build-asan --quiet songnuan
	ASAN_OPTIONS=detect_leaks=1:abort_on_error=0 UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1 \
		SONGNUAN="$PWD/build-asan/songnuan" prove --timer --exec tools/run-one.sh tests/blackbox/hostile.t tests/blackbox/serve_edges.t || status=1
fi
exit $status
