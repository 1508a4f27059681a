#!/bin/sh
# build-web.sh OUTDIR: the console as the program embeds it: OUTDIR/assets.bin and assets_table.c
# (src/http/assets.h), which takes it in. web/dist is built again only where something that it is made of has changed; a release's tarball
# brings it along and needs no node.
set -eu
mkdir -p "$1"
out=$(cd "$1" && pwd)
cd "$(dirname "$0")/../web"

made_of() {
	find src public admin.html package.json package-lock.json vite.config.ts tsconfig.json tools ../tools/build-web.sh \
		-type f ! -name '*.test.ts' -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -d' ' -f1
}

# Builds of several flavours share web/dist.
exec 9<vite.config.ts
flock 9
want=$(made_of)
if [ "$(cat dist/.made-of 2>/dev/null)" != "$want" ]; then
	node_dir=$(../tools/web-ready.sh)
	PATH=$node_dir:$PATH
	rm -rf dist
	node node_modules/vite/bin/vite.js build --logLevel warn
	node tools/pack.mjs dist
	echo "$want" >dist/.made-of
fi
if [ "$(cat "$out/assets.made-of" 2>/dev/null)" != "$want" ]; then
	cp dist/.packed/assets.bin "$out/"
	sed "s|@ASSETS_BIN@|$out/assets.bin|; s|@MADE_OF@|$want|" dist/.packed/assets_table.c >"$out/assets_table.c"
	echo "$want" >"$out/assets.made-of"
fi
