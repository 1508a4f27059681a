// check_proofs: reads the lines of proof_cases and judges each with golang.org/x/mod of the Go project: its verdict must be ours.
//
//	proof_cases 10000 1 | go run check_proofs.go
//
// Exit status 0: no two verdicts differ, and cases of both verdicts were among them; 1: otherwise, and says at which line.
package main

import (
	"bufio"
	"encoding/hex"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

func hash(text string) (h tlog.Hash) {
	bytes, err := hex.DecodeString(text)
	if err != nil || copy(h[:], bytes) != tlog.HashSize {
		panic("not a hash: " + text)
	}
	return h
}

// What Go does not take at all it does not accept either: it panics there.
func accepts(kind string, first, size int64, root, other tlog.Hash, proof []tlog.Hash) (ok bool) {
	defer func() {
		if recover() != nil {
			ok = false
		}
	}()
	if kind == "i" {
		return tlog.CheckRecord(proof, size, root, first, other) == nil
	}
	return tlog.CheckTree(proof, size, root, first, other) == nil
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<20)
	counts := map[bool]int{}
	for n := 1; lines.Scan(); n++ {
		f := strings.Fields(lines.Text())
		first, _ := strconv.ParseInt(f[2], 10, 64)
		size, _ := strconv.ParseInt(f[3], 10, 64)
		var proof []tlog.Hash
		if f[6] != "-" {
			for _, text := range strings.Split(f[6], ",") {
				proof = append(proof, hash(text))
			}
		}
		ours := f[1] == "1"
		if accepts(f[0], first, size, hash(f[4]), hash(f[5]), proof) != ours {
			fmt.Printf("line %d: we say %v, Go says %v: %s\n", n, ours, !ours, lines.Text())
			os.Exit(1)
		}
		counts[ours]++
	}
	if counts[true] == 0 || counts[false] == 0 {
		fmt.Println("too few cases")
		os.Exit(1)
	}
	fmt.Printf("ok: %d proofs accepted by both, %d refused by both\n", counts[true], counts[false])
}
