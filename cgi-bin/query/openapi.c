/* SPDX-License-Identifier: EUPL-1.2
 * openapi.c — GET /api/openapi.json: the API described from the tables that serve it (api_table.c, opendata_shapes.c), so that it
 * cannot say something else than the answers do; a test compares them all the same.
 */
#include "query/api.h"

#include "base/arena.h"

static void put(struct jsonw *j, const char *key, const char *text)
{
    jsonw_key(j, key);
    jsonw_text(j, str_from(text));
}

static void open_key(struct jsonw *j, const char *key, char bracket)
{
    jsonw_key(j, key);
    jsonw_open(j, bracket);
}

static void put_ref(struct jsonw *j, const char *kind, const char *name, struct arena *a)
{
    jsonw_key(j, "$ref");
    jsonw_text(j, str_fmt(a, "#/components/%s/%s", kind, name));
}

/* --- parameters --- */

static void param_schema(struct jsonw *j, const struct opendata_param *p)
{
    open_key(j, "schema", '{');
    put(j, "type", p->type == PARAM_INT ? "integer" : "string");
    if (p->type == PARAM_INT) {
        jsonw_key(j, "minimum");
        jsonw_int(j, p->lo);
        jsonw_key(j, "maximum");
        jsonw_int(j, p->hi);
    }
    if (p->type == PARAM_DAY)
        put(j, "format", "date");
    if (p->hi > 0 && (p->type == PARAM_TEXT || p->type == PARAM_WORD || p->type == PARAM_DIGITS)) {
        jsonw_key(j, "maxLength");
        jsonw_int(j, p->hi);
    }
    if (p->type == PARAM_CHOICE) {
        struct str rest = str_from(p->choices), one;
        open_key(j, "enum", '[');
        while (str_cut(&rest, ' ', &one))
            jsonw_text(j, one);
        jsonw_close(j, ']');
    }
    jsonw_close(j, '}');
}

static void put_param(struct jsonw *j, const char *name, const char *in, const char *zh, const struct opendata_param *p)
{
    jsonw_open(j, '{');
    put(j, "name", name);
    put(j, "in", in);
    put(j, "description", zh);
    jsonw_key(j, "required");
    jsonw_bool(j, p == NULL);
    if (p) {
        param_schema(j, p);
    } else {
        open_key(j, "schema", '{');
        put(j, "type", "string");
        jsonw_close(j, '}');
    }
    jsonw_close(j, '}');
}

static const char *capture_words(struct str name)
{
    static const struct {
        struct str name;
        const char *zh;
    } words[] = {{STR_INIT("code"), "统一社会信用代码，或者主体标识（id）"},
                 {STR_INIT("year"), "评价年度"},
                 {STR_INIT("id"), "汇总表编号"},
                 {STR_INIT("list"), "名单代码，见名单种类中的 code"},
                 {STR_INIT("format"), "csv、xlsx、pdf、proof 或者 zip"},
                 {STR_INIT("file"), "文件名"}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_eq(words[i].name, name))
            return words[i].zh;
    CHECK(!"capture without words");
    return "";
}

static void put_params(struct jsonw *j, struct arena *a, const struct api_endpoint *e)
{
    struct str rest = str_from(e->pattern), head;
    open_key(j, "parameters", '[');
    while (str_cut(&rest, '{', &head)) {
        struct str name;
        if (rest.p && str_cut(&rest, '}', &name))
            put_param(j, str_cstr(a, name), "path", capture_words(name), NULL);
    }
    for (int i = 0; i < P_COUNT; i++)
        if (e->params & HAS(i))
            put_param(j, API_PARAMS[i].name, "query", API_PARAMS[i].zh, &API_PARAMS[i]);
    jsonw_close(j, ']');
}

/* --- answers --- */

static void rows_schema(struct jsonw *j, struct arena *a, const struct api_endpoint *e)
{
    bool next = e->answer == API_PAGE || e->answer == API_CHANGES;
    jsonw_open(j, '{');
    put(j, "type", "object");
    jsonw_key(j, "additionalProperties");
    jsonw_bool(j, false);
    jsonw_key(j, "required");
    jsonw_raw(j, next ? STR("[\"data\",\"next\",\"as_of\"]") : STR("[\"data\",\"as_of\"]"));
    open_key(j, "properties", '{');
    open_key(j, "data", '{');
    put(j, "type", "array");
    open_key(j, "items", '{');
    put_ref(j, "schemas", e->shape->name, a);
    jsonw_close(j, '}');
    jsonw_close(j, '}');
    if (next) {
        jsonw_key(j, "next");
        jsonw_raw(j, STR("{\"type\":[\"string\",\"null\"],\"description\":\"下一页的游标；最后一页为空\"}"));
    }
    jsonw_key(j, "as_of");
    jsonw_raw(j, STR("{\"type\":\"string\",\"format\":\"date\",\"description\":\"内容是哪一日的\"}"));
    jsonw_close(j, '}');
    jsonw_close(j, '}');
}

static void answer_schema(struct jsonw *j, struct arena *a, const struct api_endpoint *e)
{
    switch (e->answer) {
    case API_ROWS:
    case API_PAGE:
    case API_CHANGES:
    case API_DUMP:
        rows_schema(j, a, e);
        return;
    case API_ROW:
    case API_WHY:
    case API_INDEX:
        jsonw_open(j, '{');
        put_ref(j, "schemas", e->answer == API_ROW ? e->shape->name : e->answer == API_WHY ? "Why" : "Index", a);
        jsonw_close(j, '}');
        return;
    case API_FILE:
    case API_DUMPED:
        jsonw_raw(j, STR("{}"));
        return;
    }
}

static void put_content(struct jsonw *j, struct arena *a, const struct api_endpoint *e)
{
    open_key(j, "content", '{');
    if (e->answer == API_FILE || e->answer == API_DUMPED) {
        jsonw_key(j, "*/*");
        jsonw_raw(j, STR("{}"));
    } else {
        open_key(j, "application/json", '{');
        jsonw_key(j, "schema");
        answer_schema(j, a, e);
        jsonw_close(j, '}');
    }
    if (e->params & HAS(P_FORMAT)) {
        jsonw_key(j, "text/csv");
        jsonw_raw(j, STR("{\"schema\":{\"type\":\"string\",\"description\":\"首行为字段名，嵌套的列表不在其中\"}}"));
    }
    jsonw_close(j, '}');
}

static void put_responses(struct jsonw *j, struct arena *a, const struct api_endpoint *e)
{
    static const char *const errors[] = {"400", "404", "406", "422", "429", "503"};
    open_key(j, "responses", '{');
    open_key(j, "200", '{');
    put(j, "description", e->shape ? e->shape->zh : e->zh);
    jsonw_key(j, "headers");
    jsonw_raw(j, e->answer == API_PAGE || e->answer == API_CHANGES
                     ? STR("{\"ETag\":{\"schema\":{\"type\":\"string\"}},\"Link\":{\"description\":\"rel=\\\"next\\\"：下一页\","
                           "\"schema\":{\"type\":\"string\"}}}")
                     : STR("{\"ETag\":{\"schema\":{\"type\":\"string\"}}}"));
    put_content(j, a, e);
    jsonw_close(j, '}');
    jsonw_key(j, "304");
    jsonw_raw(j, STR("{\"description\":\"与 If-None-Match 相同，没有变化\"}"));
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
        open_key(j, errors[i], '{');
        put_ref(j, "responses", "Problem", a);
        jsonw_close(j, '}');
    }
    jsonw_close(j, '}');
}

/* --- the whole --- */

static void put_info(struct jsonw *j, struct req *r)
{
    const struct app *app = app_of(r);
    const struct regime_head *h = &app->known.regime->head;
    put(j, "openapi", "3.1.0");
    open_key(j, "info", '{');
    jsonw_key(j, "title");
    jsonw_text(j, str_cat(r->arena, h->site_name, STR("开放数据接口")));
    put(j, "version", "1");
    jsonw_key(j, "description");
    jsonw_text(
        j,
        str_fmt(
            r->arena,
            "%.*s依法公开的医疗卫生信用信息。只读，无需申请，不用登录，不使用 Cookie。公示期满、已修复、已撤销的信息不在任何回答中。",
            STR_ARG(h->bureau)));
    jsonw_close(j, '}');
    open_key(j, "servers", '[');
    jsonw_open(j, '{');
    jsonw_key(j, "url");
    jsonw_text(j, app->program->config.origin.n ? app->program->config.origin : STR("/"));
    jsonw_close(j, '}');
    jsonw_close(j, ']');
}

static void put_schemas(struct jsonw *j)
{
    static const struct opendata_shape *const shapes[] = {
        &OPENDATA_SUBJECT,     &OPENDATA_SUBJECT_FULL, &OPENDATA_GRADE,      &OPENDATA_RECORD,    &OPENDATA_LICENCE,
        &OPENDATA_GRADED,      &OPENDATA_PENALTY,      &OPENDATA_LICENCE_OF, &OPENDATA_LIST_KIND, &OPENDATA_ENTRY,
        &OPENDATA_PUBLICATION, &OPENDATA_NOTICE,       &OPENDATA_DUMP_FILE,  &OPENDATA_CHANGE};
    open_key(j, "schemas", '{');
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        jsonw_key(j, shapes[i]->name);
        opendata_schema(j, shapes[i]);
    }
    for (size_t i = 0; i < OPENAPI_FIXED_N; i++) {
        jsonw_key(j, OPENAPI_FIXED[i].name);
        jsonw_raw(j, str_from(OPENAPI_FIXED[i].schema));
    }
    jsonw_close(j, '}');
}

void page_openapi(struct req *r)
{
    resp_open_data(r);
    if (query_again(r, STR_NONE))
        return;
    struct out *o = resp_json(r, 200);
    struct jsonw j = jsonw_to(o);
    jsonw_open(&j, '{');
    put_info(&j, r);
    open_key(&j, "paths", '{');
    for (size_t i = 0; i < API_ENDPOINTS_N; i++) {
        const struct api_endpoint *e = &API_ENDPOINTS[i];
        open_key(&j, e->pattern, '{');
        open_key(&j, "get", '{');
        put(&j, "operationId", e->id);
        put(&j, "summary", e->zh);
        put(&j, "description", e->text);
        put_params(&j, r->arena, e);
        put_responses(&j, r->arena, e);
        jsonw_close(&j, '}');
        jsonw_close(&j, '}');
    }
    jsonw_close(&j, '}');
    open_key(&j, "components", '{');
    put_schemas(&j);
    jsonw_key(&j, "responses");
    jsonw_raw(&j, STR("{\"Problem\":{\"description\":\"错误说明\",\"content\":{\"application/problem+json\":{\"schema\":{\"$ref\":"
                      "\"#/components/schemas/Problem\"}}}}}"));
    jsonw_close(&j, '}');
    jsonw_close(&j, '}');
    out_char(o, '\n');
    query_public(r, STR_NONE, QUERY_SECONDS);
}
