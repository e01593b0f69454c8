/// @file
#include "indexer/unchanged.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>
#include <xapian.h>

#include "indexer/content.h"
#include "journal/store.h"
#include "network/tie_constants.h"
#include "schema/checksum.h"
#include "schema/embedded_taxonomy.h"
#include "schema/fields.h"

namespace kennis {
namespace {

namespace fs = std::filesystem;

/// In the order in which a run reads them.
std::vector<InputFile> in_order_read(const InputFiles& input) {
  std::vector<InputFile> files;
  for (const RecordKind kind : {RecordKind::kProfile, RecordKind::kGroup, RecordKind::kMembership, RecordKind::kTeam,
                                RecordKind::kInteraction}) {
    const auto of_kind = input.of(kind);
    files.insert(files.end(), of_kind.begin(), of_kind.end());
  }
  return files;
}

bool has_same_content(const WantedRun& run, const std::vector<ManifestFile>& before) {
  const std::vector<InputFile> files = in_order_read(run.input);
  if (files.size() != before.size()) return false;
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (files[i].path.filename() != fs::path(before[i].path).filename()) return false;
    if (!is_compressed(files[i].path) && files[i].bytes != before[i].bytes) return false;
  }
  std::vector<WantedContent> wanted;
  for (const InputFile& file : files) wanted.push_back({file.path, {}});
  const std::vector<Content> contents = contents_of(wanted, run.workers);
  return std::equal(contents.begin(), contents.end(), before.begin(),
                    [](const Content& now, const ManifestFile& file) { return now.checksum == file.xxh3; });
}

/// Alerts, saved searches and the like are in no generation.
bool has_journal_since(const fs::path& index, JournalPosition position) {
  if (!has_journal(index)) return false;
  const auto store = JournalStore::open(index, JournalStore::Access::kRead);
  if (!store) return true;
  bool counts = false;
  store.value()->read(position, store.value()->last(), [&](const JournalEntry& entry) {
    const RecordKind kind = entry.draft.kind;
    counts = counts || is_input(kind) || kind == RecordKind::kDoNotContact;
  });
  return counts;
}

}  // namespace

bool left_out_the_future(const RecordCounts& counts) {
  for (const char* name : {"lines_in_future", "events_ahead"}) {
    const auto found = counts.find(name);
    if (found == counts.end() || found->second > 0) return true;
  }
  return false;
}

std::string text_of_options(const IndexOptions& options) {
  Checksum taxonomy;
  taxonomy.add(options.taxonomy);
  if (options.taxonomy.empty()) {
    for (const EmbeddedFile& file : embedded_taxonomy()) taxonomy.add(file.text);
  }
  // With another limit, the lines that are there may be too many bad ones.
  return fmt::format("as_of={} whole_database={} max_bad_share={} taxonomy={} constants={}",
                     options.as_of ? format_instant(*options.as_of) : std::string("latest"), options.whole_database,
                     options.bad_share_max ? std::to_string(*options.bad_share_max) : std::string("usual"),
                     taxonomy.hex(), text_of(options.model));
}

std::optional<Manifest> generation_of_same(const WantedRun& run) {
  const std::string current = current_generation(run.options.index);
  if (current.empty()) return std::nullopt;
  const fs::path generation = run.options.index / file::kGenerations / current;
  auto manifest = read_manifest(generation);
  if (!manifest) return std::nullopt;
  const Manifest& known = manifest.value();
  const bool may_be = known.generation == current && known.xapian_version == Xapian::version_string() &&
                      known.options == text_of_options(run.options) && known.tombstones == run.tombstones.mark() &&
                      !left_out_the_future(known.counts) &&
                      !has_journal_since(run.options.index, known.journal_position) &&
                      !damage_of(generation, known, Check::kSizes) && has_same_content(run, known.inputs);
  if (!may_be) return std::nullopt;
  return std::move(manifest).value();
}

}  // namespace kennis
