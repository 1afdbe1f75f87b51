/* SPDX-License-Identifier: EUPL-1.2
 * publish_report.c — the written report as a .docx: the plainest package that word processors open, in the manner of GB/T 9704
 * (title in size 2, text in 仿宋 size 3, fixed line distance). Words and figures only; the full table is its annex file. See
 * publish.h.
 */
#include "base/arena.h"
#include "base/out.h"
#include "paper/pack.h"
#include "publish/publish_text.h"

#define XML    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>"
#define OFFICE "http://schemas.openxmlformats.org/"
static const struct str TYPES = STR_INIT(
    XML
    "<Types xmlns=\"" OFFICE
    "package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package."
    "relationships+xml\"/><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument."
    "wordprocessingml.document.main+xml\"/></Types>");
static const struct str RELATIONS =
    STR_INIT(XML "<Relationships xmlns=\"" OFFICE "package/2006/relationships\"><Relationship Id=\"r1\" Type=\"" OFFICE
                 "officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>");

static void escaped(struct out *o, struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '&')
            out_str(o, STR("&amp;"));
        else if (s.p[i] == '<')
            out_str(o, STR("&lt;"));
        else if (s.p[i] == '>')
            out_str(o, STR("&gt;"));
        else if ((unsigned char)s.p[i] >= 0x20 || s.p[i] == '\t')
            out_char(o, s.p[i]);
    }
}

enum look { LOOK_TITLE, LOOK_TEXT, LOOK_HEADING, LOOK_RIGHT, LOOK_PLAIN };

static void paragraph(struct out *o, enum look look, struct str text)
{
    static const struct {
        const char *paragraph, *font;
        int half_points;
    } LOOKS[] = {
        [LOOK_TITLE] = {"<w:jc w:val=\"center\"/><w:spacing w:before=\"480\" w:after=\"480\"/>", "宋体", 44},
        [LOOK_TEXT] = {"<w:spacing w:line=\"560\" w:lineRule=\"exact\"/><w:ind w:firstLineChars=\"200\" w:firstLine=\"640\"/>",
                       "仿宋", 32},
        [LOOK_HEADING] = {"<w:spacing w:line=\"560\" w:lineRule=\"exact\"/><w:ind w:firstLineChars=\"200\" w:firstLine=\"640\"/>",
                          "黑体", 32},
        [LOOK_RIGHT] = {"<w:jc w:val=\"right\"/><w:spacing w:line=\"560\" w:lineRule=\"exact\"/>", "仿宋", 32},
        [LOOK_PLAIN] = {"<w:spacing w:line=\"560\" w:lineRule=\"exact\"/>", "仿宋", 32},
    };
    out_fmt(o, "<w:p><w:pPr>%s</w:pPr><w:r><w:rPr><w:rFonts w:eastAsia=\"%s\" w:ascii=\"Times New Roman\"/>", LOOKS[look].paragraph,
            LOOKS[look].font);
    out_fmt(o, "<w:sz w:val=\"%d\"/></w:rPr><w:t xml:space=\"preserve\">", LOOKS[look].half_points);
    escaped(o, text);
    out_str(o, STR("</w:t></w:r></w:p>"));
}

static struct str document(struct arena *a, const struct publish_order *x, const struct grade_round *round,
                           const struct publish_table *t, struct str number)
{
    struct notice_body b = publish_report_text(a, x, round, t);
    struct out o;
    out_to_arena(&o, a);
    out_str(&o, STR(XML "<w:document xmlns:w=\"" OFFICE "wordprocessingml/2006/main\"><w:body>"));
    paragraph(&o, LOOK_RIGHT, number);
    paragraph(&o, LOOK_TITLE, publish_report_title(a, round));
    paragraph(&o, LOOK_PLAIN, str_cat(a, b.addressee, STR("：")));
    for (size_t i = 0; i < b.paragraphs.n; i++)
        paragraph(&o, notice_is_heading(b.paragraphs.p[i]) ? LOOK_HEADING : LOOK_TEXT, b.paragraphs.p[i]);
    for (size_t i = 0; i < b.attachments.n; i++)
        paragraph(&o, LOOK_TEXT, str_cat(a, STR("附件："), b.attachments.p[i]));
    paragraph(&o, LOOK_RIGHT, b.signer);
    paragraph(&o, LOOK_RIGHT, day_zh(a, instant_day(x->now)));
    out_str(
        &o,
        STR("<w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"2098\" w:bottom=\"1985\" w:left=\"1588\" w:right=\"1474\"/>"
            "</w:sectPr></w:body></w:document>"));
    return out_text(&o);
}

struct str publish_report(struct arena *a, const struct publish_order *o, const struct grade_round *round,
                          const struct publish_table *t, struct str number)
{
    struct pack *p = pack_begin(a);
    pack_add(p, "[Content_Types].xml", TYPES);
    pack_add(p, "_rels/.rels", RELATIONS);
    pack_add(p, "word/document.xml", document(a, o, round, t, number));
    return pack_end(&p, STR_NONE);
}
