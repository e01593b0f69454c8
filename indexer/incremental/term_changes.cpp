/// @file
#include "indexer/incremental/term_changes.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <utility>

#include <xapian.h>

#include "indexer/scan.h"
#include "indexer/term_statistics.h"
#include "schema/fields.h"
#include "schema/padded.h"
#include "schema/read_record.h"
#include "schema/statistics.h"
#include "schema/word_forms.h"

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
  explicit ChangeCounter(const DocumentContext& context) : builder_(context) {}

  void add(const Source& before, const Source& after) {
    count(before, lost_);
    count(after, won_);
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

  [[nodiscard]] const TermChanges& all() {
    settle();
    return all_;
  }

 private:
  void count(const Source& source, Counted& counted) {
    counted.terms.clear();
    if (source.record.empty()) return;
    auto read = reader_.profile(Padded(source.record).line(), profile_);
    if (!read) throw std::runtime_error("a profile cannot be read again: " + read.error().message);
    if (source.is_barred) profile_.contact_policy = ContactPolicy::kDoNotContact;
    builder_.build(profile_, source.statements, document_);
    counted.texts = document_.texts();
    for (const NumberedMention& mention : document_.numbered()) {
      if (mention.term >= evidence_.size()) evidence_.resize(counted.texts->count());
      Evidence& evidence = evidence_[mention.term];
      if (!evidence.is_there) counted.terms.emplace_back(mention.term, 0);
      evidence = {evidence.sum + mention.evidence, true};
    }
    for (auto& [term, sum] : counted.terms) {
      sum = stored::evidence_of(counted.texts->text(term), std::exchange(evidence_[term], {}).sum);
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

  struct Evidence {
    std::uint32_t sum = 0;
    bool is_there = false;
  };
  RecordReader reader_;
  Profile profile_;
  DocumentBuilder builder_;
  DocumentTerms document_;
  std::vector<Evidence> evidence_;  ///< by number, of the document at hand
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
    const std::uint32_t evidence = has_form ? stored::evidence_in(at.get_wdf()) : at.get_wdf();
    if (!std::binary_search(changed.begin(), changed.end(), *at)) most = std::max(most, evidence);
  }
  return most;
}

}  // namespace

std::size_t write_changed_statistics(const DocumentsChanged& changed, std::size_t workers,
                                     const std::filesystem::path& path) {
  std::vector<Source> before(changed.nodes.size());
  std::vector<Source> after(changed.nodes.size());
  for_each_parallel(2, workers, [&](std::size_t side, std::size_t) {
    const LiveNetwork& network = side == 0 ? changed.before : changed.after;
    for (std::size_t i = 0; i < changed.nodes.size(); ++i) {
      const Node node = changed.nodes[i];
      if (side == 0 && node > changed.document_count) continue;
      (side == 0 ? before : after)[i] = {network.record(node), network.is_barred(node), network.statements(node)};
    }
  });
  std::vector<std::unique_ptr<ChangeCounter>> counters;
  for (std::size_t i = 0; i < workers; ++i) counters.push_back(std::make_unique<ChangeCounter>(changed.context));
  for_each_parallel(changed.nodes.size(), workers,
                    [&](std::size_t i, std::size_t slot) { counters[slot]->add(before[i], after[i]); });
  TermChanges changes;
  for (const auto& counter : counters) {
    for (const auto& [term, more] : counter->all()) add(changes[term], more);
  }
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
  write_statistics(path, std::move(entries), static_cast<std::uint32_t>(persons));
  return persons;
}

}  // namespace kennis
