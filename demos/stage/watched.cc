// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "demos/stage/company.h"
#include "demos/stage/stage.h"
#include "snarl/watchdog.h"

namespace stage {

namespace {

constexpr std::array<std::string_view, 4> kNeverEnding = {"deadlock", "self-deadlock", "orphaned-lock", "lost-wakeup"};

bool NeverEnding() {
  for (const std::string_view kind : kNeverEnding) {
    if (Reported(kind)) return true;
  }
  return false;
}

}  // namespace

void NameThread(const std::string& name) { snarl::SetThreadName(name); }

bool AwaitEnd(const std::function<bool()>& all_done) {
  if (!Poll([&] { return all_done() || NeverEnding(); })) MissCue("somebody on the stage never finished");
  return all_done();
}

void End(int status) { snarl::FlushAndExit(status); }

void AwaitReport(std::string_view kind, std::size_t count) {
  if (!Poll([&] { return snarl::FindingCount(kind) >= count; }))
    MissCue(std::string("no report of ").append(kind).c_str());
}

bool Reported(std::string_view kind) { return snarl::FindingCount(kind) != 0; }

void Options(std::string_view options) {
  const std::string complaint = snarl::Configure(options);
  if (!complaint.empty()) MissCue(complaint.c_str());
}

}  // namespace stage
