// SPDX-License-Identifier: Apache-2.0
#include "cli/diff.h"

#include <unistd.h>

#include <cstdio>
#include <filesystem>

#include "cli/collect.h"
#include "cli/deliver.h"
#include "cli/fault.h"
#include "snarl/report/read.h"
#include "snarl/report/write.h"
#include "views/baseline.h"
#include "views/printable.h"

namespace snarl::cli {
namespace {

// False where the file is none of ours.
bool ReadBaselineFile(const std::string& path, views::Baseline& baseline) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) return false;
  std::string text;
  std::string wrong;
  // Logs may be larger than memory; a baseline shows itself at once.
  constexpr std::uintmax_t kLargest = std::uintmax_t{64} << 20U;
  if (std::filesystem::file_size(path, error) > kLargest || error) return false;
  if (!report::ReadWholeFile(path, text, wrong)) throw Fault(wrong);
  if (!views::IsBaseline(text)) return false;
  baseline = views::ParseBaseline(text, path);
  return true;
}

// A baseline, or any reports at all: then what they hold is what is known. Half of it would make old bugs new ones.
views::Baseline ReadKnown(const std::string& path) {
  views::Baseline known;
  if (ReadBaselineFile(path, known)) {
    for (const std::string& error : known.errors) std::fprintf(stderr, "snarl: %s\n", error.c_str());
    if (!known.errors.empty()) throw Fault(path + ": the baseline cannot be read as a whole");
    return known;
  }
  views::Cards cards;
  const Reading reading = Collect({path}, {}, cards);
  if (reading.file_unread || reading.part_unread) throw Fault(path + ": the baseline cannot be read as a whole");
  return views::BaselineOf(cards.Sorted());
}

int WriteBaseline(const DiffArguments& arguments) {
  views::Baseline before;
  (void)ReadBaselineFile(arguments.write_baseline, before);
  views::Cards cards;
  const Reading reading = Collect(arguments.files, {}, cards);
  // What was not read would be gone from the file.
  if (reading.file_unread || reading.part_unread) {
    throw Fault(arguments.write_baseline + " is left as it was, since not all of the reports could be read");
  }
  const std::string text = views::BaselineAsText(cards.Sorted(), before);
  const std::string wrong = report::ReplaceFile(arguments.write_baseline, text);
  if (!wrong.empty()) throw Fault(wrong);
  std::printf("%zu known bugs in %s\n", cards.size(), arguments.write_baseline.c_str());
  return kDone;
}

std::string Balance(const views::Comparison& comparison) {
  return std::to_string(comparison.fresh.size()) + " new, " + std::to_string(comparison.gone.size()) + " gone, " +
         std::to_string(comparison.unchanged) + " unchanged\n";
}

}  // namespace

int Diff(const DiffArguments& arguments) {
  if (!arguments.write_baseline.empty()) return WriteBaseline(arguments);
  if (arguments.files.size() < 2) throw Fault("snarl diff takes a baseline and what is new; --help tells more");
  const views::Baseline known = ReadKnown(arguments.files.front());
  views::Cards cards;
  const Reading reading = Collect({arguments.files.begin() + 1, arguments.files.end()}, {}, cards);
  const views::Comparison comparison = views::Compare(known, cards.Sorted());
  std::string text = Render(comparison.fresh, arguments.style);
  const bool for_people = arguments.style.format == "text";
  if (for_people) {
    if (!text.empty()) text += "\n";
    for (const auto& [fingerprint, words] : comparison.gone) {
      text += "gone  " + fingerprint + "  " + views::Printable(words) + "\n";
    }
    text += Balance(comparison);
  } else {
    std::fputs(Balance(comparison).c_str(), stderr);
  }
  Deliver(text, {arguments.style.output, for_people, arguments.style.no_pager});
  return reading.Status(!comparison.fresh.empty());
}

}  // namespace snarl::cli
