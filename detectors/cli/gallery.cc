// SPDX-License-Identifier: Apache-2.0
#include "cli/gallery.h"

#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <system_error>
#include <utility>

#include "cli/fault.h"
#include "cli/words.h"
#include "snarl/report/read.h"

namespace snarl::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* kManifest = "gallery.tsv";

std::string ManifestPath(const std::string& named) {
  std::error_code ignored;
  return fs::is_directory(named, ignored) ? (fs::path(named) / kManifest).string() : named;
}

std::vector<std::string> Manifests(std::vector<std::string> asked) {
  if (const char* variable = std::getenv("SNARL_GALLERY"); asked.empty() && variable != nullptr) {
    for (const std::string_view one : Split(variable, ':')) {
      if (!one.empty()) asked.emplace_back(one);
    }
  }
  if (asked.empty()) {
    std::error_code ignored;
    asked.push_back((fs::read_symlink("/proc/self/exe", ignored).parent_path() / "demos" / kManifest).string());
  }
  return asked;
}

}  // namespace

std::string_view Demo::chapter() const { return std::string_view(name).substr(0, name.find('/')); }
std::string_view Demo::title() const { return std::string_view(name).substr(name.find('/') + 1); }

std::vector<Demo> ParseGallery(std::string_view text, const std::string& path) {
  const fs::path folder = fs::path(path).parent_path();
  std::vector<Demo> gallery;
  int number = 0;
  for (const std::string& line : Lines(text)) {
    ++number;
    if (Trimmed(line).empty()) continue;
    const auto fail = [&](const std::string& what) { throw Fault(path + ":" + std::to_string(number) + ": " + what); };
    const std::vector<std::string_view> fields = Split(line, '\t');
    if (fields.size() != 5 || std::ranges::count(fields, std::string_view()) != 0) {
      fail("expected \"chapter/name, source, unsafe program, safe program, watchers\" with tabs between");
    }
    if (std::ranges::count(fields[0], '/') != 1 || fields[0].starts_with('/') || fields[0].ends_with('/')) {
      fail("expected a name \"chapter/name\", found \"" + std::string(fields[0]) + "\"");
    }
    if (std::ranges::find(gallery, fields[0], &Demo::name) != gallery.end()) {
      fail(std::string(fields[0]) + " stands there twice");
    }
    const auto at = [&](std::string_view file) { return (folder / file).lexically_normal().string(); };
    Programs programs{at(fields[2]), at(fields[3]), {}};
    for (const std::string_view name : Split(fields[4], ',')) {
      if (!Parse(name, programs.watchers.emplace_back())) fail("there is no watcher \"" + std::string(name) + "\"");
    }
    gallery.push_back({std::string(fields[0]), at(fields[1]), {std::move(programs)}});
  }
  if (gallery.empty()) throw Fault(path + ": it lists no demo");
  return gallery;
}

const Demo& FindDemo(const std::vector<Demo>& gallery, std::string_view name) {
  std::vector<const Demo*> matches;
  std::vector<std::string> known;
  for (const Demo& demo : gallery) {
    if (demo.name == name) return demo;
    if (demo.title() == name) matches.push_back(&demo);
    known.push_back(demo.name);
    if (name.find('/') == name.npos) known.emplace_back(demo.title());
  }
  if (matches.size() == 1) return *matches.front();
  if (matches.empty()) {
    throw Fault("no demo is called \"" + std::string(name) + "\"" + DidYouMean(name, known) +
                "; \"snarl demo list\" names them all");
  }
  std::string all;
  for (const Demo* demo : matches) all += (all.empty() ? "" : " or ") + demo->name;
  throw Fault("\"" + std::string(name) + "\" is more than one demo: say " + all);
}

void Merge(std::vector<Demo>& gallery, std::vector<Demo> more) {
  for (Demo& demo : more) {
    const auto known = std::ranges::find(gallery, demo.name, &Demo::name);
    if (known == gallery.end()) {
      gallery.push_back(std::move(demo));
    } else {
      std::ranges::move(demo.builds, std::back_inserter(known->builds));
    }
  }
}

std::vector<Demo> ReadGallery(const std::vector<std::string>& asked) {
  std::vector<Demo> gallery;
  for (const std::string& named : Manifests(asked)) {
    const std::string path = ManifestPath(named);
    std::string text;
    std::string error;
    if (!report::ReadWholeFile(path, text, error)) {
      throw Fault("no gallery: " + error +
                  " (build the demos, \"cmake --workflow --preset tsan\", or name one with --gallery)");
    }
    Merge(gallery, ParseGallery(text, path));
  }
  return gallery;
}

void RequireProgram(const Demo& demo, const Programs& programs, Variant variant) {
  const std::string& program = programs.Of(variant);
  if (access(program.c_str(), X_OK) == 0) return;
  throw Fault(program + ": the " + std::string(Name(variant)) + " program of " + demo.name +
              " is not there; build it with \"cmake --build --preset tsan\"");
}

}  // namespace snarl::cli
