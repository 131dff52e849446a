// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "cli/demo.h"
#include "cli/demo_source.h"
#include "cli/fault.h"
#include "cli/gallery.h"
#include "cli/judge.h"
#include "cli/play.h"
#include "cli/terminal.h"

namespace snarl::cli {
namespace {

std::string_view FullName(report::Watcher watcher) {
  return watcher == report::Watcher::kTsan ? "ThreadSanitizer" : "Snarl";
}

// "ThreadSanitizer said nothing, and is declared to miss it: data-race -- why."
std::string Sentence(report::Watcher watcher, const Declared& declared, const Outcome& outcome) {
  const Claim& claim = declared.verdict.Of(declared.variant, watcher);
  std::string sentence =
      std::string(FullName(watcher)) + " said " + Said(watcher, outcome, declared.source, declared.name);
  if (claim.misses) sentence += "; it is declared to miss " + Join(claim.kinds) + ": " + claim.reason;
  return sentence;
}

// Plays one variant on the terminal; true where all was as declared.
bool PlayLive(const Demo& demo, const DemoSource& source, Variant variant, std::chrono::milliseconds limit) {
  const bool colour = HasColour(stdout);
  const std::string headline = "== " + demo.name + ", " + std::string(Name(variant)) + " ==";
  std::fprintf(stderr, "%s\n", Paint(Style::kBold, headline, HasColour(stderr)).c_str());
  const Played played = Play({demo.Program(variant), limit, true});
  if (!played.output.empty()) std::fprintf(stderr, "%s\n", played.output.c_str());

  const Declared declared{source.verdict, variant, demo.source, demo.name};
  const std::vector<Complaint> complaints = Judge(declared, played.outcome);
  std::printf("\n");
  for (const report::Watcher watcher : kWatchers) {
    std::printf("%s.\n", Sentence(watcher, declared, played.outcome).c_str());
  }
  if (complaints.empty()) {
    std::printf("%s\n", Paint(Style::kGood, "All as declared.", colour).c_str());
  } else {
    std::printf("%s\n", Paint(Style::kBad, "Not as declared:", colour).c_str());
    for (const Complaint& complaint : complaints) std::printf("  %s\n", complaint.text.c_str());
  }
  std::printf("\n");
  std::fflush(stdout);
  return complaints.empty();
}

}  // namespace

int DemoPlay(const DemoPlayArguments& arguments) {
  const std::vector<Demo> gallery = ReadGallery(arguments.gallery);
  const Demo& demo = FindDemo(gallery, arguments.name);
  const DemoSource source = ReadDemoSource(demo.source);
  const std::vector<Variant> variants = arguments.Variants();
  for (const Variant variant : variants) RequireProgram(demo, variant);

  bool as_declared = true;
  for (const Variant variant : variants) {
    as_declared = PlayLive(demo, source, variant, arguments.limit) && as_declared;
  }
  std::printf("Read more: \"snarl demo show %s\" explains it, both variants side by side; the source is %s",
              demo.name.c_str(), demo.source.c_str());
  std::printf(source.lesson.empty() ? ".\n" : "; in the lesson: \"%s\".\n", source.lesson.c_str());
  return as_declared ? kDone : kFound;
}

}  // namespace snarl::cli
