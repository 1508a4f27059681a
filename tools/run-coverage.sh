#!/bin/sh
# run-coverage.sh: the suite with coverage, then branches by file; rules and parsers are to have 95 % or more.
set -eu
cd "$(dirname "$0")/.."
export SONGNUAN_SOURCE="$PWD"
[ -n "${SONGNUAN_TEST_PG:-}" ] || exec tools/with-postgres.sh "$0"
[ -f build-coverage/build.ninja ] || meson setup build-coverage -Db_coverage=true -Dbuildtype=debug >/dev/null
ninja -C build-coverage --quiet
find build-coverage -name '*.gcda' -delete
prove -j2 --exec tools/run-one.sh build-coverage/tests/test_* build-coverage/tests/replay_* || true
gcovr --root . --filter src/ --branches --exclude-throw-branches --sort-percentage build-coverage
