// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <string>

#include "cli/demo.h"
#include "cli/demo_source.h"
#include "cli/fault.h"
#include "cli/gallery.h"
#include "cli/judge.h"
#include "cli/play.h"

namespace snarl::cli {
namespace {

void Print(const std::string& line) { std::printf("%s\n", line.c_str()); }

}  // namespace

int DemoCheck(const DemoCheckArguments& arguments) {
  const std::vector<Demo> gallery = ReadGallery(arguments.gallery);
  const Demo& demo = FindDemo(gallery, arguments.name);
  const DemoSource source = ReadDemoSource(demo.source);
  RequireProgram(demo, arguments.variant);

  const Played played = Play({demo.Program(arguments.variant), arguments.limit, false});
  const Declared declared{source.verdict, arguments.against, demo.source, demo.name};
  const std::vector<Complaint> complaints = Judge(declared, played.outcome);
  bool broken = false;
  for (const Complaint& complaint : complaints) broken = broken || complaint.broken;

  const std::string what =
      demo.name + " " + std::string(Name(arguments.variant)) +
      (arguments.against == arguments.variant ? "" : " against the verdict of " + std::string(Name(arguments.against)));
  const bool passed = arguments.must_fail ? !complaints.empty() && !broken : complaints.empty();
  if (passed && arguments.must_fail) {
    Print(what + ": does not pass, as it must not; the judge says:");
  } else if (passed) {
    Print(what + ": as declared");
  } else if (arguments.must_fail && !broken) {
    Print(what + ": passes, and must not: expected the judge to complain, came nothing");
  } else {
    Print(what + ": " + (broken ? "a broken run" : "not as declared") + " (" + demo.source + ")");
  }
  for (const Complaint& complaint : complaints) Print("  " + complaint.text);
  for (const report::Watcher watcher : kWatchers) {
    Print("  " + std::string(report::Name(watcher)) +
          " said: " + Said(watcher, played.outcome, demo.source, demo.name));
  }
  if (passed) return kDone;
  Print("  again by hand: snarl demo play " + demo.name + " --" + std::string(Name(arguments.variant)));
  std::fflush(stdout);
  std::fprintf(stderr, "--- output of %s\n%s---\n", demo.Program(arguments.variant).c_str(), played.output.c_str());
  return kFound;
}

}  // namespace snarl::cli
