# SPDX-License-Identifier: Apache-2.0
#
# From measurements (median.awk) a Markdown table: a row for each case; for the base the median value, for each other
# configuration the median of its ratio to the base in the same round.
#
#   awk -v base=native -v columns='native|forwards|snarl' -v heads='native, ns|forwards|snarl' -f median.awk -f ratios.awk FILE
#
# An empty base: values only.

END {
  n = split(columns, column, "|")
  split(heads, head, "|")
  line = "| case |"; rule = "|---|"
  for (i = 1; i <= n; ++i) { line = line " " head[i] " |"; rule = rule "---:|" }
  print line; print rule
  for (c = 1; c <= count; ++c) {
    line = "| " order[c] " |"
    any = 0
    for (i = 1; i <= n; ++i) {
      plain = base == "" || column[i] == base
      x = plain ? median_value(column[i], order[c]) : median_ratio(column[i], base, order[c])
      if (x != "") any = 1
      line = line " " (x == "" ? "–" : plain ? value(x) : ratio(x)) " |"
    }
    if (any) print line
  }
}
