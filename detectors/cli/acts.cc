// SPDX-License-Identifier: Apache-2.0
#include "cli/acts.h"

#include <algorithm>

#include "cli/fault.h"
#include "cli/program.h"

namespace snarl::cli {
namespace {

bool CanPlay(Watcher watcher) { return !IsOfValgrind(watcher) || !FindValgrind().empty(); }

}  // namespace

std::vector<Act> ActsOf(const Demo& demo, const DemoSource& source, Variant variant,
                        const std::vector<Watcher>& asked) {
  std::vector<Act> acts;
  for (const Programs& programs : demo.builds) {
    std::vector<Watcher> watchers;
    for (const Watcher watcher : programs.watchers) {
      if (!CanPlay(watcher)) continue;
      if (asked.empty() || std::ranges::count(asked, watcher) != 0) watchers.push_back(watcher);
    }
    if (!watchers.empty()) RequireProgram(demo, programs, variant);
    for (std::vector<Watcher>& play : Plays(watchers)) {
      acts.push_back({&demo, &source, &programs, std::move(play), variant});
    }
  }
  if (!acts.empty()) return acts;
  std::string has;
  for (const Programs& programs : demo.builds) {
    for (const Watcher watcher : programs.watchers) has += (has.empty() ? "" : ", ") + std::string(Name(watcher));
  }
  throw Fault("no build of " + demo.name + " here is for that watcher, only for " + has);
}

}  // namespace snarl::cli
