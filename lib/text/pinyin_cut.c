/* SPDX-License-Identifier: EUPL-1.2
 * pinyin_cut.c — the syllables of Putonghua and the cutting of typed letters into them (pinyin.h). Pure: no Unicode tables, no
 * names. Called by search/ for what a user typed. Owns the syllable table, whose order numbers the syllables: never reorder it
 * without raising TEXT_TABLE_VERSION.
 */
#include "base/arena.h"
#include "base/check.h"
#include "base/out.h"
#include "text/pinyin.h"

/* Sorted bytewise. ü is v. */
static const char SYLLABLES[][8] = {
    "a",      "ai",    "an",    "ang",   "ao",     "ba",    "bai",   "ban",   "bang", "bao",   "bei",   "ben",    "beng",  "bi",
    "bian",   "biang", "biao",  "bie",   "bin",    "bing",  "bo",    "bu",    "ca",   "cai",   "can",   "cang",   "cao",   "ce",
    "cei",    "cen",   "ceng",  "cha",   "chai",   "chan",  "chang", "chao",  "che",  "chen",  "cheng", "chi",    "chong", "chou",
    "chu",    "chua",  "chuai", "chuan", "chuang", "chui",  "chun",  "chuo",  "ci",   "cong",  "cou",   "cu",     "cuan",  "cui",
    "cun",    "cuo",   "da",    "dai",   "dan",    "dang",  "dao",   "de",    "dei",  "den",   "deng",  "di",     "dia",   "dian",
    "diao",   "die",   "ding",  "diu",   "dong",   "dou",   "du",    "duan",  "dui",  "dun",   "duo",   "e",      "ei",    "en",
    "eng",    "er",    "fa",    "fan",   "fang",   "fei",   "fen",   "feng",  "fiao", "fo",    "fou",   "fu",     "ga",    "gai",
    "gan",    "gang",  "gao",   "ge",    "gei",    "gen",   "geng",  "gong",  "gou",  "gu",    "gua",   "guai",   "guan",  "guang",
    "gui",    "gun",   "guo",   "ha",    "hai",    "han",   "hang",  "hao",   "he",   "hei",   "hen",   "heng",   "hong",  "hou",
    "hu",     "hua",   "huai",  "huan",  "huang",  "hui",   "hun",   "huo",   "ji",   "jia",   "jian",  "jiang",  "jiao",  "jie",
    "jin",    "jing",  "jiong", "jiu",   "ju",     "juan",  "jue",   "jun",   "ka",   "kai",   "kan",   "kang",   "kao",   "ke",
    "kei",    "ken",   "keng",  "kong",  "kou",    "ku",    "kua",   "kuai",  "kuan", "kuang", "kui",   "kun",    "kuo",   "la",
    "lai",    "lan",   "lang",  "lao",   "le",     "lei",   "leng",  "li",    "lia",  "lian",  "liang", "liao",   "lie",   "lin",
    "ling",   "liu",   "lo",    "long",  "lou",    "lu",    "luan",  "lun",   "luo",  "lv",    "lve",   "ma",     "mai",   "man",
    "mang",   "mao",   "me",    "mei",   "men",    "meng",  "mi",    "mian",  "miao", "mie",   "min",   "ming",   "miu",   "mo",
    "mou",    "mu",    "na",    "nai",   "nan",    "nang",  "nao",   "ne",    "nei",  "nen",   "neng",  "ni",     "nian",  "niang",
    "niao",   "nie",   "nin",   "ning",  "niu",    "nong",  "nou",   "nu",    "nuan", "nun",   "nuo",   "nv",     "nve",   "o",
    "ou",     "pa",    "pai",   "pan",   "pang",   "pao",   "pei",   "pen",   "peng", "pi",    "pian",  "piao",   "pie",   "pin",
    "ping",   "po",    "pou",   "pu",    "qi",     "qia",   "qian",  "qiang", "qiao", "qie",   "qin",   "qing",   "qiong", "qiu",
    "qu",     "quan",  "que",   "qun",   "ran",    "rang",  "rao",   "re",    "ren",  "reng",  "ri",    "rong",   "rou",   "ru",
    "rua",    "ruan",  "rui",   "run",   "ruo",    "sa",    "sai",   "san",   "sang", "sao",   "se",    "sen",    "seng",  "sha",
    "shai",   "shan",  "shang", "shao",  "she",    "shei",  "shen",  "sheng", "shi",  "shou",  "shu",   "shua",   "shuai", "shuan",
    "shuang", "shui",  "shun",  "shuo",  "si",     "song",  "sou",   "su",    "suan", "sui",   "sun",   "suo",    "ta",    "tai",
    "tan",    "tang",  "tao",   "te",    "tei",    "teng",  "ti",    "tian",  "tiao", "tie",   "ting",  "tong",   "tou",   "tu",
    "tuan",   "tui",   "tun",   "tuo",   "wa",     "wai",   "wan",   "wang",  "wei",  "wen",   "weng",  "wo",     "wu",    "xi",
    "xia",    "xian",  "xiang", "xiao",  "xie",    "xin",   "xing",  "xiong", "xiu",  "xu",    "xuan",  "xue",    "xun",   "ya",
    "yan",    "yang",  "yao",   "ye",    "yi",     "yin",   "ying",  "yo",    "yong", "you",   "yu",    "yuan",   "yue",   "yun",
    "za",     "zai",   "zan",   "zang",  "zao",    "ze",    "zei",   "zen",   "zeng", "zha",   "zhai",  "zhan",   "zhang", "zhao",
    "zhe",    "zhei",  "zhen",  "zheng", "zhi",    "zhong", "zhou",  "zhu",   "zhua", "zhuai", "zhuan", "zhuang", "zhui",  "zhun",
    "zhuo",   "zi",    "zong",  "zou",   "zu",     "zuan",  "zui",   "zun",   "zuo",
};
#define SYLLABLE_COUNT   ((int)(sizeof SYLLABLES / sizeof *SYLLABLES))
#define SYLLABLE_LONGEST 6
_Static_assert(sizeof SYLLABLES / sizeof *SYLLABLES + 27 < PINYIN_MAX, "numbers of syllables and letters fit");

/* The first syllable not before s. */
static int lower_bound(struct str s)
{
    int lo = 0, hi = SYLLABLE_COUNT;
    while (lo < hi) {
        int mid = (lo + hi) / 2;
        if (str_cmp(str_from(SYLLABLES[mid]), s) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static int syllable_number(struct str s)
{
    int i = lower_bound(s);
    return i < SYLLABLE_COUNT && str_eq(str_from(SYLLABLES[i]), s) ? i + 1 : 0;
}

static bool begins_syllable(struct str s)
{
    int i = lower_bound(s);
    return i < SYLLABLE_COUNT && str_starts(str_from(SYLLABLES[i]), s);
}

int pinyin_number(struct str token)
{
    int n = syllable_number(token);
    if (n == 0 && token.n == 1 && token.p[0] >= 'a' && token.p[0] <= 'z')
        n = SYLLABLE_COUNT + 1 + (token.p[0] - 'a');
    return n;
}

struct cutter {
    struct str s;
    struct arena *a;
    size_t ends[64]; /* of the syllables taken so far */
    size_t depth;
    bool *dead; /* nothing can be cut from here (per position) */
    bool tails; /* this pass accepts a tail */
    struct pinyin_cut *out;
    size_t n, max;
};

static void keep(struct cutter *c, size_t tail_from)
{
    struct out o;
    out_to_arena(&o, c->a);
    size_t from = 0;
    for (size_t i = 0; i < c->depth; i++) {
        if (i)
            out_char(&o, ' ');
        out_str(&o, str_sub(c->s, from, c->ends[i]));
        from = c->ends[i];
        while (from < c->s.n && c->s.p[from] == ' ')
            from++;
    }
    c->out[c->n++] = (struct pinyin_cut){out_text(&o), c->depth, str_sub(c->s, tail_from, c->s.n)};
}

/* True when at least one cut was found from here. Depth is bounded by ends[]. */
static bool cut_from(struct cutter *c, size_t at)
{
    while (at < c->s.n && c->s.p[at] == ' ')
        at++;
    if (at == c->s.n) {
        keep(c, at);
        return true;
    }
    if (c->dead[at] || c->depth == sizeof c->ends / sizeof *c->ends)
        return false;
    bool found = false;
    for (size_t len = SYLLABLE_LONGEST; len > 0 && c->n < c->max; len--) {
        struct str part = str_sub(c->s, at, at + len);
        if (part.n != len || syllable_number(part) == 0)
            continue;
        c->ends[c->depth++] = at + len;
        found = cut_from(c, at + len) || found;
        c->depth--;
    }
    if (c->tails && c->n < c->max && begins_syllable(str_sub(c->s, at, c->s.n))) {
        keep(c, at);
        found = true;
    }
    c->dead[at] = !found && c->n < c->max;
    return found;
}

size_t pinyin_cuts(struct arena *a, struct str letters, struct pinyin_cut *cuts_out, size_t max)
{
    struct cutter c = {.s = str_trim(letters), .a = a, .out = cuts_out, .max = max};
    if (c.s.n == 0 || max == 0)
        return 0;
    for (int pass = 0; pass < 2 && c.n == 0; pass++) {
        c.tails = pass == 1;
        c.depth = 0;
        c.dead = ARENA_ARRAY(a, bool, c.s.n);
        (void)cut_from(&c, 0);
    }
    return c.n;
}

struct str pinyin_letters(struct arena *a, struct str s)
{
    char *out = arena_alloc(a, s.n + 1);
    size_t n = 0;
    for (size_t at = 0; at < s.n;) {
        int32_t c = utf8_next(s, &at);
        if (c >= 0xFF01 && c <= 0xFF5E) /* full width, as Chinese input methods write Latin letters */
            c -= 0xFEE0;
        if (c >= 'A' && c <= 'Z')
            c += 'a' - 'A';
        if (c == 0xFC || c == 0xDC)
            c = 'v';
        char before = n ? out[n - 1] : ' ', before2 = n > 1 ? out[n - 2] : ' ';
        if (c == ':' && before == 'u') /* lu:e */
            out[n - 1] = 'v';
        else if (c == 'u' && before == 'y' && (before2 == 'l' || before2 == 'n')) /* lyu of passports and maps */
            out[n - 1] = 'v';
        else if (c == 'e' && before == 'u' && (before2 == 'l' || before2 == 'n')) /* lue and nue are always with ü */
            out[n - 1] = 'v', out[n++] = 'e';
        else if (c == ' ' || c == '\'' || c == '-' || c == 0x2019 || c == 0x3000)
            n += before == ' ' ? 0 : (out[n] = ' ', 1);
        else if (c >= 'a' && c <= 'z')
            out[n++] = (char)c;
        else
            return STR_NONE;
    }
    while (n && out[n - 1] == ' ')
        n--;
    return n ? (struct str){out, n} : STR_NONE;
}

struct str pinyin_initials(struct arena *a, struct str pinyin)
{
    char *out = arena_alloc(a, pinyin.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < pinyin.n; i++)
        if (pinyin.p[i] != ' ' && (i == 0 || pinyin.p[i - 1] == ' '))
            out[n++] = pinyin.p[i];
    return (struct str){out, n};
}
