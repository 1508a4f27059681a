#!/bin/sh
# check-money.sh: an amount's fen are read in base/money.[ch] alone, as TAP; everybody else adds, compares and asks.
cd "$(dirname "$0")/.." || exit 2
bad=$(grep -rnE '(\.|->)fen\b' src --include='*.[ch]' | grep -vE '^src/base/money\.[ch]:')
if [ -z "$bad" ]; then echo "ok 1 - only money.c and money.h reach into an amount"; else
	printf '%s\n' "$bad" | sed 's/^/# /'
	echo "not ok 1 - only money.c and money.h reach into an amount"
fi
echo "1..1"
