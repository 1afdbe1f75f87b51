/* SPDX-License-Identifier: EUPL-1.2
 * sheet_limits.h — what a table that was uploaded may cost, and the verdict on one that wants more or is damaged. Values only;
 * included by sheet_read.h and never alone. The defaults are in sheet_read.c (facts: security §4 "XLSX in").
 */
#ifndef SHEET_LIMITS_H
#define SHEET_LIMITS_H

#include <stddef.h>

enum sheet_verdict {
    SHEET_OK,
    SHEET_EMPTY_FILE,
    SHEET_FILE_TOO_BIG,
    SHEET_OLD_XLS,     /* BIFF in OLE2: to be saved as .xlsx */
    SHEET_ENCRYPTED,   /* password, by OLE2 package or by zip flag */
    SHEET_NOT_A_SHEET, /* PDF, picture, web page, Word, bytes with NUL … */
    SHEET_NO_WORKBOOK, /* a zip without a workbook part */
    SHEET_DAMAGED,     /* truncated, inconsistent zip, CRC, method not 0/8, name with .. */
    SHEET_TOO_MANY_PARTS,
    SHEET_DUPLICATE_PART,
    SHEET_LYING_SIZE,       /* an entry is longer or shorter than it says */
    SHEET_UNPACKED_TOO_BIG, /* sum of sizes */
    SHEET_BOMB,             /* ratio */
    SHEET_DOCTYPE,
    SHEET_BAD_XML,
    SHEET_XML_LIMIT,     /* depth, attributes, token length */
    SHEET_BAD_REFERENCE, /* cell address, row order, shared string index */
    SHEET_TOO_MANY_ROWS,
    SHEET_TOO_MANY_COLUMNS,
    SHEET_CELL_TOO_LONG,
    SHEET_ROW_TOO_LONG,
    SHEET_TOO_MANY_STRINGS,
    SHEET_NO_SUCH_SHEET,
    SHEET_BAD_ENCODING,    /* neither UTF-8 nor GB18030, or not the one asked for */
    SHEET_BAD_QUOTES,      /* CSV: a quotation mark is never closed */
    SHEET_UNREADABLE_FILE, /* sheet_open_file: cannot be opened */
    SHEET_TOO_COSTLY,      /* the parser used up its time or its memory */
    SHEET_PARSER_BROKEN,   /* it died, or said what it could not say */
    SHEET_PARSER_MISSING,  /* it cannot be started: not the file's fault */
    SHEET_XLS_UNREADABLE,  /* an .xls or .ods that the converter did not convert */
};

struct sheet_limits {
    size_t file_bytes;     /* 20 MiB */
    size_t parts;          /* 200 zip entries */
    size_t unpacked_bytes; /* 200 MiB, declared sum and read sum */
    size_t ratio;          /* 100, beyond the first MiB of a part */
    size_t rows;           /* 200,000 that hold something, a sheet */
    size_t columns;        /* 256 */
    size_t cell_chars;     /* 32,767 code points */
    size_t row_bytes;      /* 4 MiB of text in one row */
    size_t xml_depth;      /* 32 */
    size_t xml_attributes; /* 64 */
    size_t xml_token;      /* 256 KiB: longest tag */
    size_t strings;        /* 2,000,000 shared strings */
    size_t strings_bytes;  /* 64 MiB */
};

#endif
