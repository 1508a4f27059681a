#!/bin/bash
# check_receipt.sh FILE VKEY [NAME ID]: is the full receipt in FILE (SNR1) in the log that VKEY has signed, and is it this person's?
# With bash, coreutils and openssl alone: none of our code. ID: "-" where none is known.
# Exit status 0: it holds; 1: it does not, and says what does not.
set -euo pipefail
LC_ALL=C
file=$1 vkey=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
refuse() { echo "refused: $1" >&2; exit 1; }
hex() { od -An -v -tx1 | tr -d ' \n'; }
unhex() { printf "$(sed 's/../\\x&/g' <<<"$1")"; }
sha() { openssl dgst -sha256 -binary | hex; }

# ---- "SNR1" ‖ n 1 ‖ index 6 ‖ size 6 ‖ salt 32 ‖ n × 32 ‖ key id 4 ‖ signature 64 ‖ length 2 ‖ record ‖ … ----
rest=$(hex <"$file")
take() { # BYTES: into $taken
	[ ${#rest} -ge $((2 * $1)) ] || refuse 'the receipt is cut off'
	taken=${rest:0:2 * $1} rest=${rest:2 * $1}
}
take 4; [ "$taken" = 534e5231 ] || refuse 'this is no full receipt'
take 1; count=$((16#$taken))
take 6; index=$((16#$taken))
take 6; size=$((16#$taken))
take 32; salt=$taken
proof=()
for ((i = 0; i < count; i++)); do take 32; proof+=("$taken"); done
take 4; id=$taken
take 64; signature=$taken
take 2; take $((16#$taken)); record=$taken
[ $((${#rest} % 152)) -eq 0 ] || refuse 'something stands behind the receipt'

# ---- the root that the record leads to: RFC 9162, 2.1.3.2 ----
[ "$index" -lt "$size" ] || refuse 'the log does not reach so far'
hash=$(unhex "00$record" | sha) node=$index last=$((size - 1))
for part in "${proof[@]+"${proof[@]}"}"; do
	[ $last -ne 0 ] || refuse 'the proof is too long'
	if ((node & 1)) || [ "$node" -eq $last ]; then
		hash=$(unhex "01$part$hash" | sha)
		while ! ((node & 1)); do node=$((node >> 1)) last=$((last >> 1)); done
	else
		hash=$(unhex "01$hash$part" | sha)
	fi
	node=$((node >> 1)) last=$((last >> 1))
done
[ $last -eq 0 ] || refuse 'the proof is too short'

# ---- the signature over it ----
name=${vkey%%+*} key=${vkey#*+*+}
key=$(base64 -d <<<"$key" | hex)
[ "${key:0:2}" = 01 ] || refuse 'the key is no Ed25519 key'
[ "$( (printf '%s\n' "$name"; unhex "$key") | sha | head -c 8)" = "$id" ] || refuse 'it is not signed by this key'
printf '%s\n%s\n%s\n' "$name" "$size" "$(unhex "$hash" | base64)" >"$work/text"
unhex "302a300506032b6570032100${key:2}" >"$work/key" # RFC 8410
unhex "$signature" >"$work/signature"
openssl pkeyutl -verify -pubin -keyform DER -inkey "$work/key" -rawin -in "$work/text" -sigfile "$work/signature" >/dev/null 2>&1 ||
	refuse 'record, place, proof and signature do not belong together'

# ---- whose it is ----
unhex "$record" >"$work/record"
if [ $# -ge 4 ]; then
	line() { sed -n "s/^$1 //p" "$work/record"; }
	cm=$(printf 'songnuan-rec/v1\nname %s\nid %s\ncamp %s\nitem %s\nqty %s\nfen %s\n' "$3" "$4" "$(line camp)" "$(line item)" "$(line qty)" "$(line fen)" |
		openssl dgst -sha256 -mac HMAC -macopt "hexkey:$salt" -binary | base64)
	[ "$cm" = "$(line cm)" ] || refuse 'it is not the record of this person'
fi
cat "$work/record"
echo "ok: record $index of $size, signed by $name"
