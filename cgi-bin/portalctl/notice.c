/* SPDX-License-Identifier: EUPL-1.2
 * notice.c — portalctl notice list, notice forget: numbered documents at the shell; and bundle, the stored static bundle as a file.
 */
#include "notice/notice.h"

#include "base/file.h"
#include "base/id.h"
#include "portalctl/ctl.h"
#include "publish/publish.h"

enum { LISTED = 1000 };

int ctl_notice_list(struct ctl *c)
{
    if (c->n)
        return 2;
    struct program *p = ctl_program(0);
    struct notices list = notice_list(p->db, c->arena, ctl_text(c, "state", ""), STR(""), LISTED);
    for (size_t i = 0; i < list.n; i++) {
        const struct notice_doc *n = &list.p[i];
        ctl_say("%d\t%.*s\t%.*s\t%.*s\t%s\t%.*s\n", n->id, STR_ARG(n->document_no.n ? n->document_no : STR("-")), STR_ARG(n->kind),
                STR_ARG(n->state), n->signed_at.us ? "signed" : "not signed", STR_ARG(n->title));
    }
    program_stop(&p);
    return 0;
}

struct forgetting {
    struct ctl *c;
    int n;
};

static bool forget(struct db *db, void *arg)
{
    struct forgetting *x = arg;
    struct audit_actor who = ctl_actor(x->c, db);
    x->n = notice_forget_expired(db, x->c->arena, &who, x->c->now);
    return true;
}

int ctl_notice_forget(struct ctl *c)
{
    struct forgetting x = {.c = c};
    if (c->n)
        return 2;
    struct program *p = ctl_program(0);
    db_transaction(p->db, forget, &x);
    ctl_say("%d forgotten\n", x.n);
    program_stop(&p);
    return 0;
}

/* The table of the year that is in force, or the one with the number. */
static bool find(struct ctl *c, struct db *db, int year, struct publication *out)
{
    struct str number = ctl_text(c, "number", "");
    if (number.n == 0)
        return publication_in_force(db, c->arena, STR("summary"), year, out);
    struct publications all = publication_list(db, c->arena, STR("summary"), year, LISTED);
    for (size_t i = 0; i < all.n; i++)
        if (docno_normalise(c->arena, number, &number) && str_eq(all.p[i].document_no, number)) {
            *out = all.p[i];
            return true;
        }
    return false;
}

int ctl_bundle(struct ctl *c)
{
    int64_t year;
    struct publication found;
    struct str zip;
    if (c->n || !ctl_option(c, "out") || !str_int(ctl_text(c, "year", ""), &year) || year < 2000 || year > 2199)
        return 2;
    struct program *p = ctl_program(0);
    bool there = find(c, p->db, (int)year, &found);
    bool made = there && publication_file(p->db, c->arena, found.id, STR("zip"), &zip);
    program_stop(&p);
    if (!made)
        return there ? ctl_refuse("the bundle is not made yet: the worker makes it after the publication\n")
                     : ctl_refuse("no table of %lld\n", (long long)year);
    file_write(c->arena, ctl_text(c, "out", ""), zip);
    ctl_say("%.*s: %zu bytes\n", STR_ARG(found.document_no), zip.n);
    return 0;
}
