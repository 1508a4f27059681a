#!/bin/sh
# check-tidy.sh BUILD: clang-tidy 14 and cppcheck over all of src/, two files at a time. Prints what they find.
set -eu
cd "$(dirname "$0")/.."
build=${1:-build}
git ls-files 'src/*.c' | xargs -P2 -n4 clang-tidy-14 --quiet -p "$build" \
	--extra-arg=-Wno-unknown-warning-option 2>/dev/null
cppcheck --quiet --std=c11 --enable=warning,performance,portability --suppress=unknownEvaluationOrder \
	--inline-suppr --error-exitcode=1 -Isrc src
echo "tidy: nothing found"
