#ifndef SN_REPORT_POST_H
#define SN_REPORT_POST_H
/* post: a post handed over by a signed list (岗位交接).
 *
 *   shapes  A paper names a union, who gives, who takes, who witnesses (监交人), the roles of the business that the giver holds
 *           at this very union, and a list of what he has in hand there and below as the paper is drawn up: papers that
 *           wait for him, his own drafts, cycles that wait for him, goods and cash in his custody, open matters, rosters
 *           not taken over, links given to companies.  The list is a state of that moment and is never changed; who finds
 *           it out of date voids the paper and draws up another.
 *   signed  Each of the three signs once, in whatever order.  With the last signature the giver's roles end and the
 *           receiver holds them, in one commit; what is asked of any grant (rights.h) is asked again then.
 *   gone    Where the giver cannot sign, who manages users there, or an approver of the union above, draws the paper up
 *           with the reason and signs in his place; he is neither receiver nor witness.
 *   custody Stays in its holder's name: the last signature is refused as long as a giver who signs himself has custody
 *           there.  Of one who is gone it stays on the list, for the receiver and the auditors to see.
 *   second  A grant that moves by such a paper has three signatures and asks for no second person (rights.h).
 *   rights  Drawing up: the giver, or as said above.  A witness is a checker, approver, auditor or supervisor of the union or
 *           one above.  Reading: those named, who manages users there, auditors, supervisors and approvers of the union.
 *           Voiding: whoever is named on it or drew it up, with the reason.
 *   errors  post_not_held, post_three, post_witness, post_open, post_done, post_signed, post_not_yours, post_custody (arg 0:
 *           how many accounts), no_such_post, missing_field (reason), not_granted, and those of a grant.
 *   source  product.md (Few hands: "roles belong to posts; handing over a post is a signed list of tasks, custody and
 *           drafts"); issue 4.
 *   start   post_draw_up(), post_sign(), post_read(). */
#include "rights/permission.h"

/* clang-format off */
#define POST_ITEM_KINDS(X)   /* name, word, zh, en */ \
	X(PAPER,  "paper",  "等他签字的单据",   "papers that wait for him")      \
	X(DRAFT,  "draft",  "他拟的、没办完的单据", "his own papers, not done")  \
	X(CYCLE,  "cycle",  "等他办的活动",     "cycles that wait for him")      \
	X(GOODS,  "goods",  "保管的物资",       "goods in his custody")          \
	X(CASH,   "cash",   "保管的现金",       "cash in his custody")           \
	X(CASE,   "case",   "未结事项",         "open matters")                  \
	X(IMPORT, "import", "没办完的名册导入", "rosters not taken over")        \
	X(LINK,   "link",   "发给企业的填报链接", "links given to companies")
#define POST_STATES(X)   /* name, word */ X(OPEN, "open") X(DONE, "done") X(VOID, "void")
#define POST_PARTS(X)   /* name, word */ X(GIVER, "giver") X(RECEIVER, "receiver") X(WITNESS, "witness")
/* clang-format on */
enum post_item_kind {
#define X(name, word, zh, en) POST_ITEM_##name,
	POST_ITEM_KINDS(X) POST_ITEM_KINDS_COUNT
#undef X
};
enum post_state {
#define X(name, word) POST_##name,
	POST_STATES(X) POST_STATES_COUNT
#undef X
};
enum post_part {
#define X(name, word) POST_PART_##name,
	POST_PARTS(X) POST_PARTS_COUNT
#undef X
};
const struct org_words *post_item_words(enum post_item_kind kind);
const char *post_state_word(enum post_state state);
const char *post_part_word(enum post_part part);

struct post_paper {
	struct uuid paper_id;
	int64_t org_no;
	struct uuid who[POST_PARTS_COUNT];
	struct str reason; /* why another signs for the giver; STR_NULL: he signs himself */
	struct uuid made_by;
	int64_t made_at_us;
	int64_t signed_us[POST_PARTS_COUNT]; /* 0: not yet */
	int64_t done_at_us;
	struct uuid void_by;
	int64_t void_at_us;
	struct str void_why;
};
enum post_state post_state_of(const struct post_paper *p); /* pure */
/* Whose signature this user could give now; POST_PARTS_COUNT: none. Pure. */
enum post_part post_turn(const struct post_paper *p, struct uuid user_id);

struct post_item {
	enum post_item_kind kind;
	struct str object_id, words;
	int64_t quantity; /* -1: not counted */
	bool has_value;
	struct money value;
};

/* Inside works. */
struct post_new {
	int64_t org_no;
	struct uuid who[POST_PARTS_COUNT];
	struct str reason; /* needed where the actor is not the giver */
};
struct sn_err post_draw_up(struct ctx *c, const struct post_new *what,
			   struct post_paper *out) SN_MUST_USE;
struct sn_err post_sign(struct ctx *c, struct uuid paper_id, struct post_paper *out) SN_MUST_USE;
struct sn_err post_void(struct ctx *c, struct uuid paper_id, struct str why,
			struct post_paper *out) SN_MUST_USE;

/* Reading asks who may. */
struct sn_err post_read(struct ctx *c, struct uuid paper_id, struct post_paper *out) SN_MUST_USE;
struct post_page {
	int64_t before_us; /* 0: from the newest on */
	struct uuid before_id;
	size_t rows_max;
};
/* The actor's own where org is NULL; else those of the union and below that he may read. In c->mem. */
struct sn_err post_list(struct ctx *c, const struct org *org, const struct post_page *page,
			struct post_paper **out, size_t *count) SN_MUST_USE;
/* Of a paper that post_read() has given. In c->mem. */
struct sn_err post_roles(struct ctx *c, const struct post_paper *p, struct rights_grant **out,
			 size_t *count) SN_MUST_USE;
struct sn_err post_items(struct ctx *c, const struct post_paper *p, struct post_item **out,
			 size_t *count) SN_MUST_USE;
#endif
