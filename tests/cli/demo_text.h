// SPDX-License-Identifier: Apache-2.0
//
// A small demo as text, with one declaration or line changed at a time: the cases of the tests of verdict and source.
#pragma once

#include <string>
#include <string_view>

// Line 13 is the marked one; namespace unsafe is lines 11 to 14, namespace safe lines 16 to 18.
inline constexpr std::string_view kDemoText = R"(// SPDX-License-Identifier: Apache-2.0
//
// Two shoppers, one list.
//
// VERDICT unsafe tsan: data-race
// VERDICT unsafe snarl: misses data-race -- no lock is involved
// VERDICT safe tsan: clean
// VERDICT safe snarl: clean
int apples = 0;

namespace unsafe {
void Buy() {
  ++apples; }  // <- data-race
}  // namespace unsafe

namespace safe {
void Buy() {}
}  // namespace safe
)";

// The text with the first `from` replaced by `to`. Ends the test where there is no `from`.
inline std::string Changed(std::string_view from, std::string_view to) {
  std::string text(kDemoText);
  return text.replace(text.find(from), from.size(), to);
}
