// SPDX-License-Identifier: Apache-2.0
#include "snarl/report/name_request.h"

#include <charconv>
#include <initializer_list>
#include <limits>
#include <system_error>
#include <utility>

namespace snarl::report {
namespace {

using Kind = TrailStep::Kind;

constexpr std::size_t kMostModules = 4096;
constexpr std::size_t kMostFrames = 64;
constexpr std::size_t kMostSteps = 256;
constexpr std::uint32_t kMostRegisters = 128;

std::string_view NextWord(std::string_view& rest) {
  const std::size_t end = rest.find(' ');
  const std::string_view word = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  return word;
}

template <class Number>
bool Read(std::string_view& rest, Number& number) {
  const std::string_view word = NextWord(rest);
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
  return error == std::errc() && end == word.data() + word.size() && !word.empty();
}

bool ReadPlace(std::string_view& rest, std::size_t modules, FilePlace& place) {
  return Read(rest, place.module) && Read(rest, place.offset) && place.module < modules && rest.empty();
}

void Line(std::string& text, const char* word, std::initializer_list<std::int64_t> numbers) {
  text += word;
  for (const std::int64_t number : numbers) text += ' ' + std::to_string(number);
  text += '\n';
}

void WritePlace(std::string& text, const char* word, const FilePlace& place) {
  text += word;
  text += ' ' + std::to_string(place.module) + ' ' + std::to_string(place.offset) + '\n';
}

}  // namespace

void WriteModule(const NamedModule& module, std::string& text) {
  text += "module " + (module.build_id.empty() ? "-" : module.build_id) + " " + module.path + "\n";
}

void Write(const NameRequest& request, std::string& text) {
  if (request.data) WritePlace(text, "data", *request.data);
  for (const NamedFrame& frame : request.frames) {
    WritePlace(text, "frame", frame.at);
    for (const TrailStep& step : frame.steps) {
      if (step.kind == Kind::kBase) Line(text, "base", {step.reg, step.value});
      if (step.kind == Kind::kInside) Line(text, "inside", {step.value});
      if (step.kind == Kind::kRegister) Line(text, "register", {step.reg, step.value});
      if (step.kind == Kind::kSlot) Line(text, "slot", {step.at, step.value});
      if (step.kind == Kind::kBehindSlot) Line(text, "behind-slot", {step.at, step.inner, step.value});
      if (step.kind == Kind::kBehindRegister) Line(text, "behind-register", {step.reg, step.inner, step.value});
    }
  }
  text += "name\n";
}

bool NameRequests::TakeStep(std::string_view word, std::string_view rest) {
  if (next_.frames.empty() || next_.frames.back().steps.size() == kMostSteps) return false;
  TrailStep step;
  bool good = false;
  if (word == "base" || word == "register") {
    step.kind = word == "base" ? Kind::kBase : Kind::kRegister;
    good = Read(rest, step.reg) && Read(rest, step.value) && step.reg < kMostRegisters;
  } else if (word == "inside") {
    step.kind = Kind::kInside;
    good = Read(rest, step.value);
  } else if (word == "slot") {
    step.kind = Kind::kSlot;
    good = Read(rest, step.at) && Read(rest, step.value);
  } else if (word == "behind-register") {
    step.kind = Kind::kBehindRegister;
    good = Read(rest, step.reg) && Read(rest, step.inner) && Read(rest, step.value) && step.reg < kMostRegisters;
  } else if (word == "behind-slot") {
    step.kind = Kind::kBehindSlot;
    good = Read(rest, step.at) && Read(rest, step.inner) && Read(rest, step.value);
  }
  // Sums of offsets must not run over.
  constexpr std::int64_t kFar = std::numeric_limits<std::int64_t>::max() / 8;
  if (!good || !rest.empty() || step.value > kFar || step.value < -kFar) return false;
  next_.frames.back().steps.push_back(step);
  return true;
}

NameRequests::Took NameRequests::Take(std::string_view line, NameRequest& request) {
  std::string_view rest = line;
  const std::string_view word = NextWord(rest);
  if (word == "name" && rest.empty()) {
    request = std::exchange(next_, {});
    return Took::kRequest;
  }
  bool good = false;
  if (word == "module") {
    const std::string_view build_id = NextWord(rest);
    good = !build_id.empty() && !rest.empty() && modules_.size() < kMostModules;
    if (good) modules_.push_back({std::string(rest), build_id == "-" ? "" : std::string(build_id)});
  } else if (word == "data") {
    FilePlace place;
    good = ReadPlace(rest, modules_.size(), place) && !next_.data;
    if (good) next_.data = place;
  } else if (word == "frame") {
    NamedFrame frame;
    good = ReadPlace(rest, modules_.size(), frame.at) && next_.frames.size() < kMostFrames;
    if (good) next_.frames.push_back(std::move(frame));
  } else {
    good = TakeStep(word, rest);
  }
  return good ? Took::kLine : Took::kRefused;
}

}  // namespace snarl::report
