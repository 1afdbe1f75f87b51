/* SPDX-License-Identifier: EUPL-1.2
 * app.h — what the pages of lookup share: the program's context, the frame of a page, badges, links. Pages are in one
 * file per group and listed in main.c's route table.
 */
#ifndef LOOKUP_APP_H
#define LOOKUP_APP_H

#include "archive/archive.h"
#include "archive/archive_cache.h"
#include "http/fastcgi.h"
#include "http/kept.h"
#include "lookup/views.h"
#include "program/program.h"
#include "views/standing_badge.h"

struct app {
    struct program *program;
    struct db *db;
    struct archive_cache known; /* refreshed before each request's handler */
    struct kept kept;
};

static inline struct app *app_of(struct req *r)
{
    return r->app;
}

/* --- page.c --- */
/* nav: the path of the menu's current item, or NULL. */
struct page page_frame(struct req *r, struct str title, const char *nav);
/* Breadcrumb: home, then parents, then this page (its title when last is empty). */
void page_crumbs(struct req *r, struct page *p, const struct link *parents, size_t n, struct str last);
/* Keeps large type on a link of ours. */
struct url page_link(struct req *r, struct url u);
struct url page_entity_url(struct req *r, struct str code, struct str public_id);
/* The page as this process wrote it before, when nothing has happened since: it is sent, and the handler returns. */
bool page_again(struct req *r);
/* Lets others cache the page: `most` seconds, cut at midnight; what: version of the content, the rule
 * set's and the day are added. */
void page_public(struct req *r, struct str what, int64_t most);
/* The same, and the page is kept for page_again(): for pages that begin with that. */
void page_keep(struct req *r, struct str what, int64_t most);
enum { PAGE_DISPUTE_SECONDS = 60, PAGE_SECONDS = 300 }; /* an objection shows within 60 s */
/* At most seven numbers. base: the address without page. */
struct pagination page_pagination(struct req *r, struct url base, int64_t page, int64_t pages);

/* --- form.c --- */
struct search_form search_form_of(struct req *r);
struct str towns_label(const struct app *app); /* what the places below the bureau are called: 镇街 or 县（市、区） */
/* Latest publications as rows. max 0: all. */
struct publication_rows publication_rows_of(struct req *r, int year, size_t max); /* year 0: all */
struct str app_place(const struct app *app, struct str division_prefix);          /* 吴兴区; the bureau's own place too */

/* The handlers. */
void page_home(struct req *r);
void page_search(struct req *r);
void page_entity(struct req *r);
void page_why(struct req *r);
void page_why_latest(struct req *r);
void page_publications(struct req *r);
void page_publication(struct req *r);
void page_about(struct req *r);
void page_checkpoint(struct req *r);
void page_checkpoint_text(struct req *r);
void page_accessibility(struct req *r);
void page_person(struct req *r);
void act_person(struct req *r);
void show_person(struct req *r, struct form_state *f);
extern const struct form_def PERSON_FORM;
void page_healthz(struct req *r);
void page_robots(struct req *r);
bool render_error(struct req *r, struct out *o, const struct http_error *e);

#endif
