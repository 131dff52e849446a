// SPDX-License-Identifier: Apache-2.0
//
// Who is told what a log holds, while it is read: findings, and what could not be read.
//
// Thread safety: called from the thread that reads, in the order of the file. What it throws goes through to the caller.
#pragma once

#include <cstdint>
#include <string>

#include "logs/origin.h"
#include "snarl/report/finding.h"

namespace snarl::logs {

class Sink {
 public:
  Sink() = default;
  Sink(const Sink&) = delete;
  Sink& operator=(const Sink&) = delete;
  virtual ~Sink() = default;

  // One report. The fingerprint is filled in; the same bug comes as often as it stands in the log. Ids of threads and locks
  // are those of the reporting process.
  virtual void Take(report::Finding&& finding, const Origin& origin) = 0;

  // What could not be read, in words and without a final period; `line` is 0 where it is the file as a whole. Reading goes
  // on.
  virtual void Complain(const std::string& file, std::uint64_t line, const std::string& text) = 0;
};

}  // namespace snarl::logs
