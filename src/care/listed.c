/* Lists of sizes and cards: which kind an import is. */
#include "care/listed.h"

static struct sn_err scope_of(struct ctx *c, int64_t org_no, const struct size_scope_ask *from,
			      struct size_scope *out)
{
	struct size_scope_ask ask = *from;
	SN_TRY(org_by_no(c, org_no, 0, &ask.org));
	return size_scope_read(c, &ask, out);
}

struct sn_err listed_ask(struct ctx *c, const struct intake_new *what, struct str *part)
{
	struct size_scope scope;
	*part = STR_NULL;
	if (what->kind != INTAKE_SIZES)
		return SN_SUCCESS;
	if (what->about.bytes == 0)
		return SN_FAIL(MISSING_FIELD, .field = "cycle");
	SN_TRY(scope_of(c, what->org.org_no,
			&(const struct size_scope_ask){.cycle = what->about, .benefit = what->part},
			&scope));
	*part = scope.benefit;
	return SN_SUCCESS;
}

struct sn_err listed_kind(struct ctx *c, const struct intake *which, struct list_kind *out)
{
	if (which->kind == INTAKE_SIZES) {
		struct listed_sizes *of = ARENA_NEW(c->mem, struct listed_sizes);
		if (!of)
			return SN_FAIL(OUT_OF_MEMORY);
		*of = (struct listed_sizes){.why = which->words, .intake_id = which->intake_id};
		SN_TRY(scope_of(c, which->org_no,
				&(const struct size_scope_ask){.cycle = which->about,
							       .benefit = which->part},
				&of->scope));
		*out = listed_sizes(of);
		return SN_SUCCESS;
	}
	struct listed_cards *of = ARENA_NEW(c->mem, struct listed_cards);
	struct org org;
	if (!of)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(org_by_no(c, which->org_no, 0, &org));
	*of = (struct listed_cards){
		.org_path = org.path, .org_no = org.org_no, .intake_id = which->intake_id};
	*out = listed_cards(of);
	return SN_SUCCESS;
}
