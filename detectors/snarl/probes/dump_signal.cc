// SPDX-License-Identifier: Apache-2.0
#include "snarl/probes/dump_signal.h"

#include <atomic>
#include <cerrno>
#include <csignal>
#include <string_view>

#include "snarl/probes/bell.h"
#include "snarl/report/options.h"

namespace snarl::probes {

namespace {

std::atomic<bool> wanted{false};
std::atomic<int> armed_for{0};

int SignalOf(std::string_view word) {
  if (word == "quit") return SIGQUIT;
  if (word == "usr1") return SIGUSR1;
  if (word == "usr2") return SIGUSR2;
  return 0;
}

void Ask(int) {
  const int error = errno;
  wanted.store(true, std::memory_order_relaxed);
  RingBell();
  errno = error;
}

bool HandlerIs(int signal_number, void (*handler)(int)) {
  struct sigaction now {};
  return sigaction(signal_number, nullptr, &now) == 0 && (now.sa_flags & SA_SIGINFO) == 0 && now.sa_handler == handler;
}

}  // namespace

void ArmDumpSignal() noexcept {
  const int signal_number = SignalOf(report::Current().dump_signal);
  if (signal_number == 0 || !HandlerIs(signal_number, SIG_DFL)) return;
  struct sigaction ask {};
  ask.sa_handler = &Ask;
  // On the other stack where a thread has one: it may have little of this.
  ask.sa_flags = SA_RESTART | SA_ONSTACK;
  sigfillset(&ask.sa_mask);
  if (sigaction(signal_number, &ask, nullptr) == 0) armed_for.store(signal_number, std::memory_order_relaxed);
}

void DisarmDumpSignal() noexcept {
  wanted.store(false, std::memory_order_relaxed);
  const int signal_number = armed_for.exchange(0, std::memory_order_relaxed);
  if (signal_number == 0 || !HandlerIs(signal_number, &Ask)) return;
  struct sigaction as_before {};
  as_before.sa_handler = SIG_DFL;
  sigaction(signal_number, &as_before, nullptr);
}

bool TakeDumpRequest() noexcept { return wanted.exchange(false, std::memory_order_relaxed); }

int DumpSignal() noexcept { return armed_for.load(std::memory_order_relaxed); }

std::string DumpSignalName() {
  switch (DumpSignal()) {
    case SIGUSR1:
      return "SIGUSR1";
    case SIGUSR2:
      return "SIGUSR2";
    default:
      return "SIGQUIT";
  }
}

}  // namespace snarl::probes
