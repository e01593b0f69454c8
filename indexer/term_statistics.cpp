/// @file
#include "indexer/term_statistics.h"

#include <algorithm>
#include <array>

#include <xapian.h>

#include "indexer/scan.h"
#include "schema/fields.h"
#include "schema/word_forms.h"

namespace kennis {
namespace {

constexpr std::size_t kFirstBytes = 256;

void collect(const Xapian::Database& database, const std::string& beginning, std::vector<TermEntry>& out) {
  for (auto term = database.allterms_begin(beginning); term != database.allterms_end(beginning); ++term) {
    const std::string text = *term;
    if (!has_statistics(text)) continue;
    TermEntry entry{hash_of_term(text), {term.get_termfreq(), 0}};
    const bool has_form = has_forms(text);
    for (auto posting = database.postlist_begin(text); posting != database.postlist_end(text); ++posting) {
      const std::uint32_t evidence = wdf::evidence_of(posting.get_wdf(), has_form);
      entry.statistics.evidence_max = std::max(entry.statistics.evidence_max, evidence);
    }
    out.push_back(entry);
  }
}

}  // namespace

bool has_statistics(std::string_view term) { return !term.starts_with(prefix::kId) && term != prefix::kSearchable; }

std::vector<TermEntry> collect_statistics(const std::filesystem::path& database, std::size_t workers) {
  std::array<std::vector<TermEntry>, kFirstBytes> parts;
  for_each_parallel(kFirstBytes, workers, [&](std::size_t first, std::size_t) {
    const Xapian::Database reader(database.string());
    collect(reader, std::string(1, static_cast<char>(first)), parts[first]);
  });
  std::vector<TermEntry> entries;
  for (const auto& part : parts) entries.insert(entries.end(), part.begin(), part.end());
  return entries;
}

}  // namespace kennis
