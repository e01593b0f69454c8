/// @file
#include "searcher/name_changes.h"

#include <algorithm>

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

}  // namespace

AllNameChanges name_changes(const LiveState& state, const Columns& columns, const NameLists& names) {
  AllNameChanges changes;
  for (const Node node : state.masked) {
    if (node <= columns.count()) take_away(node, columns, names, changes);
  }
  const NameList& persons = names.of(NameKind::kPerson);
  auto& person_changes = changes[static_cast<std::size_t>(NameKind::kPerson)];
  state.documents.for_each([&](Node node, const std::shared_ptr<const LiveDocument>& document) {
    if (!document || !document->is_searchable()) return;
    const OwnValues& own = document->values();
    for (const OwnValues::Value& value : own.values) {
      for (std::size_t i = 0; i < kNameKindCount; ++i) {
        if (column_behind(static_cast<NameKind>(i)) == value.field)
          count(changes[i], columns.find(value.field, value.key), value.key, value.name, kNoPerson);
      }
    }
    if (!own.name_key.empty()) count(person_changes, persons.find_in_order(own.name_key), own.name_key, {}, node);
  });
  return changes;
}

}  // namespace kennis
