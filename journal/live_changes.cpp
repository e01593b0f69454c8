/// @file
/// The replay of what has changed between a whole build and a generation that shares its files.
#include <algorithm>
#include <charconv>
#include <set>
#include <system_error>
#include <utility>

#include "journal/live_network.h"
#include "schema/event_hash.h"
#include "schema/identifier.h"
#include "schema/padded.h"

namespace kennis {
namespace {

/// What stands in front of the first `\n`, and behind it.
std::string_view first_of(std::string_view text) { return text.substr(0, text.find('\n')); }
std::string_view second_of(std::string_view text) {
  const std::size_t end = text.find('\n');
  return end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
}

}  // namespace

ReadChange LiveNetwork::read(const Change& change, RecordReader& reader) const {
  ReadChange read{&change};
  if (change.kind == ChangeKind::kProfile) {
    auto profile = reader.profile(Padded(change.text).line());
    if (!profile) {
      read.error = profile.error();
      return read;
    }
    read.profile = std::move(profile).value();
    const People& files = base_.network->people();
    read.known = files.find(read.profile->id);
    if (!files.has_profile(read.known)) return read;
    const auto before = reader.profile(Padded(base_.record(read.known)).line());
    if (!before) return read;
    read.claims = claims_of(before.value());
    if (base_.statements->by(read.known).empty()) return read;
    read.words_before.emplace(before.value());
    read.words_after.emplace(*read.profile);
  } else if (change.kind == ChangeKind::kInteraction || change.kind == ChangeKind::kSaidAgain) {
    const auto event = reader.interaction(Padded(change.text).line(), read.interaction.emplace());
    if (!event) read.error = event.error();
  }
  return read;
}

std::optional<Error> LiveNetwork::take(ReadChange& change) {
  if (change.error) return change.error;
  takes_changes_ = true;
  auto error = take_change(change);
  takes_changes_ = false;
  return error;
}

std::optional<Error> LiveNetwork::take_change(ReadChange& change) {
  const std::string_view line = change.change->text;
  switch (change.change->kind) {
    case ChangeKind::kProfile:
      put_profile(std::move(*change.profile), line, true, &change);
      return std::nullopt;
    case ChangeKind::kDeleted:
      return take_deleted(Padded(line).line());
    case ChangeKind::kInteraction:
      put_interaction(*change.interaction);
      return std::nullopt;
    case ChangeKind::kContested:
      people_.unname(line);
      return std::nullopt;
    case ChangeKind::kMembership:
      return take_place(RecordKind::kMembership, Padded(line).line());
    case ChangeKind::kTeam:
      return take_place(RecordKind::kTeam, Padded(line).line());
    case ChangeKind::kDoNotContact:
      return take_bar(Padded(line).line(), false);
    case ChangeKind::kLeftGroup:
    case ChangeKind::kLeftTeam:
      take_left(change.change->kind == ChangeKind::kLeftTeam, line);
      return std::nullopt;
    case ChangeKind::kLeftOver:
      take_left_over(first_of(line), second_of(line));
      return std::nullopt;
    case ChangeKind::kToldAnew:
      return take_told_anew(line);
    case ChangeKind::kSaidAgain:
      put_said_again(*change.interaction);
      return std::nullopt;
    case ChangeKind::kGone:
      take_gone(first_of(line), second_of(line));
      return std::nullopt;
    case ChangeKind::kGivenUp:
      break;
  }
  take_given_up(first_of(line), second_of(line));
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

void LiveNetwork::take_left_over(std::string_view id, std::string_view name) {
  const Node node = people_.owner_of(id);
  if (node == kNoPerson) return;
  const Node stranger = people_.take(node, name);
  if (stranger != kNoPerson) absorb(stranger, node);
  changes_.ties.push_back(node);
  changes_.documents.push_back(node);
}

void LiveNetwork::take_given_up(std::string_view id, std::string_view name) {
  if (const Node node = people_.owner_of(id); node != kNoPerson) people_.give_up(node, name);
}

std::optional<Error> LiveNetwork::take_told_anew(std::string_view nodes) {
  std::vector<Node> persons;
  for (; !nodes.empty(); nodes = second_of(nodes)) {
    const std::string_view number = first_of(nodes);
    Node node = kNoPerson;
    const auto read = std::from_chars(number.data(), number.data() + number.size(), node);
    if (read.ec != std::errc() || node == kNoPerson || node > base_.network->people().node_max()) {
      return Error{ErrorCode::kInvalidRecord, std::string(number) + ": is nobody's number", {}};
    }
    persons.push_back(node);
  }
  told_anew_.insert(persons.begin(), persons.end());
  ties_.forget_files_of(persons);
  for (const Node node : statements_.forget_files_of(persons)) changes_.documents.push_back(node);
  return std::nullopt;
}

/// Of an event that the files have, what concerns those who are told anew: with all others it is a tie of the files already.
void LiveNetwork::put_said_again(Interaction& interaction) {
  if (interaction.id.empty()) interaction.id = content_id(interaction);
  std::optional<LiveEvent> event = event_of(interaction);
  if (!event) return;
  const People& files = base_.network->people();
  const auto is_told_anew = [&](const std::string& name) { return told_anew_.contains(files.find(name)); };
  if (!is_told_anew(interaction.from)) {
    std::set<Node> concerned;
    for (const std::string& to : interaction.to) {
      if (is_told_anew(to) && !is_erased(to)) concerned.insert(people_.resolve(to));
    }
    const auto is_other = [&](Node to) { return !concerned.contains(to); };
    event->unseen += static_cast<std::uint32_t>(
        std::count_if(event->to.begin(), event->to.end(), [&](Node to) { return to != event->from && is_other(to); }));
    std::erase_if(event->to, is_other);
  }
  take_event(interaction, std::move(*event));
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
