// SPDX-License-Identifier: Apache-2.0
#include "snarl/report/fingerprint.h"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <set>
#include <vector>

#include "snarl/report/frames.h"
#include "snarl/report/function_name.h"

namespace snarl::report {
namespace {

constexpr std::size_t kFrames = 3;

std::string_view BaseName(std::string_view path) { return path.substr(path.rfind('/') + 1); }

bool IsDigit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

// The user frames that count, without the repetitions of a recursion.
std::vector<const Frame*> SiteFrames(const Stack& stack) {
  std::vector<const Frame*> frames;
  std::string last;
  for (const Frame& frame : stack) {
    if (!IsUserFrame(frame)) continue;
    std::string name = PlainName(frame.function);
    if (!frames.empty() && name == last) continue;
    last = std::move(name);
    frames.push_back(&frame);
    if (frames.size() == kFrames) break;
  }
  return frames;
}

// Without a name the offset is all there is: stable for the same binary, at least.
std::string Site(const Stack& stack) {
  std::string site;
  for (const Frame* frame : SiteFrames(stack)) {
    const bool known = !frame->function.empty() || !frame->file.empty();
    site += known ? PlainName(frame->function) : std::to_string(frame->offset);
    site += '@';
    site += BaseName(known ? frame->file : frame->module);
    site += '\n';
  }
  return site;
}

std::string WithoutNumbers(std::string_view name) {
  std::string out;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (!IsDigit(name[i])) {
      out += name[i];
    } else if (i == 0 || !IsDigit(name[i - 1])) {
      out += '#';
    }
  }
  return out;
}

// What is `other` has only its tool's words to tell it from another of the same place: those without any digit.
std::string PlainWords(std::string_view summary) {
  std::string out;
  while (!summary.empty()) {
    const std::string_view word = summary.substr(0, summary.find(' '));
    if (std::none_of(word.begin(), word.end(), IsDigit)) out.append(word).append(" ");
    summary.remove_prefix(std::min(word.size() + 1, summary.size()));
  }
  return out;
}

class Hash {
 public:
  // The length goes in as well, so that "ab","c" and "a","bc" differ.
  void Add(std::string_view text) {
    Byte(static_cast<unsigned char>(text.size() & 0xFFU));
    for (const char c : text) Byte(static_cast<unsigned char>(c));
  }
  [[nodiscard]] std::string Hex() const {
    std::string hex(16, '0');
    for (std::size_t i = 0; i < 16; ++i) hex[i] = "0123456789abcdef"[(value_ >> (60 - 4 * i)) & 0xFU];
    return hex;
  }

 private:
  void Byte(unsigned char byte) { value_ = (value_ ^ byte) * 0x100000001b3U; }

  std::uint64_t value_ = 0xcbf29ce484222325U;
};

}  // namespace

bool IsGivenName(std::string_view name) {
  if (name.empty() || name.find(" first locked at ") != std::string_view::npos) return false;
  if (name.find(" first used at ") != std::string_view::npos) return false;
  return name[0] != 'M' || name.size() == 1 || !std::all_of(name.begin() + 1, name.end(), IsDigit);
}

std::string Fingerprint(const Finding& finding) {
  std::set<std::string> sites;
  for (const Step& step : finding.witness) sites.insert(step.what + '\n' + Site(step.second));
  if (finding.witness.empty()) {
    for (const ThreadInfo& thread : finding.threads) sites.insert(Site(thread.now));
  }
  std::set<std::string> names;
  for (const LockInfo& lock : finding.locks) {
    const std::string& name = lock.plain.empty() ? lock.name : lock.plain;
    if (IsGivenName(name)) names.insert(WithoutNumbers(name));
  }
  Hash hash;
  hash.Add(Name(finding.kind));
  hash.Add(Name(finding.watcher));
  if (finding.kind == Kind::kOther) hash.Add(PlainWords(finding.summary));
  for (const std::string& site : sites) hash.Add(site);
  hash.Add("locks");
  for (const std::string& name : names) hash.Add(name);
  return hash.Hex();
}

std::string SiteKey(const Finding& finding) {
  std::set<std::string> places;
  for (const Step& step : finding.witness) {
    std::string place = step.what;
    for (const Frame* frame : SiteFrames(step.second)) place += '\n' + frame->file + ':' + std::to_string(frame->line);
    places.insert(std::move(place));
  }
  std::string key;
  for (const std::string& place : places) key += place + '\n';
  return key;
}

}  // namespace snarl::report
