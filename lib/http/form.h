/* SPDX-License-Identifier: EUPL-1.2
 * form.h — forms as tables: a row a field, filled into a typed struct, or refused with words that say what to do. The handler of a
 * POST runs only when every field is right and finds the struct in r->form; otherwise the route's reshow gets the errors and all
 * that was typed in (never passwords or files). A field that is unknown or comes twice is answered 400: our pages never send one.
 * The hidden fields `csrf` and `token` are not in the tables: the loop handles them.
 *
 *   struct login_form { struct str account, password; };
 *   static const struct form_field LOGIN_FIELDS[] = {
 *       FORM_LINE(struct login_form, account, "账号", 1, 64, true),
 *       FORM_SECRET(struct login_form, password, "密码", 1, 200, true),
 *   };
 *   static const struct form_def LOGIN_FORM = FORM_DEF("login", struct login_form, LOGIN_FIELDS);
 *   …  const struct login_form *f = r->form;
 *   if (wrong) { form_fail(r, "account", STR("账号或密码不正确。请核对后重新输入。")); return; }
 */
#ifndef HTTP_FORM_H
#define HTTP_FORM_H

#include "base/date.h"
#include "html/url.h"
#include "http/form_field.h"
#include "http/request.h"

struct form_def {
    const char *name; /* for --routes and the log */
    const struct form_field *fields;
    size_t n;
    size_t size; /* of the typed struct */
};
#define FORM_DEF(form_name, T, field_table)                                                                                        \
    {                                                                                                                              \
        form_name, field_table, sizeof(field_table) / sizeof *(field_table), sizeof(T)                                             \
    }
/* A button alone: no fields beside the hidden ones. */
#define FORM_BUTTON(form_name)                                                                                                     \
    {                                                                                                                              \
        form_name, NULL, 0, 0                                                                                                      \
    }

/* The hidden fields' names. */
#define FORM_CSRF        "csrf"
#define FORM_TOKEN_FIELD "token"
/* A fresh idempotency token (32 hex digits) for a form about to be shown. */
struct str form_new_token(struct req *r);

struct form_error {
    struct str field;   /* its name */
    struct str message; /* label, what is wrong, what to do: the same words in the summary and beside the field */
    struct url anchor;  /* #NAME, and #NAME-year for three-part dates: ids of inputs are their names */
};

struct form_state {
    struct arena *arena;
    const struct form_def *def;
    struct http_pairs raw; /* as typed (text fields), in order */
    struct {
        struct form_error *p;
        size_t n, cap;
    } errors; /* in the order of the table */
};

/* --- showing a form
 * ------------------------------------------------------------------------------------------------------------------- A GET page
 * starts with an empty state (or one set from the record being edited); reshow gets the filled one: one function draws both. */
struct form_state *form_empty(struct req *r, const struct form_def *def);
void form_set(struct form_state *f, const char *name, struct str value); /* replaces; for FORM_INTS and FORM_CODES adds */
void form_set_int(struct form_state *f, const char *name, int64_t value);
void form_set_day(struct form_state *f, const char *name, struct day d);       /* FORM_DATE: ISO; FORM_DATE3: its three parts */
struct str form_value(const struct form_state *f, const char *name);           /* as typed; "DATE-year" etc. for three-part dates */
bool form_has(const struct form_state *f, const char *name, struct str value); /* is this box, radio or option chosen */
struct str form_message(const struct form_state *f, const char *name);         /* the first error beside this field, or empty */
const struct form_field *form_field(const struct form_state *f, const char *name); /* label, bounds, choices; CHECKs the name */
bool form_ok(const struct form_state *f);
int form_status(const struct form_state *f); /* 200, or 422 when there are errors */

/* --- errors that only the domain can see --- */
/* Adds an error to the state of the request's form; field must be in the table. */
void form_add_error(struct req *r, const char *field, struct str message);
/* Adds and calls the route's reshow: the handler returns after it. */
void form_fail(struct req *r, const char *field, struct str message);
/* Calls reshow with the errors added so far. */
void form_reshow(struct req *r);

/* --- parsing (the loop and the tests) --- */
struct form_part { /* one field as it came */
    struct str name, value;
    struct str file_name, file_type; /* multipart file parts; name sanitised */
    bool is_file;
};
struct form_parts {
    struct form_part *p;
    size_t n, cap;
};
enum form_verdict { FORM_GOOD, FORM_INVALID, FORM_REFUSED };

/* true, or false: the body is malformed or over a limit (400). Values of multipart parts point into body. */
bool form_parse_urlencoded(struct arena *a, struct str body, struct form_parts *out);
bool form_parse_multipart(struct arena *a, struct str content_type, struct str body, struct form_parts *out);
/* struct_out is def->size bytes, zeroed. FORM_REFUSED: unknown or repeated field (*why_out names it, for the log). */
enum form_verdict form_read(struct arena *a, const struct form_def *def, const struct form_parts *parts, void *struct_out,
                            struct form_state *state_out, struct str *why_out);
/* CHECKs bounds, offsets, labels, choices and that names are unique. */
void form_def_check(const struct form_def *def);

#endif
