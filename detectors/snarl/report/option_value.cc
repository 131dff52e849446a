// SPDX-License-Identifier: Apache-2.0
#include "snarl/report/option_value.h"

#include <algorithm>
#include <charconv>

namespace snarl::report {
namespace {

std::string_view Trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

// Where the item that starts at `begin` ends: at the next colon that stands in no quoted value.
std::size_t EndOfItem(std::string_view text, std::size_t begin) {
  const std::size_t equals = text.find_first_of("=:", begin);
  if (equals == std::string_view::npos) return text.size();
  if (text[equals] == ':') return equals;
  std::size_t from = equals + 1;
  if (from < text.size() && (text[from] == '\'' || text[from] == '"')) {
    const std::size_t close = text.find(text[from], from + 1);
    if (close == std::string_view::npos) return text.size();
    from = close + 1;
  }
  return std::min(text.find(':', from), text.size());
}

OptionItem ParseItem(std::string_view text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos) {
    const std::string key(Trimmed(text));
    return {key, "", "option '" + key + "' has no value: write " + key + "=…"};
  }
  OptionItem item{std::string(Trimmed(text.substr(0, equals))), "", ""};
  std::string_view value = text.substr(equals + 1);
  if (value.empty() || (value.front() != '\'' && value.front() != '"')) {
    item.value = value;
    return item;
  }
  const char quote = value.front();
  value.remove_prefix(1);
  const std::size_t close = value.find(quote);
  if (close == std::string_view::npos) {
    item.error = "option '" + item.key + "': the quote " + quote + " is not closed";
  } else if (!Trimmed(value.substr(close + 1)).empty()) {
    item.error = "option '" + item.key + "': expected ':' after the closing quote " + quote;
  } else {
    item.value = value.substr(0, close);
  }
  return item;
}

}  // namespace

bool ParseFlag(std::string_view text, bool& out) {
  const bool yes = text == "true" || text == "1" || text == "yes";
  if (!yes && text != "false" && text != "0" && text != "no") return false;
  out = yes;
  return true;
}

bool ParseNumber(std::string_view text, std::int64_t low, std::int64_t high, std::int64_t& out) {
  std::int64_t value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stop != end || value < low || value > high) return false;
  out = value;
  return true;
}

bool ParseDuration(std::string_view text, std::int64_t& out) {
  constexpr std::int64_t kYear = std::int64_t{366} * 24 * 3'600'000;
  const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  const std::string_view unit = text.substr(digits);
  std::int64_t value = 0;
  if (!ParseNumber(text.substr(0, digits), 0, kYear, value)) return false;
  std::int64_t scale = 0;
  if (unit == "ms") scale = 1;
  if (unit == "s") scale = 1000;
  if (unit == "m" || unit == "min") scale = 60'000;
  if (unit == "h") scale = 3'600'000;
  if ((scale == 0 && value != 0) || value * scale > kYear) return false;
  if (scale == 0 && !unit.empty()) return false;
  out = value * scale;
  return true;
}

bool ParseChoice(std::string_view text, std::string_view choices, std::string& out) {
  while (!choices.empty()) {
    const std::size_t bar = std::min(choices.find('|'), choices.size());
    if (choices.substr(0, bar) == text) {
      out = text;
      return true;
    }
    choices.remove_prefix(std::min(bar + 1, choices.size()));
  }
  return false;
}

std::vector<OptionItem> SplitOptions(std::string_view text) {
  std::vector<OptionItem> items;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = EndOfItem(text, begin);
    const std::string_view item = text.substr(begin, end - begin);
    if (!Trimmed(item).empty()) items.push_back(ParseItem(item));
    begin = end + 1;
  }
  return items;
}

// Optimal string alignment: three rows are enough, since a swap looks back two.
std::size_t EditDistance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    before.swap(last);
    last.swap(row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replace = last[j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, replace});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
  }
  return row[b.size()];
}

std::string_view Nearest(std::string_view name, const std::vector<std::string_view>& candidates) {
  std::string_view best;
  std::size_t best_distance = std::max<std::size_t>(2, name.size() / 3) + 1;
  for (const std::string_view candidate : candidates) {
    const std::size_t distance = EditDistance(name, candidate);
    if (distance >= best_distance) continue;
    best = candidate;
    best_distance = distance;
  }
  return best;
}

}  // namespace snarl::report
