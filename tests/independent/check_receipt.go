// check_receipt: the proof of a receipt (c2sp.org/tlog-proof@v1, or an SNR1 file) with none of our code: golang.org/x/mod opens the
// checkpoint and checks the record's proof against its root.
//
//	GO111MODULE=off GOPATH=/usr/share/gocode go run check_receipt.go FILE VKEY
//
// Exit status 0: the record is in the log that the key has signed; 1: it is not.
package main

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"os"
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
func check(ok bool, what string) {
	if !ok {
		must(fmt.Errorf("not as the format says"), what)
	}
}
func decode(text string) []byte {
	out, err := base64.StdEncoding.DecodeString(text)
	must(err, "base64")
	return out
}

// What stands in either form.
type receipt struct {
	record      []byte
	index, size int64
	proof       tlog.RecordProof
	signature   []byte // of SNR1: key id and signature
	note        string // of the text form
}

func number(b []byte) (n int64) {
	for _, x := range b {
		n = n<<8 | int64(x)
	}
	return n
}

func full(b []byte) (r receipt) {
	check(len(b) > 119 && bytes.HasPrefix(b, []byte("SNR1")), "SNR1")
	hashes := int(b[4])
	r.index, r.size = number(b[5:11]), number(b[11:17])
	at := 17 + 32
	check(len(b) >= at+32*hashes+70, "length")
	for i := 0; i < hashes; i++ {
		var h tlog.Hash
		copy(h[:], b[at+32*i:])
		r.proof = append(r.proof, h)
	}
	at += 32 * hashes
	r.signature = b[at : at+68]
	length := int(number(b[at+68 : at+70]))
	at += 70
	check(length > 0 && len(b) >= at+length && (len(b)-at-length)%76 == 0, "length")
	r.record = b[at : at+length]
	return r
}

func text(s string) (r receipt) {
	head, signed, found := strings.Cut(s, "\n\n")
	lines := strings.Split(head, "\n")
	check(found && len(lines) >= 3 && lines[0] == "c2sp.org/tlog-proof@v1", "tlog-proof")
	check(strings.HasPrefix(lines[1], "extra ") && strings.HasPrefix(lines[2], "index "), "extra, index")
	extra := decode(lines[1][6:])
	check(len(extra) > 32, "extra")
	r.record = extra[32:] // 32 bytes of salt before it
	var err error
	r.index, err = strconv.ParseInt(lines[2][6:], 10, 64)
	must(err, "index")
	for _, line := range lines[3:] {
		var h tlog.Hash
		check(copy(h[:], decode(line)) == tlog.HashSize, "hash")
		r.proof = append(r.proof, h)
	}
	r.note = signed
	return r
}

func main() {
	file, err := os.ReadFile(os.Args[1])
	must(err, "file")
	verifier, err := note.NewVerifier(os.Args[2])
	must(err, "key")
	if bytes.HasPrefix(file, []byte("SNR1")) {
		r := full(file)
		// The checkpoint is made of what the proof leads to: only then does its signature hold.
		root, ok := rootOf(r)
		check(ok, "proof")
		signed := fmt.Sprintf("%s\n%d\n%s\n", verifier.Name(), r.size, base64.StdEncoding.EncodeToString(root[:]))
		check(uint32(number(r.signature[:4])) == verifier.KeyHash(), "key")
		check(verifier.Verify([]byte(signed), r.signature[4:]), "signature")
		must(tlog.CheckRecord(r.proof, r.size, root, r.index, tlog.RecordHash(r.record)), "proof")
		fmt.Printf("ok: record %d of %d\n", r.index, r.size)
		return
	}
	r := text(string(file))
	opened, err := note.Open([]byte(r.note), note.VerifierList(verifier))
	must(err, "checkpoint")
	lines := strings.Split(opened.Text, "\n")
	check(len(lines) >= 4 && lines[0] == verifier.Name(), "origin")
	r.size, err = strconv.ParseInt(lines[1], 10, 64)
	must(err, "size")
	var root tlog.Hash
	check(copy(root[:], decode(lines[2])) == tlog.HashSize, "root")
	must(tlog.CheckRecord(r.proof, r.size, root, r.index, tlog.RecordHash(r.record)), "proof")
	fmt.Printf("ok: record %d of %d\n", r.index, r.size)
}

// RFC 9162, 2.1.3.2; what it gives is checked by x/mod once more.
func rootOf(r receipt) (tlog.Hash, bool) {
	if r.index >= r.size {
		return tlog.Hash{}, false
	}
	h, node, last := tlog.RecordHash(r.record), r.index, r.size-1
	for _, p := range r.proof {
		if last == 0 {
			return h, false
		}
		if node&1 == 1 || node == last {
			h = tlog.NodeHash(p, h)
			for node&1 == 0 && node != 0 {
				node, last = node>>1, last>>1
			}
		} else {
			h = tlog.NodeHash(h, p)
		}
		node, last = node>>1, last>>1
	}
	return h, last == 0
}
