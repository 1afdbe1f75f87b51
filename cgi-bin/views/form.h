/* SPDX-License-Identifier: EUPL-1.2
 * form.h — views of form fields, with label, hint and error beside each, and the error summary on top. A field carries what the
 * person typed, so nothing is lost when the form comes back. Not the form's rules: those are tables in http/form. Filled by pages,
 * read by templates/partials. Owns nothing; all text lives in the request's arena.
 */
#ifndef VIEWS_FORM_H
#define VIEWS_FORM_H

#include "views/parts.h"

/* partials/error_summary: printed when n > 0, above everything, each line a link to its field (#ID). */
struct error_item {
    struct str text; /* same wording as beside the field */
    struct url url;  /* fragment: # and the field's id */
};
struct errors {
    const struct error_item *p;
    size_t n;
};

/* partials/input, partials/textarea, partials/file */
struct field {
    struct str id, name;
    struct str label, hint, error; /* hint and error may be empty */
    struct str value;              /* not printed for a password or a file */
    struct str type;               /* text (also when empty), search, tel, password, email */
    struct str autocomplete;       /* off when empty */
    struct str inputmode;          /* numeric …; empty: none */
    struct str accept;             /* file: .xlsx,.csv */
    int width;                     /* 5 10 20 30 characters; 0 = full */
    int rows;                      /* textarea */
    bool required;
    bool code; /* fixed-width figures: codes, one-time passwords */
};

struct option {
    struct str value, label, hint;
    bool selected;
};
/* partials/select, partials/radios, partials/checkboxes. Radios and checkboxes get the ids ID, ID-2, ID-3 …; the first carries ID.
 */
struct choice {
    struct str id, name;
    struct str label, hint, error;
    bool required;
    const struct option *p;
    size_t n;
};

/* partials/tick: one box to tick (value 1), with its error. */
struct tick {
    struct str id, name, label, hint, error;
    bool checked;
};

/* partials/date3: three fields named NAME-year, NAME-month, NAME-day; ids likewise with ID. A whole date pasted into the first one
 * is accepted by http/form. */
struct date_field {
    struct str id, name;
    struct str label, hint, error;
    struct str year, month, day; /* as typed */
    bool required;
};

/* partials/form_guard: hidden inputs of every POST form; the names are those of http/form.h. */
struct form_guard {
    struct str csrf;  /* empty on public pages, which have no session */
    struct str token; /* idempotency: the token that makes a second submit harmless; empty: none */
};

#endif
