/* SPDX-License-Identifier: EUPL-1.2
 * pinyin_words.c — the words whose readings Han-Latin gets wrong in names of places and institutions: a word with its syllables, or a
 * single character with the reading that fits names better. Facts (现代汉语词典, 中国地名录). Where one word is read differently in several
 * places (朝阳), the better known place wins. Called by pinyin.c only. Adding a word: keep the order, raise TEXT_TABLE_VERSION.
 */
#include "base/check.h"
#include "text/text_internal.h"

struct word {
    UChar text[6];
    const char *syllables;
};

/* Sorted by UTF-16 units. */
static const struct word WORDS[] = {
    {u"万俟", "mo qi"}, {u"万柏林", "wan bai lin"}, {u"三十里堡", "san shi li pu"}, {u"三重", "san chong"}, {u"东涌", "dong chong"},
    {u"东阿", "dong e"}, {u"中牟", "zhong mu"}, {u"丹棱", "dan ling"}, {u"主角", "zhu jue"}, {u"乐", "le"}, {u"乐亭", "lao ting"},
    {u"乐器", "yue qi"}, {u"乐团", "yue tuan"}, {u"乐氏", "yue shi"}, {u"乐清", "yue qing"}, {u"乐队", "yue dui"}, {u"九重", "jiu chong"},
    {u"了解", "liao jie"}, {u"五里堡", "wu li pu"}, {u"五金行", "wu jin hang"}, {u"亲家", "qing jia"}, {u"人参", "ren shen"}, {u"什", "shi"},
    {u"什刹海", "shi cha hai"}, {u"今朝", "jin zhao"}, {u"仔", "zai"}, {u"仔细", "zi xi"}, {u"会计", "kuai ji"}, {u"会长", "hui zhang"},
    {u"传记", "zhuan ji"}, {u"似", "si"}, {u"佛", "fo"}, {u"供给", "gong ji"}, {u"便宜", "pian yi"}, {u"修理行", "xiu li hang"},
    {u"党参", "dang shen"}, {u"六合", "lu he"}, {u"六安", "lu an"}, {u"关卡", "guan qia"}, {u"典当行", "dian dang hang"},
    {u"内行", "nei hang"}, {u"出差", "chu chai"}, {u"刀", "dao"}, {u"分行", "fen hang"}, {u"助长", "zhu zhang"}, {u"劲松", "jing song"},
    {u"勒", "le"}, {u"区", "qu"}, {u"区氏", "ou shi"}, {u"十里堡", "shi li pu"}, {u"单于", "chan yu"}, {u"单位", "dan wei"},
    {u"单县", "shan xian"}, {u"单晶", "dan jing"}, {u"卜", "bu"}, {u"卡口", "qia kou"}, {u"厦大", "xia da"}, {u"厦门", "xia men"},
    {u"参茸", "shen rong"}, {u"参药", "shen yao"}, {u"参行", "shen hang"}, {u"双重", "shuang chong"}, {u"反省", "fan xing"},
    {u"召", "zhao"}, {u"召陵", "shao ling"}, {u"吁", "yu"}, {u"同行", "tong hang"}, {u"吐蕃", "tu bo"}, {u"吴堡", "wu bu"}, {u"员", "yuan"},
    {u"咀", "zui"}, {u"商行", "shang hang"}, {u"圩", "xu"}, {u"地", "di"}, {u"地藏", "di zang"}, {u"埔", "pu"}, {u"堡子", "bu zi"},
    {u"增长", "zeng zhang"}, {u"声乐", "sheng yue"}, {u"多重", "duo chong"}, {u"大埔", "da bu"}, {u"大夫", "dai fu"}, {u"大藏", "da zang"},
    {u"太行", "tai hang"}, {u"学长", "xue zhang"}, {u"宕昌", "tan chang"}, {u"宝坻", "bao di"}, {u"宝藏", "bao zang"},
    {u"家长", "jia zhang"}, {u"尉", "wei"}, {u"尉犁", "yu li"}, {u"尉迟", "yu chi"}, {u"崆峒", "kong tong"}, {u"崴", "wei"},
    {u"差旅", "chai lv"}, {u"幢", "zhuang"}, {u"店长", "dian zhang"}, {u"弹力", "tan li"}, {u"弹簧", "tan huang"}, {u"总行", "zong hang"},
    {u"成长", "cheng zhang"}, {u"所长", "suo zhang"}, {u"投降", "tou xiang"}, {u"折", "zhe"}, {u"拍卖行", "pai mai hang"}, {u"拓", "tuo"},
    {u"支行", "zhi hang"}, {u"星宿", "xing xiu"}, {u"曲调", "qu diao"}, {u"曾", "zeng"}, {u"朝晖", "zhao hui"}, {u"朝气", "zhao qi"},
    {u"朝霞", "zhao xia"}, {u"朴子", "piao zi"}, {u"枞", "zong"}, {u"柏林", "bo lin"}, {u"柞", "zuo"}, {u"柞水", "zha shui"},
    {u"查", "cha"}, {u"查氏", "zha shi"}, {u"柴沟堡", "chai gou bu"}, {u"校准", "jiao zhun"}, {u"校对", "jiao dui"}, {u"校长", "xiao zhang"},
    {u"校验", "jiao yan"}, {u"桲", "bo"}, {u"梁山泊", "liang shan po"}, {u"槟榔", "bing lang"}, {u"模具", "mu ju"}, {u"模样", "mu yang"},
    {u"沙参", "sha shen"}, {u"泊", "bo"}, {u"泌阳", "bi yang"}, {u"洋行", "yang hang"}, {u"洪洞", "hong tong"}, {u"浒关", "xu guan"},
    {u"浒墅", "xu shu"}, {u"浚县", "xun xian"}, {u"海参", "hai shen"}, {u"涡阳", "guo yang"}, {u"爱乐", "ai yue"}, {u"牟", "mou"},
    {u"牟平", "mu ping"}, {u"犍", "qian"}, {u"珲", "hun"}, {u"琴行", "qin hang"}, {u"瓦窑堡", "wa yao bu"}, {u"生长", "sheng zhang"},
    {u"电器行", "dian qi hang"}, {u"畜产", "xu chan"}, {u"畜牧", "xu mu"}, {u"番禺", "pan yu"}, {u"盖", "gai"}, {u"盖氏", "ge shi"},
    {u"着", "zhuo"}, {u"睡觉", "shui jiao"}, {u"种", "zhong"}, {u"秘书", "mi shu"}, {u"穆棱", "mu ling"}, {u"筠", "yun"},
    {u"筠连", "jun lian"}, {u"米行", "mi hang"}, {u"粘", "zhan"}, {u"粘度", "nian du"}, {u"繁", "fan"}, {u"繁峙", "fan shi"},
    {u"红寺堡", "hong si bu"}, {u"给排水", "ji pai shui"}, {u"给水", "ji shui"}, {u"绥棱", "sui ling"}, {u"缪", "miao"},
    {u"膀胱", "pang guang"}, {u"船长", "chuan zhang"}, {u"芎林", "xiong lin"}, {u"花行", "hua hang"}, {u"茄", "qie"},
    {u"荥经", "ying jing"}, {u"药行", "yao hang"}, {u"莘县", "shen xian"}, {u"莘庄", "xin zhuang"}, {u"蔚县", "yu xian"}, {u"薄", "bo"},
    {u"藏医", "zang yi"}, {u"藏族", "zang zu"}, {u"藏药", "zang yao"}, {u"蚌埠", "beng bu"}, {u"蚌山", "beng shan"}, {u"蛤", "ge"},
    {u"行业", "hang ye"}, {u"行家", "hang jia"}, {u"西洋参", "xi yang shen"}, {u"西藏", "xi zang"}, {u"覃塘", "qin tang"},
    {u"角色", "jue se"}, {u"解", "jie"}, {u"解州", "xie zhou"}, {u"解氏", "xie shi"}, {u"调", "tiao"}, {u"调兵山", "diao bing shan"},
    {u"调度", "diao du"}, {u"调查", "diao cha"}, {u"调研", "diao yan"}, {u"身壳", "shen qiao"}, {u"车行", "che hang"}, {u"部长", "bu zhang"},
    {u"都", "du"}, {u"重", "zhong"}, {u"重庆", "chong qing"}, {u"重建", "chong jian"}, {u"重新", "chong xin"}, {u"重生", "chong sheng"},
    {u"重逢", "chong feng"}, {u"重阳", "chong yang"}, {u"铅山", "yan shan"}, {u"银行", "yin hang"}, {u"长", "chang"}, {u"长子", "zhang zi"},
    {u"长老", "zhang lao"}, {u"长者", "zhang zhe"}, {u"长辈", "zhang bei"}, {u"长高", "zhang gao"}, {u"闵行", "min hang"},
    {u"阿房宫", "e pang gong"}, {u"陂", "pi"}, {u"院长", "yuan zhang"}, {u"隗", "wei"}, {u"隽", "jun"}, {u"音乐", "yin yue"},
    {u"高丽参", "gao li shen"}, {u"鱼行", "yu hang"}, {u"鲗鱼涌", "zei yu chong"}, {u"鸭绿江", "ya lu jiang"},
};
#define WORD_COUNT (sizeof WORDS / sizeof *WORDS)

const char *pinyin_word(const UChar *p, int32_t n, int32_t *units_out)
{
    CHECK(n > 0);
    size_t lo = 0, hi = WORD_COUNT;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (WORDS[mid].text[0] < p[0])
            lo = mid + 1;
        else
            hi = mid;
    }
    const char *best = NULL;
    for (; lo < WORD_COUNT && WORDS[lo].text[0] == p[0]; lo++) {
        int32_t len = u_strlen(WORDS[lo].text);
        if (len <= n && u_memcmp(WORDS[lo].text, p, len) == 0 && (!best || len > *units_out)) {
            best = WORDS[lo].syllables;
            *units_out = len;
        }
    }
    return best;
}
