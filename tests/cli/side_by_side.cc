// SPDX-License-Identifier: Apache-2.0
#include "cli/side_by_side.h"

#include <algorithm>
#include <string>
#include <vector>

#include "catch.h"
#include "cli/terminal.h"
#include "cli/words.h"
#include "holds.h"

namespace snarl::cli {
namespace {

using Text = std::vector<std::string>;

TEST_CASE("rows keep every line of both sides once and in order, and pair what differs") {
  const Text left{"a", "b  // <- data-race", "x", "d"};
  const Text right{"a", "n", "b", "y", "z", "d"};
  const std::vector<AlignedRow> rows = Align(left, right);
  const std::vector<AlignedRow> expected{{0, 0, true},  {kNoLine, 1, false}, {1, 2, true},
                                         {2, 3, false}, {kNoLine, 4, false}, {3, 5, true}};
  REQUIRE(rows.size() == expected.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    CAPTURE(i);
    CHECK(rows[i].left == expected[i].left);
    CHECK(rows[i].right == expected[i].right);
    CHECK(rows[i].same == expected[i].same);
  }
  CHECK(Align({}, {}).empty());
  CHECK(Align({"a"}, {}).size() == 1);
}

TEST_CASE("wide enough, the sides stand beside each other and no line is wider than asked") {
  const Listing left{"unsafe", 9, {"same", "one", std::string(70, 'l')}};
  const Listing right{"safe", 99, {"same", "two"}};
  const std::string text = SideBySide(left, right, 100, false);
  CHECK(text.starts_with("unsafe "));
  CHECK((Holds(text, "   9  same") && Holds(text, "|   99  same")));
  CHECK((Holds(text, "  10- one") && Holds(text, "|  100+ two")));
  for (const std::string& line : Lines(text)) CHECK(Columns(line) <= 100);
  // The long line goes on below itself, whole.
  CHECK(std::ranges::count(text, 'l') == 70);
}

TEST_CASE("where it is narrow, one stands after the other, with every line") {
  const std::string text = SideBySide({"unsafe", 1, {"same", "one"}}, {"safe", 5, {"same", "two"}}, 80, false);
  CHECK(text == "unsafe\n   1  same\n   2- one\n\nsafe\n   5  same\n   6+ two\n");
  CHECK_FALSE(Holds(SideBySide({"u", 1, {std::string(50, 'l')}}, {"s", 1, {}}, 1, false), std::string(21, 'l')));
}

TEST_CASE("colour marks the difference and the mark itself") {
  const std::string text = SideBySide({"u", 1, {"a  // <- spin"}}, {"s", 1, {"b"}}, 80, true);
  CHECK(Holds(text, Paint(Style::kMark, "a", true) + Paint(Style::kBad, "  // <- spin", true)));
  CHECK(Holds(text, Paint(Style::kGood, "b", true)));
}

}  // namespace
}  // namespace snarl::cli
