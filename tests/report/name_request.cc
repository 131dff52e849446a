// SPDX-License-Identifier: Apache-2.0
#include "snarl/report/name_request.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "catch.h"
#include "random.h"

namespace snarl::report {
namespace {

using Kind = TrailStep::Kind;
using Took = NameRequests::Took;

NameRequest Example() {
  NameRequest request;
  request.data = FilePlace{0, 4096};
  request.frames.push_back({{1, 77}, {{Kind::kBase, 6, 0, 0, -16}, {Kind::kInside, 0, 0, 0, -64}}});
  request.frames.push_back({{0, 99},
                            {{Kind::kRegister, 3, 0, 0, 8},
                             {Kind::kSlot, 0, -24, 0, 16},
                             {Kind::kBehindRegister, 12, 0, 8, 24},
                             {Kind::kBehindSlot, 0, -40, 16, -8}}});
  return request;
}

std::vector<std::string> Lines(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    lines.push_back(text.substr(at, end - at));
    at = end == std::string::npos ? text.size() : end + 1;
  }
  return lines;
}

std::string ExampleText() {
  std::string text;
  WriteModule({"/bin/a b", "0123abcd"}, text);
  WriteModule({"/lib/c.so", ""}, text);
  Write(Example(), text);
  return text;
}

TEST_CASE("a request is read as it was written") {
  NameRequests requests;
  NameRequest request;
  const std::vector<std::string> lines = Lines(ExampleText());
  for (std::size_t i = 0; i + 1 < lines.size(); ++i) REQUIRE(requests.Take(lines[i], request) == Took::kLine);
  REQUIRE(requests.Take(lines.back(), request) == Took::kRequest);
  CHECK(requests.modules() == std::vector<NamedModule>{{"/bin/a b", "0123abcd"}, {"/lib/c.so", ""}});
  const NameRequest wanted = Example();
  REQUIRE(request.data.has_value());
  CHECK(request.data->offset == wanted.data->offset);
  REQUIRE(request.frames.size() == wanted.frames.size());
  for (std::size_t i = 0; i < wanted.frames.size(); ++i) {
    CHECK(request.frames[i].at.module == wanted.frames[i].at.module);
    CHECK(request.frames[i].at.offset == wanted.frames[i].at.offset);
    CHECK(request.frames[i].steps == wanted.frames[i].steps);
  }
}

TEST_CASE("the next request begins empty, and the modules stay") {
  NameRequests requests;
  NameRequest request;
  for (const std::string& line : Lines(ExampleText())) CHECK(requests.Take(line, request) != Took::kRefused);
  CHECK(requests.Take("name", request) == Took::kRequest);
  CHECK_FALSE(request.data.has_value());
  CHECK(request.frames.empty());
  CHECK(requests.modules().size() == 2);
}

TEST_CASE("what means nothing is refused") {
  for (const std::string_view line :
       {"", "nonsense", "module", "module x", "data 0 1", "frame 0 1", "slot -8 8", "inside 1", "name now", " name"}) {
    NameRequests requests;
    NameRequest request;
    CHECK(requests.Take(line, request) == Took::kRefused);
  }
  for (const std::string_view line :
       {"data 0", "data 1 5", "data 0 5 6", "data 0 -5", "frame 0 x", "data 0 99999999999999999999"}) {
    NameRequests requests;
    NameRequest request;
    REQUIRE(requests.Take("module - /bin/a", request) == Took::kLine);
    CHECK(requests.Take(line, request) == Took::kRefused);
  }
  for (const std::string_view line : {"slot 1", "slot 1 2 3", "register 999 1", "base -1 1", "behind-slot 1 2",
                                      "inside 9223372036854775807", "slot 4294967296 0"}) {
    NameRequests requests;
    NameRequest request;
    REQUIRE(requests.Take("module - /bin/a", request) == Took::kLine);
    REQUIRE(requests.Take("frame 0 1", request) == Took::kLine);
    CHECK(requests.Take(line, request) == Took::kRefused);
  }
}

TEST_CASE("a request of any length has an end") {
  NameRequests requests;
  NameRequest request;
  REQUIRE(requests.Take("module - /bin/a", request) == Took::kLine);
  REQUIRE(requests.Take("frame 0 1", request) == Took::kLine);
  std::size_t taken = 0;
  while (requests.Take("inside 1", request) == Took::kLine) REQUIRE(++taken < 100'000);
  CHECK(taken > 0);
}

// Lines of the right words and of bytes, in every mixture: whatever is taken is within bounds, and reads as it is written.
TEST_CASE("random requests") {
  const std::vector<std::string> words = {"module",
                                          "data",
                                          "frame",
                                          "base",
                                          "inside",
                                          "register",
                                          "slot",
                                          "behind-slot",
                                          "behind-register",
                                          "name",
                                          "0",
                                          "1",
                                          "-8",
                                          "9223372036854775807",
                                          "4096",
                                          "/bin/a",
                                          "",
                                          "x"};
  testing::Random random(1);
  INFO("SNARL_TEST_SEED=" << testing::Seed());
  std::size_t requests_taken = 0;
  for (int round = 0; round < 20'000; ++round) {
    NameRequests requests;
    NameRequest request;
    for (int line = 0; line < 12; ++line) {
      std::string text = line == 0 && random.Below(2) == 0 ? "module - /bin/a" : "";
      for (std::uint32_t word = random.Below(5); text.empty() && word > 0; --word) {
        text += (text.empty() ? "" : " ") + words[random.Below(static_cast<std::uint32_t>(words.size()))];
        if (random.Below(50) == 0) text += static_cast<char>(random.Below(256));
      }
      const Took took = requests.Take(text, request);
      if (took == Took::kRefused) continue;
      if (took == Took::kLine) continue;
      ++requests_taken;
      if (request.data) REQUIRE(request.data->module < requests.modules().size());
      for (const NamedFrame& frame : request.frames) REQUIRE(frame.at.module < requests.modules().size());
      std::string again;
      Write(request, again);
      REQUIRE(again.ends_with("name\n"));
    }
  }
  CHECK(requests_taken > 100);
}

}  // namespace
}  // namespace snarl::report
