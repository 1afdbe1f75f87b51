/* SPDX-License-Identifier: EUPL-1.2
 * app.h — what the pages of lookup share: the program's context with its short-lived caches, the frame of a page, badges, links.
 * Pages are in one file per group and listed in main.c's route table. The caches hold only what is the same for everybody (rule
 * sets, divisions, rounds) and are read anew after seconds; nothing of a request outlives it.
 */
#ifndef LOOKUP_APP_H
#define LOOKUP_APP_H

#include "archive/archive.h"
#include "archive/archive_list.h"
#include "http/fastcgi.h"
#include "lookup/views.h"
#include "program/program.h"

enum { APP_VERSIONS = 4, APP_TABLES = 4, APP_PAGES = 256 };

struct app_version { /* a rule set of an earlier round */
    int id;
    struct arena *arena;
    const struct regime *regime;
};
struct app_table { /* counts of a published table: it never changes */
    int round_id;
    struct arena *arena;
    struct archive_cells cells;
    int64_t lines;
};
struct app_place { /* a division by what the codes below it start with */
    struct str prefix, name;
};
struct app_page { /* a page as it was written; true while stamp and day are the same */
    struct arena *arena;
    struct str target, body, etag;
    int64_t stamp, read_at, seconds;
    struct day today;
    bool json;
};
struct app {
    struct program *program;
    struct db *db;
    const struct regime *regime; /* in force */
    int regime_id;
    struct arena *regime_arena; /* NULL: the rule set that the program started with */
    struct arena *rounds_arena, *lists_arena;
    struct archive_rounds rounds;
    struct archive_divisions divisions;
    const struct app_place *places; /* the same, in order of prefix */
    int64_t subjects;
    int64_t rounds_at, lists_at, count_at; /* clock_monotonic_ms when last read; 0: never */
    int64_t stamp;                         /* archive_stamp() of the request at hand, read before anything else */
    int64_t lists_stamp;                   /* when rule set and rounds were read */
    struct app_page pages[APP_PAGES];
    struct app_version versions[APP_VERSIONS];
    struct app_table tables[APP_TABLES];
    unsigned next_version, next_table;
};

/* Reads the stamp, and anew what has changed since or is too old. Called before each request's handler. */
void app_refresh(struct app *app, struct arena *a);
/* The rule set of a round; NULL when the database has it no more. Lives until three others have been asked for. */
const struct regime *app_regime(struct app *app, int version_id);
const struct app_table *app_table(struct app *app, int year, int round_id);
/* Name of a division or, when it has none, of the one above it; empty when unknown. */
struct str app_division(const struct app *app, struct str code);
/* Of the annual round under way for this place; 0: none. */
int app_awaited_year(const struct app *app, struct str division);
/* Newest year with a published round; 0: none. */
int app_published_year(const struct app *app);
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
/* Keeps the page for page_again() and lets others cache it: `most` seconds, cut at midnight; what: version of the content, the rule
 * set's and the day are added. */
void page_public(struct req *r, struct str what, int64_t most);
enum { PAGE_DISPUTE_SECONDS = 60, PAGE_SECONDS = 300 }; /* an objection shows within 60 s */
/* At most seven numbers. base: the address without page. */
struct pagination page_pagination(struct req *r, struct url base, int64_t page, int64_t pages);

/* --- badge.c --- */
struct badge badge_of_standing(enum archive_standing standing, const struct regime *r, struct str grade);
/* A sentence: what the grade or the state means. */
struct str badge_meaning(struct arena *a, enum archive_standing standing, const struct regime *r,
                         const struct regime_subject_type *type, struct str grade);

/* --- form.c --- */
struct search_form search_form_of(struct req *r);
struct str towns_label(const struct app *app); /* what the places below the bureau are called: 镇街 or 县（市、区） */
/* Latest publications as rows. max 0: all. */
struct publication_rows publication_rows_of(struct req *r, size_t max);

/* The handlers. */
void page_home(struct req *r);
void page_search(struct req *r);
void page_entity(struct req *r);
void page_why(struct req *r);
void page_publications(struct req *r);
void page_publication(struct req *r);
void page_about(struct req *r);
void page_accessibility(struct req *r);
void page_person(struct req *r);
void act_person(struct req *r);
void show_person(struct req *r, struct form_state *f);
extern const struct form_def PERSON_FORM;
void page_healthz(struct req *r);
void page_robots(struct req *r);
bool render_error(struct req *r, struct out *o, const struct http_error *e);

#endif
