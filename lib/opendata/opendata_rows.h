/* SPDX-License-Identifier: EUPL-1.2
 * opendata_rows.h — the rows of open data and how they are made from an archive that has passed archive_show(). Not their writing
 * (opendata.h), not their reading (opendata_store.h). The same disclosure as the public pages: what a page does not show, no row
 * has.
 */
#ifndef OPENDATA_OPENDATA_ROWS_H
#define OPENDATA_OPENDATA_ROWS_H

#include "archive/archive.h"
#include "archive/archive_cache.h"
#include "opendata/opendata.h"

struct opendata_grade {
    int64_t year, version;
    struct str grade, label;
    bool in_force;
    struct instant published;
    struct instant superseded;
    struct str page, why;
};
struct opendata_record {
    struct str id, item, item_name, category, category_name, title, detail, document_no, authority, severity;
    int64_t amount;
    struct day found, show_from, show_to;
    bool penalty, disputed;
};
struct opendata_licence {
    struct str kind, number, content, authority;
    struct day issued, valid_from, valid_to;
};
struct opendata_former {
    struct str name;
    struct day until;
};
struct opendata_subject {
    struct str id, code, name, type, type_name, division, division_name;
    struct str standing, standing_text, grade, grade_label;
    int64_t year;
    bool disputed;
    struct str page;
    /* The rest in answers about one subject. */
    struct str address, representative;
    struct day established, ended;
    struct opendata_list grades, records, licences, former_names;
    bool records_cut;
    struct day next_change, as_of;
};
/* Rows of lists that go over all subjects: the subject in short, then the thing. */
struct opendata_graded {
    struct str id, code, name, type, type_name, division, division_name;
    struct opendata_grade grade;
};
struct opendata_penalty {
    struct str subject, code, name;
    struct opendata_record record;
};
struct opendata_licence_of {
    struct str subject, code, name;
    struct opendata_licence licence;
};
/* A kind of list that the rule set names, and one entry of it. */
struct opendata_list_kind {
    struct str code, label, basis, polarity, article;
    bool publishable, local;
};
struct opendata_entry {
    struct str id, code, name, type, type_name, division, division_name;
    struct str record, item, item_name, title, document_no, authority, page;
    struct day from, to;
    bool disputed;
};
struct opendata_publication {
    int64_t id, year, subjects;
    struct str number, title, correction, result_hash, page;
    struct day published;
    bool superseded;
    struct opendata_list files;
};
struct opendata_file {
    struct str name, format, url, digest;
    int64_t bytes, rows; /* rows: of a dump */
    struct instant made;
};
struct opendata_change {
    struct str id, code;
};

extern const struct opendata_shape OPENDATA_SUBJECT, OPENDATA_SUBJECT_FULL, OPENDATA_GRADE, OPENDATA_RECORD, OPENDATA_LICENCE,
    OPENDATA_FORMER, OPENDATA_GRADED, OPENDATA_PENALTY, OPENDATA_LICENCE_OF, OPENDATA_LIST_KIND, OPENDATA_ENTRY,
    OPENDATA_PUBLICATION, OPENDATA_FILE, OPENDATA_DUMP_FILE, OPENDATA_CHANGE;

/* All that rows are made with. */
struct opendata_maker {
    struct arena *a;
    const struct archive_cache *known;
    struct str origin; /* https://credit.example.gov.cn: addresses in rows are whole; empty: they begin with / */
    struct day today;
};
/* The place's name and archive_show(): false when nobody may know of it. */
MUST_USE bool opendata_show(const struct opendata_maker *m, struct archive *x);
/* An address of this site as it stands in a row. */
struct str opendata_url(const struct opendata_maker *m, struct str path);
/* Where it stands today; grades_out: the versions in force, newest year first. */
enum archive_standing opendata_standing(const struct opendata_maker *m, const struct archive *x, struct archive_grades *grades_out);
struct opendata_subject opendata_subject_of(const struct opendata_maker *m, const struct archive *x, bool full);
struct opendata_grade opendata_grade_of(const struct opendata_maker *m, const struct archive *x, const struct archive_grade *g);
struct opendata_record opendata_record_of(const struct opendata_maker *m, const struct archive_record *r);
struct opendata_licence opendata_licence_of(const struct archive_licence *l);
struct opendata_list opendata_grades_of(const struct opendata_maker *m, const struct archive *x);
/* Only penalties when so asked. */
struct opendata_list opendata_records_of(const struct opendata_maker *m, const struct archive *x, bool penalties);
struct opendata_list opendata_licences_of(const struct opendata_maker *m, const struct archive *x);

struct opendata_list_kind opendata_list_kind_of(const struct regime_list_kind *k);
/* Do records of this item put an organisation on that list? Those that the rule set calls a listing, in a category of the list's
 * polarity, open to anybody; none where the list may not be published. */
bool opendata_item_lists(const struct regime *r, const struct regime_list_kind *k, const struct regime_item *item);
struct opendata_entry opendata_entry_of(const struct opendata_maker *m, const struct archive *x, const struct archive_record *r);

#endif
