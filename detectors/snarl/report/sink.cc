// SPDX-License-Identifier: Apache-2.0
#include "snarl/report/sink.h"

#include <atomic>
#include <string>
#include <utility>

#include "absl/synchronization/mutex.h"
#include "snarl/report/fingerprint.h"
#include "snarl/report/fork.h"
#include "snarl/report/guest.h"
#include "snarl/report/ledger.h"
#include "snarl/report/options.h"
#include "snarl/report/output.h"
#include "snarl/report/process_info.h"
#include "snarl/report/suppressor.h"
#include "snarl/report/text.h"
#include "snarl/report/tsan_report.h"

namespace snarl::report {
namespace {

class Sink {
 public:
  // `parent`: the sink of the process that this one was forked from; null in a process that was not.
  explicit Sink(const Sink* parent)
      : process_(ThisProcess()), parent_(parent), child_(parent != nullptr || StartedByWatched()) {}

  Delivered Deliver(Finding finding) ABSL_LOCKS_EXCLUDED(mu_);
  void Dismiss(Dismissed dismissed) ABSL_LOCKS_EXCLUDED(mu_);
  void SetStat(std::string_view name, std::uint64_t value) ABSL_LOCKS_EXCLUDED(mu_) {
    const absl::MutexLock lock(&mu_);
    ledger_.Stat(name) = value;
  }
  void Say(std::string_view line) ABSL_LOCKS_EXCLUDED(mu_) {
    const absl::MutexLock lock(&mu_);
    Print(line);
  }
  void SayThreads(std::string_view line, const Finding& finding) ABSL_LOCKS_EXCLUDED(mu_) {
    const absl::MutexLock lock(&mu_);
    text_.Print("SNARL: " + std::string(line) + "\n" + ThreadsAsText(finding, text_.colour()) + "\n");
  }
  void Start() ABSL_LOCKS_EXCLUDED(mu_) {
    const absl::MutexLock lock(&mu_);
    OpenSuppressions();
    WriteDocument();
  }
  void Finish(std::string_view how) ABSL_LOCKS_EXCLUDED(mu_);
  [[nodiscard]] std::size_t Count() ABSL_LOCKS_EXCLUDED(mu_) {
    const absl::MutexLock lock(&mu_);
    return ledger_.count();
  }
  [[nodiscard]] std::size_t Count(Kind kind) ABSL_LOCKS_EXCLUDED(mu_) {
    const absl::MutexLock lock(&mu_);
    return ledger_.count(kind);
  }
  [[nodiscard]] std::string Document() ABSL_LOCKS_EXCLUDED(mu_) {
    const absl::MutexLock lock(&mu_);
    return ledger_.Document(process_);
  }

 private:
  void Print(std::string_view line) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    text_.Print("SNARL: " + std::string(line) + "\n");
  }
  void Print(const Finding& finding) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void PrintSuppressed() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void PrintSummary() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void SayLimit(bool& said, std::string_view what) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void OpenSuppressions() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    for (const std::string& problem : suppressor_.Open()) Print(problem);
  }
  void WriteDocument() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  absl::Mutex mu_;
  TextOutput text_ ABSL_GUARDED_BY(mu_);
  DocumentFile document_ ABSL_GUARDED_BY(mu_);
  ProcessInfo process_ ABSL_GUARDED_BY(mu_);
  Suppressor suppressor_ ABSL_GUARDED_BY(mu_);
  Ledger ledger_ ABSL_GUARDED_BY(mu_);
  std::size_t summarised_ ABSL_GUARDED_BY(mu_) = 0;
  std::size_t summarised_suppressed_ ABSL_GUARDED_BY(mu_) = 0;
  bool named_unused_ ABSL_GUARDED_BY(mu_) = false;
  bool said_full_ ABSL_GUARDED_BY(mu_) = false;
  bool said_dismissed_full_ ABSL_GUARDED_BY(mu_) = false;
  [[maybe_unused]] const Sink* const parent_;  // kept reachable, for leak checkers
  const bool child_;
};

Delivered Sink::Deliver(Finding finding) {
  if (finding.fingerprint.empty()) finding.fingerprint = Fingerprint(finding);
  const std::string place = finding.fingerprint + "\n" + SiteKey(finding);
  const absl::MutexLock lock(&mu_);
  OpenSuppressions();
  if (suppressor_.LeavesOut(finding, place)) {
    const std::size_t before = std::exchange(ledger_.Stat("suppressed"), suppressor_.count());
    if (before != suppressor_.count()) WriteDocument();
    return Delivered::kSuppressed;
  }
  const Delivered what = ledger_.Add(std::move(finding), place);
  if (what == Delivered::kLeftOut) SayLimit(said_full_, "findings");
  if (what != Delivered::kNew) return what;
  // The document first: whoever reads the text may kill the process at once.
  WriteDocument();
  Print(ledger_.latest());
  return what;
}

void Sink::Print(const Finding& finding) {
  if (finding.watcher != Watcher::kTsan) {
    text_.Print(FindingAsText(finding, text_.colour()));
  } else if (Current().verbosity >= 1) {
    // ThreadSanitizer has printed it in full itself.
    Print("ThreadSanitizer reported " + std::string(Name(finding.kind)) + ": " + finding.summary + "; fingerprint " +
          finding.fingerprint);
  }
}

void Sink::SayLimit(bool& said, std::string_view what) {
  if (std::exchange(said, true)) return;
  Print("more than " + std::to_string(Ledger::kMost) + " " + std::string(what) +
        "; from here on they are only counted");
}

void Sink::Dismiss(Dismissed dismissed) {
  const absl::MutexLock lock(&mu_);
  const std::string line = "dismissed " + dismissed.cycle + ": " + dismissed.reason;
  const bool kept = ledger_.Add(std::move(dismissed));
  if (Current().verbosity >= 1) kept ? Print(line) : SayLimit(said_dismissed_full_, "dismissed cycles");
  if (kept) WriteDocument();
}

void Sink::WriteDocument() {
  if (!document_.wanted(child_)) return;
  // A child that found nothing leaves no file behind that nobody asked for.
  if (child_ && ledger_.count() == 0 && !document_.per_process()) return;
  document_.Replace(ledger_.Document(process_));
}

void Sink::PrintSuppressed() {
  const std::size_t count = suppressor_.count();
  if (std::exchange(summarised_suppressed_, count) != count) Print(suppressor_.Summary());
  if (Current().verbosity < 1 || std::exchange(named_unused_, true)) return;
  for (const std::string& line : suppressor_.Unused()) Print(line);
}

void Sink::PrintSummary() {
  if (std::exchange(summarised_, ledger_.count()) == ledger_.count()) return;
  std::string where = "; json=PATH in SNARL_OPTIONS writes them as data";
  if (document_.wanted(child_)) where = document_.hidden() ? "" : "; as data in " + document_.path();
  Print(ledger_.Summary() + where);
}

void Sink::Finish(std::string_view how) {
  const absl::MutexLock lock(&mu_);
  process_.ended = how;
  OpenSuppressions();
  WriteDocument();
  PrintSuppressed();
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

Delivered Deliver(Finding finding) {
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

void SayThreads(std::string_view line, const Finding& finding) {
  const Guest guest;
  TheSink().SayThreads(line, finding);
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
  ForgetMemberNamesAfterFork();
  ForgetTsanReportsAfterFork();
  // The parent's is left alone, not freed: its lock may be held for ever.
  the_sink.store(new Sink(the_sink.load(std::memory_order_acquire)), std::memory_order_release);
}

}  // namespace snarl::report
