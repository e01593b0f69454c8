/// @file
/// Random documents, and the databases that the bulk builder and Xapian's API make of them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <random>
#include <string>
#include <vector>

#include <xapian.h>

namespace kennis::testing_glass {

struct Word {
  std::string term;
  std::uint32_t position = 0;  ///< 0: none
  std::uint32_t wdf = 0;
};

struct TestDocument {
  std::uint32_t number = 0;
  std::vector<Word> words;
  std::string record;
  std::map<std::uint32_t, std::string> values;  ///< by slot; empty ones are none
};

/// Documents by rising number.
using Corpus = std::vector<TestDocument>;

enum class Shape {
  kManySmall,     ///< thousands of documents, a few terms each, one term in all of them
  kFewHuge,       ///< tens of thousands of terms and long lists of positions
  kTermLimits,    ///< terms of 1 to 245 bytes, of bytes 00, ff and any
  kNumberLimits,  ///< wdf 0 and large, positions more than 2^20 apart, the same position twice
  kValues,        ///< values of 0 to 10,000 bytes in slots of one to four bytes
  kRecords,       ///< records of 0 to 200,000 bytes, some of which deflate well and some not at all
  kGaps,          ///< numbers that jump, up to 2^32 - 2
  kEmpty,         ///< documents without anything
  kOneTerm,       ///< documents with the same one term
  kNone,          ///< no documents
};

[[nodiscard]] Corpus random_corpus(Shape shape, std::uint64_t seed);

struct BulkOptions {
  std::size_t run_documents = 100;
  std::size_t workers = 1;
  bool term_lists = true;
  int deflate_level = 1;
  std::size_t block_bytes = 8192;
  std::size_t range_bytes_min = 5000;                         ///< so that even small ones are merged in ranges
  std::function<void(const std::filesystem::path&)> check{};  ///< of a table; may be empty
};
void build_bulk(const Corpus& corpus, const std::filesystem::path& database, const BulkOptions& options = {});

/// In one commit, so that its entries are cut as those of one merge.
void build_api(const Corpus& corpus, const std::filesystem::path& database, int flags = 0);

[[nodiscard]] Xapian::Document api_document(const TestDocument& document);

/// The seeds to try: KENNIS_SEED of the environment alone if it is set, else `seed`.
[[nodiscard]] std::uint64_t seed_or(std::uint64_t seed);

}  // namespace kennis::testing_glass
