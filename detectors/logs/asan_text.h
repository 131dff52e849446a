// SPDX-License-Identifier: Apache-2.0
//
// AddressSanitizer's use after free where one thread frees and another uses. Its other reports are not about threads: each is
// a complaint, so that nobody takes them for read.
//
// Thread safety: none. Memory: one report.
#pragma once

#include <cstdint>
#include <string_view>

#include "logs/report_reader.h"

namespace snarl::logs {

class AsanText : public ReportReader {
 public:
  using ReportReader::ReportReader;

  bool Take(std::string_view line, std::uint64_t number) override;
  void Finish() override;
  [[nodiscard]] bool open() const override { return report_.open(); }

 private:
  void End();

  OpenReport report_;
};

}  // namespace snarl::logs
