/// @file
#include "indexer/incremental/roster_changes.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>

#include <fmt/format.h>

#include "indexer/block_source.h"
#include "indexer/directory.h"
#include "schema/fields.h"
#include "schema/identifier.h"
#include "schema/padded.h"
#include "schema/read_record.h"

namespace kennis {
namespace {

constexpr std::size_t kBlockBytes = 1U << 20U;

/// Persons whom the whole build does not know have numbers of their own.
using Key = std::pair<Node, std::uint32_t>;  // a person, and a place

class RosterFinder {
 public:
  RosterFinder(const BaseGeneration& base, const RosterInput& input)
      : base_(base), input_(input), is_team_(input.kind == RecordKind::kTeam) {
    const std::vector<std::string_view> ids = is_team_ ? base.rosters.team_ids() : base.rosters.group_ids();
    for (const std::string_view id : ids) (void)place_of(std::string(id));
  }

  WholeBuildReason find(RosterChanges& out) {
    for_each_line_read(&out, [&](const RosterLine& line, std::string_view) { lines_.push_back(line); });
    if (!renamed_.empty()) return renamed_ + ": has another name now, and a place in a team or group by one of both";
    compare();
    out.stays = stays_;
    for (const Key& key : others_) {
      if (key.first > base_.people.node_max()) continue;  // whom the whole build does not have
      if (key.first > base_.people.profile_count() && !is_there(key)) {
        return fmt::format("{}: was known for a place in \"{}\", and is not any more", base_.people.id(key.first),
                           places_[key.second]);
      }
      const ChangeKind kind = is_team_ ? ChangeKind::kLeftTeam : ChangeKind::kLeftGroup;
      out.left.push_back({kind, places_[key.second] + "\n" + std::string(base_.people.id(key.first))});
    }
    if (others_.empty()) return std::nullopt;
    for_each_line_read(nullptr, [&](const RosterLine& line, std::string_view text) {
      const ChangeKind kind = is_team_ ? ChangeKind::kTeam : ChangeKind::kMembership;
      if (others_.contains({line.person, line.place})) out.lines.push_back({kind, std::string(text)});
    });
    return std::nullopt;
  }

 private:
  std::uint32_t place_of(const std::string& id) {
    const auto [known, is_new] = place_indexes_.try_emplace(id, static_cast<std::uint32_t>(places_.size()));
    if (is_new) places_.push_back(id);
    return known->second;
  }

  Node person_of(const std::string& name) {
    if (!input_.renamed->empty()) {
      const bool is_renamed = input_.renamed->contains(hash_of_identifier(name)) ||
                              input_.renamed->contains(hash_of_identifier(normalise_identifier(name)));
      if (is_renamed) renamed_ = name;
    }
    if (const Node node = base_.people.find(name); node != kNoPerson) return node;
    const auto number = static_cast<Node>(Directory::kProvisional + strangers_.size());
    return strangers_.try_emplace(normalise_identifier(name), number).first->second;
  }

  /// Why a line is none.
  template <typename Use>
  std::string read_line(std::string_view line, const Use& use) {
    RosterLine read;
    std::string person;
    if (is_team_) {
      const auto member = reader_.team_member(line);
      if (!member) return member.error().message;
      const TeamMember& one = member.value();
      read = {place_of(one.team), kNoPerson, one.from, one.to, one.deleted};
      person = one.person;
    } else {
      const auto membership = reader_.membership(line);
      if (!membership) return membership.error().message;
      const Membership& one = membership.value();
      read = {place_of(one.group), kNoPerson, one.from, one.to, one.deleted};
      person = one.person;
    }
    if (input_.tombstones->has(person)) return {};
    read.person = person_of(person);
    use(read, line);
    return {};
  }

  /// In their order; `out` gets what is counted and refused, once.
  void for_each_line_read(RosterChanges* out, const std::function<void(const RosterLine&, std::string_view)>& use) {
    std::vector<std::filesystem::path> paths;
    for (const InputFile& file : input_.files) paths.push_back(file.path);
    BlockSource source(paths, kBlockBytes);
    Block block;
    while (source.next(block)) {
      for_each_line(block, [&](std::string_view line, std::uint64_t number) {
        std::string reason = block.overlong ? fmt::format("the line has more than {} bytes", limit::kLineBytesMax)
                                            : read_line(line, use);
        if (out == nullptr) return;
        ++out->read;
        if (reason.empty()) return;
        out->rejects.push_back({input_.files[block.file].name, number, std::move(reason), std::string(line)});
      });
    }
    if (input_.journal == nullptr) return;
    input_.journal->read(0, base_.whole.journal_position, [&](const JournalEntry& entry) {
      if (entry.draft.kind != input_.kind) return;
      (void)read_line(Padded(entry.draft.record).line(), use);
    });
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
  RecordReader reader_;
  std::vector<std::string> places_;
  std::unordered_map<std::string, std::uint32_t> place_indexes_;
  std::unordered_map<std::string, Node> strangers_;
  std::vector<RosterLine> lines_;
  std::vector<Key> there_;  ///< of whom and where there is any line, rising
  std::set<Key> others_;
  std::string renamed_;  ///< one of them, if there is any
  std::uint64_t stays_ = 0;
};

}  // namespace

WholeBuildReason find_roster_changes(const BaseGeneration& base, const RosterInput& input, RosterChanges& out) {
  return RosterFinder(base, input).find(out);
}

}  // namespace kennis
