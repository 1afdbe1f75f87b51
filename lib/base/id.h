/* SPDX-License-Identifier: EUPL-1.2
 * id.h — identifiers of subjects and documents: unified social credit code (GB 32100-2015), organisation code (GB 11714), resident
 * identity number (GB 11643-1999), the other documents by which a person is known, 文号. Pure: text in, verdict out. Callers decide
 * what a warning means; a number that fails only its check character may still be real and is to be confirmed by a person.
 */
#ifndef BASE_ID_H
#define BASE_ID_H

#include "base/date.h"

/* Blanks, hyphens and a spreadsheet's leading apostrophe out, full width to half width, upper case. For codes and numbers of all
 * kinds. */
struct str id_normalise(struct arena *a, struct str s);

enum uscc_verdict {
    USCC_OK,
    USCC_BAD_LENGTH,     /* not 18 characters after normalising */
    USCC_BAD_CHARACTER,  /* I, O, S, V, Z or something else outside the alphabet */
    USCC_BAD_DEPARTMENT, /* characters 1–2: registering department and kind */
    USCC_BAD_DIVISION,   /* characters 3–8: not digits */
    USCC_BAD_ORGCODE,    /* characters 9–17: own check character (GB 11714) does not fit; a warning */
    USCC_BAD_CHECK,      /* character 18 does not fit; a warning, to be confirmed */
};

struct str uscc_normalise(struct arena *a, struct str s); /* as id_normalise */
enum uscc_verdict uscc_check(struct str normalised);
bool uscc_is_warning(enum uscc_verdict v);       /* may be confirmed by a person */
struct str uscc_explain(enum uscc_verdict v);    /* Chinese: which group of characters is wrong and what to do; empty when right */
char uscc_check_character(struct str first17);   /* 0 when a character is outside the alphabet */
char orgcode_check_character(struct str first8); /* GB 11714; 0 likewise */

enum id_kind {
    ID_NONE,
    ID_RESIDENT,
    ID_RESIDENCE_HMT,
    ID_FOREIGN_PERMANENT,
    ID_HM_PASS,
    ID_TW_PASS,
    ID_PASSPORT,
    ID_HOUSEHOLD,
    ID_OTHER
};
enum id_verdict {
    IDV_OK,
    IDV_BAD_LENGTH,
    IDV_BAD_CHARACTER,
    IDV_BAD_PROVINCE, /* characters 1–6: address code */
    IDV_BAD_BIRTHDAY, /* characters 7–14 */
    IDV_BAD_CHECK,    /* character 18; a warning, to be confirmed */
    IDV_OLD_15,       /* 15 digits: out of use */
    IDV_BAD_FORMAT,   /* not the form of this kind of document */
};

/* From the name used in forms and workbooks: 身份证, 居民身份证, 护照, 户口簿, …; ID_NONE when unknown. */
enum id_kind id_kind_from_name(struct str name);
struct str id_kind_name(enum id_kind k);
/* today: a birthday after it is wrong. */
enum id_verdict id_check(enum id_kind k, struct str normalised, struct day today);
bool id_is_warning(enum id_verdict v); /* may be confirmed by a person */
struct str id_explain(enum id_verdict v);
char id_resident_check_character(struct str first17); /* 0 unless 17 digits */
/* An old 15-digit number as the 18 digits it became; empty when it is none. For matching old records, not for new entries. */
struct str id_resident_from_15(struct arena *a, struct str normalised);
struct day id_birthday(struct str normalised); /* of an 18-digit resident number or residence permit; DAY_NONE when there is none */

/* Physicians' certificates: form only. The qualification number holds an identity number: it is never shown. */
bool id_is_practice_certificate(struct str normalised);      /* 15 digits */
bool id_is_qualification_certificate(struct str normalised); /* 24 or 27 characters */

/* For pages and logs. Numbers: first and last character, the rest stars. Names: the first character, a star for each other: 张*,
 * 欧***. */
struct str id_mask_number(struct arena *a, struct str s);
struct str id_mask_name(struct arena *a, struct str s);

/* 文号: 代字〔年〕号. Accepts [], (), （）, 【】, 〔〕, spaces, 第, leading zeros; gives 遂卫办〔2022〕32号. False: left as it was
 * typed. */
bool docno_normalise(struct arena *a, struct str s, struct str *out);

/* GB/T 2260: the digits that all divisions below share: 441400 → 4414, 460000 → 46, 440823 and longer as they are. */
struct str division_prefix(struct str code);

#endif
