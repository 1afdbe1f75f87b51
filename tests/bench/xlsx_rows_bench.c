/* SPDX-License-Identifier: EUPL-1.2
 * xlsx_rows_bench.c — makes a workbook of ROWS rows (200,000) and 12 columns at run time, reads it in a child process, and prints
 * one JSON line: rows per second, peak memory of the child, and the same for shared strings instead of inline ones. With the path
 * of the program `parser` each is read again through it; the peak is then the parser's. It is no test of what is read
 * (tests/unit/sheet is). Goals: ≤ 64 MiB; through the parser ≤ 1.3 times the time. Usage: xlsx_rows_bench [rows] [folder for the
 * file] [parser]
 */
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "base/arena.h"
#include "base/clock.h"
#include "sheet/sheet_read.h"

enum { COLUMNS = 12 };

static void write_row(lxw_worksheet *sheet, lxw_row_t r, uint32_t *x)
{
    char t[96];
    for (lxw_col_t c = 0; c < COLUMNS; c++) {
        *x = *x * 1664525 + 1013904223;
        if (c == 2 || c == 5) {
            worksheet_write_number(sheet, r, c, *x % 100000, NULL);
            continue;
        }
        snprintf(t, sizeof t,
                 c == 1       ? "91440800MA%08X"
                 : c % 3 == 0 ? "第%u医院有限公司"
                              : "遂溪县遂城镇%u号",
                 *x % (c == 7 ? 50 : 1000000));
        worksheet_write_string(sheet, r, c, t, NULL);
    }
}

static void make_file(const char *path, lxw_row_t rows, bool shared)
{
    lxw_workbook_options o = {.constant_memory = !shared};
    lxw_workbook *book = workbook_new_opt(path, &o);
    lxw_worksheet *sheet = workbook_add_worksheet(book, NULL);
    uint32_t x = 1;
    for (lxw_row_t r = 0; r < rows; r++)
        write_row(sheet, r, &x);
    if (workbook_close(book) != LXW_NO_ERROR)
        exit(1);
}

struct result {
    int64_t ms;
    uint32_t rows, cells;
    int verdict;
    long peak_kib;
};

/* Of this program alone: what getrusage says includes the memory of the process before it was executed anew. */
static long peak_kib(void)
{
    FILE *f = fopen("/proc/self/status", "r");
    char line[256];
    long kib = -1;
    while (f && kib < 0 && fgets(line, sizeof line, f))
        (void)sscanf(line, "VmHWM: %ld", &kib);
    if (f)
        fclose(f);
    return kib;
}

static struct result read_file(const char *path, const char *parser)
{
    sheet_use_parser(parser, NULL);
    struct arena *a = arena_new(256u << 20);
    struct sheet *s;
    struct sheet_row row;
    struct sheet_options o = sheet_options_default();
    o.limits.file_bytes = 64u << 20;
    o.limits.unpacked_bytes = 1u << 30;
    struct result r = {0};
    int64_t start = clock_monotonic_ms();
    r.verdict = (int)sheet_open_file(a, path, o, &s);
    while (r.verdict == SHEET_OK && sheet_next(s, &row) == SHEET_ROW) {
        r.rows++;
        for (size_t i = 0; i < row.n; i++)
            r.cells += row.cell[i].kind != SHEET_CELL_EMPTY;
    }
    r.verdict = (int)sheet_verdict(s);
    r.ms = clock_monotonic_ms() - start;
    r.peak_kib = peak_kib();
    sheet_close(&s);
    struct rusage child;
    if (parser && getrusage(RUSAGE_CHILDREN, &child) == 0)
        r.peak_kib = child.ru_maxrss;
    arena_free(&a);
    return r;
}

/* A process of its own, so that its peak is that of reading alone. It is executed anew: a fork alone would begin with our memory.
 */
static void measure(const char *self, const char *path, const char *parser, const char *name, long rows)
{
    int fd[2];
    if (pipe(fd) != 0)
        exit(1);
    pid_t pid = fork();
    if (pid == 0) {
        dup2(fd[1], 1);
        execl(self, self, "--read", path, parser, (char *)NULL);
        _exit(127);
    }
    close(fd[1]);
    char line[128] = "";
    ssize_t n = read(fd[0], line, sizeof line - 1);
    close(fd[0]);
    int status;
    if (waitpid(pid, &status, 0) != pid || n <= 0)
        exit(1);
    long long ms = 0, got = 0, cells = 0;
    int verdict = -1;
    long peak = -1;
    (void)sscanf(line, "%lld %lld %lld %d %ld", &ms, &got, &cells, &verdict, &peak);
    printf(
        "{\"bench\":\"xlsx_rows\",\"strings\":\"%s\",\"through\":\"%s\",\"rows\":%lld,\"cells\":%lld,\"ms\":%lld,"
        "\"rows_per_s\":%lld,\"peak_kib\":%ld,\"limit_kib\":65536,\"ok\":%s}\n",
        name, parser ? "parser" : "itself", got, cells, ms, ms ? got * 1000 / ms : 0, peak,
        verdict == 0 && got == rows && peak > 0 && peak <= 65536 ? "true" : "false");
}

int main(int argc, char **argv)
{
    if (argc >= 3 && strcmp(argv[1], "--read") == 0) {
        struct result r = read_file(argv[2], argc > 3 ? argv[3] : NULL);
        printf("%lld %u %u %d %ld\n", (long long)r.ms, r.rows, r.cells, r.verdict, r.peak_kib);
        return 0;
    }
    long rows = argc > 1 ? strtol(argv[1], NULL, 10) : 200000;
    char path[512];
    snprintf(path, sizeof path, "%s/xlsx-rows-%d.xlsx", argc > 2 ? argv[2] : "/tmp", (int)getpid());
    for (int shared = 0; shared < 2; shared++) {
        make_file(path, (lxw_row_t)rows, shared);
        measure(argv[0], path, NULL, shared ? "shared" : "inline", rows);
        if (argc > 3)
            measure(argv[0], path, argv[3], shared ? "shared" : "inline", rows);
        unlink(path);
    }
    return 0;
}
