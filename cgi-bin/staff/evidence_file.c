/* SPDX-License-Identifier: EUPL-1.2
 * evidence_file.c — one evidence file, as an attachment under a policy that lets nothing in it run (http/response). Whoever may see
 * the proposal may see its files; each view is in the audit log of the proposal.
 */
#include "base/arena.h"
#include "base/log.h"
#include "staff/entry_pages.h"

bool guard_evidence(struct req *r)
{
    struct evidence *x = ARENA_NEW(r->arena, struct evidence);
    struct entry e;
    if (!evidence_by_public_id(staff_db(r), r->arena, req_capture(r, "file"), x) || !str_eq(x->owner_type, STR("entry")) ||
        !entry_get(staff_db(r), r->arena, x->owner_id, &e))
        return false;
    const struct actor *a = staff_actor(r);
    r->object = x;
    return actor_may(a, ROLE_BUSINESS, e.unit_id, e.division) && (e.author_id == a->id || e.submitted_at.us != 0);
}

static bool note_view(struct db *db, void *arg)
{
    struct req *r = arg;
    const struct evidence *x = r->object;
    struct audit_entry row = {.at = r->now,
                              .actor = actor_for_audit(staff_actor(r), ROLE_BUSINESS),
                              .action = STR("evidence.view"),
                              .object_type = STR("entry"),
                              .object_id = x->owner_id,
                              .detail = str_fmt(r->arena, "文件 %lld", (long long)x->id)};
    audit_write(db, r->arena, &row);
    return true;
}

void page_evidence(struct req *r)
{
    const struct evidence *x = r->object;
    struct str bytes;
    if (!evidence_bytes(staff_db(r), staff_program(r)->vault, r->arena, x, &bytes)) {
        log_line(LOG_ERROR, "evidence %lld does not open with these keys, or is damaged", (long long)x->id);
        resp_conflict(r, STR("这个文件不能解密，或者已经损坏，没有给出任何内容。请告知系统管理员检查密钥和备份，并请录入单位重新提供。"));
        return;
    }
    db_transaction(staff_db(r), note_view, r);
    out_str(resp_download(r, x->name, evidence_media_type(x->media)), bytes);
}
