#!/usr/bin/python3
"""coverage-table.py REPORT.json GROUPS.txt MIN: branches by group and file; exit status 1 when a group is below MIN %.

Python, because gcovr is: it makes the report and brings the interpreter. What is not counted, and why, stands in
run-coverage.sh."""
import fnmatch
import json
import re
import sys

HANDED_ON = re.compile(r"^\s*SN_TRY\(")
NO_MEMORY = re.compile(r"^\s*return SN_FAIL\(OUT_OF_MEMORY\);")


def is_not_counted(source, number):
    line = source[number - 1]
    if line.lstrip().startswith("assert("):
        return True
    # an if of up to two lines whose only statement is the error
    for behind in (number, number + 1):
        if behind < len(source) and NO_MEMORY.match(source[behind]):
            head = source[number - 1 : behind]
            return head[0].lstrip().startswith("if (") and head[-1].rstrip().endswith(")")
    return False


def branches(path, lines):
    with open(path, encoding="utf-8") as f:
        source = f.read().split("\n")
    taken = total = 0
    missed = []
    for line in lines:
        counts = [b["count"] for b in line.get("branches", [])]
        if not counts or is_not_counted(source, line["line_number"]):
            continue
        if len(counts) == 2 and HANDED_ON.match(source[line["line_number"] - 1]):
            counts = [max(counts)]  # that it was reached
        total += len(counts)
        taken += sum(c > 0 for c in counts)
        if 0 in counts:
            missed.append(line["line_number"])
    return taken, total, missed


def main():
    report, groups, least = sys.argv[1], sys.argv[2], float(sys.argv[3])
    with open(report, encoding="utf-8") as f:
        files = {f["file"]: f["lines"] for f in json.load(f)["files"]}
    wanted = {}
    with open(groups, encoding="utf-8") as f:
        for line in f:
            if line.strip() and not line.startswith("#"):
                group, pattern = line.split()
                found = fnmatch.filter(files, pattern)
                if not found:
                    sys.exit(f"coverage: {pattern} matches no file that was built")
                wanted.setdefault(group, set()).update(found)
    low = 0
    for group, names in wanted.items():
        rows = sorted((branches(n, files[n]), n) for n in names)
        taken, total = sum(r[0][0] for r in rows), sum(r[0][1] for r in rows)
        share = 100 * taken / total if total else 100
        low += share < least
        print(f"{group:<32}{taken:>6}/{total:<6}{share:6.1f} %  {'ok' if share >= least else 'TOO LOW'}")
        for (t, n, missed), name in sorted(rows, key=lambda r: r[0][0] / max(r[0][1], 1)):
            told = ",".join(map(str, missed[:12])) + (",…" if len(missed) > 12 else "")
            print(f"  {name:<30}{t:>6}/{n:<6}{100 * t / max(n, 1):6.1f} %  {told}")
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main())
