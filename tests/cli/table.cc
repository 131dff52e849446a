// SPDX-License-Identifier: Apache-2.0
#include "cli/table.h"

#include <string>

#include "catch.h"

namespace snarl::cli {
namespace {

Table Small() {
  Table table({"demo", "title"});
  table.Heading("races and their kin");
  table.Row({{"apples"}, {"Zwei Äpfel, one list"}});
  return table;
}

TEST_CASE("columns are as wide as their widest cell, and headings stand alone") {
  CHECK(Small().Text(0, false) == "demo    title\nraces and their kin\napples  Zwei Äpfel, one list\n");
}

TEST_CASE("the last column is cut to the width, between characters") {
  CHECK(Small().Text(15, false) == "demo    title\nraces and thei…\napples  Zwei Ä…\n");
  CHECK(Small().Text(28, false) == Small().Text(0, false));
}

TEST_CASE("colour changes no text") {
  Table table({"demo"});
  table.Row({{"apples", Style::kGood}});
  CHECK(table.Text(0, true) == "\033[1mdemo\033[0m\n\033[32mapples\033[0m\n");
}

}  // namespace
}  // namespace snarl::cli
