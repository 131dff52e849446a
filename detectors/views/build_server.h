// SPDX-License-Identifier: Apache-2.0
//
// Cards for build servers: each in the form that the server shows beside the changed lines. What is certain is an error,
// the rest a warning.
//
// Sources of the formats: GitHub's "workflow commands", GitLab's "code quality report format" (the subset of Code Climate's
// that it reads), and the JUnit schema as the Jenkins plugin has it.
//
// Thread safety: no state.
#pragma once

#include <string>
#include <vector>

#include "views/card.h"
#include "views/sources.h"

namespace snarl::views {

// One "::error file=…,line=…,title=…::…" for each card, to be printed by a step of a GitHub workflow. It shows the first
// ten of a step.
[[nodiscard]] std::string CardsAsGithub(const std::vector<Card>& cards, const Sources& sources);

// The JSON array of a GitLab job's artifact "codequality". An entry must have a file: without one it is the program's.
[[nodiscard]] std::string CardsAsGitlab(const std::vector<Card>& cards, const Sources& sources);

// One failed test case for each card; without any, one that passed, since a server takes no cases for a broken run.
[[nodiscard]] std::string CardsAsJunit(const std::vector<Card>& cards, Sources& sources);

}  // namespace snarl::views
