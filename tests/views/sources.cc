// SPDX-License-Identifier: Apache-2.0
#include "views/sources.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "catch.h"
#include "views/excerpt.h"
#include "views/fixtures.h"

namespace snarl::views {
namespace {

namespace fs = std::filesystem;

class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "snarl_views_XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path_ = fs::canonical(name);
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  void Write(const std::string& file, const std::string& text) const {
    fs::create_directories((path_ / file).parent_path());
    std::ofstream(path_ / file) << text;
  }
  [[nodiscard]] std::string path(const std::string& below = "") const {
    return below.empty() ? path_.string() : (path_ / below).string();
  }

 private:
  fs::path path_;
};

TEST_CASE("sources: a file is found below the root, also by the end of its path", "[views]") {
  const Folder folder;
  folder.Write("root/src/bank.cc", "one\ntwo\n");
  Sources sources({folder.path("root")});
  CHECK(sources.Lines("src/bank.cc").size() == 2);
  CHECK(sources.Lines("/build/agent/7/src/bank.cc").size() == 2);
  CHECK(sources.Lines(folder.path("root/src/bank.cc")).size() == 2);
  CHECK(sources.Lines("src/other.cc").empty());
  CHECK(sources.Lines("").empty());
}

TEST_CASE("sources: nothing beside the root is read, whatever the log asks for", "[views]") {
  const Folder folder;
  folder.Write("secret.txt", "password\n");
  folder.Write("root/src/bank.cc", "one\n");
  fs::create_symlink(folder.path("secret.txt"), folder.path("root/link.cc"));
  Sources sources({folder.path("root")});
  CHECK(sources.Lines(folder.path("secret.txt")).empty());
  CHECK(sources.Lines("../secret.txt").empty());
  CHECK(sources.Lines("src/../../secret.txt").empty());
  CHECK(sources.Lines("link.cc").empty());
  CHECK(sources.Lines("src").empty());
  CHECK(sources.Lines("/dev/zero").empty());
}

TEST_CASE("sources: paths are relative to the root that they lie below", "[views]") {
  const Folder folder;
  fs::create_directories(folder.path("root/src"));
  const Sources sources({folder.path("root")});
  CHECK(sources.Relative(folder.path("root/src/bank.cc")) == "src/bank.cc");
  CHECK(sources.Relative(folder.path("root/src/../lib/a.cc")) == "lib/a.cc");
  CHECK(sources.Relative(folder.path("rootless/a.cc")) == folder.path("rootless/a.cc"));
  CHECK(sources.Relative("./src/bank.cc") == "src/bank.cc");
  // From another machine or folder: where the file was found.
  folder.Write("root/src/bank.cc", "one\n");
  CHECK(Sources({folder.path("root")}).Relative("/agent/7/src/bank.cc") == "src/bank.cc");
  CHECK(Sources({folder.path("root")}).Relative("../../src/bank.cc") == "src/bank.cc");
}

TEST_CASE("the caret goes under the word that matters", "[views]") {
  CHECK(CaretUnder("  unbalance(balance);", {"balance"}).at == 12);
  CHECK(CaretUnder("  unbalance(balance);", {"balance"}).length == 7);
  CHECK(CaretUnder("  x = 1;", {"balance", "x"}).at == 2);
  CHECK(CaretUnder("  x = 1;", {"y", ""}).at == 2);
  CHECK(CaretUnder("", {"y"}).at == 0);
}

TEST_CASE("an excerpt has the line and its neighbours, and nothing where the line is not there", "[views]") {
  const Folder folder;
  folder.Write("a.cc", "void Buy() {\n  if (open) {\r\n\tapples += \x1b[31m;\n\n}\n");
  Sources sources({folder.path()});
  const std::vector<ExcerptLine> lines = Excerpt(testing::At("Buy", "a.cc", 3), {"apples"}, sources);
  REQUIRE(lines.size() == 2);  // the blank line is left out
  CHECK(lines[0].text == "if (open) {");
  CHECK(lines[1].text == "apples += \xEF\xBF\xBD[31m;");
  CHECK(lines[1].marked);
  CHECK(lines[1].caret.length == 6);
  CHECK(Excerpt(testing::At("Buy", "a.cc", 4), {}, sources).empty());
  CHECK(Excerpt(testing::At("Buy", "a.cc", 6), {}, sources).empty());
  CHECK(Excerpt(testing::At("Buy", "a.cc", 0), {}, sources).empty());
  CHECK(Excerpt(testing::At("Buy", "b.cc", 1), {}, sources).empty());
}

}  // namespace
}  // namespace snarl::views
