// SPDX-License-Identifier: Apache-2.0
#include "snarl/report/lines.h"

#include <unistd.h>

#include "snarl/report/function_name.h"
#include "snarl/report/modules.h"

#if defined(SNARL_HAVE_LIBBACKTRACE)
#include <backtrace.h>
#else
#include <dlfcn.h>
#endif

namespace snarl::report {

#if defined(SNARL_HAVE_LIBBACKTRACE)
namespace {

// A module without debug information is no error of ours: its frames keep module and offset.
void IgnoreError(void*, const char*, int) {}

// clang gives the main source file as an absolute name in the compilation folder, and libbacktrace joins the two:
// "/build//src/main.cc" is /src/main.cc, unless a doubled slash in an include path made it so.
std::string FileName(const char* joined) {
  std::string file = joined;
  const std::size_t slashes = file.rfind("//");
  if (slashes == std::string::npos) return file;
  std::string absolute = file.substr(slashes + 1);
  const bool keep = access(file.c_str(), F_OK) == 0 && access(absolute.c_str(), F_OK) != 0;
  return keep ? file : absolute;
}

int AddFrame(void* data, std::uintptr_t, const char* file, int line, const char* function) {
  Frame frame;
  if (function != nullptr) frame.function = Demangle(function);
  if (file != nullptr) frame.file = FileName(file);
  frame.line = file != nullptr ? line : 0;
  static_cast<Stack*>(data)->push_back(std::move(frame));
  return 0;
}

void TakeSymbol(void* data, std::uintptr_t, const char* symbol, std::uintptr_t, std::uintptr_t) {
  if (symbol != nullptr) *static_cast<std::string*>(data) = Demangle(symbol);
}

}  // namespace

Stack Lines::Look(std::uintptr_t pc) {
  Stack frames;
  backtrace_pcinfo(state_, pc, AddFrame, IgnoreError, &frames);
  if (frames.empty()) frames.emplace_back();
  // The outermost of the group is a real function. Its symbol is fuller than what some compilers put into the debug
  // information, a bare "operator()" for a lambda.
  std::string symbol;
  backtrace_syminfo(state_, pc, TakeSymbol, IgnoreError, &symbol);
  if (!symbol.empty()) frames.back().function = symbol;
  return frames;
}

bool Lines::Open() {
  if (state_ != nullptr) return true;
  loaded_ = Modules::LoadCount();
  state_ = backtrace_create_state(nullptr, /*threaded=*/0, IgnoreError, nullptr);
  return state_ != nullptr;
}

std::string Lines::DataName(std::uintptr_t address) {
  std::string symbol;
  if (Open()) backtrace_syminfo(state_, address, TakeSymbol, IgnoreError, &symbol);
  return symbol;
}

Stack Lines::Find(std::uintptr_t pc) {
  if (!Open()) return Stack(1);
  Stack frames = Look(pc);
  if (!frames.back().function.empty() || !frames.back().file.empty()) return frames;
  // Perhaps a module that came later. libbacktrace lists the modules once per state, and a state cannot be freed; it
  // is made anew only where the program loaded something since.
  const std::uint64_t loaded = Modules::LoadCount();
  if (loaded == loaded_) return frames;
  state_ = nullptr;
  return Open() ? Look(pc) : frames;
}

#else

std::string Lines::DataName(std::uintptr_t address) {
  Dl_info info{};
  const bool found = dladdr(reinterpret_cast<void*>(address), &info) != 0 && info.dli_sname != nullptr;
  return found ? Demangle(info.dli_sname) : std::string();
}

Stack Lines::Find(std::uintptr_t pc) {
  Stack frames(1);
  Dl_info info{};
  if (dladdr(reinterpret_cast<void*>(pc), &info) != 0 && info.dli_sname != nullptr) {
    frames.back().function = Demangle(info.dli_sname);
  }
  return frames;
}

#endif

}  // namespace snarl::report
