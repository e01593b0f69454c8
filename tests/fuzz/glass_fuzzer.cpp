/// @file
/// Any bytes as documents: the bulk builder makes of them what Xapian's API makes.
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>

#include "indexer/database_difference.h"
#include "tests/indexer/glass_corpus.h"
#include "tests/reference/indexed_world.h"

namespace kennis::testing_glass {
namespace {

constexpr std::size_t kDocumentsMax = 300;

class Bytes {
 public:
  explicit Bytes(std::string_view rest) : rest_(rest) {}
  [[nodiscard]] bool empty() const { return rest_.empty(); }
  std::uint32_t next() {
    if (rest_.empty()) return 0;
    const auto byte = static_cast<unsigned char>(rest_.front());
    rest_.remove_prefix(1);
    return byte;
  }
  /// Up to 15 bytes of the input, again and again until there are `size`.
  std::string text(std::size_t size) {
    const std::string_view part = rest_.substr(0, 1 + next() % 15);
    std::string text;
    while (text.size() < size && !part.empty()) text += part;
    text.resize(size, 'x');
    return text;
  }
  /// Small ones and large ones.
  std::uint32_t number(unsigned shift_max) {
    const std::uint32_t byte = next();
    return byte < 128 ? byte : byte << next() % shift_max;
  }

 private:
  std::string_view rest_;
};

Corpus corpus_of(Bytes bytes) {
  Corpus corpus;
  std::uint32_t number = 0;
  while (!bytes.empty() && corpus.size() < kDocumentsMax) {
    TestDocument document;
    number += 1 + (bytes.next() % 8 == 0 ? bytes.number(9) : 0);
    document.number = number;
    std::uint32_t position = 0;
    for (std::uint32_t words = bytes.next() % 24; words > 0; --words) {
      Word word;
      word.term = bytes.text(1 + bytes.next() % 120);
      const std::uint32_t step = bytes.number(16);
      position += step;
      word.position = step % 5 == 4 ? 0 : position;
      word.wdf = bytes.number(12);
      document.words.push_back(std::move(word));
    }
    for (std::uint32_t values = bytes.next() % 4; values > 0; --values) {
      const std::uint32_t slot = bytes.number(24);
      document.values[slot] = bytes.text(bytes.number(5));
    }
    // Less than 8,192 bytes: the library cannot read every longer record that it deflated (indexer/glass/format.h).
    document.record = bytes.text(bytes.number(6));
    corpus.push_back(std::move(document));
  }
  return corpus;
}

}  // namespace
}  // namespace kennis::testing_glass

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kennis::testing_glass;
  const Corpus corpus = corpus_of(Bytes({reinterpret_cast<const char*>(data), size}));
  const kennis::reference::TemporaryFolder folder;
  build_api(corpus, folder.path() / "api");
  build_bulk(corpus, folder.path() / "bulk", {1 + size % 7, 1, true, static_cast<int>(size % 3), 8192, {}});
  const std::string difference = kennis::first_difference(Xapian::Database((folder.path() / "api").string()),
                                                          Xapian::Database((folder.path() / "bulk").string()));
  if (!difference.empty()) {
    std::cerr << difference << '\n';
    std::abort();
  }
  return 0;
}
