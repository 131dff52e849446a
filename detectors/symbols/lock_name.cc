// SPDX-License-Identifier: Apache-2.0
#include "symbols/lock_name.h"

#include <dwarf.h>

#include <optional>
#include <utility>

#include "symbols/die.h"
#include "symbols/frame_variables.h"
#include "symbols/global_name.h"
#include "symbols/member_path.h"

namespace snarl::symbols {
namespace {

class FrameNames {
 public:
  explicit FrameNames(const report::Trail& steps) : steps_(steps) {}

  void Take(Variable& variable) {
    std::optional<Dwarf_Die> declared = Refers(variable.die, DW_AT_type);
    std::optional<BareType> type = declared ? BareTypeOf(*declared) : std::nullopt;
    if (!type) return;
    Address object = variable.location.address;
    std::optional<Dwarf_Die> pointee = Pointee(*type);
    if (!pointee) {
      // A value that lies nowhere holds no lock.
      if (!variable.location.is_value) TakeObject(*declared, object, &variable);
      return;
    }
    if (!variable.location.is_value) object.offsets.push_back(0);
    TakeObject(*pointee, object, nullptr);
    TakeWhatItRefersTo(*pointee, object);
  }

  // Nothing where two of them disagree.
  [[nodiscard]] std::string Result() const { return disagree_ ? "" : name_.text; }
  [[nodiscard]] bool disagree() const { return disagree_; }

 private:
  // `local`: the variable that the object itself is.
  void TakeObject(Dwarf_Die& type, const Address& object, const Variable* local) {
    const std::optional<std::int64_t> offset = OffsetOfLock(object, steps_);
    if (!offset || *offset < 0) return;
    for (const FoundMember& found : LocksAt(type, static_cast<std::uint64_t>(*offset))) {
      PathName name = NameOfMember(found.path);
      if (name.text.empty() && local != nullptr) name = NameOfLocal(*local, found);
      Add(std::move(name));
    }
  }

  // A closure holds references to what it captured; other objects to their like.
  void TakeWhatItRefersTo(Dwarf_Die& type, const Address& object) {
    std::optional<BareType> bare = BareTypeOf(type);
    if (!bare) return;
    for (Dwarf_Die& child : Children(bare->die)) {
      if (dwarf_tag(&child) != DW_TAG_member) continue;
      const std::optional<std::uint64_t> begin = Number(child, DW_AT_data_member_location);
      std::optional<Dwarf_Die> declared = Refers(child, DW_AT_type);
      std::optional<BareType> member = declared ? BareTypeOf(*declared) : std::nullopt;
      std::optional<Dwarf_Die> pointee = member ? Pointee(*member) : std::nullopt;
      if (!begin || !pointee || *begin > 65536) continue;
      Address there = object;
      there.offsets.back() += static_cast<std::int64_t>(*begin);
      there.offsets.push_back(0);
      TakeObject(*pointee, there, nullptr);
    }
  }

  static PathName NameOfLocal(const Variable& local, const FoundMember& found) {
    Dwarf_Die die = local.die;
    const std::string name = NameOf(die);
    if (name.empty()) return {};
    const std::string text = NameInObject(name, found.places, found.path) + " (local of " + local.function + ")";
    return {text, text};
  }

  void Add(PathName name) {
    if (name.text.empty()) return;
    if (!name_.text.empty() && name_.member != name.member) disagree_ = true;
    // Of two names for one member, that with the place in an array says more.
    if (name_.text.empty() || name.text.size() > name_.text.size()) name_ = std::move(name);
  }

  const report::Trail& steps_;
  PathName name_;
  bool disagree_ = false;
};

}  // namespace

std::string NameOfLock(const report::NameRequest& request, const std::vector<report::NamedModule>& modules,
                       DebugFiles& files) {
  if (request.data) {
    const report::NamedModule& module = modules.at(request.data->module);
    if (const auto file = files.Open(request.data->module, module)) {
      return GlobalName(file->dwarf, request.data->offset - file->bias);
    }
    return "";
  }
  for (const report::NamedFrame& frame : request.frames) {
    const auto file = files.Open(frame.at.module, modules.at(frame.at.module));
    if (!file) continue;
    const std::uint64_t pc = frame.at.offset - 1 - file->bias;
    std::optional<Dwarf_Die> unit = UnitAt(file->dwarf, pc);
    if (!unit) continue;
    FrameNames names(frame.steps);
    for (Variable& variable : VariablesAt(*unit, pc)) names.Take(variable);
    if (names.disagree()) return "";
    if (std::string name = names.Result(); !name.empty()) return name;
  }
  return "";
}

}  // namespace snarl::symbols
