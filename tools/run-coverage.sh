#!/bin/sh
# run-coverage.sh: the suite with coverage, then branches by file and by group; a group of tools/coverage-groups.txt
# below COVERAGE_MIN (95) % fails.
#
# Three kinds of branches are not counted, and no others:
#   assert(…)      the other way is our own bug, and a test that goes it has found one
#   out of memory  the condition right before `return SN_FAIL(OUT_OF_MEMORY)` and nothing else: the sweeps
#                  (tests/fault_sweep.h) let allocations fail, one after the other
#   handed on      SN_TRY(…) that returns an error as it came decides nothing: such a line counts as one branch, taken
#                  when it is reached; a condition inside it counts as everywhere
# All are known by the text of the source, so that no marker in the code can hide a rule.
#   COVERAGE_TESTS   only test programs whose name matches this shell pattern (figures are then only a reading aid)
set -eu
cd "$(dirname "$0")/.."
export SONGNUAN_SOURCE="$PWD"
[ -n "${SONGNUAN_TEST_PG:-}" ] || exec tools/with-postgres.sh "$0"
[ -f build-coverage/build.ninja ] || meson setup build-coverage -Db_coverage=true -Dbuildtype=debug >/dev/null
ninja -C build-coverage --quiet
find build-coverage -name '*.gcda' -delete
prove -j2 --exec tools/run-one.sh $(find build-coverage/tests -maxdepth 1 -type f -perm -u+x \
	\( -name "test_${COVERAGE_TESTS:-*}" -o -name 'replay_*' \) | sort) || echo "coverage: a test failed; the figures are of what ran" >&2
gcovr --root . --filter src/ --branches --exclude-throw-branches --exclude-branches-by-pattern '^\s*assert\(.*' \
	--json build-coverage/coverage.json build-coverage
tools/coverage-table.py build-coverage/coverage.json tools/coverage-groups.txt "${COVERAGE_MIN:-95}"
