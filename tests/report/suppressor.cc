// SPDX-License-Identifier: Apache-2.0
#include "snarl/report/suppressor.h"

#include <sys/wait.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "catch.h"
#include "holds.h"
#include "report/in_child.h"
#include "snarl/report/options.h"
#include "snarl/report/sink.h"

namespace snarl::report {
namespace {

using testing::FileText;
using testing::Folder;
using testing::InChild;

Finding In(const std::string& function, int line = 5) {
  Finding finding;
  finding.kind = Kind::kLockOrderInversion;
  finding.summary = "it happened in " + function;
  finding.witness = {{1, "", 1, 2, {}, {{function, "editor.cc", line, "/bin/editor", 64}}}};
  return finding;
}

void Write(const std::string& path, const std::string& text) { std::ofstream(path) << text; }

// Status 0, or the number of the line that is wrong.
#define EXPECT(condition) \
  if (!(condition)) return __LINE__ % 251 + 1

TEST_CASE("Suppressor: what is suppressed is as if it had not been delivered, and is counted apart", "[suppressor]") {
  const Folder folder;
  const std::string file = folder / "ours.txt";
  Write(file, "# ours\nlock-order-inversion:^Save()$\n\n*:^Sync\nspin:^Save()$\n*:never\n");
  int status = -1;
  const std::string said = InChild(
      [&] {
        SetOptions("suppressions='" + file + "':json='" + folder / "findings.json" + "'");
        EXPECT(Deliver(In("Save()")) == Delivered::kSuppressed);
        EXPECT(nlohmann::json::parse(FileText(folder / "findings.json")).at("stats").at("suppressed") == 1);
        EXPECT(Deliver(In("Save()", 6)) == Delivered::kSuppressed);
        EXPECT(Deliver(In("Save()")) == Delivered::kSuppressed);
        EXPECT(Deliver(In("Sync()")) == Delivered::kSuppressed);
        EXPECT(Deliver(In("Load()")) == Delivered::kNew);
        EXPECT(Deliver(In("Load()")) == Delivered::kAgain);
        EXPECT(Count() == 1);
        Finish("exit");
        Finish("exit");
        const auto document = nlohmann::json::parse(Document());
        EXPECT(document.at("findings").size() == 1);
        EXPECT(document.at("stats").at("suppressed") == 3);
        return 0;
      },
      status);
  CHECK(status == 0);
  CHECK_FALSE(Holds(said, "it happened in Save()"));
  CHECK_FALSE(Holds(said, "it happened in Sync()"));
  CHECK(Holds(said, "it happened in Load()"));
  const std::string summary = "SNARL: 3 findings suppressed by 2 rules (" + file + ":2 2x, " + file + ":4 1x)\n";
  CHECK(Holds(said, summary));
  CHECK(said.find(summary) == said.rfind(summary));
  CHECK(Holds(said, "SNARL: 1 finding: 1 lock-order-inversion; "));
  CHECK_FALSE(Holds(said, "not used"));
}

TEST_CASE("Suppressor: without a rule that matches nothing is said", "[suppressor]") {
  const Folder folder;
  const std::string file = folder / "ours.txt";
  Write(file, "deadlock:Save\n");
  int status = -1;
  const auto play = [&](const std::string& options) {
    return [&file, options] {
      SetOptions("suppressions='" + file + "'" + options);
      Finish("exit");
      Finish("exit");
      return Holds(Document(), "suppressed") ? 1 : 0;
    };
  };
  CHECK(InChild(play(""), status).empty());
  CHECK(status == 0);
  CHECK(InChild(play(":verbosity=1"), status) == "SNARL: suppression not used: " + file + ":1 deadlock:Save\n");
  CHECK(status == 0);
}

TEST_CASE("Suppressor: what is wrong with the file is said once, at the start, and the program goes on",
          "[suppressor]") {
  const Folder folder;
  const std::string file = folder / "ours.txt";
  Write(file, "nonsense\n*:^Save\n");
  int status = -1;
  std::string said = InChild(
      [&] {
        SetOptions("suppressions='" + file + "'");
        StartDocument();
        EXPECT(Deliver(In("Save()")) == Delivered::kSuppressed);
        EXPECT(Deliver(In("Load()")) == Delivered::kNew);
        return 0;
      },
      status);
  CHECK(status == 0);
  CHECK(said.starts_with("SNARL: " + file +
                         ":1: expected kind:pattern, found \"nonsense\"\nSNARL: lock-order-inversion"));
  CHECK(said.find("expected kind:pattern") == said.rfind("expected kind:pattern"));

  std::string missing;
  std::string why;
  SECTION("no such file") {
    missing = folder / "none.txt";
    why = "No such file or directory";
  }
  SECTION("it is a folder") {
    missing = folder / ".";
    why = "Is a directory";
  }
  said = InChild(
      [&] {
        SetOptions("suppressions='" + missing + "'");
        EXPECT(Deliver(In("Save()")) == Delivered::kNew);
        EXPECT(Deliver(In("Load()")) == Delivered::kNew);
        Finish("exit");
        return 0;
      },
      status);
  CHECK(status == 0);
  CHECK(said.starts_with("SNARL: cannot read the suppressions of " + missing + ": " + why + "\n"));
  CHECK(said.find("cannot read") == said.rfind("cannot read"));
}

TEST_CASE("Suppressor: a forked child has its parent's rules and counts for itself", "[suppressor]") {
  const Folder folder;
  const std::string file = folder / "ours.txt";
  Write(file, "*:^Save\nnonsense\n");
  int status = -1;
  const std::string said = InChild(
      [&] {
        SetOptions("suppressions='" + file + "'");
        EXPECT(Deliver(In("Save()")) == Delivered::kSuppressed);
        std::filesystem::remove(file);
        const pid_t grandchild = fork();
        if (grandchild == 0) {
          AfterFork();
          const bool right =
              Deliver(In("Save()")) == Delivered::kSuppressed && Deliver(In("Load()")) == Delivered::kNew;
          Finish("exit");
          _exit(right ? 0 : 1);
        }
        int raw = 0;
        EXPECT(waitpid(grandchild, &raw, 0) == grandchild);
        EXPECT(raw == 0);
        return 0;
      },
      status);
  CHECK(status == 0);
  CHECK(Holds(said, "SNARL: 1 finding suppressed by 1 rule (" + file + ":1 1x)\n"));
  CHECK(said.find("nonsense") == said.rfind("nonsense"));
}

TEST_CASE("Suppressor: a file that is named later is read then", "[suppressor]") {
  const Folder folder;
  Write(folder / "a.txt", "*:^Save\n");
  Write(folder / "b.txt", "*:^Load\n");
  int status = -1;
  const std::string said = InChild(
      [&] {
        StartDocument();
        EXPECT(Deliver(In("Sync()")) == Delivered::kNew);
        SetOptions("suppressions='" + folder / "a.txt" + "'");
        EXPECT(Deliver(In("Save()")) == Delivered::kSuppressed);
        SetOptions("suppressions='" + folder / "b.txt" + "'");
        EXPECT(Deliver(In("Load()")) == Delivered::kSuppressed);
        EXPECT(Deliver(In("Save()", 7)) == Delivered::kNew);
        SetOptions("suppressions=");
        EXPECT(Deliver(In("Load()", 7)) == Delivered::kNew);
        Finish("exit");
        return 0;
      },
      status);
  CHECK(status == 0);
  CHECK(Holds(said, "SNARL: 2 findings suppressed by 2 rules (" + folder / "a.txt" + ":1 1x, " + folder / "b.txt" +
                        ":1 1x)\n"));
}

}  // namespace
}  // namespace snarl::report
