// SPDX-License-Identifier: Apache-2.0
#include "snarl/report/sink.h"

#include <sys/stat.h>

#include <nlohmann/json.hpp>
#include <string>

#include "catch.h"
#include "holds.h"
#include "report/in_child.h"
#include "snarl/report/options.h"

namespace snarl::report {
namespace {

using testing::FileText;
using testing::Folder;
using testing::InChild;

Finding At(int line, Kind kind = Kind::kLockOrderInversion) {
  Finding finding;
  finding.kind = kind;
  finding.summary = "it happened";
  finding.witness = {{1, "", 1, 2, {}, {{"Save()", "editor.cc", line, "/bin/editor", 64}}}};
  return finding;
}

// Status 0, or the number of the line that is wrong.
#define EXPECT(condition) \
  if (!(condition)) return __LINE__ % 251 + 1

TEST_CASE("Sink: the same finding again only counts", "[sink]") {
  int status = -1;
  const std::string said = InChild(
      [] {
        EXPECT(Deliver(At(5)) == Delivered::kNew);
        EXPECT(Deliver(At(5)) == Delivered::kAgain);
        EXPECT(Count() == 1);
        EXPECT(Count(Kind::kLockOrderInversion) == 1);
        EXPECT(Count(Kind::kDeadlock) == 0);
        EXPECT(Deliver(At(6)) == Delivered::kNew);
        EXPECT(Deliver(At(5, Kind::kDeadlock)) == Delivered::kNew);
        EXPECT(Count() == 3);
        const auto findings = nlohmann::json::parse(Document()).at("findings");
        EXPECT(findings.at(0).at("count") == 2);
        EXPECT(findings.at(1).at("count") == 1);
        EXPECT(findings.at(0).at("fingerprint") == findings.at(1).at("fingerprint"));
        EXPECT(findings.at(0).at("fingerprint") != findings.at(2).at("fingerprint"));
        Finish("exit");
        Finish("exit");
        return 0;
      },
      status);
  CHECK(status == 0);
  CHECK(Holds(said, "SNARL: lock-order-inversion (potential): it happened\n"));
  const std::string summary =
      "SNARL: 3 findings: 2 lock-order-inversion, 1 deadlock; json=PATH in SNARL_OPTIONS writes them as data\n";
  CHECK(Holds(said, summary));
  CHECK(said.find(summary) == said.rfind(summary));
}

TEST_CASE("Sink: nothing found, nothing said", "[sink]") {
  int status = -1;
  CHECK(InChild(
            [] {
              SetStat("locks", 3);
              Dismiss({"a -> b -> a", "gate lock \"g\""});
              Finish("exit");
              return Count() == 0 && Holds(Document(), "gate lock") ? 0 : 1;
            },
            status)
            .empty());
  CHECK(status == 0);
}

TEST_CASE("Sink: the document is replaced whole, and nothing is left beside it", "[sink]") {
  const Folder folder;
  int status = -1;
  InChild(
      [&] {
        SetOptions("json='" + folder / "findings.json" + "'");
        Deliver(At(1));
        // Who has the old one open reads the old one to its end.
        const int old = open((folder / "findings.json").c_str(), O_RDONLY);
        struct stat before {};
        struct stat after {};
        EXPECT(fstat(old, &before) == 0);
        Deliver(At(2));
        EXPECT(stat((folder / "findings.json").c_str(), &after) == 0);
        EXPECT(before.st_ino != after.st_ino);
        std::string text(static_cast<std::size_t>(before.st_size), ' ');
        EXPECT(read(old, text.data(), text.size()) == before.st_size);
        EXPECT(nlohmann::json::parse(text).at("findings").size() == 1);
        EXPECT(nlohmann::json::parse(FileText(folder / "findings.json")).at("findings").size() == 2);
        return 0;
      },
      status);
  CHECK(status == 0);
  CHECK(folder.List() == std::vector<std::string>{"findings.json"});
  // The child left by _exit: what is on disk is what a killed process leaves.
  CHECK(nlohmann::json::parse(FileText(folder / "findings.json")).at("process").at("ended") == "");
}

TEST_CASE("Sink: the last line names the document, unless its name begins with a dot", "[sink]") {
  const Folder folder;
  int status = -1;
  const auto play = [](const std::string& path) {
    return [path] {
      SetOptions("json='" + path + "'");
      Deliver(At(1));
      Finish("exit");
      return 0;
    };
  };
  const std::string shown = folder / "findings.json";
  CHECK(Holds(InChild(play(shown), status), "SNARL: 1 finding: 1 lock-order-inversion; as data in " + shown + "\n"));
  CHECK(Holds(InChild(play(folder / ".findings.json"), status), "SNARL: 1 finding: 1 lock-order-inversion\n"));
  CHECK(nlohmann::json::parse(FileText(folder / ".findings.json")).at("findings").size() == 1);
}

TEST_CASE("Sink: %p is the process, and how it ended is written", "[sink]") {
  const Folder folder;
  int status = -1;
  InChild(
      [&] {
        SetOptions("json='" + folder / "%p.json" + "'");
        StartDocument();
        EXPECT(nlohmann::json::parse(FileText(folder / (std::to_string(getpid()) + ".json"))).at("findings").empty());
        Finish("watchdog");
        return 0;
      },
      status);
  CHECK(status == 0);
  REQUIRE(folder.List().size() == 1);
  const auto process = nlohmann::json::parse(FileText(folder / folder.List()[0])).at("process");
  CHECK(process.at("ended") == "watchdog");
  CHECK(std::to_string(process.at("pid").get<int>()) + ".json" == folder.List()[0]);
  CHECK(Holds(process.at("command").get<std::string>(), "test_"));
}

TEST_CASE("Sink: a relative path stays where it was meant", "[sink]") {
  const Folder folder;
  int status = -1;
  InChild(
      [&] {
        EXPECT(chdir((folder / ".").c_str()) == 0);
        SetOptions("json=here.json");
        Deliver(At(1));
        EXPECT(chdir("/") == 0);
        Deliver(At(2));
        return 0;
      },
      status);
  CHECK(status == 0);
  CHECK(Holds(FileText(folder / "here.json"), "\"line\": 2"));
}

TEST_CASE("Sink: a path that cannot be written is one line, and the program goes on", "[sink]") {
  const Folder folder;
  int status = -1;
  std::string path;
  SECTION("no such folder") { path = folder / "missing/findings.json"; }
  SECTION("it is a folder") { path = folder / "."; }
  const std::string said = InChild(
      [&] {
        SetOptions("json='" + path + "'");
        EXPECT(Deliver(At(1)) == Delivered::kNew);
        EXPECT(Deliver(At(2)) == Delivered::kNew);
        Finish("exit");
        return 0;
      },
      status);
  CHECK(status == 0);
  const std::size_t first = said.find("SNARL: cannot ");
  REQUIRE(first != std::string::npos);
  CHECK(said.find("SNARL: cannot ", first + 1) == std::string::npos);
  CHECK(Holds(said.substr(first, said.find('\n', first) - first), "; there is no findings document"));
  CHECK(folder.List().empty());
}

TEST_CASE("Sink: the text goes to log_path, and to standard error where that cannot be", "[sink]") {
  const Folder folder;
  int status = -1;
  const auto play = [&](const std::string& prefix) {
    return [prefix] {
      SetOptions("log_path='" + prefix + "'");
      Deliver(At(1));
      Say("a line");
      return 0;
    };
  };
  CHECK(InChild(play(folder / "log"), status).empty());
  REQUIRE(folder.List().size() == 1);
  CHECK(folder.List()[0].rfind("log.", 0) == 0);
  const std::string text = FileText(folder / folder.List()[0]);
  CHECK(Holds(text, "SNARL: lock-order-inversion"));
  CHECK(Holds(text, "SNARL: a line\n"));
  const std::string said = InChild(play(folder / "missing/log"), status);
  CHECK(Holds(said, "SNARL: cannot open "));
  CHECK(Holds(said, "SNARL: a line\n"));
}

TEST_CASE("Sink: ThreadSanitizer's findings are not printed a second time", "[sink]") {
  int status = -1;
  const auto play = [](const std::string& options) {
    return [options] {
      SetOptions(options);
      Finding race = At(1, Kind::kDataRace);
      race.watcher = Watcher::kTsan;
      return Deliver(race) == Delivered::kNew && Count() == 1 ? 0 : 1;
    };
  };
  CHECK(InChild(play(""), status).empty());
  CHECK(status == 0);
  const std::string said = InChild(play("verbosity=1"), status);
  CHECK(Holds(said, "SNARL: ThreadSanitizer reported data-race: it happened; fingerprint "));
  CHECK(said.find('\n') == said.size() - 1);
}

TEST_CASE("Sink: what was dismissed is said at verbosity=1", "[sink]") {
  int status = -1;
  CHECK(InChild(
            [] {
              SetOptions("verbosity=1");
              Dismiss({"a -> b -> a", "gate lock \"g\""});
              return 0;
            },
            status) == "SNARL: dismissed a -> b -> a: gate lock \"g\"\n");
}

TEST_CASE("Sink: a forked child without findings leaves its parent's document alone", "[sink]") {
  const Folder folder;
  int status = -1;
  InChild(
      [&] {
        SetOptions("json='" + folder / "findings.json" + "'");
        Deliver(At(1));
        const pid_t grandchild = fork();
        if (grandchild == 0) {
          AfterFork();
          Finish("exit");
          _exit(Count() == 0 ? 0 : 1);
        }
        int raw = 0;
        EXPECT(waitpid(grandchild, &raw, 0) == grandchild);
        EXPECT(raw == 0);
        EXPECT(Count() == 1);
        return 0;
      },
      status);
  CHECK(status == 0);
  CHECK(nlohmann::json::parse(FileText(folder / "findings.json")).at("findings").size() == 1);
}

TEST_CASE("Sink: a forked child writes its own findings beside its parent's document", "[sink]") {
  const Folder folder;
  int status = -1;
  InChild(
      [&] {
        SetOptions("json='" + folder / "findings.json" + "'");
        Deliver(At(1));
        const pid_t grandchild = fork();
        if (grandchild == 0) {
          AfterFork();
          Deliver(At(2));
          Deliver(At(3));
          Finish("exit");
          _exit(Count() == 2 ? 0 : 1);
        }
        int raw = 0;
        EXPECT(waitpid(grandchild, &raw, 0) == grandchild);
        EXPECT(raw == 0);
        const std::string beside = folder / "findings.json" + ("." + std::to_string(grandchild));
        EXPECT(nlohmann::json::parse(FileText(beside)).at("findings").size() == 2);
        return 0;
      },
      status);
  CHECK(status == 0);
  CHECK(nlohmann::json::parse(FileText(folder / "findings.json")).at("findings").size() == 1);
}

TEST_CASE("Sink: past its limit it says so once and goes on counting", "[sink]") {
  int status = -1;
  const std::string said = InChild(
      [] {
        for (int i = 1; i <= 1000; ++i) EXPECT(Deliver(At(i)) == Delivered::kNew);
        for (int i = 1001; i <= 1003; ++i) EXPECT(Deliver(At(i)) == Delivered::kLeftOut);
        EXPECT(Count() == 1000);
        EXPECT(nlohmann::json::parse(Document()).at("stats").at("findings_left_out") == 3);
        return 0;
      },
      status);
  CHECK(status == 0);
  const std::string line = "SNARL: more than 1000 findings; from here on they are only counted\n";
  CHECK(Holds(said, line));
  CHECK(said.find(line) == said.rfind(line));
}

}  // namespace
}  // namespace snarl::report
