// SPDX-License-Identifier: Apache-2.0
#include "logs/text.h"

#include <utility>

#include "logs/absl_text.h"
#include "logs/asan_text.h"
#include "logs/plain_line.h"
#include "logs/snarl_text.h"
#include "logs/tsan_text.h"
#include "logs/valgrind_text.h"
#include "logs/words.h"

namespace snarl::logs {
namespace {

constexpr std::size_t kMostChannels = 64;
constexpr std::size_t kMostPrefixes = 16;
constexpr std::size_t kLongestPrefix = 200;
constexpr std::uint64_t kMostLongLines = 20;
constexpr std::string_view kRuler = "==================";

}  // namespace

Text::Text(std::string file, Sink& sink, std::uint64_t first, std::string test)
    : file_(std::move(file)), test_(std::move(test)), sink_(sink), lines_(first), main_(NewChannel(test_)) {}

Text::~Text() = default;

std::unique_ptr<Text::Channel> Text::NewChannel(const std::string& test) {
  auto channel = std::make_unique<Channel>();
  channel->source = {file_, test};
  channel->readers.push_back(std::make_unique<TsanText>(channel->source, sink_));
  channel->readers.push_back(std::make_unique<ValgrindText>(channel->source, sink_));
  channel->readers.push_back(std::make_unique<AsanText>(channel->source, sink_));
  channel->readers.push_back(std::make_unique<AbslText>(channel->source, sink_));
  channel->readers.push_back(std::make_unique<SnarlText>(channel->source, sink_));
  return channel;
}

void Text::Feed(std::string_view bytes) {
  lines_.Feed(bytes,
              [this](std::string_view line, std::uint64_t number, std::size_t size) { TakeLine(line, number, size); });
}

void Text::Finish() {
  lines_.Finish(
      [this](std::string_view line, std::uint64_t number, std::size_t size) { TakeLine(line, number, size); });
  const auto finish = [](Channel& channel) {
    for (const auto& reader : channel.readers) reader->Finish();
  };
  finish(*main_);
  for (auto& [number, channel] : numbered_) finish(*channel);
  for (auto& [prefix, channel] : prefixed_) finish(*channel);
  if (long_lines_ > kMostLongLines) {
    sink_.Complain(file_, 0, std::to_string(long_lines_ - kMostLongLines) + " more lines of more than 64 KiB");
  }
}

void Text::TakeLine(std::string_view line, std::uint64_t number, std::size_t size) {
  if (size > line.size() && ++long_lines_ <= kMostLongLines) {
    sink_.Complain(file_, number, "a line of " + std::to_string(size) + " bytes, of which the first 64 KiB are read");
  }
  const PlainLine plain = Plain(line, room_);
  bool taken = false;
  if (plain.numbered) {
    taken = Give(Numbered(plain.test), plain.text, number);
  } else if (!TakePrefixed(plain.text, number)) {
    if (test_.empty() && names_.Take(plain.text)) main_->source.test = names_.current();
    taken = Give(*main_, plain.text, number);
  } else {
    taken = true;
  }
  if (taken) ++taken_;
}

// "web_1  | WARNING: ThreadSanitizer: …", after the same before a ruler: the report goes on with lines of this prefix.
void Text::LearnPrefix(std::string_view line) {
  if (line.ends_with(kRuler) && line.size() <= kLongestPrefix) {
    ruler_prefix_ = line.substr(0, line.size() - kRuler.size());
    return;
  }
  const std::size_t at = line.find("WARNING: ThreadSanitizer: ");
  if (at == 0 || at == std::string_view::npos || line.substr(0, at) != ruler_prefix_) return;
  if (prefixed_.size() < kMostPrefixes) prefixed_.emplace(ruler_prefix_, NewChannel(main_->source.test));
}

bool Text::TakePrefixed(std::string_view line, std::uint64_t number) {
  LearnPrefix(line);
  for (auto& [prefix, channel] : prefixed_) {
    if (!line.starts_with(prefix)) continue;
    Give(*channel, line.substr(prefix.size()), number);
    return true;
  }
  return false;
}

bool Text::Give(Channel& channel, std::string_view line, std::uint64_t number) {
  for (const auto& reader : channel.readers) {
    if (reader->Take(line, number)) return true;
  }
  return false;
}

Text::Channel& Text::Numbered(std::uint64_t number) {
  const auto known = numbered_.find(number);
  if (known != numbered_.end()) return *known->second;
  if (numbered_.size() >= kMostChannels) {
    std::erase_if(numbered_, [](const auto& item) {
      for (const auto& reader : item.second->readers) {
        if (reader->open()) return false;
      }
      return true;
    });
  }
  // So many at once there are not; the oldest is one that was cut off.
  if (numbered_.size() >= kMostChannels) {
    for (const auto& reader : numbered_.begin()->second->readers) reader->Finish();
    numbered_.erase(numbered_.begin());
  }
  return *(numbered_[number] = NewChannel(names_.Name(number)));
}

}  // namespace snarl::logs
