#ifndef SN_REPORT_COPY_H
#define SN_REPORT_COPY_H
/* copy: last year's cycle as this year's draft, and what has changed between the two.
 *
 *   copied  A draft of the programme's version in force on the new first day, run by the same union; the roles of bodies
 *           that are still there; the budget's lines as entries that wait for approval, the old amount being a proposal;
 *           kits under their new codes with the same parts, where the caller pairs codes; membership in the same actions.
 *   never   What is a decision: approvals, the list of who is entitled, meetings, quotes, contracts, acceptances,
 *           invoices, money, custody, targets.  Each is named as to be done anew.
 *   left    What cannot be copied is left out and named with why: a partner that was closed, a line whose named spenders
 *           are all gone (without them anybody could spend from it), a line of a union where the actor makes nothing.
 *   people  Not stored: who is entitled is made from the rosters of the day (care_entitle()).  Everybody of the old list
 *           has one fate, and those who would come anew are named; merged duplicates count once.
 *   idem    The new code is the key.  The same request again writes nothing and gives the same cycle, also where something
 *           of it was changed by hand since; other content is copy_differs.
 *   units   fen, pieces, people, days, years, as each row says.
 *   errors  copy_not_later, copy_name_needed, copy_differs, copy_none, copy_kit_unknown, and those of
 *           care_cycle_create(), goods_item_add(), cooperation_add(), budget_enter(), action_cycle_add().
 *   source  issue 3 point 9 (a copy of last year in one command, with what has changed named).
 *   start   copy_plan() says what would be, copy_make() does it; copy_compare() and copy_people() say what differs.
 *           A new part of a cycle that is to be copied (letters) gets its fact below, a reader in copy_read.c, a writer in
 *           the list at the end of copy.c and a comparison in the list at the end of copy_compare.c. */
#include "care/cooperation.h"
#include "ledger/budget.h"
#include "report/action.h"

/* ---- what is compared ---- */

/* clang-format off */
#define COPY_PARTS(X)   /* name, word, zh, en */ \
	X(CYCLE,     "cycle",     "活动",     "cycle")     \
	X(PROGRAMME, "programme", "项目方案", "programme") \
	X(GOODS,     "goods",     "物品",     "goods")     \
	X(PEOPLE,    "people",    "名单",     "people")    \
	X(BODIES,    "bodies",    "合作单位", "bodies")    \
	X(BUDGET,    "budget",    "预算",     "budget")    \
	X(ACTIONS,   "actions",   "行动",     "actions")   \
	X(PAPERS,    "papers",    "手续",     "papers")
#define COPY_FACTS(X)   /* name, part, word, zh, en */ \
	X(FROM_DAY,    CYCLE,     "from_day",     "开始日期",     "first day")              \
	X(UNTIL_DAY,   CYCLE,     "until_day",    "结束日期",     "end")                    \
	X(VERSION,     PROGRAMME, "version",      "方案版本",     "version")                \
	X(UNSET,       PROGRAMME, "unset",        "尚未确定的值", "value not set yet")      \
	X(CATEGORY,    PROGRAMME, "category",     "对象类别",     "category")               \
	X(AGE_FROM,    PROGRAMME, "age_from",     "年龄下限",     "age from")               \
	X(AGE_UNTIL,   PROGRAMME, "age_until",    "年龄上限",     "age until")              \
	X(GAP,         PROGRAMME, "gap",          "两次间隔",     "days between two gifts") \
	X(PLACES,      PROGRAMME, "places",       "名额",         "places")                 \
	X(CAP,         PROGRAMME, "cap",          "限额",         "cap")                    \
	X(SOURCE,      PROGRAMME, "source",       "可用资金",     "source of money")        \
	X(STANDARD,    PROGRAMME, "standard",     "标准",         "standard")               \
	X(QUANTITY,    PROGRAMME, "quantity",     "每人数量",     "quantity a head")        \
	X(ITEM,        GOODS,     "item",         "可发物品",     "item")                   \
	X(NEW_KIT,     GOODS,     "new_kit",      "礼包新代码",   "kit under a new code")   \
	X(KIT_PART,    GOODS,     "kit_part",     "礼包内容",     "part of the kit")        \
	X(PRICE,       GOODS,     "price",        "单价",         "price a piece")          \
	X(PERSON,      PEOPLE,    "person",       "人",           "people")                 \
	X(ROLE,        BODIES,    "role",         "角色",         "role")                   \
	X(LINE,        BUDGET,    "line",         "预算项目",     "budget line")            \
	X(CLOSED_LIST, BUDGET,    "closed_list",  "只许列支所列项目", "closed list")        \
	X(MEMBER,      ACTIONS,   "member",       "列入行动",     "member of the action")   \
	X(TARGET,      ACTIONS,   "target",       "目标",         "target")                 \
	X(THRESHOLDS,  PAPERS,    "thresholds",   "采购限额表版本", "version of the purchase thresholds") \
	X(MATRIX,      PAPERS,    "matrix",       "资金用途表版本", "version of the fund matrix") \
	X(SIGNED,      PAPERS,    "signed",       "活动审核、批准", "check and approval of the cycle") \
	X(LIST,        PAPERS,    "list",         "生成名额的名单", "lists of who is entitled") \
	X(STEP,        PAPERS,    "step",         "采购手续",     "step of purchases")      \
	X(DOCUMENT,    PAPERS,    "document",     "单据",         "document")
#define COPY_CHANGES(X)   /* name, word, zh, en */ \
	X(SAME,     "same",     "未变",         "same")             \
	X(CHANGED,  "changed",  "有变",         "changed")          \
	X(NEW,      "new",      "新增",         "new")              \
	X(GONE,     "gone",     "没有了",       "gone")             \
	X(PROPOSED, "proposed", "草案，待批准", "proposed, to be approved") \
	X(ANEW,     "anew",     "须重新办理",   "to be done anew")  \
	X(UNSET,    "unset",    "尚未确定",     "not set yet")      \
	X(ASK,      "ask",      "须重新询价",   "price to be asked again")
#define COPY_FATES(X)   /* name, word, goes on, zh, en */ \
	X(SAME,     "same",     true,  "去年有，仍在",               "last year's, still there")     \
	X(MOVED,    "moved",    true,  "已转到其他工会",             "moved to another union")       \
	X(NEW,      "new",      true,  "今年新增",                   "new")                          \
	X(VOIDED,   "voided",   true,  "去年名额已作废，请核对",     "voided last year: look why")   \
	X(CATEGORY, "category", false, "类别已不符合",               "no longer of a category")      \
	X(OUTSIDE,  "outside",  false, "已转出本次活动范围",         "moved out of the cycle's unions") \
	X(LEFT,     "left",     false, "已离开花名册",               "left the roster")              \
	X(MERGED,   "merged",   false, "与另一人是同一人，只算一次", "one with another of the list")
/* clang-format on */
enum copy_part {
#define X(name, word, zh, en) COPY_PART_##name,
	COPY_PARTS(X) COPY_PARTS_COUNT
#undef X
};
enum copy_fact {
#define X(name, part, word, zh, en) COPY_FACT_##name,
	COPY_FACTS(X) COPY_FACTS_COUNT
#undef X
};
enum copy_change {
#define X(name, word, zh, en) COPY_##name,
	COPY_CHANGES(X) COPY_CHANGES_COUNT
#undef X
};
enum copy_fate {
#define X(name, word, goes_on, zh, en) COPY_FATE_##name,
	COPY_FATES(X) COPY_FATES_COUNT
#undef X
};
struct copy_words {
	const char *word, *zh, *en; /* word NULL: none */
};
struct copy_words copy_part_words(enum copy_fact fact);
struct copy_words copy_fact_words(enum copy_fact fact);
struct copy_words copy_change_words(enum copy_change change);
struct copy_words copy_fate_words(enum copy_fate fate);
/* Would the new list have him? */
bool copy_fate_goes_on(enum copy_fate fate);

enum copy_unit {
	COPY_UNIT_NONE,
	COPY_UNIT_FEN,
	COPY_UNIT_PIECE,
	COPY_UNIT_PERSON,
	COPY_UNIT_DAYS,
	COPY_UNIT_YEARS,
	COPY_UNIT_DAY, /* yyyymmdd */
	COPY_UNIT_COUNT,
	COPY_UNITS_COUNT
};
/* One side of a comparison: unknown is never zero. */
struct copy_side {
	bool known;
	int64_t value;
};
struct copy_row {
	enum copy_fact fact;
	enum copy_change change;
	struct copy_words of;  /* which role, source, step, fate … */
	struct str code, name; /* what it is about; STR_NULL: nothing besides */
	enum copy_unit unit;
	struct copy_side was, now;
	struct sn_err why; /* why it was left out; SN_SUCCESS: nothing to say */
};

/* ---- copying ---- */

/* A kit of the old year, and the code it gets this year; a kit's sizes ("kit:x/L") go with it. */
struct copy_kit {
	struct str was, now;
};
struct copy_ask {
	int64_t from_no;
	struct str code; /* of the new cycle */
	struct str
		name; /* STR_NULL: the old one with its year moved on; copy_name_needed where it says none */
	int32_t from_day, until_day;
	const struct copy_kit *kits;
	size_t kits_count;
};
struct copy_plan;
/* What copying would write; nothing is written. The actor's rights are asked as copy_make() asks them. */
struct sn_err copy_plan(struct ctx *c, const struct copy_ask *ask,
			const struct copy_plan **out) SN_MUST_USE;
/* By a maker at the cycle's union. changed = false: it was copied before. Inside a work. */
struct sn_err copy_make(struct ctx *c, const struct copy_ask *ask, struct cycle *out,
			bool *changed) SN_MUST_USE;
/* Which cycle this one was copied from; copy_none: it was not. */
struct sn_err copy_origin(struct ctx *c, const struct cycle *cycle, struct cycle *from) SN_MUST_USE;

/* ---- comparing ---- */

typedef struct sn_err copy_each_row(void *self, const struct copy_row *row);
/* Part by part; PEOPLE is copy_people()'s. plan: what would be, of a cycle that is not there yet; NULL: as it is now.
 * The callback may read the database. */
struct copy_pair {
	struct cycle was, now;
	const struct copy_plan *plan;
};
struct sn_err copy_compare(struct ctx *c, const struct copy_pair *pair, copy_each_row *each,
			   void *self) SN_MUST_USE;
/* The pair of a plan: its `now` has no number yet. */
struct copy_pair copy_pair_of(const struct copy_plan *plan);

struct copy_person {
	enum copy_fate fate;
	struct person person;     /* as he is now; name whole: masked at the edge */
	int64_t was_org, now_org; /* 0: none */
};
typedef struct sn_err copy_each_person(void *self, const struct copy_person *p);
struct copy_people_ask {
	struct cycle was, now;
	const struct org_tree *tree;
	copy_each_person *each; /* NULL: only counted */
	void *self;
	void (*progress)(void *self, int64_t people); /* NULL: nobody watches */
	void *progress_self;
};
/* Last year's list by union and name, then the new ones union by union. Texts hold until the callback returns, which must
 * not read the database. */
struct sn_err copy_people(struct ctx *c, const struct copy_people_ask *ask,
			  int64_t counts[COPY_FATES_COUNT]) SN_MUST_USE;

/* Copies whose two cycles are not there, do not follow each other or are not of one programme and union, and those that
 * the new cycle does not bear out: findings "copy". */
struct sn_err copy_verify(struct ctx *c, void (*each)(void *self, const struct ledger_finding *f),
			  void *self, int64_t *findings) SN_MUST_USE;
#endif
