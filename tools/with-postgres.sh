#!/bin/sh
# with-postgres.sh CMD…: runs CMD with SONGNUAN_TEST_PG set to a throw-away PostgreSQL server, then stops the server.
#
# The cluster lies in a temporary directory, listens on 127.0.0.1 on a free port only, trusts whoever connects there
# and never syncs: it is for tests. root may not run PostgreSQL, so root hands it to the user nobody. Exit status: CMD's;
# 125 when there is no server to be had.
#   SONGNUAN_PG_OPTIONS   settings that hold over these, such as "-c fsync=on"
set -u
PATH=$PATH:/usr/sbin:/usr/bin:/sbin:/bin
[ $# -gt 0 ] || { echo "usage: with-postgres.sh CMD [ARG…]" >&2; exit 2; }
for bin in "${SONGNUAN_PG_BIN:-}" /usr/lib/postgresql/*/bin; do
	[ -x "$bin/initdb" ] && [ -x "$bin/postgres" ] && break
	bin=
done
[ -n "$bin" ] || { echo "with-postgres.sh: no PostgreSQL server here (apt-get install postgresql)" >&2; exit 125; }

dir=$(mktemp -d "${TMPDIR:-/tmp}/songnuan-pg-XXXXXX") || exit 125
as=
if [ "$(id -u)" = 0 ]; then
	chown nobody "$dir"
	as="setpriv --reuid=nobody --regid=$(id -g nobody) --clear-groups --"
fi
server=
finish() {
	trap - EXIT INT TERM HUP
	if [ -n "$server" ]; then
		kill -INT "$server" 2> /dev/null   # fast shutdown
		wait "$server" 2> /dev/null
	fi
	rm -rf "$dir"
}
trap finish EXIT
trap 'finish; exit 130' INT TERM HUP

# The user nobody may not read the caller's directory.
(cd "$dir" && exec env LC_ALL=C.UTF-8 $as "$bin/initdb" -D "$dir/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync) \
	> "$dir.log" 2>&1 || { cat "$dir.log" >&2; rm -f "$dir.log"; exit 125; }
rm -f "$dir.log"

# A port that another process takes between the look and the start makes the start fail: try the next one.
for try in 1 2 3 4 5; do
	port=$(( 20000 + ($$ * 7 + try * 1009 + $(date +%S | sed 's/^0//') * 131) % 12000 ))
	(cd "$dir" && exec env LC_ALL=C.UTF-8 $as "$bin/postgres" -D "$dir/data" -p "$port" -k "$dir" \
		-c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=100 -c logging_collector=off \
		-c shared_buffers=64MB -c autovacuum=off ${SONGNUAN_PG_OPTIONS:-}) > "$dir/log" 2>&1 < /dev/null &
	server=$!
	wait_left=150
	while [ "$wait_left" -gt 0 ] && kill -0 "$server" 2> /dev/null; do
		"$bin/pg_isready" -q -h 127.0.0.1 -p "$port" -d postgres && [ -f "$dir/data/postmaster.pid" ] \
			&& grep -q '^ready' "$dir/data/postmaster.pid" && break 2
		sleep 0.1
		wait_left=$((wait_left - 1))
	done
	kill -INT "$server" 2> /dev/null
	wait "$server" 2> /dev/null
	server=
done
[ -n "$server" ] || { cat "$dir/log" >&2; exit 125; }

SONGNUAN_TEST_PG="postgres://postgres@127.0.0.1:$port/postgres" "$@"
status=$?
exit "$status"
