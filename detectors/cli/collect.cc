// SPDX-License-Identifier: Apache-2.0
#include "cli/collect.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <map>
#include <utility>

#include "cli/fault.h"
#include "cli/words.h"
#include "logs/read.h"
#include "views/printable.h"

namespace snarl::cli {
namespace {

// A line that is written over again and again, on a terminal only, once there was a second to wait.
class Progress {
 public:
  Progress() : shows_(isatty(STDERR_FILENO) != 0) {}
  ~Progress() { Clear(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void At(const std::string& file) {
    constexpr std::uint64_t kBetweenLooks = 256;
    if (!shows_ || ++calls_ % kBetweenLooks != 0) return;
    const auto now = std::chrono::steady_clock::now();
    if (now < next_) return;
    next_ = now + std::chrono::milliseconds(200);
    std::fprintf(stderr, "\r\033[K%llu reports, now in %s", static_cast<unsigned long long>(calls_),
                 views::Printable(file).c_str());
    std::fflush(stderr);
    written_ = true;
  }

  void Clear() {
    if (written_) std::fputs("\r\033[K", stderr);
    written_ = false;
  }

 private:
  const bool shows_;
  bool written_ = false;
  std::uint64_t calls_ = 0;
  std::chrono::steady_clock::time_point next_ = std::chrono::steady_clock::now() + std::chrono::seconds(1);
};

class Collector : public logs::Sink {
 public:
  explicit Collector(const TakeFinding& take) : take_(take) {}

  void Take(report::Finding&& finding, const logs::Origin& origin) override {
    progress_.At(origin.file);
    take_(std::move(finding), {origin.file, origin.test, origin.tool});
  }

  void Complain(const std::string& file, std::uint64_t line, const std::string& text) override {
    (line == 0 ? reading_.file_unread : reading_.part_unread) = true;
    constexpr std::uint64_t kMostLines = 20;
    if (++complaints_[file] > kMostLines) return;
    progress_.Clear();
    const std::string place = line == 0 ? file : file + ":" + std::to_string(line);
    std::fprintf(stderr, "snarl: %s: %s\n", views::Printable(place).c_str(), views::Printable(text).c_str());
    if (complaints_[file] == kMostLines) std::fprintf(stderr, "snarl: %s: and so on\n", views::Printable(file).c_str());
  }

  Reading Done() {
    progress_.Clear();
    return reading_;
  }

 private:
  const TakeFinding& take_;
  Progress progress_;
  Reading reading_;
  std::map<std::string, std::uint64_t> complaints_;
};

}  // namespace

int Reading::Status(bool found) const {
  if (file_unread) return kMisused;
  if (found) return kFound;
  return part_unread ? kMisused : kDone;
}

Reading Collect(const std::vector<std::string>& paths, const TakeFinding& take) {
  Collector collector(take);
  for (const std::string& path : paths) logs::Read(path, collector);
  return collector.Done();
}

Reading Collect(const std::vector<std::string>& paths, const std::vector<report::Kind>& kinds, views::Cards& cards) {
  Reading reading = Collect(paths, [&](report::Finding&& finding, const views::Seen& seen) {
    if (!kinds.empty() && std::ranges::find(kinds, finding.kind) == kinds.end()) return;
    cards.Take(std::move(finding), seen);
  });
  if (cards.left_out() > 0) {
    std::fprintf(stderr, "snarl: there are more than %zu bugs; %llu reports of further ones are left out\n",
                 views::Cards::kMostCards, static_cast<unsigned long long>(cards.left_out()));
    reading.part_unread = true;
  }
  return reading;
}

std::vector<std::string> KindNames() {
  std::vector<std::string> names;
  for (int kind = 0; kind <= static_cast<int>(report::Kind::kOther); ++kind) {
    names.emplace_back(report::Name(static_cast<report::Kind>(kind)));
  }
  return names;
}

std::vector<report::Kind> ParseKinds(const std::vector<std::string>& words) {
  std::vector<report::Kind> kinds;
  for (const std::string& word : words) {
    report::Kind kind{};
    if (!report::Parse(word, kind)) {
      throw Fault("no kind of finding is called \"" + word + "\"" + DidYouMean(word, KindNames()) +
                  "; \"snarl explain\" lists them");
    }
    kinds.push_back(kind);
  }
  return kinds;
}

}  // namespace snarl::cli
