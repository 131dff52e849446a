// SPDX-License-Identifier: Apache-2.0
//
// A taste of tests/fuzz: pieces of the samples, broken at random, through what libFuzzer plays for as long as one likes.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "catch.h"
#include "random.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

using snarl::testing::Random;

std::vector<std::string> Samples() {
  std::vector<std::string> texts;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(SNARL_TEST_SAMPLES)) {
    if (!entry.is_regular_file() || entry.path().extension() == ".told") continue;
    std::ostringstream content;
    content << std::ifstream(entry.path(), std::ios::binary).rdbuf();
    texts.push_back(content.str());
  }
  return texts;
}

std::string Piece(Random& random, const std::vector<std::string>& samples) {
  const std::string& sample = samples[random.Below(static_cast<std::uint32_t>(samples.size()))];
  const auto size = static_cast<std::uint32_t>(sample.size());
  return sample.substr(random.OneIn(2) ? 0 : random.Below(size), random.Below(6000));
}

void Break(Random& random, std::string& text) {
  if (text.empty()) return;
  const std::uint32_t at = random.Below(static_cast<std::uint32_t>(text.size()));
  switch (random.Below(4)) {
    case 0:
      text[at] = static_cast<char>(random.Below(256));
      break;
    case 1:
      text.erase(at, random.Below(100));
      break;
    case 2:
      text.insert(at, text.substr(at / 2, random.Below(200)));
      break;
    default:
      text.insert(at, "\n");
      break;
  }
}

TEST_CASE("broken samples break nothing") {
  const std::vector<std::string> samples = Samples();
  REQUIRE(!samples.empty());
  Random random(3);
  for (int round = 0; round < 500; ++round) {
    std::string text = Piece(random, samples);
    if (random.OneIn(3)) text += Piece(random, samples);
    for (std::uint32_t i = random.Below(20); i > 0; --i) Break(random, text);
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
  }
}

}  // namespace
