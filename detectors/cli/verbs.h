// SPDX-License-Identifier: Apache-2.0
//
// What the parts of the command line share: how a verb is added to it. Arguments are the caller's, and outlive the parsing.
#pragma once

#include <functional>
#include <string>

#include "cli/attach.h"
#include "cli/demo.h"
#include "cli/diff.h"
#include "cli/explain.h"
#include "cli/merge.h"
#include "cli/show.h"

namespace CLI {
class App;
}

namespace snarl::cli {

// The verb that was asked for, once parsing is over.
using Verb = std::function<int()>;

// A verb with what it is for and its examples. The reference lives as long as `parent`.
CLI::App& AddVerb(CLI::App& parent, const char* name, const char* what, const char* examples);

struct DemoArguments {
  DemoListArguments list;
  DemoShowArguments show;
  DemoPlayArguments play;
  DemoCheckArguments check;
};
// `snarl demo` and its verbs.
void AddDemo(CLI::App& app, DemoArguments& arguments, Verb& chosen);

// `snarl attach`.
void AddAttach(CLI::App& app, AttachArguments& arguments, Verb& chosen);

// How cards are shown; `style` is filled in.
void AddStyle(CLI::App& verb, ShowStyle& style);

// `snarl show`.
void AddShow(CLI::App& app, ShowArguments& arguments, Verb& chosen);

// `snarl diff`.
void AddDiff(CLI::App& app, DiffArguments& arguments, Verb& chosen);

// `snarl explain`.
void AddExplain(CLI::App& app, ExplainArguments& arguments, Verb& chosen);

// `snarl merge`.
void AddMerge(CLI::App& app, MergeArguments& arguments, Verb& chosen);

// `snarl completion`.
void AddCompletion(CLI::App& app, std::string& shell, Verb& chosen);

}  // namespace snarl::cli
