/// @file
#include "indexer/journal_input.h"

#include <fstream>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>

#include "journal/store.h"
#include "schema/identifier.h"
#include "schema/padded.h"

namespace kennis {

std::optional<Bar> bar_of(RecordReader& reader, const std::string& record) {
  const auto bar = reader.do_not_contact(Padded(record).line());
  if (!bar) return std::nullopt;
  return Bar{normalise_identifier(bar.value().person), bar.value().lifted};
}

JournalInput spool_journal(const std::filesystem::path& index, const std::filesystem::path& folder) {
  JournalInput input;
  if (!has_journal(index)) return input;
  const auto store = JournalStore::open(index, JournalStore::Access::kRead);
  if (!store) throw std::runtime_error(store.error().message);
  input.position = store.value()->last();
  std::map<RecordKind, std::ofstream> outs;
  RecordReader reader;
  const auto path_of = [&](RecordKind kind) {
    return folder / (std::string(kJournalFileBeginning) + std::string(name_of(kind)) + "s.ndjson");
  };
  store.value()->read(0, input.position, [&](const JournalEntry& entry) {
    const RecordKind kind = entry.draft.kind;
    if (kind == RecordKind::kDoNotContact) {
      if (auto bar = bar_of(reader, entry.draft.record)) input.bars.push_back(std::move(*bar));
    }
    if (!is_input(kind)) return;
    if (!outs.contains(kind)) outs[kind].open(path_of(kind), std::ios::binary | std::ios::trunc);
    outs[kind] << entry.draft.record << '\n';
    ++input.entries;
  });
  for (auto& [kind, out] : outs) {
    out.close();
    if (!out) throw std::runtime_error(path_of(kind).string() + ": cannot be written: is the disk full?");
    const std::filesystem::path path = path_of(kind);
    input.files.push_back({path, path.filename().string(), kind, std::filesystem::file_size(path)});
  }
  return input;
}

}  // namespace kennis
