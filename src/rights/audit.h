#ifndef SN_RIGHTS_AUDIT_H
#define SN_RIGHTS_AUDIT_H
/* audit: the trail of who saw or did what, to whom, why and from where.
 *
 *   shapes  One row an act, numbered without gaps, never changed: audit.sql has no statement that updates or deletes.
 *           Each row's check value covers the row and the one before it, under a key of the keyring: a row that was
 *           edited, taken out or put in from outside is found by audit_verify().
 *   order   The row is durable before the answer.  An act that writes calls audit_write() in its own work: one commit
 *           holds both.  An act that only shows (a person's page, a whole number, an export) is answered after audit_first()
 *           or, in the server, when audit_work() is durable (call_trail() in http/route.h).  Masked lists go through a buffer that is flushed within a second (audit_note()).  A trail that cannot be
 *           written refuses the act.
 *   rule    No personal data: objects are named by kind and id, a purpose is a word of a list.  An id or reference that
 *           looks like an ID number or a phone number is refused (audit_personal).
 *   rights  AUDIT_READ: the audit administrator reads all acts; auditors and supervisors those of the business (not
 *           sign-ins, users, settings) in their own subtree.
 *   errors  audit_personal, audit_behind (RATE: the buffer is full, nothing may be shown), not_granted, audit_broken (a
 *           row holds what no act writes; arg 0: its number).
 *   source  settled.md 28; trust.md 4, 5.
 *   start   audit_write(), audit_first(), audit_note(); audit_list(). */
#include "base/crypto.h"
#include "rights/permission.h"

/* clang-format off */
#define AUDIT_ACTS(X)   /* name, word, of the business?, zh, en */ \
	X(SIGN_IN,       "sign-in",       false, "登录",             "signed in") \
	X(SECOND,        "second-factor", false, "二次验证",         "gave the second factor") \
	X(STEP_UP,       "step-up",       false, "再次验证身份",     "proved himself again") \
	X(SIGN_OUT,      "sign-out",      false, "退出登录",         "signed out") \
	X(SESSION_END,   "session-end",   false, "注销他人会话",     "ended sessions of another") \
	X(PASSWORD,      "password",      false, "设置密码",         "set a password") \
	X(FACTOR,        "factor",        false, "设置二次验证",     "took or dropped a second factor") \
	X(PAPER,         "paper-codes",   false, "打印一次性验证码", "made a paper list of codes") \
	X(KEY_ADD,       "key-add",       false, "添加安全密钥",     "added a security key") \
	X(KEY_REMOVE,    "key-remove",    false, "移除安全密钥",     "removed a security key") \
	X(LINK,          "oidc-link",     false, "关联统一登录账号", "linked or cut an account of a sign-in service") \
	X(SETUP,         "setup-code",    false, "生成初始设置码",   "made the set-up code") \
	X(RESET,         "reset",         false, "申请重置密码",     "asked for a password reset") \
	X(RESET_CONFIRM, "reset-confirm", false, "确认重置密码",     "confirmed a password reset") \
	X(REDEEM,        "redeem",        false, "凭一次性码设密码", "set a password by a one-time code") \
	X(USER,          "user",          false, "增减用户与授权",   "changed users or grants") \
	X(SYSTEM,        "system",        false, "系统配置、备份",   "configured or backed up") \
	X(AUDIT_READ,    "audit-read",    false, "查看审计日志",     "read the trail") \
	X(LIST,          "list",          true,  "看名单（脱敏）",   "saw a list, masked") \
	X(PERSON,        "person",        true,  "看个人页面",       "saw a person's page") \
	X(UNMASK,        "unmask",        true,  "看完整证件号",     "saw a whole ID number") \
	X(UNMASK_PHONE,  "unmask-phone",  true,  "看完整电话",       "saw a whole phone number") \
	X(UNMASK_CARD,   "unmask-card",   true,  "看完整银行卡号",   "saw a whole card number") \
	X(EXPORT,        "export",        true,  "导出",             "exported") \
	X(IMPORT,        "import",        true,  "导入",             "imported") \
	X(CHANGE,        "change",        true,  "办理业务",         "changed business data")

#define AUDIT_PURPOSES(X)   /* name, word, zh, en */ \
	X(NONE,       "none",       "（未要求）",     "none asked for") \
	X(DELIVERY,   "delivery",   "核对领取人",     "check who receives") \
	X(PAYMENT,    "payment",    "核对付款",       "check a payment") \
	X(CORRECTION, "correction", "更正信息",       "correct what is wrong") \
	X(COMPLAINT,  "complaint",  "答复投诉、来访", "answer a complaint") \
	X(OWN,        "own",        "本人申请",       "the person himself asks") \
	X(INSPECTION, "inspection", "审计、检查",     "audit or inspection") \
	X(LAW,        "law",        "依法提供",       "the law demands it")
/* clang-format on */
enum audit_act {
#define X(name, word, business, zh, en) AUDIT_##name,
	AUDIT_ACTS(X) AUDIT_ACTS_COUNT
#undef X
};
enum audit_purpose {
#define X(name, word, zh, en) AUDIT_FOR_##name,
	AUDIT_PURPOSES(X) AUDIT_PURPOSES_COUNT
#undef X
};
struct audit_words {
	const char *word, *zh, *en;
	bool business; /* of acts */
};
const struct audit_words *audit_act_words(enum audit_act act);
const struct audit_words *audit_purpose_words(enum audit_purpose purpose);

enum { AUDIT_ADDRESS_BYTES_MAX = 64, AUDIT_KIND_BYTES_MAX = 32, AUDIT_ID_BYTES_MAX = 64 };
struct audit_entry {
	int64_t audit_no, at_us; /* given by the trail */
	enum audit_act act;
	enum sn_reason outcome;  /* SN_R_NONE: done; else why it was refused */
	struct str outcome_word; /* read: the same as a word, "ok" or the reason's */
	struct uuid
		user_id; /* null: c->actor_id; also null there: nobody who was known, or the program */
	struct uuid session_id; /* null: the command line */
	int64_t org_no;         /* the union that it concerns; 0: none */
	struct str
		object_kind; /* "person", "cycle", "payout-batch": small letters and - ; STR_NULL: none */
	struct str object_id; /* its UUID or code */
	enum audit_purpose purpose;
	struct str reference; /* the case, paper or request that it is for */
	struct str address;   /* where from; STR_NULL: the machine itself */
	int64_t rows;         /* how many a list or export had */
	struct sha256 digest; /* of an exported file; all zero: none */
};

/* Inside a work, in its commit. */
struct sn_err audit_write(struct ctx *c, const struct audit_entry *entry) SN_MUST_USE;
/* Inside a work that is about to be refused: stays all the same (store_side). */
struct sn_err audit_refused(struct ctx *c, const struct audit_entry *entry) SN_MUST_USE;
/* Outside a work: returns when it is durable. */
struct sn_err audit_first(struct ctx *c, const struct audit_entry *entry) SN_MUST_USE;
/* The same for somebody who does not wait in a thread: a copy in c->mem, and the work that store_submit() takes it to. */
struct sn_err audit_keep(struct ctx *c, const struct audit_entry *entry,
			 struct audit_entry **out) SN_MUST_USE;
struct sn_err audit_work(struct ctx *c, void *entry) SN_MUST_USE;

/* Masked lists: kept in memory until the next flush. Threads share it. */
struct audit_buffer;
struct sn_err audit_buffer_new(struct audit_buffer **out) SN_MUST_USE;
void audit_buffer_free(struct audit_buffer *b); /* NULL is fine; flush before */
struct sn_err audit_note(struct ctx *c, struct audit_buffer *b,
			 const struct audit_entry *entry) SN_MUST_USE;
/* Writes what waits and returns when it is durable; what could not be written waits on. One thread calls it, at least
 * once a second. */
struct sn_err audit_flush(struct ctx *c, struct audit_buffer *b) SN_MUST_USE;

/* When this user saw whole numbers after a moment, the latest first; at most `max`. For his budget (unmask.h). */
struct sn_err audit_unmasked(struct ctx *c, struct uuid user_id, int64_t after_us, int64_t *at_us,
			     size_t max, size_t *count) SN_MUST_USE;

/* ---- reading ---- */

enum audit_outcome { AUDIT_ANY_OUTCOME, AUDIT_DONE, AUDIT_REFUSED };
struct audit_filter {
	struct uuid user_id; /* null: any */
	unsigned acts;       /* 1 << AUDIT_x; 0: any */
	enum audit_outcome outcome;
	struct str object_kind; /* with object_id: one object; alone: of that kind; STR_NULL: any */
	struct str object_id;
	int64_t org_no; /* the union's subtree; 0: everywhere, which asks for the right everywhere */
	int64_t from_us, to_us; /* from inclusive, to exclusive; 0: open */
	int64_t before_no;      /* the cursor: rows before this one; 0: from the newest */
	size_t rows_max;        /* at most AUDIT_PAGE_ROWS_MAX */
};
/* Newest first; the last row's audit_no is the next page's before_no. In c->mem. */
struct sn_err audit_list(struct ctx *c, const struct audit_filter *filter, struct audit_entry **out,
			 size_t *count) SN_MUST_USE;
/* Who looked at this person, the newest page of it: acts of the business whose object he is. The right is asked at
 * org_no, the union that he belongs to. */
struct sn_err audit_of_person(struct ctx *c, struct uuid person_id, int64_t org_no,
			      int64_t before_no, struct audit_entry **out,
			      size_t *count) SN_MUST_USE;

/* clang-format off */
#define AUDIT_SOUNDS(X)   /* name, word */ \
	X(SOUND,   "good")    /* as it was written, behind the row that stood before it */ \
	X(CHANGED, "changed") /* the row itself, or the one before it */ \
	X(MISSING, "missing") /* the row before it is not there */
/* clang-format on */
enum audit_sound {
#define X(name, word) AUDIT_##name,
	AUDIT_SOUNDS(X) AUDIT_SOUNDS_COUNT
#undef X
};
const char *audit_sound_word(enum audit_sound sound);
/* Rows of a page against their check values and the rows before them; one answer a row, in c->mem. */
struct sn_err audit_sound(struct ctx *c, const struct audit_entry *rows, size_t count,
			  enum audit_sound **out) SN_MUST_USE;

struct audit_finding {
	int64_t audit_no;
	const char *what; /* "changed", "missing" */
};
struct audit_watch {
	void (*each)(void *self, const struct audit_finding *f);
	/* After each page of rows; total: the highest number as it began. What it refuses ends the walk. NULL: nobody asks. */
	struct sn_err (*far)(void *self, int64_t done, int64_t total);
	void *self;
};
/* Every row against its check value and the one before. What was cut off at the end is told by `last`: the highest number
 * there is, to be compared with one that was noted elsewhere. */
struct sn_err audit_verify(struct ctx *c, const struct audit_watch *watch, int64_t *findings,
			   int64_t *last) SN_MUST_USE;
#endif
