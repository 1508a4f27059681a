#include "base/xlsx_priv.h"

#include <stdlib.h>

/* Ranges stand behind the rows, and whoever reads the rows wants to know them: so the part is read twice. Most large
 * sheets have none; a look at the unpacked bytes tells, which takes a tenth of the time that parsing takes. */
static struct sn_err may_have_merges(struct xlsx_package *p, const char *name, bool *found)
{
	static const char wanted[] = {'m', 'e', 'r', 'g', 'e', 'C', 'e', 'l', 'l'};
	enum { CHUNK_BYTES = 32 << 10, KEPT = sizeof wanted - 1 };
	char window[KEPT + CHUNK_BYTES] = {[KEPT] = ' '};
	struct xlsx_part part;
	struct byte_piece piece = {.out = window + KEPT, .wanted = CHUNK_BYTES};
	struct sn_err e = xlsx_part_open(&part, p, name);
	memset(window, ' ', KEPT);
	*found = false;
	while (!sn_failed(e) && !*found) {
		e = xlsx_part_read(&part, &piece);
		if (sn_failed(e) || piece.got == 0)
			break;
		/* A NUL is half a character of UTF-16: rare enough to be parsed. */
		*found = memmem(window, KEPT + piece.got, wanted, sizeof wanted) ||
			 memchr(window + KEPT, '\0', piece.got);
		memmove(window, window + piece.got, KEPT);
	}
	xlsx_part_close(&part);
	return e;
}

struct loader {
	struct xlsx_xml xml;
	struct xlsx_merges *merges;
};

static struct sn_err add(struct xlsx_merges *m, struct xlsx_range range)
{
	if (m->count == XLSX_MERGES_MAX)
		return xlsx_too_big("合并区域数 merged ranges", XLSX_MERGES_MAX);
	if (m->count == m->room) {
		const size_t room = m->room * 2 + 64;
		struct xlsx_range *grown = reallocarray(m->ranges, room, sizeof *grown);
		if (!grown)
			return SN_FAIL(OUT_OF_MEMORY);
		m->ranges = grown;
		m->room = room;
	}
	m->ranges[m->count++] = range;
	return SN_SUCCESS;
}

/* "A4:A30"; what is no range merges nothing. */
static bool range_of(const char *ref, struct xlsx_range *range)
{
	const char *colon = ref ? strchr(ref, ':') : NULL;
	char first[16];
	int c1, c2;
	int64_t r1, r2;
	if (!colon || colon - ref >= (int)sizeof first)
		return false;
	(void)snprintf(first, sizeof first, "%.*s", (int)(colon - ref), ref);
	if (!xlsx_reference(first, &c1, &r1) || !xlsx_reference(colon + 1, &c2, &r2))
		return false;
	*range = (struct xlsx_range){(int32_t)r1, (int32_t)r2, (int16_t)c1, (int16_t)c2};
	return r1 <= r2 && c1 <= c2;
}

static void merges_start(void *self, const char *name, const char *const *attributes)
{
	struct loader *l = self;
	struct xlsx_range range;
	if (strcmp(name, "mergeCell") != 0 || !range_of(xlsx_attribute(attributes, "ref"), &range))
		return;
	const struct sn_err e = add(l->merges, range);
	if (sn_failed(e))
		xlsx_xml_fail(&l->xml, e);
}

static void ignore_end(void *self, const char *name)
{
	(void)self;
	(void)name;
}

static int by_first_row(const void *a, const void *b)
{
	const struct xlsx_range *x = a, *y = b;
	return (x->row_first > y->row_first) - (x->row_first < y->row_first);
}

struct sn_err xlsx_merges_load(struct xlsx_merges *m, struct xlsx_package *p, const char *name)
{
	static const struct xlsx_handlers handlers = {merges_start, ignore_end, NULL};
	const int64_t before = p->inflated_bytes;
	struct loader l = {.merges = m};
	bool found;
	l.xml.self = &l;
	SN_TRY(may_have_merges(p, name, &found));
	/* The caps are for what the file holds; the same part is counted when its rows are read. */
	p->inflated_bytes = before;
	if (!found)
		return SN_SUCCESS;
	SN_TRY(xlsx_part_parse(p, name, &handlers, &l.xml));
	p->inflated_bytes = before;
	if (m->count > 1)
		qsort(m->ranges, m->count, sizeof *m->ranges, by_first_row);
	return SN_SUCCESS;
}

void xlsx_merges_free(struct xlsx_merges *m)
{
	free(m->ranges);
	*m = (struct xlsx_merges){0};
}
