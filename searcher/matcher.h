/// @file
/// Who meets a plan, and how well: documents in rising order, window by window.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <vector>

#include <xapian.h>

#include "network/node.h"
#include "schema/profile_words.h"
#include "searcher/document_set.h"
#include "searcher/evaluate.h"
#include "searcher/match_plan.h"
#include "searcher/posting_window.h"

namespace kennis {

/// Matches a plan over the postings of one database. Whether words stand in a row is looked up only when asked, since that costs ten
/// times as much as everything else about a document: until then those who have all the words may match.
///
/// Needs: the plan lives longer.
/// Threads: as the database. Cost: about 10 ns a posting read, a few tenths of a microsecond a phrase that is looked up.
class Matcher {
 public:
  /// With `cache`, postings that are asked for often are not read from the database.
  Matcher(const Xapian::Database& database, const ProfileWords& words, const MatchPlan& plan,
          PostingCache* cache = nullptr);

  /// Where the next one who may match stands at the earliest, seen from `from`; behind all documents if nowhere. Cost: none.
  [[nodiscard]] Node next(Node from) const;

  /// Goes to the window that begins at `begin` and gives the documents of `within` that may match. Needs: rising windows.
  [[nodiscard]] DocumentSet match(Node begin, const DocumentSet& within);

  /// True if whoever may match does: no phrase decides it.
  [[nodiscard]] bool is_sure() const { return plan_.phrases == 0; }
  /// From here on `is_hopeful` tells of whom the fit may be more than `floor`. Cost: little, if it is the same as before.
  void hope_for(double floor);
  [[nodiscard]] bool is_hopeful(std::uint32_t place) const {
    return hopes_.empty() || std::any_of(hopes_.begin(), hopes_.end(), [&](const Hope& hope) {
             return hope.postings->evidence(place) >= hope.evidence_min;
           });
  }
  /// Of one who may match in this window: if it does, its fit, and what that is at most.
  [[nodiscard]] bool meets(std::uint32_t place);
  [[nodiscard]] double fit(std::uint32_t place);
  [[nodiscard]] double fit_max(std::uint32_t place);

 private:
  /// What is known of a phrase in this window.
  struct PhraseWindow {
    Node begin = 0;
    DocumentSet looked_up;
    DocumentSet found;
  };
  /// One way in which a simple unit (a word, or its forms) can be met: almost all that is asked, so evaluated without a look at the tree.
  struct SimpleForm {
    const PostingWindow* postings;
    const LevelTable* level;
  };
  /// From which evidence on a form is worth more than the floor.
  struct Hope {
    const PostingWindow* postings;
    std::uint32_t evidence_min;
  };
  struct Place;
  struct HopefulPlace;

  [[nodiscard]] Node next(const QueryNode& node, Node from) const;
  PostingWindow& read(std::uint32_t slot, const DocumentSet& within);
  DocumentSet everyone(const DocumentSet& within);
  DocumentSet meeting(const QueryNode& node, const DocumentSet& within, bool with_phrases);
  DocumentSet meeting(const Alternative& alternative, const DocumentSet& within);
  DocumentSet meeting_clauses(const QueryNode& node, const DocumentSet& within, bool with_phrases);
  bool stands_in_row(const Alternative& alternative, std::uint32_t place);
  template <typename At>
  double fit_at(At at);
  void sort_out_units();

  const ProfileWords& words_;
  const MatchPlan& plan_;
  std::deque<PostingWindow> postings_;  ///< of the plan's terms
  PostingWindow searchable_;
  std::vector<std::vector<SimpleForm>> simple_units_;
  std::vector<const Unit*> other_units_;
  std::vector<PhraseWindow> phrases_;
  double floor_ = -1;
  std::vector<Hope> hopes_;  ///< where one word is all that is asked; else, and below every floor, none
  Node begin_ = 0;
};

}  // namespace kennis
