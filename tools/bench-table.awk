# bench-table.awk: the lines of bench/bench.h (BENCH_COLUMNS) as one table, and as JSON into the file named by `json`.
BEGIN {
	FS = "\t"
	row = "%-26s %-8s %9s %-10s %10s %10s %10s %10s %5s %6s %5s  %-14s %7s %6s  %s\n"
	printf row, "job", "engine", "count", "unit", "ours", "reference", "ours CPU", "ref. CPU", "by", "ratio", "runs", \
		"target", "MiB", "growth", "verdict"
	printf "[" > json
}
# The columns are: 1 job, 2 engine, 3 count, 4 unit, 5 ours µs, 6 ours CPU µs, 7 reference µs, 8 reference CPU µs, 9 what
# the reference is, 10 runs, 11 judged by, 12 ratio, 13 target, 14 MiB, 15 most MiB, 16 growth (0: not the last size),
# 17 verdict.
{
	reference = reference_cpu = ratio = "-"
	if ($7 > 0) {
		reference = time($7)
		reference_cpu = time($8)
		ratio = $12
	}
	memory = $14
	if ($15 > 0)
		memory = $14 "/" $15
	printf row, $1, $2, $3, $4, time($5), reference, time($6), reference_cpu, $11, ratio, $10, $13, memory, \
		($16 + 0 ? $16 : ""), $17
	printf "%s\n{\"job\":\"%s\",\"engine\":\"%s\",\"count\":%d,\"unit\":\"%s\",\"ours_us\":%s,\"ours_cpu_us\":%s,", \
		(NR > 1 ? "," : ""), $1, $2, $3, $4, $5, $6 > json
	printf "\"reference_us\":%s,\"reference_cpu_us\":%s,\"reference\":\"%s\",\"runs\":%d,\"judged_by\":\"%s\",", \
		$7, $8, $9, $10, $11 > json
	printf "\"ratio\":%s,\"target\":\"%s\",\"rss_mib\":%d,\"rss_target_mib\":%d,\"growth\":%s,\"verdict\":\"%s\"}", \
		$12, $13, $14, $15, $16, $17 > json
	if (!($1 in seen)) {
		seen[$1] = 1
		words = words sprintf("  %-26s %s\n", $1, $9)
	}
	if ($17 ~ /MISSED/) missed++
	if ($17 ~ /told/ && $13 != "-") unjudged++
}
END {
	print "\n]" > json
	print "\nours and reference: time an operation (one unit; for a job without growth the whole run), median; CPU: that of"
	print "the bench\047s own process, a server\047s not counted. by: the time that ratio and growth are taken from. The references:"
	printf "%s", words
	print missed + 0 " targets missed, " unjudged + 0 " not judged (fewer than five runs)"
}
function time(us) {
	if (us < 1000)
		return sprintf("%.2f us", us)
	return us < 1000000 ? sprintf("%.2f ms", us / 1000) : sprintf("%.2f s", us / 1000000)
}
