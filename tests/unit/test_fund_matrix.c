/* The matrix source × purpose as a file: what it says, and each way to be no matrix. */
#include "ledger/fund.h"
#include "tap.h"

static struct sn_err parse(const char *json, struct fund_matrix *out)
{
	struct arena *mem = arena_new(1 << 20);
	const struct sn_err e = fund_matrix_parse(mem, str_of(json), out);
	arena_free(mem);
	return e;
}

#define HEAD  "{\"schema\":1,\"version\":2,\"from\":\"2024-01-01\",\"source\":\"test\","
#define GIFT  "\"purposes\":[{\"purpose\":\"gift\",\"zh\":\"慰问\",\"en\":\"gift\"}],"
#define RULES "\"rules\":[{\"source\":\"OWN\",\"purpose\":\"gift\",\"allowed\":true}]}"

static void what_it_says(void)
{
	struct arena *mem = arena_new(1 << 20);
	struct fund_matrix m;
	const struct sn_err e = fund_matrix_parse(
		mem,
		STR("{\"schema\":1,\"version\":2,\"from\":\"2024-01-01\",\"until\":\"2025-01-01\","
		    "\"source\":\"test\"," GIFT
		    "\"rules\":[{\"source\":\"OWN\",\"purpose\":\"gift\",\"allowed\":true},"
		    "{\"source\":\"OTHER\",\"purpose\":\"gift\",\"allowed\":false}]}"),
		&m);
	EQ_STR(sn_reason_word(e.reason), "ok", "a matrix");
	EQ_I64(m.version, 2, "of a version");
	EQ_I64(m.from_day, 20240101, "from a day");
	EQ_I64(m.until_day, 20250101, "until a day");
	EQ_I64(m.purposes[0].verdict[FUND_OWN], FUND_ALLOWED, "what is allowed");
	EQ_I64(m.purposes[0].verdict[FUND_OTHER], FUND_FORBIDDEN, "what is not");
	EQ_I64(m.purposes[0].verdict[FUND_FISCAL], FUND_UNSET, "and what nobody has decided");
	arena_free(mem);
}

static void what_is_none(void)
{
	static const struct {
		const char *json, *reason, *field;
	} bad[] = {
		{"", "bad_json", NULL},
		{HEAD GIFT RULES " x", "bad_json", NULL},
		{"[]", "wrong_kind", NULL},
		{"{\"schema\":2,\"version\":2,\"from\":\"2024-01-01\",\"source\":\"t\"," GIFT RULES,
		 "matrix_value", "schema"},
		{"{\"schema\":1,\"version\":0,\"from\":\"2024-01-01\",\"source\":\"t\"," GIFT RULES,
		 "matrix_value", "version"},
		{"{\"schema\":1,\"version\":1,\"from\":\"2024-13-01\",\"source\":\"t\"," GIFT RULES,
		 "bad_day", "from"},
		{"{\"schema\":1,\"version\":1,\"from\":\"2024-01-01\",\"until\":\"soon\","
		 "\"source\":"
		 "\"t\"," GIFT RULES,
		 "bad_day", "until"},
		{"{\"schema\":1,\"version\":1,\"from\":\"2024-01-01\",\"until\":\"2024-01-01\","
		 "\"source\":\"t\"," GIFT RULES,
		 "matrix_value", "until"},
		{"{\"schema\":1,\"version\":1,\"from\":\"2024-01-01\",\"source\":\"\"," GIFT RULES,
		 "matrix_value", "source"},
		{HEAD "\"purposes\":[]," RULES, "matrix_value", "purposes"},
		{HEAD "\"purposes\":[{\"purpose\":\"\",\"zh\":\"x\",\"en\":\"x\"}]," RULES,
		 "matrix_value", "purpose"},
		{HEAD "\"purposes\":[{\"purpose\":\"a\",\"zh\":\"x\",\"en\":\"x\"},"
		      "{\"purpose\":\"a\",\"zh\":\"y\",\"en\":\"y\"}]," RULES,
		 "matrix_value", "purpose"},
		{HEAD GIFT
		 "\"rules\":[{\"source\":\"MINE\",\"purpose\":\"gift\",\"allowed\":true}]}",
		 "matrix_value", "source"},
		{HEAD GIFT "\"rules\":[{\"source\":\"OWN\",\"purpose\":\"fun\",\"allowed\":true}]}",
		 "matrix_value", "purpose"},
		{HEAD GIFT "\"rules\":[{\"source\":\"OWN\",\"purpose\":\"gift\",\"allowed\":true},"
			   "{\"source\":\"OWN\",\"purpose\":\"gift\",\"allowed\":false}]}",
		 "matrix_value", "purpose"},
		{HEAD GIFT "\"more\":1," RULES, NULL, NULL},
		{HEAD "\"purposes\":[{\"purpose\":\"a\",\"zh\":\"x\"}]," RULES, NULL, NULL},
		{HEAD "\"purposes\":[{\"purpose\":\"a\",\"en\":\"x\"}]," RULES, NULL, NULL},
		{HEAD "\"purposes\":[{\"zh\":\"a\",\"en\":\"x\"}]," RULES, NULL, NULL},
		{HEAD
		 "\"purposes\":[{\"purpose\":\"a\",\"zh\":\"x\",\"en\":\"x\",\"fr\":\"x\"}]," RULES,
		 NULL, NULL},
		{HEAD "\"purposes\":1," RULES, NULL, NULL},
		{HEAD GIFT "\"rules\":{}}", NULL, NULL},
		{HEAD GIFT "\"rules\":[{\"source\":1,\"purpose\":\"gift\",\"allowed\":true}]}",
		 NULL, NULL},
		{HEAD GIFT "\"rules\":[{\"source\":\"OWN\",\"purpose\":1,\"allowed\":true}]}", NULL,
		 NULL},
		{HEAD GIFT "\"rules\":[{\"source\":\"OWN\",\"purpose\":\"gift\",\"allowed\":1}]}",
		 NULL, NULL},
		{HEAD GIFT "\"rules\":[{\"source\":\"OWN\",\"purpose\":\"gift\",\"allowed\":true,"
			   "\"x\":1}]}",
		 NULL, NULL},
		{"{\"version\":1}", NULL, NULL},
		{"{\"schema\":1}", NULL, NULL},
		{"{\"schema\":1,\"version\":1}", NULL, NULL},
		{"{\"schema\":1,\"version\":1,\"from\":1}", NULL, NULL},
		{"{\"schema\":1,\"version\":1,\"from\":\"2024-01-01\",\"until\":1}", NULL, NULL},
		{"{\"schema\":1,\"version\":1,\"from\":\"2024-01-01\"}", NULL, NULL},
	};
	int wrong = 0;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct fund_matrix m;
		const struct sn_err e = parse(bad[i].json, &m);
		const char *word = sn_reason_word(e.reason);
		const bool as_told = !bad[i].reason || strcmp(word, bad[i].reason) == 0;
		const bool there = !bad[i].field || (e.field && strcmp(e.field, bad[i].field) == 0);
		if (sn_failed(e) && as_told && there)
			continue;
		wrong++;
		printf("# %s: %s %s\n", bad[i].json, word, e.field ? e.field : "-");
	}
	EQ_I64(wrong, 0, "each way to be no matrix is refused");
	char many[64 + 80 * (FUND_PURPOSES_MAX + 1)] = HEAD "\"purposes\":[";
	size_t at = strlen(many);
	for (int i = 0; i <= FUND_PURPOSES_MAX; i++)
		at += (size_t)snprintf(many + at, sizeof many - at,
				       "%s{\"purpose\":\"p%d\",\"zh\":\"x\",\"en\":\"x\"}",
				       i ? "," : "", i);
	(void)snprintf(many + at, sizeof many - at, "],\"rules\":[]}");
	struct fund_matrix m;
	EQ_STR(sn_reason_word(parse(many, &m).reason), "matrix_value", "so are too many purposes");
}

int main(void)
{
	what_it_says();
	what_is_none();
	return tap_done();
}
