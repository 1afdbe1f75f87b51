/* SPDX-License-Identifier: EUPL-1.2
 * import.c — look, dry run and commit of an uploaded table and the undoing of a batch, with progress for the page.
 */
#include "import/import_run.h"

#include "auth/staff.h"
#include "base/clock.h"
#include "worker/worker.h"

static struct str step_of(const struct worker *w)
{
    if (str_eq(w->job.kind, JOB_IMPORT_LOOK))
        return STR("正在读取文件");
    if (str_eq(w->job.kind, JOB_IMPORT_COMMIT))
        return STR("正在导入");
    return str_eq(w->job.kind, JOB_IMPORT_UNDO) ? STR("正在撤销") : STR("正在检查");
}

static void progress(void *arg, int64_t done, int64_t total)
{
    struct worker *w = arg;
    if (!worker_progress(w, step_of(w), done, total))
        fail(FAIL_DATABASE, "told to stop, or the lease is lost");
}

static struct import_context context(struct worker *w)
{
    struct program *p = w->program;
    struct instant now = clock_now();
    struct import_context c = {.db = p->db,
                               .vault = p->vault,
                               .text = p->text,
                               .regime = p->regime.regime,
                               .now = now,
                               .today = instant_day(now),
                               .progress = progress,
                               .progress_arg = w};
    struct staff s;
    if (staff_by_id(p->db, w->arena, w->job.requested_by, &s))
        c.actor = (struct audit_actor){.id = s.id, .name = s.login, .role = STR("clerk")};
    else
        c.actor = (struct audit_actor){.name = STR("worker")};
    return c;
}

static bool load(struct worker *w, const struct import_context *c, struct str *bytes)
{
    return worker_progress(w, STR("正在读取文件"), 0, 0) && import_file(c, w->arena, w->job.object_id, bytes);
}

static const char UNREADABLE[] = "上传的文件无法读取。请重新上传。";

struct str worker_import_look(struct worker *w)
{
    struct import_context c = context(w);
    struct str bytes;
    if (!load(w, &c, &bytes))
        return str_from(UNREADABLE);
    enum import_outcome ignored = import_look(&c, w->job.object_id, bytes);
    (void)ignored; /* the batch's own state tells the page */
    return STR_NONE;
}

struct str worker_import_check(struct worker *w)
{
    struct import_context c = context(w);
    struct str bytes;
    if (!load(w, &c, &bytes))
        return str_from(UNREADABLE);
    enum import_outcome ignored = import_check(&c, w->job.object_id, bytes);
    (void)ignored; /* the batch's own state tells the page */
    return STR_NONE;
}

struct str worker_import_commit(struct worker *w)
{
    struct import_context c = context(w);
    struct str bytes;
    if (!load(w, &c, &bytes))
        return str_from(UNREADABLE);
    enum import_outcome r = import_commit(&c, w->job.object_id, bytes);
    switch (r) {
    case IMPORT_DONE:
    case IMPORT_NOTHING:
    case IMPORT_WRONG_STATE: /* done by the run that was killed after its commit */
    case IMPORT_SAME_PERSON:
    case IMPORT_DEPENDED_ON:
        return STR_NONE;
    case IMPORT_REFUSED_ROWS:
        return STR("有被退回的行，没有导入任何数据。");
    case IMPORT_UNREADABLE:
        return STR("文件无法读取，没有导入任何数据。");
    }
    return STR_NONE;
}

struct str worker_import_undo(struct worker *w)
{
    struct import_context c = context(w);
    enum import_outcome ignored = import_undo(&c, w->job.object_id);
    (void)ignored; /* likewise; what it depends on is in the batch's message */
    return STR_NONE;
}
