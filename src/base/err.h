#ifndef SN_BASE_ERR_H
#define SN_BASE_ERR_H
/* err: the one error type, carried by value and handed up untouched to the edge that reports it.
 *
 *   shapes  code: what kind (exit and HTTP status hang on it; settled.md 13).  reason: which refusal exactly
 *           (base/reasons.h: stable word, words in zh-CN and en).  The code follows from the reason.
 *   errors  a function that can fail returns struct sn_err and is SN_MUST_USE; SN_TRY() hands an error up.
 *   start   SN_FAIL(REASON, .field = "amount_fen", .arg = {have, need}); sn_err_words() at the edge. */
#include "base/reasons.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* clang-format off */
#define SN_ERR_CODES(X)   /* name, exit status, HTTP status */ \
	X(OK,        0,  200) \
	X(INVALID,   3,  400) \
	X(DENIED,    3,  403) \
	X(NOT_FOUND, 3,  404) \
	X(CONFLICT,  3,  409) \
	X(LIMIT,     3,  422) \
	X(TOO_LARGE, 3,  413) \
	X(PARTLY,    4,  207) \
	X(USAGE,     2,  400) \
	X(MISMATCH,  1,  500) \
	X(DOWN,      69, 503) \
	X(RATE,      69, 429) \
	X(IO,        74, 503) \
	X(FULL,      74, 507) \
	X(UNKNOWN,   75, 503) \
	X(REFUSES,   78, 503) \
	X(NOMEM,     69, 503)
/* clang-format on */

enum sn_err_code {
#define X(name, exit_status, http_status) SN_##name,
	SN_ERR_CODES(X)
#undef X
};

enum sn_reason {
#define X(name, code, word, zh, en) SN_R_##name,
	SN_REASONS(X) SN_REASONS_COUNT
#undef X
};

enum lang { LANG_ZH, LANG_EN };

struct sn_err {
	enum sn_reason reason;
	const char *
		field; /* a literal, or NULL: which input, in the name that its column or option has */
	int64_t row;    /* as the file's reader shows it, from 1; 0: none */
	int64_t arg[3]; /* what the reason's words show as {0} {1} {2} */
	char text[96];  /* masked or public text for {text}; cut at a character's border */
};

#define SN_MUST_USE     __attribute__((warn_unused_result))
#define SN_PRINTF(f, a) __attribute__((format(printf, f, a)))

/* The text is left as it is, but for its end: clearing it at every return cost more than most functions do. */
static inline struct sn_err sn_success(void)
{
	struct sn_err e;
	e.reason = SN_R_NONE;
	e.field = NULL;
	e.row = 0;
	e.arg[0] = e.arg[1] = e.arg[2] = 0;
	e.text[0] = '\0';
	return e;
}
#define SN_SUCCESS                sn_success()
#define SN_FAIL(reason_name, ...) ((struct sn_err){.reason = SN_R_##reason_name, __VA_ARGS__})

static inline bool sn_failed(struct sn_err e)
{
	return e.reason != SN_R_NONE;
}

/* The same error with a printf-made {text}: SN_TEXT(SN_FAIL(BAD_NUMBER, .field = "qty"), "%s", word). */
struct sn_err sn_err_with_text(struct sn_err e, const char *fmt, ...) SN_MUST_USE SN_PRINTF(2, 3);

enum sn_err_code sn_err_code(struct sn_err e);
int sn_err_exit_status(struct sn_err e);
int sn_err_http_status(struct sn_err e);

/* The reason's stable word, such as "bad_id_checksum". */
const char *sn_reason_word(enum sn_reason reason);

/* Writes the whole sentence for a person into out (always NUL-terminated, cut at a character's border). */
void sn_err_words(struct sn_err e, enum lang lang, char *out, size_t out_bytes);

#define SN_TRY(expr)                                                                               \
	do {                                                                                       \
		const struct sn_err sn_try_e_ = (expr);                                            \
		if (sn_failed(sn_try_e_))                                                          \
			return sn_try_e_;                                                          \
	} while (0)
#endif
