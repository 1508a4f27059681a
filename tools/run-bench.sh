#!/bin/sh
# run-bench.sh [NAME…]: builds a release flavour, runs the benches (bench/bench_NAME.c; all of them where none is named)
# with a PostgreSQL that syncs, prints one table and writes bench/results.json.
#   SONGNUAN_BENCH_QUICK=1   the smallest size of each, once: whether they work, not how fast they are
#   TMPDIR                   where databases and files lie; it should be a real disk
set -eu
cd "$(dirname "$0")/.."
if [ -z "${SONGNUAN_TEST_PG:-}" ]; then
	# What is said to be durable is synced, on both sides of every comparison; and dead rows are swept as on
	# every real server (tests switch that off), or a table of balances grows with each update.
	SONGNUAN_PG_OPTIONS='-c fsync=on -c shared_buffers=256MB -c autovacuum=on' exec tools/with-postgres.sh "$0" "$@"
fi

# -O2, as make builds what people run; a release at -O3 compiles as well.
build=build-bench
[ -f $build/build.ninja ] || CC_LD=mold meson setup $build -Dbuildtype=release -Doptimization=2 > /dev/null
ninja -C $build --quiet
[ $# -gt 0 ] || set -- $(ls bench/bench_*.c | sed 's/.*bench_//; s/\.c$//')

lines=$(mktemp "${TMPDIR:-/tmp}/songnuan-bench-lines-XXXXXX")
trap 'rm -f "$lines"' EXIT
trap 'exit 130' INT TERM HUP
export SONGNUAN="$PWD/$build/songnuan" SONGNUAN_BENCH_OUT="$lines"
failed=
for name; do
	echo "== $name" >&2
	$build/bench/bench_"$name" || failed="$failed $name"
done

awk -v json=bench/results.json -f tools/bench-table.awk "$lines"
[ -z "$failed" ] || { echo "did not run:$failed" >&2; exit 1; }
