// SPDX-License-Identifier: Apache-2.0
#include "snarl/report/read.h"

#include <string>

#include "catch.h"
#include "holds.h"
#include "snarl/report/json.h"

namespace snarl::report {
namespace {

Stack SomeStack(int line) {
  return {{"Buy(int)", "races/apples.cc", line, "/bin/apples", 0xfedcba9876543210U}, {"main", "", 0, "", 0}};
}

// Every member set to something that no default is.
Finding FullFinding() {
  Finding finding;
  finding.kind = Kind::kLockOrderInversion;
  finding.certainty = Certainty::kLikely;
  finding.watcher = Watcher::kTsan;
  finding.summary = "\"a\" and \"b\"\n\tin \xc3\xa4 circle";
  finding.advice = "take them in one order";
  finding.fingerprint = "0123456789abcdef";
  finding.count = 3;
  ThreadInfo thread{7, "clerk", 4711, SomeStack(1), {{3, true, SomeStack(2)}}, 4, "shared", -5, SomeStack(3)};
  finding.threads = {thread, {}};
  finding.locks = {{"a", "mutex", 3, SomeStack(4)}, {"b", "shared_mutex", 4, {}}};
  finding.witness = {{7, "write", 3, 4, SomeStack(5), SomeStack(6)}};
  return finding;
}

std::string Written(const std::vector<Finding>& findings) {
  std::vector<std::string> texts;
  for (const Finding& finding : findings) texts.push_back(FindingAsJson(finding));
  ProcessInfo process;
  process.pid = 42;
  process.command = "apples --all";
  return DocumentAsJson(process, texts, {{"a -> b -> a", "gate lock \"g\""}}, {{"locks", 18446744073709551615U}});
}

// The error that the text gives, or "" where it is read.
std::string ErrorOf(const std::string& text) {
  FindingsDocument document;
  document.command = "untouched";
  std::string error;
  const bool read = ReadFindings(text, "f.json", document, error);
  CHECK(read == error.empty());
  CHECK((read || document.command == "untouched"));
  CHECK(error.find('\n') == error.npos);
  return error;
}

TEST_CASE("what was written is read back, every member of it") {
  const Finding full = FullFinding();
  FindingsDocument document;
  std::string error;
  REQUIRE(ReadFindings(Written({full, Finding{}}), "f.json", document, error));
  CHECK(document.pid == 42);
  CHECK(document.command == "apples --all");
  REQUIRE(document.findings.size() == 2);
  CHECK(FindingAsJson(document.findings[0]) == FindingAsJson(full));
  CHECK(FindingAsJson(document.findings[1]) == FindingAsJson(Finding{}));
  REQUIRE(document.dismissed.size() == 1);
  CHECK(document.dismissed[0].reason == "gate lock \"g\"");
  CHECK(document.stats.at("locks") == 18446744073709551615U);
}

TEST_CASE("a document cut off anywhere is refused as truncated") {
  const std::string whole = Written({FullFinding()});
  const std::size_t last = whole.rfind('}');
  for (std::size_t length = 0; length <= last; length += 7) {
    CAPTURE(length);
    const std::string error = ErrorOf(whole.substr(0, length));
    if (length == 0) {
      CHECK(error == "f.json: it is empty");
    } else {
      CHECK(Holds(error, "f.json: it ends in the middle, after " + std::to_string(length) + " bytes (truncated)"));
    }
  }
}

TEST_CASE("foreign and wrong documents are one line that says where and what") {
  const std::pair<const char*, const char*> cases[] = {
      {" \n", "f.json: it is empty"},
      {"hello", "f.json: no JSON from byte 1"},
      {"{} {}", "f.json: no JSON from byte 4"},
      {"[]", "f.json: no findings document: it has no \"schema\""},
      {"3", "f.json: no findings document: it has no \"schema\""},
      {R"({"version": "2.1.0", "runs": []})", "f.json: no findings document: it has no \"schema\""},
      {R"({"schema": "snarl-findings/2", "findings": []})",
       "f.json: its schema is \"snarl-findings/2\", and this program reads \"snarl-findings/1\""},
      {R"({"schema": 1})", "f.json: its schema is 1, and this program reads \"snarl-findings/1\""},
      {R"({"schema": "snarl-findings/1"})", "f.json: the member \"findings\" is missing"},
      {R"({"schema": "snarl-findings/1", "findings": {}})", "f.json: findings: expected a list, found an object"},
      {R"({"schema": "snarl-findings/1", "findings": [3]})", "f.json: findings[0]: expected an object, found 3"},
      {R"({"schema": "snarl-findings/1", "findings": [{}]})", "f.json: findings[0]: the member \"kind\" is missing"},
      {R"({"schema": "snarl-findings/1", "findings": [{"kind": "dead"}]})",
       "f.json: findings[0].kind: \"dead\" is no kind of snarl-findings/1"},
      {R"({"schema": "snarl-findings/1", "findings": [{"kind": null}]})",
       "f.json: findings[0].kind: expected a text, found null"},
      {R"({"schema": "snarl-findings/1", "findings": [
          {"kind": "spin", "certainty": "likely", "watcher": "snarl", "threads": [{"id": -1}]}]})",
       "f.json: findings[0].threads[0].id: expected a whole number from 0, found -1"},
      {R"({"schema": "snarl-findings/1", "findings": [{"kind": "spin", "certainty": "likely", "watcher": "snarl",
           "witness": [{"second": [{"line": 99999999999}]}]}]})",
       "f.json: findings[0].witness[0].second[0]: line is out of range"},
      {R"({"schema": "snarl-findings/1", "findings": [], "process": []})",
       "f.json: process: expected an object, found a list"},
      {R"({"schema": "snarl-findings/1", "findings": [], "stats": {"locks": 1.5}})",
       "f.json: stats.locks: expected a whole number from 0, found 1.5"},
  };
  for (const auto& [text, error] : cases) CHECK(ErrorOf(text) == error);
}

TEST_CASE("members that are not known are skipped") {
  const std::string error = ErrorOf(R"({"schema": "snarl-findings/1", "later": [1], "findings": [
      {"kind": "spin", "certainty": "likely", "watcher": "snarl", "later": {}}]})");
  CHECK(error.empty());
}

TEST_CASE("nesting without end is an answer too") { CHECK_FALSE(ErrorOf(std::string(100000, '[')).empty()); }

TEST_CASE("a file that cannot be read is named with the reason") {
  FindingsDocument document;
  std::string error;
  CHECK_FALSE(ReadFindingsFile("/no/such/file.json", document, error));
  CHECK(error == "/no/such/file.json: No such file or directory");
  CHECK_FALSE(ReadFindingsFile("/", document, error));
  CHECK(error == "/: Is a directory");
}

}  // namespace
}  // namespace snarl::report
