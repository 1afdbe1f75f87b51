/* SPDX-License-Identifier: EUPL-1.2
 * text_variants.c — old, vulgar and Japanese forms of characters that occur on signboards and in registered names and that ICU's
 * traditional-simplified table leaves alone. Facts, in pairs: variant, standard form (通用规范汉字表). Called by text.c only.
 */
#include "text/text_internal.h"

static const uint16_t VARIANTS[][2] = {
    {u'毉', u'医'}, {u'衞', u'卫'}, {u'菴', u'庵'}, {u'峯', u'峰'}, {u'邨', u'村'}, {u'舘', u'馆'}, {u'広', u'广'}, {u'髙', u'高'},
    {u'淸', u'清'}, {u'靑', u'青'}, {u'渓', u'溪'}, {u'薬', u'药'}, {u'歯', u'齿'}, {u'鑛', u'矿'}, {u'愽', u'博'}, {u'喆', u'哲'},
    {u'寗', u'宁'}, {u'甯', u'宁'}, {u'麪', u'面'}, {u'徳', u'德'}, {u'恵', u'惠'}, {u'塩', u'盐'}, {u'沢', u'泽'}, {u'県', u'县'},
    {u'経', u'经'}, {u'済', u'济'}, {u'鉄', u'铁'}, {u'郷', u'乡'}, {u'斉', u'齐'}, {u'児', u'儿'}, {u'満', u'满'}, {u'蔵', u'藏'},
    {u'売', u'卖'}, {u'気', u'气'}, {u'歩', u'步'}, {u'辺', u'边'}, {u'応', u'应'}, {u'単', u'单'}, {u'戦', u'战'}, {u'検', u'检'},
    {u'険', u'险'}, {u'駅', u'驿'}, {u'総', u'总'}, {u'桜', u'樱'}, {u'栄', u'荣'}, {u'営', u'营'}, {u'労', u'劳'}, {u'薫', u'薰'},
    {u'銭', u'钱'}, {u'軽', u'轻'}, {u'転', u'转'}, {u'黒', u'黑'}, {u'徴', u'征'}, {u'毎', u'每'}, {u'頼', u'赖'}, {u'絵', u'绘'},
    {u'続', u'续'}, {u'継', u'继'}, {u'濶', u'阔'}, {u'仝', u'同'}, {u'厰', u'厂'}, {u'昻', u'昂'}, {u'戸', u'户'}, {u'竜', u'龙'},
    {u'亀', u'龟'}, {u'淩', u'凌'}, {u'甦', u'苏'}, {u'蕚', u'萼'}, {u'龢', u'和'}, {u'坵', u'丘'}, {u'埧', u'坝'}, {u'垻', u'坝'},
    {u'堦', u'阶'}, {u'嶽', u'岳'}, {u'囯', u'国'}, {u'囻', u'国'}, {u'圀', u'国'}, {u'桒', u'桑'}, {u'栢', u'柏'}, {u'槀', u'槁'},
    {u'氷', u'冰'}, {u'渇', u'渴'}, {u'滙', u'汇'}, {u'炤', u'照'}, {u'琹', u'琴'}, {u'皐', u'皋'}, {u'臯', u'皋'}, {u'盌', u'碗'},
    {u'穂', u'穗'}, {u'纎', u'纤'}, {u'葠', u'参'}, {u'蓡', u'参'}, {u'豊', u'丰'}, {u'鍳', u'鉴'}, {u'鬪', u'斗'}, {u'餠', u'饼'},
    {u'麺', u'面'}, {u'亁', u'干'}, {u'関', u'关'},
};

UChar32 text_variant(UChar32 c)
{
    for (size_t i = 0; i < sizeof VARIANTS / sizeof *VARIANTS; i++)
        if (VARIANTS[i][0] == c)
            return VARIANTS[i][1];
    return 0;
}
