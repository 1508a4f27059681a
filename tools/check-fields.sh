#!/bin/sh
# check-fields.sh: every field that a refusal can name has its Chinese word in src/base/fields.h. Looks for the literal
# names that SN_FAIL() and the parsers of values are given, as TAP.
set -eu
cd "$(dirname "$0")/.."
grep -rhoE --include='*.[ch]' '\.?\bfield = (cash \? )?"[^"]+"|(uuid|day|time|unit)_parse\([^;]*, "[a-z_]+"\)|cli_(int|money|day|uuid)\(cli, "[a-z-]+"' src |
	sed -E 's/.*"([^"]+)"[^"]*$/\1/' | sort -u > "${TMPDIR:-/tmp}/fields.$$"
trap 'rm -f "${TMPDIR:-/tmp}/fields.$$"' EXIT
echo 1..1
missing=$(while read -r field; do
	grep -q "X(\"$field\"," src/base/fields.h || echo "$field"
done < "${TMPDIR:-/tmp}/fields.$$")
[ -z "$missing" ] || { echo "$missing" | sed 's/^/# no Chinese word: /'; echo 'not ok 1 - every field has its Chinese word'; exit 1; }
echo 'ok 1 - every field has its Chinese word'
