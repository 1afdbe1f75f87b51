/* SPDX-License-Identifier: EUPL-1.2
 * views_info.h — what the natural-person pages, the page about the regime, the accessibility statement and the error pages show.
 * Filled by the pages of lookup, read by templates/lookup. Owns nothing;
 * all text lives in the request's arena.
 */
#ifndef LOOKUP_VIEWS_INFO_H
#define LOOKUP_VIEWS_INFO_H

#include "views/form.h"

/* lookup/person — GET and POST /person: exact name and a second factor. */
struct person_view {
    struct page page;
    struct errors errors;
    struct url action;
    struct field name, licence, tail; /* tail: last digits of the document */
    struct form_guard guard;
    bool asked, found;     /* asked and not found: one wording for unknown, not public and wrong factor */
    struct str limit_note; /* 每小时最多查询 10 次 */
    struct str masked_name, masked_id, type;
    struct badge badge;
    int year;
    struct url entity;
};

/* lookup/consent — regimes where natural persons are 授权查询 */
struct consent_view {
    struct page page;
    struct str basis; /* article */
    struct str text;
    struct {
        const struct str *p;
        size_t n;
    } steps, materials;
    struct str office; /* where to go */
};

/* lookup/error — 400 404 405 429 503 */
struct error_view {
    struct page page;
    int status;
    struct str heading, text; /* what happened */
    struct {
        const struct str *p;
        size_t n;
    } advice;         /* what to do */
    struct link back; /* text empty: none */
};

/* lookup/about — GET /about */
struct source_row {
    struct str value_name, value; /* 信用等级数, 5 */
    struct str article;
    bool local;
};
struct about_view {
    struct page page;
    struct str regime, version, basis, issuer;
    struct day effective;
    struct str scope; /* one paragraph */
    struct {
        const struct str *p;
        size_t n;
    } paragraphs;
    struct {
        const struct source_row *p;
        size_t n;
    } sources;
    struct facts documents;
};

/* lookup/accessibility — GET /accessibility */
struct plain_view {
    struct page page;
};

/* lookup/checkpoint — GET /checkpoint */
struct checkpoint_row {
    struct str size, at, root;
};
struct checkpoint_key {
    struct str purpose, epoch, key, since, state;
};
struct checkpoint_view {
    struct page page;
    struct str text; /* of the newest; empty: none yet */
    struct {
        const struct checkpoint_row *p;
        size_t n;
    } rows;
    struct {
        const struct checkpoint_key *p;
        size_t n;
    } keys;
};

#endif
