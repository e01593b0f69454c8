/// @file
#include "searcher/desk.h"

#include <cassert>

namespace kennis {

SamePerson same_person(const Viewer& viewer) {
  return [&people = viewer.people()](const std::string& a, const std::string& b) {
    if (a == b) return true;
    const Node node = people.find(a);
    return node != kNoPerson && node == people.find(b);
  };
}

std::string own_id(const Viewer& viewer) { return std::string(viewer.people().id(viewer.searcher())); }

std::vector<std::string> own_teams(const Viewer& viewer) {
  std::vector<std::string> teams;
  for (const std::uint32_t team : viewer.teams()) teams.emplace_back(viewer.team_id(team));
  return teams;
}

Result<std::vector<JournalPosition>> append(const Desk& desk, const LiveBooks::Decision& decide) {
  assert(desk.journal != nullptr);
  return desk.books.append(*desk.journal, decide);
}

}  // namespace kennis
