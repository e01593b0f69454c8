/// @file
#include "indexer/incremental/term_changes.h"

#include <algorithm>
#include <map>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <utility>

#include <xapian.h>

#include "indexer/scan.h"
#include "indexer/term_statistics.h"
#include "schema/fields.h"
#include "schema/read_record.h"
#include "schema/statistics.h"

namespace kennis {
namespace {

/// What a document is made of.
struct Source {
  std::string record;
  bool is_barred = false;
  std::vector<SkillStatement> statements;
};

/// What happens to a term.
struct TermChange {
  std::uint32_t lost = 0;  ///< documents that had it
  std::uint32_t won = 0;   ///< documents that have it
  std::uint32_t most_lost = 0;
  std::uint32_t most_won = 0;
};

class TermChanges {
 public:
  explicit TermChanges(const DocumentContext& context) : builder_(context) {}

  void add(const Source& source, bool is_new) {
    if (source.record.empty()) return;
    text_ = source.record;
    text_.append(simdjson::SIMDJSON_PADDING, '\0');
    auto read = reader_.profile(std::string_view(text_).substr(0, source.record.size()), profile_);
    if (!read) throw std::runtime_error("a profile cannot be read again: " + read.error().message);
    if (source.is_barred) profile_.contact_policy = ContactPolicy::kDoNotContact;
    builder_.build(profile_, source.statements, terms_);
    evidence_.clear();
    for (const Mention& mention : terms_.mentions()) evidence_[std::string(mention.term)] += mention.evidence;
    for (const auto& [term, evidence] : evidence_) {
      TermChange& change = changes_[term];
      (is_new ? change.won : change.lost) += 1;
      std::uint32_t& most = is_new ? change.most_won : change.most_lost;
      most = std::max(most, evidence);
    }
  }
  void add(const TermChanges& other) {
    for (const auto& [term, more] : other.changes_) {
      TermChange& change = changes_[term];
      change.lost += more.lost;
      change.won += more.won;
      change.most_lost = std::max(change.most_lost, more.most_lost);
      change.most_won = std::max(change.most_won, more.most_won);
    }
  }
  [[nodiscard]] const std::unordered_map<std::string, TermChange>& all() const { return changes_; }

 private:
  RecordReader reader_;
  Profile profile_;
  std::string text_;
  DocumentBuilder builder_;
  DocumentTerms terms_;
  std::unordered_map<std::string, std::uint32_t> evidence_;
  std::unordered_map<std::string, TermChange> changes_;
};

/// The most evidence of a term among documents that have not changed; `enough` ends the search.
std::uint32_t most_evidence(const Xapian::Database& database, const std::string& term, const std::vector<Node>& changed,
                            std::uint32_t enough) {
  std::uint32_t most = 0;
  for (auto at = database.postlist_begin(term); at != database.postlist_end(term) && most < enough; ++at) {
    if (!std::binary_search(changed.begin(), changed.end(), *at)) most = std::max(most, at.get_wdf());
  }
  return most;
}

}  // namespace

std::size_t write_changed_statistics(const DocumentsChanged& changed, std::size_t workers,
                                     const std::filesystem::path& path) {
  std::vector<std::pair<Source, Source>> sources;
  for (const Node node : changed.nodes) {
    auto& [before, after] = sources.emplace_back();
    if (node <= changed.document_count) {
      before = {changed.before.record(node), changed.before.is_barred(node), changed.before.statements(node)};
    }
    after = {changed.after.record(node), changed.after.is_barred(node), changed.after.statements(node)};
  }
  std::vector<TermChanges> parts;
  for (std::size_t i = 0; i < workers; ++i) parts.emplace_back(changed.context);
  for_each_parallel(sources.size(), workers, [&](std::size_t i, std::size_t slot) {
    parts[slot].add(sources[i].first, false);
    parts[slot].add(sources[i].second, true);
  });
  for (std::size_t i = 1; i < parts.size(); ++i) parts[0].add(parts[i]);
  const Statistics old(changed.old_terms);
  const Xapian::Database database(changed.database.string());
  std::map<std::uint64_t, TermStatistics> other;
  std::size_t persons = old.persons();
  for (const auto& [term, change] : parts[0].all()) {
    if (term == prefix::kSearchable) persons = persons + change.won - change.lost;
    if (!has_statistics(term)) continue;
    const TermStatistics was = old.of(term);
    std::uint32_t most = was.evidence_max;
    if (change.most_lost == most) most = most_evidence(database, term, changed.nodes, most);
    other[hash_of_term(term)] = {was.persons + change.won - change.lost, std::max(most, change.most_won)};
  }
  std::vector<TermEntry> entries;
  for (const TermEntry& entry : old.entries()) {
    if (!other.contains(entry.hash)) entries.push_back(entry);
  }
  for (const auto& [hash, statistics] : other) {
    if (statistics.persons > 0) entries.push_back({hash, statistics});
  }
  write_statistics(path, std::move(entries), static_cast<std::uint32_t>(persons));
  return persons;
}

}  // namespace kennis
