#!/bin/sh
# run-tests.sh all|unit|blackbox|browser|source|sanitize: builds the flavours that are asked for and runs their tests
# under prove, with a PostgreSQL of their own (tools/with-postgres.sh).
#   SONGNUAN_BROWSER fast: a part of the browser tests, as `all` takes them; else every one at both sizes
#   SONGNUAN_TESTS   only test programs whose name matches one of these shell patterns: '*_faults|money'
set -eu
cd "$(dirname "$0")/.."
what=${1:-all}
only=${SONGNUAN_TESTS:-*}
export SONGNUAN_SOURCE="$PWD"

flavour() { # DIR "TARGETS" MESON_OPTIONS…: all targets where none is named
	dir=$1 targets=$2
	shift 2
	[ -f "$dir/build.ninja" ] || CC_LD=mold meson setup "$dir" "$@" >/dev/null
	# shellcheck disable=SC2086
	ninja -C "$dir" --quiet $targets
}

named() { # DIR PREFIX SUFFIX FIND_TEST…: files there whose names are asked for
	(
		dir=$1 prefix=$2 suffix=$3
		shift 3
		set -f
		IFS='|'
		for pattern in $only; do
			find "$dir" -maxdepth 1 -type f -name "$prefix$pattern$suffix" "$@"
		done | sort -u
	)
}

programs() { # DIR: unit tests of that build
	named "$1/tests" test_ '' -perm -u+x
}

replays() { # DIR: each corpus through its fuzz target
	for target in "$1"/tests/replay_*; do
		[ -x "$target" ] && echo "$target"
	done
}

# A name that nothing bears is a mistake, not a success.
none_named() { echo "no test is named $only" >&2; exit 2; }

# prove runs a path through --exec; a replay wants its corpus as an argument.
run() { # LABEL FILE…
	label=$1
	shift
	[ $# -gt 0 ] || none_named
	echo "== $label"
	prove --timer -j2 --exec tools/run-one.sh "$@"
}

with_postgres() { tools/with-postgres.sh "$0" "$@"; }

case $what in
all)
	# One throw-away PostgreSQL serves all of it.
	[ -n "${SONGNUAN_TEST_PG:-}" ] || exec tools/with-postgres.sh "$0" all
	"$0" source
	"$0" unit
	"$0" blackbox
	SONGNUAN_BROWSER=fast "$0" browser
	"$0" sanitize
	;;
source)
	flavour build ''
	run source $(ls tools/check-*.sh | grep -v -e check-tidy)
	;;
unit)
	[ -n "${SONGNUAN_TEST_PG:-}" ] || exec tools/with-postgres.sh "$0" unit
	flavour build ''
	[ -n "$(programs build)" ] || none_named
	run unit $(programs build) $(replays build)
	;;
blackbox)
	[ -n "${SONGNUAN_TEST_PG:-}" ] || exec tools/with-postgres.sh "$0" blackbox
	flavour build ''
	# From the end of the alphabet: web_node.t waits for the network while others work.
	SONGNUAN="$PWD/build/songnuan" run blackbox $(named tests/blackbox '' .t | sort -r)
	;;
browser)
	[ -n "${SONGNUAN_TEST_PG:-}" ] || exec tools/with-postgres.sh "$0" browser
	flavour build ''
	node_dir=$(tools/web-ready.sh)
	set -- $(named tests/browser '' .spec.ts)
	[ $# -gt 0 ] || none_named
	echo "== browser"
	PATH=$node_dir:$PATH
	# Files of people have Chinese names; a browser in the C locale does not open them.
	export SONGNUAN="$PWD/build/songnuan" LC_ALL=C.UTF-8
	play() { node web/node_modules/@playwright/test/cli.js test -c tests/browser "$@"; }
	if [ "${SONGNUAN_BROWSER:-all}" = all ]; then
		play "$@"
	else # everything on a desk but at 200 %, and each screen on a phone; the rest is the whole run's
		play --project=desk $(printf '%s\n' "$@" | grep -v /zoom.spec)
		play --project=phone $(ls tests/browser/screens.spec.ts tests/browser/shell.spec.ts)
	fi
	;;
sanitize)
	[ -n "${SONGNUAN_TEST_PG:-}" ] || exec tools/with-postgres.sh "$0" sanitize
	export ASAN_OPTIONS=detect_leaks=1:abort_on_error=0 UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
	export TSAN_OPTIONS=halt_on_error=1:second_deadlock_stack=1
	# A sanitizer looks at the code; how often chance gets its turn is the plain build's matter.
	export SONGNUAN_KILLS="${SONGNUAN_KILLS:-8}"
	flavour build-asan '' -Db_sanitize=address,undefined -Dbuildtype=debugoptimized
	SONGNUAN="$PWD/build-asan/songnuan" run 'address,undefined' $(programs build-asan) $(replays build-asan)
	threaded=$(sed 's,^,tests/test_,' tests/threaded.txt)
	flavour build-tsan "$threaded" -Db_sanitize=thread -Dbuildtype=debugoptimized
	run thread $(for name in $threaded; do echo "build-tsan/$name"; done)
	;;
*)
	echo "usage: run-tests.sh all|unit|blackbox|browser|source|sanitize" >&2
	exit 2
	;;
esac
