/// @file
#include "journal/refusals.h"

#include "journal/entry_fields.h"

namespace kennis {

Result<Refusal> read_refusal(std::string_view record) {
  const auto fields = EntryFields::read(record);
  if (!fields) return fields.error();
  Refusal refusal{fields.value().text("refusing"), fields.value().text("asker"), fields.value().truth("refused")};
  if (refusal.refusing.empty()) return Error{ErrorCode::kInvalidRecord, "refusing: is missing", {}};
  return refusal;
}

EntryDraft draft_of(const Refusal& refusal) {
  EntryRecord record;
  record.text("refusing", refusal.refusing);
  if (!refusal.asker.empty()) record.text("asker", refusal.asker);
  record.truth("refused", refusal.refused);
  return {RecordKind::kRefusal, refusal.refusing, "", record.take()};
}

std::optional<Error> Refusals::take(const JournalEntry& entry) {
  const auto refusal = read_refusal(entry.draft.record);
  if (!refusal) return refusal.error();
  std::set<std::string>& askers = refused_[refusal.value().refusing];
  if (refusal.value().refused) {
    askers.insert(refusal.value().asker);
  } else {
    askers.erase(refusal.value().asker);
  }
  return std::nullopt;
}

const std::set<std::string>& Refusals::of(const std::string& refusing) const {
  static const std::set<std::string> kNobody;
  const auto found = refused_.find(refusing);
  return found != refused_.end() ? found->second : kNobody;
}

}  // namespace kennis
