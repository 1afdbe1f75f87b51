/* SPDX-License-Identifier: EUPL-1.2
 * import.c — portalctl import: look, dry run, then commit, of one file, by the same walk as the staff pages. The operator's way:
 * columns are read by their names, and there is no second person.
 */
#include "import/import_decide.h"

#include "auth/staff.h"
#include "base/file.h"
#include "portalctl/ctl.h"

enum { FILE_MOST = 1 << 30, FAULTS_SHOWN = 50 };

struct order {
    struct import_context c;
    struct import_batch batch;
    struct ctl *ctl;
    struct str bytes;
    int64_t id;
};

static bool upload(struct db *db, void *arg)
{
    struct order *o = arg;
    (void)db;
    o->id = import_upload(&o->c, o->ctl->arena, &o->batch, o->bytes);
    return true;
}

static bool request(struct db *db, void *arg)
{
    struct order *o = arg;
    return import_request_commit(db, o->id, o->batch.version, o->c.actor.id, o->batch.skip_refused) == IMPORT_DONE;
}

static void tell(struct order *o)
{
    struct import_batch *b = &o->batch;
    bool skip = b->skip_refused;
    CHECK(import_get(o->c.db, o->ctl->arena, o->id, b));
    b->skip_refused = skip;
    ctl_say("batch %lld %.*s: %d rows, %d new, %d changed, %d unchanged, %d refused\n", (long long)o->id, STR_ARG(b->state),
            b->rows_total, b->rows_new, b->rows_changed, b->rows_same + b->rows_duplicate, b->rows_refused);
    if (b->message.n)
        ctl_say("%.*s\n", STR_ARG(b->message));
}

static void tell_faults(struct order *o)
{
    struct import_faults f = import_faults(o->c.db, o->ctl->arena, o->id, 0, FAULTS_SHOWN);
    for (size_t i = 0; i < f.n; i++)
        ctl_say("  第 %d 行 %s %.*s：%.*s\n", f.p[i].row_no, f.p[i].warning ? "提示" : "退回", STR_ARG(f.p[i].column_name),
                STR_ARG(f.p[i].message));
    if (f.n == FAULTS_SHOWN)
        ctl_say("  …\n");
}

static int run(struct order *o)
{
    if (o->bytes.n <= (size_t)64 << 20) {
        db_transaction(o->c.db, upload, o);
    } else {
        struct str none = o->bytes; /* a file from the operator's own disk is not kept when it is large */
        o->bytes = STR("");
        db_transaction(o->c.db, upload, o);
        o->bytes = none;
    }
    enum import_outcome r = import_look(&o->c, o->id, o->bytes); /* an operator's file has a national layout, too */
    if (r == IMPORT_DONE)
        r = import_check(&o->c, o->id, o->bytes);
    tell(o);
    if (!ctl_flag(o->ctl, "quiet"))
        tell_faults(o);
    if (r != IMPORT_DONE)
        return 1;
    if (ctl_flag(o->ctl, "dry-run"))
        return o->batch.rows_refused ? 1 : 0;
    if (o->batch.rows_refused && !o->batch.skip_refused)
        return ctl_refuse("nothing was imported: rows are refused (--skip-refused imports the others)\n");
    if (!db_transaction(o->c.db, request, o))
        return ctl_refuse("the batch was changed meanwhile\n");
    r = import_commit(&o->c, o->id, o->bytes);
    tell(o);
    return r == IMPORT_DONE || r == IMPORT_NOTHING ? 0 : 1;
}

int ctl_import(struct ctl *c)
{
    struct str kind = ctl_text(c, "kind", "subject");
    if (c->n != 1 || !(str_eq(kind, STR("subject")) || str_eq(kind, STR("record"))))
        return 2;
    struct program *p = ctl_program(PROGRAM_KEYS | PROGRAM_TEXT | PROGRAM_REGIME);
    program_use_parser(p);
    struct order o = {.ctl = c,
                      .c = {.db = p->db,
                            .vault = p->vault,
                            .text = p->text,
                            .regime = p->regime.regime,
                            .now = c->now,
                            .today = c->today,
                            .actor = ctl_actor(c, p->db),
                            .progress = ctl_progress,
                            .progress_arg = (void *)(uintptr_t) "rows"}};
    struct unit unit = {0};
    struct unit *units;
    if (ctl_option(c, "unit") && !unit_by_name(p->db, c->arena, ctl_text(c, "unit", ""), &unit))
        return ctl_refuse("no unit of that name\n");
    if (!unit.id && unit_list(p->db, c->arena, &units))
        unit = units[0];
    if (!unit.id)
        return ctl_refuse("there is no unit yet: portalctl unit add first\n");
    struct str path = str_from(c->word[0]);
    ptrdiff_t slash = -1;
    for (ptrdiff_t at = 0; (at = str_find(path, STR("/"), (size_t)(slash + 1))) >= 0;)
        slash = at;
    struct str division = regime_active(p->db, p->arena).regime->head.division;
    o.batch = (struct import_batch){.kind = kind,
                                    .item = ctl_text(c, "item", ""),
                                    .file_name = str_sub(path, (size_t)(slash + 1), path.n),
                                    .unit_id = unit.id,
                                    .division = ctl_option(c, "division") ? ctl_text(c, "division", "") : division,
                                    .confirm_codes = ctl_flag(c, "confirm-codes"),
                                    .without_code = ctl_flag(c, "without-code"),
                                    .skip_refused = ctl_flag(c, "skip-refused")};
    int64_t sheet_no = 0;
    if (ctl_option(c, "sheet") && (!str_int(ctl_text(c, "sheet", ""), &sheet_no) || sheet_no < 1 || sheet_no > 1000))
        return 2;
    o.batch.sheet_no = (int)sheet_no;
    o.bytes = file_read(c->arena, path, FILE_MOST);
    int status = run(&o);
    program_stop(&p);
    return status;
}
