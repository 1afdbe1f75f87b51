/* SPDX-License-Identifier: EUPL-1.2
 * view.h — the views of the template corpus, and the data they are rendered with. No part of the portal.
 */
#ifndef TESTS_TMPL_VIEW_H
#define TESTS_TMPL_VIEW_H

#include "html/html.h"

enum state { STATE_NONE, STATE_ACTIVE, STATE_CLOSED };

struct badge {
    struct str label;
    int grade;
};

struct page {
    struct str title;
    struct url home;
};

struct row {
    struct str name;
    int64_t amount;
    struct badge badge;
    const struct badge *other;
};

struct row_list {
    struct row *p;
    size_t n;
};

struct view {
    struct str text, empty, hostile, lines;
    const char *cstring;
    bool yes, no;
    double ratio;
    int count, zero;
    int64_t big;
    uint64_t fen;
    struct day day, no_day;
    struct instant when;
    struct url link, none;
    struct html_raw chart;
    enum state state;
    struct row_list rows, no_rows;
    struct {
        struct str *p;
        size_t n;
    } words;
    const struct badge *badge;
    struct page page;
};

#endif
