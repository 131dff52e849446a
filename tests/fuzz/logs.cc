// SPDX-License-Identifier: Apache-2.0
//
// Any bytes, read as a log: no crash, no endless loop, no memory without bound, and what comes out is a finding as others
// expect it. For libFuzzer; tests/fuzz/run builds and runs it.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "logs/read.h"
#include "snarl/report/json.h"

namespace {

class Checking : public snarl::logs::Sink {
 public:
  void Take(snarl::report::Finding&& finding, const snarl::logs::Origin& origin) override {
    Require(finding.fingerprint.empty() == false);
    Require(finding.count != 0);
    Require(origin.line != 0);
    Require(!origin.tool.empty());
    // Whatever was read can be written as a document.
    Require(!snarl::report::FindingAsJson(finding).empty());
  }
  void Complain(const std::string& file, std::uint64_t /*line*/, const std::string& text) override {
    Require(file == "fuzz");
    Require(!text.empty());
  }

 private:
  static void Require(bool holds) {
    if (!holds) std::abort();
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Checking sink;
  snarl::logs::ReadBytes(std::string_view(reinterpret_cast<const char*>(data), size), "fuzz", sink);
  return 0;
}
