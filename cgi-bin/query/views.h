/* SPDX-License-Identifier: EUPL-1.2
 * views.h — views of query's pages, one struct a template of templates/query. Text is in its final wording and lives in the
 * request's arena. Owns nothing.
 */
#ifndef QUERY_VIEWS_H
#define QUERY_VIEWS_H

#include "html/html.h"
#include "views/form.h"

/* error */
struct problem_view {
    struct page page;
    int status;
    struct str text, todo;
};

/* poster */
struct poster_view {
    struct page page;
    struct str name, code, type, meaning, basis, address;
    struct badge badge;
    int year;
    struct url entity;
    struct html_raw qr;
};

/* embed */
struct embed_view {
    struct page page;
    struct url action;
    struct field q;
};

/* developers */
struct snippet { /* text to copy */
    struct str title, text, note;
};
struct dev_endpoint {
    struct str anchor, title, path, text, formats, example;
    struct {
        const struct fact *p; /* name and meaning */
        size_t n;
    } params;
    struct str answer, owner; /* name of the shape; fields that stand before it */
    struct url shape;
    bool has_shape;
};
struct dev_shape {
    struct str anchor, name, text;
    struct {
        const struct fact *p; /* name, meaning; note: type */
        size_t n;
    } fields;
};
struct dev_problem {
    struct str anchor, status, text, todo;
};
struct developers_view {
    struct page page;
    struct str base, origin, bureau;
    struct url openapi, embed;
    struct str example_name;
    bool demo;
    struct {
        const struct dev_endpoint *p;
        size_t n;
    } endpoints;
    struct {
        const struct dev_shape *p;
        size_t n;
    } shapes;
    struct {
        const struct dev_problem *p;
        size_t n;
    } problems;
    struct {
        const struct snippet *p;
        size_t n;
    } snippets;
};

#endif
