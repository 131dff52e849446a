// SPDX-License-Identifier: Apache-2.0
#include "snarl/report/symbolize.h"

#include <dlfcn.h>

#include <algorithm>
#include <cstdlib>
#include <string>

#include "catch.h"
#include "holds.h"
#include "snarl/report/options.h"

namespace snarl::report {
namespace {

struct Place {
  const void* pc;
  int line;
};

[[gnu::noinline]] const void* Caller() { return __builtin_return_address(0); }
[[gnu::noinline]] Place OwnLine() { return {Caller(), __LINE__}; }
[[gnu::always_inline]] inline Place InlinedLine() { return {Caller(), __LINE__}; }
[[gnu::noinline]] Place OuterLine(int* line) {
  *line = __LINE__ + 1;
  return InlinedLine();
}

Stack Look(const void* pc, bool exact = false) { return Symbolize({&pc, 1}, exact); }

std::string BaseName(const std::string& path) { return path.substr(path.rfind('/') + 1); }

#if defined(SNARL_HAVE_LIBBACKTRACE)
TEST_CASE("Symbols: function, file and line of a call", "[symbolize]") {
  const Place place = OwnLine();
  const Stack stack = Look(place.pc);
  REQUIRE(stack.size() == 1);
  CHECK(Holds(stack[0].function, "OwnLine"));
  CHECK(stack[0].file == __FILE__);
  CHECK(stack[0].line == place.line);
}

TEST_CASE("Symbols: an inlined call and the call that it was inlined into", "[symbolize]") {
  int outer_line = 0;
  const Place place = OuterLine(&outer_line);
  const Stack stack = Look(place.pc);
  REQUIRE(stack.size() == 2);
  CHECK(Holds(stack[0].function, "InlinedLine"));
  CHECK(stack[0].line == place.line);
  CHECK(Holds(stack[1].function, "OuterLine"));
  CHECK(stack[1].line == outer_line);
  CHECK(stack[0].offset == stack[1].offset);
}

TEST_CASE("Symbols: a list with one entry for each inlined frame gives each once", "[symbolize]") {
  int line = 0;
  const void* inlined = OuterLine(&line).pc;
  const void* plain = OwnLine().pc;
  const void* pcs[] = {inlined, inlined, plain, plain};
  const Stack stack = SymbolizeExpanded(pcs);
  REQUIRE(stack.size() == 4);
  CHECK(Holds(stack[0].function, "InlinedLine"));
  CHECK(Holds(stack[1].function, "OuterLine"));
  CHECK(Holds(stack[2].function, "OwnLine"));  // a recursion repeats an address too
  CHECK(Holds(stack[3].function, "OwnLine"));
}

TEST_CASE("Symbols: the prefix is taken off", "[symbolize]") {
  const std::string folder = std::string(__FILE__).substr(0, std::string(__FILE__).size() - BaseName(__FILE__).size());
  CHECK(SetOptions("strip_path_prefix='" + folder + "'").empty());
  const Stack stack = Look(OwnLine().pc);
  CHECK(SetOptions("strip_path_prefix=''").empty());
  REQUIRE(stack.size() == 1);
  CHECK(stack[0].file == "symbolize.cc");
  CHECK(Look(OwnLine().pc)[0].file == __FILE__);
}

int some_global = 0;

TEST_CASE("Symbols: the name of a global", "[symbolize]") {
  CHECK(Holds(SymbolizeData(&some_global), "some_global"));
  CHECK(SymbolizeData(nullptr).empty());
}
#endif

TEST_CASE("Symbols: module and offset, as addr2line takes them", "[symbolize]") {
  const void* pc = reinterpret_cast<const void*>(&OwnLine);
  const Stack stack = Look(pc, /*exact=*/true);
  REQUIRE(!stack.empty());
  Dl_info info{};
  REQUIRE(dladdr(pc, &info) != 0);
  CHECK(BaseName(stack.back().module) == BaseName(info.dli_fname));
  const auto offset = reinterpret_cast<std::uintptr_t>(pc) - reinterpret_cast<std::uintptr_t>(info.dli_fbase);
  CHECK(stack.back().offset == offset);
}

const void* into_the_library = nullptr;
int NoteCaller(const void*, const void*) {
  into_the_library = __builtin_return_address(0);
  return 0;
}

TEST_CASE("Symbols: a frame in a shared library", "[symbolize]") {
  int numbers[] = {2, 1};
  std::qsort(numbers, std::size(numbers), sizeof numbers[0], NoteCaller);
  const Stack stack = Look(into_the_library);
  REQUIRE(!stack.empty());
  CHECK(Holds(BaseName(stack.back().module), ".so"));
  CHECK(stack.back().offset != 0);
  CHECK(UserFrame(stack) == nullptr);
}

TEST_CASE("Symbols: a library that was loaded after the first look", "[symbolize]") {
  REQUIRE(!Look(OwnLine().pc).empty());
  void* library = dlopen("libthread_db.so.1", RTLD_LAZY | RTLD_LOCAL);
  REQUIRE(library != nullptr);
  const void* function = dlsym(library, "td_init");
  REQUIRE(function != nullptr);
  const Stack stack = Look(function, /*exact=*/true);
  REQUIRE(!stack.empty());
  CHECK(stack.back().function == "td_init");
  CHECK(Holds(stack.back().module, "libthread_db"));
}

TEST_CASE("Symbols: addresses of nothing give frames without names", "[symbolize]") {
  const Stack stack = Look(reinterpret_cast<const void*>(std::uintptr_t{4711}));
  REQUIRE(stack.size() == 1);
  CHECK(stack[0].function.empty());
  CHECK(stack[0].line == 0);
  CHECK(Look(nullptr).empty());
}

Frame Named(const std::string& function, const std::string& file, const std::string& module = "/bin/shop") {
  return {function, file, file.empty() ? 0 : 3, module, 64};
}

TEST_CASE("Symbols: the user's frame is the first that is nobody else's", "[symbolize]") {
  const Frame mine = Named("shop::Buy()", "/home/a/shop.cc");
  const Stack strangers = {
      Named("pthread_mutex_lock", "../../../../src/libsanitizer/sanitizer_common/sanitizer_common_interceptors.inc"),
      Named("pthread_mutex_lock", ""),
      Named("__gthread_mutex_lock", "/usr/include/x86_64-linux-gnu/c++/12/bits/gthr-default.h"),
      Named("std::mutex::lock()",
            "/usr/bin/../lib/gcc/x86_64-linux-gnu/12/../../../../include/c++/12/bits/std_mutex.h"),
      Named("void std::__invoke_impl<void>()", ""),
      Named("absl::lts_20220623::Mutex::Lock()", "/src/absl/synchronization/mutex.cc"),
      Named("snarl::mutex::lock()", "/opt/include/snarl/mutex.h"),
      Named("snarl::record::Acquired", ""),
      Named("start_thread", "./nptl/pthread_create.c", "/lib/x86_64-linux-gnu/libc.so.6"),
      Named("", "", "/lib/x86_64-linux-gnu/libstdc++.so.6")};
  CHECK(UserFrame(strangers) == nullptr);
  Stack stack = strangers;
  stack.push_back(mine);
  REQUIRE(UserFrame(stack) != nullptr);
  CHECK(UserFrame(stack)->function == "shop::Buy()");
  const Stack stripped = {Named("", "", "/bin/shop")};
  CHECK(UserFrame(stripped) != nullptr);
  CHECK(UserFrame({}) == nullptr);
}

}  // namespace
}  // namespace snarl::report
