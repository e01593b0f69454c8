/// @file
#include "tests/indexer/glass_corpus.h"

#include <algorithm>
#include <cstdlib>

#include "indexer/glass/database_builder.h"

namespace kennis::testing_glass {
namespace {

namespace fs = std::filesystem;

using Random = std::mt19937_64;

std::uint32_t draw(Random& random, std::uint32_t below) { return static_cast<std::uint32_t>(random() % below); }

std::string random_bytes(Random& random, std::size_t size, std::uint32_t letters) {
  std::string bytes(size, '\0');
  for (char& byte : bytes) byte = static_cast<char>(letters == 256 ? draw(random, 256) : 'a' + draw(random, letters));
  return bytes;
}

std::string limit_term(Random& random) {
  const std::size_t size = draw(random, 3) == 0 ? 240 + draw(random, 6) : 1 + draw(random, 30);
  switch (draw(random, 5)) {
    case 0:
      return std::string(std::min<std::size_t>(size, 120), '\0');
    case 1:
      return std::string(size, '\xff');
    case 2:
      return std::string(size, 'x');
    case 3:
      return std::string(std::min<std::size_t>(size, 60), 'p') + std::string(1 + draw(random, 3), '\0') + "\xff";
    default:
      return random_bytes(random, std::min<std::size_t>(size, 120), 256);
  }
}

void add_values(Shape shape, Random& random, TestDocument& document) {
  static constexpr std::uint32_t kSlots[] = {0, 1, 5, 127, 128, 129, 255, 256, 300, 16'384, 0x1ffffff, 0xfffffffeU};
  if (shape == Shape::kEmpty || (shape != Shape::kValues && draw(random, 4) != 0)) return;
  for (const std::uint32_t slot : kSlots) {
    if (draw(random, 3) != 0) continue;
    const std::uint32_t bytes = draw(random, 40) == 0 ? draw(random, 10'001) : draw(random, 9);
    document.values[slot] =
        random_bytes(random, shape == Shape::kValues ? bytes : bytes % 20, draw(random, 2) == 0 ? 256 : 2);
  }
}

void add_words(Shape shape, Random& random, TestDocument& document) {
  std::uint32_t position = 0;
  const auto add = [&](std::string term, std::uint32_t step, std::uint32_t wdf) {
    position += step;
    document.words.push_back({std::move(term), step == 0 ? 0 : position, wdf});
  };
  const auto word = [&](std::uint32_t vocabulary) { return "w" + std::to_string(draw(random, vocabulary)); };
  switch (shape) {
    case Shape::kManySmall:
      add("all", 1, 1);
      for (std::uint32_t i = draw(random, 12); i > 0; --i) add(word(300), draw(random, 4), draw(random, 6));
      break;
    case Shape::kFewHuge:
      for (std::uint32_t i = 0; i < 20'000; ++i) add(word(i % 3 == 0 ? 5 : 15'000), 1 + draw(random, 3), 1);
      break;
    case Shape::kTermLimits:
      add(std::string(1 + document.number % 245, 'l'), draw(random, 2), 1);  // every length
      for (std::uint32_t i = draw(random, 20); i > 0; --i) add(limit_term(random), draw(random, 2), draw(random, 300));
      break;
    case Shape::kNumberLimits:
      for (std::uint32_t i = draw(random, 25); i > 0; --i) {
        const bool far = draw(random, 6) == 0;
        add(word(8), far ? (1U << 20U) + draw(random, 1U << 24U) : draw(random, 3),
            draw(random, 2) << draw(random, 24));
        if (draw(random, 5) == 0) document.words.push_back(document.words.back());
      }
      break;
    case Shape::kValues:
    case Shape::kRecords:
    case Shape::kGaps:
      for (std::uint32_t i = draw(random, 9); i > 0; --i) add(word(40), draw(random, 2), draw(random, 3));
      break;
    case Shape::kOneTerm:
      add("only", draw(random, 2), 1);
      break;
    case Shape::kEmpty:
    case Shape::kNone:
      break;
  }
}

std::size_t documents_of(Shape shape) {
  switch (shape) {
    case Shape::kManySmall:
      return 4000;
    case Shape::kFewHuge:
      return 6;
    case Shape::kRecords:
      return 60;
    case Shape::kOneTerm:
      return 3000;
    case Shape::kNone:
      return 0;
    default:
      return 500;
  }
}

}  // namespace

Corpus random_corpus(Shape shape, std::uint64_t seed) {
  Random random(seed * 31 + static_cast<std::uint64_t>(shape));
  Corpus corpus(documents_of(shape));
  std::uint32_t number = 0;
  for (TestDocument& document : corpus) {
    number += shape == Shape::kGaps ? 1 + (draw(random, 4) == 0 ? draw(random, 1U << draw(random, 18)) : 0) : 1;
    document.number = number;
    if (shape == Shape::kGaps && &document == &corpus.back()) document.number = 0xfffffffeU;
    add_words(shape, random, document);
    add_values(shape, random, document);
    if (shape == Shape::kEmpty) continue;
    const std::size_t bytes = shape == Shape::kRecords ? draw(random, 1U << draw(random, 18)) : draw(random, 40);
    document.record = random_bytes(random, bytes, draw(random, 2) == 0 ? 256 : 4);
  }
  return corpus;
}

void build_bulk(const Corpus& corpus, const fs::path& database, const BulkOptions& options) {
  const fs::path folder = database.string() + "-runs";
  fs::create_directories(folder);
  std::vector<glass::Run> runs;
  for (std::size_t first = 0; first < corpus.size(); first += options.run_documents) {
    glass::RunBuilder builder(glass::RunFiles(folder, first), {true, options.term_lists, options.deflate_level});
    auto texts = std::make_shared<TextNumbers>();
    for (std::size_t i = first; i < std::min(corpus.size(), first + options.run_documents); ++i) {
      if (i % 64 == 0) texts = std::make_shared<TextNumbers>();  // as a builder that forgets
      std::vector<NumberedMention> mentions;
      for (const Word& word : corpus[i].words)
        mentions.push_back({texts->number_of(word.term), word.position, word.wdf});
      std::reverse(mentions.begin(), mentions.end());  // they may come in any order
      std::vector<glass::Value> values;
      for (const auto& [slot, value] : corpus[i].values) values.push_back({slot, value});
      builder.add(corpus[i].number, mentions, texts, corpus[i].record, values);
    }
    builder.finish();
    runs.push_back({builder.files(), builder.statistics(), builder.lengths(), builder.marks()});
  }
  glass::DatabaseOptions wanted;
  wanted.folder = database;
  wanted.term_lists = options.term_lists;
  wanted.workers = options.workers;
  wanted.block_bytes = options.block_bytes;
  wanted.range_bytes_min = options.range_bytes_min;
  wanted.check = options.check;
  glass::build_database(wanted, runs, [](std::uint64_t) {});
  fs::remove_all(folder);
}

Xapian::Document api_document(const TestDocument& document) {
  Xapian::Document made;
  made.set_data(document.record);
  for (const auto& [slot, value] : document.values) made.add_value(slot, value);
  for (const Word& word : document.words) {
    if (word.position == 0) {
      made.add_term(word.term, word.wdf);
    } else {
      made.add_posting(word.term, word.position, word.wdf);
    }
  }
  return made;
}

void build_api(const Corpus& corpus, const fs::path& database, int flags) {
  ::setenv("XAPIAN_FLUSH_THRESHOLD", "10000000", 1);
  Xapian::WritableDatabase made(database.string(), Xapian::DB_CREATE_OR_OVERWRITE | Xapian::DB_BACKEND_GLASS | flags);
  for (const TestDocument& document : corpus) made.replace_document(document.number, api_document(document));
  made.commit();
}

std::uint64_t seed_or(std::uint64_t seed) {
  const char* given = std::getenv("KENNIS_SEED");
  return given == nullptr ? seed : std::strtoull(given, nullptr, 10);
}

}  // namespace kennis::testing_glass
