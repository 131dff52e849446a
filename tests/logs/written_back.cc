// SPDX-License-Identifier: Apache-2.0
//
// Random races and cycles, written as ThreadSanitizer writes them, and read: kind, threads, locks and frames come back.
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "catch.h"
#include "logs/collected.h"
#include "random.h"

namespace snarl::logs {
namespace {

using report::Finding;
using report::Frame;
using report::Stack;
using testing::Random;

// Names as C++ has them, blanks and brackets included.
Frame RandomFrame(Random& random) {
  constexpr const char* kFunctions[] = {"main",
                                        "bank::Pay(int, char const*)",
                                        "operator<<(Out&, int (*)(void))",
                                        "void Call<Out&, (Kind)2>(Out&)",
                                        "(anonymous namespace)::Look() const",
                                        "Table<std::pair<int, long> >::operator()(int)"};
  constexpr const char* kFiles[] = {"/src/a.cc", "/home/some one/my code/b.cc", "src/c.cc", ""};
  Frame frame;
  frame.function = kFunctions[random.Below(static_cast<std::uint32_t>(std::size(kFunctions)))];
  frame.file = kFiles[random.Below(static_cast<std::uint32_t>(std::size(kFiles)))];
  if (!frame.file.empty()) frame.line = static_cast<int>(random.Below(5000)) + 1;
  frame.module = "bank";
  frame.offset = random.Below(1 << 20);
  return frame;
}

Stack RandomStack(Random& random) {
  Stack stack(1 + random.Below(5));
  for (Frame& frame : stack) frame = RandomFrame(random);
  return stack;
}

std::string Hex(std::uint64_t number) {
  std::string text;
  do text.insert(text.begin(), "0123456789abcdef"[number % 16]);
  while ((number /= 16) != 0);
  return "0x" + text;
}

std::string Written(const Stack& stack, bool columns) {
  std::string text;
  for (std::size_t i = 0; i < stack.size(); ++i) {
    const Frame& frame = stack[i];
    text += "    #" + std::to_string(i) + " " + frame.function + " ";
    text += frame.file.empty() ? "<null>" : frame.file + ":" + std::to_string(frame.line) + (columns ? ":7" : "");
    text += " (" + frame.module + "+" + Hex(frame.offset) + ")" + (columns ? " (BuildId: 00ff)" : "") + "\n";
  }
  return text + "\n";
}

void CheckSame(const Stack& read, const Stack& written) {
  REQUIRE(read.size() == written.size());
  for (std::size_t i = 0; i < read.size(); ++i) {
    CHECK(read[i].function == written[i].function);
    CHECK(read[i].file == written[i].file);
    CHECK(read[i].line == written[i].line);
    CHECK(read[i].module == written[i].module);
    CHECK(read[i].offset == written[i].offset);
  }
}

Finding Read(const std::string& text) {
  const Collected got(text);
  CHECK(got.complaints.empty());
  REQUIRE(got.taken.size() == 1);
  return got.taken[0].finding;
}

std::string Heading(const char* kind) {
  return std::string("==================\nWARNING: ThreadSanitizer: ") + kind + " (pid=7)\n";
}

std::string Thread(std::uint64_t number) { return number == 0 ? "main thread" : "thread T" + std::to_string(number); }

TEST_CASE("random races come back") {
  Random random(1);
  for (int round = 0; round < 100; ++round) {
    const bool columns = random.Below(2) == 0;
    const std::uint64_t threads[] = {random.Below(9) + 1, random.OneIn(2) ? 17U : 0U};
    const Stack stacks[] = {RandomStack(random), RandomStack(random), RandomStack(random)};
    const Finding finding = Read(Heading("data race") + "  Write of size 8 at 0x1 by " + Thread(threads[0]) + ":\n" +
                                 Written(stacks[0], columns) + "  Previous read of size 8 at 0x1 by " +
                                 Thread(threads[1]) + ":\n" + Written(stacks[1], columns) + "  Thread T" +
                                 std::to_string(threads[0]) + " (tid=5, running) created by main thread at:\n" +
                                 Written(stacks[2], columns) + "SUMMARY: ThreadSanitizer: data race\n");
    CHECK(finding.kind == report::Kind::kDataRace);
    REQUIRE(finding.witness.size() == 2);
    CHECK(finding.witness[0].thread == threads[0] + 1);
    CHECK(finding.witness[1].thread == threads[1] + 1);
    CheckSame(finding.witness[0].second, stacks[0]);
    CheckSame(finding.witness[1].second, stacks[1]);
    CheckSame(finding.threads[0].created, stacks[2]);
  }
}

TEST_CASE("random cycles come back, edge by edge") {
  Random random(2);
  for (int round = 0; round < 50; ++round) {
    const std::uint64_t size = 2 + random.Below(10);
    const bool both = random.Below(2) == 0;
    std::vector<Stack> stacks;
    std::string cycle = "  Cycle in lock order graph: ";
    std::string edges;
    for (std::uint64_t i = 0; i < size; ++i) {
      const std::string held = "M" + std::to_string(i);
      const std::string wanted = "M" + std::to_string((i + 1) % size);
      cycle += held + " (0x1) => ";
      stacks.push_back(RandomStack(random));
      edges += "  Mutex " + wanted + " acquired here while holding mutex " + held + " in " + Thread(i % 3) + ":\n" +
               Written(stacks.back(), true);
      if (both)
        edges += "  Mutex " + held + " previously acquired by the same thread here:\n" + Written(stacks.back(), true);
    }
    const Finding finding = Read(Heading("lock-order-inversion (potential deadlock)") + cycle + "M0\n\n" + edges +
                                 "SUMMARY: ThreadSanitizer: lock-order-inversion\n");
    CHECK(finding.kind == report::Kind::kLockOrderInversion);
    CHECK(finding.locks.size() == size);
    REQUIRE(finding.witness.size() == size);
    for (std::uint64_t i = 0; i < size; ++i) {
      const report::Step& step = finding.witness[i];
      CHECK(step.wanted == finding.witness[(i + 1) % size].held);
      CHECK(step.thread == i % 3 + 1);
      CHECK(step.first.empty() == !both);
      CheckSame(step.second, stacks[i]);
    }
  }
}

}  // namespace
}  // namespace snarl::logs
