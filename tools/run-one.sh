#!/bin/sh
# run-one.sh TEST: how prove starts one test of whatever kind.
case $1 in
*/replay_*) exec "$1" "tests/fuzz/corpus/${1##*/replay_}" ;;
tools/check-globals.sh | tools/check-names.sh) exec "$1" build/libsongnuan.a ;;
*) exec "$1" ;;
esac
