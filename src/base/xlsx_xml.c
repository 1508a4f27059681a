#include "base/xlsx_priv.h"

#include <assert.h>
#include <stdlib.h>

enum { CHUNK_BYTES = 64 << 10 };

static const char *local_name(const char *name)
{
	const char *colon = strchr(name, ':');
	return colon ? colon + 1 : name;
}

const char *xlsx_attribute(const char *const *attributes, const char *name)
{
	for (; attributes[0]; attributes += 2)
		if (strcmp(local_name(attributes[0]), name) == 0)
			return attributes[1];
	return NULL;
}

static void XMLCALL on_start(void *self, const XML_Char *name, const XML_Char **attributes)
{
	struct xlsx_xml *xml = self;
	if (++xml->depth > XLSX_XML_DEPTH_MAX) {
		xlsx_xml_fail(xml, xlsx_too_big("XML 层数 depth", XLSX_XML_DEPTH_MAX));
		return;
	}
	xml->handlers->start(xml->self, local_name(name), (const char *const *)attributes);
}

static void XMLCALL on_end(void *self, const XML_Char *name)
{
	struct xlsx_xml *xml = self;
	xml->depth--;
	xml->handlers->end(xml->self, local_name(name));
}

static void XMLCALL on_text(void *self, const XML_Char *at, int bytes)
{
	struct xlsx_xml *xml = self;
	xml->handlers->text(xml->self, at, bytes);
}

/* No document of ours has one; entities and outside files come through it (trust.md T9). */
static void XMLCALL on_doctype(void *self, const XML_Char *name, const XML_Char *system_id,
			       const XML_Char *public_id, int has_subset)
{
	(void)name;
	(void)system_id;
	(void)public_id;
	(void)has_subset;
	xlsx_xml_fail(self, xlsx_unreadable("含有 DOCTYPE，不安全 an unsafe DOCTYPE is in it"));
}

static void XMLCALL on_declaration(void *self, const XML_Char *version, const XML_Char *encoding,
				   int standalone)
{
	struct xlsx_xml *xml = self;
	(void)version;
	(void)standalone;
	xml->utf8 = !encoding || strcasecmp(encoding, "UTF-8") == 0;
}

struct sn_err xlsx_xml_open(struct xlsx_xml *xml, const struct xlsx_handlers *handlers, void *self)
{
	*xml = (struct xlsx_xml){.handlers = handlers, .self = self, .e = SN_SUCCESS, .utf8 = true};
	xml->parser = XML_ParserCreate(NULL);
	xml->bytes = malloc(CHUNK_BYTES);
	if (!xml->parser || !xml->bytes)
		return SN_FAIL(OUT_OF_MEMORY);
	XML_SetUserData(xml->parser, xml);
	XML_SetElementHandler(xml->parser, on_start, on_end);
	XML_SetStartDoctypeDeclHandler(xml->parser, on_doctype);
	XML_SetXmlDeclHandler(xml->parser, on_declaration);
	if (handlers->text)
		XML_SetCharacterDataHandler(xml->parser, on_text);
	return SN_SUCCESS;
}

void xlsx_xml_close(struct xlsx_xml *xml)
{
	if (xml->parser)
		XML_ParserFree(xml->parser);
	xml->parser = NULL;
	free(xml->bytes);
	xml->bytes = NULL;
}

void xlsx_xml_fail(struct xlsx_xml *xml, struct sn_err e)
{
	if (!sn_failed(xml->e))
		xml->e = e;
	(void)XML_StopParser(xml->parser, XML_FALSE);
}

void xlsx_xml_suspend(struct xlsx_xml *xml)
{
	(void)XML_StopParser(xml->parser, XML_TRUE);
}

bool xlsx_xml_is_last(const struct xlsx_xml *xml)
{
	return XML_GetCurrentByteIndex(xml->parser) + XML_GetCurrentByteCount(xml->parser) ==
	       xml->fed;
}

struct sn_err xlsx_xml_fill(struct xlsx_xml *xml, struct xlsx_part *part, bool *more)
{
	memmove(xml->bytes, xml->bytes + xml->at, xml->end - xml->at);
	xml->end -= xml->at;
	xml->at = 0;
	struct byte_piece piece = {.out = xml->bytes + xml->end, .wanted = CHUNK_BYTES - xml->end};
	*more = !xml->last && piece.wanted > 0;
	if (!*more)
		return SN_SUCCESS;
	SN_TRY(xlsx_part_read(part, &piece));
	xml->end += piece.got;
	xml->last = piece.got == 0;
	*more = !xml->last;
	return SN_SUCCESS;
}

/* How many of the bytes there the parser gets at once. */
static size_t piece_bytes(struct xlsx_xml *xml)
{
	const char *from = xml->bytes + xml->at;
	const size_t bytes = xml->end - xml->at;
	const char *stop =
		str_is_null(xml->stop) ? NULL : memmem(from, bytes, xml->stop.at, xml->stop.bytes);
	xml->stopped = stop != NULL;
	return stop ? (size_t)(stop - from) + xml->stop.bytes : bytes;
}

static struct sn_err parse_more(struct xlsx_xml *xml, struct xlsx_part *part,
				enum XML_Status *status)
{
	bool more;
	if (xml->at == xml->end)
		SN_TRY(xlsx_xml_fill(xml, part, &more));
	const size_t bytes = piece_bytes(xml);
	const char *from = xml->bytes + xml->at;
	xml->at += bytes;
	xml->fed += (int64_t)bytes;
	xml->final = xml->last && xml->at == xml->end;
	*status = XML_Parse(xml->parser, from, (int)bytes, xml->final);
	return SN_SUCCESS;
}

struct sn_err xlsx_xml_run(struct xlsx_xml *xml, struct xlsx_part *part, bool *ended)
{
	*ended = false;
	do {
		enum XML_Status status = XML_STATUS_OK;
		if (xml->suspended)
			status = XML_ResumeParser(xml->parser);
		else
			SN_TRY(parse_more(xml, part, &status));
		SN_TRY(xml->e);
		xml->suspended = status == XML_STATUS_SUSPENDED;
		if (status == XML_STATUS_ERROR) {
			if (XML_GetErrorCode(xml->parser) == XML_ERROR_NO_MEMORY)
				return SN_FAIL(OUT_OF_MEMORY);
			return xlsx_unreadable("内容已损坏 its XML is damaged");
		}
		*ended = xml->final && !xml->suspended;
	} while (!xml->suspended && !*ended && !xml->stopped);
	return SN_SUCCESS;
}

struct sn_err xlsx_part_parse(struct xlsx_package *p, const char *name,
			      const struct xlsx_handlers *handlers, struct xlsx_xml *xml)
{
	struct xlsx_part part;
	bool ended = false;
	struct sn_err e = xlsx_part_open(&part, p, name);
	void *self = xml->self;
	if (!sn_failed(e))
		e = xlsx_xml_open(xml, handlers, self);
	while (!sn_failed(e) && !ended)
		e = xlsx_xml_run(xml, &part, &ended);
	xlsx_xml_close(xml);
	xlsx_part_close(&part);
	return e;
}
