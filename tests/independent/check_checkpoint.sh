#!/bin/bash
# check_checkpoint.sh DIR VKEY: is the checkpoint in DIR signed by VKEY, and is its root that of the records in DIR?
# With bash, coreutils and openssl alone: none of our code. For small logs: each hash is a process (2 ms).
# Exit status 0: both hold; 1: not, and says what does not.
set -euo pipefail
LC_ALL=C
dir=$1 vkey=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
refuse() { echo "refused: $1" >&2; exit 1; }
hex() { od -An -v -tx1 | tr -d ' \n'; }
unhex() { local text=$1; printf "$(sed 's/../\\x&/g' <<<"$text")"; }

# ---- the signature: NAME+key id+base64(01 ‖ key); — NAME base64(key id ‖ signature) ----
name=${vkey%%+*} rest=${vkey#*+}
key=$(base64 -d <<<"${rest#*+}" | hex)
[ "${key:0:2}" = 01 ] || refuse 'the key is no Ed25519 key'
id=$( (printf '%s\n' "$name"; unhex "$key") | openssl dgst -sha256 -binary | hex)
[ "${id:0:8}" = "${rest%%+*}" ] || refuse 'the key does not have its own number'
sed '/^$/,$d' "$dir/checkpoint" >"$work/text"
line=$(grep -F -- "— $name " "$dir/checkpoint") || refuse 'no signature of this key'
signature=$(base64 -d <<<"${line##* }" | hex)
[ "${signature:0:8}" = "${id:0:8}" ] || refuse 'no signature of this key'
unhex "302a300506032b6570032100${key:2}" >"$work/key" # RFC 8410
unhex "${signature:8}" >"$work/signature"
openssl pkeyutl -verify -pubin -keyform DER -inkey "$work/key" -rawin -in "$work/text" -sigfile "$work/signature" >/dev/null ||
	refuse 'the signature is not valid'
{ read -r origin; read -r size; read -r root; } <"$work/text"
[ "$origin" = "$name" ] || refuse "the checkpoint is of another log"

# ---- the root: SHA-256(00 ‖ record), SHA-256(01 ‖ left ‖ right), joined whenever two trees are of one size ----
node() { unhex "01$1$2" | openssl dgst -sha256 -binary | hex; }
hashes=() sizes=()
push() { # HASH of one record
	local hash=$1 size=1
	while [ ${#sizes[@]} -gt 0 ] && [ "${sizes[-1]}" -eq $size ]; do
		hash=$(node "${hashes[-1]}" "$hash")
		size=$((size * 2))
		unset 'hashes[-1]' 'sizes[-1]'
	done
	hashes+=("$hash") sizes+=($size)
}
path_of() { # N
	local n=$1 text
	text=$(printf '%03d' $((n % 1000)))
	while n=$((n / 1000)) && [ $n -gt 0 ]; do text=$(printf 'x%03d/%s' $((n % 1000)) "$text"); done
	echo "tile/entries/$text"
}
for ((done = 0; done < size; done += width)); do
	width=$((size - done < 256 ? size - done : 256))
	file=$dir/$(path_of $((done / 256)))
	[ $width -eq 256 ] || file+=.p/$width
	bytes=$(hex <"$file")
	for ((i = 0; i < width; i++)); do
		length=$((16#${bytes:0:4} * 2))
		[ ${#bytes} -ge $((4 + length)) ] || refuse "record $((done + i)) is cut off"
		push "$(unhex "00${bytes:4:length}" | openssl dgst -sha256 -binary | hex)"
		bytes=${bytes:4+length}
	done
	[ -z "$bytes" ] || refuse "behind record $((done + width - 1)) stands something"
done
while [ ${#hashes[@]} -gt 1 ]; do
	hash=$(node "${hashes[-2]}" "${hashes[-1]}")
	unset 'hashes[-1]'
	hashes[-1]=$hash
done
[ "$(unhex "${hashes[0]}" | base64)" = "$root" ] || refuse 'the records do not have the signed root'
echo "ok: $size records, signed by $name"
