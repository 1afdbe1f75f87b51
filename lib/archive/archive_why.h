/* SPDX-License-Identifier: EUPL-1.2
 * archive_why.h — why this grade (HI 32): the stored score sheet as lines that add up by hand, for anybody who may see the grade.
 * Made once, read by the page and its JSON twin, so that both say the same. A line whose record is not public today shows rule and
 * effect, never the content; a record that was looked at and not counted is listed only while it is public. Pure, except
 * archive_sheet_read (SQL: archive_sheet_store.c). Words come from the rule set of the round, not from the one in force.
 */
#ifndef ARCHIVE_ARCHIVE_WHY_H
#define ARCHIVE_ARCHIVE_WHY_H

#include "archive/archive.h"
#include "base/out.h"
#include "grade/grade.h"

struct archive_sheet {
    int year, round_id, regime_version_id;
    struct str grade, kind, sheet;         /* sheet: grade_sheet_decode() with the round's rule set */
    struct str snapshot_hash, result_hash; /* 32 bytes each */
    struct instant as_known_at, reviewed_at, approved_at, published_at, superseded_at;
};
/* One published version. False: there is none. */
MUST_USE bool archive_sheet_read(struct db *db, struct arena *a, int64_t subject_id, int year, int round_id,
                                 struct archive_sheet *out);

struct archive_why_line {
    int no;
    int64_t record_id; /* 0: a line of a rule alone, or a record that is not public */
    bool withheld;     /* the record is not public: only rule and effect are told */
    bool disputed, local;
    struct str item, document;
    struct day date;                     /* DAY_NONE where there is none or it is withheld */
    int32_t points, total;               /* thousandths: what the line adds, and the sum after it */
    struct str effect, sum;              /* the same in words: −10分, 90分; without points 对应C级, C级 */
    struct str rule, rule_text, article; /* article: empty where the rule is local */
    struct str reason;                   /* why not counted, or how the effect came about */
};
struct archive_why_near {
    struct str rule, rule_text, article, gap;
    bool local;
};
struct archive_why_lines {
    struct archive_why_line *p;
    size_t n, cap;
};
struct archive_why {
    bool points;               /* the method adds points */
    int32_t total;             /* thousandths */
    struct str grade;          /* code */
    struct str result, method; /* sentences */
    struct archive_why_lines counted, uncounted;
    struct {
        struct archive_why_near *p;
        size_t n, cap;
    } near_rules;
    int withheld;
};
/* r: the rule set of the round; x: after archive_show(). False: the lines do not add up to the sheet's total, and nothing may be
 * shown. */
MUST_USE bool archive_why_make(struct arena *a, const struct regime *r, const struct grade_result *result, const struct archive *x,
                               int year, struct archive_why *out);

/* Who made it when from what: the same lines on the page and in the twin. */
struct archive_provenance {
    struct str regime, regime_version, snapshot_hash, result_hash; /* hashes in hex */
    struct day known, graded, published, superseded;
    int version; /* of the year, from 1. Why it was corrected is not told: it may have been a repair */
};
struct archive_provenance archive_provenance_of(struct arena *a, const struct regime *r, const struct archive_sheet *s,
                                                int version);

struct archive_why_head {
    struct str name, code, type, grade_label;
    int year;
};
void archive_why_json(struct out *o, struct arena *a, const struct archive_why_head *h, const struct archive_why *w,
                      const struct archive_provenance *p);

/* Article as people find it: the rule set's own abbreviation gives way to the document's number. Empty where the value is local. */
struct str archive_cite(struct arena *a, const struct regime *r, const struct regime_legal *l);

#endif
