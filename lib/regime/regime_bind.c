/* SPDX-License-Identifier: EUPL-1.2
 * regime_bind.c — see regime_bind.h. The struct is written through byte offsets taken with offsetof in the tables; sizes follow
 * from the type.
 */
#include "regime/regime_bind.h"

enum { MAX_TEXT = 1000 }; /* bytes of one sentence */

static void put(void *target, const struct bind_field *f, const void *value, size_t n)
{
    memcpy((char *)target + f->offset, value, n);
}

static const struct node *scalar(struct binder *b, const struct bind_field *f, const struct node *v, const char *wanted)
{
    if (v->kind == NODE_SCALAR)
        return v;
    fault_at(b->faults, v, "\"%s\" must be %s", f->key, wanted);
    return NULL;
}

/* What another YAML reader would take for null, a truth value or a number must be in quotes when meant as text. */
static bool ambiguous(struct str s)
{
    static const char *const words[] = {"~", "null", "true", "false", "yes", "no", "on", "off", "y", "n", NULL};
    for (size_t i = 0; words[i]; i++)
        if (str_eq_nocase(s, str_from(words[i])))
            return true;
    if (!s.n || !((s.p[0] >= '0' && s.p[0] <= '9') || s.p[0] == '-' || s.p[0] == '+' || s.p[0] == '.'))
        return s.n == 0;
    for (size_t i = 0; i < s.n; i++)
        if (!((s.p[i] >= '0' && s.p[i] <= '9') || memchr("+-.:_eExXoOa", s.p[i], 12)))
            return false;
    return true;
}

static bool text_value(struct binder *b, const char *key, const struct node *v, struct str *out)
{
    if (v->kind != NODE_SCALAR) {
        fault_at(b->faults, v, "\"%s\" must be a text", key);
        return false;
    }
    if (v->plain && v->text.n && ambiguous(v->text)) {
        fault_at(b->faults, v, "\"%s\": %.*s is not a text; put it in quotes", key, STR_ARG(v->text));
        return false;
    }
    if (!v->text.n || str_trim(v->text).n != v->text.n) {
        fault_at(b->faults, v, v->text.n ? "\"%s\" begins or ends with a blank" : "\"%s\" is empty", key);
        return false;
    }
    if (v->text.n > MAX_TEXT) {
        fault_at(b->faults, v, "\"%s\" is longer than %d bytes", key, (int)MAX_TEXT);
        return false;
    }
    for (size_t i = 0; i < v->text.n; i++)
        if ((unsigned char)v->text.p[i] < 0x20) {
            fault_at(b->faults, v, "\"%s\" has a line break or control character", key);
            return false;
        }
    *out = v->text;
    return true;
}

static bool code_value(struct binder *b, const struct bind_field *f, const struct node *v, struct str *out)
{
    if (!text_value(b, f->key, v, out))
        return false;
    struct str s = *out;
    bool good = s.n <= 64 && ((s.p[0] >= 'a' && s.p[0] <= 'z') || (s.p[0] >= 'A' && s.p[0] <= 'Z'));
    for (size_t i = 0; i < s.n && good; i++) {
        char c = s.p[i];
        good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-' ||
               c == '@';
    }
    if (!good) {
        fault_at(b->faults, v, "\"%s\": \"%.*s\" is not a code (a letter, then letters, digits, . _ - @; at most 64)", f->key,
                 STR_ARG(s));
        return false;
    }
    if (f->ref != REF_NONE)
        *VEC_PUSH(b->arena, b->refs) = (struct bind_reference){f->ref, v};
    return true;
}

/* Canonical decimal only: no sign but minus, no leading zero, at most `places` digits after the point. Scaled by 10^places. */
static bool number(struct str s, int places, int64_t *out)
{
    size_t at = 0;
    bool minus = s.n && s.p[0] == '-';
    at += minus;
    size_t digits = 0;
    int64_t v = 0;
    int seen = -1;
    for (; at < s.n; at++) {
        char c = s.p[at];
        if (c == '.' && seen < 0 && digits && places) {
            seen = 0;
            continue;
        }
        if (c < '0' || c > '9' || (seen >= 0 && ++seen > places))
            return false;
        if (seen < 0 && ++digits > 1 && v == 0)
            return false; /* 017 */
        if (__builtin_mul_overflow(v, 10, &v) || __builtin_add_overflow(v, c - '0', &v))
            return false;
    }
    if (!digits || seen == 0)
        return false;
    for (int i = seen < 0 ? 0 : seen; i < places; i++)
        if (__builtin_mul_overflow(v, 10, &v))
            return false;
    *out = minus ? -v : v;
    return !(minus && v == 0);
}

static bool number_value(struct binder *b, const struct bind_field *f, const struct node *v, int places, int64_t *out)
{
    if (!scalar(b, f, v, "a number"))
        return false;
    if (!v->plain || !number(v->text, places, out)) {
        fault_at(b->faults, v, "\"%s\": \"%.*s\" is not a number%s", f->key, STR_ARG(v->text),
                 places ? " with at most three decimal places" : "");
        return false;
    }
    bool open = f->min == 0 && f->max == 0;
    int64_t min = open ? (places ? -1000000000 : 0) : f->min, max = open ? (places ? 1000000000 : 1000000) : f->max;
    if (*out < min || *out > max) {
        int64_t scale = places ? 1000 : 1;
        fault_at(b->faults, v, "\"%s\": %.*s is out of range (%lld to %lld)", f->key, STR_ARG(v->text), (long long)(min / scale),
                 (long long)(max / scale));
        return false;
    }
    return true;
}

static bool word_value(struct binder *b, const struct bind_field *f, const struct node *v, uint32_t *out)
{
    if (!scalar(b, f, v, "a word"))
        return false;
    char all[256];
    size_t n = 0;
    for (uint32_t i = 0; f->words[i]; i++) {
        if (str_eq(v->text, str_from(f->words[i]))) {
            *out = i;
            return true;
        }
        int w = snprintf(all + n, sizeof all - n, "%s%s", i ? ", " : "", f->words[i]);
        n = w < 0 || n + (size_t)w >= sizeof all ? sizeof all - 1 : n + (size_t)w;
    }
    fault_at(b->faults, v, "\"%s\": \"%.*s\" is not one of %s", f->key, STR_ARG(v->text), all);
    return false;
}

static int two_digits(struct str s, size_t at)
{
    return (s.p[at] >= '0' && s.p[at] <= '9' && s.p[at + 1] >= '0' && s.p[at + 1] <= '9') ? (s.p[at] - '0') * 10 + s.p[at + 1] - '0'
                                                                                          : -1;
}

static bool mmdd_value(struct binder *b, const struct bind_field *f, const struct node *v, int32_t *out)
{
    if (!scalar(b, f, v, "a date like 01-20"))
        return false;
    struct str s = v->text;
    int m = s.n == 5 && s.p[2] == '-' ? two_digits(s, 0) : -1, d = m > 0 ? two_digits(s, 3) : -1;
    if (!v->plain || m < 1 || d < 1 || !day_is(day_from_ymd(2023, m, d))) { /* 2023: 29 February is no yearly date */
        fault_at(b->faults, v, "\"%s\": \"%.*s\" is not a date of the year like 01-20", f->key, STR_ARG(s));
        return false;
    }
    *out = m * 100 + d;
    return true;
}

static bool day_value(struct binder *b, const struct bind_field *f, const struct node *v, struct day *out)
{
    if (!scalar(b, f, v, "a date like 2022-10-17"))
        return false;
    struct day d = DAY_NONE;
    if (!v->plain || v->text.n != 10 || !day_parse(v->text, &d) || !str_eq(day_iso(b->arena, d), v->text)) {
        fault_at(b->faults, v, "\"%s\": \"%.*s\" is not a date like 2022-10-17", f->key, STR_ARG(v->text));
        return false;
    }
    *out = d;
    return true;
}

static bool days_value(struct binder *b, const struct bind_field *f, const struct node *v, struct regime_days *out)
{
    static const struct {
        const char *tail;
        enum regime_unit unit;
    } tails[] = {{" working days", UNIT_WORKING}, {" calendar days", UNIT_CALENDAR}, {" months", UNIT_MONTHS}};
    if (!scalar(b, f, v, "a length of time"))
        return false;
    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++) {
        struct str tail = str_from(tails[i].tail);
        int64_t n = 0;
        if (!str_ends(v->text, tail) || !number(str_sub(v->text, 0, v->text.n - tail.n), 0, &n) || n < 1 || n > 3650)
            continue;
        *out = (struct regime_days){(int32_t)n, tails[i].unit};
        return true;
    }
    fault_at(b->faults, v, "\"%s\": \"%.*s\" is not like \"3 working days\", \"7 calendar days\" or \"1 months\"", f->key,
             STR_ARG(v->text));
    return false;
}

static void place(struct binder *b, const void *address, const struct node *at)
{
    *VEC_PUSH(b->arena, b->places) = (struct bind_place){address, at};
}

struct any_slice { /* the layout every REGIME_SLICE has */
    const void *p;
    size_t n;
};

static size_t element_size(const struct bind_field *f)
{
    return f->type == BIND_LIST ? f->shape->size : f->type == BIND_MMDDS ? sizeof(int32_t) : sizeof(struct str);
}

static void bind_slice(struct binder *b, const struct bind_field *f, const struct node *v, void *target)
{
    if (v->kind != NODE_LIST) {
        fault_at(b->faults, v, "\"%s\" must be a list", f->key);
        return;
    }
    size_t size = element_size(f);
    char *p = arena_array(b->arena, v->items.n, size);
    struct any_slice s = {p, v->items.n};
    for (size_t i = 0; i < v->items.n; i++, p += size) {
        const struct node *item = v->items.p[i];
        if (f->type == BIND_LIST) {
            bind_map(b, f->shape, item, p);
        } else if (f->type == BIND_MMDDS) {
            (void)mmdd_value(b, f, item, (int32_t *)(void *)p);
        } else {
            struct str t = STR_NONE;
            if (f->type == BIND_TEXTS ? text_value(b, f->key, item, &t) : code_value(b, f, item, &t))
                memcpy(p, &t, sizeof t);
            place(b, p, item);
        }
    }
    put(target, f, &s, sizeof s);
}

static void bind_bits(struct binder *b, const struct bind_field *f, const struct node *v, void *target)
{
    if (v->kind != NODE_LIST) {
        fault_at(b->faults, v, "\"%s\" must be a list", f->key);
        return;
    }
    uint32_t bits = 0, word = 0;
    for (size_t i = 0; i < v->items.n; i++)
        if (word_value(b, f, v->items.p[i], &word))
            bits |= 1u << word;
    put(target, f, &bits, sizeof bits);
}

static void bind_text(struct binder *b, const struct bind_field *f, const struct node *v, void *target)
{
    struct str t = STR_NONE;
    if (f->type == BIND_CODE ? code_value(b, f, v, &t) : text_value(b, f->key, v, &t))
        put(target, f, &t, sizeof t);
    place(b, (char *)target + f->offset, v);
}

static void bind_number(struct binder *b, const struct bind_field *f, const struct node *v, void *target)
{
    int64_t n = 0;
    if (!number_value(b, f, v, f->type == BIND_MILLI ? 3 : 0, &n))
        return;
    int32_t small = (int32_t)n;
    if (f->type == BIND_INT64)
        put(target, f, &n, sizeof n);
    else
        put(target, f, &small, sizeof small);
}

static void bind_bool(struct binder *b, const struct bind_field *f, const struct node *v, void *target)
{
    bool t = v->kind == NODE_SCALAR && str_eq(v->text, STR("true"));
    if (v->kind != NODE_SCALAR || !v->plain || (!t && !str_eq(v->text, STR("false"))))
        fault_at(b->faults, v, "\"%s\" must be true or false", f->key);
    put(target, f, &t, sizeof t);
}

static void bind_value(struct binder *b, const struct bind_field *f, const struct node *v, void *target)
{
    uint32_t word = 0;
    int32_t mmdd = 0;
    struct day day = DAY_NONE;
    struct regime_days days = {0};
    switch (f->type) {
    case BIND_TEXT:
    case BIND_CODE:
        bind_text(b, f, v, target);
        return;
    case BIND_INT:
    case BIND_INT64:
    case BIND_MILLI:
        bind_number(b, f, v, target);
        return;
    case BIND_BOOL:
        bind_bool(b, f, v, target);
        return;
    case BIND_DAY:
        if (day_value(b, f, v, &day))
            put(target, f, &day, sizeof day);
        return;
    case BIND_MMDD:
        if (mmdd_value(b, f, v, &mmdd))
            put(target, f, &mmdd, sizeof mmdd);
        return;
    case BIND_ENUM:
        if (word_value(b, f, v, &word))
            put(target, f, &word, sizeof word);
        return;
    case BIND_BITS:
        bind_bits(b, f, v, target);
        return;
    case BIND_DAYS:
        if (days_value(b, f, v, &days))
            put(target, f, &days, sizeof days);
        return;
    case BIND_MAP:
        bind_map(b, f->shape, v, (char *)target + f->offset);
        return;
    case BIND_LIST:
    case BIND_TEXTS:
    case BIND_CODES:
    case BIND_MMDDS:
        bind_slice(b, f, v, target);
        return;
    }
}

/* Before the keys are read: days that are absent are DAY_NONE, also inside embedded structs that may be absent as a whole. */
static void set_defaults(const struct bind_shape *shape, void *target)
{
    for (size_t i = 0; i < shape->n; i++) {
        const struct bind_field *f = &shape->fields[i];
        if (f->type == BIND_DAY)
            put(target, f, &DAY_NONE, sizeof(struct day));
        else if (f->type == BIND_MAP)
            set_defaults(f->shape, (char *)target + f->offset);
        else if (f->def && (f->type == BIND_ENUM || f->type == BIND_INT || f->type == BIND_MILLI))
            put(target, f, &f->def, sizeof f->def);
        else if (f->def && f->type == BIND_BOOL)
            put(target, f, &(bool){true}, sizeof(bool));
    }
}

/* article: …  or  source: local with note: … */
static void bind_legal(struct binder *b, const struct bind_shape *shape, const struct node *map, struct regime_legal *l)
{
    const struct node *article = node_get(map, STR("article")), *source = node_get(map, STR("source"));
    const struct node *note = node_get(map, STR("note"));
    if (article && source)
        fault_at(b->faults, source, "%s: give either article or source: local, not both", shape->name);
    if (!article && !source)
        fault_at(b->faults, map, "%s: no article, and not marked source: local", shape->name);
    if (article)
        (void)text_value(b, "article", article, &l->article);
    if (note)
        (void)text_value(b, "note", note, &l->note);
    if (!source)
        return;
    l->local = source->kind == NODE_SCALAR && str_eq(source->text, STR("local"));
    if (!l->local)
        fault_at(b->faults, source, "\"source\" can only be local; a text of law is an article");
    else if (!note)
        fault_at(b->faults, source, "%s: source: local needs a note that says why", shape->name);
}

static const struct bind_field *find_field(const struct bind_shape *shape, struct str key)
{
    for (size_t i = 0; i < shape->n; i++)
        if (str_eq(key, str_from(shape->fields[i].key)))
            return &shape->fields[i];
    return NULL;
}

void bind_map(struct binder *b, const struct bind_shape *shape, const struct node *map, void *target)
{
    set_defaults(shape, target);
    if (map->kind != NODE_MAP) {
        fault_at(b->faults, map, "%s must be a mapping (key: value)", shape->name);
        return;
    }
    place(b, target, map);
    for (size_t i = 0; i < map->pairs.n; i++) {
        const struct node_pair *p = &map->pairs.p[i];
        const struct bind_field *f = find_field(shape, p->key);
        bool legal =
            shape->legal && (str_eq(p->key, STR("article")) || str_eq(p->key, STR("source")) || str_eq(p->key, STR("note")));
        if (f) {
            bind_value(b, f, p->value, target);
            if (f->has)
                memcpy((char *)target + f->has - 1, &(bool){true}, sizeof(bool));
        } else if (!legal) {
            fault_at(b->faults, p->key_node, "%s: unknown key \"%.*s\"", shape->name, STR_ARG(p->key));
        }
    }
    for (size_t i = 0; i < shape->n; i++)
        if (shape->fields[i].required && !node_get(map, str_from(shape->fields[i].key)))
            fault_at(b->faults, map, "%s: \"%s\" is missing", shape->name, shape->fields[i].key);
    if (shape->legal)
        bind_legal(b, shape, map, (struct regime_legal *)(void *)((char *)target + shape->legal - 1));
}

static int compare_places(const void *pa, const void *pb)
{
    const struct bind_place *a = pa, *b = pb;
    if (a->address != b->address)
        return a->address < b->address ? -1 : 1;
    if (a->at->line != b->at->line) /* a struct and its first member share an address: the earlier place stands for both */
        return a->at->line < b->at->line ? -1 : 1;
    return (a->at->column > b->at->column) - (a->at->column < b->at->column);
}

void bind_done(struct binder *b)
{
    if (b->places.n)
        qsort(b->places.p, b->places.n, sizeof *b->places.p, compare_places);
}

const struct node *bind_where(const struct binder *b, const void *address)
{
    size_t low = 0, high = b->places.n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if ((const char *)b->places.p[mid].address < (const char *)address)
            low = mid + 1;
        else
            high = mid;
    }
    return low < b->places.n && b->places.p[low].address == address ? b->places.p[low].at : NULL;
}
