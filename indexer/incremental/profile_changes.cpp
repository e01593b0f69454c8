/// @file
#include "indexer/incremental/profile_changes.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "indexer/incremental/run_changes.h"
#include "indexer/interaction_stage.h"
#include "indexer/profile_sorter.h"
#include "indexer/scan.h"
#include "journal/without_erased.h"
#include "schema/fields.h"
#include "schema/identifier.h"
#include "schema/padded.h"
#include "schema/read_record.h"

namespace kennis {
namespace {

/// A line that the whole build was not made from, or that lost there.
struct NewLine {
  std::string id;
  std::uint64_t order = 0;
  Seconds updated_at = kNoUpdate;
  bool deleted = false;
  std::string text;
};

/// Somebody whose profile is new, other or gone.
struct Changed {
  std::string id;
  std::optional<Profile> before;
  std::optional<Profile> after;
  std::string text;  ///< the line that counts; empty: there is none
};

struct Found : BlockResult {
  std::vector<std::pair<Node, std::uint64_t>> known;  ///< a document's line, and its order
  std::vector<NewLine> lines;
  std::vector<Reject> rejects;
  std::uint64_t line_count = 0;
  std::uint64_t erased = 0;
};

class ProfileFinder {
 public:
  ProfileFinder(const BaseGeneration& base, const ProfileInput& input)
      : base_(base), input_(input), orders_(base.people.profile_count() + std::size_t{1}, 0), readers_(input.workers) {}

  void read_files(ProfileChanges& out) {
    BlockSource source(paths_of(input_.files), kReadBlockBytes);
    scan(source, input_.workers,
         {[&](const Block& block, std::size_t slot) { return work(block, readers_[slot]); },
          [&](const Block&, BlockResult& made) {
            auto& found = static_cast<Found&>(made);
            out.lines += found.line_count;
            out.erased += found.erased;
            std::move(found.rejects.begin(), found.rejects.end(), std::back_inserter(out.rejects));
            take(found);
            if (input_.is_at) input_.is_at(source.consumed());
          }});
  }

  void read_journal() {
    if (input_.journal == nullptr) return;
    const auto file = static_cast<std::uint32_t>(input_.files.size());
    Found found;
    input_.journal->read(0, input_.journal_end, [&](const JournalEntry& entry) {
      if (entry.draft.kind != RecordKind::kProfile) return;
      (void)look_at(Padded(entry.draft.record).line(), order_of(file, entry.position), readers_.front(), found);
    });
    take(found);
  }

  WholeBuildReason decide(std::size_t changes_max, ProfileChanges& out) {
    if (auto reason = find_changed(changes_max, out)) return reason;
    for (const Changed& one : changed_) naming_.foresee(renaming_of(one));
    std::vector<Change> gone;
    std::vector<Change> puts;
    for (const Changed& one : changed_) {
      if (auto reason = decide_one(one, gone, puts, out)) return reason;
    }
    for (const std::string& id : hidden_ids_) {
      if (auto reason = naming_.hide(id)) return reason;
    }
    if (auto reason = naming_.finish(out.naming)) return reason;
    std::move(out.naming.left_over.begin(), out.naming.left_over.end(), std::back_inserter(puts));
    for (std::string& name : out.naming.contested) puts.push_back({ChangeKind::kContested, std::move(name)});
    out.other = changed_.size() + hidden_.size();
    out.changes = std::move(out.naming.given_up);
    std::move(gone.begin(), gone.end(), std::back_inserter(out.changes));
    std::move(hidden_.begin(), hidden_.end(), std::back_inserter(out.changes));
    std::move(puts.begin(), puts.end(), std::back_inserter(out.changes));
    return runs_.fault(orders_.size() - 1 + out.new_ids.size());
  }

 private:
  struct Reader {
    RecordReader records;
    Profile profile;
  };

  std::unique_ptr<BlockResult> work(const Block& block, Reader& reader) const {
    auto found = std::make_unique<Found>();
    for_each_line(block, [&](std::string_view line, std::uint64_t number) {
      ++found->line_count;
      std::string reason =
          block.overlong ? reason_of_overlong() : look_at(line, order_of(block.file, number), reader, *found);
      if (reason.empty()) return;
      found->rejects.push_back({input_.files[block.file].name, number, std::move(reason), std::string(line)});
    });
    return found;
  }

  /// Says why a line is no profile.
  std::string look_at(std::string_view line, std::uint64_t order, Reader& reader, Found& found) const {
    if (const auto document = base_.lines.find(hash_of_line(line))) {
      found.known.emplace_back(static_cast<Node>(*document), order);
      return {};
    }
    if (const auto read = reader.records.profile(line, reader.profile); !read) return read.error().message;
    const Profile& profile = reader.profile;
    if (is_erased(profile, *input_.tombstones)) {
      ++found.erased;
      return {};
    }
    found.lines.push_back(
        {profile.id, order, profile.updated_at.value_or(kNoUpdate), profile.deleted, std::string(line)});
    return {};
  }

  void take(Found& found) {
    for (const auto& [node, order] : found.known) {
      if (node < orders_.size()) orders_[node] = std::max(orders_[node], order + 1);
    }
    std::move(found.lines.begin(), found.lines.end(), std::back_inserter(lines_));
  }

  Profile profile_of(std::string_view line) {
    auto read = readers_.front().records.profile(Padded(line).line());
    if (!read) throw std::runtime_error("a profile cannot be read again: " + read.error().message);
    return std::move(read).value();
  }
  Profile record_of(Node node) { return profile_of(base_.records.of(node)); }

  static Naming::Renaming renaming_of(const Changed& one) {
    return {one.id, one.before ? &*one.before : nullptr, one.after ? &*one.after : nullptr};
  }

  WholeBuildReason find_changed(std::size_t changes_max, ProfileChanges& out) {
    std::map<std::string, std::vector<NewLine>> by_id;
    for (NewLine& line : lines_) by_id[line.id].push_back(std::move(line));
    for (auto& [id, lines] : by_id) find_which_counts(id, lines);
    for (Node node = 1; node < orders_.size(); ++node) {
      const std::string id(base_.people.file_id(node));
      if (orders_[node] != 0 || by_id.contains(id)) continue;
      if (++out.gone > changes_max) return fmt::format("more than {} profiles are gone", changes_max);
      changed_.push_back({id, record_of(node), {}, {}});
    }
    if (changed_.size() > changes_max) {
      return fmt::format("{} profiles have changed, more than {}", changed_.size(), changes_max);
    }
    // Whoever was deleted and is not any more has no line that would say so.
    for (Node node = base_.people.profile_count() + 1; node <= base_.people.node_max(); ++node) {
      const bool is_hidden = base_.people.rights(node).sharing == Sharing::kNobody;
      if (is_hidden && !deleted_.contains(std::string(base_.people.file_id(node)))) {
        return fmt::format("{}: is not deleted any more", base_.people.file_id(node));
      }
    }
    return std::nullopt;
  }

  void find_which_counts(const std::string& id, std::vector<NewLine>& lines) {
    const Node node = base_.document_of(id);
    Changed changed{id, {}, {}, {}};
    if (node != kNoPerson) changed.before = record_of(node);
    if (node != kNoPerson && orders_[node] != 0) {
      lines.push_back({id, orders_[node] - 1, changed.before->updated_at.value_or(kNoUpdate), false, {}});
    }
    std::sort(lines.begin(), lines.end(), [](const NewLine& a, const NewLine& b) { return a.order < b.order; });
    const NewLine* counts = nullptr;
    for (const NewLine& line : lines) {
      if (counts == nullptr || replaces(line.updated_at, line.deleted, counts->updated_at)) counts = &line;
    }
    if (counts->text.empty()) return;  // what the whole build has
    changed.text = counts->text;
    if (counts->deleted) {
      deleted_.insert(normalise_identifier(id));
      if (changed.before) return changed_.push_back(std::move(changed));
      // Where the id is known as what another profile claims, it goes on meaning that one.
      const Node known = base_.people.find(id);
      const bool is_of_profile = known != kNoPerson && known <= base_.people.profile_count();
      const bool is_hidden = known != kNoPerson && base_.people.rights(known).sharing == Sharing::kNobody;
      hidden_ids_.push_back(id);
      if (!is_of_profile && !is_hidden) hidden_.push_back({ChangeKind::kProfile, counts->text});
      return;
    }
    changed.after = profile_of(counts->text);
    changed_.push_back(std::move(changed));
  }

  WholeBuildReason decide_one(const Changed& one, std::vector<Change>& gone, std::vector<Change>& puts,
                              ProfileChanges& out) {
    if (one.before) runs_.add(*one.before, -1);
    if (one.after) runs_.add(*one.after, 1);
    std::string name;
    WholeBuildReason reason;
    if (one.after) {
      reason = naming_.put(renaming_of(one), name);
      puts.push_back({ChangeKind::kProfile, one.text});
      if (!one.before) out.new_ids.push_back(one.id);
      if (name.empty()) return reason;
      gone.push_back({ChangeKind::kGone, one.id + "\n" + name});
      out.moved_ids.push_back(one.id);
    } else if (!one.text.empty()) {
      ++out.gone;
      reason = naming_.remove(renaming_of(one));
      gone.push_back({ChangeKind::kDeleted, one.text});
    } else {
      reason = naming_.forget(renaming_of(one), name);
      gone.push_back({ChangeKind::kGone, one.id + "\n" + name});
    }
    return reason;
  }

  const BaseGeneration& base_;
  const ProfileInput& input_;
  std::vector<std::uint64_t> orders_;  ///< by document: + 1 of its last line; 0: it has none
  std::vector<Reader> readers_;
  std::vector<NewLine> lines_;
  Naming naming_{base_, *input_.barred};
  std::vector<Changed> changed_;
  std::vector<std::string> hidden_ids_;
  std::vector<Change> hidden_;     ///< lines that delete whom the whole build has no profile of
  std::set<std::string> deleted_;  ///< ids that are deleted in the end, in normal form
  RunChanges runs_{base_.folder / file::kRuns};
};

}  // namespace

WholeBuildReason find_profile_changes(const BaseGeneration& base, const ProfileInput& input, std::size_t changes_max,
                                      ProfileChanges& out) {
  ProfileFinder finder(base, input);
  finder.read_files(out);
  finder.read_journal();
  return finder.decide(changes_max, out);
}

}  // namespace kennis
