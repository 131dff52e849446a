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
  if (claim.line == 0) return {};
  return claim.misses ? Cell{"-", Style::kDim} : Cell{Join(claim.kinds), Style::kMark};
}

void ShowTable(const std::vector<Entry>& entries) {
  std::vector<Watcher> watchers;
  for (const Watcher watcher : kWatchers) {
    const auto declares = [&](const Entry& entry) {
      return std::ranges::count(entry.second.verdict.Watchers(), watcher);
    };
    if (std::ranges::any_of(entries, declares)) watchers.push_back(watcher);
  }
  std::vector<std::string> header = {"demo"};
  for (const Watcher watcher : watchers) header.emplace_back(FullName(watcher));
  header.emplace_back("what it shows");
  Table table(header);
  std::string_view chapter;
  for (const auto& [demo, source] : entries) {
    if (demo->chapter() != chapter) table.Heading(std::string(demo->chapter()));
    chapter = demo->chapter();
    std::vector<Cell> row = {{"  " + std::string(demo->title())}};
    for (const Watcher watcher : watchers) row.push_back(ClaimCell(source.verdict.Of(Variant::kUnsafe, watcher)));
    row.push_back({source.title});
    table.Row(row);
  }
  std::printf("%s\n", table.Text(Width(stdout, 0), HasColour(stdout)).c_str());
  std::printf(
      "%zu demos, each with an unsafe variant, whose verdict stands above, and a safe one, which is clean.\n"
      "\"-\": this watcher misses the bug, and the demo says why; nothing: it is not played there.\n"
      "\"snarl demo show NAME\" explains one, \"snarl demo play NAME\" plays it.\n",
      entries.size());
}

void WriteVerdict(report::JsonWriter& json, const Verdict& verdict) {
  json.Key("verdict").BeginObject();
  for (const Variant variant : kVariants) {
    json.Key(Name(variant)).BeginObject();
    for (const Watcher watcher : verdict.Watchers()) {
      const Claim& claim = verdict.Of(variant, watcher);
      json.Key(Name(watcher)).BeginObject();
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
    json.Key("programs").BeginArray();
    for (const Programs& programs : demo->builds) {
      json.BeginObject();
      json.Key("unsafe").String(programs.unsafe_program);
      json.Key("safe").String(programs.safe_program);
      json.Key("watchers").BeginArray();
      for (const Watcher watcher : programs.watchers) json.String(Name(watcher));
      json.EndArray();
      json.EndObject();
    }
    json.EndArray();
    WriteVerdict(json, source.verdict);
    json.Key("marks").BeginArray();
    for (const Mark& mark : source.verdict.marks) {
      json.BeginObject();
      json.Key("line").Number(mark.line);
      json.Key("kind").String(report::Name(mark.kind));
      if (mark.watcher) json.Key("watcher").String(Name(*mark.watcher));
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
