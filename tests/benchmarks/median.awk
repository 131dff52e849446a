# SPDX-License-Identifier: Apache-2.0
#
# What ratios.awk, targets.awk and steps.awk share: reading measurements, one a line (round|configuration|case|value), medians
# over the rounds, and how figures are written.

BEGIN { FS = "|" }
NF == 4 {
  measured[$1, $2, $3] = $4 + 0
  rounds[$1] = 1
  if (!($3 in cases)) { cases[$3] = 1; order[++count] = $3 }
}

function median(list, count,    i, j, key) {
  for (i = 2; i <= count; ++i) {
    key = list[i]
    for (j = i - 1; j >= 1 && list[j] > key; --j) list[j + 1] = list[j]
    list[j + 1] = key
  }
  return count % 2 ? list[(count + 1) / 2] : (list[count / 2] + list[count / 2 + 1]) / 2
}

# Three significant digits, and no more than one decimal for a value.
function ratio(x) { return x < 9.995 ? sprintf("%.2f", x) : x < 99.95 ? sprintf("%.1f", x) : grouped(x) }
function value(x) { return x < 99.95 ? sprintf("%.1f", x) : grouped(x) }
function grouped(x,    digits, out) {
  digits = sprintf("%.0f", x)
  for (out = ""; length(digits) > 3; digits = substr(digits, 1, length(digits) - 3)) {
    out = "," substr(digits, length(digits) - 2) out
  }
  return digits out
}

# The median over the rounds that have it, of a value, of its ratio to another configuration's in the same round, or of what
# it is more than that; empty where there is none.
function median_value(name, what) { return over_rounds(name, "", what, "value") }
function median_ratio(name, other, what) { return over_rounds(name, other, what, "ratio") }
function median_more(name, other, what) { return over_rounds(name, other, what, "more") }
function over_rounds(name, other, what, how,    r, k, list) {
  split("", list)
  for (r in rounds) {
    if (!((r, name, what) in measured)) continue
    if (how != "value" && !((r, other, what) in measured)) continue
    list[++k] = measured[r, name, what]
    if (how == "ratio") list[k] /= measured[r, other, what]
    if (how == "more") list[k] -= measured[r, other, what]
  }
  return k == 0 ? "" : median(list, k)
}
