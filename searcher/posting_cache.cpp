/// @file
#include "searcher/posting_cache.h"

#include <algorithm>

namespace kennis {
namespace {

constexpr std::size_t kEntriesMax = 10'000;  ///< terms asked for once are entries, too

std::shared_ptr<const DecodedPostings> decoded(const Xapian::Database& database, const std::string& term) {
  auto postings = std::make_shared<DecodedPostings>();
  const std::uint32_t persons = database.get_termfreq(term);
  postings->documents.reserve(persons);
  postings->evidence.reserve(persons);
  const auto end = database.postlist_end(term);
  for (auto posting = database.postlist_begin(term); posting != end; ++posting) {
    postings->documents.push_back(*posting);
    postings->evidence.push_back(posting.get_wdf());
  }
  return postings;
}

}  // namespace

std::shared_ptr<const DecodedPostings> PostingCache::find(const Xapian::Database& database, const std::string& term) {
  if (database.get_termfreq(term) < kPersonsMin) return nullptr;
  {
    const std::lock_guard lock(mutex_);
    const auto [entry, is_new] = entries_.try_emplace(term);
    entry->second.last_use = ++uses_;
    if (is_new) {
      make_room();
      return nullptr;
    }
    if (entry->second.postings) return entry->second.postings;
  }
  auto postings = decoded(database, term);  // two may do so at once; either is right
  if (postings->bytes() > bytes_max_) return nullptr;
  const std::lock_guard lock(mutex_);
  Entry& entry = entries_[term];
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
