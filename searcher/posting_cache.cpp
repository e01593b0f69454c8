/// @file
#include "searcher/posting_cache.h"

#include <algorithm>
#include <limits>

namespace kennis {
namespace {

constexpr std::size_t kEntriesMax = 10'000;  ///< terms asked for once are entries, too

/// Windows may take so many times the bytes of lists.
constexpr std::size_t kWindowsWorth = 4;

/// As windows, if these are worth their bytes and no evidence is too much for them.
void spread(DecodedPostings& postings) {
  if (postings.documents.empty()) return;
  const std::size_t windows = (postings.documents.back() - 1) / kWindow + 1;
  constexpr std::uint32_t kEvidenceMax = std::numeric_limits<std::uint16_t>::max();
  const auto most = std::max_element(postings.evidence.begin(), postings.evidence.end());
  if (windows * sizeof(DecodedWindow) > kWindowsWorth * postings.bytes() || *most > kEvidenceMax) return;
  postings.windows.resize(windows);
  for (std::size_t i = 0; i < postings.documents.size(); ++i) {
    const Node behind = postings.documents[i] - 1;
    DecodedWindow& window = postings.windows[behind / kWindow];
    window.present.add(behind % kWindow);
    window.evidence[behind % kWindow] = static_cast<std::uint16_t>(postings.evidence[i]);
  }
  postings.documents = {};
  postings.evidence = {};
}

std::shared_ptr<const DecodedPostings> decoded(const Xapian::Database& database, const std::string& term,
                                               WordForm form) {
  auto postings = std::make_shared<DecodedPostings>();
  const std::uint32_t persons = database.get_termfreq(term);
  postings->documents.reserve(persons);
  postings->evidence.reserve(persons);
  const auto end = database.postlist_end(term);
  for (auto posting = database.postlist_begin(term); posting != end; ++posting) {
    postings->documents.push_back(*posting);
    postings->evidence.push_back(wdf::evidence_for(posting.get_wdf(), form));
  }
  spread(*postings);
  return postings;
}

}  // namespace

std::shared_ptr<const DecodedPostings> PostingCache::find(const Xapian::Database& database, const std::string& term,
                                                          WordForm form) {
  if (database.get_termfreq(term) < kPersonsMin) return nullptr;
  {
    const std::lock_guard lock(mutex_);
    const auto [entry, is_new] = entries_.try_emplace({term, form});
    entry->second.last_use = ++uses_;
    if (is_new) {
      make_room();
      return nullptr;
    }
    if (entry->second.postings) return entry->second.postings;
  }
  auto postings = decoded(database, term, form);  // two may do so at once; either is right
  if (postings->bytes() > bytes_max_) return nullptr;
  const std::lock_guard lock(mutex_);
  Entry& entry = entries_[{term, form}];
  entry.last_use = ++uses_;
  if (!entry.postings) {
    entry.postings = postings;
    bytes_ += postings->bytes();
    make_room();
  }
  return postings;
}

/// Those whose last use is longest ago go.
void PostingCache::make_room() {
  while (bytes_ > bytes_max_ || entries_.size() > kEntriesMax) {
    const auto oldest = std::min_element(entries_.begin(), entries_.end(), [](const auto& a, const auto& b) {
      return a.second.last_use < b.second.last_use;
    });
    if (oldest->second.postings) bytes_ -= oldest->second.postings->bytes();
    entries_.erase(oldest);
  }
}

}  // namespace kennis
