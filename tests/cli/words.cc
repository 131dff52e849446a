// SPDX-License-Identifier: Apache-2.0
#include "cli/words.h"

#include <string>
#include <vector>

#include "catch.h"

namespace snarl::cli {
namespace {

using Pieces = std::vector<std::string_view>;

TEST_CASE("text is cut into pieces, words and lines") {
  CHECK(Split(" a, b ,,c", ',') == Pieces{"a", "b", "", "c"});
  CHECK(Split("", ',') == Pieces{""});
  CHECK(Words("  tsan\tdata-race ") == Pieces{"tsan", "data-race"});
  CHECK(Words(" ").empty());
  CHECK(Word(" misses x") == "misses");
  CHECK(Lines("a\r\n\nb") == std::vector<std::string>{"a", "", "b"});
  CHECK(Lines("a\n") == std::vector<std::string>{"a"});
  CHECK(Lines("").empty());
}

TEST_CASE("a slip of the pen finds the word that was meant, and a strange word none") {
  const std::vector<std::string> verbs{"list", "show", "play", "check"};
  CHECK(DidYouMean("paly", verbs) == " (did you mean \"play\"?)");
  CHECK(DidYouMean("lst", verbs) == " (did you mean \"list\"?)");
  CHECK(DidYouMean("chekc", verbs) == " (did you mean \"check\"?)");
  CHECK(DidYouMean("explain", verbs).empty());
  CHECK(DidYouMean("", verbs).empty());
  CHECK(DidYouMean("play", {}).empty());
}

}  // namespace
}  // namespace snarl::cli
