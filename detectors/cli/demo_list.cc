// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdio>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/demo.h"
#include "cli/demo_source.h"
#include "cli/fault.h"
#include "cli/gallery.h"
#include "cli/table.h"
#include "snarl/report/json_writer.h"

namespace snarl::cli {
namespace {

using Entry = std::pair<const Demo*, DemoSource>;

Cell ClaimCell(const Claim& claim) {
  return claim.misses ? Cell{"-", Style::kDim} : Cell{Join(claim.kinds), Style::kMark};
}

void ShowTable(const std::vector<Entry>& entries) {
  Table table({"demo", "ThreadSanitizer", "Snarl", "what it shows"});
  std::string_view chapter;
  for (const auto& [demo, source] : entries) {
    if (demo->chapter() != chapter) table.Heading(std::string(demo->chapter()));
    chapter = demo->chapter();
    table.Row({{"  " + std::string(demo->title())},
               ClaimCell(source.verdict.Of(Variant::kUnsafe, report::Watcher::kTsan)),
               ClaimCell(source.verdict.Of(Variant::kUnsafe, report::Watcher::kSnarl)),
               {source.title}});
  }
  std::printf("%s\n", table.Text(Width(stdout, 0), HasColour(stdout)).c_str());
  std::printf(
      "%zu demos, each with an unsafe variant, whose verdict stands above, and a safe one, which is clean.\n"
      "\"-\": this watcher misses the bug, and the demo says why. \"snarl demo show NAME\" explains one,\n"
      "\"snarl demo play NAME\" plays it.\n",
      entries.size());
}

void WriteVerdict(report::JsonWriter& json, const Verdict& verdict) {
  json.Key("verdict").BeginObject();
  for (const Variant variant : kVariants) {
    json.Key(Name(variant)).BeginObject();
    for (const report::Watcher watcher : kWatchers) {
      const Claim& claim = verdict.Of(variant, watcher);
      json.Key(report::Name(watcher)).BeginObject();
      json.Key("reports").BeginArray();
      for (const report::Kind kind : claim.Reported()) json.String(report::Name(kind));
      json.EndArray();
      json.Key("misses").BeginArray();
      for (const report::Kind kind : claim.kinds) {
        if (claim.misses) json.String(report::Name(kind));
      }
      json.EndArray();
      json.Key("reason").String(claim.reason);
      json.EndObject();
    }
    json.EndObject();
  }
  json.EndObject();
}

void ShowJson(const std::vector<Entry>& entries) {
  report::JsonWriter json;
  json.BeginArray();
  for (const auto& [demo, source] : entries) {
    json.BeginObject();
    json.Key("name").String(demo->name);
    json.Key("chapter").String(demo->chapter());
    json.Key("title").String(source.title);
    json.Key("lesson").String(source.lesson);
    json.Key("source").String(demo->source);
    json.Key("unsafe").String(demo->unsafe_program);
    json.Key("safe").String(demo->safe_program);
    WriteVerdict(json, source.verdict);
    json.Key("marks").BeginArray();
    for (const Mark& mark : source.verdict.marks) {
      json.BeginObject();
      json.Key("line").Number(mark.line);
      json.Key("kind").String(report::Name(mark.kind));
      if (mark.watcher) json.Key("watcher").String(report::Name(*mark.watcher));
      json.EndObject();
    }
    json.EndArray();
    json.EndObject();
  }
  json.EndArray();
  std::printf("%s\n", json.text().c_str());
}

}  // namespace

int DemoList(const DemoListArguments& arguments) {
  const std::vector<Demo> gallery = ReadGallery(arguments.gallery);
  std::vector<Entry> entries;
  for (const Demo& demo : gallery) entries.emplace_back(&demo, ReadDemoSource(demo.source));
  if (arguments.json) {
    ShowJson(entries);
  } else {
    // By chapter, wherever the syllabus comes back to one.
    std::vector<std::string_view> chapters;
    for (const Entry& entry : entries) {
      if (std::ranges::count(chapters, entry.first->chapter()) == 0) chapters.push_back(entry.first->chapter());
    }
    const auto place = [&](const Entry& entry) { return std::ranges::find(chapters, entry.first->chapter()); };
    std::ranges::stable_sort(entries, {}, place);
    ShowTable(entries);
  }
  return kDone;
}

}  // namespace snarl::cli
