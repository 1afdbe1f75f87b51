/* SPDX-License-Identifier: EUPL-1.2
 * notice_body.c — see notice_body.h.
 */
#include "notice/notice_body.h"

#include "base/arena.h"
#include "base/out.h"
#include "crypto/digest.h"

#define HEAD "health-credit-notice/1"

struct notice_lines notice_lines_of(struct arena *a, struct str text)
{
    struct {
        struct str *p;
        size_t n, cap;
    } v = {0};
    for (struct str rest = text, line; v.n < NOTICE_PARAGRAPHS_MAX && str_cut(&rest, '\n', &line);) {
        line = str_trim(str_replace(a, line, STR("\r"), STR("")));
        if (line.n)
            *VEC_PUSH(a, v) = line;
    }
    return (struct notice_lines){v.p, v.n};
}

struct str notice_lines_text(struct arena *a, struct notice_lines l)
{
    struct out o;
    out_to_arena(&o, a);
    for (size_t i = 0; i < l.n; i++) {
        out_str(&o, l.p[i]);
        out_char(&o, '\n');
    }
    return out_text(&o);
}

bool notice_is_heading(struct str paragraph)
{
    static const char *const digits[] = {"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"};
    struct str rest = paragraph;
    bool any = false;
    for (bool more = true; more;) {
        more = false;
        for (size_t i = 0; i < sizeof digits / sizeof *digits; i++)
            if (str_starts(rest, str_from(digits[i]))) {
                rest = str_sub(rest, 3, rest.n);
                any = more = true;
                break;
            }
    }
    return any && str_starts(rest, STR("、")) && utf8_count(paragraph) <= 30;
}

static void lines(struct out *o, char mark, struct notice_lines l)
{
    for (size_t i = 0; i < l.n; i++) {
        CHECK(!str_contains(l.p[i], STR("\n")));
        out_char(o, mark);
        out_char(o, ' ');
        out_str(o, l.p[i]);
        out_char(o, '\n');
    }
}

struct str notice_body_bytes(struct arena *a, const struct notice_body *b)
{
    struct out o;
    out_to_arena(&o, a);
    out_str(&o, STR(HEAD "\n"));
    lines(&o, 'A', (struct notice_lines){&b->addressee, b->addressee.n > 0});
    lines(&o, 'P', b->paragraphs);
    lines(&o, 'F', b->attachments);
    lines(&o, 'S', (struct notice_lines){&b->signer, b->signer.n > 0});
    return out_text(&o);
}

bool notice_body_read(struct arena *a, struct str bytes, struct notice_body *out)
{
    struct {
        struct str *p;
        size_t n, cap;
    } paragraphs = {0}, attachments = {0};
    struct str rest = bytes, line;
    *out = (struct notice_body){0};
    if (!str_cut(&rest, '\n', &line) || !str_eq(line, STR(HEAD)))
        return false;
    while (str_cut(&rest, '\n', &line) && line.n) {
        struct str text = str_sub(line, 2, line.n);
        if (line.n < 3 || line.p[1] != ' ')
            return false;
        if (line.p[0] == 'A' && !out->addressee.n)
            out->addressee = text;
        else if (line.p[0] == 'S' && !out->signer.n)
            out->signer = text;
        else if (line.p[0] == 'P')
            *VEC_PUSH(a, paragraphs) = text;
        else if (line.p[0] == 'F')
            *VEC_PUSH(a, attachments) = text;
        else
            return false;
    }
    out->paragraphs = (struct notice_lines){paragraphs.p, paragraphs.n};
    out->attachments = (struct notice_lines){attachments.p, attachments.n};
    return str_eq(notice_body_bytes(a, out), bytes);
}

void notice_commit(const uint8_t salt[NOTICE_SALT_BYTES], struct str bytes, uint8_t out[32])
{
    struct digest d;
    digest_init(&d);
    digest_str(&d, STR("health-credit notice commitment 1"));
    digest_update(&d, salt, NOTICE_SALT_BYTES);
    digest_str(&d, bytes);
    digest_final(&d, out);
}
