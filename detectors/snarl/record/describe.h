// SPDX-License-Identifier: Apache-2.0
//
// From ids to what a person reads: lock and thread information, and the findings that are made of them. Everything here is
// for the moment of a report; it allocates and symbolises freely.
//
// Thread safety: any thread.
#pragma once

#include <string>
#include <vector>

#include "snarl/graph/ids.h"
#include "snarl/graph/order_graph.h"
#include "snarl/record/thread_record.h"
#include "snarl/report/finding.h"

namespace snarl::record {

// A finding in the making: threads and locks are added as they are first mentioned.
class Describer {
 public:
  Describer(report::Kind kind, report::Certainty certainty) {
    finding_.kind = kind;
    finding_.certainty = certainty;
  }

  // The thread's number in the finding; added with its name, kernel id and what it holds now (where it still lives).
  report::ThreadInfo& Thread(graph::ThreadId thread);
  std::uint64_t Lock(graph::LockId lock);
  // These will be mentioned: what takes as long for all of them as for one is done now.
  void Expect(const std::vector<graph::LockId>& locks);
  // "\"accounts\"" or "mutex first used at bank.cc:12".
  [[nodiscard]] std::string LockName(graph::LockId lock);
  [[nodiscard]] std::string ThreadName(graph::ThreadId thread);
  report::Step& AddStep(graph::ThreadId thread, std::string what, graph::StackId at);

  report::Finding& finding() { return finding_; }

 private:
  report::Finding finding_;
};

[[nodiscard]] report::Stack DescribeStack(graph::StackId stack);
// "bank.cc:12" of the first frame that is the user's own; empty where there is none.
[[nodiscard]] std::string Place(const report::Stack& stack);

[[nodiscard]] report::Finding DescribeInversion(const graph::Cycle& cycle);
[[nodiscard]] report::Dismissed DescribeDismissed(const graph::DismissedCycle& dismissed);

}  // namespace snarl::record
