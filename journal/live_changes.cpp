/// @file
/// The replay of what has changed between a whole build and a generation that shares its files.
#include <utility>

#include "journal/live_network.h"
#include "schema/identifier.h"
#include "schema/padded.h"

namespace kennis {
std::optional<Error> LiveNetwork::take(const Change& change) {
  const Padded padded(change.text);
  const std::string_view line = padded.line();
  switch (change.kind) {
    case ChangeKind::kProfile:
      return take_profile(line, true);
    case ChangeKind::kDeleted:
      return take_deleted(line);
    case ChangeKind::kInteraction:
      return take_interaction(line);
    case ChangeKind::kContested:
      people_.unname(line);
      return std::nullopt;
    case ChangeKind::kMembership:
      return take_place(RecordKind::kMembership, line);
    case ChangeKind::kTeam:
      return take_place(RecordKind::kTeam, line);
    case ChangeKind::kDoNotContact:
      return take_bar(line, false);
    case ChangeKind::kLeftGroup:
    case ChangeKind::kLeftTeam:
      take_left(change.kind == ChangeKind::kLeftTeam, line);
      return std::nullopt;
    case ChangeKind::kGone:
      break;
  }
  const std::size_t end = line.find('\n');
  take_gone(line.substr(0, end), end == std::string_view::npos ? std::string_view() : line.substr(end + 1));
  return std::nullopt;
}

std::vector<std::string> LiveNetwork::claims_in(const std::string& record) const {
  if (record.empty()) return {};
  const auto profile = reader_.profile(Padded(record).line());
  return profile ? claims_of(profile.value()) : std::vector<std::string>();
}

std::optional<Error> LiveNetwork::take_deleted(std::string_view line) {
  const auto read = reader_.profile(line);
  if (!read) return read.error();
  const std::string id = read.value().id;
  if (const Node node = people_.owner_of(id); node != kNoPerson) people_.release(node, id, claims_in(record(node)));
  return take_profile(line, true);
}

void LiveNetwork::take_left(bool is_team, std::string_view place_and_person) {
  const std::size_t end = place_and_person.find('\n');
  if (end == std::string_view::npos) return;
  const Node person = people_.now().find(place_and_person.substr(end + 1));
  if (person == kNoPerson) return;
  rosters_.clear(is_team, std::string(place_and_person.substr(0, end)), person);
  if (!is_team) refresh_groups(person);
  changes_.rosters = true;
}

void LiveNetwork::take_gone(std::string_view id, std::string_view known_as) {
  const Node node = people_.owner_of(id);
  if (node == kNoPerson) return;
  const std::string before = record(node);
  std::vector<std::string> names = claims_in(before);
  names.emplace_back(id);
  names.push_back(normalise_identifier(id));
  people_.forget(node, names, known_as);
  profiles_[node] = {"", std::nullopt};
  refresh_endorsed(node, before);
  contexts_.put_profile(node, {});
  refresh_groups(node);
  changes_.ties.push_back(node);
  changes_.documents.push_back(node);
}

}  // namespace kennis
