// SPDX-License-Identifier: Apache-2.0
//
// Cards: one per distinct bug, however often and wherever it was reported. A card is the first finding of its fingerprint
// and the count of all, with the tests, files and places that they came from.
//
//   Cards cards;
//   cards.Take(std::move(finding), {.file = "run.log", .test = "bank.transfer", .tool = "Helgrind"});
//   for (const Card& card : cards.Sorted()) …
//
// Memory: bounded by the number of distinct bugs, and that by kMostCards; a million reports of 50 bugs keep 50 findings.
// Cost: a look-up per finding. Thread safety: one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "snarl/report/finding.h"

namespace snarl::views {

// Where one report stood.
struct Seen {
  std::string file;  // "<stdin>" is standard input
  std::string test;  // empty: not known
  std::string tool;  // who said it, in its own words; empty: the finding's watcher
};

// How often each of some names came: the first kNames of them, in the order in which they came, and how often all the others.
class Tally {
 public:
  static constexpr std::size_t kNames = 64;

  void Add(std::string_view name, std::uint64_t times);

  [[nodiscard]] const std::vector<std::pair<std::string, std::uint64_t>>& names() const { return names_; }
  [[nodiscard]] std::uint64_t others() const { return others_; }

 private:
  std::vector<std::pair<std::string, std::uint64_t>> names_;
  std::uint64_t others_ = 0;
};

struct Card {
  report::Finding finding;  // with its fingerprint; its `count` is that of all reports
  Tally tests;
  Tally files;
  Tally tools;
  Tally sites;  // SiteKey() of the findings: more than one is one bug on several lines
};

class Cards {
 public:
  static constexpr std::size_t kMostCards = 20'000;

  void Take(report::Finding&& finding, const Seen& seen);

  [[nodiscard]] std::size_t size() const { return cards_.size(); }
  [[nodiscard]] std::uint64_t reports() const { return reports_; }
  // Reports of further bugs, once there were kMostCards.
  [[nodiscard]] std::uint64_t left_out() const { return left_out_; }

  // The surest first, then by kind, place and fingerprint: the same for the same findings, in whatever order they came.
  [[nodiscard]] std::vector<Card> Sorted() const;

 private:
  std::vector<Card> cards_;
  std::unordered_map<std::string, std::size_t> by_fingerprint_;
  std::uint64_t reports_ = 0;
  std::uint64_t left_out_ = 0;
};

// Who said it, for people: "Snarl", "ThreadSanitizer", …
[[nodiscard]] std::string ToolName(const report::Finding& finding);

// The place a reader goes to first: the first frame of the user's in the witness, else of a thread. Null: there is none.
[[nodiscard]] const report::Frame* MainFrame(const report::Finding& finding);

}  // namespace snarl::views
