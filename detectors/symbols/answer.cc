// SPDX-License-Identifier: Apache-2.0
#include "symbols/answer.h"

#include <algorithm>
#include <cstddef>

#include "symbols/debug_files.h"
#include "symbols/lock_name.h"

namespace snarl::symbols {

namespace {
// Names of templates can be of any length, and a report is to be read.
constexpr std::size_t kLongestName = 200;
}  // namespace

Answerer::Answerer() : files_(std::make_unique<DebugFiles>()) {}
Answerer::~Answerer() = default;

std::string Answerer::Name(const report::NameRequest& request, const std::vector<report::NamedModule>& modules) {
  std::string name = NameOfLock(request, modules, *files_);
  const bool is_line = std::ranges::none_of(name, [](char c) { return static_cast<unsigned char>(c) < ' '; });
  return is_line && name.size() <= kLongestName ? name : "";
}

}  // namespace snarl::symbols
