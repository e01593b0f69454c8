/// @file
/// One term's postings, read window by window.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>

#include <xapian.h>

#include "network/node.h"
#include "searcher/document_set.h"
#include "searcher/posting_cache.h"

namespace kennis {

/// What the documents of one window have of a term in a form.
/// Threads: as its database. Cost: 9 ns a posting of what it reads one by one, 1.5 of what it passes over; of decoded ones a tenth, and of
/// decoded windows nothing.
class PostingWindow {
 public:
  static constexpr Node kEnd = std::numeric_limits<Node>::max();

  /// Evidence is that for the form. With `cache`, which may be none, decoded postings are taken where there are some.
  PostingWindow(const Xapian::Database& database, const std::string& term, WordForm form,
                PostingCache* cache = nullptr);

  /// Reads the documents of `wanted` in the window that begins at `begin`; of others it may know or not.
  /// Needs: rising windows, which begin at 1 and any number of windows behind it; nothing else of this window is asked for later.
  void read(Node begin, const DocumentSet& wanted);
  /// True if `read` was called for this window.
  [[nodiscard]] bool is_at(Node begin) const { return begin_ == begin; }

  /// The first document that was not read yet, or one before it; kEnd if there is none.
  [[nodiscard]] Node next() const {
    if (has_windows()) return begin_of_next() - 1 < decoded_->windows.size() * kWindow ? begin_of_next() : kEnd;
    if (decoded_) return place_ < decoded_->documents.size() ? decoded_->documents[place_] : kEnd;
    return at_ == end_ ? kEnd : *at_;
  }
  /// How many postings a window has on average.
  [[nodiscard]] double expected() const { return expected_; }
  [[nodiscard]] const DocumentSet& present() const { return window_ != nullptr ? window_->present : present_; }
  /// 0 for none.
  [[nodiscard]] std::uint32_t evidence(std::uint32_t place) const {
    return window_ != nullptr ? window_->evidence[place] : evidence_[place];
  }

 private:
  [[nodiscard]] bool has_windows() const { return decoded_ && !decoded_->windows.empty(); }
  [[nodiscard]] Node begin_of_next() const { return begin_ == 0 ? 1 : begin_ + kWindow; }
  void forget();
  void take(std::uint32_t place, std::uint32_t evidence) {
    present_.add(place);
    evidence_[place] = evidence;
  }
  void read_decoded(Node begin, const DocumentSet& wanted);
  void skip_decoded(Node to);

  std::shared_ptr<const DecodedPostings> decoded_;
  const DecodedWindow* window_ = nullptr;  ///< of the decoded ones, if these are windows
  std::size_t place_ = 0;                  ///< in the decoded ones: the first that was not read yet
  Xapian::PostingIterator at_;
  Xapian::PostingIterator end_;
  double expected_;
  WordForm form_;
  Node begin_ = 0;
  DocumentSet present_;
  std::array<std::uint32_t, kWindow> evidence_{};
};

}  // namespace kennis
