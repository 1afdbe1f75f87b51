/* SPDX-License-Identifier: EUPL-1.2
 * checkpoint.c — GET /checkpoint and /checkpoint.txt: the newest signed checkpoint of the log of acts, the public keys that it and
 * every notice are checked with, and how to keep one. It tells how many acts there were, and nothing about any of them.
 */
#include "audit/checkpoint.h"

#include "audit/signing_key.h"
#include "base/arena.h"
#include "lookup/app.h"
#include "tmpl/lookup/checkpoint.h"

enum { SHOWN = 30, FRESH_SECONDS = 60 };

static struct str purpose_name(struct str purpose)
{
    static const struct {
        struct str code, name;
    } names[] = {{STR_INIT("notice"), STR_INIT("文书和公布件")},
                 {STR_INIT("checkpoint"), STR_INIT("日志检查点")},
                 {STR_INIT("bundle"), STR_INIT("静态发布包")}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq(purpose, names[i].code))
            return names[i].name;
    return purpose;
}

static void fill_keys(struct req *r, struct checkpoint_view *v)
{
    struct signing_key *keys;
    size_t n = signing_keys_all(app_of(r)->db, r->arena, &keys);
    struct checkpoint_key *rows = ARENA_ARRAY(r->arena, struct checkpoint_key, n);
    for (size_t i = 0; i < n; i++)
        rows[i] = (struct checkpoint_key){.purpose = purpose_name(keys[i].purpose),
                                          .epoch = str_fmt(r->arena, "第%u代", keys[i].epoch),
                                          .key = str_hex(r->arena, keys[i].public_key.p, keys[i].public_key.n),
                                          .since = instant_zh(r->arena, keys[i].active_from),
                                          .state = keys[i].retired_at.us ? STR("已停用，仅供核对旧签名") : STR("使用中")};
    v->keys.p = rows;
    v->keys.n = n;
}

void page_checkpoint(struct req *r)
{
    struct checkpoint_view v = {.page = page_frame(r, STR("日志检查点"), NULL)};
    struct checkpoint *list;
    size_t n = checkpoint_list(app_of(r)->db, r->arena, 0, SHOWN, &list);
    struct checkpoint_row *rows = ARENA_ARRAY(r->arena, struct checkpoint_row, n);
    for (size_t i = 0; i < n; i++)
        rows[i] = (struct checkpoint_row){.size = str_fmt(r->arena, "%lld", (long long)list[i].size),
                                          .at = instant_zh(r->arena, list[i].sealed_at),
                                          .root = str_hex(r->arena, list[i].root, sizeof list[i].root)};
    v.rows.p = rows;
    v.rows.n = n;
    if (n)
        v.text = checkpoint_text(r->arena, &list[0]);
    fill_keys(r, &v);
    page_crumbs(r, &v.page, NULL, 0, STR_NONE);
    tmpl_lookup_checkpoint(resp_html(r, 200), &v);
    resp_public(r, n ? str_fmt(r->arena, "cp%lld", (long long)list[0].size) : STR("cp0"), FRESH_SECONDS);
}

void page_checkpoint_text(struct req *r)
{
    struct checkpoint c;
    if (!checkpoint_last(app_of(r)->db, r->arena, &c)) {
        resp_not_found(r);
        return;
    }
    out_str(resp_text(r, 200), checkpoint_text(r->arena, &c));
    resp_public(r, str_fmt(r->arena, "cpt%lld", (long long)c.size), FRESH_SECONDS);
}
