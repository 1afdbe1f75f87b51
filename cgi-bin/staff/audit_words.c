/* SPDX-License-Identifier: EUPL-1.2
 * audit_words.c — see audit_words.h. A group of acts adds its words here.
 */
#include "staff/audit_words.h"

#include "base/arena.h"

struct word {
    struct str code, word;
};
#define WORD(code, word)                                                                                                           \
    {                                                                                                                              \
        STR_INIT(code), STR_INIT(word)                                                                                             \
    }

/* Kinds of acts: the part before the point, and the objects of acts. */
static const struct word KINDS[] = {
    WORD("staff.", "账号和登录"),     WORD("person.", "查询自然人"), WORD("import.", "数据导入"), WORD("entry.", "录入和更正"),
    WORD("evidence.", "佐证材料"),    WORD("record.", "信用信息"),   WORD("round.", "信用评价"),  WORD("excuse.", "不参加评价"),
    WORD("publication.", "结果公布"), WORD("notice.", "文书"),       WORD("regime.", "制度"),     WORD("key.", "密钥"),
    WORD("audit.", "日志"),
};
static const struct word ACTIONS[] = {
    WORD("staff.login", "登录"),
    WORD("staff.refused", "登录被拒绝"),
    WORD("staff.logout", "退出"),
    WORD("staff.password", "修改密码"),
    WORD("staff.create", "新建账号"),
    WORD("staff.reset", "重置账号"),
    WORD("staff.disable", "停用账号"),
    WORD("staff.enable", "恢复账号"),
    WORD("staff.grant", "授予角色"),
    WORD("unit.add", "设置单位"),
    WORD("division.import", "导入区划"),
    WORD("key.publish", "公布签名公钥"),
    WORD("key.rotate", "更换密钥"),
    WORD("key.retire", "停用旧密钥"),
    WORD("notice.draft", "起草文书"),
    WORD("notice.issue", "签发文书"),
    WORD("notice.sign", "文书加签"),
    WORD("notice.withdraw", "撤回文书"),
    WORD("person.lookup", "查询自然人"),
    WORD("import.upload", "上传文件"),
    WORD("import.map", "设置对应列"),
    WORD("import.confirm", "确认导入"),
    WORD("import.submit", "提交导入审核"),
    WORD("import.approve", "同意导入"),
    WORD("import.reject", "退回导入"),
    WORD("import.commit", "完成导入"),
    WORD("import.undo", "撤销导入"),
    WORD("entry.open", "新建录入"),
    WORD("entry.save", "保存录入"),
    WORD("entry.submit", "提交录入"),
    WORD("entry.approve", "录入复核通过"),
    WORD("entry.return", "退回录入"),
    WORD("evidence.view", "查看佐证材料"),
    WORD("record.withdraw", "撤销信用信息"),
    WORD("record.correct", "更正信用信息"),
    WORD("round.open", "开始评价"),
    WORD("round.review", "评价复核"),
    WORD("round.sign", "评价签字"),
    WORD("round.approve", "评价审批"),
    WORD("round.publish", "公布评价结果"),
    WORD("round.drop", "作废评价"),
    WORD("excuse.propose", "申请不参加评价"),
    WORD("excuse.decide", "处理不参加申请"),
    WORD("publication.publish", "公布汇总表"),
    WORD("audit.verify", "校验日志"),
    WORD("audit.export", "导出日志"),
    WORD("audit.forget", "依法遗忘"),
    WORD("regime.activate", "启用制度"),
};
static const struct word OBJECTS[] = {
    WORD("staff", "账号"),
    WORD("unit", "单位"),
    WORD("subject", "信用主体"),
    WORD("record", "信用信息"),
    WORD("import_batch", "导入批次"),
    WORD("grade_round", "评价轮次"),
    WORD("grade_excuse", "申请"),
    WORD("publication", "公布件"),
    WORD("notice", "文书"),
    WORD("entry", "录入"),
    WORD("evidence", "佐证材料"),
    WORD("audit", "日志"),
    WORD("regime_version", "制度版本"),
    WORD("signing_key", "签名公钥"),
    WORD("division", "区划"),
};

static struct str find(const struct word *words, size_t n, struct str code)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(words[i].code, code))
            return words[i].word;
    return code;
}

struct str audit_action_word(struct str action)
{
    return find(ACTIONS, sizeof ACTIONS / sizeof *ACTIONS, action);
}

struct str audit_object_word(struct str object_type)
{
    return find(OBJECTS, sizeof OBJECTS / sizeof *OBJECTS, object_type);
}

struct choice audit_action_choice(struct arena *a, struct str chosen)
{
    enum { N = sizeof KINDS / sizeof *KINDS };
    struct option *o = ARENA_ARRAY(a, struct option, N + 1);
    o[0] = (struct option){.value = STR(""), .label = STR("全部"), .selected = chosen.n == 0};
    for (size_t i = 0; i < N; i++)
        o[i + 1] = (struct option){.value = KINDS[i].code, .label = KINDS[i].word, .selected = str_eq(chosen, KINDS[i].code)};
    return (struct choice){.id = STR("action"), .name = STR("action"), .label = STR("操作"), .p = o, .n = N + 1};
}
