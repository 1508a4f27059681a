#ifndef SN_CARE_LETTER_H
#define SN_CARE_LETTER_H
/* letter: 慰问信, the letter that goes with every entitlement of a cycle.
 *
 *   shapes  A letter has a code in its cycle, and of each language its versions.  A text never changes: another text is
 *           the next version.  A second person checks a version, and only the newest checked one is printed.  Its sender
 *           is a union (the region) or a partner (the national federation stands outside the tree), so it has a name.
 *   text    Plain text in UTF-8, GB18030 or UTF-16 with its mark; one page: at most LETTER_CHARACTERS_MAX characters.
 *           Placeholders: {name} {team} {union} {year} {item}, no other.  Mongolian is written in the traditional script,
 *           Chinese and English in their own.
 *   prints  One a person and gift, or one a team with the list of names.  Each print is kept with the entitlements that
 *           it is for.  What was printed before, in this code and language, is a reprint, also of a later version.
 *   left    Who is in no team gets no letter by team, and none whose text names {team}: told as left out, and listed as
 *           missing.
 *   units   封, a unit of its own: never added to people or goods.  A team's letter is one 封, whoever stands on it.
 *   errors  letter_code, letter_lang, letter_way, letter_placeholder, letter_control, letter_script (row: the line),
 *           letter_long, letter_elsewhere, letter_outside, letter_unchecked, letter_own_text, letter_to_one,
 *           letter_nobody, letter_many, no_such_letter, cycle_state, org_outside_cycle, bad_encoding, missing_field,
 *           too_long, not_granted.
 *   rights  A maker at the letter's union enters, a checker there who is not the maker checks; a maker or keeper prints
 *           for his union.  Names stand on letters whole: the file is for the printer, and is deleted after it.
 *   leaves  Checking a version (LETTER) and each printing (LETTERS).
 *   source  product.md (The letter 慰问信 goes with every entitlement); issue 3, point 6.
 *   start   letter_add(), letter_check(), letter_print(); letter_html_page() makes the page. */
#include "care/care.h"

/* clang-format off */
#define LETTER_LANGS(X)   /* name, word, zh, en */ \
	X(ZH, "zh", "中文",   "Chinese")   \
	X(MN, "mn", "蒙古文", "Mongolian") \
	X(EN, "en", "英文",   "English")
#define LETTER_WAYS(X)   /* name, word, zh, en */ \
	X(NAME, "name", "每人一封",   "one a person") \
	X(TEAM, "team", "每班组一封", "one a team")
#define LETTER_PLACEHOLDERS(X)   /* name, word */ \
	X(NAME,  "name")  X(TEAM, "team") X(UNION, "union") X(YEAR, "year") X(ITEM, "item")
/* clang-format on */
enum letter_lang {
#define X(name, word, zh, en) LETTER_##name,
	LETTER_LANGS(X) LETTER_LANGS_COUNT
#undef X
};
enum letter_way {
#define X(name, word, zh, en) LETTER_BY_##name,
	LETTER_WAYS(X) LETTER_WAYS_COUNT
#undef X
};
enum letter_placeholder {
#define X(name, word) LETTER_HAS_##name,
	LETTER_PLACEHOLDERS(X) LETTER_PLACEHOLDERS_COUNT
#undef X
};
const struct org_words *letter_lang_words(enum letter_lang lang);
const struct org_words *letter_way_words(enum letter_way way);
/* From the word or the Chinese name. */
bool letter_lang_parse(enum letter_lang *out, struct str text) SN_MUST_USE;
bool letter_way_parse(enum letter_way *out, struct str text) SN_MUST_USE;

/* ---- texts ---- */

struct letter {
	struct uuid letter_id;
	int64_t shard, org_no, cycle_no, version;
	struct str code;
	enum letter_lang lang;
	int64_t sender_org_no, sender_partner_no; /* one of the two, the other is 0 */
	int32_t day;                              /* under the sender's name; 0: none is printed */
	struct str title;                         /* STR_NULL: none */
	struct str body;
	unsigned uses; /* 1 << LETTER_HAS_x */
	struct uuid maker_id, checker_id;
	int64_t made_us, checked_us; /* checked_us 0: not checked */
};
/* As it is stored: lines end in LF and without blanks, no BOM; what it uses. Pure but for its memory. */
struct sn_err letter_text_take(struct arena *mem, struct str file, enum letter_lang lang,
			       struct str *body, unsigned *uses) SN_MUST_USE;
/* what: org_no, cycle_no, code, lang, sender, day, title, body. The next version; the same as the newest one is that one.
 * Inside a work. */
struct sn_err letter_add(struct ctx *c, const struct letter *what, struct letter *out) SN_MUST_USE;
/* The newest version, or exactly `version` (> 0). */
struct letter_key {
	int64_t cycle_no, version;
	struct str code;
	enum letter_lang lang;
};
struct sn_err letter_find(struct ctx *c, const struct letter_key *key,
			  struct letter *out) SN_MUST_USE;
/* Of a cycle, in c->mem. */
struct sn_err letter_list(struct ctx *c, int64_t cycle_no, struct letter **out,
			  size_t *count) SN_MUST_USE;
/* By the actor, who has read it; again changes nothing. Inside a work. */
struct sn_err letter_check(struct ctx *c, const struct letter_key *key,
			   struct letter *out) SN_MUST_USE;

/* ---- printing ---- */

/* Somebody entitled, in the order of printing: union, team, gift, name. */
struct letter_target {
	int64_t shard, org_no;
	struct uuid entitlement_id, team_id; /* team null: in none */
	struct str name, team, benefit;
	bool had;      /* a letter of this code and language went with it before */
	bool page_had; /* … and one of its own, or of its team's */
};
struct letter_page {
	int64_t shard, org_no;
	struct uuid subject_id, team_id; /* the entitlement, or the team */
	struct str team, benefit;
	size_t first, count; /* of the targets */
	int64_t reached;     /* of these, for whom it is the first */
	bool again;
};
/* Pure: which pages there are for these targets; the others (at most one a target) are left out. */
struct letter_plan {
	struct letter_page *pages;
	size_t count, left_out;
};
void letter_plan(const struct letter_target *targets, size_t count, enum letter_way way,
		 bool needs_team, struct letter_plan *plan);

struct letter_ask {
	struct cycle cycle;
	struct org org;        /* for its people and those below it */
	struct str code, team; /* team STR_NULL: all */
	enum letter_lang lang;
	enum letter_way way;
};
struct letter_printed {
	struct letter letter;
	struct uuid run_id;
	struct letter_target *targets; /* in c->mem, as the pages */
	struct letter_plan plan;
	int64_t letters, again,
		reached; /* 封 that are new, reprints, entitlements that got their first */
};
/* Counts it, and says what is to be printed. The cycle is approved or open. Inside a work. */
struct sn_err letter_print(struct ctx *c, const struct letter_ask *ask,
			   struct letter_printed *out) SN_MUST_USE;

/* What was printed once more, for its file: by a maker or keeper at the union that it was printed for. It counts nothing.
 * no_such_letter. In c->mem. */
struct sn_err letter_run_read(struct ctx *c, struct uuid run_id, struct letter_ask *ask,
			      struct letter_printed *out) SN_MUST_USE;
/* Printings of a cycle for a union and those below it, the latest first, at most LETTER_RUNS_MAX. In c->mem. */
enum { LETTER_RUNS_MAX = 200 };
struct letter_run_row {
	struct uuid run_id, by_id;
	int64_t org_no, version, letters, again, at_us;
	struct str code;
	enum letter_lang lang;
	enum letter_way way;
};
struct sn_err letter_runs(struct ctx *c, int64_t cycle_no, struct str org_path,
			  struct letter_run_row **out, size_t *count) SN_MUST_USE;

/* ---- the file ---- */

/* The pages of a printing as one HTML document, a piece a page: names stand in it whole. each's error ends it. */
struct letter_file {
	struct sn_err (*each)(void *self, struct str html, int64_t done, int64_t total);
	void *self;
};
struct sn_err letter_file(struct ctx *c, const struct letter_ask *ask,
			  const struct letter_printed *printed,
			  const struct letter_file *out) SN_MUST_USE;
/* What the sender of a letter is called today. */
struct sn_err letter_sender(struct ctx *c, const struct letter *l, struct str *out) SN_MUST_USE;

/* ---- the page ---- */

/* What placeholders stand for; unknown ones are those that the text does not use. */
struct letter_values {
	struct str of[LETTER_PLACEHOLDERS_COUNT];
};
struct letter_sheet {
	const struct letter *letter;
	struct str sender;
	struct letter_values values;
	const struct letter_target *names; /* by team: who stands on it; NULL: none */
	size_t names_count;
	bool proof; /* a sample for the checker: says so on the page, placeholders stay */
};
/* Half-points: the largest type in which the page holds it all, from 36 (18 points) down to 18. Pure. */
int letter_type_size(const struct letter_sheet *s);
/* Mongolian by team, where the names have no room beside the text: they stand on sheets of their own, so many on each. */
bool letter_names_apart(const struct letter_sheet *s);
size_t letter_names_room(const struct letter_sheet *s);
/* One HTML document with nothing outside it: head, then pages, then tail. Everything is escaped. */
void letter_html_head(struct buf *b, const struct letter *letter);
void letter_html_page(struct buf *b, const struct letter_sheet *s);
void letter_html_tail(struct buf *b);

/* ---- counting ---- */

struct letter_count {
	int64_t org_no;
	struct str code, team; /* team STR_NULL: of people who are in none */
	enum letter_lang lang;
	int64_t letters, again, reached;
};
/* By union, team, code and language, in c->mem. */
struct sn_err letter_counts(struct ctx *c, int64_t cycle_no, struct str org_path,
			    struct letter_count **out, size_t *count) SN_MUST_USE;
/* What report shows. */
struct letter_total {
	int64_t letters, again;
};
struct sn_err letter_total(struct ctx *c, int64_t cycle_no, struct str org_path,
			   struct letter_total *out) SN_MUST_USE;

struct letter_missing {
	int64_t org_no;
	struct str name, team, benefit; /* name whole: masked at the edge */
	bool received;                  /* the gift was handed over without a letter */
};
struct letter_missing_filter {
	int64_t cycle_no;
	struct str org_path, code; /* code STR_NULL: no letter of any */
	bool one_lang;
	enum letter_lang lang; /* where one_lang */
};
/* Entitled, and no letter was printed for it; at most LETTER_PRINT_MAX; in c->mem. */
struct sn_err letter_missing(struct ctx *c, const struct letter_missing_filter *filter,
			     struct letter_missing **out, size_t *count) SN_MUST_USE;

/* A checked text that was changed: "letter"; a printing that is not what its leaf says: "letters"; rows that belong to
 * nothing: "letter-page". */
struct sn_err letter_verify(struct ctx *c, void (*each)(void *self, const struct ledger_finding *f),
			    void *self, int64_t *findings) SN_MUST_USE;
#endif
