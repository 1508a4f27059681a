#!/bin/sh
# check-tidy.sh BUILD: clang-tidy 14 and cppcheck over all of src/, two files at a time. Prints what they find.
set -eu
cd "$(dirname "$0")/.."
build=${1:-build}
git ls-files 'src/*.c' | xargs -P2 -n4 clang-tidy-14 --quiet -p "$build" \
	--extra-arg=-Wno-unknown-warning-option 2>/dev/null
# A list of words that ends with NULL is C's own way (a NULL is a pointer here, unlike in C++).
# cppcheck 2.10 takes a call through a pointer for a constructor that keeps what it is given; sanitizers watch lifetimes.
cppcheck --quiet --std=c11 --enable=warning,performance,portability --suppress=unknownEvaluationOrder \
	--suppress=returnDanglingLifetime --suppress=invalidLifetime --suppress=varFuncNullUB \
	--inline-suppr --error-exitcode=1 -Isrc src
echo "tidy: nothing found"
