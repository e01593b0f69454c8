/// @file
#include "indexer/incremental/roster_changes.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <set>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>

#include "indexer/block_source.h"
#include "indexer/directory.h"
#include "indexer/scan.h"
#include "network/graph.h"
#include "schema/fields.h"
#include "schema/identifier.h"
#include "schema/padded.h"
#include "schema/read_record.h"

namespace kennis {
namespace {

/// Persons whom the whole build does not know have numbers of their own.
using Key = std::pair<Node, std::uint32_t>;  // a person, and a place

/// A line that says where somebody is or was.
struct ReadLine {
  std::string place;
  std::string name;
  RosterLine line;
  std::optional<Node>
      now;  ///< who has the name now, if that is somebody else than it was: of the whole build, or kNoPerson
  std::string_view text;
};

struct Found : BlockResult {
  std::vector<ReadLine> lines;
  std::vector<Reject> rejects;
  std::uint64_t line_count = 0;
};

class RosterFinder {
 public:
  RosterFinder(const BaseGeneration& base, const RosterInput& input)
      : base_(base), input_(input), is_team_(input.kind == RecordKind::kTeam), readers_(input.workers) {
    const std::vector<std::string_view> ids = is_team_ ? base.rosters.team_ids() : base.rosters.group_ids();
    for (const std::string_view id : ids) (void)place_of(std::string(id));
  }

  WholeBuildReason find(RosterChanges& out) {
    read_lines(input_.only_renamed ? Pass::kRenamed : Pass::kAll, [&](Found& found) {
      out.read += found.line_count;
      std::move(found.rejects.begin(), found.rejects.end(), std::back_inserter(out.rejects));
      for (ReadLine& read : found.lines) {
        settle(read);
        if (!input_.only_renamed) lines_.push_back(read.line);
        if (!read.now) continue;
        others_.insert({read.line.person, read.line.place});
        if (*read.now != kNoPerson) others_.insert({*read.now, read.line.place});
      }
    });
    if (!is_team_ && places_.size() > base_.rosters.group_count()) {
      return fmt::format("the group \"{}\" is new", places_.back());
    }
    if (!input_.only_renamed) compare();
    out.stays = stays_;
    for (const Key& key : others_) {
      if (key.first > base_.people.node_max()) continue;  // whom the whole build does not have
      if (is_perhaps_forgotten(key)) {
        return fmt::format("{}: was known for a place in \"{}\", and is not any more", base_.people.id(key.first),
                           places_[key.second]);
      }
      const ChangeKind kind = is_team_ ? ChangeKind::kLeftTeam : ChangeKind::kLeftGroup;
      out.left.push_back({kind, places_[key.second] + "\n" + std::string(base_.people.id(key.first))});
    }
    if (others_.empty()) return std::nullopt;
    for (const Key& key : others_) other_places_.insert(places_[key.second]);
    read_lines(Pass::kOthers, [&](Found& found) {
      for (ReadLine& read : found.lines) {
        settle(read);
        const ChangeKind kind = is_team_ ? ChangeKind::kTeam : ChangeKind::kMembership;
        if (others_.contains({read.line.person, read.line.place})) {
          out.lines.push_back({kind, std::string(read.text)});
        }
      }
    });
    return std::nullopt;
  }

 private:
  enum class Pass : std::uint8_t {
    kAll,
    kRenamed,  ///< lines that name somebody by a name that means somebody else now
    kOthers,   ///< lines of places where anything is other
  };

  std::uint32_t place_of(const std::string& id) {
    const auto [known, is_new] = place_indexes_.try_emplace(id, static_cast<std::uint32_t>(places_.size()));
    if (is_new) places_.push_back(id);
    return known->second;
  }

  /// Numbers what the whole build does not know. Needs: in the order of the lines.
  void settle(ReadLine& read) {
    read.line.place = place_of(read.place);
    if (read.line.person != kNoPerson) return;
    const auto number = static_cast<Node>(Directory::kProvisional + strangers_.size());
    read.line.person = strangers_.try_emplace(normalise_identifier(read.name), number).first->second;
  }

  [[nodiscard]] std::optional<Node> other_now(const std::string& name) const {
    if (input_.renamed->empty()) return std::nullopt;
    auto found = input_.renamed->find(hash_of_identifier(name));
    if (found == input_.renamed->end()) found = input_.renamed->find(hash_of_identifier(normalise_identifier(name)));
    return found == input_.renamed->end() ? std::nullopt : std::optional(found->second);
  }

  /// Why a line is none.
  std::string read_line(std::string_view line, Pass pass, RecordReader& reader, Found& found) const {
    ReadLine read;
    if (is_team_) {
      auto member = reader.team_member(line);
      if (!member) return member.error().message;
      TeamMember& one = member.value();
      read = {std::move(one.team), std::move(one.person), {0, kNoPerson, one.from, one.to, one.deleted}, {}, line};
    } else {
      auto membership = reader.membership(line);
      if (!membership) return membership.error().message;
      Membership& one = membership.value();
      read = {std::move(one.group), std::move(one.person), {0, kNoPerson, one.from, one.to, one.deleted}, {}, line};
    }
    if (pass == Pass::kOthers && !other_places_.contains(read.place)) return {};
    if (input_.tombstones->has(read.name)) return {};
    if (pass != Pass::kOthers) read.now = other_now(read.name);
    if (pass == Pass::kRenamed && !read.now) return {};
    read.line.person = base_.people.find(read.name);
    found.lines.push_back(std::move(read));
    return {};
  }

  /// Hands over what a pass is about, in the order of the lines: those of the files, and those that the whole build has of the journal.
  void read_lines(Pass pass, const std::function<void(Found&)>& use) {
    BlockSource source(paths_of(input_.files), kReadBlockBytes);
    scan(source, input_.workers,
         {[&](const Block& block, std::size_t slot) { return work(block, pass, readers_[slot]); },
          [&](const Block&, BlockResult& made) { use(static_cast<Found&>(made)); }});
    if (input_.journal == nullptr) return;
    input_.journal->read(0, base_.whole.journal_position, [&](const JournalEntry& entry) {
      if (entry.draft.kind != input_.kind) return;
      const Padded padded(entry.draft.record);
      Found found;
      (void)read_line(padded.line(), pass, readers_.front(), found);
      use(found);
    });
  }

  std::unique_ptr<BlockResult> work(const Block& block, Pass pass, RecordReader& reader) const {
    auto found = std::make_unique<Found>();
    for_each_line(block, [&](std::string_view line, std::uint64_t number) {
      ++found->line_count;
      std::string reason = block.overlong ? reason_of_overlong() : read_line(line, pass, reader, *found);
      if (reason.empty()) return;
      found->rejects.push_back({input_.files[block.file].name, number, std::move(reason), std::string(line)});
    });
    return found;
  }

  /// Finds for whom, and where, stays are others than the whole build has them.
  void compare() {
    std::stable_sort(lines_.begin(), lines_.end(), [](const RosterLine& a, const RosterLine& b) {
      return std::tie(a.person, a.place) < std::tie(b.person, b.place);
    });
    std::vector<Stay> there;
    for (auto line = lines_.begin(); line != lines_.end();) {
      const Key key{line->person, line->place};
      there.clear();
      for (; line != lines_.end() && Key{line->person, line->place} == key; ++line) take_line(*line, there);
      if (stays_before(key) != sorted(there)) others_.insert(key);
      stays_ += there.size();
      there_.push_back(key);
    }
    for (Node node = 1; node <= base_.people.node_max(); ++node) {
      for (const Stay& stay : stays_of(node)) {
        if (!is_there({node, stay.place})) others_.insert({node, stay.place});
      }
    }
  }

  [[nodiscard]] bool is_there(const Key& key) const { return std::binary_search(there_.begin(), there_.end(), key); }
  /// Somebody without a profile who has no place here any more is known from events alone, if there are any. Whoever has a tie is in some.
  [[nodiscard]] bool is_perhaps_forgotten(const Key& key) {
    if (input_.only_renamed || key.first <= base_.people.profile_count() || is_there(key)) return false;
    if (!graph_) graph_.emplace(base_.folder / file::kGraph);
    return graph_->arcs(key.first).empty();
  }
  [[nodiscard]] std::span<const Stay> stays_of(Node node) const {
    return is_team_ ? base_.rosters.teams_of(node) : base_.rosters.groups_of(node);
  }
  using Span = std::pair<Days, Days>;
  [[nodiscard]] std::vector<Span> stays_before(const Key& key) const {
    std::vector<Stay> stays;
    if (key.first > base_.people.node_max()) return {};
    for (const Stay& stay : stays_of(key.first)) {
      if (stay.place == key.second) stays.push_back(stay);
    }
    return sorted(stays);
  }
  [[nodiscard]] static std::vector<Span> sorted(const std::vector<Stay>& stays) {
    std::vector<Span> days;
    for (const Stay& stay : stays) days.emplace_back(stay.from, stay.to);
    std::sort(days.begin(), days.end());
    return days;
  }

  const BaseGeneration& base_;
  const RosterInput& input_;
  bool is_team_;
  std::vector<RecordReader> readers_;
  std::optional<Graph> graph_;
  std::vector<std::string> places_;
  std::unordered_map<std::string, std::uint32_t> place_indexes_;
  std::unordered_map<std::string, Node> strangers_;
  std::vector<RosterLine> lines_;
  std::vector<Key> there_;  ///< of whom and where there is any line, rising
  std::set<Key> others_;
  std::unordered_set<std::string> other_places_;
  std::uint64_t stays_ = 0;
};

}  // namespace

WholeBuildReason find_roster_changes(const BaseGeneration& base, const RosterInput& input, RosterChanges& out) {
  return RosterFinder(base, input).find(out);
}

}  // namespace kennis
