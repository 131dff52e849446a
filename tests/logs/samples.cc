// SPDX-License-Identifier: Apache-2.0
//
// What real tools really said of tests/logs/programs, and what was read out of it: beside each sample stands its table. With
// SNARL_TEST_WRITE in the environment the tables are written instead of compared; look at the difference then.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "catch.h"
#include "logs/told.h"

namespace snarl::logs {
namespace {

constexpr const char* kTable = ".told";

std::vector<std::string> Samples() {
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(SNARL_TEST_SAMPLES)) {
    if (entry.is_regular_file() && entry.path().extension() != kTable) files.push_back(entry.path().string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::string Content(const std::string& file) {
  std::ostringstream content;
  content << std::ifstream(file, std::ios::binary).rdbuf();
  return content.str();
}

TEST_CASE("samples of every tool are read as their tables say", "[samples]") {
  const std::vector<std::string> samples = Samples();
  REQUIRE(!samples.empty());
  for (const std::string& sample : samples) {
    Collected got;
    ReadFile(sample, got);
    INFO(sample);
    CHECK(!got.taken.empty());
    if (std::getenv("SNARL_TEST_WRITE") != nullptr) {
      std::ofstream(sample + kTable, std::ios::binary) << Told(got);
    } else {
      CHECK(Told(got) == Content(sample + kTable));
    }
  }
}

}  // namespace
}  // namespace snarl::logs
