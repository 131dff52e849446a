// SPDX-License-Identifier: Apache-2.0
#include "snarl/report/suppressions.h"

#include <algorithm>
#include <cstddef>

#include "snarl/report/option_value.h"

namespace snarl::report {
namespace {

std::string_view Trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r";
  const std::size_t first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

std::vector<std::string_view> KindNames() {
  std::vector<std::string_view> names;
  for (int kind = 0; kind <= static_cast<int>(Kind::kOther); ++kind) names.push_back(Name(static_cast<Kind>(kind)));
  return names;
}

std::string UnknownKind(std::string_view kind) {
  std::string error = "no kind of finding is called \"" + std::string(kind) + "\"";
  const std::vector<std::string_view> names = KindNames();
  if (const std::string_view nearest = Nearest(kind, names); !nearest.empty()) {
    return error.append("; did you mean \"").append(nearest).append("\"?");
  }
  error += "; it is * or one of";
  const char* separator = " ";
  for (const std::string_view name : names) {
    error.append(separator).append(name);
    separator = ", ";
  }
  return error;
}

// What is wrong with the line, or nothing and the rule.
std::string ParseRule(std::string_view line, Suppression& rule) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return "expected kind:pattern, found \"" + std::string(line) + "\"";
  rule.kind = Trimmed(line.substr(0, colon));
  rule.pattern = Trimmed(line.substr(colon + 1));
  Kind kind{};
  if (rule.kind != "*" && !Parse(rule.kind, kind)) return UnknownKind(rule.kind);
  if (rule.pattern.empty()) return "there is no pattern after \"" + rule.kind + ":\"; * matches anything";
  return "";
}

// The glob alone, over all of the text. Where a piece does not fit, the latest star takes one character more.
bool GlobMatches(std::string_view glob, std::string_view text) {
  std::size_t g = 0;
  std::size_t t = 0;
  std::size_t star = std::string_view::npos;
  std::size_t star_took_to = 0;
  while (t < text.size()) {
    if (g < glob.size() && glob[g] == '*') {
      star = g++;
      star_took_to = t;
    } else if (g < glob.size() && glob[g] == text[t]) {
      ++g;
      ++t;
    } else if (star != std::string_view::npos) {
      g = star + 1;
      t = ++star_took_to;
    } else {
      return false;
    }
  }
  return glob.find_first_not_of('*', g) == std::string_view::npos;
}

bool AnyFrame(const Stack& stack, std::string_view pattern) {
  return std::any_of(stack.begin(), stack.end(), [&](const Frame& frame) {
    return PatternMatches(pattern, frame.function) || PatternMatches(pattern, frame.file) ||
           PatternMatches(pattern, frame.module);
  });
}

bool InThread(const ThreadInfo& thread, std::string_view pattern) {
  return AnyFrame(thread.now, pattern) ||
         std::any_of(thread.holds.begin(), thread.holds.end(),
                     [&](const Holding& holding) { return AnyFrame(holding.taken, pattern); });
}

}  // namespace

SuppressionList ParseSuppressions(std::string_view text, std::string_view name) {
  SuppressionList list;
  for (int number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = Trimmed(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty() || line.front() == '#') continue;
    Suppression rule{"", "", number};
    const std::string error = ParseRule(line, rule);
    if (error.empty()) {
      list.rules.push_back(std::move(rule));
    } else {
      list.errors.push_back(std::string(name) + ":" + std::to_string(number) + ": " + error);
    }
  }
  return list;
}

bool PatternMatches(std::string_view pattern, std::string_view text) {
  if (text.empty()) return false;
  const bool pinned_at_start = pattern.starts_with('^');
  if (pinned_at_start) pattern.remove_prefix(1);
  const bool pinned_at_end = pattern.ends_with('$');
  if (pinned_at_end) pattern.remove_suffix(1);
  return GlobMatches((pinned_at_start ? "" : "*") + std::string(pattern) + (pinned_at_end ? "" : "*"), text);
}

bool Suppresses(const Suppression& rule, const Finding& finding) {
  if (rule.kind != "*" && rule.kind != Name(finding.kind)) return false;
  const std::string_view pattern = rule.pattern;
  if (pattern.find_first_not_of('*') == std::string_view::npos) return true;  // also where there is no name at all
  return std::any_of(
             finding.witness.begin(), finding.witness.end(),
             [&](const Step& step) { return AnyFrame(step.first, pattern) || AnyFrame(step.second, pattern); }) ||
         std::any_of(finding.threads.begin(), finding.threads.end(),
                     [&](const ThreadInfo& thread) { return InThread(thread, pattern); }) ||
         std::any_of(finding.locks.begin(), finding.locks.end(), [&](const LockInfo& lock) {
           return PatternMatches(pattern, lock.name) || (!lock.plain.empty() && PatternMatches(pattern, lock.plain));
         });
}

}  // namespace snarl::report
