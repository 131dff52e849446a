// SPDX-License-Identifier: Apache-2.0
#include "cli/judge.h"

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <iterator>
#include <map>

namespace snarl::cli {
namespace {

using report::Finding;
using report::Kind;

bool IsDemo(const std::string& file, std::string_view source, std::string_view name) {
  if (file.empty()) return false;
  const std::string path = std::filesystem::path(file).lexically_normal().string();
  if (path == std::filesystem::path(source).lexically_normal().string()) return true;
  // A compiler may have been given another path to the same file (a link, a prefix map): then the end decides.
  const std::string end = std::string(name) + ".cc";
  return path == end || path.ends_with("/" + end);
}

void AddSite(const report::Stack& stack, const DemoSource& source, std::string_view name, std::set<int>& sites) {
  const auto own = std::ranges::find_if(stack, [&](const report::Frame& frame) {
    return (source.unsafe_lines.Holds(frame.line) || source.safe_lines.Holds(frame.line)) &&
           IsDemo(frame.file, source.path, name);
  });
  if (own != stack.end()) sites.insert(own->line);
}

std::map<Kind, std::set<int>> Came(Watcher watcher, const Outcome& outcome, const DemoSource& source,
                                   std::string_view name) {
  std::map<Kind, std::set<int>> came;
  for (const Finding& finding : outcome.findings) {
    if (report::Name(finding.watcher) == Author(watcher)) came[finding.kind].merge(Sites(finding, source, name));
  }
  return came;
}

std::set<int> Without(const std::set<int>& from, const std::set<int>& away) {
  std::set<int> rest;
  std::ranges::set_difference(from, away, std::inserter(rest, rest.end()));
  return rest;
}

// "bank_account.cc:41, :44".
std::string Places(std::string_view file, const std::set<int>& lines) {
  std::string text;
  for (const int line : lines) text += (text.empty() ? std::string(file) + ":" : ", :") + std::to_string(line);
  return text;
}

std::string FileName(std::string_view source) { return std::filesystem::path(source).filename().string(); }

std::string All(const std::set<int>& lines, std::string_view file, std::string_view none) {
  return lines.empty() ? std::string(none) : Places(file, lines);
}

class Comparison {
 public:
  Comparison(const Declared& declared, const Outcome& outcome)
      : declared_(declared), outcome_(outcome), file_(FileName(declared.source.path)) {}

  std::vector<Complaint> Run() {
    if (!CheckEnd()) return std::move(complaints_);
    bool anything = false;
    for (const Watcher watcher : declared_.watchers) {
      Compare(watcher);
      anything = anything || !verdict().Of(declared_.variant, watcher).Reported().empty();
    }
    if (ShouldHang()) {
      if (!outcome_.hung && outcome_.status == 0) Add(false, "expected that it hangs, came an end with status 0");
      return std::move(complaints_);
    }
    if (outcome_.hung) Add(false, "expected an end by itself, came a hang");
    const int expected = anything ? kStatusFlagged : 0;
    if (!outcome_.hung && outcome_.status != expected) {
      Add(false, "expected exit status " + std::to_string(expected) + (anything ? " (flagged)" : " (clean)") +
                     ", came " + std::to_string(outcome_.status));
    }
    return std::move(complaints_);
  }

 private:
  [[nodiscard]] const Verdict& verdict() const { return declared_.source.verdict; }
  // What a plain demo shows never ends by itself.
  [[nodiscard]] bool ShouldHang() const { return verdict().plain && declared_.variant == Variant::kUnsafe; }

  void Add(bool broken, std::string text) { complaints_.push_back({broken, std::move(text)}); }

  // Whether the program came to an end from which anything can be learnt.
  bool CheckEnd() {
    const std::string expected = "expected an end by itself, ";
    if (outcome_.timed_out) {
      Add(true, expected + "came the time limit after " + std::to_string(static_cast<int>(outcome_.seconds)) + " s");
    } else if (outcome_.hung) {
      // Whoever ended it did so by a signal.
    } else if (outcome_.signal != 0) {
      Add(true, expected + "came signal " + std::to_string(outcome_.signal) + " (" + strsignal(outcome_.signal) + ")");
    } else if (outcome_.status == kStatusMissedCue) {
      Add(true, "expected the bug to happen, came exit status 70: the demo says that it did not");
    } else if (outcome_.status != 0 && outcome_.status != kStatusFlagged) {
      Add(true, "expected exit status 0 or 66, came " + std::to_string(outcome_.status) + ": it crashed");
    }
    if (!outcome_.unread.empty()) {
      Add(true, "expected a findings document, came none: " + outcome_.unread);
    } else if (complaints_.empty() && !outcome_.hung &&
               (outcome_.status == kStatusFlagged) != !outcome_.findings.empty()) {
      Add(true, "expected exit status 66 just where there are findings, came " + std::to_string(outcome_.status) +
                    " with " + std::to_string(outcome_.findings.size()) + " of them in the document");
    }
    // A broken run that left a document can still be compared: what it lacks tells how far it came.
    return outcome_.unread.empty();
  }

  void Compare(Watcher watcher) {
    const Claim& claim = verdict().Of(declared_.variant, watcher);
    const std::string who = std::string(Name(watcher)) + " ";
    const std::string where = " (" + file_ + ":" + std::to_string(claim.line) + " declares \"" + claim.Text() + "\")";
    const auto came = Came(watcher, outcome_, declared_.source, declared_.name);
    const std::set<Kind> expected = claim.Reported();
    for (const Kind kind : expected) {
      const std::set<int> marked = verdict().Marked(declared_.variant, watcher, kind);
      const std::string what = who + std::string(report::Name(kind));
      const auto found = came.find(kind);
      if (found == came.end()) {
        Add(false, "expected " + what + " at " + All(marked, file_, "no line") + where + ", came none");
        continue;
      }
      const std::set<int> unseen = Without(marked, found->second);
      const std::set<int> unmarked = Without(found->second, marked);
      if (unseen.empty() && unmarked.empty()) continue;
      Add(false, "expected " + what + " at " + All(marked, file_, "no line, as none is marked") + ", came at " +
                     All(found->second, file_, "no line of the demo") +
                     (unseen.empty() ? "" : "; marked but not reported: " + Places(file_, unseen)) +
                     (unmarked.empty() ? "" : "; reported but not marked: " + Places(file_, unmarked)));
    }
    for (const auto& [kind, lines] : came) {
      if (expected.contains(kind)) continue;
      Add(false, "expected no " + who + std::string(report::Name(kind)) + where + ", came one at " +
                     All(lines, file_, "no line of the demo"));
    }
  }

  const Declared& declared_;
  const Outcome& outcome_;
  std::string file_;
  std::vector<Complaint> complaints_;
};

}  // namespace

std::vector<Complaint> Judge(const Declared& declared, const Outcome& outcome) {
  return Comparison(declared, outcome).Run();
}

std::set<int> Sites(const Finding& finding, const DemoSource& source, std::string_view name) {
  std::set<int> sites;
  for (const report::Step& step : finding.witness) AddSite(step.second, source, name, sites);
  if (!finding.witness.empty()) return sites;
  for (const report::ThreadInfo& thread : finding.threads) AddSite(thread.now, source, name, sites);
  return sites;
}

std::string Said(Watcher watcher, const Outcome& outcome, const DemoSource& source, std::string_view name) {
  std::string text;
  for (const auto& [kind, lines] : Came(watcher, outcome, source, name)) {
    text += (text.empty() ? "" : "; ") + std::string(report::Name(kind)) +
            (lines.empty() ? "" : " at " + Places(FileName(source.path), lines));
  }
  return text.empty() ? "nothing" : text;
}

}  // namespace snarl::cli
