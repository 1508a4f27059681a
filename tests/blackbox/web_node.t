#!/bin/sh
# A machine whose node is too old for the console (Debian 12 has 18) gets one of the project's own, by npm, and keeps it.
# The machine's node plays the old one: it runs npm, and fails the question whether it is new enough.
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
node=$(command -v node) && npm=$(command -v npm) && "$npm" view node@22.23.3 version >/dev/null 2>&1 || {
	echo '1..0 # SKIP no npm here, or its registry is not reached'
	exit 0
}
mkdir -p "$dir/tools" "$dir/web" "$dir/old"
cp "$SONGNUAN_SOURCE/tools/web-ready.sh" "$dir/tools/"
# No packages: what is tried is which node installs and runs them.
echo '{"name":"try","version":"1.0.0","private":true}' >"$dir/web/package.json"
echo '{"name":"try","version":"1.0.0","lockfileVersion":3,"requires":true,"packages":{"":{"name":"try","version":"1.0.0"}}}' \
	>"$dir/web/package-lock.json"
cat >"$dir/old/node" <<END
#!/bin/sh
case "\$*" in *process.versions.node.split*) exit 1 ;; esac
exec "$node" "\$@"
END
chmod +x "$dir/old/node"
mkdir "$dir/web/node_modules"   # npm ci makes none where there is nothing to install
PATH=$dir/old:$(dirname "$npm"):$PATH
export PATH

ok() { # STATUS WHAT
	count=$((${count:-0} + 1))
	[ "$1" = 0 ] && echo "ok $count - $2" || { bad=1; echo "not ok $count - $2"; sed 's/^/# /' "$dir/err"; }
}
first=$("$dir/tools/web-ready.sh" 2>"$dir/err"); ok $? 'an old node is not the end'
case $first in "$dir"/web/.node/*) own=0 ;; *) own=1 ;; esac
ok $own "the console's node lies in its own folder"
"$first/node" -e 'process.exit(parseInt(process.versions.node) >= 22 ? 0 : 1)' 2>>"$dir/err"; ok $? 'it runs here and is new enough'
mkdir -p "$dir/web/node_modules"
again=$(npm_config_registry=http://127.0.0.1:9 "$dir/tools/web-ready.sh" 2>"$dir/err")
[ "$again" = "$first" ] && [ ! -s "$dir/err" ]; ok $? 'the next time nothing is fetched'
echo "1..$count"
exit "${bad:-0}"
