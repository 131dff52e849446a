// SPDX-License-Identifier: Apache-2.0
#include "snarl/report/sink.h"

#include <array>
#include <atomic>
#include <map>
#include <utility>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "snarl/report/fingerprint.h"
#include "snarl/report/fork.h"
#include "snarl/report/guest.h"
#include "snarl/report/json.h"
#include "snarl/report/options.h"
#include "snarl/report/output.h"
#include "snarl/report/process_info.h"
#include "snarl/report/text.h"
#include "snarl/report/tsan_report.h"

namespace snarl::report {
namespace {

constexpr std::size_t kKinds = static_cast<std::size_t>(Kind::kOther) + 1;
// The document is rewritten at each finding; past this a program needs mending more than another entry.
constexpr std::size_t kMostFindings = 1000;
constexpr std::size_t kMostDismissed = 1000;

class Sink {
 public:
  // `parent`: the sink of the process that this one was forked from; null in a process that was not.
  explicit Sink(const Sink* parent) : process_(ThisProcess()), parent_(parent) {}

  bool Deliver(Finding finding) ABSL_LOCKS_EXCLUDED(mu_);
  void Dismiss(Dismissed dismissed) ABSL_LOCKS_EXCLUDED(mu_);
  void SetStat(std::string_view name, std::uint64_t value) ABSL_LOCKS_EXCLUDED(mu_) {
    const absl::MutexLock lock(&mu_);
    stats_[std::string(name)] = value;
  }
  void Say(std::string_view line) ABSL_LOCKS_EXCLUDED(mu_) {
    const absl::MutexLock lock(&mu_);
    text_.Print("SNARL: " + std::string(line) + "\n");
  }
  void Start() ABSL_LOCKS_EXCLUDED(mu_) {
    const absl::MutexLock lock(&mu_);
    WriteDocument();
  }
  void Finish(std::string_view how) ABSL_LOCKS_EXCLUDED(mu_);
  [[nodiscard]] std::size_t Count() ABSL_LOCKS_EXCLUDED(mu_) {
    const absl::MutexLock lock(&mu_);
    return entries_.size();
  }
  [[nodiscard]] std::size_t Count(Kind kind) ABSL_LOCKS_EXCLUDED(mu_) {
    const absl::MutexLock lock(&mu_);
    return per_kind_[static_cast<std::size_t>(kind)];
  }
  [[nodiscard]] std::string Document() ABSL_LOCKS_EXCLUDED(mu_) {
    const absl::MutexLock lock(&mu_);
    return DocumentText();
  }

 private:
  struct Entry {
    Finding finding;
    std::string json;
  };

  void Print(const Finding& finding) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void PrintSummary() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void SayLimit(bool& said, std::string_view what) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  [[nodiscard]] std::string DocumentText() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void WriteDocument() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  absl::Mutex mu_;
  TextOutput text_ ABSL_GUARDED_BY(mu_);
  DocumentFile document_ ABSL_GUARDED_BY(mu_);
  ProcessInfo process_ ABSL_GUARDED_BY(mu_);
  std::vector<Entry> entries_ ABSL_GUARDED_BY(mu_);
  std::map<std::string, std::size_t> by_place_ ABSL_GUARDED_BY(mu_);  // fingerprint and sites -> entries_
  std::array<std::size_t, kKinds> per_kind_ ABSL_GUARDED_BY(mu_){};
  std::vector<Dismissed> dismissed_ ABSL_GUARDED_BY(mu_);
  std::map<std::string, std::uint64_t> stats_ ABSL_GUARDED_BY(mu_);
  std::size_t summarised_ ABSL_GUARDED_BY(mu_) = 0;
  bool said_full_ ABSL_GUARDED_BY(mu_) = false;
  bool said_dismissed_full_ ABSL_GUARDED_BY(mu_) = false;
  const Sink* const parent_;
};

bool Sink::Deliver(Finding finding) {
  if (finding.fingerprint.empty()) finding.fingerprint = Fingerprint(finding);
  const std::string place = finding.fingerprint + "\n" + SiteKey(finding);
  const absl::MutexLock lock(&mu_);
  if (const auto known = by_place_.find(place); known != by_place_.end()) {
    Entry& entry = entries_[known->second];
    entry.finding.count += finding.count;
    entry.json = FindingAsJson(entry.finding);
    return false;
  }
  if (entries_.size() == kMostFindings) {
    ++stats_["findings_left_out"];
    SayLimit(said_full_, "findings");
    return false;
  }
  by_place_[place] = entries_.size();
  ++per_kind_[static_cast<std::size_t>(finding.kind)];
  entries_.push_back({std::move(finding), ""});
  Entry& entry = entries_.back();
  entry.json = FindingAsJson(entry.finding);
  // The document first: whoever reads the text may kill the process at once.
  WriteDocument();
  Print(entry.finding);
  return true;
}

void Sink::Print(const Finding& finding) {
  if (finding.watcher != Watcher::kTsan) {
    text_.Print(FindingAsText(finding, text_.colour()));
  } else if (Current().verbosity >= 1) {
    // ThreadSanitizer has printed it in full itself.
    text_.Print("SNARL: ThreadSanitizer reported " + std::string(Name(finding.kind)) + ": " + finding.summary +
                "; fingerprint " + finding.fingerprint + "\n");
  }
}

void Sink::SayLimit(bool& said, std::string_view what) {
  if (std::exchange(said, true)) return;
  text_.Print("SNARL: more than " + std::to_string(kMostFindings) + " " + std::string(what) +
              "; from here on they are only counted\n");
}

void Sink::Dismiss(Dismissed dismissed) {
  const absl::MutexLock lock(&mu_);
  if (dismissed_.size() == kMostDismissed) {
    ++stats_["dismissed_left_out"];
    if (Current().verbosity >= 1) SayLimit(said_dismissed_full_, "dismissed cycles");
    return;
  }
  if (Current().verbosity >= 1) text_.Print("SNARL: dismissed " + dismissed.cycle + ": " + dismissed.reason + "\n");
  dismissed_.push_back(std::move(dismissed));
  WriteDocument();
}

std::string Sink::DocumentText() const {
  std::vector<std::string> findings;
  findings.reserve(entries_.size());
  for (const Entry& entry : entries_) findings.push_back(entry.json);
  return DocumentAsJson(process_, findings, dismissed_, stats_);
}

void Sink::WriteDocument() {
  if (!document_.wanted()) return;
  // A child that found nothing leaves the file of its parent alone.
  if (parent_ != nullptr && entries_.empty() && !document_.per_process()) return;
  document_.Replace(DocumentText());
}

void Sink::PrintSummary() {
  if (entries_.size() == summarised_) return;
  summarised_ = entries_.size();
  std::string line =
      "SNARL: " + std::to_string(entries_.size()) + (entries_.size() == 1 ? " finding: " : " findings: ");
  const char* separator = "";
  for (std::size_t kind = 0; kind < kKinds; ++kind) {
    if (per_kind_[kind] == 0) continue;
    line += separator + std::to_string(per_kind_[kind]) + " " + std::string(Name(static_cast<Kind>(kind)));
    separator = ", ";
  }
  line += document_.wanted() ? "; as data in " + document_.path() : "; json=PATH in SNARL_OPTIONS writes them as data";
  text_.Print(line + "\n");
}

void Sink::Finish(std::string_view how) {
  const absl::MutexLock lock(&mu_);
  process_.ended = how;
  WriteDocument();
  PrintSummary();
}

// Never destroyed: threads and destructors of statics report until the very end.
std::atomic<Sink*> the_sink{nullptr};

Sink& TheSink() {
  Sink* sink = the_sink.load(std::memory_order_acquire);
  if (sink != nullptr) return *sink;
  auto* fresh = new Sink(/*parent=*/nullptr);
  if (!the_sink.compare_exchange_strong(sink, fresh, std::memory_order_acq_rel)) {
    delete fresh;
    return *sink;
  }
  fresh->Start();
  return *fresh;
}

}  // namespace

bool Deliver(Finding finding) {
  const Guest guest;
  return TheSink().Deliver(std::move(finding));
}

void Dismiss(Dismissed dismissed) {
  const Guest guest;
  TheSink().Dismiss(std::move(dismissed));
}

void SetStat(std::string_view name, std::uint64_t value) {
  const Guest guest;
  TheSink().SetStat(name, value);
}

void Say(std::string_view line) {
  const Guest guest;
  TheSink().Say(line);
}

std::size_t Count() {
  const Guest guest;
  DrainTsanReports();
  return TheSink().Count();
}

std::size_t Count(Kind kind) {
  const Guest guest;
  DrainTsanReports();
  return TheSink().Count(kind);
}

std::string Document() {
  const Guest guest;
  DrainTsanReports();
  return TheSink().Document();
}

void StartDocument() {
  const Guest guest;
  TheSink().Start();
}

void Finish(std::string_view how) {
  const Guest guest;
  DrainTsanReports();
  TheSink().Finish(how);
}

void AfterFork() {
  const Guest guest;
  ForgetSymbolizerAfterFork();
  ForgetTsanReportsAfterFork();
  // The parent's is left alone, not freed: its lock may be held for ever.
  the_sink.store(new Sink(the_sink.load(std::memory_order_acquire)), std::memory_order_release);
}

}  // namespace snarl::report
