# bench-table.awk: the lines of bench/bench.h (BENCH_COLUMNS) as one table, and as JSON into the file named by `json`.
BEGIN {
	FS = "\t"
	row = "%-26s %-8s %9s %-10s %10s %10s %6s %5s  %-14s %7s %6s  %s\n"
	printf row, "job", "engine", "count", "unit", "ours", "reference", "ratio", "runs", "target", "MiB", "growth", "verdict"
	printf "[" > json
}
# The columns are: 1 job, 2 engine, 3 count, 4 unit, 5 ours µs, 6 ours CPU µs, 7 reference µs, 8 what the reference is,
# 9 runs, 10 ratio, 11 target, 12 MiB, 13 most MiB, 14 growth (0: not the last size), 15 verdict.
{
	reference = "-"
	ratio = "-"
	if ($7 > 0) {
		reference = time($7)
		ratio = $10
	}
	memory = $12
	if ($13 > 0)
		memory = $12 "/" $13
	printf row, $1, $2, $3, $4, time($5), reference, ratio, $9, $11, memory, ($14 + 0 ? $14 : ""), $15
	printf "%s\n{\"job\":\"%s\",\"engine\":\"%s\",\"count\":%d,\"unit\":\"%s\",\"ours_us\":%s,\"ours_cpu_us\":%s,", \
		(NR > 1 ? "," : ""), $1, $2, $3, $4, $5, $6 > json
	printf "\"reference_us\":%s,\"reference\":\"%s\",\"runs\":%d,\"ratio\":%s,\"target\":\"%s\",", $7, $8, $9, $10, $11 > json
	printf "\"rss_mib\":%d,\"rss_target_mib\":%d,\"growth\":%s,\"verdict\":\"%s\"}", $12, $13, $14, $15 > json
	if (!($1 in seen)) {
		seen[$1] = 1
		words = words sprintf("  %-26s %s\n", $1, $8)
	}
	if ($15 ~ /MISSED/) missed++
	if ($15 ~ /told/ && $11 != "-") unjudged++
}
END {
	print "\n]" > json
	print "\nours and reference: time an operation (one unit; for a job without growth the whole run), median. The references:"
	printf "%s", words
	print missed + 0 " targets missed, " unjudged + 0 " not judged (fewer than five runs)"
}
function time(us) {
	if (us < 1000)
		return sprintf("%.2f us", us)
	return us < 1000000 ? sprintf("%.2f ms", us / 1000) : sprintf("%.2f s", us / 1000000)
}
