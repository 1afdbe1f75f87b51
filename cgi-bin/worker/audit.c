/* SPDX-License-Identifier: EUPL-1.2
 * audit.c — the sealer of the log of acts: a signed checkpoint each minute, or after a thousand rows, also while a long job runs;
 * and the walk over the whole log that an administrator asks for on the page.
 */
#include "audit/audit_verify.h"
#include "audit/signing_key.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "worker/worker.h"

enum { LOOK_MS = 5 * 1000, SEAL_MS = 60 * 1000, SEAL_ROWS = 1000, SCRATCH_BYTES = 4 << 20 };

void worker_seal(struct worker *w)
{
    int64_t now = clock_monotonic_ms(), bad = 0;
    if (now - w->looked_at < LOOK_MS && w->looked_at)
        return;
    w->looked_at = now;
    int64_t waiting = checkpoint_waiting(w->report);
    if (waiting == 0 || (waiting < SEAL_ROWS && w->sealed_at && now - w->sealed_at < SEAL_MS))
        return;
    struct arena *a = arena_new(SCRATCH_BYTES);
    if (checkpoint_seal(w->report, a, w->program->vault, clock_now(), &bad) == CHECKPOINT_BROKEN)
        log_line(LOG_ERROR, "audit: row %lld does not follow from the one before; no checkpoint is signed", (long long)bad);
    w->sealed_at = now;
    arena_free(&a);
}

static void progress(void *arg, int64_t done, int64_t total)
{
    if (!worker_progress(arg, STR("正在校验"), done, total))
        fail(FAIL_DATABASE, "told to stop, or the lease is lost");
}

static const char *fault_words(enum audit_fault f)
{
    switch (f) {
    case AUDIT_WHOLE:
        return "";
    case AUDIT_ROW_MISSING:
        return "有日志缺失，或者末尾被截断";
    case AUDIT_ROW_ALTERED:
        return "有日志与前一条不能相连";
    case AUDIT_DETAIL_ALTERED:
        return "有日志的对象或者内容被改动";
    case AUDIT_DETAIL_MISSING:
        return "有日志的对象和内容缺失，且没有依法遗忘的记录";
    case AUDIT_ROOT_DIFFERS:
        return "日志与已签名的检查点不符";
    case AUDIT_SEAL_WRONG:
        return "检查点的签名不是本系统的";
    case AUDIT_KEPT_DIFFERS:
    case AUDIT_KEPT_WRONG:
        return "与另存的检查点不符";
    }
    return "";
}

struct str worker_audit_verify(struct worker *w)
{
    struct sign_key *keys;
    struct audit_verdict v;
    struct audit_verify how = {.progress = progress, .arg = w};
    how.keys_n = signing_keys_of(w->program->db, w->arena, CHECKPOINT_PURPOSE, &keys);
    how.keys = keys;
    bool good = audit_verify(w->program->db, w->arena, &how, &v);
    progress(w, v.rows, v.rows);
    if (good)
        return STR_NONE;
    log_line(LOG_ERROR, "audit: fault %d at row %lld", (int)v.fault, (long long)v.first_bad);
    if (v.first_bad == v.last_bad)
        return str_fmt(w->arena, "校验不通过：%s。最先出现在第 %lld 条。", fault_words(v.fault), (long long)v.first_bad);
    return str_fmt(w->arena, "校验不通过：%s，在第 %lld 条至第 %lld 条之间。", fault_words(v.fault), (long long)v.first_bad,
                   (long long)v.last_bad);
}
