/* SPDX-License-Identifier: EUPL-1.2
 * sheet_xml.c — one part of the package through expat, in chunks, with every limit that expat leaves open: no DOCTYPE (so no
 * entities at all), depth, attributes, length of one token. A handler can pause the parser, which makes expat's push into our pull.
 * Owns the parser and the open part. Called by sheet_book.c, sheet_strings.c and sheet_rows.c.
 */
#include "sheet/sheet_priv.h"

enum { CHUNK = 32 * 1024 };

static const char *local_name(const char *name)
{
    const char *colon = strrchr(name, ':');
    return colon ? colon + 1 : name;
}

void sheet_xml_fault(struct sheet_xml *x, enum sheet_verdict v)
{
    sheet_note(x->s, v);
    XML_StopParser(x->p, XML_FALSE);
}

void sheet_xml_pause(struct sheet_xml *x)
{
    XML_StopParser(x->p, XML_TRUE);
}

static void on_start(void *arg, const XML_Char *name, const XML_Char **attributes)
{
    struct sheet_xml *x = arg;
    size_t n = 0;
    while (attributes[n])
        n += 2;
    if (++x->depth > x->s->o.limits.xml_depth || n / 2 > x->s->o.limits.xml_attributes) {
        sheet_xml_fault(x, SHEET_XML_LIMIT);
        return;
    }
    x->start(x, local_name(name), (const char **)attributes);
}

static void on_end(void *arg, const XML_Char *name)
{
    struct sheet_xml *x = arg;
    if (x->s->verdict != SHEET_OK) /* an empty element is closed even after its start was refused */
        return;
    if (x->end)
        x->end(x, local_name(name));
    x->depth--;
}

static void on_text(void *arg, const XML_Char *p, int n)
{
    struct sheet_xml *x = arg;
    if (x->s->verdict == SHEET_OK)
        x->text(x, p, (size_t)n);
}

static void on_doctype(void *arg, const XML_Char *name, const XML_Char *sysid, const XML_Char *pubid, int internal)
{
    (void)name, (void)sysid, (void)pubid, (void)internal;
    sheet_xml_fault(arg, SHEET_DOCTYPE);
}

bool sheet_xml_open(struct sheet_xml *x, struct sheet *s, size_t part_index)
{
    x->s = s;
    x->depth = 0;
    x->fed = 0;
    x->paused = x->finished = false;
    if (!sheet_part_open(s, &x->part, part_index))
        return false;
    x->p = XML_ParserCreate(NULL);
    if (!x->p)
        fail(FAIL_MEMORY, "no memory for an XML parser");
    XML_SetUserData(x->p, x);
    XML_SetElementHandler(x->p, on_start, on_end);
    if (x->text)
        XML_SetCharacterDataHandler(x->p, on_text);
    XML_SetStartDoctypeDeclHandler(x->p, on_doctype);
    XML_SetParamEntityParsing(x->p, XML_PARAM_ENTITY_PARSING_NEVER);
    return true;
}

static enum XML_Status feed(struct sheet_xml *x)
{
    char *buf = XML_GetBuffer(x->p, CHUNK);
    if (!buf)
        fail(FAIL_MEMORY, "no memory for XML");
    ptrdiff_t n = sheet_part_read(x->s, &x->part, buf, CHUNK);
    if (n < 0)
        return XML_STATUS_ERROR;
    x->fed += (uint64_t)n;
    return XML_ParseBuffer(x->p, (int)n, n == 0);
}

/* A tag that never ends fills memory, and older expats read it again with every chunk. Newer ones wait until twice as much is there
 * before they look again (and know no position meanwhile), so a token within the limit may be seen at twice its length. */
static bool token_too_long(const struct sheet_xml *x)
{
    XML_Index at = XML_GetCurrentByteIndex(x->p);
    return at >= 0 && x->fed > (uint64_t)at && x->fed - (uint64_t)at > 2 * (x->s->o.limits.xml_token + CHUNK);
}

enum sheet_xml_step sheet_xml_run(struct sheet_xml *x)
{
    bool resume = x->paused;
    x->paused = false;
    while (!x->finished) {
        enum XML_Status st = resume ? XML_ResumeParser(x->p) : feed(x);
        resume = false;
        if (x->s->verdict != SHEET_OK)
            return SHEET_XML_FAILED;
        if (st == XML_STATUS_ERROR) {
            if (XML_GetErrorCode(x->p) == XML_ERROR_NO_MEMORY)
                fail(FAIL_MEMORY, "no memory for XML");
            sheet_note(x->s, SHEET_BAD_XML);
            return SHEET_XML_FAILED;
        }
        if (st == XML_STATUS_SUSPENDED) {
            x->paused = true;
            return SHEET_XML_PAUSED;
        }
        XML_ParsingStatus status;
        XML_GetParsingStatus(x->p, &status);
        x->finished = status.parsing == XML_FINISHED;
        if (!x->finished && token_too_long(x)) {
            sheet_note(x->s, SHEET_XML_LIMIT);
            return SHEET_XML_FAILED;
        }
    }
    return SHEET_XML_END;
}

void sheet_xml_close(struct sheet_xml *x)
{
    if (x->p)
        XML_ParserFree(x->p);
    x->p = NULL;
    sheet_part_close(&x->part);
}

const char *sheet_xml_attribute(const char **attributes, const char *name)
{
    for (size_t i = 0; attributes[i]; i += 2)
        if (strcmp(local_name(attributes[i]), name) == 0)
            return attributes[i + 1];
    return NULL;
}
