/// @file
#include "indexer/incremental/term_changes.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>

#include <xapian.h>

#include "indexer/scan.h"
#include "indexer/term_statistics.h"
#include "schema/document_maker.h"
#include "schema/fields.h"
#include "schema/made_documents.h"
#include "schema/statistics.h"
#include "schema/word_forms.h"

namespace kennis {
namespace {

/// What happens to a term.
struct TermChange {
  std::uint32_t lost = 0;  ///< documents that had it
  std::uint32_t won = 0;   ///< documents that have it
  std::uint32_t most_lost = 0;
  std::uint32_t most_won = 0;
  std::uint32_t most_kept = 0;  ///< of documents that have changed, and have it as before
};

/// The terms of one document with all their evidence, by rising number.
struct Counted {
  std::shared_ptr<TextNumbers> texts;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> terms;
};

/// What happens to terms, by their text.
using TermChanges = std::unordered_map<std::string, TermChange>;

void add(TermChange& change, const TermChange& more) {
  change.lost += more.lost;
  change.won += more.won;
  change.most_lost = std::max(change.most_lost, more.most_lost);
  change.most_won = std::max(change.most_won, more.most_won);
  change.most_kept = std::max(change.most_kept, more.most_kept);
}

/// Adds up the changes of documents. Terms are counted by their numbers, and looked up by their texts once. Threads: one.
class ChangeCounter {
 public:
  ChangeCounter(const DocumentContext& context, const Columns& columns) : maker_(context, &columns) {}

  void add(const DocumentSource& before, const DocumentSource& after) {
    lost_.terms.clear();
    won_.terms.clear();
    if (!before.record.empty()) {
      count(maker_.terms_of(before), lost_);
    }
    if (!after.record.empty()) {
      made_.emplace_back(hash_of(after), maker_.make(after));
      count(maker_.terms(), won_);
    }
    if (lost_.texts == won_.texts) take_away_what_stays();
    for (const auto& [term, evidence] : lost_.terms) {
      TermChange& change = change_of(lost_.texts, term);
      ++change.lost;
      change.most_lost = std::max(change.most_lost, evidence);
    }
    for (const auto& [term, evidence] : won_.terms) {
      TermChange& change = change_of(won_.texts, term);
      ++change.won;
      change.most_won = std::max(change.most_won, evidence);
    }
  }

  /// Of everybody as they are now.
  [[nodiscard]] std::vector<std::pair<SourceHash, MadeDocument>>& made() { return made_; }
  [[nodiscard]] const TermChanges& all() {
    settle();
    return all_;
  }

 private:
  void count(const DocumentTerms& document, Counted& counted) {
    counted.texts = document.texts();
    for (const NumberedMention& mention : document.numbered()) {
      if (mention.term >= wdfs_.size()) wdfs_.resize(counted.texts->count());
      Wdf& wdf = wdfs_[mention.term];
      if (!wdf.is_there) counted.terms.emplace_back(mention.term, 0);
      wdf = {wdf.sum + mention.wdf, true};
    }
    for (auto& [term, sum] : counted.terms) {
      sum = wdf::evidence_of(std::exchange(wdfs_[term], {}).sum, has_forms(counted.texts->text(term)));
    }
    std::sort(counted.terms.begin(), counted.terms.end());
  }

  void take_away_what_stays() {
    both_.clear();
    std::set_intersection(lost_.terms.begin(), lost_.terms.end(), won_.terms.begin(), won_.terms.end(),
                          std::back_inserter(both_));
    for (const auto& [term, evidence] : both_) {
      TermChange& change = change_of(lost_.texts, term);
      change.most_kept = std::max(change.most_kept, evidence);
    }
    for (Counted* counted : {&lost_, &won_}) {
      std::erase_if(counted->terms,
                    [&](const auto& term) { return std::binary_search(both_.begin(), both_.end(), term); });
    }
  }

  TermChange& change_of(const std::shared_ptr<TextNumbers>& texts, std::uint32_t term) {
    if (texts != texts_) settle();
    texts_ = texts;
    if (term >= by_number_.size()) by_number_.resize(texts->count());
    return by_number_[term];
  }

  void settle() {
    for (std::uint32_t term = 0; term < by_number_.size(); ++term) {
      const TermChange& change = by_number_[term];
      if (change.lost > 0 || change.won > 0 || change.most_kept > 0)
        kennis::add(all_[std::string(texts_->text(term))], change);
    }
    by_number_.clear();
  }

  struct Wdf {
    std::uint32_t sum = 0;
    bool is_there = false;
  };
  DocumentMaker maker_;
  std::vector<std::pair<SourceHash, MadeDocument>> made_;
  std::vector<Wdf> wdfs_;  ///< by number, of the document at hand
  Counted lost_;
  Counted won_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> both_;
  std::shared_ptr<TextNumbers> texts_;
  std::vector<TermChange> by_number_;
  TermChanges all_;
};

/// The most evidence of a term among documents that have not changed; `enough` ends the search.
std::uint32_t most_evidence(const Xapian::Database& database, const std::string& term, const std::vector<Node>& changed,
                            std::uint32_t enough) {
  std::uint32_t most = 0;
  const bool has_form = has_forms(term);
  for (auto at = database.postlist_begin(term); at != database.postlist_end(term) && most < enough; ++at) {
    if (std::binary_search(changed.begin(), changed.end(), *at)) continue;
    most = std::max(most, wdf::evidence_of(at.get_wdf(), has_form));
  }
  return most;
}

}  // namespace

std::size_t write_changed_documents(const DocumentsChanged& changed, std::size_t workers,
                                    const std::filesystem::path& generation) {
  std::vector<std::unique_ptr<ChangeCounter>> counters;
  for (std::size_t i = 0; i < workers; ++i)
    counters.push_back(std::make_unique<ChangeCounter>(changed.context, changed.columns));
  for_each_parallel(changed.nodes.size(), workers, [&](std::size_t i, std::size_t slot) {
    const Node node = changed.nodes[i];
    const bool was_there = node <= changed.document_count;
    counters[slot]->add(was_there ? changed.before.source(node) : DocumentSource(), changed.after.source(node));
  });
  TermChanges changes;
  std::vector<std::pair<SourceHash, MadeDocument>> made;
  for (const auto& counter : counters) {
    std::move(counter->made().begin(), counter->made().end(), std::back_inserter(made));
    for (const auto& [term, more] : counter->all()) add(changes[term], more);
  }
  write_made_documents(generation / file::kMadeDocuments, std::move(made));
  const Statistics old(changed.old_terms);
  const Xapian::Database database(changed.database.string());
  std::map<std::uint64_t, TermStatistics> other;
  std::size_t persons = old.persons();
  for (const auto& [term, change] : changes) {
    if (change.lost == 0 && change.won == 0) continue;
    if (term == prefix::kSearchable) persons = persons + change.won - change.lost;
    if (!has_statistics(term)) continue;
    const TermStatistics was = old.of(term);
    std::uint32_t most = was.evidence_max;
    if (change.most_lost == most) most = most_evidence(database, term, changed.nodes, most);
    other[hash_of_term(term)] = {was.persons + change.won - change.lost,
                                 std::max({most, change.most_won, change.most_kept})};
  }
  std::vector<TermEntry> entries;
  entries.reserve(old.entries().size() + other.size());
  auto next = other.begin();
  const auto take_next = [&] {
    if (next->second.persons > 0) entries.push_back({next->first, next->second});
    ++next;
  };
  for (const TermEntry& entry : old.entries()) {  // both by rising hash
    while (next != other.end() && next->first < entry.hash) take_next();
    if (next == other.end() || next->first != entry.hash) entries.push_back(entry);
  }
  while (next != other.end()) take_next();
  write_statistics(generation / file::kTerms, std::move(entries), static_cast<std::uint32_t>(persons));
  return persons;
}

}  // namespace kennis
