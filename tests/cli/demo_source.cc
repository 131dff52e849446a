// SPDX-License-Identifier: Apache-2.0
#include "cli/demo_source.h"

#include <string>

#include "catch.h"
#include "cli/demo_text.h"
#include "cli/fault.h"

namespace snarl::cli {
namespace {

TEST_CASE("a source is cut into title, prose, lesson, shared part and both variants") {
  const std::string text =
      Changed("// Two shoppers, one list.\n//\n",
              "// Two shoppers, one\n// list.\n//\n// The first story.\n//\n//   unsafe  no lock\n//\n"
              "// LESSON: The shopping list\n");
  const DemoSource demo = ParseDemoSource(text, "races/apples.cc");
  CHECK(demo.title == "Two shoppers, one list");
  CHECK(demo.explanation == std::vector<std::string>{"The first story.", "", "  unsafe  no lock"});
  CHECK(demo.lesson == "The shopping list");
  CHECK(demo.lines[static_cast<std::size_t>(demo.shared.first) - 1] == "int apples = 0;");
  CHECK(demo.shared.first == demo.shared.last);
  CHECK(demo.lines[static_cast<std::size_t>(demo.Of(Variant::kUnsafe).first) - 1] == "namespace unsafe {");
  CHECK(demo.lines[static_cast<std::size_t>(demo.Of(Variant::kSafe).last) - 1] == "}  // namespace safe");
}

TEST_CASE("a source without its parts is refused, with the place") {
  const auto error_of = [](const std::string& text) -> std::string {
    try {
      static_cast<void>(ParseDemoSource(text, "a.cc"));
    } catch (const Fault& fault) {
      return fault.what();
    }
    return "";
  };
  CHECK(error_of("") == "a.cc:1: no title; expected a comment that starts with one sentence");
  CHECK(error_of(Changed("namespace safe {", "namespace sane {")) ==
        "a.cc: no safe variant; expected a line \"namespace safe {\"");
  CHECK(error_of(Changed("}  // namespace unsafe", "}")) ==
        "a.cc:11: this namespace does not end; expected a line \"}  // namespace unsafe\"");
  CHECK_THROWS_AS(ReadDemoSource("no/such/demo.cc"), Fault);
}

}  // namespace
}  // namespace snarl::cli
