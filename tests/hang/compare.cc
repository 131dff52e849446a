// SPDX-License-Identifier: Apache-2.0
//
// hang_compare SOURCE CASE STATUS DOCUMENT: what a case declares (play.h) against what came, exactly: the exit status, one
// finding or none, its kind and certainty, the threads that it shows and the locks.
//
// A lock is declared by the last part of its name, or "-" where it has none. Status 0: as declared, 1: not so, 2: wrong use.
#include <algorithm>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "cli/fault.h"
#include "cli/words.h"
#include "snarl/report/read.h"

namespace {

using snarl::cli::Fault;
using snarl::report::Finding;
using Names = std::vector<std::string>;

struct Declared {
  std::string said = "clean";  // "deadlock certain"
  Names threads;
  Names locks;
};

std::string WithoutLast(std::string_view word) { return std::string(word.substr(0, word.size() - 1)); }

Declared ReadDeclared(const std::string& path, const std::string& name) {
  std::string text;
  std::string error;
  if (!snarl::report::ReadWholeFile(path, text, error)) throw Fault(error);
  for (const std::string& line : snarl::cli::Lines(text)) {
    const std::vector<std::string_view> words = snarl::cli::Words(line);
    if (words.size() == 3 && words[1] == "SILENT" && words[2] == name) return {};
    if (words.size() < 6 || words[1] != "HANGS" || words[2] != name + ":") continue;
    Declared declared;
    declared.said = std::string(words[3]) + " " + WithoutLast(words[4]);
    Names* into = nullptr;
    for (std::size_t i = 5; i < words.size(); ++i) {
      if (words[i] == "threads") {
        into = &declared.threads;
      } else if (words[i] == "locks") {
        into = &declared.locks;
      } else if (into != nullptr) {
        into->push_back(words[i].back() == ';' ? WithoutLast(words[i]) : std::string(words[i]));
      }
    }
    std::sort(declared.threads.begin(), declared.threads.end());
    std::sort(declared.locks.begin(), declared.locks.end());
    return declared;
  }
  throw Fault(path + ": no case " + name + " is declared");
}

// The name without its scope and its place in an array, and "-" for one that nobody gave.
std::string LastPart(const std::string& name) {
  const std::size_t number = name.rfind(" M");
  const bool numbered =
      number != std::string::npos && name.find_first_not_of("0123456789", number + 2) == std::string::npos;
  if (numbered || name.find(" first used at ") != std::string::npos) return "-";
  const std::size_t scope = name.rfind("::");
  std::string last = scope == std::string::npos ? name : name.substr(scope + 2);
  last.resize(std::min(last.size(), last.find_first_of("[+ ")));
  return last;
}

std::string Text(const Names& names) {
  std::string text;
  for (const std::string& name : names) text += " " + name;
  return text;
}

int Compare(const std::string& source, const std::string& name, const std::string& status, const std::string& path) {
  const Declared declared = ReadDeclared(source, name);
  snarl::report::FindingsDocument document;
  std::string error;
  if (!snarl::report::ReadFindingsFile(path, document, error)) throw Fault(error);
  bool as_declared = true;
  const auto expect = [&](const std::string& what, const std::string& wanted, const std::string& came) {
    if (wanted == came) return;
    std::printf("%s: %s: expected %s, came %s\n", name.c_str(), what.c_str(), wanted.c_str(), came.c_str());
    as_declared = false;
  };
  expect("exit status", declared.said == "clean" ? "0" : "66", status);
  expect("findings", declared.said == "clean" ? "0" : "1", std::to_string(document.findings.size()));
  for (const Finding& finding : document.findings) {
    expect("finding", declared.said,
           std::string(snarl::report::Name(finding.kind)) + " " + std::string(snarl::report::Name(finding.certainty)));
    Names threads;
    Names locks;
    for (const auto& thread : finding.threads) threads.push_back(thread.name);
    for (const auto& lock : finding.locks) {
      if (lock.kind != "thread") locks.push_back(LastPart(lock.name));
    }
    std::sort(threads.begin(), threads.end());
    std::sort(locks.begin(), locks.end());
    expect("threads", Text(declared.threads), Text(threads));
    expect("locks", Text(declared.locks), Text(locks));
  }
  return as_declared ? 0 : 1;
}

}  // namespace

int main(int count, char** words) {
  if (count != 5) {
    std::fputs("Usage: hang_compare SOURCE CASE STATUS DOCUMENT\n", stderr);
    return 2;
  }
  try {
    return Compare(words[1], words[2], words[3], words[4]);
  } catch (const Fault& fault) {
    std::fprintf(stderr, "hang_compare: %s\n", fault.what());
    return fault.status();
  }
}
