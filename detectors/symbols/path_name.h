// SPDX-License-Identifier: Apache-2.0
//
// The words for a lock that was found in an object: "Account::mu_" by the class that has it as its member, where a
// library's classes and those that only wrap a lock do not count; "Table::stripes_[17].mu" where an array is on the way;
// "bank.mu_" for a global object; "mu (local of Transfer)".
//
// Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace snarl::symbols {

// One step into an object: a member, and the places in it where it is an array.
struct Member {
  enum class Of { kClass, kNameless, kWrapper, kLibrary };
  Of of = Of::kClass;  // who has it
  std::string owner;   // with its namespaces; "struct account" in C
  std::string name;
  std::string places;  // "[17]", "[2][3]", or nothing
};

// From the outermost object in.
using MemberPath = std::vector<Member>;

// A name and what it says about the class: two ways to one lock agree where their `member` is the same.
struct PathName {
  std::string text;
  std::string member;
};

// `text` is empty where no class but a library's or a wrapper has the lock.
[[nodiscard]] PathName NameOfMember(const MemberPath& path);

// `places`: of the variable, where it is an array.
[[nodiscard]] std::string NameInObject(std::string_view variable, std::string_view places, const MemberPath& path);

// Whether a class of this name (without namespaces) is there to be a lock: "SpinLock", "rw_mutex", "QMutex".
[[nodiscard]] bool IsLockWord(std::string_view name);

}  // namespace snarl::symbols
