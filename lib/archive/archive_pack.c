/* SPDX-License-Identifier: EUPL-1.2
 * archive_pack.c — the bytes of a pack. Pure. Called by archive_pack_store.c (read) and archive_pack_write_store.c (write).
 *
 *   pack   = version, subject, grades, grade…, records, record…, licences, licence…, former names, former…
 * All numbers are varints of seven bits, signed ones zigzag; a text is its length and its bytes; a day is 0 for none, else 1 +
 * zigzag. Every pack has exactly one spelling.
 */
#include "archive/archive_pack.h"

#include "base/arena.h"
#include "base/out.h"

enum { VERSION = 1 };

/* --- writing --- */

static void put(struct out *o, uint64_t v)
{
    for (; v >= 0x80; v >>= 7)
        out_char(o, (char)(unsigned char)(v | 0x80));
    out_char(o, (char)(unsigned char)v);
}

static void put_signed(struct out *o, int64_t v)
{
    put(o, ((uint64_t)v << 1) ^ (uint64_t)(v >> 63));
}

static void put_str(struct out *o, struct str s)
{
    put(o, s.n);
    out_str(o, s);
}

static void put_day(struct out *o, struct day d)
{
    put(o, day_is(d) ? 1 + (((uint64_t)(int64_t)d.n << 1) ^ (uint64_t)((int64_t)d.n >> 63)) : 0);
}

static void put_subject(struct out *o, const struct archive_subject *s)
{
    put_signed(o, s->id);
    put_signed(o, s->kind);
    put_signed(o, s->version);
    const struct str texts[] = {s->public_id, s->type, s->name, s->code, s->division, s->address, s->representative};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        put_str(o, texts[i]);
    put_day(o, s->established);
    put_day(o, s->ended);
    put_signed(o, s->updated_at.us);
}

static void put_grade(struct out *o, const struct archive_grade *g)
{
    put_signed(o, g->year);
    put_signed(o, g->round_id);
    put_signed(o, g->regime_version_id);
    put_str(o, g->grade);
    put_str(o, g->kind);
    put_signed(o, g->published_at.us);
    put_signed(o, g->superseded_at.us);
}

static void put_record(struct out *o, const struct archive_record *r)
{
    put_signed(o, r->id);
    put_signed(o, r->amount);
    put_signed(o, r->severity);
    put(o, r->disputed);
    const struct str texts[] = {r->item, r->category, r->title, r->detail, r->document_no, r->authority, r->source};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        put_str(o, texts[i]);
    put_day(o, r->found);
    put_day(o, r->show_from);
    put_day(o, r->show_to);
    put_day(o, r->use_to);
}

static void put_licence(struct out *o, const struct archive_licence *l)
{
    put_str(o, l->kind);
    put_str(o, l->number);
    put_str(o, l->content);
    put_str(o, l->authority);
    put_day(o, l->issued);
    put_day(o, l->valid_from);
    put_day(o, l->valid_to);
}

struct str archive_pack_encode(struct arena *a, const struct archive *x)
{
    struct out o;
    out_to_arena(&o, a);
    put(&o, VERSION);
    put_subject(&o, &x->subject);
    put(&o, x->grades.n);
    for (size_t i = 0; i < x->grades.n; i++)
        put_grade(&o, &x->grades.p[i]);
    put(&o, x->records.n);
    for (size_t i = 0; i < x->records.n; i++)
        put_record(&o, &x->records.p[i]);
    put(&o, x->licences.n);
    for (size_t i = 0; i < x->licences.n; i++)
        put_licence(&o, &x->licences.p[i]);
    put(&o, x->former.n);
    for (size_t i = 0; i < x->former.n; i++) {
        put_str(&o, x->former.p[i].name);
        put_day(&o, x->former.p[i].until);
    }
    struct str s = out_text(&o);
    return s.n <= ARCHIVE_PACK_MOST ? s : STR("");
}

/* --- reading: every step after the first bad one gives nothing --- */

struct reader {
    const unsigned char *p, *end;
    bool bad;
};

static uint64_t get(struct reader *r)
{
    uint64_t v = 0;
    for (unsigned shift = 0; shift < 64 && r->p < r->end; shift += 7) {
        unsigned char c = *r->p++;
        if (shift == 63 && c > 1)
            break;
        v |= (uint64_t)(c & 0x7f) << shift;
        if (c < 0x80) {
            r->bad = r->bad || (c == 0 && shift > 0); /* one spelling a number */
            return r->bad ? 0 : v;
        }
    }
    r->bad = true;
    return 0;
}

static int64_t get_signed(struct reader *r)
{
    uint64_t v = get(r);
    return (int64_t)(v >> 1) ^ -(int64_t)(v & 1);
}

static int get_int(struct reader *r)
{
    int64_t v = get_signed(r);
    r->bad = r->bad || v < INT32_MIN || v > INT32_MAX;
    return r->bad ? 0 : (int)v;
}

static bool get_bool(struct reader *r)
{
    uint64_t v = get(r);
    r->bad = r->bad || v > 1;
    return v == 1;
}

static struct str get_str(struct reader *r)
{
    uint64_t n = get(r);
    r->bad = r->bad || n > (size_t)(r->end - r->p);
    if (r->bad || n == 0)
        return STR("");
    struct str s = {(const char *)r->p, (size_t)n};
    r->p += n;
    return s;
}

static struct day get_day(struct reader *r)
{
    uint64_t v = get(r);
    if (v == 0)
        return DAY_NONE;
    v--;
    int64_t n = (int64_t)(v >> 1) ^ -(int64_t)(v & 1);
    r->bad = r->bad || n <= INT32_MIN || n > INT32_MAX;
    return r->bad ? DAY_NONE : (struct day){(int32_t)n};
}

static struct instant get_instant(struct reader *r)
{
    return (struct instant){get_signed(r)};
}

/* How many follow: each takes a byte at least. */
static size_t get_count(struct reader *r)
{
    uint64_t n = get(r);
    r->bad = r->bad || n > (size_t)(r->end - r->p);
    return r->bad ? 0 : (size_t)n;
}

/* Members are read in the order in which they are named. */
static struct archive_subject get_subject(struct reader *r)
{
    struct archive_subject s = {0};
    s.id = get_signed(r);
    s.kind = get_int(r);
    s.version = get_int(r);
    struct str *const texts[] = {&s.public_id, &s.type, &s.name, &s.code, &s.division, &s.address, &s.representative};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        *texts[i] = get_str(r);
    s.established = get_day(r);
    s.ended = get_day(r);
    s.updated_at = get_instant(r);
    return s;
}

static struct archive_grade get_grade(struct reader *r)
{
    struct archive_grade g = {0};
    g.year = get_int(r);
    g.round_id = get_int(r);
    g.regime_version_id = get_int(r);
    g.grade = get_str(r);
    g.kind = get_str(r);
    g.published_at = get_instant(r);
    g.superseded_at = get_instant(r);
    return g;
}

static struct archive_record get_record(struct reader *r)
{
    struct archive_record x = {0};
    x.id = get_signed(r);
    x.amount = get_signed(r);
    x.severity = get_int(r);
    x.disputed = get_bool(r);
    struct str *const texts[] = {&x.item, &x.category, &x.title, &x.detail, &x.document_no, &x.authority, &x.source};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        *texts[i] = get_str(r);
    x.found = get_day(r);
    x.show_from = get_day(r);
    x.show_to = get_day(r);
    x.use_to = get_day(r);
    return x;
}

static struct archive_licence get_licence(struct reader *r)
{
    struct archive_licence l = {0};
    l.kind = get_str(r);
    l.number = get_str(r);
    l.content = get_str(r);
    l.authority = get_str(r);
    l.issued = get_day(r);
    l.valid_from = get_day(r);
    l.valid_to = get_day(r);
    return l;
}

static bool shown_on(const struct archive_record *r, struct day today)
{
    return day_is(r->show_from) && day_cmp(r->show_from, today) <= 0 && (!day_is(r->show_to) || day_cmp(today, r->show_to) <= 0);
}

static void get_records(struct reader *r, struct arena *a, struct day today, struct archive *out)
{
    size_t n = get_count(r);
    out->records.p = ARENA_ARRAY(a, struct archive_record, n < ARCHIVE_RECORDS ? n : ARCHIVE_RECORDS);
    for (size_t i = 0; i < n && !r->bad; i++) {
        struct archive_record rec = get_record(r);
        if (!shown_on(&rec, today))
            continue;
        if (out->records.n == ARCHIVE_RECORDS)
            out->records_cut = true;
        else
            out->records.p[out->records.n++] = rec;
    }
}

#define GET_ALL(r, a, v, one)                                                                                                      \
    do {                                                                                                                           \
        size_t n_ = get_count(r);                                                                                                  \
        (v).p = arena_array((a), n_, sizeof *(v).p);                                                                               \
        for (; (v).n < n_ && !(r)->bad; (v).n++)                                                                                   \
            (v).p[(v).n] = (one);                                                                                                  \
    } while (0)

bool archive_pack_decode(struct arena *a, struct str bytes, struct day today, struct archive *out)
{
    *out = (struct archive){0};
    if (bytes.n > ARCHIVE_PACK_MOST || bytes.n == 0)
        return false;
    struct reader r = {.p = (const unsigned char *)bytes.p, .end = (const unsigned char *)bytes.p + bytes.n};
    if (get(&r) != VERSION)
        return false;
    out->subject = get_subject(&r);
    GET_ALL(&r, a, out->grades, get_grade(&r));
    get_records(&r, a, today, out);
    GET_ALL(&r, a, out->licences, get_licence(&r));
    size_t n = get_count(&r);
    out->former.p = ARENA_ARRAY(a, struct archive_former, n);
    for (; out->former.n < n && !r.bad; out->former.n++) {
        out->former.p[out->former.n].name = get_str(&r);
        out->former.p[out->former.n].until = get_day(&r);
    }
    return !r.bad && r.p == r.end;
}
