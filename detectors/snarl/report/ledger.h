// SPDX-License-Identifier: Apache-2.0
//
// What the sink has been told so far: the findings, each once, the dismissed cycles, the figures; and the document and
// the summary made of them.
//
// Thread safety: serialised by the caller, the sink.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "snarl/report/finding.h"
#include "snarl/report/json.h"
#include "snarl/report/sink.h"

namespace snarl::report {

class Ledger {
 public:
  // The document is rewritten at each finding; past this a program needs mending more than another entry.
  static constexpr std::size_t kMost = 1000;  // findings, and as many dismissed cycles

  // `place` is what tells one finding from the next. kNew, kAgain or kLeftOut.
  Delivered Add(Finding finding, const std::string& place);
  [[nodiscard]] const Finding& latest() const { return entries_.back().finding; }

  // False where it was one too many.
  bool Add(Dismissed dismissed);

  [[nodiscard]] std::uint64_t& Stat(std::string_view name) { return stats_[std::string(name)]; }

  [[nodiscard]] std::size_t count() const { return entries_.size(); }
  [[nodiscard]] std::size_t count(Kind kind) const { return per_kind_[static_cast<std::size_t>(kind)]; }

  // "3 findings: 2 lock-order-inversion, 1 deadlock".
  [[nodiscard]] std::string Summary() const;

  [[nodiscard]] std::string Document(const ProcessInfo& process) const;

 private:
  struct Entry {
    Finding finding;
    std::string json;
  };

  std::vector<Entry> entries_;
  std::map<std::string, std::size_t> by_place_;  // -> entries_
  std::array<std::size_t, static_cast<std::size_t>(Kind::kOther) + 1> per_kind_{};
  std::vector<Dismissed> dismissed_;
  std::map<std::string, std::uint64_t> stats_;
};

}  // namespace snarl::report
