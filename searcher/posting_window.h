/// @file
/// One term's postings, read window by window.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include <xapian.h>

#include "network/node.h"
#include "searcher/document_set.h"

namespace kennis {

/// What the documents of one window have of a term.
/// Threads: as its database. Cost: 9 ns a posting of what it reads one by one, 1.5 of what it passes over.
class PostingWindow {
 public:
  PostingWindow(const Xapian::Database& database, const std::string& term);

  /// Reads the documents of `wanted` in the window that begins at `begin`; of others it may know or not.
  /// Needs: rising windows; nothing else of this window is asked for later.
  void read(Node begin, const DocumentSet& wanted);
  /// True if `read` was called for this window.
  [[nodiscard]] bool is_at(Node begin) const { return begin_ == begin; }

  /// How many postings a window has on average.
  [[nodiscard]] double expected() const { return expected_; }
  [[nodiscard]] const DocumentSet& present() const { return present_; }
  /// 0 for none.
  [[nodiscard]] std::uint32_t evidence(std::uint32_t place) const { return evidence_[place]; }

 private:
  void forget();
  void take(Node begin);

  Xapian::PostingIterator at_;
  Xapian::PostingIterator end_;
  double expected_;
  Node begin_ = 0;
  DocumentSet present_;
  std::array<std::uint32_t, kWindow> evidence_{};
};

}  // namespace kennis
