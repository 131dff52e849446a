// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "cli/acts.h"
#include "cli/demo.h"
#include "cli/fault.h"
#include "cli/table.h"
#include "cli/words.h"

namespace snarl::cli {
namespace {

Cell SaidCell(const Act& act, Watcher watcher) {
  std::set<report::Kind> kinds;
  for (const report::Finding& finding : act.outcome.findings) {
    if (report::Name(finding.watcher) == Author(watcher)) kinds.insert(finding.kind);
  }
  if (!kinds.empty()) return {Join({kinds.begin(), kinds.end()}), Style::kMark};
  const Claim& claim = act.source->verdict.Of(act.variant, watcher);
  return {claim.misses ? "nothing (a known miss)" : "nothing", Style::kDim};
}

std::string Verdict(const std::vector<Complaint>& complaints) {
  return complaints.empty() ? "as declared" : "NOT as declared";
}

void ShowProgress(const Act& act, std::size_t ended, std::size_t all) {
  const bool colour = HasColour(stderr);
  const Style style = act.complaints.empty() ? Style::kGood : Style::kBad;
  const std::string under = act.source->verdict.plain ? ", " + std::string(FullName(act.watchers.front())) : "";
  std::fprintf(stderr, "[%3zu/%zu] %s%s: %s (%.1f s)\n", ended, all, act.name().c_str(), under.c_str(),
               Paint(style, Verdict(act.complaints), colour).c_str(), act.outcome.seconds);
}

// Enough of a program's output to see what it is about; the rest is a play away.
void ShowOutput(const Act& act, const std::string& output) {
  constexpr std::size_t kShown = 40;
  const std::vector<std::string> lines = Lines(output);
  for (std::size_t i = 0; i < std::min(kShown, lines.size()); ++i) std::fprintf(stderr, "    | %s\n", lines[i].c_str());
  if (lines.size() <= kShown) return;
  std::fprintf(stderr, "    | … and %zu lines more: snarl demo play %s --%s\n", lines.size() - kShown,
               act.demo->name.c_str(), std::string(Name(act.variant)).c_str());
}

// A row for each variant of each demo, whose acts follow each other; a column for each watcher that played.
void ShowTable(const std::vector<Act>& acts) {
  std::vector<Watcher> watchers;
  for (const Watcher watcher : kWatchers) {
    const auto watched = [&](const Act& act) { return std::ranges::count(act.watchers, watcher) != 0; };
    if (std::ranges::any_of(acts, watched)) watchers.push_back(watcher);
  }
  std::vector<std::string> header = {"demo", "variant"};
  for (const Watcher watcher : watchers) header.emplace_back(FullName(watcher));
  header.emplace_back("verdict");
  Table table(header);
  for (std::size_t first = 0, next = 0; first < acts.size(); first = next) {
    bool as_declared = true;
    std::vector<Cell> row(watchers.size() + 3);
    row[0] = {acts[first].demo->name};
    row[1] = {std::string(Name(acts[first].variant))};
    for (next = first; next < acts.size() && acts[next].name() == acts[first].name(); ++next) {
      as_declared = as_declared && acts[next].complaints.empty();
      for (const Watcher watcher : acts[next].watchers) {
        const auto column = std::ranges::find(watchers, watcher) - watchers.begin();
        row[static_cast<std::size_t>(column) + 2] = SaidCell(acts[next], watcher);
      }
    }
    row.back() = {as_declared ? "as declared" : "NOT as declared", as_declared ? Style::kGood : Style::kBad};
    table.Row(row);
  }
  std::printf("%s\n", table.Text(0, HasColour(stdout)).c_str());
}

void ShowEnd(const std::vector<Act>& acts) {
  const bool colour = HasColour(stdout);
  ShowTable(acts);
  for (const Act& act : acts) {
    if (act.complaints.empty()) continue;
    std::printf("%s (%s):\n", Paint(Style::kBad, act.name(), colour).c_str(), act.demo->source.c_str());
    for (const Complaint& complaint : act.complaints) std::printf("  %s\n", complaint.text.c_str());
  }
  const auto bad = std::ranges::count_if(acts, [](const Act& act) { return !act.complaints.empty(); });
  if (bad == 0) {
    std::printf("All %zu played as declared.\n", acts.size());
  } else {
    std::printf("%td of %zu did not play as declared; \"snarl demo play NAME\" plays one of them live.\n", bad,
                acts.size());
  }
  const auto folder = std::filesystem::path(acts.front().demo->source).parent_path().parent_path();
  std::printf(
      "Read more: \"snarl demo list\" says what each is about, \"snarl demo show NAME\" explains one and shows the\n"
      "bug beside its cure, and \"snarl demo play NAME\" plays it live. The sources are in %s.\n",
      folder.c_str());
}

}  // namespace

int DemoPlayAll(const DemoPlayArguments& arguments) {
  const std::vector<Demo> gallery = ReadGallery(arguments.gallery);
  std::vector<DemoSource> sources;
  for (const Demo& demo : gallery) sources.push_back(ReadDemoSource(demo.source));
  std::vector<Act> acts;
  std::vector<Job> jobs;
  for (std::size_t i = 0; i < gallery.size(); ++i) {
    for (const Variant variant : arguments.Variants()) {
      for (Act& act : ActsOf(gallery[i], sources[i], variant, arguments.watchers)) {
        jobs.push_back(act.ToPlay(arguments.limit, false));
        acts.push_back(std::move(act));
      }
    }
  }
  std::size_t ended = 0;
  PlayAll(jobs, arguments.jobs, [&](std::size_t index, Played played) {
    Act& act = acts[index];
    act.outcome = std::move(played.outcome);
    act.complaints = Judge(act.Against(act.variant), act.outcome);
    ShowProgress(act, ++ended, acts.size());
    if (!act.complaints.empty()) ShowOutput(act, played.output);
  });
  ShowEnd(acts);
  return std::ranges::all_of(acts, [](const Act& act) { return act.complaints.empty(); }) ? kDone : kFound;
}

}  // namespace snarl::cli
