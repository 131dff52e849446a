// SPDX-License-Identifier: Apache-2.0
//
// The gallery: which demos there are, and where each one's source and programs stand. Read from the manifests that builds
// write, one demo a line, in the order of the syllabus; relative paths start at the manifest's folder:
//
//   chapter/name<TAB>source<TAB>unsafe program<TAB>safe program<TAB>the watchers that these programs are for: tsan,snarl
//
// A demo that stands in several manifests has programs of several builds, each for watchers of its own.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/verdict.h"
#include "cli/watcher.h"

namespace snarl::cli {

// The two programs of one build.
struct Programs {
  std::string unsafe_program;
  std::string safe_program;
  std::vector<Watcher> watchers;

  [[nodiscard]] const std::string& Of(Variant variant) const {
    return variant == Variant::kUnsafe ? unsafe_program : safe_program;
  }
};

struct Demo {
  std::string name;  // "chapter/name"
  std::string source;
  std::vector<Programs> builds;

  [[nodiscard]] std::string_view chapter() const;
  [[nodiscard]] std::string_view title() const;  // the name without its chapter
};

// Pure. Throws Fault, "path:line: what is expected".
[[nodiscard]] std::vector<Demo> ParseGallery(std::string_view text, const std::string& path);

// The demo of this name: "chapter/name", or the name alone where no other chapter has it. Throws Fault, with the
// nearest.
[[nodiscard]] const Demo& FindDemo(const std::vector<Demo>& gallery, std::string_view name);

// Adds the demos of one manifest to those of others.
void Merge(std::vector<Demo>& gallery, std::vector<Demo> more);

// `asked`: --gallery, manifests or folders of a gallery.tsv. Where there is none: $SNARL_GALLERY, with colons between;
// then demos/gallery.tsv beside this program.
[[nodiscard]] std::vector<Demo> ReadGallery(const std::vector<std::string>& asked);

// Throws Fault, saying how to build it, where the program is not there to be played.
void RequireProgram(const Demo& demo, const Programs& programs, Variant variant);

}  // namespace snarl::cli
