// SPDX-License-Identifier: Apache-2.0
#include "cli/merge.h"

#include <utility>

#include "cli/collect.h"
#include "cli/deliver.h"
#include "cli/fault.h"
#include "views/merged.h"

namespace snarl::cli {

int Merge(const MergeArguments& arguments) {
  views::Merged merged;
  const auto take = [&](report::Finding&& finding, const views::Seen&) { merged.Take(std::move(finding)); };
  const Reading reading = Collect(arguments.files, take);
  if (reading.file_unread || reading.part_unread) throw Fault("nothing is merged, since not all could be read");
  Deliver(merged.Document(), {arguments.output, /*page=*/false, /*no_pager=*/true});
  return kDone;
}

}  // namespace snarl::cli
