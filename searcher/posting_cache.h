/// @file
/// Postings of terms that are asked for again and again, decoded: a tenth of what reading them from the index costs.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include <xapian.h>

#include "network/node.h"
#include "schema/word_forms.h"
#include "searcher/document_set.h"

namespace kennis {

/// What the documents of one window have of a term, by place; 0 for none.
struct DecodedWindow {
  DocumentSet present;
  std::array<std::uint16_t, kWindow> evidence{};
};

/// A term's postings in one form: of one that many have, window by window from document 1 on, to be used as they are; of any other, lists.
struct DecodedPostings {
  std::vector<DecodedWindow> windows;
  std::vector<Node> documents;  ///< rising
  std::vector<std::uint32_t> evidence;
  [[nodiscard]] std::size_t bytes() const {
    return windows.size() * sizeof(DecodedWindow) + documents.size() * (sizeof(Node) + sizeof(std::uint32_t));
  }
};

/// Of one generation. Threads: any number.
class PostingCache {
 public:
  /// Terms that fewer have are as quickly read from the index.
  static constexpr std::uint32_t kPersonsMin = 2000;

  explicit PostingCache(std::size_t bytes_max) : bytes_max_(bytes_max) {}

  /// The postings of a term that at least kPersonsMin have and that was asked for before in this form; nothing for any other.
  /// Cost: a look-up; the second time a term is asked for, a pass over its postings.
  [[nodiscard]] std::shared_ptr<const DecodedPostings> find(const Xapian::Database& database, const std::string& term,
                                                            WordForm form);

 private:
  struct Entry {
    std::shared_ptr<const DecodedPostings> postings;  ///< empty: asked for once
    std::uint64_t last_use = 0;
  };
  void make_room();

  std::size_t bytes_max_;
  std::mutex mutex_;
  std::map<std::pair<std::string, WordForm>, Entry> entries_;
  std::size_t bytes_ = 0;
  std::uint64_t uses_ = 0;
};

}  // namespace kennis
