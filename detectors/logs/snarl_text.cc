// SPDX-License-Identifier: Apache-2.0
#include "logs/snarl_text.h"

#include <string>

#include "logs/words.h"

namespace snarl::logs {

// "SNARL: deadlock (certain): …"
bool SnarlText::Take(std::string_view line, std::uint64_t number) {
  if (!Skip(line, "SNARL: ")) return false;
  report::Kind kind{};
  const std::size_t end = line.find(" (");
  if (end == std::string_view::npos || !report::Parse(line.substr(0, end), kind)) return false;
  if (count_++ == 0) first_ = number;
  return true;
}

void SnarlText::Finish() {
  if (count_ == 0) return;
  Complain(first_, "Snarl's text is not read back (" + std::to_string(count_) + (count_ == 1 ? " report" : " reports") +
                       "): json=PATH in SNARL_OPTIONS writes it as data");
  count_ = 0;
}

}  // namespace snarl::logs
