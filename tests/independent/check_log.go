// check_log: replays a published log with none of our code: golang.org/x/mod of the Go project opens the checkpoint,
// checks every hash of every tile against the signed root, every record against its hash, and proofs of both kinds.
//
//	GO111MODULE=off GOPATH=/usr/share/gocode go run check_log.go DIR VKEY
//
// Exit status 0: all of it holds; 1: it does not, and the first bad record is named.
package main

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func must(err error, what string) {
	if err != nil {
		fmt.Printf("refused: %s: %v\n", what, err)
		os.Exit(1)
	}
}

// Go's tile paths carry the tile's height (tile/8/L/N); tlog-tiles drops it, since all its tiles have this one.
type tiles struct{ dir string }

func (t tiles) Height() int                     { return 8 }
func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}
func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range wanted {
		path := "tile/" + strings.TrimPrefix(tile.Path(), "tile/8/")
		bytes, err := os.ReadFile(filepath.Join(t.dir, path))
		if err != nil {
			return nil, err
		}
		if len(bytes) != tile.W*tlog.HashSize {
			return nil, fmt.Errorf("%s has %d bytes", path, len(bytes))
		}
		all = append(all, bytes)
	}
	return all, nil
}

// A number as tlog-tiles writes it in paths: 1234067 is x001/x234/067.
func number(n int64) string {
	text := fmt.Sprintf("%03d", n%1000)
	for n /= 1000; n > 0; n /= 1000 {
		text = fmt.Sprintf("x%03d/%s", n%1000, text)
	}
	return text
}

func records(dir string, size int64) [][]byte {
	var all [][]byte
	for n := int64(0); n*256 < size; n++ {
		path := "tile/entries/" + number(n)
		width := size - n*256
		if width < 256 {
			path += ".p/" + strconv.FormatInt(width, 10)
		} else {
			width = 256
		}
		bytes, err := os.ReadFile(filepath.Join(dir, path))
		must(err, "records")
		for ; width > 0; width-- {
			if len(bytes) < 2 || len(bytes)-2 < int(binary.BigEndian.Uint16(bytes)) {
				must(fmt.Errorf("%s is cut off", path), fmt.Sprintf("record %d", len(all)))
			}
			end := 2 + int(binary.BigEndian.Uint16(bytes))
			all = append(all, bytes[2:end])
			bytes = bytes[end:]
		}
		if len(bytes) > 0 {
			must(fmt.Errorf("%s is too long", path), fmt.Sprintf("record %d", len(all)))
		}
	}
	return all
}

func checkpoint(dir, vkey string) tlog.Tree {
	text, err := os.ReadFile(filepath.Join(dir, "checkpoint"))
	must(err, "checkpoint")
	verifier, err := note.NewVerifier(vkey)
	must(err, "key")
	opened, err := note.Open(text, note.VerifierList(verifier))
	must(err, "checkpoint")
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 || lines[0] != verifier.Name() {
		must(fmt.Errorf("another log's"), "checkpoint")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err, "size")
	root, err := base64.StdEncoding.DecodeString(lines[2])
	must(err, "root")
	tree := tlog.Tree{N: size}
	if copy(tree.Hash[:], root) != tlog.HashSize {
		must(fmt.Errorf("%d bytes", len(root)), "root")
	}
	return tree
}

func main() {
	dir, tree := os.Args[1], checkpoint(os.Args[1], os.Args[2])
	hashes := tlog.TileHashReader(tree, tiles{dir})
	proofs := 0
	for i, record := range records(dir, tree.N) {
		n, what := int64(i), fmt.Sprintf("record %d", i)
		got, err := hashes.ReadHashes([]int64{tlog.StoredHashIndex(0, n)})
		must(err, what)
		if got[0] != tlog.RecordHash(record) {
			must(fmt.Errorf("not what its tile says"), what)
		}
		if i%97 != 0 && n != tree.N-1 { // some are proven too
			continue
		}
		proof, err := tlog.ProveRecord(tree.N, n, hashes)
		must(err, what)
		must(tlog.CheckRecord(proof, tree.N, tree.Hash, n, got[0]), what)
		old, err := tlog.TreeHash(n+1, hashes)
		must(err, what)
		grown, err := tlog.ProveTree(tree.N, n+1, hashes)
		must(err, what)
		must(tlog.CheckTree(grown, tree.N, tree.Hash, n+1, old), what)
		proofs++
	}
	fmt.Printf("ok: %d records, %d proven of each kind\n", tree.N, proofs)
}
