/// @file
/// Where a person does what others come to know of: who they are and what they may see, with the books and the journal.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "journal/books.h"
#include "searcher/open_view.h"
#include "searcher/searcher.h"

namespace kennis {

/// Everything of it outlives the desk. Threads: any number at once.
struct Desk {
  const Searcher& searcher;
  LiveBooks& books;
  Journal* journal = nullptr;  ///< null: only reading
  std::function<Seconds()> clock = now;
};

/// Whether two ids name one person to whom the viewer's network knows. Lives as long as the viewer.
[[nodiscard]] SamePerson same_person(const Viewer& viewer);

/// The id by which entries name the searcher.
[[nodiscard]] std::string own_id(const Viewer& viewer);

/// The ids of the teams in which the searcher is today.
[[nodiscard]] std::vector<std::string> own_teams(const Viewer& viewer);

/// Appends what `decide` says of the books, in no other's way. Needs: the desk has a journal.
[[nodiscard]] Result<std::vector<JournalPosition>> append(const Desk& desk, const LiveBooks::Decision& decide);

}  // namespace kennis
