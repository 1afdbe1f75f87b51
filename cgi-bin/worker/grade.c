/* SPDX-License-Identifier: EUPL-1.2
 * grade.c — computes a round with the rule set that the round was opened under, which need not be the one in force now.
 */
#include "base/clock.h"
#include "grade/grade_run.h"
#include "grade/grade_round.h"
#include "worker/worker.h"

static bool progress(void *arg, int64_t done, int64_t total)
{
    return worker_progress(arg, STR("正在评价"), done, total);
}

struct str worker_grade(struct worker *w)
{
    struct program *p = w->program;
    struct grade_round round;
    struct regime_version v;
    if (!grade_round_get(p->db, w->arena, (int32_t)w->job.object_id, &round))
        return STR("没有这个评价轮次。");
    if (!regime_version_load(p->db, w->arena, round.regime_version_id, &v))
        return STR("这个轮次所用的制度版本不在数据库中。");
    struct db_config config = program_db_config(p, false);
    struct grade_run run = {
        .config = &config, .round_id = round.id, .regime = v.regime, .processes = 2, .progress = progress, .arg = w};
    enum grade_run_outcome r = grade_run(p->db, &run);
    switch (r) {
    case GRADE_RUN_COMPUTED:
    case GRADE_RUN_NOT_OPEN: /* computed by the run that was killed after its last step */
        return STR_NONE;
    case GRADE_RUN_STOPPED:
        w->lost = true; /* goes on where it stopped, by whoever claims it next */
        return STR_NONE;
    case GRADE_RUN_OTHER_REGIME:
        return STR("制度版本与轮次记录的不一致。请联系系统管理员。");
    }
    return STR_NONE;
}
