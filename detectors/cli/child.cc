// SPDX-License-Identifier: Apache-2.0
#include "cli/child.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <system_error>
#include <utility>

#include "attach/attach.h"
#include "cli/environment.h"
#include "cli/fault.h"
#include "cli/preload_library.h"
#include "cli/program.h"
#include "cli/words.h"
#include "logs/read.h"
#include "snarl/report/read.h"

namespace snarl::cli {
namespace {

// What the child says, and its status, where the fixed layout is refused; never seen from a program that started.
constexpr std::string_view kNoFixedLayout = "snarl: a fixed address space layout is refused\n";

std::vector<std::string> CallersEnvironment() {
  std::vector<std::string> variables;
  for (char** variable = environ; variable != nullptr && *variable != nullptr; ++variable)
    variables.emplace_back(*variable);
  return variables;
}

// Our suppression, then the caller's own file, which ThreadSanitizer would no longer read.
void WriteSuppressions(const std::string& path, const std::vector<std::string>& callers) {
  std::string text(kKnownFalseReports);
  const std::string theirs = Option(Variable(callers, "TSAN_OPTIONS"), "suppressions");
  std::string error;
  std::string more;
  if (!theirs.empty()) {
    if (!report::ReadWholeFile(theirs, more, error)) throw Fault("the suppressions of TSAN_OPTIONS: " + error);
    text += more + "\n";
  }
  std::ofstream file(path);
  if (!(file << text << std::flush)) throw Fault(path + ": it cannot be written");
}

// The document that the caller's own json= asked for, and that ours took the place of: whole or not at all, as the library
// would have written it.
void HandOn(const std::string& document, pid_t pid) {
  std::string path = Option(Variable(CallersEnvironment(), "SNARL_OPTIONS"), "json");
  if (path.empty()) return;
  const std::string number = std::to_string(pid);
  for (std::size_t at = 0; (at = path.find("%p", at)) != path.npos; at += number.size()) path.replace(at, 2, number);
  std::ofstream file(path + ".part", std::ios::binary);
  if (!(file << document << std::flush) || std::rename((path + ".part").c_str(), path.c_str()) != 0) {
    throw Fault("the findings document cannot be written to " + path + ": " + std::strerror(errno));
  }
}

constexpr const char* kDocument = ".findings.json";
// The limits of a demo are a fraction of those of a real program.
constexpr std::string_view kRunOptions = "lost_wakeup_ms=300:livelock_ms=500:spin_ms=500";
constexpr std::chrono::milliseconds kBusy{1500};
// For Snarl to say something of a program that stands still already.
constexpr std::chrono::seconds kToSay{10};

constexpr const char* kValgrindLog = "valgrind.xml";
constexpr std::chrono::seconds kBusyUnderValgrind{5};

std::vector<std::string> Words(const Job& job, const TempDir& folder) {
  if (job.watcher == Watcher::kRun) return {ThisExecutable(), "run", "--", job.program};
  if (!IsOfValgrind(job.watcher)) return {job.program};
  return {FindValgrind(),
          "-q",
          "--tool=" + std::string(Name(job.watcher)),
          "--xml=yes",
          "--xml-file=" + folder.File(kValgrindLog),
          "--child-silent-after-fork=yes",
          job.program};
}

// What a watcher has written in its own form. Data races of Helgrind and DRD are left out: both take every std::atomic for one,
// those of the stage first.
class OwnLog : public logs::Sink {
 public:
  explicit OwnLog(Outcome& outcome) : outcome_(outcome) {}
  void Take(report::Finding&& finding, const logs::Origin&) override {
    const bool is_tsan = finding.watcher == report::Watcher::kTsan;
    if (is_tsan || finding.kind != report::Kind::kDataRace) outcome_.findings.push_back(std::move(finding));
  }
  void Complain(const std::string&, std::uint64_t, const std::string& text) override { outcome_.unread = text; }

 private:
  Outcome& outcome_;
};

std::vector<char*> Pointers(std::vector<std::string>& texts) {
  std::vector<char*> list;
  for (std::string& text : texts) list.push_back(text.data());
  list.push_back(nullptr);
  return list;
}

}  // namespace

Child::Child(const Job& job, bool randomised)
    : live_(job.live), watcher_(job.watcher), started_(Clock::now()), deadline_(started_ + job.limit) {
  const std::vector<std::string> callers = CallersEnvironment();
  WriteSuppressions(folder_.File("suppressions"), callers);
  std::vector<std::string> variables = DemoEnvironment(callers, folder_.File(kDocument), folder_.File("suppressions"));
  if (watcher_ == Watcher::kRun) {
    for (std::string& variable : variables) {
      if (variable.starts_with("SNARL_OPTIONS=")) variable += ":" + std::string(kRunOptions);
    }
  }
  std::vector<std::string> words = Words(job, folder_);
  const std::vector<char*> arguments = Pointers(words);
  const std::vector<char*> environment = Pointers(variables);

  const int output = open(folder_.File("output").c_str(), O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
  if (output < 0) throw Fault(folder_.File("output") + ": " + std::strerror(errno));
  std::fflush(nullptr);  // or the child's copy of our buffers could be written a second time
  pid_ = fork();
  if (pid_ == 0) BecomeProgram(arguments.data(), environment.data(), randomised, output);
  const int why = errno;
  close(output);
  if (pid_ < 0) throw Fault(job.program + ": no process can be started: " + std::strerror(why));
  setpgid(pid_, pid_);  // here and in the child: whoever comes first
  descriptor_ = static_cast<int>(syscall(SYS_pidfd_open, pid_, 0));
  if (job.hangs) hang_watch_.emplace(pid_, IsOfValgrind(watcher_) ? kBusyUnderValgrind : kBusy);
}

// Between fork and exec: system calls only.
void Child::BecomeProgram(char* const* words, char* const* environment, bool randomised, int output) const {
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL);  // CTest may kill us; nobody else would end a demo that hangs
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  const int nothing = open("/dev/null", O_RDONLY);
  if (nothing >= 0) dup2(nothing, STDIN_FILENO);
  if (!live_) {
    dup2(output, STDOUT_FILENO);
    dup2(output, STDERR_FILENO);
  }
  if (!randomised && personality(static_cast<unsigned long>(personality(0xffffffff)) | ADDR_NO_RANDOMIZE) == -1) {
    if (write(output, kNoFixedLayout.data(), kNoFixedLayout.size()) < 0) _exit(126);
    _exit(kSkipped);
  }
  execve(words[0], words, environment);
  const char* const why = std::strerror(errno);
  if (write(output, why, std::strlen(why)) < 0) _exit(126);
  _exit(126);
}

Child::~Child() {
  if (pid_ > 0) {
    kill(-pid_, SIGKILL);
    while (waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
    }
  }
  if (descriptor_ >= 0) close(descriptor_);
}

// Whether it hangs, and its watcher has had the time to say so.
bool Child::HasHung() {
  std::error_code none;
  const std::uintmax_t output = live_ ? 1 : std::filesystem::file_size(folder_.File("output"), none);
  if (!hang_watch_->Hangs(none ? 0 : output)) {
    hangs_since_ = {};
    return false;
  }
  if (watcher_ != Watcher::kRun) return true;
  if (hangs_since_ == Clock::time_point()) hangs_since_ = Clock::now();
  Outcome so_far;
  ReadDocuments(so_far);
  return !so_far.findings.empty() || Clock::now() - hangs_since_ >= kToSay;
}

void Child::AskAttach() {
  for (const pid_t process : WithChildren(pid_)) {
    attach::Question question;
    question.pid = process;
    try {
      const attach::Answer answer = attach::Ask(question);
      attached_.push_back(answer.json);
      if (!answer.found) continue;
      std::ofstream output(folder_.File("output"), std::ios::app);
      (live_ ? std::cerr : output) << answer.text;
    } catch (const attach::Refused& refused) {
      throw Fault(std::string("skipped: ") + refused.what(), kSkipped);
    }
  }
}

bool Child::Ended() {
  if (!timed_out_ && Clock::now() >= deadline_) {
    timed_out_ = true;
    kill(-pid_, SIGKILL);
  }
  siginfo_t info{};
  if (hang_watch_ && !hung_ && !timed_out_ && HasHung()) {
    hung_ = true;
    if (watcher_ == Watcher::kAttach) AskAttach();
    kill(-pid_, SIGKILL);
  }
  return waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == pid_;
}

Played Child::Collect() {
  Played played;
  Outcome& outcome = played.outcome;
  kill(-pid_, SIGKILL);  // what it may have left behind; the group's number is its own until it is reaped
  int status = 0;
  while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  const pid_t pid = std::exchange(pid_, -1);
  outcome.seconds = std::chrono::duration<double>(Clock::now() - started_).count();
  outcome.timed_out = timed_out_;
  outcome.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  outcome.status = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
  std::string error;
  if (!report::ReadWholeFile(folder_.File("output"), played.output, error)) played.output = error;
  outcome.hung = hung_;
  ReadDocuments(outcome);
  std::string text;
  if (outcome.unread.empty() && report::ReadWholeFile(folder_.File(kDocument), text, error)) HandOn(text, pid);
  return played;
}

// The program's own document, and those of its children.
void Child::ReadDocuments(Outcome& outcome) const {
  const auto take = [&](const std::string& text) {
    report::FindingsDocument document;
    if (!report::ReadFindings(text, "findings.json", document, outcome.unread)) return;
    std::ranges::move(document.findings, std::back_inserter(outcome.findings));
  };
  for (const std::string& text : attached_) take(text);
  if (watcher_ == Watcher::kAttach) return;
  if (IsOfValgrind(watcher_)) {
    OwnLog log(outcome);
    logs::ReadFile(folder_.File(kValgrindLog), log);
    if (hung_) outcome.unread.clear();  // it was cut off
    return;
  }
  std::string text;
  std::string error;
  if (!report::ReadWholeFile(folder_.File(kDocument), text, error)) {
    outcome.unread = "the program wrote none";
    return;
  }
  take(text);
  if (hung_ && watcher_ == Watcher::kTsan) {
    // A plain program has no watching thread, so what the bridge holds comes into the document at the end, and there was none.
    OwnLog log(outcome);
    logs::ReadFile(folder_.File("output"), log);
  }
  for (const std::string& name : folder_.Files()) {
    if (name.starts_with(kDocument) && name != kDocument && report::ReadWholeFile(folder_.File(name), text, error))
      take(text);
  }
}

bool Child::LayoutRefused(const Played& played) { return played.output == kNoFixedLayout; }

}  // namespace snarl::cli
