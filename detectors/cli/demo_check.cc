// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "cli/acts.h"
#include "cli/demo.h"
#include "cli/fault.h"

namespace snarl::cli {
namespace {

void Print(const std::string& line) { std::printf("%s\n", line.c_str()); }

// Whether the act is as it is wanted; says what the judge says.
bool Check(const DemoCheckArguments& arguments, const Act& act, const std::string& output) {
  const std::vector<Complaint> complaints = Judge(act.Against(arguments.against), act.outcome);
  bool broken = false;
  for (const Complaint& complaint : complaints) broken = broken || complaint.broken;

  const std::string what =
      act.name() +
      (arguments.against == arguments.variant ? "" : " against the verdict of " + std::string(Name(arguments.against)));
  const bool passed = arguments.must_fail ? !complaints.empty() && !broken : complaints.empty();
  if (passed && arguments.must_fail) {
    Print(what + ": does not pass, as it must not; the judge says:");
  } else if (passed) {
    Print(what + ": as declared");
  } else if (arguments.must_fail && !broken) {
    Print(what + ": passes, and must not: expected the judge to complain, came nothing");
  } else {
    Print(what + ": " + (broken ? "a broken run" : "not as declared") + " (" + act.source->path + ")");
  }
  for (const Complaint& complaint : complaints) Print("  " + complaint.text);
  for (const Watcher watcher : act.watchers) {
    Print("  " + std::string(Name(watcher)) + " said: " + Said(watcher, act.outcome, *act.source, act.demo->name));
  }
  if (passed) return true;
  std::fflush(stdout);
  std::fprintf(stderr, "--- output of %s\n%s---\n", act.programs->Of(act.variant).c_str(), output.c_str());
  return false;
}

}  // namespace

int DemoCheck(const DemoCheckArguments& arguments) {
  const std::vector<Demo> gallery = ReadGallery(arguments.gallery);
  const Demo& demo = FindDemo(gallery, arguments.name);
  const DemoSource source = ReadDemoSource(demo.source);
  std::vector<Act> acts = ActsOf(demo, source, arguments.variant, arguments.watchers);

  std::vector<Job> jobs;
  for (const Act& act : acts) jobs.push_back(act.ToPlay(arguments.limit, false));
  bool passed = true;
  // Side by side: a program that hangs needs no processor.
  PlayAll(jobs, jobs.size(), [&](std::size_t index, Played played) {
    acts[index].outcome = std::move(played.outcome);
    passed = Check(arguments, acts[index], played.output) && passed;
  });
  if (passed) return kDone;
  Print("  again by hand: snarl demo play " + demo.name + " --" + std::string(Name(arguments.variant)));
  return kFound;
}

}  // namespace snarl::cli
