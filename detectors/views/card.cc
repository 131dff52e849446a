// SPDX-License-Identifier: Apache-2.0
#include "views/card.h"

#include <algorithm>
#include <tuple>

#include "snarl/report/fingerprint.h"
#include "snarl/report/symbolize.h"

namespace snarl::views {
namespace {

using report::Finding;
using report::Frame;

auto Rank(const Card& card) {
  const Frame* frame = MainFrame(card.finding);
  return std::tuple(-static_cast<int>(card.finding.certainty), static_cast<int>(card.finding.kind),
                    frame == nullptr ? std::string_view() : std::string_view(frame->file),
                    frame == nullptr ? 0 : frame->line, std::string_view(card.finding.fingerprint));
}

}  // namespace

void Tally::Add(std::string_view name, std::uint64_t times) {
  if (name.empty()) return;
  const auto it = std::ranges::find_if(names_, [&](const auto& one) { return one.first == name; });
  if (it != names_.end()) {
    it->second += times;
  } else if (names_.size() < kNames) {
    names_.emplace_back(name, times);
  } else {
    others_ += times;
  }
}

void Cards::Take(Finding&& finding, const Seen& seen) {
  if (finding.fingerprint.empty()) finding.fingerprint = report::Fingerprint(finding);
  const std::uint64_t times = std::max<std::uint64_t>(finding.count, 1);
  reports_ += times;
  auto it = by_fingerprint_.find(finding.fingerprint);
  if (it == by_fingerprint_.end()) {
    if (cards_.size() == kMostCards) {
      left_out_ += times;
      return;
    }
    it = by_fingerprint_.emplace(finding.fingerprint, cards_.size()).first;
    Card card;
    card.sites.Add(report::SiteKey(finding), times);
    card.finding = std::move(finding);
    card.finding.count = 0;
    cards_.push_back(std::move(card));
  } else {
    cards_[it->second].sites.Add(report::SiteKey(finding), times);
  }
  Card& card = cards_[it->second];
  card.finding.count += times;
  card.tests.Add(seen.test, times);
  card.files.Add(seen.file, times);
  card.tools.Add(seen.tool.empty() ? ToolName(card.finding) : seen.tool, times);
}

std::vector<Card> Cards::Sorted() const {
  std::vector<Card> sorted = cards_;
  std::ranges::sort(sorted, [](const Card& a, const Card& b) { return Rank(a) < Rank(b); });
  return sorted;
}

std::string ToolName(const Finding& finding) {
  constexpr std::pair<std::string_view, std::string_view> kNames[] = {
      {"snarl", "Snarl"}, {"tsan", "ThreadSanitizer"},  {"helgrind", "Helgrind"},
      {"drd", "DRD"},     {"asan", "AddressSanitizer"}, {"absl", "Abseil"},
  };
  const std::string_view watcher = report::Name(finding.watcher);
  for (const auto& [word, name] : kNames) {
    if (word == watcher) return std::string(name);
  }
  return std::string(watcher);
}

const Frame* MainFrame(const Finding& finding) {
  const report::Stack* some = nullptr;
  const auto look = [&](const report::Stack& stack) -> const Frame* {
    if (some == nullptr && !stack.empty()) some = &stack;
    return report::UserFrame(stack);
  };
  for (const report::Step& step : finding.witness) {
    if (const Frame* frame = look(step.second); frame != nullptr) return frame;
  }
  for (const report::ThreadInfo& thread : finding.threads) {
    if (const Frame* frame = look(thread.now); frame != nullptr) return frame;
  }
  for (const report::ThreadInfo& thread : finding.threads) {
    if (const Frame* frame = look(thread.created); frame != nullptr) return frame;
  }
  return some == nullptr ? nullptr : &some->front();
}

}  // namespace snarl::views
