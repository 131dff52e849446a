// SPDX-License-Identifier: Apache-2.0
//
// An act: one variant of a demo, played once under one watcher (or under both that are compiled in), with what came of it.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "cli/demo_source.h"
#include "cli/gallery.h"
#include "cli/judge.h"
#include "cli/play.h"

namespace snarl::cli {

struct Act {
  const Demo* demo;
  const DemoSource* source;
  const Programs* programs;
  std::vector<Watcher> watchers;
  Variant variant;
  Outcome outcome{};
  std::vector<Complaint> complaints{};

  [[nodiscard]] Declared Against(Variant verdict) const { return {*source, verdict, demo->name, watchers}; }
  [[nodiscard]] std::string name() const { return demo->name + " " + std::string(Name(variant)); }
  [[nodiscard]] Job ToPlay(std::chrono::milliseconds limit, bool live) const {
    return {programs->Of(variant), limit, live, watchers.front(), source->verdict.plain && variant == Variant::kUnsafe};
  }
};

// The acts of a demo under the watchers `asked` (none: all that its builds are for and this machine has). Throws Fault
// where there is none, or a program is not there.
[[nodiscard]] std::vector<Act> ActsOf(const Demo& demo, const DemoSource& source, Variant variant,
                                      const std::vector<Watcher>& asked);

}  // namespace snarl::cli
