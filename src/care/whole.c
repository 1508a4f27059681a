#include "care/whole.h"

#include "base/idnumber.h"
#include "care/card.h"

static struct sn_err open_id(struct ctx *c, struct person_ref who, struct str *value)
{
	struct id_number id;
	SN_TRY(people_open_id(c, who, &id));
	*value = arena_str(c->mem, (struct str){id.digits, ID_NUMBER_DIGITS});
	crypto_wipe(&id, sizeof id);
	return value->at ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

static struct sn_err open_card(struct ctx *c, struct person_ref who, struct str *value)
{
	struct card card;
	struct card_opened opened;
	SN_TRY(card_current(c, &who, 1, &card));
	if (uuid_is_null(card.card_id))
		return SN_FAIL(NO_CARD);
	SN_TRY(card_open(c, &(const struct card_ref){card.who.shard, card.card_id}, 1, &opened));
	*value = arena_str(c->mem, str_of(opened.number.digits));
	crypto_wipe(&opened.number, sizeof opened.number);
	return value->at ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

struct sn_err whole_show(struct ctx *c, struct whole *w)
{
	const struct person_ref who = {w->ask.person->shard, w->ask.person->person_id};
	w->value = STR_NULL;
	SN_TRY(unmask_ask(c, &w->ask, &w->left));
	switch (w->ask.field) {
	case UNMASK_ID_NUMBER:
		return open_id(c, who, &w->value);
	case UNMASK_PHONE:
		return people_open_phone(c, who, &w->value);
	case UNMASK_CARD:
	case UNMASK_FIELDS_COUNT:
		break;
	}
	return open_card(c, who, &w->value);
}
