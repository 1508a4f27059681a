#!/bin/sh
# check-web.sh: the console's types, lint, unit tests and the weight of its first page, as TAP.
cd "$(dirname "$0")/.." || exit 2
out=$(mktemp) || exit 2
trap 'rm -f "$out"' EXIT
node_dir=$(tools/web-ready.sh 2>"$out") || { sed 's/^/# /' "$out"; echo 'Bail out! web/ is not ready'; exit 1; }
PATH=$node_dir:$PATH
tools/build-web.sh "${SONGNUAN_WEB_OUT:-build/src/http}" >"$out" 2>&1 || { sed 's/^/# /' "$out"; echo 'Bail out! web/ does not build'; exit 1; }
cd web || exit 2
count=0 bad=0
check() { # WHAT COMMAND…
	what=$1
	shift
	count=$((count + 1))
	if "$@" >"$out" 2>&1; then
		echo "ok $count - $what"
	else
		bad=1
		echo "not ok $count - $what"
		sed 's/^/# /' "$out"
	fi
}
check "types" node node_modules/vue-tsc/bin/vue-tsc.js --noEmit
check "lint" node node_modules/eslint/bin/eslint.js --max-warnings 0 .
check "unit tests" node node_modules/vitest/vitest.mjs run --reporter=dot
check "the first page weighs at most 260 KB" node tools/size.mjs dist
check "Chrome 109 understands every file" node tools/syntax.mjs dist
check "the lock names no registry" sh -c '! grep -q resolved package-lock.json'
echo "1..$count"
exit $bad
