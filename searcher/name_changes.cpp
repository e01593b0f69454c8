/// @file
#include "searcher/name_changes.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace kennis {
namespace {

void take_away(Node node, const Columns& columns, const NameLists& names, AllNameChanges& changes) {
  for (std::size_t i = 0; i < kNameKindCount; ++i) {
    const auto kind = static_cast<NameKind>(i);
    if (const auto column = column_behind(kind)) {
      for (const ValueEntry entry : columns.values(*column, node)) --changes[i].more[number_of_value(entry)];
    } else if (const auto number = names.of(kind).find_in_order(columns.name_key(node))) {
      --changes[i].more[*number];
    }
  }
}

void count(NameChanges& changes, std::optional<std::uint32_t> number, const std::string& key, const std::string& name,
           Node person) {
  if (number) {
    ++changes.more[*number];
    if (person == kNoPerson) return;
    const auto [known, is_new] = changes.persons.try_emplace(*number, person);
    if (!is_new) known->second = std::min(known->second, person);
    return;
  }
  NameChanges::Added& added = changes.added[key];
  if (added.count == 0 || name < added.name) added.name = name;
  if (added.count == 0 || person < added.person) added.person = person;
  ++added.count;
}

void add_document(Node node, const LiveDocument& document, const Columns& columns, const NameLists& names,
                  AllNameChanges& changes) {
  if (!document.is_searchable()) return;
  const OwnValues& own = document.values();
  for (const OwnValues::Value& value : own.values) {
    for (std::size_t i = 0; i < kNameKindCount; ++i) {
      if (column_behind(static_cast<NameKind>(i)) != value.field) continue;
      count(changes[i], value.number ? value.number : columns.find(value.field, value.key), value.key, value.name,
            kNoPerson);
    }
  }
  if (own.name_key.empty()) return;
  count(changes[static_cast<std::size_t>(NameKind::kPerson)], names.of(NameKind::kPerson).find_in_order(own.name_key),
        own.name_key, {}, node);
}

}  // namespace

AllNameChanges name_changes(const LiveState& state, const Columns& columns, const NameLists& names) {
  AllNameChanges changes;
  for (const Node node : state.masked) {
    if (node <= columns.count()) take_away(node, columns, names, changes);
  }
  state.documents.for_each([&](Node node, const std::shared_ptr<const LiveDocument>& document) {
    if (document) add_document(node, *document, columns, names, changes);
  });
  return changes;
}

std::shared_ptr<const AllNameChanges> NameChangesCache::of(const LiveState& state) {
  const std::lock_guard lock(mutex_);
  std::vector<std::pair<Node, std::shared_ptr<const LiveDocument>>> added;
  std::size_t same = 0;
  bool is_other = known_.changes == nullptr;
  state.documents.for_each([&](Node node, const std::shared_ptr<const LiveDocument>& document) {
    const auto* known = known_.documents.find(node);
    if (known == nullptr) {
      added.emplace_back(node, document);
      return;
    }
    // What is said in groups makes other documents of the same profile.
    const bool has_same = *known == document || (*known && document && (*known)->record() == document->record() &&
                                                 (*known)->is_searchable() == document->is_searchable());
    is_other = is_other || !has_same;
    ++same;
  });
  is_other = is_other || same != known_.documents.size();
  constexpr std::size_t kAddedMax = 256;  // beyond, what was added is remembered too
  if (is_other || added.size() > kAddedMax) {
    known_ = {state.documents, std::make_shared<const AllNameChanges>(name_changes(state, columns_, names_))};
    return known_.changes;
  }
  if (added.empty()) return known_.changes;
  auto changes = std::make_shared<AllNameChanges>(*known_.changes);
  for (const auto& [node, document] : added) {
    if (node <= columns_.count()) take_away(node, columns_, names_, *changes);
    if (document) add_document(node, *document, columns_, names_, *changes);
  }
  return changes;
}

}  // namespace kennis
