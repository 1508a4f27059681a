#ifndef SN_ORG_PARTNER_H
#define SN_ORG_PARTNER_H
/* partner: bodies outside the union tree that unions work with: departments of the government, public institutions,
 * hospitals, companies, national unions, social organisations.
 *
 *   shapes  A partner has a number that never changes (partner_no), a code of its own, an official name that is data
 *           and never made by the program, a kind, its USCC where it is known, and the union beside which it stands
 *           (org_no, 0: none; a company's own giving is told below that union).  A name has days: the former one
 *           stays and still finds the partner.  A partner that is closed from a day on is found for days before it.
 *           No telephone number and no contact person is kept.
 *   units   days yyyymmdd (UTC+8); closed_day is the first day on which it is no more, 0: open.
 *   errors  no_such_partner, partner_ambiguous, partner_code_taken, partner_uscc_taken, partner_name_taken,
 *           partner_alias_taken, partner_closed, partner_day_order, partner_bad_code, partner_bad_kind, partner_full,
 *           org_day_ahead, those of base/uscc.h.  Texts are codes and official names, which are public.
 *   rights  asked by the caller (layer rights stands above): maker at the union it belongs with.
 *   source  product.md (joint activities; roles 主办, 联合, 承办, 共建, 报送); GB 32100-2015 for the USCC.
 *   start   partner_find(); partner_add(). */
#include "base/limits.h"
#include "base/uscc.h"
#include "org/org.h"

/* clang-format off */
#define PARTNER_KINDS(X)   /* name, word, zh, en */ \
	X(GOVERNMENT,  "government",  "政府部门", "government body")     \
	X(INSTITUTION, "institution", "事业单位", "public institution")  \
	X(HOSPITAL,    "hospital",    "医院",     "hospital")            \
	X(COMPANY,     "company",     "企业",     "company")             \
	X(NATIONAL,    "national",    "全国工会", "national union")      \
	X(SOCIAL,      "social",      "社会组织", "social organisation") \
	X(OTHER,       "other",       "其他",     "other")
/* clang-format on */
enum partner_kind {
#define X(name, word, zh, en) PARTNER_##name,
	PARTNER_KINDS(X) PARTNER_KINDS_COUNT
#undef X
};
const struct org_words *partner_kind_words(enum partner_kind kind);
/* The word or the Chinese name of a kind. */
bool partner_kind_parse(enum partner_kind *out, struct str text);

struct partner {
	int64_t partner_no;
	struct str code, name; /* the name as of the asked day */
	enum partner_kind kind;
	struct str uscc; /* STR_NULL: not known */
	int64_t org_no;  /* the union beside which it stands; 0: none */
	int32_t from_day, closed_day;
};

/* By code, USCC, official name, former name or alias, in this order, as of a day (0: today). partner_closed: it is no
 * more on that day. partner_ambiguous: several have this name. Text lives in c->mem. */
struct sn_err partner_find(struct ctx *c, struct str text, int32_t day,
			   struct partner *out) SN_MUST_USE;
/* This very partner, closed or not, by its name of that day (0: today). */
struct sn_err partner_by_no(struct ctx *c, int64_t partner_no, int32_t day,
			    struct partner *out) SN_MUST_USE;

/* ---- changes: each inside a work; what was before stays readable ---- */

struct partner_new {
	struct str code, name, uscc; /* uscc STR_NULL: not known */
	enum partner_kind kind;
	int64_t org_no;   /* 0: beside no union */
	int32_t from_day; /* 0: today */
};
/* The same code with the same content is left as it is (changed = false); a USCC may be added to one that had none. A
 * second partner with the same USCC, or with the same name beside the same union, is refused. */
struct sn_err partner_add(struct ctx *c, const struct partner_new *what, struct partner *out,
			  bool *changed) SN_MUST_USE;
/* Where the partner is found by this text already, nothing changes. */
struct sn_err partner_add_alias(struct ctx *c, int64_t partner_no, struct str alias) SN_MUST_USE;
/* From that day on; the former name stays and finds it. Twice on one day: the second takes the first one's place. */
struct sn_err partner_rename(struct ctx *c, int64_t partner_no, struct str name,
			     int32_t day) SN_MUST_USE;
/* Closed for good; the same day again changes nothing. */
struct sn_err partner_close(struct ctx *c, int64_t partner_no, int32_t day) SN_MUST_USE;

/* ---- lists ---- */

struct partner_filter {
	const enum partner_kind *kind; /* NULL: all */
	int64_t org_no;                /* 0: all; else beside this union or one below it */
	bool closed_too;
};
/* By code; names of today. In c->mem. */
struct sn_err partner_list(struct ctx *c, const struct partner_filter *filter, struct partner **out,
			   size_t *count) SN_MUST_USE;
struct partner_name {
	struct str name;
	int32_t from_day, until_day; /* until_day 0: now */
};
/* What it was called, oldest first. */
struct sn_err partner_names(struct ctx *c, int64_t partner_no, struct partner_name **out,
			    size_t *count) SN_MUST_USE;
struct sn_err partner_aliases(struct ctx *c, int64_t partner_no, struct str **out,
			      size_t *count) SN_MUST_USE;

/* ---- import ---- */

struct partner_import_result {
	int64_t read, added, unchanged, skipped; /* skipped rows are told by the callback */
};
struct partner_import {
	struct str path;
	/* Asked before each row is written, such as for a right at the union; NULL: nobody asks. */
	struct sn_err (*allowed)(struct ctx *c, int64_t org_no);
	void (*each_skipped)(void *self, struct sn_err why);
	void *self;
};
/* CSV or xlsx with code, name, kind, uscc, org, aliases, from (or their Chinese names); aliases are parted by ; or 、.
 * Outside a work: reads the file, then writes in one. Good rows are taken; the others are told with their row and
 * column after the write. The same file again changes nothing. */
struct sn_err partner_import(struct ctx *c, const struct partner_import *what,
			     struct partner_import_result *out) SN_MUST_USE;

/* ---- checking ---- */

/* What does not hold of what is stored: "uscc" (its check character), "name" (names that do not follow each other day
 * by day from the first day on, or that the stored key does not fit), "event" (the record of who entered it is not
 * there). */
typedef void partner_each_finding(void *self, const char *what, int64_t partner_no);
struct sn_err partner_verify(struct ctx *c, partner_each_finding *each, void *self) SN_MUST_USE;
#endif
