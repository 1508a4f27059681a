#!/bin/sh
# run-fuzz.sh: each fuzz target for FUZZ_SECONDS (30) with libFuzzer under address and undefined sanitizers. New
# inputs go to build-fuzz/corpus; a crash is kept in tests/regress/ for the corpus once it is mended.
set -eu
cd "$(dirname "$0")/.."
[ -f build-fuzz/build.ninja ] ||
	CC=clang-14 meson setup build-fuzz -Dfuzz=true -Db_sanitize=address,undefined -Db_lundef=false >/dev/null
ninja -C build-fuzz --quiet
for target in build-fuzz/tests/fuzz_*; do
	[ -f "$target" ] && [ -x "$target" ] || continue
	name=${target##*/fuzz_}
	mkdir -p "build-fuzz/corpus/$name" build-fuzz/crashes
	echo "== $name"
	"$target" -max_total_time="${FUZZ_SECONDS:-30}" -timeout=10 -rss_limit_mb=1024 -verbosity=0 -print_final_stats=1 \
		-artifact_prefix="build-fuzz/crashes/$name-" "build-fuzz/corpus/$name" "tests/fuzz/corpus/$name"
done
