# SPDX-License-Identifier: EUPL-1.2
# Made-up records as a clerk's CSV: reads the demonstration's subjects.csv, writes N rows about the organisations in it, in no order of
# subjects, every row a fact of its own. Items are Suixi's. Usage: awk -v N=50000 -f records.awk subjects.csv
BEGIN {
  FS = ","
  kinds = split("good.1 bad.13 dishonest.1 base.1", item, " ")
}
NR > 1 && $2 != "" { name[n] = $1; code[n++] = $2 }
END {
  print "名称,统一社会信用代码,信息事项,标题,内容,文号,认定机关,认定日期,失信程度\r"
  for (i = 0; i < N; i++) {
    k = i * 7919 % n
    printf "%s,%s,%s,未按规定对使用的医疗器械进行消毒的处理（第%d件）,责令限期改正，并处警告；涉及器械 %d 件,演卫医罚〔%d〕%d号,遂溪县卫生健康局,%d-%d-%d,%s\r\n",
      name[k], code[k], item[int(i / 7) % kinds + 1], i, i % 37 + 1, 2021 + i % 5, i + 1, 2021 + i % 5, i % 12 + 1, i % 28 + 1, i % 7 ? "一般" : "严重"
  }
}
