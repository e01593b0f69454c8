/// @file
#include "cli/write_entry.h"

#include "journal/draft.h"
#include "journal/journal.h"
#include "server/json_writer.h"

namespace kennis {

std::size_t write_entries(const std::string& index, const std::string& author, RecordKind kind,
                          const std::vector<std::string>& records, ExitStatus& status) {
  DraftMaker maker(author, now());
  std::vector<EntryDraft> drafts;
  for (const std::string& record : records) {
    auto draft = maker.record(kind, record);
    if (!draft) {
      status = report_error(draft.error());
      return 0;
    }
    drafts.push_back(std::move(draft).value());
  }
  if (drafts.empty()) return 0;
  const auto journal = Journal::open(index);
  if (!journal) {
    status = report_error(journal.error());
    return 0;
  }
  const auto positions = journal.value()->append(drafts);
  if (positions) return drafts.size();
  status = report_error(positions.error());
  return 0;
}

std::string record_of_person(const std::string& person, const std::string& more) {
  JsonWriter json;
  json.text(person);
  return "{\"person\":" + json.take() + (more.empty() ? "" : ",") + more + "}";
}

}  // namespace kennis
