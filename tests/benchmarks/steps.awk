# SPDX-License-Identifier: Apache-2.0
#
# Where the time goes: for the configurations in `columns`, each of which does a little more than the one before, the median
# value and by how much it is more, in the case `what` of the measurements (median.awk).

END {
  n = split(columns, column, "|")
  split(heads, head, "|")
  print "| what is done | ns | more |"
  print "|---|---:|---:|"
  for (i = 1; i <= n; ++i) {
    x = median_value(column[i], what)
    more = i == 1 ? "" : median_more(column[i], column[i - 1], what)
    printf "| %s | %s | %s |\n", head[i], x == "" ? "–" : value(x), more == "" ? "" : sprintf("%+.1f", more)
  }
}
