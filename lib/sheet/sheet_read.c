/* SPDX-License-Identifier: EUPL-1.2
 * sheet_read.c — opening by content, the row in work, and the doors of sheet_read.h; the work is in sheet_book.c and sheet_csv.c.
 * Owns the open sheet; what it malloc'ed hangs from it, so that sheet_close after a fail() gives everything back.
 */
#include "sheet/sheet_read.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sheet/sheet_priv.h"
#include "sheet/sheet_remote.h"

struct sheet_options sheet_options_default(void)
{
    return (struct sheet_options){.limits = {
                                      .file_bytes = 20u << 20,
                                      .parts = 200,
                                      .unpacked_bytes = 200u << 20,
                                      .ratio = 100,
                                      .rows = 200000,
                                      .columns = 256,
                                      .cell_chars = 32767,
                                      .row_bytes = 4u << 20,
                                      .xml_depth = 32,
                                      .xml_attributes = 64,
                                      .xml_token = 256u << 10,
                                      .strings = 2000000,
                                      .strings_bytes = 64u << 20,
                                  }};
}

/* --- buffers --- */
void sheet_buf_room(struct sheet_buf *b, size_t n)
{
    if (b->p && b->cap - b->n >= n)
        return;
    size_t cap = b->cap + b->cap / 2 + n + 64;
    char *grown = realloc(b->p, cap);
    if (!grown)
        fail(FAIL_MEMORY, "no memory for %zu bytes of a sheet", cap);
    b->p = grown;
    b->cap = cap;
}

void sheet_buf_add(struct sheet_buf *b, const char *p, size_t n)
{
    sheet_buf_room(b, n);
    if (n)
        memcpy(b->p + b->n, p, n);
    b->n += n;
}

void sheet_buf_free(struct sheet_buf *b)
{
    free(b->p);
    *b = (struct sheet_buf){0};
}

/* --- the row in work --- */
enum sheet_verdict sheet_note(struct sheet *s, enum sheet_verdict v)
{
    if (s->verdict == SHEET_OK && v != SHEET_OK) {
        s->verdict = v;
        if (!s->fault_row)
            s->fault_row = s->row_number;
    }
    return s->verdict;
}

struct str sheet_row_text(struct sheet *s, const char *p, size_t n)
{
    if (n > s->o.limits.row_bytes - s->row_bytes) {
        sheet_note(s, SHEET_ROW_TOO_LONG);
        return STR_NONE;
    }
    s->row_bytes += n;
    return str_dup(s->row_arena, (struct str){p, n});
}

bool sheet_put_cell(struct sheet *s, size_t column, const struct sheet_cell *cell)
{
    if (column >= s->o.limits.columns) {
        sheet_note(s, SHEET_TOO_MANY_COLUMNS);
        return false;
    }
    for (; s->used <= column; s->used++)
        s->cell[s->used] = (struct sheet_cell){.day = DAY_NONE};
    s->cell[column] = *cell;
    return true;
}

/* --- opening --- */
static bool starts(struct str b, const char *magic, size_t n)
{
    return b.n >= n && memcmp(b.p, magic, n) == 0;
}
#define STARTS(b, literal) starts((b), literal, sizeof(literal) - 1)

/* Files that come renamed: web pages and XML saved as .xls, PDF, pictures, archives. */
static bool other_format(struct str b)
{
    if (STARTS(b, "%PDF") || STARTS(b, "\x89PNG") || STARTS(b, "\xff\xd8\xff") || STARTS(b, "GIF8") || STARTS(b, "Rar!") ||
        STARTS(b, "7z\xbc\xaf") || STARTS(b, "\x1f\x8b") || STARTS(b, "{\\rtf"))
        return true;
    struct str t = str_trim(str_sub(b, 0, 512));
    return t.n >= 2 && t.p[0] == '<' && (t.p[1] == '?' || t.p[1] == '!' || (t.p[1] >= 'A' && t.p[1] <= 'z'));
}

bool sheet_is_ole2(struct str bytes)
{
    return STARTS(bytes, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
}

/* Excel puts an encrypted workbook into the same container as the old .xls; the stream's name tells them apart. */
bool sheet_is_encrypted_ole2(struct str bytes)
{
    static const char name[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";
    return sheet_is_ole2(bytes) && str_find(bytes, (struct str){name, sizeof name}, 0) >= 0;
}

static enum sheet_verdict open_by_content(struct sheet *s)
{
    struct str b = s->bytes;
    if (b.n == 0)
        return sheet_note(s, SHEET_EMPTY_FILE);
    if (b.n > s->o.limits.file_bytes)
        return sheet_note(s, SHEET_FILE_TOO_BIG);
    if (sheet_is_ole2(b))
        return sheet_note(s, sheet_is_encrypted_ole2(b) ? SHEET_ENCRYPTED : SHEET_OLD_XLS);
    if (STARTS(b, "PK\3\4") || STARTS(b, "PK\5\6"))
        return sheet_book_open(s);
    s->kind = SHEET_KIND_CSV;
    return other_format(b) ? sheet_note(s, SHEET_NOT_A_SHEET) : sheet_csv_open(s);
}

struct sheet *sheet_new(struct arena *a, struct str bytes, struct sheet_options o)
{
    struct sheet *s = ARENA_NEW(a, struct sheet);
    s->a = a;
    s->o = o;
    s->bytes = bytes;
    s->row_arena = arena_new(o.limits.row_bytes * 4 + (1u << 20)); /* row_bytes is counted before: the cap is never met */
    s->cell = ARENA_ARRAY(a, struct sheet_cell, o.limits.columns);
    return s;
}

enum sheet_verdict sheet_open(struct arena *a, struct str bytes, struct sheet_options o, struct sheet **s_out)
{
    struct sheet *s = *s_out = sheet_new(a, bytes, o);
    if (bytes.n > 0 && bytes.n <= o.limits.file_bytes && sheet_remote_wanted(bytes))
        return sheet_remote_open(s);
    if (open_by_content(s) != SHEET_OK)
        return s->verdict;
    size_t first = 0;
    for (size_t i = s->count; i-- > 0;)
        if (!s->list[i].hidden)
            first = i;
    return sheet_choose(s, first);
}

/* Reads the file into the arena. n_out is not set on failure. */
static enum sheet_verdict slurp(struct arena *a, int fd, size_t cap, struct str *out)
{
    struct stat st;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
        return SHEET_UNREADABLE_FILE;
    if ((uint64_t)st.st_size > cap)
        return SHEET_FILE_TOO_BIG;
    size_t n = (size_t)st.st_size, got = 0;
    char *p = arena_alloc(a, n + 1);
    while (got < n) {
        ssize_t r = read(fd, p + got, n - got);
        if (r < 0)
            return SHEET_UNREADABLE_FILE;
        if (r == 0)
            break;
        got += (size_t)r;
    }
    *out = (struct str){p, got};
    return SHEET_OK;
}

enum sheet_verdict sheet_open_file(struct arena *a, const char *path, struct sheet_options o, struct sheet **s_out)
{
    struct str bytes = STR_NONE;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    enum sheet_verdict v = fd < 0 ? SHEET_UNREADABLE_FILE : slurp(a, fd, o.limits.file_bytes, &bytes);
    if (fd >= 0)
        close(fd);
    if (v == SHEET_OK)
        return sheet_open(a, bytes, o, s_out);
    *s_out = ARENA_NEW(a, struct sheet);
    (*s_out)->a = a;
    return sheet_note(*s_out, v);
}

void sheet_close(struct sheet **sp)
{
    struct sheet *s = *sp;
    if (!s)
        return;
    if (s->remote)
        sheet_remote_close(s);
    if (s->x) {
        sheet_xml_close(&s->x->xml);
        if (s->x->zip.z)
            zip_discard(s->x->zip.z);
        sheet_buf_free(&s->x->strings);
        sheet_buf_free(&s->x->ends);
        sheet_buf_free(&s->x->date_style);
        sheet_buf_free(&s->x->text);
    }
    if (s->c)
        sheet_csv_close(s);
    arena_free(&s->row_arena);
    *sp = NULL;
}

/* --- reading --- */
enum sheet_verdict sheet_choose(struct sheet *s, size_t i)
{
    if (s->verdict != SHEET_OK)
        return s->verdict;
    if (i >= sheet_count(s))
        return SHEET_NO_SUCH_SHEET; /* the caller's mistake, not the file's: the sheet stays usable */
    s->chosen = i;
    s->used = s->rows = s->row_bytes = 0;
    s->row_number = 0;
    s->last = SHEET_ROW;
    if (s->remote)
        return sheet_remote_choose(s);
    enum sheet_verdict v = s->kind == SHEET_KIND_XLSX ? sheet_rows_begin(s) : sheet_csv_begin(s);
    if (v != SHEET_OK)
        s->last = SHEET_FAILED;
    return v;
}

enum sheet_verdict sheet_rewind(struct sheet *s)
{
    return sheet_choose(s, s->chosen);
}

enum sheet_step sheet_next(struct sheet *s, struct sheet_row *row_out)
{
    *row_out = (struct sheet_row){0};
    if (s->verdict != SHEET_OK)
        return SHEET_FAILED;
    if (s->last != SHEET_ROW)
        return s->last;
    arena_reset(s->row_arena);
    s->used = s->row_bytes = 0;
    if (s->remote)
        s->last = sheet_remote_next(s);
    else
        s->last = s->kind == SHEET_KIND_XLSX ? sheet_rows_next(s) : sheet_csv_next(s);
    if (s->last == SHEET_ROW)
        *row_out = (struct sheet_row){.number = s->row_number, .cell = s->cell, .n = s->used};
    return s->last;
}

struct sheet_cell sheet_at(const struct sheet_row *row, size_t column)
{
    return column < row->n ? row->cell[column] : (struct sheet_cell){.day = DAY_NONE};
}

/* --- answers --- */
enum sheet_kind sheet_kind(const struct sheet *s)
{
    return s->kind;
}

enum sheet_encoding sheet_encoding(const struct sheet *s)
{
    return s->kind == SHEET_KIND_XLSX ? SHEET_ENC_UTF8 : s->encoding;
}

size_t sheet_count(const struct sheet *s)
{
    return s->kind == SHEET_KIND_XLSX ? s->count : 1;
}

struct str sheet_name(const struct sheet *s, size_t i)
{
    return i < s->count ? s->list[i].name : STR_NONE;
}

bool sheet_hidden(const struct sheet *s, size_t i)
{
    return i < s->count && s->list[i].hidden;
}

size_t sheet_chosen(const struct sheet *s)
{
    return s->chosen;
}

enum sheet_verdict sheet_verdict(const struct sheet *s)
{
    return s->verdict;
}

uint32_t sheet_fault_row(const struct sheet *s)
{
    return s->fault_row;
}
