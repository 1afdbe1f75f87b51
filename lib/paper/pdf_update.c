/* SPDX-License-Identifier: EUPL-1.2
 * pdf_update.c — an incremental update (ISO 32000-1, 7.5.6) behind a file that pdf_end() made: language, display of the title, and
 * an attached file, which cairo cannot write. The attachment is the last object, so that everything but its own bytes is known
 * before they are. Reads only our own writer's files: anything else is fail(). See pdf.h.
 */
#include "base/arena.h"
#include "base/check.h"
#include "base/out.h"
#include "paper/pdf.h"

/* The number behind the last `key` of the file. */
static int64_t last_number(struct str pdf, struct str key)
{
    ptrdiff_t at = -1;
    for (ptrdiff_t next = 0; (next = str_find(pdf, key, (size_t)next)) >= 0; next++)
        at = next;
    if (at < 0)
        fail(FAIL_IO, "the PDF has no %.*s", STR_ARG(key));
    size_t from = (size_t)at + key.n, to = from;
    while (to < pdf.n && (pdf.p[to] == ' ' || pdf.p[to] == '\n' || pdf.p[to] == '\r'))
        from = ++to;
    while (to < pdf.n && pdf.p[to] >= '0' && pdf.p[to] <= '9')
        to++;
    int64_t v;
    if (!str_int(str_sub(pdf, from, to), &v))
        fail(FAIL_IO, "the PDF has no number behind %.*s", STR_ARG(key));
    return v;
}

/* What stands between << and >> of the catalog. */
static struct str catalog(struct arena *a, struct str pdf, int64_t root)
{
    struct str mark = str_fmt(a, "\n%lld 0 obj\n<<", (long long)root);
    ptrdiff_t at = str_find(pdf, mark, 0), end = at < 0 ? -1 : str_find(pdf, STR("\nendobj"), (size_t)at);
    if (end < 0)
        fail(FAIL_IO, "the PDF has no catalog");
    struct str body = str_trim(str_sub(pdf, (size_t)at + mark.n, (size_t)end));
    if (!str_ends(body, STR(">>")))
        fail(FAIL_IO, "the PDF's catalog does not end");
    return str_sub(body, 0, body.n - 2);
}

static void entry(struct out *o, size_t offset)
{
    out_fmt(o, "%010zu 00000 n \n", offset);
}

struct str pdf_attach(struct arena *a, struct str pdf, struct str name, struct str proof, size_t *at_out)
{
    int64_t root = last_number(pdf, STR("/Root")), size = last_number(pdf, STR("/Size")), info = last_number(pdf, STR("/Info"));
    int64_t before = last_number(pdf, STR("startxref"));
    long long r = root, spec = size, file = size + 1;
    struct out o;
    out_to_arena(&o, a);
    out_str(&o, pdf);
    size_t root_at = o.n;
    out_fmt(
        &o,
        "%lld 0 obj\n<<%.*s\n   /Lang (zh-CN)\n   /MarkInfo << /Marked true >>\n   /ViewerPreferences << /DisplayDocTitle true >>\n",
        r, STR_ARG(catalog(a, pdf, root)));
    out_fmt(&o, "   /Names << /EmbeddedFiles << /Names [ (%.*s) %lld 0 R ] >> >>\n>>\nendobj\n", STR_ARG(name), spec);
    size_t spec_at = o.n;
    out_fmt(&o, "%lld 0 obj\n<< /Type /Filespec /F (%.*s) /UF (%.*s) /EF << /F %lld 0 R >> >>\nendobj\n", spec, STR_ARG(name),
            STR_ARG(name), file);
    size_t file_at = o.n;
    out_fmt(&o, "%lld 0 obj\n<< /Type /EmbeddedFile /Subtype /application#2Fjson /Length %zu >>\nstream\n", file, proof.n);
    *at_out = o.n;
    out_str(&o, proof);
    out_str(&o, STR("\nendstream\nendobj\n"));
    size_t table_at = o.n;
    out_fmt(&o, "xref\n%lld 1\n", r);
    entry(&o, root_at);
    out_fmt(&o, "%lld 2\n", spec);
    entry(&o, spec_at);
    entry(&o, file_at);
    out_fmt(&o, "trailer\n<< /Size %lld /Root %lld 0 R /Info %lld 0 R /Prev %lld >>\nstartxref\n%zu\n%%%%EOF\n", file + 1, r,
            (long long)info, (long long)before, table_at);
    return out_text(&o);
}
