// SPDX-License-Identifier: Apache-2.0
//
// What absl::Mutex says when it sees a circle of lock orders, and when it is unlocked by who does not hold it.
//
// Thread safety: none. Memory: one report.
#pragma once

#include <cstdint>
#include <string_view>

#include "logs/report_reader.h"

namespace snarl::logs {

class AbslText : public ReportReader {
 public:
  using ReportReader::ReportReader;

  bool Take(std::string_view line, std::uint64_t number) override;
  void Finish() override;
  [[nodiscard]] bool open() const override { return report_.open(); }

 private:
  bool TakeMisuse(std::string_view line, std::uint64_t number);
  void End();

  OpenReport report_;
  bool complete_ = false;  // a lock of the circle has come
};

}  // namespace snarl::logs
