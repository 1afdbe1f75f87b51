/* SPDX-License-Identifier: EUPL-1.2
 * house.c — commands about the installation: schema, rule sets, divisions, search index, audit chain.
 */
#include <unistd.h>

#include "base/file.h"
#include "db/db_migrate.h"
#include "grade/grade_cases.h"
#include "portalctl/ctl.h"
#include "record/record_store.h"
#include "search/search.h"
#include "sheet/sheet_header.h"
#include "sheet/sheet_read.h"
#include "subject/division.h"
#include "text/text.h"

static void flush_report(struct out *report)
{
    struct str t = out_text(report);
    int fd = STDOUT_FILENO;
    out_fd_sink(&fd, t.p, t.n);
}

int ctl_migrate(struct ctl *c)
{
    struct program *p = ctl_program(0);
    struct out report;
    out_to_arena(&report, c->arena);
    enum migrate_verdict v = db_migrate(p->db, c->arena, p->config.migration_dir, &report);
    flush_report(&report);
    if (v == MIGRATE_DONE && search_is_stale(p->db, c->arena)) { /* made by another release of the Unicode data, or never */
        p->text = text_open();
        search_rebuild(p->db, p->text, ctl_progress, (void *)(uintptr_t) "names");
        ctl_say("the search index was made again\n");
    }
    if (v == MIGRATE_DONE && program_open_keys(p))
        ctl_keys_publish(c, p);
    program_stop(&p);
    switch (v) {
    case MIGRATE_DONE:
        ctl_say("the schema is up to date\n");
        return 0;
    case MIGRATE_CHANGED_FILE:
        return ctl_refuse("a migration that was applied has been changed since: restore the file\n");
    case MIGRATE_GAP:
        return ctl_refuse("the numbers of the migrations are not 1, 2, 3 …\n");
    case MIGRATE_NEWER:
        return ctl_refuse("the database is newer than this release\n");
    }
    return 1;
}

int ctl_check(struct ctl *c)
{
    (void)c;
    struct program *p = ctl_program(0);
    int status = program_check(p);
    program_stop(&p);
    return status;
}

/* Folder and name of dir/NAME.yaml. */
static bool split_path(struct str path, struct str *dir, struct str *name)
{
    if (!str_ends(path, STR(".yaml")))
        return false;
    size_t slash = path.n;
    while (slash > 0 && path.p[slash - 1] != '/')
        slash--;
    *dir = slash ? str_sub(path, 0, slash - 1) : STR(".");
    *name = str_sub(path, slash, path.n - (sizeof ".yaml" - 1));
    return true;
}

/* The golden cases beside the file; a rule set without any is refused too: nobody would know what it does. */
static bool cases_hold(struct arena *a, struct str path, struct out *report)
{
    struct str dir, name;
    if (!split_path(path, &dir, &name))
        return false;
    struct regime_load_result r = regime_load(a, dir, name);
    if (!r.regime || r.regime->head.abstract)
        return r.regime != NULL;
    struct regime_cases_result cases = regime_cases_load(a, r.regime, dir, name);
    size_t wrong = cases.faults.n || !cases.cases.n ? 1 : grade_run_cases(a, r.regime, &cases, report);
    out_fmt(report, "%.*s: %zu golden cases, %zu wrong\n", STR_ARG(name), cases.cases.n, wrong);
    return wrong == 0;
}

int ctl_regime_check(struct ctl *c)
{
    bool good = c->n > 0;
    for (size_t i = 0; i < c->n; i++) {
        struct out report;
        out_to_arena(&report, c->arena);
        bool file_good = regime_check(c->arena, str_from(c->word[i]), &report);
        if (file_good)
            file_good = cases_hold(c->arena, str_from(c->word[i]), &report);
        good = file_good && good;
        flush_report(&report);
    }
    return good ? 0 : c->n ? 1 : 2;
}

struct activation {
    struct ctl *c;
    const struct regime *regime;
    const struct regime_text_in *layers;
    size_t n;
    int id;
};

static bool activate(struct db *db, void *arg)
{
    struct activation *x = arg;
    x->id = regime_activate(db, x->c->arena, x->regime, x->layers, x->n, x->c->now);
    ctl_audit(db, x->c, "regime.activate", "regime_version", x->id,
              str_cat(x->c->arena, x->regime->head.code, str_cat(x->c->arena, STR(" "), x->regime->version_hash)));
    return true;
}

int ctl_regime_activate(struct ctl *c)
{
    if (c->n != 1)
        return 2;
    struct program *p = ctl_program(0);
    struct str dir = p->config.regime_dir, name = regime_file(c->arena, dir, str_from(c->word[0]));
    struct out report;
    out_to_arena(&report, c->arena);
    struct str path = str_fmt(c->arena, "%.*s/%.*s.yaml", STR_ARG(dir), STR_ARG(name));
    if (!regime_check(c->arena, path, &report) || !cases_hold(c->arena, path, &report)) {
        flush_report(&report);
        program_stop(&p);
        return ctl_refuse("the rule set was not activated\n");
    }
    struct activation x = {.c = c};
    struct regime_text_in *layers;
    struct regime_load_result r = regime_load(c->arena, dir, name);
    if (!r.regime || !regime_read_texts(c->arena, dir, name, &layers, &x.n))
        return ctl_refuse("the rule set cannot be read\n");
    x.regime = r.regime;
    x.layers = layers;
    db_transaction(p->db, activate, &x);
    ctl_say("in force: %.*s (version %d)\n", STR_ARG(r.regime->head.code), x.id);
    ctl_say("%lld records live by other dates now\n",
            (long long)record_rebuild(p->db, r.regime, ctl_progress, (void *)(uintptr_t) "records"));
    program_stop(&p);
    return 0;
}

enum { DIVISION_CODE, DIVISION_NAME };

struct division_file {
    struct ctl *c;
    struct sheet *sheet;
    struct sheet_map map;
    int rows;
};

static bool put_divisions(struct db *db, void *arg)
{
    struct division_file *f = arg;
    struct sheet_row row;
    while (sheet_next(f->sheet, &row) == SHEET_ROW) {
        struct str code = str_trim(sheet_at(&row, (size_t)sheet_header_column(&f->map, DIVISION_CODE)).text);
        struct str name = str_trim(sheet_at(&row, (size_t)sheet_header_column(&f->map, DIVISION_NAME)).text);
        if (code.n == 0 || code.n > 12 || name.n == 0)
            continue;
        division_put(db, code, name);
        f->rows++;
    }
    ctl_audit(db, f->c, "division.import", "division", f->rows, STR(""));
    return true;
}

int ctl_division_import(struct ctl *c)
{
    static const struct sheet_field fields[] = {{DIVISION_CODE, "code|区划代码|代码", true},
                                                {DIVISION_NAME, "name|名称|区划名称", true}};
    if (c->n != 1)
        return 2;
    struct program *p = ctl_program(0);
    struct division_file f = {.c = c};
    struct str bytes = file_read(c->arena, str_from(c->word[0]), 64u << 20);
    enum sheet_verdict v = sheet_open(c->arena, bytes, sheet_options_default(), &f.sheet);
    if (v != SHEET_OK || sheet_header_find(c->arena, f.sheet, fields, 2, &f.map) != SHEET_HEADER_OK)
        return ctl_refuse("%s needs the columns code and name\n", c->word[0]);
    db_transaction(p->db, put_divisions, &f);
    sheet_close(&f.sheet);
    ctl_say("%d divisions\n", f.rows);
    program_stop(&p);
    return 0;
}

int ctl_record_rebuild(struct ctl *c)
{
    (void)c;
    struct program *p = ctl_program(PROGRAM_REGIME);
    int64_t n = record_rebuild(p->db, p->regime.regime, ctl_progress, (void *)(uintptr_t) "records");
    ctl_say("%lld records changed\n", (long long)n);
    program_stop(&p);
    return 0;
}

int ctl_search_rebuild(struct ctl *c)
{
    (void)c;
    struct program *p = ctl_program(PROGRAM_TEXT);
    int64_t n = search_rebuild(p->db, p->text, ctl_progress, (void *)(uintptr_t) "names");
    ctl_say("%lld names indexed\n", (long long)n);
    program_stop(&p);
    return 0;
}
