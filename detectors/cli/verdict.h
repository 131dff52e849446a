// SPDX-License-Identifier: Apache-2.0
//
// What a demo declares: for each variant what each watcher says of it, and on which lines.
//
//   // VERDICT unsafe tsan: data-race
//   // VERDICT unsafe snarl: misses data-race -- no lock is involved, so it has nothing to see
//   // VERDICT safe tsan: clean
//   // VERDICT safe snarl: clean
//   …
//     balance -= amount;  // <- data-race
//     gate.lock();        // <- tsan lock-order-inversion, snarl deadlock
//
// Exactly one line for each variant and watcher of the demo's kind (cli/watcher.h): plain is a demo that declares for `run`,
// `attach`, `helgrind` or `drd`. `clean` and `misses` both say that this watcher reports nothing at all; `misses` names
// what it ought to have seen, and why it cannot. The unsafe variant is flagged by at least one watcher and is never
// `clean`; the safe one is always `clean`. A mark counts for every watcher that declares its kind, or for the one it
// names, and stands only in `namespace unsafe`.
//
// Pure: text in, values or one line out ("path:line: what is expected").
#pragma once

#include <array>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "cli/watcher.h"
#include "snarl/report/finding.h"

namespace snarl::cli {

enum class Variant { kUnsafe, kSafe };
inline constexpr std::array kVariants = {Variant::kUnsafe, Variant::kSafe};

[[nodiscard]] std::string_view Name(Variant variant);
[[nodiscard]] bool Parse(std::string_view name, Variant& out);

// What one watcher says of one variant.
struct Claim {
  bool misses = false;              // the kinds are there and this watcher does not see them
  std::vector<report::Kind> kinds;  // empty: clean
  std::string reason;               // of `misses`
  int line = 0;                     // of the declaration in the source

  // What is expected in the findings: nothing where the claim is `clean` or `misses`.
  [[nodiscard]] std::set<report::Kind> Reported() const;
  // The declaration as it is written after the colon, without the reason.
  [[nodiscard]] std::string Text() const;
};

struct Mark {
  int line = 0;
  report::Kind kind = report::Kind::kOther;
  std::optional<Watcher> watcher;  // none: every watcher that declares the kind
};

struct Verdict {
  bool plain = false;                                         // else watched
  std::array<std::array<Claim, kWatchers.size()>, 2> claims;  // by Variant, Watcher
  std::vector<Mark> marks;                                    // all in the unsafe variant

  // The watchers that declare.
  [[nodiscard]] std::vector<Watcher> Watchers() const;

  [[nodiscard]] const Claim& Of(Variant variant, Watcher watcher) const;
  // The marked lines for one kind of one watcher in this variant; none in the safe one.
  [[nodiscard]] std::set<int> Marked(Variant variant, Watcher watcher, report::Kind kind) const;
};

// Where a variant's namespace stands in its file: line numbers, the opening and closing lines included. 0: not there.
struct LineRange {
  int first = 0;
  int last = 0;
  [[nodiscard]] bool Holds(int line) const { return first <= line && line <= last; }
};

// `lines` are those of the whole file. Throws Fault with the first error.
[[nodiscard]] Verdict ParseVerdict(const std::vector<std::string>& lines, std::string_view path,
                                   LineRange unsafe_lines);

// The line without its mark and the blanks before it; and the text of the mark, empty where there is none.
[[nodiscard]] std::string_view WithoutMark(std::string_view line);
[[nodiscard]] std::string_view MarkText(std::string_view line);

// "data-race, spin".
[[nodiscard]] std::string Join(const std::vector<report::Kind>& kinds);

}  // namespace snarl::cli
