// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdio>
#include <iterator>
#include <string>
#include <vector>

#include "cli/acts.h"
#include "cli/demo.h"
#include "cli/fault.h"
#include "cli/terminal.h"

namespace snarl::cli {
namespace {

// "ThreadSanitizer said nothing, and is declared to miss it: data-race -- why."
std::string Sentence(Watcher watcher, const Declared& declared, const Outcome& outcome) {
  const Claim& claim = declared.source.verdict.Of(declared.variant, watcher);
  std::string sentence =
      std::string(FullName(watcher)) + " said " + Said(watcher, outcome, declared.source, declared.name);
  if (claim.misses) sentence += "; it is declared to miss " + Join(claim.kinds) + ": " + claim.reason;
  return sentence;
}

// Plays one act on the terminal; true where all was as declared.
bool PlayLive(const Act& act, std::chrono::milliseconds limit) {
  const bool colour = HasColour(stdout);
  std::string headline = "== " + act.demo->name + ", " + std::string(Name(act.variant));
  if (act.source->verdict.plain) headline += ", " + std::string(FullName(act.watchers.front()));
  std::fprintf(stderr, "%s\n", Paint(Style::kBold, headline + " ==", HasColour(stderr)).c_str());
  const Played played = Play(act.ToPlay(limit, true));
  if (!played.output.empty()) std::fprintf(stderr, "%s\n", played.output.c_str());

  const Declared declared = act.Against(act.variant);
  const std::vector<Complaint> complaints = Judge(declared, played.outcome);
  std::printf("\n");
  for (const Watcher watcher : act.watchers) {
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
  std::vector<Act> acts;
  for (const Variant variant : variants)
    std::ranges::move(ActsOf(demo, source, variant, arguments.watchers), std::back_inserter(acts));

  bool as_declared = true;
  for (const Act& act : acts) as_declared = PlayLive(act, arguments.limit) && as_declared;
  std::printf("Read more: \"snarl demo show %s\" explains it, both variants side by side; the source is %s",
              demo.name.c_str(), demo.source.c_str());
  std::printf(source.lesson.empty() ? ".\n" : "; in the lesson: \"%s\".\n", source.lesson.c_str());
  return as_declared ? kDone : kFound;
}

}  // namespace snarl::cli
