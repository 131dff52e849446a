// SPDX-License-Identifier: Apache-2.0
#include "symbols/path_name.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace snarl::symbols {
namespace {

char Lower(char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); }
bool IsUpper(char c) { return std::isupper(static_cast<unsigned char>(c)) != 0; }
bool IsLower(char c) { return std::islower(static_cast<unsigned char>(c)) != 0; }

bool EndsWith(std::string_view word, std::string_view end) {
  return word.size() >= end.size() && word.substr(word.size() - end.size()) == end;
}

// "SpinLockImpl" and "spin_lock_impl" have three words. "pthread_mutex_t" has three too, and the last means nothing.
std::vector<std::string> Words(std::string_view name) {
  std::vector<std::string> words(1);
  for (std::size_t i = 0; i < name.size() && name[i] != '<'; ++i) {
    const char c = name[i];
    const bool new_hump =
        i > 0 && IsUpper(c) && (IsLower(name[i - 1]) || (i + 1 < name.size() && IsLower(name[i + 1])));
    if (c == '_' || new_hump) words.emplace_back();
    if (c != '_') words.back() += Lower(c);
  }
  std::erase_if(words, [](const std::string& word) { return word.empty(); });
  return words;
}

bool Counts(const Member& member) { return member.of == Member::Of::kClass && !member.name.empty(); }

// What is inside a library's class or a wrapper is nobody's name.
std::string Joined(MemberPath::const_iterator begin, MemberPath::const_iterator end) {
  std::string text;
  for (auto member = begin; member != end; ++member) {
    const bool shown = member->of == Member::Of::kClass || member->of == Member::Of::kNameless;
    if (shown && !member->name.empty()) text += (text.empty() ? "" : ".") + member->name;
    text += member->places;
  }
  return text;
}

}  // namespace

bool IsLockWord(std::string_view name) {
  static constexpr std::array<std::string_view, 8> kLocks = {"lock",  "spinlock", "rwlock", "semaphore",
                                                             "latch", "futex",    "cond",   "condvar"};
  static constexpr std::array<std::string_view, 5> kEmpty = {"t", "impl", "base", "internal", "native"};
  std::vector<std::string> words = Words(name);
  while (words.size() > 1 && std::ranges::find(kEmpty, words.back()) != kEmpty.end()) words.pop_back();
  if (words.empty()) return false;
  return EndsWith(words.back(), "mutex") || std::ranges::find(kLocks, words.back()) != kLocks.end();
}

PathName NameOfMember(const MemberPath& path) {
  const auto inner = std::find_if(path.rbegin(), path.rend(), Counts);
  if (inner == path.rend()) return {};
  const auto own = inner.base() - 1;
  const auto array =
      std::find_if(path.begin(), own, [](const Member& member) { return Counts(member) && !member.places.empty(); });
  return {array->owner + "::" + Joined(array, path.end()), own->owner + "::" + own->name};
}

std::string NameInObject(std::string_view variable, std::string_view places, const MemberPath& path) {
  std::string text(variable);
  text += places;
  const std::string inside = Joined(path.begin(), path.end());
  if (!inside.empty() && inside.front() != '[') text += '.';
  return text + inside;
}

}  // namespace snarl::symbols
