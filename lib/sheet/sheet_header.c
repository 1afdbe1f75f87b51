/* SPDX-License-Identifier: EUPL-1.2
 * sheet_header.c — folding header text and matching it against a table of fields; see sheet_header.h for the order of matches.
 * Holds no field names of its own.
 */
#include "sheet/sheet_header.h"

#include "base/arena.h"
#include "base/check.h"

enum { OPEN_BRACKET = '(', CLOSE_BRACKET = ')' };

static bool is_blank(int32_t c)
{
    return c <= 0x20 || c == 0x7f || c == 0xa0 || c == 0x3000 || c == 0xfeff || (c >= 0x2000 && c <= 0x200f) || c == 0x2028 ||
           c == 0x2029;
}

/* Stars and marks that stand for "required", and a colon after the name. */
static bool is_mark(int32_t c)
{
    return c == '*' || c == ':' || c == 0x203b /* ※ */ || c == 0x2605 /* ★ */ || c == 0x2606 || c == 0x2731 || c == 0x00d7;
}

static bool in_set(int32_t c, const int32_t *set, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (set[i] == c)
            return true;
    return false;
}

/* Full width to half width, brackets of any kind to ( and ), capitals to small; 0 = leave out. */
static int32_t fold_point(int32_t c)
{
    static const int32_t opens[] = {0x3010, 0x3014, 0x3008, 0x300a, 0x300c, 0x3016, '[', '{', '<'};
    static const int32_t closes[] = {0x3011, 0x3015, 0x3009, 0x300b, 0x300d, 0x3017, ']', '}', '>'};
    static const int32_t dashes[] = {0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015, 0x2212};
    if (c >= 0xff01 && c <= 0xff5e)
        c -= 0xfee0;
    if (is_blank(c) || is_mark(c))
        return 0;
    if (in_set(c, opens, sizeof opens / sizeof *opens))
        return OPEN_BRACKET;
    if (in_set(c, closes, sizeof closes / sizeof *closes))
        return CLOSE_BRACKET;
    if (in_set(c, dashes, sizeof dashes / sizeof *dashes))
        return '-';
    return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

/* What stands in brackets to say that a column must be filled: never part of the name. */
static bool is_requirement(struct str inside)
{
    static const struct str words[] = {STR_INIT("必填"),   STR_INIT("选填"),     STR_INIT("必填项"),   STR_INIT("选填项"),
                                       STR_INIT("非必填"), STR_INIT("必须"),     STR_INIT("可选"),     STR_INIT("可空"),
                                       STR_INIT("必输"),   STR_INIT("required"), STR_INIT("optional"), STR_INIT("")};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_eq(inside, words[i]))
            return true;
    return false;
}

/* Takes bracketed remarks out of folded text, in place: all of them, or those that say "required" only. */
static size_t drop_remarks(char *p, size_t n, bool all)
{
    size_t to = 0;
    for (size_t i = 0; i < n; i++) {
        const char *close = p[i] == OPEN_BRACKET ? memchr(p + i, CLOSE_BRACKET, n - i) : NULL;
        if (close && (all || is_requirement((struct str){p + i + 1, (size_t)(close - p) - i - 1})))
            i = (size_t)(close - p);
        else
            p[to++] = p[i];
    }
    return to;
}

struct str sheet_header_fold(struct arena *a, struct str header, bool bare)
{
    char *p = arena_alloc(a, header.n * 3 + 4); /* a broken byte is kept as U+FFFD, three bytes */
    size_t n = 0;
    for (size_t at = 0; at < header.n;) {
        int32_t c = utf8_next(header, &at);
        c = fold_point(c < 0 ? 0xfffd : c);
        if (c)
            n += utf8_put(p + n, c);
    }
    n = drop_remarks(p, n, false);
    size_t kept = n;
    if (bare) {
        n = drop_remarks(p, n, true);
        if (n == 0) /* all in brackets: 【单位名称】 */
            return sheet_header_fold(a, str_sub((struct str){p, kept}, 1, kept), false);
    }
    return (struct str){p, n};
}

/* --- matching --- */
enum { NO_MATCH, BARE_MATCH, WHOLE_MATCH };
enum { LONGEST = 600, SHOWN = 200 }; /* bytes of a header that is compared, characters of one that is shown */

static int match(struct arena *a, struct str whole, struct str bare, const struct sheet_field *f)
{
    int best = NO_MATCH;
    struct str rest = str_from(f->names), name;
    while (str_cut(&rest, '|', &name)) {
        struct str folded = sheet_header_fold(a, name, false);
        if (folded.n == 0)
            continue;
        if (str_eq(folded, whole))
            return WHOLE_MATCH;
        if (str_eq(folded, bare))
            best = BARE_MATCH;
    }
    return best;
}

struct candidate {
    const struct sheet_field *field; /* best for this column */
    int strength;
};

static struct candidate best_field(struct arena *a, struct str header, const struct sheet_field *fields, size_t n)
{
    struct candidate c = {NULL, NO_MATCH};
    if (header.n > LONGEST) /* a note above the table */
        return c;
    struct str whole = sheet_header_fold(a, header, false), bare = sheet_header_fold(a, header, true);
    for (size_t i = 0; whole.n && i < n; i++) {
        int m = match(a, whole, bare, &fields[i]);
        if (m > c.strength)
            c = (struct candidate){&fields[i], m};
    }
    return c;
}

static struct str header_text(struct arena *a, const struct sheet_cell *cell)
{
    struct str t = utf8_prefix(str_trim(cell->text), SHOWN);
    return str_dup(a, str_replace(a, t, STR("\n"), STR(" ")));
}

/* One column a field: the strongest match, the leftmost of equals; the other equals are a question for a person. */
static void settle(struct arena *a, struct sheet_map *m, const struct candidate *c, const struct sheet_field *field)
{
    size_t winner = m->columns;
    for (size_t i = 0; i < m->columns; i++)
        if (c[i].field == field && (winner == m->columns || c[i].strength > c[winner].strength))
            winner = i;
    if (winner == m->columns)
        return;
    m->field[winner] = field->id;
    m->mapped++;
    if (!m->twice)
        m->twice = ARENA_ARRAY(a, struct str, m->columns);
    for (size_t i = winner + 1; i < m->columns; i++)
        if (c[i].field == field && c[i].strength == c[winner].strength)
            m->twice[m->twice_n++] = m->header[i];
}

enum sheet_header_verdict sheet_header_map(struct arena *a, const struct sheet_row *row, const struct sheet_field *fields, size_t n,
                                           struct sheet_map *map_out)
{
    struct sheet_map *m = map_out;
    *m = (struct sheet_map){.row = row->number, .columns = row->n};
    m->field = ARENA_ARRAY(a, int, row->n);
    m->header = ARENA_ARRAY(a, struct str, row->n);
    m->missing = ARENA_ARRAY(a, const struct sheet_field *, n);
    struct candidate *c = ARENA_ARRAY(a, struct candidate, row->n);
    for (size_t i = 0; i < row->n; i++) {
        m->field[i] = SHEET_UNMAPPED;
        m->header[i] = header_text(a, &row->cell[i]);
        c[i] = best_field(a, row->cell[i].text, fields, n);
    }
    for (size_t i = 0; i < n; i++) {
        size_t before = m->mapped;
        settle(a, m, c, &fields[i]);
        if (m->mapped == before && fields[i].required)
            m->missing[m->missing_n++] = &fields[i];
    }
    if (m->mapped < (n < 2 ? n : 2))
        return SHEET_HEADER_NOT_FOUND;
    if (m->missing_n)
        return SHEET_HEADER_MISSING;
    return m->twice_n ? SHEET_HEADER_TWICE : SHEET_HEADER_OK;
}

/* --- finding the row --- */
enum sheet_header_verdict sheet_header_at(struct arena *a, struct sheet *s, uint32_t number, const struct sheet_field *fields,
                                          size_t n, struct sheet_map *map_out)
{
    *map_out = (struct sheet_map){0};
    struct sheet_row row;
    if (sheet_rewind(s) != SHEET_OK)
        return SHEET_HEADER_UNREADABLE;
    for (;;) {
        switch (sheet_next(s, &row)) {
        case SHEET_ROW:
            if (row.number < number)
                continue;
            if (row.number == number)
                return sheet_header_map(a, &row, fields, n, map_out);
            (void)sheet_rewind(s);
            return SHEET_HEADER_NOT_FOUND;
        case SHEET_END:
            (void)sheet_rewind(s);
            return SHEET_HEADER_NOT_FOUND;
        case SHEET_FAILED:
            return SHEET_HEADER_UNREADABLE;
        }
    }
}

enum sheet_header_verdict sheet_header_find(struct arena *a, struct sheet *s, const struct sheet_field *fields, size_t n,
                                            struct sheet_map *map_out)
{
    *map_out = (struct sheet_map){0};
    struct sheet_row row;
    uint32_t best_row = 0;
    size_t best = 0;
    if (sheet_rewind(s) != SHEET_OK)
        return SHEET_HEADER_UNREADABLE;
    struct arena *scratch = arena_new(64u << 20);
    for (int i = 0; i < SHEET_HEADER_ROWS && sheet_next(s, &row) == SHEET_ROW; i++) {
        struct sheet_map m;
        arena_reset(scratch);
        enum sheet_header_verdict v = sheet_header_map(scratch, &row, fields, n, &m);
        if (v != SHEET_HEADER_NOT_FOUND && m.mapped > best) {
            best = m.mapped;
            best_row = row.number;
        }
    }
    arena_free(&scratch);
    if (sheet_verdict(s) != SHEET_OK)
        return SHEET_HEADER_UNREADABLE;
    if (best_row)
        return sheet_header_at(a, s, best_row, fields, n, map_out);
    (void)sheet_rewind(s);
    return SHEET_HEADER_NOT_FOUND;
}

/* --- questions --- */
ptrdiff_t sheet_header_column(const struct sheet_map *map, int field_id)
{
    for (size_t i = 0; i < map->columns; i++)
        if (map->field[i] == field_id)
            return (ptrdiff_t)i;
    return -1;
}

void sheet_header_set(struct sheet_map *map, size_t column, int field_id)
{
    CHECK(column < map->columns);
    map->mapped = 0;
    for (size_t i = 0; i < map->columns; i++) {
        if (i == column)
            map->field[i] = field_id;
        else if (field_id != SHEET_UNMAPPED && map->field[i] == field_id)
            map->field[i] = SHEET_UNMAPPED;
        map->mapped += map->field[i] != SHEET_UNMAPPED;
    }
    size_t kept = 0; /* what was missing may be found now */
    for (size_t i = 0; i < map->missing_n; i++)
        if (sheet_header_column(map, map->missing[i]->id) < 0)
            map->missing[kept++] = map->missing[i];
    map->missing_n = kept;
}

static struct str first_name(const struct sheet_field *f)
{
    struct str rest = str_from(f->names), name = STR_NONE;
    str_cut(&rest, '|', &name);
    return name;
}

struct str sheet_header_explain(struct arena *a, enum sheet_header_verdict v, const struct sheet_map *map)
{
    struct str list = STR_NONE;
    switch (v) {
    case SHEET_HEADER_OK:
        return STR_NONE;
    case SHEET_HEADER_NOT_FOUND:
        return STR("前 10 行里没有找到表头。请选择表头所在的行，或对照模板检查列名后重新上传。");
    case SHEET_HEADER_UNREADABLE:
        return STR("文件在表头处就无法读取。");
    case SHEET_HEADER_MISSING:
        for (size_t i = 0; i < map->missing_n; i++)
            list = str_fmt(a, "%.*s%s“%.*s”", STR_ARG(list), i ? "、" : "", STR_ARG(first_name(map->missing[i])));
        return str_fmt(a, "缺少必填的列：%.*s。请在第 %u 行（表头）补上，或为它指定一列。", STR_ARG(list), map->row);
    case SHEET_HEADER_TWICE:
        for (size_t i = 0; i < map->twice_n; i++)
            list = str_fmt(a, "%.*s%s“%.*s”", STR_ARG(list), i ? "、" : "", STR_ARG(map->twice[i]));
        return str_fmt(a, "表头中有重复的列：%.*s。已取最左边的一列，请确认或另行指定。", STR_ARG(list));
    }
    return STR_NONE;
}
