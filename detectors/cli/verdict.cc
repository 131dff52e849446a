// SPDX-License-Identifier: Apache-2.0
#include "cli/verdict.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "cli/fault.h"
#include "cli/words.h"

namespace snarl::cli {
namespace {

using report::Kind;

constexpr std::string_view kMarkSign = "// <-";
constexpr std::string_view kForm =
    "expected \"// VERDICT unsafe|safe tsan|snarl|run|attach|helgrind|drd: clean\", \"… kind, kind\" or \"… misses "
    "kind -- "
    "reason\"";

[[noreturn]] void Fail(std::string_view path, int line, const std::string& what) {
  throw Fault(std::string(path) + ":" + std::to_string(line) + ": " + what);
}

std::string NoKind(std::string_view word) {
  std::vector<std::string> names;
  for (int i = 0; i <= static_cast<int>(Kind::kOther); ++i) names.emplace_back(report::Name(static_cast<Kind>(i)));
  return "\"" + std::string(word) + "\" is no kind of finding" + DidYouMean(word, names);
}

std::size_t Index(Variant variant) { return variant == Variant::kUnsafe ? 0 : 1; }

Claim ParseClaim(std::string_view text, std::string_view path, int line) {
  Claim claim;
  claim.line = line;
  if (text == "clean") return claim;
  if (Word(text) == "misses") {
    claim.misses = true;
    text = Trimmed(text.substr(std::string_view("misses").size()));
    const std::size_t dashes = text.find("--");
    if (dashes == text.npos || Trimmed(text.substr(dashes + 2)).empty()) {
      Fail(path, line, "a miss needs its reason: expected \"misses kind -- reason\"");
    }
    claim.reason = Trimmed(text.substr(dashes + 2));
    text = Trimmed(text.substr(0, dashes));
  }
  for (const std::string_view word : Split(text, ',')) {
    Kind kind{};
    if (word.empty()) Fail(path, line, std::string(kForm));
    if (!report::Parse(word, kind)) Fail(path, line, NoKind(word));
    if (std::ranges::count(claim.kinds, kind) != 0)
      Fail(path, line, "\"" + std::string(word) + "\" stands there twice");
    claim.kinds.push_back(kind);
  }
  return claim;
}

// "unsafe tsan: data-race" into its place.
void ParseDeclaration(std::string_view text, std::string_view path, int line, Verdict& verdict) {
  const std::size_t colon = text.find(':');
  if (colon == text.npos) Fail(path, line, std::string(kForm));
  const std::vector<std::string_view> whose = Words(text.substr(0, colon));
  Variant variant{};
  Watcher watcher{};
  if (whose.size() != 2 || !Parse(whose[0], variant) || !Parse(whose[1], watcher)) {
    Fail(path, line, std::string(kForm));
  }
  Claim& claim = verdict.claims[Index(variant)][Index(watcher)];
  if (claim.line != 0) {
    Fail(path, line,
         "a second verdict of " + std::string(whose[1]) + " on the " + std::string(whose[0]) +
             " variant; expected one, and line " + std::to_string(claim.line) + " has it");
  }
  claim = ParseClaim(Trimmed(text.substr(colon + 1)), path, line);
  if (variant == Variant::kSafe && !claim.kinds.empty()) Fail(path, line, "the safe variant must be clean");
  if (variant == Variant::kUnsafe && claim.kinds.empty()) {
    Fail(path, line,
         "the unsafe variant cannot be clean: expected what " + std::string(whose[1]) +
             " reports, or \"misses kind -- reason\"");
  }
}

void ParseMark(std::string_view text, std::string_view path, int line, Verdict& verdict) {
  for (const std::string_view item : Split(text, ',')) {
    std::vector<std::string_view> words = Words(item);
    Mark mark{line, Kind::kOther, std::nullopt};
    Watcher watcher{};
    if (words.size() == 2 && Parse(words[0], watcher)) {
      mark.watcher = watcher;
      words.erase(words.begin());
    }
    if (words.size() != 1) Fail(path, line, "expected a mark \"// <- kind, kind\" or \"// <- watcher kind\"");
    if (!report::Parse(words[0], mark.kind)) Fail(path, line, NoKind(words[0]));
    verdict.marks.push_back(mark);
  }
}

// What no single line can show.
void CheckWhole(Verdict& verdict, std::string_view path) {
  for (const Variant variant : kVariants) {
    for (const Watcher watcher : kOfPlain) {
      if (watcher != Watcher::kTsan && verdict.Of(variant, watcher).line != 0) verdict.plain = true;
    }
  }
  const std::vector<Watcher> watchers = verdict.Watchers();
  bool missed = true;
  int last = 0;
  for (const Variant variant : kVariants) {
    for (const Watcher watcher : kWatchers) {
      const Claim& claim = verdict.Of(variant, watcher);
      const bool wanted = std::ranges::count(watchers, watcher) != 0;
      if (!wanted && claim.line != 0) {
        Fail(path, claim.line,
             "a demo is played by run, attach, helgrind and drd, or with the library linked in, not both");
      }
      if (wanted && claim.line == 0) {
        throw Fault(std::string(path) + ": no verdict of " + std::string(Name(watcher)) + " on the " +
                    std::string(Name(variant)) + " variant; expected a line \"// VERDICT " +
                    std::string(Name(variant)) + " " + std::string(Name(watcher)) + ": …\" in its header");
      }
      if (!wanted || variant == Variant::kSafe) continue;
      missed = missed && claim.misses;
      last = std::max(last, claim.line);
    }
  }
  if (missed) Fail(path, last, "all watchers miss the bug; expected one at least to report it");
  for (const Mark& mark : verdict.marks) {
    const bool declared = std::ranges::any_of(watchers, [&](Watcher watcher) {
      return (!mark.watcher || *mark.watcher == watcher) &&
             verdict.Of(Variant::kUnsafe, watcher).Reported().contains(mark.kind);
    });
    if (declared) continue;
    Fail(path, mark.line,
         "marked " + std::string(report::Name(mark.kind)) + ", which no VERDICT unsafe " +
             (mark.watcher ? std::string(Name(*mark.watcher)) + " " : "") + "line declares");
  }
}

}  // namespace

std::string_view Name(Variant variant) { return variant == Variant::kUnsafe ? "unsafe" : "safe"; }

bool Parse(std::string_view name, Variant& out) {
  for (const Variant variant : kVariants) {
    if (name != Name(variant)) continue;
    out = variant;
    return true;
  }
  return false;
}

std::set<Kind> Claim::Reported() const {
  if (misses) return {};
  return {kinds.begin(), kinds.end()};
}

std::string Claim::Text() const { return kinds.empty() ? "clean" : (misses ? "misses " : "") + Join(kinds); }

std::vector<Watcher> Verdict::Watchers() const {
  if (plain) return {kOfPlain.begin(), kOfPlain.end()};
  return {kOfWatched.begin(), kOfWatched.end()};
}

const Claim& Verdict::Of(Variant variant, Watcher watcher) const { return claims[Index(variant)][Index(watcher)]; }

std::set<int> Verdict::Marked(Variant variant, Watcher watcher, Kind kind) const {
  std::set<int> lines;
  if (variant == Variant::kSafe) return lines;
  for (const Mark& mark : marks) {
    if (mark.kind == kind && mark.watcher.value_or(watcher) == watcher) lines.insert(mark.line);
  }
  return lines;
}

Verdict ParseVerdict(const std::vector<std::string>& lines, std::string_view path, LineRange unsafe_lines) {
  Verdict verdict;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const int number = static_cast<int>(i) + 1;
    std::string_view line = Trimmed(lines[i]);
    if (line.starts_with("//")) {
      line = Trimmed(line.substr(2));
      if (line.starts_with("VERDICT")) {
        ParseDeclaration(line.substr(std::string_view("VERDICT").size()), path, number, verdict);
      }
      continue;
    }
    if (line.find(kMarkSign) == line.npos) continue;
    if (!unsafe_lines.Holds(number))
      Fail(path, number, "a mark outside of namespace unsafe; expected marks only there");
    ParseMark(MarkText(line), path, number, verdict);
  }
  CheckWhole(verdict, path);
  return verdict;
}

std::string_view WithoutMark(std::string_view line) {
  const std::size_t at = line.find(kMarkSign);
  if (at == line.npos) return line;
  const std::size_t end = line.substr(0, at).find_last_not_of(" \t");
  return line.substr(0, end == line.npos ? 0 : end + 1);
}

std::string_view MarkText(std::string_view line) {
  const std::size_t at = line.find(kMarkSign);
  return at == line.npos ? std::string_view() : Trimmed(line.substr(at + kMarkSign.size()));
}

std::string Join(const std::vector<Kind>& kinds) {
  std::string text;
  for (const Kind kind : kinds) text += (text.empty() ? "" : ", ") + std::string(report::Name(kind));
  return text;
}

}  // namespace snarl::cli
