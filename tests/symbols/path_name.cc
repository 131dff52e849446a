// SPDX-License-Identifier: Apache-2.0
#include "symbols/path_name.h"

#include "catch.h"

namespace snarl::symbols {
namespace {

using Of = Member::Of;

TEST_CASE("a member goes by the innermost class that has it") {
  CHECK(NameOfMember({{Of::kClass, "Account", "mu_", ""}}).text == "Account::mu_");
  const PathName nested = NameOfMember({{Of::kClass, "Bank", "audit_", ""}, {Of::kClass, "Audit", "mu_", ""}});
  CHECK(nested.text == "Audit::mu_");
  CHECK(nested.member == "Audit::mu_");
}

TEST_CASE("two ways to one member agree") {
  const PathName from_outside = NameOfMember({{Of::kClass, "Table", "slots", "[3]"}, {Of::kClass, "Slot", "mu", ""}});
  const PathName from_inside = NameOfMember({{Of::kClass, "Slot", "mu", ""}});
  CHECK(from_outside.text == "Table::slots[3].mu");
  CHECK(from_outside.member == from_inside.member);
  CHECK(NameOfMember({{Of::kClass, "Slot", "other", ""}}).member != from_inside.member);
}

TEST_CASE("classes of a library and those that wrap a lock have no say") {
  const Member own{Of::kClass, "Account", "mutex_", ""};
  const Member wrapper{Of::kWrapper, "", "native_", ""};
  const Member library{Of::kLibrary, "", "_M_elems", "[4]"};
  CHECK(NameOfMember({own, wrapper}).text == "Account::mutex_");
  CHECK(NameOfMember({own, library}).text == "Account::mutex_[4]");
  CHECK(NameOfMember({wrapper}).text.empty());
  CHECK(NameOfMember({library}).text.empty());
  CHECK(NameOfMember({}).text.empty());
}

TEST_CASE("nameless structs are part of what holds them") {
  CHECK(NameOfMember({{Of::kClass, "struct server", "io", ""}, {Of::kNameless, "", "mu", ""}}).text ==
        "struct server::io.mu");
  CHECK(NameOfMember({{Of::kClass, "struct server", "", ""}, {Of::kNameless, "", "mu", ""}}).text.empty());
}

TEST_CASE("in an object that has a name") {
  CHECK(NameInObject("bank", "", {{Of::kClass, "Bank", "mu_", ""}}) == "bank.mu_");
  CHECK(NameInObject("banks", "[2]", {{Of::kClass, "Bank", "mu_", ""}}) == "banks[2].mu_");
  CHECK(NameInObject("locks", "[2]", {}) == "locks[2]");
  CHECK(NameInObject("locks", "", {{Of::kLibrary, "", "_M_elems", "[5]"}}) == "locks[5]");
  CHECK(NameInObject("mu", "", {{Of::kWrapper, "", "native_", ""}}) == "mu");
}

TEST_CASE("classes that are there to be a lock") {
  for (const char* name : {"Mutex", "mutex", "QMutex", "SpinLock", "spinlock", "rw_lock", "lock_impl", "mutex_t",
                           "RWLock", "Semaphore", "recursive_mutex", "Lock<int>"}) {
    INFO(name);
    CHECK(IsLockWord(name));
  }
  for (const char* name :
       {"Account", "Block", "Clock", "LockTable", "MutexPool", "block_t", "Deadlock", "", "_", "t"}) {
    INFO(name);
    CHECK_FALSE(IsLockWord(name));
  }
}

}  // namespace
}  // namespace snarl::symbols
