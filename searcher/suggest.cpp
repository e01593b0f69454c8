/// @file
#include "searcher/suggest.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <tuple>
#include <utility>

#include <fmt/format.h>
#include <simdjson.h>

#include "schema/fields.h"
#include "searcher/condition.h"
#include "searcher/name_changes.h"
#include "searcher/near_names.h"
#include "searcher/open_view.h"

namespace kennis {
namespace {

constexpr std::array<std::string_view, kNameKindCount + 1> kFields = {"skill",  "title", "company", "city",
                                                                      "school", "name",  "group"};
constexpr std::size_t kGroup = kNameKindCount;
constexpr std::array<ConditionField, kNameKindCount> kConditions = {ConditionField::kSkill,   ConditionField::kTitle,
                                                                    ConditionField::kCompany, ConditionField::kLocation,
                                                                    ConditionField::kSchool,  ConditionField::kName};

/// A name that may be suggested.
struct Found {
  std::size_t errors = 0;
  std::uint64_t count = 0;
  std::string_view key;
  std::size_t field = 0;
  std::uint32_t number = 0;                   ///< of the generation
  const NameChanges::Added* added = nullptr;  ///< or new since
  std::optional<std::uint32_t> group{};       ///< or the place of a group among those that match
};

bool is_better(const Found& a, const Found& b) {
  if (a.errors != b.errors) return a.errors < b.errors;
  if (a.count != b.count) return a.count > b.count;
  return std::tie(a.key, a.field) < std::tie(b.key, b.field);
}

/// The best so many, each name once.
class BestNames {
 public:
  explicit BestNames(std::size_t limit) : limit_(limit) {}
  [[nodiscard]] bool full() const { return found_.size() >= limit_; }
  [[nodiscard]] bool wants(std::size_t errors, std::uint64_t count) const {
    if (!full()) return true;
    const Found& worst = found_.back();
    return errors != worst.errors ? errors < worst.errors : count >= worst.count;
  }
  /// The last of the best, once there are enough: of persons with equal counts, numbers say who comes first.
  [[nodiscard]] const Found* worst() const { return full() ? &found_.back() : nullptr; }
  void offer(const Found& name) {
    // A name that is there already came with no more errors; one that had to go is no better than those that are left.
    for (const Found& other : found_) {
      if (other.field == name.field && other.key == name.key) return;
    }
    found_.insert(std::upper_bound(found_.begin(), found_.end(), name, is_better), name);
    if (found_.size() > limit_) found_.pop_back();
  }
  [[nodiscard]] const std::vector<Found>& found() const { return found_; }

 private:
  std::size_t limit_;
  std::vector<Found> found_;
};

/// The fewest errors with which any word of `key` begins so; more than allowed if none does.
std::size_t errors_in(NearText& typed, std::string_view key, std::vector<std::uint32_t>& words) {
  word_beginnings(key, words);
  std::size_t best = typed.errors_max() + 1;
  for (const std::uint32_t word : words) {
    const std::string_view from = key.substr(word);
    if (from.starts_with(typed.typed())) return 0;
    if (typed.errors_max() > 0) best = std::min(best, typed.errors(from));
  }
  return best;
}

/// Names of one kind, with at most so many errors, but with none of those that are found with fewer.
void find_names(std::size_t field, const NameList& names, const NameChanges& changes, std::string_view typed,
                BestNames& best) {
  const std::size_t allowed = errors_allowed(typed);
  const bool keys_rise = static_cast<NameKind>(field) == NameKind::kPerson;
  std::vector<std::uint32_t> words;
  for (std::size_t errors = 0; errors <= allowed; ++errors) {
    NearText near(typed, errors);
    const auto offer = [&](std::size_t first, std::size_t last) {
      for (std::size_t at = first; at < last; ++at) {
        const std::uint32_t number = names.words()[at].number;
        std::int64_t count = names.persons(number);
        if (!changes.more.empty()) {
          const auto more = changes.more.find(number);
          if (more != changes.more.end()) count += more->second;
        }
        if (count <= 0 || !best.wants(errors, static_cast<std::uint64_t>(count))) continue;
        const Found* worst = keys_rise ? best.worst() : nullptr;
        const bool is_behind = worst != nullptr && worst->field == field && worst->added == nullptr &&
                               worst->errors == errors && worst->count == static_cast<std::uint64_t>(count) &&
                               worst->number <= number;
        if (is_behind) continue;
        best.offer({errors, static_cast<std::uint64_t>(count), names.key(number), field, number, nullptr});
      }
    };
    if (errors == 0) {
      const auto [first, last] = names.beginning_with(typed);
      offer(first, last);
    } else {
      for (const NearWords& range : words_near(names, typed, errors)) offer(range.first, range.last);
    }
    for (const auto& [key, added] : changes.added) {
      if (errors_in(near, key, words) <= errors) best.offer({errors, added.count, key, field, 0, &added});
    }
    if (best.full() && best.found().back().errors <= errors) return;
  }
}

/// The groups that exist for a viewer: who is in the visible ones, of those who may be hits.
class GroupNames {
 public:
  GroupNames(const OpenView& open, std::string_view typed) : open_(open), ids_(open.viewer().group_ids()) {
    const std::vector<bool> visible = open.viewer().visible_groups();
    NearText near(typed, errors_allowed(typed));
    std::vector<std::uint32_t> words;
    for (std::uint32_t group = 0; group < ids_.size(); ++group) {
      if (!visible[group] && !open.viewer().is_listed(group)) continue;
      std::string key = value_key(ids_[group]);
      const std::size_t errors = errors_in(near, key, words);
      if (errors <= near.errors_max()) matching_.push_back({group, errors, visible[group], std::move(key)});
    }
    if (!matching_.empty()) count_members();
  }

  void offer(BestNames& best) const {
    for (std::uint32_t i = 0; i < matching_.size(); ++i)
      best.offer({matching_[i].errors, matching_[i].members, matching_[i].key, kGroup, 0, nullptr, i});
  }
  [[nodiscard]] Suggestion suggestion(const Found& found) const {
    const Matching& its = matching_[*found.group];
    Suggestion suggestion{std::string(ids_[its.group]), std::string(kFields[kGroup]), {}, {}, found.errors};
    if (its.visible) {
      suggestion.count = found.count;
      suggestion.query = whole_name_text(ConditionField::kGroup, ids_[its.group]);
    }
    return suggestion;
  }

 private:
  struct Matching {
    std::uint32_t group;
    std::size_t errors;
    bool visible;
    std::string key;
    std::uint64_t members = 0;
    Node last = kNoPerson;  ///< who was counted last
  };
  /// A person's stays follow each other, so one who is in a group twice is known by having been the last one in it.
  void count_members() {
    std::vector<Matching*> by_group(ids_.size(), nullptr);
    for (Matching& each : matching_) by_group[each.group] = &each;
    const LiveTable& live = open_.view->state->documents;
    open_.viewer().for_each_visible_member([&](Node person, std::uint32_t group) {
      Matching* its = by_group[group];
      if (its == nullptr || std::exchange(its->last, person) == person) return;
      const auto* document = live.find(person);
      const bool may_be_hit = document != nullptr ? *document != nullptr && (*document)->is_searchable()
                                                  : person <= open_.columns.count() &&
                                                        (open_.columns.flags()[person - 1] & kFlagMayBeHit) != 0;
      if (may_be_hit) ++its->members;
    });
  }

  const OpenView& open_;
  std::vector<std::string_view> ids_;
  std::vector<Matching> matching_;
};

Error invalid(std::string message) { return {ErrorCode::kInvalidRequest, std::move(message), {}}; }

/// The numbers of the fields that are asked for.
Result<std::vector<std::size_t>> fields_of(const SuggestRequest& request) {
  std::vector<std::size_t> fields;
  for (const std::string& name : request.fields) {
    const auto known = std::find(kFields.begin(), kFields.end(), name);
    if (known == kFields.end()) {
      return invalid(
          fmt::format("there is no field \"{}\" to suggest: take one of {}", cut_text(name, 40), suggested_fields()));
    }
    fields.push_back(static_cast<std::size_t>(known - kFields.begin()));
  }
  for (std::size_t field = 0; request.fields.empty() && field < kFields.size(); ++field) fields.push_back(field);
  std::sort(fields.begin(), fields.end());
  fields.erase(std::unique(fields.begin(), fields.end()), fields.end());
  return fields;
}

/// One who has a name of the generation: the first who is in force.
Node person_with(const OpenView& open, const NameChanges& changes, std::string_view key, std::uint32_t number) {
  const auto changed = changes.persons.find(number);
  const Node later = changed == changes.persons.end() ? kNoPerson : changed->second;
  const std::vector<Node>& masked = open.view->state->masked;
  for (const Node node : open.columns.named(key)) {
    if (later != kNoPerson && later < node) return later;
    if (!std::binary_search(masked.begin(), masked.end(), node)) return node;
  }
  return later;
}

Suggestion suggestion_of(const Found& found, const OpenView& open, const AllNameChanges& changes, Showing& showing) {
  const auto kind = static_cast<NameKind>(found.field);
  Suggestion suggestion{{}, std::string(kFields[found.field]), found.count, {}, found.errors};
  if (const auto column = column_behind(kind)) {
    suggestion.text = found.added != nullptr ? found.added->name : open.columns.value_name(*column, found.number);
  } else {
    const Node person =
        found.added != nullptr ? found.added->person : person_with(open, changes[found.field], found.key, found.number);
    suggestion.text = showing.person(person).name;
  }
  suggestion.query = whole_name_text(kConditions[found.field], suggestion.text);
  return suggestion;
}

std::optional<Error> fault_of(const SuggestRequest& request) {
  if (request.limit > limit::kSuggestionsMax)
    return invalid(fmt::format("limit is {}, at most {} can be asked for", request.limit, limit::kSuggestionsMax));
  if (request.text.size() > limit::kSuggestBytesMax) {
    return invalid(
        fmt::format("the text has {} bytes, at most {} are allowed", request.text.size(), limit::kSuggestBytesMax));
  }
  if (!simdjson::validate_utf8(request.text.data(), request.text.size())) return invalid("the text is not UTF-8");
  return std::nullopt;
}

}  // namespace

std::string suggested_fields() {
  std::string names;
  for (const std::string_view name : kFields) names += (names.empty() ? "" : ", ") + std::string(name);
  return names;
}

Result<SuggestAnswer> suggest(const Searcher& searcher, const SuggestRequest& request) {
  const auto began = std::chrono::steady_clock::now();
  if (auto fault = fault_of(request)) return *fault;
  const auto fields = fields_of(request);
  if (!fields) return fields.error();
  auto opened = searcher.open_view(request.as, request.rights_date);
  if (!opened) return opened.error();
  const OpenView& open = opened.value();
  SuggestAnswer answer;
  answer.text = request.text;
  answer.provenance = open.provenance;
  const std::string typed = value_key(request.text);
  if (!typed.empty() && request.limit > 0) {
    const auto known_changes = open.name_changes.of(*open.view->state);
    const AllNameChanges& changes = *known_changes;
    std::optional<GroupNames> groups;
    BestNames best(request.limit);
    for (const std::size_t field : fields.value()) {
      if (field == kGroup) {
        groups.emplace(open, typed);
        groups->offer(best);
      } else {
        find_names(field, open.names.of(static_cast<NameKind>(field)), changes[field], typed, best);
      }
    }
    Showing showing = open.showing();
    for (const Found& found : best.found()) {
      answer.suggestions.push_back(found.group ? groups->suggestion(found)
                                               : suggestion_of(found, open, changes, showing));
    }
  }
  answer.took_ms = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count();
  return answer;
}

}  // namespace kennis
