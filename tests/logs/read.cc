// SPDX-License-Identifier: Apache-2.0
#include "logs/read.h"

#include <string>

#include "catch.h"
#include "logs/collected.h"
#include "snarl/report/json.h"

namespace snarl::logs {
namespace {

std::string Document(std::int64_t pid) {
  report::Finding finding;
  finding.kind = report::Kind::kDeadlock;
  finding.summary = "two wait";
  return report::DocumentAsJson({pid, "editor", "", ""}, {report::FindingAsJson(finding)}, {}, {});
}

TEST_CASE("a findings document is read, and where it stood is told") {
  const Folder folder;
  const std::string file = folder.Write("a.json", Document(42));
  Collected got;
  ReadFile(file, got);
  CHECK(got.complaints.empty());
  REQUIRE(got.taken.size() == 1);
  CHECK(got.taken[0].finding.kind == report::Kind::kDeadlock);
  CHECK(got.taken[0].finding.fingerprint.size() == 16);
  CHECK(got.taken[0].origin.file == file);
  CHECK(got.taken[0].origin.pid == 42);
  CHECK(got.taken[0].origin.tool == "Snarl");
}

TEST_CASE("what cannot be read is a complaint, and the others are read") {
  const Folder folder;
  folder.Write("a.json", Document(1));
  const std::string foreign = folder.Write("b.json", "{\"schema\": \"lint/1\"}");
  const std::string half = folder.Write("c/half.json", Document(2).substr(0, 100));
  folder.Write("d/e/f.json", Document(3));
  folder.Write("empty.log", "");
  Collected got;
  Read(folder.path(), got);
  CHECK(got.taken.size() == 2);
  REQUIRE(got.complaints.size() == 2);
  CHECK(got.complaints[0] == foreign + ":1: its schema is \"lint/1\", and this program reads \"snarl-findings/1\"");
  CHECK(got.complaints[1] == half + ":1: it ends in the middle, after 100 bytes (truncated)");
}

TEST_CASE("a file that is not there is a complaint") {
  const Folder folder;
  Collected got;
  Read(folder.path() + "/none", got);
  REQUIRE(got.complaints.size() == 1);
  CHECK(got.complaints[0] == folder.path() + "/none:0: No such file or directory");
}

}  // namespace
}  // namespace snarl::logs
