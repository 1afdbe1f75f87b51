/* SPDX-License-Identifier: EUPL-1.2
 * calendar_read.c — builds a calendar from the text of its years, and reports every fault with file and line. Called once at start
 * and by `portalctl`, whose operator typed the new year from the notice: hence the suspicion, and the plain words.
 */
#include <dirent.h>
#include <errno.h>

#include "base/arena.h"
#include "base/check.h"
#include "calendar/calendar_impl.h"

enum { FIRST_YEAR = 1990, LAST_YEAR = 2999, MOST_YEARS = 200, MOST_BYTES = 64 * 1024, MOST_ERRORS = 100, MOST_NAME = 20 };

struct reader {
    struct arena *a;
    struct calendar_errors *errors;
    struct str file;
    int line;
    int year;            /* of the current file; 0 before its first line was understood */
    struct day last_day; /* of the current file */
    size_t off_days;     /* of the current file */
    struct {
        struct calendar_year *p;
        size_t n, cap;
    } years;
    struct {
        struct calendar_mark *p;
        size_t n, cap;
    } marks;
};

static void complain(struct reader *r, struct str message)
{
    if (r->errors->n < MOST_ERRORS)
        *VEC_PUSH(r->a, *r->errors) = (struct calendar_error){r->file, r->line, message};
}

static void read_head(struct reader *r, struct str line)
{
    int64_t year;
    if (!str_starts(line, STR("# "))) {
        complain(r, STR("第一行应为“# 年份<制表符>国务院办公厅通知的网址”"));
        return;
    }
    struct str rest = str_sub(line, 2, line.n), head = STR_NONE;
    if (!str_cut(&rest, '\t', &head) || !str_int(head, &year) || year < FIRST_YEAR || year > LAST_YEAR) {
        complain(r, STR("第一行的年份应为四位数字"));
        return;
    }
    if (!(str_starts(rest, STR("https://")) || str_starts(rest, STR("http://"))) || !utf8_valid(rest) ||
        str_contains(rest, STR("\t")))
        complain(r, STR("第一行缺少国务院办公厅通知的网址（以http开头）"));
    for (size_t i = 0; i < r->years.n; i++)
        if (r->years.p[i].year == year)
            complain(r, str_fmt(r->a, "%d年已在另一个文件中", (int)year));
    bool named_after_year = r->file.n == 8 && str_ends(r->file, STR(".tsv"));
    if (named_after_year && !str_eq(str_sub(r->file, 0, 4), head))
        complain(r, STR("文件名中的年份与第一行的年份不同"));
    r->year = (int)year;
    *VEC_PUSH(r->a, r->years) = (struct calendar_year){(int)year, str_dup(r->a, rest)};
}

/* Exactly 2026-04-01: the file is also read by people and by other programs. */
static bool iso_day(struct str s, struct day *out)
{
    if (s.n != 10 || s.p[4] != '-' || s.p[7] != '-' || s.p[8] < '0' || s.p[8] > '9' || s.p[9] < '0' || s.p[9] > '9')
        return false;
    return day_parse(s, out);
}

static bool good_name(struct str s)
{
    if (s.n == 0 || !utf8_valid(s) || utf8_count(s) > MOST_NAME)
        return false;
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < ' ' || s.p[i] == '<' || s.p[i] == 0x7F)
            return false;
    return true;
}

static void check_day(struct reader *r, struct day d, bool work)
{
    struct ymd v = day_ymd(d);
    if (r->year && v.year != r->year && !(v.year == r->year - 1 && v.month == 12))
        complain(r, str_fmt(r->a, "日期不在%d年（也不是上一年12月）", r->year));
    if (day_cmp(d, r->last_day) <= 0)
        complain(r, STR("日期重复或没有按先后排列"));
    if (work && day_weekday(d) <= 5)
        complain(r, STR("调休上班（work）的日子应为星期六或星期日，这一天本来就是工作日"));
    r->last_day = day_max(d, r->last_day);
}

static void read_row(struct reader *r, struct str line)
{
    struct str date = STR_NONE, kind = STR_NONE, name = line;
    struct day d;
    if (!str_cut(&name, '\t', &date) || !str_cut(&name, '\t', &kind) || !name.p || str_contains(name, STR("\t"))) {
        complain(r, STR("每行应为三列：日期、off或work、节日名称，以制表符分隔"));
        return;
    }
    if (!iso_day(date, &d)) {
        complain(r, STR("日期应写成2026-04-01的形式，且确有这一天"));
        return;
    }
    bool work = str_eq(kind, STR("work"));
    if (!work && !str_eq(kind, STR("off")))
        complain(r, STR("第二列只能是off（放假）或work（调休上班）"));
    if (!good_name(name))
        complain(r, STR("第三列应为节日名称，不超过20个字"));
    check_day(r, d, work);
    r->off_days += !work;
    *VEC_PUSH(r->a, r->marks) = (struct calendar_mark){d, work, str_dup(r->a, name)};
}

static void read_file(struct reader *r, struct calendar_source source)
{
    struct str rest = source.text, line = STR_NONE;
    r->file = str_dup(r->a, source.name);
    r->line = 1;
    r->year = 0;
    r->last_day = DAY_NONE;
    r->off_days = 0;
    if (rest.n > MOST_BYTES) {
        complain(r, STR("文件过大"));
        return;
    }
    if (str_starts(rest, STR("\xEF\xBB\xBF")))
        rest = str_sub(rest, 3, rest.n);
    for (; str_cut(&rest, '\n', &line); r->line++) {
        if (str_ends(line, STR("\r")))
            line.n--;
        if (r->line == 1)
            read_head(r, line);
        else if (r->line == 2 && !str_eq(line, STR("date\tkind\tname")))
            complain(r, STR("第二行应为“date<制表符>kind<制表符>name”"));
        else if (r->line > 2 && line.n)
            read_row(r, line);
    }
    r->line = 1;
    if (r->off_days == 0)
        complain(r, STR("没有一个放假日；通知未发布的年份不要建文件"));
}

static int by_day(const void *x, const void *y)
{
    return day_cmp(((const struct calendar_mark *)x)->day, ((const struct calendar_mark *)y)->day);
}

static int by_year(const void *x, const void *y)
{
    return ((const struct calendar_year *)x)->year - ((const struct calendar_year *)y)->year;
}

static void sort(void *p, size_t n, size_t size, int (*by)(const void *, const void *))
{
    if (n)
        qsort(p, n, size, by);
}

struct calendar *calendar_new(struct arena *a, const struct calendar_source *sources, size_t n, struct calendar_errors *errors_out)
{
    struct reader r = {.a = a, .errors = errors_out};
    *errors_out = (struct calendar_errors){0};
    for (size_t i = 0; i < n && i < MOST_YEARS; i++)
        read_file(&r, sources[i]);
    sort(r.years.p, r.years.n, sizeof *r.years.p, by_year);
    sort(r.marks.p, r.marks.n, sizeof *r.marks.p, by_day);
    r.file = STR_NONE;
    r.line = 0;
    for (size_t i = 1; i < r.marks.n; i++)
        if (day_cmp(r.marks.p[i - 1].day, r.marks.p[i].day) == 0)
            complain(&r, str_cat(a, day_iso(a, r.marks.p[i].day), STR("在两行中出现")));
    if (errors_out->n)
        return NULL;
    struct calendar *cal = ARENA_NEW(a, struct calendar);
    *cal = (struct calendar){r.years.p, r.years.n, r.marks.p, r.marks.n};
    return cal;
}

/* --- files ---------------------------------------------------------------------------------------------------------------------
 */

static struct str read_text(struct arena *a, struct str path)
{
    FILE *f = fopen(str_cstr(a, path), "rbe");
    if (!f)
        fail(FAIL_CONFIG, "calendar: cannot read %.*s: %s", STR_ARG(path), strerror(errno));
    char *p = arena_alloc(a, MOST_BYTES + 1); /* a byte over the limit, so that too much is noticed */
    size_t n = fread(p, 1, MOST_BYTES + 1, f);
    bool bad = ferror(f) != 0;
    fclose(f);
    if (bad)
        fail(FAIL_CONFIG, "calendar: cannot read %.*s", STR_ARG(path));
    return (struct str){p, n};
}

static bool is_year_file(const struct dirent *e)
{
    struct str s = str_from(e->d_name);
    int64_t year;
    return s.n == 8 && str_ends(s, STR(".tsv")) && str_int(str_sub(s, 0, 4), &year) && year > 0;
}

struct calendar *calendar_load(struct arena *a, struct str folder)
{
    struct calendar_source sources[MOST_YEARS];
    size_t n = 0;
    DIR *dir = opendir(str_cstr(a, folder));
    if (!dir)
        fail(FAIL_CONFIG, "calendar: cannot open folder %.*s: %s", STR_ARG(folder), strerror(errno));
    for (struct dirent *e; n < MOST_YEARS && (e = readdir(dir));)
        if (is_year_file(e))
            sources[n++].name = str_dup(a, str_from(e->d_name));
    closedir(dir);
    for (size_t i = 0; i < n; i++)
        sources[i].text = read_text(a, str_fmt(a, "%.*s/%.*s", STR_ARG(folder), STR_ARG(sources[i].name)));
    struct calendar_errors errors;
    struct calendar *cal = calendar_new(a, sources, n, &errors);
    if (!cal) {
        struct calendar_error e = errors.p[0];
        fail(FAIL_CONFIG, "%.*s:%d: %.*s (%zu)", STR_ARG(e.file), e.line, STR_ARG(e.message), errors.n);
    }
    return cal;
}
