# SPDX-License-Identifier: Apache-2.0
#
# Beside what is asked for, what was seen: lines of five fields, case|configuration|base|target|limit, come first, then the
# measurements (median.awk). A row says plainly where the ratio is above its target, or above the limit (empty: none).

NF == 5 { asked[++targets] = $0 }
END {
  print "| case | target | limit | seen | |"
  print "|---|---:|---:|---:|---|"
  for (t = 1; t <= targets; ++t) {
    split(asked[t], field, "|")
    x = median_ratio(field[2], field[3], field[1])
    verdict = x == "" ? "not measured" : x <= field[4] + 0.005 ? "met" : "**above the target**"
    if (x != "" && field[5] != "" && x > field[5] + 0.005) verdict = "**above the limit**"
    printf "| %s | %s | %s | %s | %s |\n", field[1], field[4], field[5], x == "" ? "–" : ratio(x), verdict
  }
}
