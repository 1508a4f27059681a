#!/bin/sh
# check-format.sh: every C file is as clang-format 14 lays it out, as TAP.
cd "$(dirname "$0")/.." || exit 2
n=0
for file in $(git ls-files '*.c' '*.h'); do
	[ -f "$file" ] || continue
	n=$((n + 1))
	if clang-format-14 --dry-run -Werror "$file" 2>/dev/null; then echo "ok $n - $file"; else echo "not ok $n - $file"; fi
done
echo "1..$n"
