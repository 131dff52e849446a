// SPDX-License-Identifier: Apache-2.0
#include "views/printable.h"

#include <string>

#include "catch.h"
#include "random.h"

namespace snarl::views {
namespace {

constexpr const char* kReplaced = "\xEF\xBF\xBD";

TEST_CASE("text of strangers: what a terminal would obey does not get through", "[views]") {
  const std::string r = kReplaced;
  CHECK(Printable("plain \xc3\xa4 \xf0\x9f\x9a\x80") == "plain \xc3\xa4 \xf0\x9f\x9a\x80");
  CHECK(Printable("\x1b[2J") == r + "[2J");
  CHECK(Printable("a\nb\tc\r") == "a b c ");
  CHECK(Printable("\xc2\x9b"
                  "31m") == r + "31m");  // the same escape in one character
  CHECK(Printable("x\xe2\x80\xae"
                  "fdp.cc") == "x" + r + "fdp.cc");  // right to left
  CHECK(Printable("\xff\xc3") == r + r);
  CHECK(Printable("\xed\xa0\x80") == r + r + r);  // half a surrogate pair
}

TEST_CASE("text of strangers: markup and markdown stay text", "[views]") {
  CHECK(Markup("<a href='x'>\"&\"</a>") == "&lt;a href=&#39;x&#39;&gt;&quot;&amp;&quot;&lt;/a&gt;");
  CHECK(MarkdownWords("*a* [b](c) <d> `e`") == "\\*a\\* \\[b\\](c) \\<d\\> \\`e\\`");
  CHECK(MarkdownWords("@all") ==
        "@\xE2\x80\x8B"
        "all");
  CHECK(MarkdownCode("plain") == "`plain`");
  CHECK(MarkdownCode("a`b``c") == "``` a`b``c ```");
}

TEST_CASE("text of strangers: whatever the bytes, the rest is printable, and stays as it is the second time",
          "[views]") {
  snarl::testing::Random random(0x5);
  INFO("SNARL_TEST_SEED=" << snarl::testing::Seed());
  for (int round = 0; round < 2000; ++round) {
    std::string text;
    for (std::uint32_t i = random.Below(24); i > 0; --i) text += static_cast<char>(random.Below(256));
    const std::string once = Printable(text);
    CHECK(Printable(once) == once);
    for (const char c : once) CHECK((static_cast<unsigned char>(c) >= 0x20 && c != 0x7F));
  }
}

TEST_CASE("columns are characters, not bytes", "[views]") {
  CHECK(Columns("\xc3\xa4z") == 2);
  CHECK(Fitting("\xc3\xa4\xc3\xb6z", 1) == 2);
  CHECK(Fitting("az", 5) == 2);
}

}  // namespace
}  // namespace snarl::views
