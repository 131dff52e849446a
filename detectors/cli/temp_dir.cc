// SPDX-License-Identifier: Apache-2.0
#include "cli/temp_dir.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "cli/fault.h"

namespace snarl::cli {

TempDir::TempDir() {
  const char* const asked = std::getenv("TMPDIR");
  const std::string parent = asked != nullptr && *asked != '\0' ? asked : "/tmp";
  path_ = parent + "/snarl-XXXXXX";
  if (mkdtemp(path_.data()) == nullptr) {
    throw Fault("no temporary folder for the findings document can be made in " + parent + ": " + std::strerror(errno) +
                " (set TMPDIR to a folder you may write to)");
  }
}

TempDir::~TempDir() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::vector<std::string> TempDir::Files() const {
  std::vector<std::string> names;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(path_, ignored))
    names.push_back(entry.path().filename());
  std::ranges::sort(names);
  return names;
}

}  // namespace snarl::cli
