/* SPDX-License-Identifier: EUPL-1.2
 * notice_paper.c — see notice_paper.h.
 */
#include "notice/notice_paper.h"

#include "base/arena.h"
#include "crypto/vault.h"
#include "paper/pack.h"

struct str notice_verify_address(struct arena *a, struct str origin, struct str check_code)
{
    return str_fmt(a, "%.*s/verify/%.*s", STR_ARG(origin), STR_ARG(check_code));
}

struct str notice_code_grouped(struct arena *a, struct str code)
{
    struct str s = STR_NONE, up = str_upper(a, code);
    for (size_t at = 0; at < up.n; at += 4)
        s = str_fmt(a, "%.*s%s%.*s", STR_ARG(s), at ? "-" : "", STR_ARG(str_sub(up, at, at + 4)));
    return s;
}

static void set_text(struct pdf *p, struct arena *a, const struct notice_body *b)
{
    if (b->addressee.n)
        pdf_paragraph(p, PDF_ADDRESS, str_cat(a, b->addressee, STR("：")));
    for (size_t i = 0; i < b->paragraphs.n; i++)
        pdf_paragraph(p, notice_is_heading(b->paragraphs.p[i]) ? PDF_HEADING : PDF_TEXT, b->paragraphs.p[i]);
    for (size_t i = 0; i < b->attachments.n; i++)
        pdf_paragraph(
            p, PDF_TEXT,
            str_fmt(a, "附件%s：%.*s", b->attachments.n > 1 ? str_fmt(a, "%zu", i + 1).p : "", STR_ARG(b->attachments.p[i])));
}

static void set_table(struct pdf *p, const struct notice_table *t)
{
    struct str cells[PDF_COLUMNS_MAX];
    pdf_table_begin(p, t->caption, t->columns, t->n_columns);
    while (t->next(t->arg, cells))
        pdf_row(p, cells);
    pdf_table_end(p);
    if (t->note.n)
        pdf_paragraph(p, PDF_NOTE, t->note);
}

struct str notice_paper(struct arena *a, const struct notice_paper *in)
{
    const struct notice_doc *n = in->notice;
    const struct regime_notice *kind = regime_notice(in->regime, n->kind);
    struct pdf_head head = {.bureau = in->regime->head.bureau,
                            .number = n->document_no,
                            .title = n->title,
                            .subject = kind ? kind->label : n->kind,
                            .issued = n->issued_at};
    struct pdf *p = pdf_begin(a, &head);
    set_text(p, a, in->body);
    pdf_signature(p, in->body->signer.n ? in->body->signer : in->regime->head.bureau, n->issued_on);
    if (in->table)
        set_table(p, in->table);
    struct str address = notice_verify_address(a, in->origin, n->check_code);
    struct str lines[] = {
        STR("本文件已作电子签名，可扫码或者在下列网址核验真伪和现行状态："),
        address,
        str_fmt(a, "核验码：%.*s", STR_ARG(notice_code_grouped(a, n->check_code))),
        str_fmt(a, "签名密钥指纹：%.*s", STR_ARG(in->fingerprint)),
    };
    pdf_verify_block(p, address, lines, sizeof lines / sizeof *lines);
    return pdf_end(&p);
}

struct str notice_seal(struct arena *a, const struct vault *v, struct proof *p)
{
    struct sign_key key;
    vault_public_key(v, p->purpose, &key);
    p->key = proof_fingerprint(a, &key);
    vault_sign(v, p->purpose, proof_message(a, p), p->signature);
    return proof_text(a, p);
}

static struct str placeholder(struct arena *a, const struct vault *v, struct proof_seal *s)
{
    static const char zeros[PROOF_HASH_HEX + 1] = "0000000000000000000000000000000000000000000000000000000000000000";
    s->self->hash = (struct str){zeros, PROOF_HASH_HEX};
    return notice_seal(a, v, s->proof);
}

/* Puts the true proof where the placeholder stands; file is ours, fresh from the arena. */
static struct str fill_in(struct arena *a, const struct vault *v, struct proof_seal *s, struct str file, size_t at, size_t n)
{
    s->self->hash = proof_hash(a, file, at, n);
    struct str proof = notice_seal(a, v, s->proof);
    CHECK(proof.n == n);
    memcpy((char *)file.p + at, proof.p, n);
    return file;
}

struct str notice_seal_pdf(struct arena *a, const struct vault *v, struct proof_seal *s, struct str pdf)
{
    size_t at;
    struct str draft = placeholder(a, v, s);
    struct str file = pdf_attach(a, pdf, STR("proof.json"), draft, &at);
    return fill_in(a, v, s, file, at, draft.n);
}

struct str notice_seal_pack(struct arena *a, const struct vault *v, struct proof_seal *s, struct pack **pack)
{
    struct str draft = placeholder(a, v, s);
    struct str file = pack_end(pack, draft);
    return fill_in(a, v, s, file, file.n - draft.n, draft.n);
}
