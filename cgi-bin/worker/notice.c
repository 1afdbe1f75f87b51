/* SPDX-License-Identifier: EUPL-1.2
 * notice.c — signs what officers issued: sets the notice as PDF, binds the files that belong to it, stores both. Killed anywhere it
 * is begun again and does it once; what was signed before is left alone. Each day it forgets the notices behind records that are no
 * longer shown.
 */
#include "audit/checkpoint.h"
#include "audit/signing_key.h"
#include "base/clock.h"
#include "base/log.h"
#include "crypto/vault.h"
#include "notice/notice_sign.h"
#include "notice/proof_file.h"
#include "publish/publish_paper.h"
#include "worker/bundle.h"
#include "worker/worker.h"

struct signing {
    struct worker *w;
    const struct regime *regime;
    struct notice_doc notice;
    struct notice_body body;
    const struct notice_table *table;
    struct publication publication;
    const struct publish_table *rows; /* of a summary table */
    struct str pdf, proof, bundle;    /* bundle: empty for anything else */
    bool of_publication;
};

/* The spreadsheets that were stored when the table was published, then the paper itself, which is `self`. */
static size_t list_files(struct signing *s, struct proof_file **files_out)
{
    struct arena *a = s->w->arena;
    struct publication_files stored = {0};
    if (s->of_publication)
        stored = publication_files(s->w->program->db, a, s->publication.id);
    struct proof_file *f = ARENA_ARRAY(a, struct proof_file, stored.n + 1);
    for (size_t i = 0; i < stored.n; i++)
        f[i] = (struct proof_file){str_fmt(a, "%.*s.%.*s", STR_ARG(s->publication.title), STR_ARG(stored.p[i].format)),
                                   str_hex(a, stored.p[i].hash.p, stored.p[i].hash.n)};
    f[stored.n].name = str_fmt(a, "%.*s.pdf", STR_ARG(s->notice.document_no));
    *files_out = f;
    return stored.n + 1;
}

static void make(struct signing *s)
{
    struct program *p = s->w->program;
    struct arena *a = s->w->arena;
    struct sign_key key;
    struct proof_file *files;
    vault_public_key(p->vault, PROOF_NOTICE, &key);
    struct notice_paper paper = {.regime = s->regime,
                                 .notice = &s->notice,
                                 .body = &s->body,
                                 .table = s->table,
                                 .origin = p->config.origin,
                                 .fingerprint = proof_fingerprint(a, &key)};
    size_t n = list_files(s, &files);
    struct proof proof = notice_statement(a, s->regime, &s->notice, files, n);
    struct proof_seal seal = {.proof = &proof, .self = &files[n - 1]};
    s->pdf = notice_seal_pdf(a, p->vault, &seal, notice_paper(a, &paper));
    s->proof = proof_text(a, &proof);
}

static void make_bundle(struct signing *s)
{
    struct program *p = s->w->program;
    struct arena *a = s->w->arena;
    struct checkpoint c;
    struct signing_key *rows;
    struct bundle b = {.regime = s->regime,
                       .notice = &s->notice,
                       .body = &s->body,
                       .table = s->rows,
                       .pdf = s->pdf,
                       .proof = s->proof,
                       .origin = p->config.origin};
    size_t n = signing_keys_all(p->db, a, &rows);
    struct proof_keys keys = proof_keys_of(a, rows, n);
    b.keys = proof_keys_text(a, &keys);
    if (checkpoint_last(p->db, a, &c))
        b.checkpoint = checkpoint_text(a, &c);
    bool there = publication_file(p->db, a, s->publication.id, STR("csv"), &b.csv) &&
                 publication_file(p->db, a, s->publication.id, STR("xlsx"), &b.xlsx);
    CHECK(there); /* stored by the act of publishing */
    s->bundle = bundle_make(a, p->vault, &b);
}

static bool store(struct db *db, void *arg)
{
    struct signing *s = arg;
    struct arena *a = s->w->arena;
    struct str own = s->of_publication ? STR_NONE : s->pdf;
    struct instant now = clock_now();
    if (!notice_signed(db, a, s->w->program->vault, &s->notice, s->proof, own, now))
        return false;
    if (s->of_publication) {
        publication_file_put(db, s->publication.id, STR("pdf"), s->pdf);
        publication_file_put(db, s->publication.id, STR("proof"), s->proof);
        if (s->bundle.n)
            publication_file_put(db, s->publication.id, STR("zip"), s->bundle);
    }
    struct audit_entry e = {.at = now,
                            .actor = {.name = STR("worker")},
                            .action = STR("notice.sign"),
                            .object_type = STR("notice"),
                            .object_id = s->notice.id,
                            .detail = s->notice.document_no};
    audit_write(db, a, &e);
    return true;
}

static void load_table(struct signing *s)
{
    struct db *db = s->w->program->db;
    struct arena *a = s->w->arena;
    struct grade_round round;
    struct publish_table *t = ARENA_NEW(a, struct publish_table);
    if (!str_eq(s->publication.kind, STR("summary")) || !grade_round_get(db, a, s->publication.round_id, &round))
        return;
    *t = publish_table_of(db, a, s->regime, &round);
    s->rows = t;
    s->table = publish_paper_table(a, s->regime, t);
}

struct str worker_notice(struct worker *w)
{
    struct program *p = w->program;
    struct signing s = {.w = w};
    struct regime_version v;
    if (!notice_get(p->db, w->arena, (int)w->job.object_id, &s.notice))
        return STR("没有这份文书。");
    if (s.notice.signed_at.us || s.notice.forgotten_at.us)
        return STR_NONE; /* by the run that was killed after its commit; or no longer to be kept */
    if (!regime_version_load(p->db, w->arena, s.notice.regime_version_id, &v))
        return STR("这份文书所用的制度版本不在数据库中。");
    s.regime = v.regime;
    if (!notice_body_get(p->db, w->arena, p->vault, &s.notice, &s.body))
        return STR("文书的正文已不在数据库中。");
    s.of_publication = s.notice.publication_id && publication_get(p->db, w->arena, s.notice.publication_id, &s.publication);
    if (s.of_publication)
        load_table(&s);
    if (!worker_progress(w, STR("正在排版和签名"), 0, 1))
        return STR_NONE;
    make(&s);
    if (s.rows)
        make_bundle(&s);
    (void)db_transaction(p->db, store, &s); /* false: another worker was faster */
    return STR_NONE;
}

struct forgetting {
    struct worker *w;
    int n;
};

static bool forget(struct db *db, void *arg)
{
    struct forgetting *f = arg;
    struct audit_actor who = {.name = STR("worker")};
    f->n = notice_forget_expired(db, f->w->arena, &who, clock_now());
    return true;
}

void worker_forget(struct worker *w)
{
    struct forgetting f = {.w = w};
    (void)db_transaction(w->program->db, forget, &f);
    if (f.n)
        log_line(LOG_INFO, "forgot %d notices behind records that are no longer shown", f.n);
}
