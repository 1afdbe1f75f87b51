/* SPDX-License-Identifier: EUPL-1.2
 * evidence_look.c — what a file is, by its first and last bytes and its directory; see evidence.h. It unpacks nothing, decodes no
 * image and follows no link: what it cannot tell from headers it refuses. Pure.
 */
#include "base/arena.h"
#include "evidence/evidence.h"

enum { TAIL = 2048, ZIP_END_BYTES = 22, ZIP_COMMENT_MAX = 65535, ZIP_ENTRY_BYTES = 46, ZIP_ENTRIES_MAX = 4096 };

static const struct kind {
    const char *code, *type, *name, *endings; /* endings: of file names, with dots, each followed by | */
} KINDS[] = {
    [EVIDENCE_PDF] = {"pdf", "application/pdf", "PDF 文件", ".pdf|"},
    [EVIDENCE_JPG] = {"jpg", "image/jpeg", "JPEG 图片", ".jpg|.jpeg|"},
    [EVIDENCE_PNG] = {"png", "image/png", "PNG 图片", ".png|"},
    [EVIDENCE_XLSX] = {"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel 工作簿", ".xlsx|"},
    [EVIDENCE_OFD] = {"ofd", "application/ofd", "OFD 版式文件", ".ofd|"},
};
enum { KINDS_N = sizeof KINDS / sizeof *KINDS };

static const struct kind *kind_of(struct str code)
{
    for (size_t i = 0; i < KINDS_N; i++)
        if (str_eq(code, str_from(KINDS[i].code)))
            return &KINDS[i];
    CHECK(!"kind of an evidence file");
    return NULL;
}

struct str evidence_media_code(enum evidence_media m)
{
    return str_from(KINDS[m].code);
}

struct str evidence_media_type(struct str code)
{
    return str_from(kind_of(code)->type);
}

struct str evidence_media_name(struct str code)
{
    return str_from(kind_of(code)->name);
}

/* --- reading numbers within bounds --- */

static uint32_t byte_at(struct str b, size_t at)
{
    return at < b.n ? (unsigned char)b.p[at] : 0;
}

static uint32_t big16(struct str b, size_t at)
{
    return byte_at(b, at) << 8 | byte_at(b, at + 1);
}

static uint32_t big32(struct str b, size_t at)
{
    return big16(b, at) << 16 | big16(b, at + 2);
}

static uint32_t little16(struct str b, size_t at)
{
    return byte_at(b, at) | byte_at(b, at + 1) << 8;
}

static uint32_t little32(struct str b, size_t at)
{
    return little16(b, at) | little16(b, at + 2) << 16;
}

static struct str tail(struct str b, size_t n)
{
    return str_sub(b, b.n > n ? b.n - n : 0, b.n);
}

/* --- the kinds --- */

static enum evidence_verdict look_pdf(struct str b)
{
    bool version = byte_at(b, 5) >= '1' && byte_at(b, 5) <= '2' && byte_at(b, 6) == '.';
    return version && str_contains(tail(b, TAIL), STR("%%EOF")) ? EVIDENCE_GOOD : EVIDENCE_DAMAGED;
}

static enum evidence_verdict look_size(struct evidence_seen *out)
{
    if (out->width == 0 || out->height == 0)
        return EVIDENCE_DAMAGED;
    return (uint64_t)out->width * out->height > EVIDENCE_PIXELS_MAX ? EVIDENCE_PIXELS : EVIDENCE_GOOD;
}

static enum evidence_verdict look_png(struct str b, struct evidence_seen *out)
{
    if (big32(b, 8) != 13 || !str_eq(str_sub(b, 12, 16), STR("IHDR")) || !str_contains(tail(b, 12), STR("IEND")))
        return EVIDENCE_DAMAGED;
    out->width = big32(b, 16);
    out->height = big32(b, 20);
    return look_size(out);
}

static bool frame_marker(uint32_t m)
{
    return m >= 0xc0 && m <= 0xcf && m != 0xc4 && m != 0xc8 && m != 0xcc;
}

/* Walks the segments to the frame header, which has the size. */
static enum evidence_verdict look_jpg(struct str b, struct evidence_seen *out)
{
    if (!str_contains(tail(b, TAIL), STR("\xff\xd9")))
        return EVIDENCE_DAMAGED;
    for (size_t at = 2; at + 4 <= b.n;) {
        if (byte_at(b, at) != 0xff)
            return EVIDENCE_DAMAGED;
        uint32_t marker = byte_at(b, at + 1);
        if (marker == 0xff) { /* fill */
            at++;
            continue;
        }
        size_t length = big16(b, at + 2);
        if (length < 2 || marker == 0xda || marker == 0xd9 || marker == 0)
            return EVIDENCE_DAMAGED;
        if (frame_marker(marker)) {
            out->height = big16(b, at + 5);
            out->width = big16(b, at + 7);
            return look_size(out);
        }
        at += 2 + length;
    }
    return EVIDENCE_DAMAGED;
}

/* Offset of the end record of a zip archive, or -1. Only the last one counts, and nothing may follow its comment. */
static ptrdiff_t zip_end(struct str b)
{
    struct str t = tail(b, ZIP_END_BYTES + ZIP_COMMENT_MAX);
    size_t before = b.n - t.n;
    for (size_t i = t.n >= ZIP_END_BYTES ? t.n - ZIP_END_BYTES + 1 : 0; i > 0; i--)
        if (little32(t, i - 1) == 0x06054b50 && i - 1 + ZIP_END_BYTES + little16(t, i - 1 + 20) == t.n)
            return (ptrdiff_t)(before + i - 1);
    return -1;
}

struct zip_parts {
    bool types, workbook, macros, ofd;
};

static void note_part(struct zip_parts *parts, struct str name)
{
    parts->types |= str_eq(name, STR("[Content_Types].xml"));
    parts->workbook |= str_eq(name, STR("xl/workbook.xml"));
    parts->macros |= str_ends(name, STR("vbaProject.bin"));
    parts->ofd |= str_eq(name, STR("OFD.xml"));
}

static bool zip_list(struct str b, struct zip_parts *parts)
{
    ptrdiff_t end = zip_end(b);
    if (end < 0)
        return false;
    size_t entries = little16(b, (size_t)end + 10), at = little32(b, (size_t)end + 16);
    if (entries > ZIP_ENTRIES_MAX)
        return false;
    for (size_t i = 0; i < entries; i++) {
        if (at + ZIP_ENTRY_BYTES > (size_t)end || little32(b, at) != 0x02014b50)
            return false;
        size_t name = little16(b, at + 28), rest = little16(b, at + 30) + (size_t)little16(b, at + 32);
        note_part(parts, str_sub(b, at + ZIP_ENTRY_BYTES, at + ZIP_ENTRY_BYTES + name));
        at += ZIP_ENTRY_BYTES + name + rest;
    }
    return at <= (size_t)end;
}

static enum evidence_verdict look_zip(struct str b, struct evidence_seen *out)
{
    struct zip_parts parts = {0};
    if (!zip_list(b, &parts))
        return EVIDENCE_DAMAGED;
    if (parts.macros)
        return EVIDENCE_MACROS;
    if (!parts.ofd && !(parts.types && parts.workbook))
        return EVIDENCE_UNKNOWN;
    out->media = parts.ofd ? EVIDENCE_OFD : EVIDENCE_XLSX;
    return EVIDENCE_GOOD;
}

static enum evidence_verdict look_content(struct str b, struct evidence_seen *out)
{
    if (str_starts(b, STR("%PDF-"))) {
        out->media = EVIDENCE_PDF;
        return look_pdf(b);
    }
    if (str_starts(b, STR("\x89PNG\r\n\x1a\n"))) {
        out->media = EVIDENCE_PNG;
        return look_png(b, out);
    }
    if (str_starts(b, STR("\xff\xd8\xff"))) {
        out->media = EVIDENCE_JPG;
        return look_jpg(b, out);
    }
    return str_starts(b, STR("PK\x03\x04")) ? look_zip(b, out) : EVIDENCE_UNKNOWN;
}

/* ASCII letters of any case. */
static bool ends_as(struct str name, const char *endings)
{
    struct str rest = str_from(endings), ending;
    while (str_cut(&rest, '|', &ending) && ending.n)
        if (name.n > ending.n && str_eq_nocase(str_sub(name, name.n - ending.n, name.n), ending))
            return true;
    return false;
}

enum evidence_verdict evidence_look(struct str name, struct str bytes, struct evidence_seen *out)
{
    *out = (struct evidence_seen){0};
    if (bytes.n == 0)
        return EVIDENCE_EMPTY;
    if (bytes.n > EVIDENCE_FILE_MAX)
        return EVIDENCE_TOO_BIG;
    enum evidence_verdict v = look_content(bytes, out);
    if (v == EVIDENCE_GOOD && !ends_as(name, KINDS[out->media].endings))
        return EVIDENCE_OTHER_NAME;
    return v;
}

struct str evidence_explain(struct arena *a, enum evidence_verdict v, struct str name, const struct evidence_seen *seen)
{
    switch (v) {
    case EVIDENCE_GOOD:
        return STR_NONE;
    case EVIDENCE_EMPTY:
        return str_fmt(a, "证明材料：“%.*s”是空文件。请重新选择。", STR_ARG(name));
    case EVIDENCE_TOO_BIG:
        return str_fmt(a, "证明材料：“%.*s”超过 %d MB。请压缩、降低扫描精度或者分成几个文件。", STR_ARG(name),
                       EVIDENCE_FILE_MAX >> 20);
    case EVIDENCE_UNKNOWN:
        return str_fmt(a, "证明材料：“%.*s”不是 PDF、JPG、PNG、XLSX 或者 OFD 文件。请转换成其中一种。", STR_ARG(name));
    case EVIDENCE_DAMAGED:
        return str_fmt(a, "证明材料：“%.*s”不完整或者已损坏。请重新导出或者扫描。", STR_ARG(name));
    case EVIDENCE_PIXELS:
        return str_fmt(a, "证明材料：图片“%.*s”为 %u×%u 像素，超过五千万像素。请降低扫描精度。", STR_ARG(name), seen->width,
                       seen->height);
    case EVIDENCE_MACROS:
        return str_fmt(a, "证明材料：“%.*s”含有宏。请另存为不含宏的 .xlsx 文件。", STR_ARG(name));
    case EVIDENCE_OTHER_NAME:
        return str_fmt(a, "证明材料：“%.*s”的内容是%s，与扩展名不符。请核对是否选错了文件。", STR_ARG(name),
                       KINDS[seen->media].name);
    }
    return STR_NONE;
}
