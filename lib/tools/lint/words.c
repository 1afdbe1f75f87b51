/* SPDX-License-Identifier: EUPL-1.2
 * words.c — words that may not stand where they stand: banned calls anywhere, malloc in pages and domain rooms, the clock outside
 * base/clock.c, SQL outside *_store.c and db/, addresses and raw markup made outside html/. The list of banned calls is banned.h's
 * own.
 */
#include "tools/lint/lint.h"

static bool among(struct str word, const struct str *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(word, list[i]))
            return true;
    return false;
}
#define AMONG(word, list) among((word), (list), sizeof(list) / sizeof *(list))

void words_read_banned(struct lint *l, struct str banned_h)
{
    size_t at = 0;
    struct str line;
    while (source_line(banned_h, &at, &line)) {
        if (!str_starts(line, STR("#pragma GCC poison")))
            continue;
        size_t in_line = sizeof "#pragma GCC poison" - 1, start;
        struct str word;
        while (source_word(line, &in_line, &word, &start))
            *VEC_PUSH(l->a, l->banned) = str_dup(l->a, word);
    }
}

static char byte_before(struct str code, size_t at)
{
    while (at > 0 && (code.p[at - 1] == ' ' || code.p[at - 1] == '\n'))
        at--;
    return at > 0 ? code.p[at - 1] : 0;
}

static char byte_after(struct str code, size_t at)
{
    while (at < code.n && code.p[at] == ' ')
        at++;
    return at < code.n ? code.p[at] : 0;
}

struct found {
    const struct source *s;
    struct str word;
    int line;
    bool call; /* name( and not a member's name */
    size_t end;
};

static void judge_word(struct lint *l, const struct found *f)
{
    static const struct str also_banned[] = {STR_INIT("alloca"), STR_INIT("strlcpy"), STR_INIT("strlcat")};
    static const struct str heap[] = {STR_INIT("malloc"),  STR_INIT("calloc"),   STR_INIT("realloc"),
                                      STR_INIT("free"),    STR_INIT("strdup"),   STR_INIT("reallocarray"),
                                      STR_INIT("strndup"), STR_INIT("asprintf"), STR_INIT("vasprintf")};
    static const struct str clocks[] = {STR_INIT("time"), STR_INIT("clock_gettime"), STR_INIT("gettimeofday"),
                                        STR_INIT("timespec_get")};
    const struct source *s = f->s;
    if (among(f->word, l->banned.p, l->banned.n) || (f->call && AMONG(f->word, also_banned)))
        lint_report(l, s->path, f->line, "banned", "%.*s: see base/banned.h", STR_ARG(f->word));
    if (!f->call || s->part == PART_TESTS)
        return;
    bool arena_only = s->part == PART_PROGRAM || (s->part == PART_LIB && rooms_is_domain(s->room));
    if (arena_only && AMONG(f->word, heap))
        lint_report(l, s->path, f->line, "heap", "%.*s: pages and domain rooms take memory from an arena", STR_ARG(f->word));
    if (AMONG(f->word, clocks) && !str_eq(s->path, STR("lib/base/clock.c")))
        lint_report(l, s->path, f->line, "clock", "%.*s: time is a parameter; base/clock.c alone reads the clock",
                    STR_ARG(f->word));
}

/* (struct url){…}: a compound literal outside html/ would go round the builders. An empty one is fine. */
static void judge_literal_of(struct lint *l, const struct found *f)
{
    static const struct str made_in_html[] = {STR_INIT("url"), STR_INIT("html_raw")};
    const struct source *s = f->s;
    if (s->part == PART_TESTS || str_eq(s->room, STR("html")) || !AMONG(f->word, made_in_html))
        return;
    struct str rest = str_sub(s->code, f->end, s->code.n);
    bool literal = str_starts(rest, STR("){")) || str_starts(rest, STR(") {"));
    if (literal && !str_starts(rest, STR("){0}")) && !str_starts(rest, STR("){}")))
        lint_report(l, s->path, f->line, "markup", "struct %.*s is made by html/ only", STR_ARG(f->word));
}

static bool sql_text(struct str s)
{
    static const struct str starts[] = {STR_INIT("SELECT "),     STR_INIT("INSERT "),       STR_INIT("UPDATE "),
                                        STR_INIT("DELETE FROM"), STR_INIT("REPLACE INTO"),  STR_INIT("CREATE TABLE"),
                                        STR_INIT("ALTER TABLE"), STR_INIT("DROP TABLE"),    STR_INIT("START TRANSACTION"),
                                        STR_INIT("TRUNCATE "),   STR_INIT("WITH RECURSIVE")};
    static const struct str inside[] = {STR_INIT(" FROM "), STR_INIT(" WHERE "),  STR_INIT("ORDER BY "), STR_INIT("GROUP BY "),
                                        STR_INIT(" JOIN "), STR_INIT(" VALUES "), STR_INIT(" VALUES(")};
    struct str text = str_trim(s);
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (str_starts(text, starts[i]))
            return true;
    for (size_t i = 0; i < sizeof inside / sizeof *inside; i++)
        if (str_contains(s, inside[i]))
            return true;
    return false;
}

static void sql(struct lint *l, const struct source *s)
{
    bool store = str_ends(s->path, STR("_store.c"));
    bool exempt = s->part == PART_TESTS || str_eq(s->room, STR("db")) || str_starts(s->path, STR("lib/tools/lint/"));
    if (exempt)
        return;
    for (size_t i = 0; i < s->literals.n; i++) {
        struct literal x = s->literals.p[i];
        if (!sql_text(x.text))
            continue;
        if (!store)
            lint_report(l, s->path, x.line, "sql", "SQL stands in *_store.c, db/ and migrations only");
        else if (str_contains(x.text, STR("%s")) || str_contains(x.text, STR("%.*s")))
            lint_report(l, s->path, x.line, "sql", "nothing formats SQL: bind the value");
    }
}

void rules_words(struct lint *l, const struct source *s)
{
    struct found f = {.s = s, .line = 1};
    size_t at = 0, start, counted = 0;
    bool banned_h = str_eq(s->path, STR("lib/base/banned.h"));
    while (!banned_h && source_word(s->code, &at, &f.word, &start)) {
        for (; counted < start; counted++)
            f.line += s->code.p[counted] == '\n';
        char before = byte_before(s->code, start);
        bool member = before == '.' || (before == '>' && start > 1 && s->code.p[start - 2] == '-');
        f.call = !member && byte_after(s->code, at) == '(';
        f.end = at;
        judge_word(l, &f);
        judge_literal_of(l, &f);
    }
    sql(l, s);
}
