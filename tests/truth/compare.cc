// SPDX-License-Identifier: Apache-2.0
//
// truth_compare SOURCE STATUS DOCUMENT…: what a program of the table declares against what came, exactly and in both
// directions: the exit status, the number of findings, their kind, and the marked lines.
//
//   // VERDICT clean                      or the one kind that the program has, in one finding
//   // LIMIT kind|clean -- why            what Snarl is known to say instead; fails on the day it says the verdict
//   // STATUS n -- why                    where the exit status is neither 0 (clean) nor 66
//   …  // <- kind                         a line that the finding points to: where each lock of the cycle was requested
//
// Says on standard output what came, and then what is wrong. Status 0: as declared, 1: not so, 2: wrong use.
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "cli/demo_source.h"
#include "cli/fault.h"
#include "cli/judge.h"
#include "cli/verdict.h"
#include "cli/words.h"
#include "snarl/report/read.h"

namespace {

using snarl::cli::Fault;
using snarl::report::Finding;
using snarl::report::Kind;

// A kind, or none for "clean".
struct Said {
  bool clean = true;
  Kind kind = Kind::kOther;
  bool operator==(const Said&) const = default;
};

struct Declared {
  Said verdict;
  Said expected;        // the verdict, or what a LIMIT says stands in its place
  std::string status;   // expected, too
  std::set<int> lines;  // that are marked
};

Said ParseSaid(std::string_view word, const std::string& where) {
  Said said;
  if (word == "clean") return said;
  said.clean = false;
  if (!snarl::report::Parse(word, said.kind)) throw Fault(where + ": \"" + std::string(word) + "\" is no kind");
  return said;
}

Declared ReadDeclared(const std::string& path) {
  std::string text;
  std::string error;
  if (!snarl::report::ReadWholeFile(path, text, error)) throw Fault(error);
  Declared declared;
  int verdicts = 0;
  int limits = 0;
  int number = 0;
  for (const std::string& line : snarl::cli::Lines(text)) {
    const std::string where = path + ":" + std::to_string(++number);
    const std::vector<std::string_view> words = snarl::cli::Words(line);
    if (words.size() == 3 && words[0] == "//" && words[1] == "VERDICT") {
      declared.verdict = declared.expected = ParseSaid(words[2], where);
      ++verdicts;
    } else if (words.size() > 4 && words[0] == "//" && words[1] == "LIMIT" && words[3] == "--") {
      declared.expected = ParseSaid(words[2], where);
      ++limits;
    } else if (words.size() > 4 && words[0] == "//" && words[1] == "STATUS" && words[3] == "--") {
      declared.status = words[2];
    } else if (const std::string_view mark = snarl::cli::MarkText(line); !mark.empty()) {
      if (ParseSaid(mark, where) != declared.verdict) throw Fault(where + ": the mark is not of the verdict's kind");
      declared.lines.insert(number);
    }
  }
  if (verdicts != 1 || limits > 1) throw Fault(path + ": expected one line VERDICT, and at most one LIMIT after it");
  if (limits == 1 && declared.expected == declared.verdict)
    throw Fault(path + ": a LIMIT that says the verdict is none");
  if (declared.status.empty()) declared.status = declared.expected.clean ? "0" : "66";
  if (declared.verdict.clean != declared.lines.empty())
    throw Fault(path + ": lines are marked if, and only if, flagged");
  return declared;
}

std::string Places(const std::set<int>& lines) {
  std::string text;
  for (const int line : lines) text += (text.empty() ? " at :" : ", :") + std::to_string(line);
  return text;
}

std::string Text(const Said& said) { return said.clean ? "clean" : std::string(snarl::report::Name(said.kind)); }

int Compare(const std::string& source, const std::string& status, const std::vector<std::string>& documents) {
  const Declared declared = ReadDeclared(source);
  const std::string file = source.substr(source.rfind('/') + 1);
  const std::string name = file.substr(0, file.rfind('.'));
  snarl::cli::DemoSource whole;  // the programs of the table have no two variants: any line counts
  whole.path = source;
  whole.unsafe_lines = {1, std::numeric_limits<int>::max()};
  std::vector<Finding> findings;
  for (const std::string& path : documents) {
    snarl::report::FindingsDocument document;
    std::string error;
    if (!snarl::report::ReadFindingsFile(path, document, error)) throw Fault(error);
    findings.insert(findings.end(), document.findings.begin(), document.findings.end());
  }

  bool as_declared = true;
  const auto wrong = [&](const std::string& what) {
    std::printf("wrong: %s\n", what.c_str());
    as_declared = false;
  };
  for (const Finding& finding : findings) {
    const std::set<int> lines = snarl::cli::Sites(finding, whole, name);
    std::printf("came: %s%s\n", std::string(snarl::report::Name(finding.kind)).c_str(), Places(lines).c_str());
    if (declared.expected != Said{false, finding.kind}) {
      wrong("expected " + Text(declared.expected) + ", came that");
    } else if (declared.expected == declared.verdict && lines != declared.lines) {
      wrong("expected it" + Places(declared.lines));
    }
  }
  if (findings.empty()) std::printf("came: clean\n");
  const std::size_t expected = declared.expected.clean ? 0 : 1;
  if (findings.size() != expected) {
    wrong("expected " + std::to_string(expected) + " findings (" + Text(declared.expected) + "), came " +
          std::to_string(findings.size()));
  }
  if (status != declared.status) wrong("expected exit status " + declared.status + ", came " + status);
  if (!as_declared && declared.expected != declared.verdict) {
    std::printf("the LIMIT does not hold; if the verdict came, strike it out\n");
  }
  return as_declared ? snarl::cli::kDone : snarl::cli::kFound;
}

}  // namespace

int main(int count, char** words) {
  if (count < 4) {
    std::fputs("Usage: truth_compare SOURCE STATUS DOCUMENT…\n", stderr);
    return snarl::cli::kMisused;
  }
  try {
    return Compare(words[1], words[2], {words + 3, words + count});
  } catch (const Fault& fault) {
    std::fprintf(stderr, "truth_compare: %s\n", fault.what());
    return fault.status();
  }
}
