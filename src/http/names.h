#ifndef SN_HTTP_NAMES_H
#define SN_HTTP_NAMES_H
/* names: what numbers are called, for replies with many rows: each union, user, cycle and item is read once a call.
 *
 *   shape   struct names lives as long as the call.  Each names_*() writes one key of the reply: unions and users as
 *           {"code","name"} and {"login","name"}, cycles by their code, items as {"code","name","unit"}; nothing: null.
 *   errors  none: a name that cannot be read is null; out of memory comes out at the end of the call.
 *   start   names_new(). */
#include "http/route.h"
#include "ledger/document.h"

struct names;
struct names *names_new(struct ctx *c); /* NULL: out of memory */
void names_org(struct names *n, struct json_out *o, const char *key, int64_t org_no);
void names_user(struct names *n, struct json_out *o, const char *key, struct uuid user_id);
void names_cycle(struct names *n, struct json_out *o, const char *key, int64_t cycle_no);
void names_item(struct names *n, struct json_out *o, const char *key, int64_t item_no);
/* An account as what it is for: {"org","class","cycle","source","item","lot","holder","level"}. */
void names_account(struct names *n, struct json_out *o, const char *key,
		   const struct account_key *account);
extern const struct shape shape_item_unit_ref, shape_account_ref;

/* The stable words of lists, "a|b|c". */
#define CLASS_WORDS                                                                                \
	"source|fund|payable|supply|convert|stock|custody|recipient|over-issue|written-off|in-"    \
	"transit"
#define SOURCE_WORDS "FISCAL|UPPER|OWN|DONATION|ADMIN|OTHER"
#define TRANSFER_WORDS                                                                             \
	"receive|allot|purchase|supply|convert|issue|move|giveback|handover|return|loss|reverse"
const char *names_transfer_kind(enum transfer_kind kind);
/* -1: STR_NULL or no such word. */
int names_class_of(struct str word);
int names_transfer_kind_of(struct str word);
/* NONE: STR_NULL or no such word. */
enum fund_source names_source_of(struct str word);
#endif
