/* SPDX-License-Identifier: EUPL-1.2
 * staff.h — what all pages of the staff program share: the program behind a request, the frame of a page, form fields from a form
 * table, and the one way to act. Pages are in files by subject (import_*.c, archive.c, account.c …), each with a header of its
 * handlers; the route table is routes.c; main.c starts. No page here writes SQL, opens a session or writes an audit row by itself.
 */
#ifndef STAFF_STAFF_H
#define STAFF_STAFF_H

#include "auth/actor.h"
#include "http/fastcgi.h"
#include "program/program.h"
#include "views/staff_page.h"

struct calendar;

struct staff_app {
    struct program *program;
    const struct calendar *calendar; /* official working days */
    bool must_change; /* of this request: signed in, but an own password has to be set first */
};

struct program *staff_program(const struct req *r);
struct db *staff_db(const struct req *r);
const struct regime *staff_regime(const struct req *r);
const struct calendar *staff_calendar(const struct req *r);
const struct actor *staff_actor(const struct req *r); /* CHECKs that somebody is signed in */

/* --- the frame --- */
enum staff_menu {
    MENU_NONE,
    MENU_HOME,
    MENU_SUBJECT,
    MENU_ENTRY,
    MENU_IMPORT,
    MENU_GRADING,
    MENU_PUBLICATION,
    MENU_NOTICE,
    MENU_REGIME,
    MENU_ACCOUNT,
    MENU_ROLE,
    MENU_UNIT,
    MENU_AUDIT
};

/* Everything the layout needs; the menu shows what the actor's roles may open. Crumbs: 工作台, then the menu's page, then the
 * title. */
struct staff_page staff_page(struct req *r, enum staff_menu menu, struct str title);
/* The frame of the same page when its form came back: sets base.invalid when f has errors. */
struct staff_page staff_form_page(struct req *r, enum staff_menu menu, struct str title, const struct form_state *f);
/* Sign-in and errors before sign-in: no menu, nobody's name. */
struct page staff_plain_page(struct req *r, struct str title);

/* ?done=CODE after a 303, as the sentence on top of the page; empty when CODE is none of these. */
struct staff_done {
    const char *code, *text;
};
struct str staff_done_text(struct req *r, const struct staff_done *table, size_t n);

/* --- forms --- */
/* The hidden fields of one form, with a fresh idempotency token each time. */
struct form_guard staff_guard(struct req *r);
struct errors staff_errors(const struct form_state *f);
/* Label, value as typed, error and bounds of a field of the table; set hint, width … afterwards. */
struct field staff_field(const struct form_state *f, const char *name);
/* Choices of a FORM_ENUM; for FORM_CODE with choices of one's own use staff_choice_of. */
struct choice staff_choice(const struct form_state *f, const char *name);
struct choice staff_choice_of(const struct form_state *f, const char *name, struct option *options, size_t n); /* sets .selected */
struct date_field staff_date(const struct form_state *f, const char *name); /* FORM_DATE3 */
/* A single checkbox (FORM_BOOL). */
struct tick staff_tick(const struct form_state *f, const char *name, struct str hint);

/* Pages of a list, for partials/pagination. base keeps its query; page is 1 … pages. */
struct pagination staff_pages(struct arena *a, struct url base, int64_t page, int64_t pages);

/* Cells of partials/data_table. */
struct cell staff_cell(struct str text);
struct cell staff_cell_link(struct str text, struct url url);
struct cell staff_cell_int(struct arena *a, int64_t v);

/* --- acting
 * ------------------------------------------------------------------------------------------------------------------------------ An
 * act is done once, whole, with its audit row: one transaction of the domain work, the audit row and the form's token. work fills
 * what happened and returns true, or false for a domain outcome (refused, conflict): then nothing was written and the caller
 * answers. It may run again from the start. action is "object.verb".
 *
 *   static bool withdraw(struct staff_act *act, void *arg) { …; act->to = …; act->detail = …; return record_withdraw(act->db, …); }
 *   struct staff_act act = {.action = STR("record.withdraw"), .object_type = STR("record"), .object_id = id, .role =
 * ROLE_REVIEWER}; if (staff_act(r, &act, withdraw, &x) == STAFF_ACT_REFUSED) resp_conflict(r, …);
 */
struct staff_act {
    struct str action, object_type;
    int64_t object_id;
    struct str detail; /* for people; no identity number, no natural person's name */
    uint32_t role;     /* the roles one of which the act needs, for the audit row */
    struct url to;     /* where the 303 goes; ASCII, at most 200 bytes */
    bool no_redirect;  /* the caller answers when it is done (a secret shown once); a repeat still goes to `to` */
    bool no_audit;     /* the domain work wrote its own row */
    /* for work: */
    struct req *r;
    struct db *db;
    struct arena *arena;
    const struct actor *actor;
};
enum staff_act_end {
    STAFF_ACT_DONE,    /* committed; the 303 is written unless no_redirect */
    STAFF_ACT_BEFORE,  /* this very form was done before: answered with its result, or 409 when its content differs */
    STAFF_ACT_REFUSED, /* work returned false: nothing was written, the caller answers */
};
typedef bool (*staff_work_fn)(struct staff_act *act, void *arg);
MUST_USE enum staff_act_end staff_act(struct req *r, struct staff_act *act, staff_work_fn work, void *arg);
/* For a 409: who acted on the object last and when, by the audit log. what: 这条信用信息. */
struct str staff_changed_text(struct req *r, const char *what, struct str object_type, int64_t object_id);

/* --- the table of routes (routes.c) --- */
extern const struct route STAFF_ROUTES[];
extern const size_t STAFF_ROUTES_N;

#endif
