// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <string>
#include <vector>

#include "cli/demo.h"
#include "cli/demo_source.h"
#include "cli/fault.h"
#include "cli/gallery.h"
#include "cli/side_by_side.h"
#include "cli/table.h"

namespace snarl::cli {
namespace {

// The lines from `first` to `last`, blank ones at both ends left out.
Listing Cut(const DemoSource& source, std::string heading, int first, int last) {
  const auto line = [&](int number) -> const std::string& {
    return source.lines[static_cast<std::size_t>(number) - 1];
  };
  while (first <= last && line(first).empty()) ++first;
  while (first <= last && line(last).empty()) --last;
  Listing listing{std::move(heading), first, {}};
  for (int number = first; number <= last; ++number) listing.lines.push_back(line(number));
  return listing;
}

Listing Body(const DemoSource& source, Variant variant) {
  const LineRange range = source.Of(variant);
  return Cut(source, std::string(Name(variant)), range.first + 1, range.last - 1);
}

std::string Expectation(const Claim& claim) { return claim.Text() + (claim.reason.empty() ? "" : ": " + claim.reason); }

}  // namespace

int DemoShow(const DemoShowArguments& arguments) {
  const std::vector<Demo> gallery = ReadGallery(arguments.gallery);
  const Demo& demo = FindDemo(gallery, arguments.name);
  const DemoSource source = ReadDemoSource(demo.source);
  const bool colour = HasColour(stdout);
  const int width = arguments.width > 0 ? arguments.width : Width(stdout, 80);

  std::printf("%s\n\n", Paint(Style::kBold, demo.name + ": " + source.title, colour).c_str());
  for (const std::string& line : source.explanation) std::printf("%s\n", line.c_str());
  if (!source.explanation.empty()) std::printf("\n");

  Table table({"variant", "watcher", "is declared"});
  for (const Variant variant : kVariants) {
    for (const Watcher watcher : source.verdict.Watchers()) {
      const Claim& claim = source.verdict.Of(variant, watcher);
      table.Row({{std::string(Name(variant))},
                 {std::string(FullName(watcher))},
                 {Expectation(claim), claim.Reported().empty() ? Style::kPlain : Style::kBad}});
    }
  }
  std::printf("%s\n", table.Text(0, colour).c_str());

  const Listing shared = Cut(source, "", source.shared.first, source.shared.last);
  if (!shared.lines.empty()) std::printf("%s\n", Paint(Style::kBold, "both", colour).c_str());
  for (std::size_t i = 0; i < shared.lines.size(); ++i) {
    std::printf("%s%s\n", Paint(Style::kDim, NumberGutter(shared, i), colour).c_str(), shared.lines[i].c_str());
  }
  if (!shared.lines.empty()) std::printf("\n");
  std::printf("%s\n", SideBySide(Body(source, Variant::kUnsafe), Body(source, Variant::kSafe), width, colour).c_str());
  std::printf("Watch it: snarl demo play %s. The source is %s", demo.name.c_str(), demo.source.c_str());
  std::printf(source.lesson.empty() ? ".\n" : "; in the lesson: \"%s\".\n", source.lesson.c_str());
  return kDone;
}

}  // namespace snarl::cli
