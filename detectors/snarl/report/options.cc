// SPDX-License-Identifier: Apache-2.0
#include "snarl/report/options.h"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>

#include "absl/synchronization/mutex.h"
#include "snarl/report/guest.h"
#include "snarl/report/option_value.h"
#include "snarl/report/write.h"

namespace snarl::report {
namespace {

// Readers hold references for as long as they like, so what was ever published is never freed.
std::atomic<const Options*> published{nullptr};

struct Given {
  absl::Mutex mu;
  Options defaults_and_code ABSL_GUARDED_BY(mu);  // below the environment
  std::string environment ABSL_GUARDED_BY(mu);
  bool environment_read ABSL_GUARDED_BY(mu) = false;
  std::vector<const Options*> kept ABSL_GUARDED_BY(mu);  // for leak checkers, which look for a pointer
};

Given& TheGiven() {
  static auto* given = new Given;
  return *given;
}

std::string HelpText() {
  std::string text = "SNARL: options, as SNARL_OPTIONS=key=value:key=value\n";
  for (const OptionRow& row : OptionTable()) {
    text.append("  ").append(row.name).append("=").append(row.values);
    text.append(" (default ").append(row.fallback.empty() ? "none" : row.fallback).append(")\n");
    text.append("      ").append(row.help).append("\n");
  }
  return text;
}

// Errors of the environment are said once, by the first who asks; afterwards it is applied in silence.
void ReadEnvironment(Given& given) ABSL_EXCLUSIVE_LOCKS_REQUIRED(given.mu) {
  given.environment_read = true;
  if (const char* text = std::getenv("SNARL_OPTIONS"); text != nullptr) given.environment = text;
  Options options = given.defaults_and_code;
  std::string said;
  for (const std::string& error : ParseOptions(given.environment, options)) {
    said += "SNARL: SNARL_OPTIONS: " + error + "\n";
  }
  if (options.help) said += HelpText();
  if (!said.empty()) WriteAll(STDERR_FILENO, said);
}

const Options& Publish(Given& given) ABSL_EXCLUSIVE_LOCKS_REQUIRED(given.mu) {
  if (!given.environment_read) ReadEnvironment(given);
  auto* options = new Options(given.defaults_and_code);
  static_cast<void>(ParseOptions(given.environment, *options));
  given.kept.push_back(options);
  published.store(options, std::memory_order_release);
  return *options;
}

// What a value of each sort takes, for the table and for errors.
#define SNARL_FLAG(name, fallback, help) {#name, #fallback, "true|false", help},
#define SNARL_NUMBER(name, fallback, low, high, help) {#name, #fallback, #low ".." #high, help},
#define SNARL_DURATION(name, fallback, help) {#name, #fallback, "0, 1500ms, 55s, 10m, 2h", help},
#define SNARL_TEXT(name, fallback, help) {#name, fallback, "text", help},
#define SNARL_CHOICE(name, fallback, choices, help) {#name, fallback, choices, help},
const std::vector<OptionRow>& Rows() {
  static const auto* rows = new std::vector<OptionRow>{
#include "snarl/report/options.def"
  };
  return *rows;
}
#undef SNARL_FLAG
#undef SNARL_NUMBER
#undef SNARL_DURATION
#undef SNARL_TEXT
#undef SNARL_CHOICE

bool Apply(const OptionItem& item, Options& options) {
#define SNARL_FLAG(name, fallback, help) \
  if (item.key == #name) return ParseFlag(item.value, options.name);
#define SNARL_NUMBER(name, fallback, low, high, help) \
  if (item.key == #name) return ParseNumber(item.value, low, high, options.name);
#define SNARL_DURATION(name, fallback, help) \
  if (item.key == #name) return ParseDuration(item.value, options.name);
#define SNARL_TEXT(name, fallback, help) \
  if (item.key == #name) return (options.name = item.value, true);
#define SNARL_CHOICE(name, fallback, choices, help) \
  if (item.key == #name) return ParseChoice(item.value, choices, options.name);
#include "snarl/report/options.def"
#undef SNARL_FLAG
#undef SNARL_NUMBER
#undef SNARL_DURATION
#undef SNARL_TEXT
#undef SNARL_CHOICE
  return false;
}

std::string UnknownKey(const std::string& key) {
  std::vector<std::string_view> names;
  for (const OptionRow& row : OptionTable()) names.push_back(row.name);
  const std::string_view nearest = Nearest(key, names);
  std::string line = "unknown option '" + key + "'";
  if (nearest.empty()) return line + "; help=1 lists all of them";
  return line.append("; did you mean '").append(nearest).append("'?");
}

std::string BadValue(const OptionItem& item, const OptionRow& row) {
  return "bad value '" + item.value + "' for option '" + item.key + "'; it takes " + std::string(row.values);
}

}  // namespace

const std::vector<OptionRow>& OptionTable() { return Rows(); }

std::vector<std::string> ParseOptions(std::string_view text, Options& options) {
  std::vector<std::string> errors;
  for (const OptionItem& item : SplitOptions(text)) {
    const auto& rows = OptionTable();
    const auto row = std::find_if(rows.begin(), rows.end(), [&](const OptionRow& r) { return r.name == item.key; });
    if (row == rows.end()) {
      errors.push_back(UnknownKey(item.key));
    } else if (!item.error.empty()) {
      errors.push_back(item.error);
    } else if (!Apply(item, options)) {
      errors.push_back(BadValue(item, *row));
    }
  }
  return errors;
}

const Options& Current() {
  if (const Options* options = published.load(std::memory_order_acquire); options != nullptr) return *options;
  const Guest guest;
  Given& given = TheGiven();
  const absl::MutexLock lock(&given.mu);
  const Options* options = published.load(std::memory_order_relaxed);
  return options != nullptr ? *options : Publish(given);
}

std::vector<std::string> SetOptions(std::string_view text) {
  const Guest guest;
  Given& given = TheGiven();
  const absl::MutexLock lock(&given.mu);
  std::vector<std::string> errors = ParseOptions(text, given.defaults_and_code);
  Publish(given);
  return errors;
}

}  // namespace snarl::report
