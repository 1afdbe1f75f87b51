/* SPDX-License-Identifier: EUPL-1.2
 * sheet_decode.c — bytes of a CSV to UTF-8: a byte order mark, else strict UTF-8, else strict GB18030 (which holds GBK and GB2312),
 * else refused with the row of the first bad byte. Converted in slices by iconv; a file is never held twice. Called by sheet_csv.c.
 */
#include <errno.h>
#include <iconv.h>
#include <time.h>

#include "sheet/sheet_priv.h"

static const char *iconv_name(enum sheet_encoding e)
{
    switch (e) {
    case SHEET_ENC_AUTO:
    case SHEET_ENC_UTF8:
        return NULL;
    case SHEET_ENC_GB18030:
        return "GB18030";
    case SHEET_ENC_UTF16LE:
        return "UTF-16LE";
    case SHEET_ENC_UTF16BE:
        return "UTF-16BE";
    }
    return NULL;
}

struct str sheet_encoding_name(enum sheet_encoding e)
{
    switch (e) {
    case SHEET_ENC_AUTO:
        return STR("自动识别");
    case SHEET_ENC_UTF8:
        return STR("UTF-8");
    case SHEET_ENC_GB18030:
        return STR("GB18030（含GBK、GB2312）");
    case SHEET_ENC_UTF16LE:
        return STR("UTF-16（小端）");
    case SHEET_ENC_UTF16BE:
        return STR("UTF-16（大端）");
    }
    return STR_NONE;
}

void sheet_prepare(void)
{
    static iconv_t kept[2]; /* the converters are shared objects: once open, they stay loaded for a process that drops its rights */
    if (!kept[0])
        kept[0] = iconv_open("UTF-8", "GB18030");
    if (!kept[1])
        kept[1] = iconv_open("UTF-8", "UTF-16LE");
    tzset(); /* libzip turns the times of entries into local ones, which nobody looks at */
}

void sheet_decode_begin(struct sheet_decoder *d, const struct sheet *s)
{
    struct str rest = str_sub(s->bytes, s->bom, s->bytes.n);
    *d = (struct sheet_decoder){.from = s->encoding, .p = rest.p, .left = rest.n};
    const char *name = iconv_name(s->encoding);
    if (!name)
        return;
    iconv_t cd = iconv_open("UTF-8", name);
    if (cd == (iconv_t)-1) /* NOLINT: the constant is POSIX's */
        fail(FAIL_CONFIG, "iconv knows no %s", name);
    d->cd = cd;
}

size_t sheet_decode_fill(struct sheet_decoder *d, char *buf, size_t cap)
{
    if (!d->cd) {
        size_t n = d->left < cap ? d->left : cap;
        if (n)
            memcpy(buf, d->p, n);
        d->p += n;
        d->left -= n;
        return n;
    }
    char *in = (char *)(uintptr_t)d->p, *out = buf; /* iconv does not write to its input, whatever its prototype says */
    size_t room = cap;
    (void)iconv(d->cd, &in, &d->left, &out, &room); /* a bad byte makes no progress: 0 bytes, the end */
    d->p = in;
    return cap - room;
}

void sheet_decode_end(struct sheet_decoder *d)
{
    if (d->cd)
        iconv_close(d->cd);
    d->cd = NULL;
}

/* Offset of the first byte that is not strict UTF-8; n when there is none. */
static size_t first_bad_utf8(struct str s)
{
    size_t at = 0;
    while (at < s.n) {
        if ((unsigned char)s.p[at] < 0x80) {
            at++;
            continue;
        }
        size_t before = at;
        if (utf8_next(s, &at) < 0)
            return before;
    }
    return s.n;
}

/* The same for an encoding of iconv; a NUL character is as bad as a wrong byte. */
static size_t first_bad_iconv(struct sheet *s, enum sheet_encoding e)
{
    struct sheet_decoder d;
    char buf[16384];
    enum sheet_encoding before = s->encoding;
    s->encoding = e;
    sheet_decode_begin(&d, s);
    s->encoding = before;
    size_t total = s->bytes.n - s->bom;
    size_t bad = total;
    while (d.left) {
        size_t at = total - d.left;
        size_t n = sheet_decode_fill(&d, buf, sizeof buf);
        if (n == 0 || memchr(buf, '\0', n)) {
            bad = n == 0 ? total - d.left : at;
            break;
        }
    }
    sheet_decode_end(&d);
    return bad;
}

/* A short text in GBK can be well-formed UTF-8 by chance (医院 is); it then reads as Greek to Arabic letters and nothing else. */
static bool reads_as_other_script(struct str s)
{
    bool some = false;
    for (size_t at = 0; at < s.n;) {
        int32_t c = utf8_next(s, &at);
        if (c >= 0x80 && (c < 0x370 || c > 0x7ff))
            return false;
        some = some || c >= 0x80;
    }
    return some;
}

static uint32_t row_of(struct str s, size_t offset)
{
    uint32_t row = 1;
    for (size_t i = 0; i < offset && i < s.n; i++)
        row += s.p[i] == '\n';
    return row;
}

static enum sheet_encoding mark(struct sheet *s)
{
    static const struct {
        const char *bytes;
        size_t n;
        enum sheet_encoding e;
    } marks[] = {{"\xef\xbb\xbf", 3, SHEET_ENC_UTF8}, {"\xff\xfe", 2, SHEET_ENC_UTF16LE}, {"\xfe\xff", 2, SHEET_ENC_UTF16BE}};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (s->bytes.n >= marks[i].n && memcmp(s->bytes.p, marks[i].bytes, marks[i].n) == 0) {
            if (s->o.encoding == SHEET_ENC_AUTO || s->o.encoding == marks[i].e)
                s->bom = marks[i].n;
            return marks[i].e;
        }
    }
    return SHEET_ENC_AUTO;
}

static size_t first_bad(struct sheet *s, enum sheet_encoding e)
{
    return e == SHEET_ENC_UTF8 ? first_bad_utf8(str_sub(s->bytes, s->bom, s->bytes.n)) : first_bad_iconv(s, e);
}

enum sheet_verdict sheet_decode_detect(struct sheet *s)
{
    enum sheet_encoding said = s->o.encoding, marked = mark(s);
    if (said == SHEET_ENC_AUTO)
        said = marked;
    struct str rest = str_sub(s->bytes, s->bom, s->bytes.n);
    bool wide = said == SHEET_ENC_UTF16LE || said == SHEET_ENC_UTF16BE;
    if (!wide && rest.n && memchr(rest.p, '\0', rest.n))
        return sheet_note(s, SHEET_NOT_A_SHEET);
    s->encoding = said == SHEET_ENC_AUTO ? SHEET_ENC_UTF8 : said;
    size_t bad = first_bad(s, s->encoding);
    if (said == SHEET_ENC_AUTO && bad == rest.n && reads_as_other_script(rest) && first_bad(s, SHEET_ENC_GB18030) == rest.n)
        s->encoding = SHEET_ENC_GB18030;
    if (said == SHEET_ENC_AUTO && bad < rest.n) {
        size_t bad_gb = first_bad(s, SHEET_ENC_GB18030);
        if (bad_gb > bad) { /* the reading that goes further is the likelier one, and names the better row */
            bad = bad_gb;
            s->encoding = SHEET_ENC_GB18030;
        }
    }
    if (bad >= rest.n)
        return SHEET_OK;
    s->fault_row = row_of(rest, bad);
    return sheet_note(s, SHEET_BAD_ENCODING);
}
