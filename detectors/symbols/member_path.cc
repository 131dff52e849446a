// SPDX-License-Identifier: Apache-2.0
#include "symbols/member_path.h"

#include <dwarf.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "symbols/complete_type.h"
#include "symbols/die.h"

namespace snarl::symbols {
namespace {

constexpr int kDeepest = 24;

constexpr std::array<std::string_view, 10> kLocksOfC = {"pthread_mutex_t",
                                                        "pthread_rwlock_t",
                                                        "pthread_spinlock_t",
                                                        "pthread_cond_t",
                                                        "pthread_barrier_t",
                                                        "sem_t",
                                                        "mtx_t",
                                                        "cnd_t",
                                                        "once_flag",
                                                        "pthread_once_t"};
constexpr std::array<std::string_view, 8> kLocksOfLibrary = {
    "mutex",        "timed_mutex",        "recursive_mutex",    "recursive_timed_mutex",
    "shared_mutex", "shared_timed_mutex", "condition_variable", "condition_variable_any"};

template <std::size_t Size>
bool OneOf(const std::array<std::string_view, Size>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

bool IsClass(unsigned tag) {
  return tag == DW_TAG_class_type || tag == DW_TAG_structure_type || tag == DW_TAG_union_type;
}

bool IsC(Dwarf_Die& die) {
  Dwarf_Die unit;
  if (dwarf_diecu(&die, &unit, nullptr, nullptr) == nullptr) return false;
  const int language = dwarf_srclang(&unit);
  return language == DW_LANG_C || language == DW_LANG_C89 || language == DW_LANG_C99 || language == DW_LANG_C11;
}

class Descent {
 public:
  explicit Descent(std::vector<FoundMember>& found) : found_(found) {}

  void Into(Dwarf_Die& type, std::uint64_t offset, int depth) {
    std::optional<BareType> bare = BareTypeOf(type);
    if (!bare || depth == kDeepest) return;
    const auto tag = static_cast<unsigned>(dwarf_tag(&bare->die));
    if (bare->is_lock) {
      if (offset == 0) found_.push_back({places_, path_});
    } else if (tag == DW_TAG_array_type) {
      IntoArray(bare->die, offset, depth);
    } else if (IsClass(tag)) {
      IntoClass(*bare, offset, depth);
    }
  }

 private:
  std::string& PlacesHere() { return path_.empty() ? places_ : path_.back().places; }

  void IntoArray(Dwarf_Die& array, std::uint64_t offset, int depth) {
    std::optional<Dwarf_Die> element = Refers(array, DW_AT_type);
    const std::uint64_t size = element ? SizeOf(*element) : 0;
    if (size == 0) return;
    std::vector<std::uint64_t> counts;
    for (Dwarf_Die& range : Children(array)) {
      if (dwarf_tag(&range) != DW_TAG_subrange_type) continue;
      const auto count = Number(range, DW_AT_count);
      const auto last = Number(range, DW_AT_upper_bound);
      if (!count && !last) return;
      counts.push_back(count ? *count : *last + 1);
    }
    std::uint64_t index = offset / size;
    std::string places;
    for (auto count = counts.rbegin(); count != counts.rend(); ++count) {
      if (*count == 0) return;
      places = "[" + std::to_string(index % *count) + "]" + places;
      index /= *count;
    }
    if (index != 0) return;
    const std::string before = std::exchange(PlacesHere(), PlacesHere() + places);
    Into(*element, offset % size, depth + 1);
    PlacesHere() = before;
  }

  void IntoClass(BareType& type, std::uint64_t offset, int depth) {
    const Member as = AsOwner(type);
    for (Dwarf_Die& child : Children(type.die)) {
      const int tag = dwarf_tag(&child);
      if (tag != DW_TAG_member && tag != DW_TAG_inheritance) continue;
      std::optional<Dwarf_Die> inner = Refers(child, DW_AT_type);
      const bool is_union = dwarf_tag(&type.die) == DW_TAG_union_type;
      const std::optional<std::uint64_t> begin = is_union ? 0 : Number(child, DW_AT_data_member_location);
      if (!inner || !begin || offset < *begin || offset - *begin >= SizeOf(*inner)) continue;
      if (tag == DW_TAG_inheritance) {
        Into(*inner, offset - *begin, depth + 1);
        continue;
      }
      Member member = as;
      member.name = NameOf(child);
      path_.push_back(std::move(member));
      Into(*inner, offset - *begin, depth + 1);
      path_.pop_back();
    }
  }

  static Member AsOwner(BareType& type) {
    Member owner;
    const std::string name = NameOf(type.die);
    if (IsOfLibrary(type.die)) {
      owner.of = Member::Of::kLibrary;
    } else if (name.empty() && type.alias.empty()) {
      owner.of = Member::Of::kNameless;
    } else if (name.starts_with('<') || name.starts_with("._anon")) {
      owner.of = Member::Of::kNameless;
    } else if (IsLockWord(name.empty() ? type.alias : name)) {
      owner.of = Member::Of::kWrapper;
    } else if (name.empty()) {
      owner.owner = type.alias;
    } else {
      const char* const tag = dwarf_tag(&type.die) == DW_TAG_union_type ? "union " : "struct ";
      owner.owner = (IsC(type.die) ? tag : "") + QualifiedNameOf(type.die);
    }
    return owner;
  }

  std::vector<FoundMember>& found_;
  std::string places_;
  MemberPath path_;
};

}  // namespace

std::optional<BareType> BareTypeOf(Dwarf_Die& die) {
  BareType type{die, "", false};
  for (int steps = 0; steps < kDeepest; ++steps) {
    const int tag = dwarf_tag(&type.die);
    if (tag == DW_TAG_typedef) {
      type.alias = NameOf(type.die);
      type.is_lock = type.is_lock || OneOf(kLocksOfC, type.alias);
    } else if (tag != DW_TAG_const_type && tag != DW_TAG_volatile_type && tag != DW_TAG_restrict_type &&
               tag != DW_TAG_atomic_type) {
      type.is_lock = type.is_lock || (OneOf(kLocksOfLibrary, NameOf(type.die)) && IsOfLibrary(type.die));
      if (auto definition = DefinitionOf(type.die)) type.die = *definition;
      return type;
    }
    std::optional<Dwarf_Die> next = Refers(type.die, DW_AT_type);
    if (!next) return std::nullopt;
    type.die = *next;
  }
  return std::nullopt;
}

std::uint64_t SizeOf(Dwarf_Die& type) {
  std::optional<BareType> bare = BareTypeOf(type);
  Dwarf_Word size = 0;
  return bare && dwarf_aggregate_size(&bare->die, &size) == 0 ? size : 0;
}

std::optional<Dwarf_Die> Pointee(BareType& type) {
  const int tag = dwarf_tag(&type.die);
  if (tag != DW_TAG_pointer_type && tag != DW_TAG_reference_type && tag != DW_TAG_rvalue_reference_type) {
    return std::nullopt;
  }
  return Refers(type.die, DW_AT_type);
}

std::vector<FoundMember> LocksAt(Dwarf_Die& type, std::uint64_t offset) {
  std::vector<FoundMember> found;
  Descent(found).Into(type, offset, 0);
  return found;
}

}  // namespace snarl::symbols
