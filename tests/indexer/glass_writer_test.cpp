/// @file
/// What the bulk builder makes, beside what Xapian's API makes of the same documents. KENNIS_SEED tries a seed of one's own.
#include <cmath>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <mutex>
#include <sstream>

#include <gtest/gtest.h>

#include "indexer/database_difference.h"
#include "tests/indexer/glass_corpus.h"
#include "tests/indexer/glass_reader.h"
#include "tests/reference/indexed_world.h"

namespace kennis::testing_glass {
namespace {

namespace fs = std::filesystem;
using reference::TemporaryFolder;

/// As the searcher's: the level of a document's evidence, without its length.
class LevelWeight : public Xapian::Weight {
 public:
  LevelWeight() {
    need_stat(WDF);
    need_stat(WDF_MAX);
  }
  LevelWeight* clone() const override { return new LevelWeight; }
  void init(double factor) override { factor_ = factor; }
  double get_sumpart(Xapian::termcount wdf, Xapian::termcount, Xapian::termcount) const override {
    return factor_ * std::log1p(wdf);
  }
  double get_maxpart() const override { return factor_ * std::log1p(get_wdf_upper_bound()); }
  double get_sumextra(Xapian::termcount, Xapian::termcount) const override { return 0; }
  double get_maxextra() const override { return 0; }

 private:
  double factor_ = 1;
};

/// OP_MAX stands at the top alone: libxapian 1.4.22 reads freed memory for (a MAX a) OR a, in any database.
Xapian::Query random_query(const Corpus& corpus, std::mt19937_64& random, int depth) {
  const auto term = [&]() -> std::string {
    for (int tries = 0; tries < 20; ++tries) {
      const auto& words = corpus[random() % corpus.size()].words;
      if (!words.empty()) return words[random() % words.size()].term;
    }
    return "absent";
  };
  if (depth > 0 && random() % 12 == 0) {
    const std::string bounds[] = {std::string(random() % 3, 'a'), std::string(1 + random() % 3, 'b')};
    return {Xapian::Query::OP_VALUE_RANGE, static_cast<Xapian::valueno>(random() % 2 * 128), bounds[0], bounds[1]};
  }
  if (depth == 0 || random() % 4 == 0) return Xapian::Query(term());
  if (random() % 4 == 0) {
    // Two neighbours of a document, often a phrase that is there.
    const auto& words = corpus[random() % corpus.size()].words;
    if (words.size() < 2) return Xapian::Query(term());
    const std::size_t at = random() % (words.size() - 1);
    const std::string pair[] = {words[at].term, words[at + 1].term};
    return {Xapian::Query::OP_PHRASE, std::begin(pair), std::end(pair),
            static_cast<Xapian::termcount>(2 + random() % 4)};
  }
  if (depth > 0 && random() % 12 == 0) {
    return {Xapian::Query::OP_SCALE_WEIGHT, random_query(corpus, random, depth - 1),
            0.25 * static_cast<double>(random() % 5)};
  }
  if (depth == 2 && random() % 8 == 0) return {Xapian::Query::OP_MAX, Xapian::Query(term()), Xapian::Query(term())};
  static constexpr Xapian::Query::op kOperators[] = {Xapian::Query::OP_AND, Xapian::Query::OP_OR,
                                                     Xapian::Query::OP_AND_NOT, Xapian::Query::OP_AND_MAYBE,
                                                     Xapian::Query::OP_FILTER};
  const auto left = random_query(corpus, random, depth - 1);
  return {kOperators[random() % std::size(kOperators)], left, random_query(corpus, random, depth - 1)};
}

std::string answer(const Xapian::Database& database, const Xapian::Query& query, const Xapian::Weight& weight) {
  Xapian::Enquire enquire(database);
  enquire.set_query(query);
  enquire.set_weighting_scheme(weight);
  const Xapian::MSet hits = enquire.get_mset(0, 15);
  std::string text = std::to_string(hits.get_matches_lower_bound()) + " " +
                     std::to_string(hits.get_matches_estimated()) + " " +
                     std::to_string(hits.get_matches_upper_bound());
  for (auto hit = hits.begin(); hit != hits.end(); ++hit) {
    char shown[80];
    std::snprintf(shown, sizeof shown, " %u:%a:%d", *hit, hit.get_weight(), hit.get_percent());
    text += shown;
  }
  return text;
}

void expect_same_answers(const Corpus& corpus, const fs::path& one, const fs::path& other, std::uint64_t seed) {
  if (corpus.empty()) return;
  const Xapian::Database a(one.string());
  const Xapian::Database b(other.string());
  std::mt19937_64 random(seed);
  for (int i = 0; i < 60; ++i) {
    const Xapian::Query query = random_query(corpus, random, 2);
    EXPECT_EQ(answer(a, query, LevelWeight()), answer(b, query, LevelWeight())) << query.get_description();
    EXPECT_EQ(answer(a, query, Xapian::BM25Weight()), answer(b, query, Xapian::BM25Weight()))
        << query.get_description();
  }
}

void expect_same_entries(const fs::path& one, const fs::path& other) {
  const Version a = read_version(one);
  const Version b = read_version(other);
  EXPECT_EQ(a.magic, b.magic);
  EXPECT_EQ(a.statistics, b.statistics);
  for (const auto& [name, root] : a.tables) {
    SCOPED_TRACE(name);
    const Root& wanted = b.tables.at(name);
    EXPECT_EQ(root.entries, wanted.entries);
    EXPECT_EQ(root.fake, wanted.fake);
    EXPECT_EQ(root.deflate_bytes_min, wanted.deflate_bytes_min);
    const auto left = read_table(one / (name + ".glass"), root, Maker::kOurs);
    const auto right = read_table(other / (name + ".glass"), wanted, Maker::kLibrary);
    EXPECT_TRUE(left == right);
  }
}

/// What Xapian's own check complains of. It takes a document whose terms all have wdf 0 for none, and so complains of its positions,
/// whoever made the database.
std::string complaints(const fs::path& database) {
  std::ostringstream out;
  const auto errors = Xapian::Database::check(database.string(), 0, &out);
  return errors == 0 ? "" : out.str();
}

void expect_same(const fs::path& one, const fs::path& other) {
  // The check sets aside memory for every number up to the last.
  const bool few_numbers = Xapian::Database(one.string()).get_lastdocid() < 1U << 24U;
  if (few_numbers) {
    EXPECT_EQ(complaints(one), complaints(other));
  }
  EXPECT_EQ(first_difference(Xapian::Database(one.string()), Xapian::Database(other.string())), "");
}

/// The same random replacing, deleting and adding, in a few commits.
void update(const fs::path& path, const Corpus& corpus, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  Xapian::WritableDatabase database(path.string(), Xapian::DB_OPEN);
  const bool room = database.get_lastdocid() < 0xff000000U;
  for (int commit = 0; commit < 3; ++commit) {
    for (int i = 0; i < 60 && !corpus.empty(); ++i) {
      const TestDocument& source = corpus[random() % corpus.size()];
      const TestDocument& target = corpus[random() % corpus.size()];
      const auto choice = random() % 3;
      if (choice == 0) database.replace_document(target.number, api_document(source));
      if (choice == 1 && room) database.add_document(api_document(source));
      try {
        if (choice == 2) database.delete_document(target.number);
      } catch (const Xapian::DocNotFoundError&) {  // deleted before, in the other database as well
      }
    }
    database.commit();
  }
}

class GlassWriter : public testing::TestWithParam<std::tuple<Shape, std::uint64_t>> {
 protected:
  void SetUp() override {
    seed_ = seed_or(std::get<1>(GetParam()));
    std::cout << "KENNIS_SEED=" << seed_ << '\n';
    corpus_ = random_corpus(std::get<0>(GetParam()), seed_);
    build_api(corpus_, api());
  }
  [[nodiscard]] fs::path api() const { return folder_.path() / "api"; }
  [[nodiscard]] fs::path bulk() const { return folder_.path() / "bulk"; }

  TemporaryFolder folder_;
  Corpus corpus_;
  std::uint64_t seed_ = 0;
};

TEST_P(GlassWriter, MakesWhatTheApiMakesEntryByEntry) {
  for (const std::size_t run_documents : {1U << 20U, 97U}) {
    build_bulk(corpus_, bulk(), {run_documents, 2, true, 6, 8192, {}});
    expect_same_entries(bulk(), api());
    expect_same(bulk(), api());
  }
}

TEST_P(GlassWriter, AnswersTheSame) {
  build_bulk(corpus_, bulk());
  expect_same_answers(corpus_, bulk(), api(), seed_);
}

TEST_P(GlassWriter, IsTheSameAfterTheSameUpdates) {
  const fs::path deep = folder_.path() / "deep";  // small blocks make trees of many levels of few documents
  build_bulk(corpus_, bulk());
  build_bulk(corpus_, deep, {100, 1, true, 1, 2048, {}});
  expect_same_entries(deep, bulk());
  for (const fs::path& database : {bulk(), deep, api()}) update(database, corpus_, seed_);
  expect_same(bulk(), api());
  expect_same(deep, api());
}

TEST_P(GlassWriter, IsTheSameAfterCompaction) {
  build_bulk(corpus_, bulk());
  const fs::path compact = folder_.path() / "compact";
  Xapian::Database(bulk().string()).compact(compact.string(), Xapian::DBCOMPACT_NO_RENUMBER);
  expect_same(compact, api());
}

TEST_P(GlassWriter, CanLeaveOutTermListsAndDeflating) {
  build_bulk(corpus_, bulk(), {50, 2, false, 0, 8192, {}});
  EXPECT_FALSE(fs::exists(bulk() / "termlist.glass"));
  EXPECT_EQ(first_difference(Xapian::Database(bulk().string()), Xapian::Database(api().string())), "");
  expect_same_answers(corpus_, bulk(), api(), seed_);
}

TEST_P(GlassWriter, WritesBytesThatDependOnContentAlone) {
  const auto bytes_of = [&](const BulkOptions& options) {
    build_bulk(corpus_, bulk(), options);
    std::string bytes;
    for (const char* name : {"iamglass", "postlist.glass", "docdata.glass", "termlist.glass", "position.glass"}) {
      std::ifstream in(bulk() / name, std::ios::binary);
      bytes += name;
      bytes.append(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    }
    return bytes;
  };
  const std::string wanted = bytes_of({1U << 20U, 1, true, 1, 8192, {}});
  EXPECT_TRUE(wanted == bytes_of({100, 2, true, 1, 8192, {}}));
  EXPECT_TRUE(wanted == bytes_of({7, 3, true, 1, 8192, {}}));
}

/// Xapian 1.4.22 cannot read such a record in a database that it made itself.
TEST(GlassRecords, OfEqualLettersAreReadBack) {
  const TemporaryFolder folder;
  Corpus corpus;
  for (const std::uint32_t bytes : {8191U, 8192U, 20'000U, 1'000'000U}) {
    corpus.push_back({static_cast<std::uint32_t>(corpus.size() + 1), {{"a", 1, 1}}, std::string(bytes, 'a'), {}});
  }
  for (const int level : {0, 1, 9}) {
    build_bulk(corpus, folder.path() / "bulk", {2, 1, true, level, 8192, {}});
    const Xapian::Database database((folder.path() / "bulk").string());
    for (const TestDocument& document : corpus) {
      EXPECT_TRUE(database.get_document(document.number).get_data() == document.record) << document.record.size();
    }
    EXPECT_EQ(complaints(folder.path() / "bulk"), "");
  }
}

/// Xapian checks each table as soon as it is written, in a folder where it is the only one.
TEST(GlassTables, AreCheckedOneByOne) {
  const TemporaryFolder folder;
  const Corpus corpus = random_corpus(Shape::kValues, seed_or(1));
  std::mutex mutex;
  std::map<std::string, std::string> found;
  BulkOptions options;
  options.workers = 2;
  options.check = [&](const fs::path& table) {
    const std::lock_guard lock(mutex);
    found[table.filename().string()] = complaints(table);
  };
  build_bulk(corpus, folder.path() / "bulk", options);
  const std::map<std::string, std::string> wanted{
      {"docdata.glass", ""}, {"position.glass", ""}, {"postlist.glass", ""}, {"termlist.glass", ""}};
  EXPECT_EQ(found, wanted);
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path() / "bulk"), {}), 5) << "nothing else is left";
}

/// A list of lengths and a list of postings that are as long as they get, in trees of several levels.
TEST(GlassMillion, OfDocumentsWithOneTerm) {
  const TemporaryFolder folder;
  Corpus corpus(1'000'000);
  for (std::uint32_t i = 0; i < corpus.size(); ++i) {
    corpus[i].number = i + 1;
    corpus[i].words.push_back({"only", 0, 1 + i % 3});
  }
  BulkOptions options;
  options.run_documents = 100'000;
  options.term_lists = false;
  build_bulk(corpus, folder.path() / "bulk", options);
  build_api(corpus, folder.path() / "api", Xapian::DB_NO_TERMLIST);
  expect_same_entries(folder.path() / "bulk", folder.path() / "api");
  EXPECT_EQ(complaints(folder.path() / "bulk"), "");
}

/// Sums that 32 bits do not hold are what the API makes of them.
TEST(GlassSums, BeyondTheirBitsAreThoseOfTheApi) {
  const TemporaryFolder folder;
  Corpus corpus(3);
  for (std::uint32_t i = 0; i < corpus.size(); ++i) {
    corpus[i].number = i + 1;
    corpus[i].words = {{"much", 0, 3'000'000'000U + i}, {"all", 1, 1}};
  }
  for (const std::size_t run_documents : {1U, 100U}) {
    build_bulk(corpus, folder.path() / "bulk", {run_documents, 2, true, 1, 8192, {}});
    build_api(corpus, folder.path() / "api");
    expect_same_entries(folder.path() / "bulk", folder.path() / "api");
    EXPECT_EQ(complaints(folder.path() / "bulk"), "");
  }
}

std::string name_of(const testing::TestParamInfo<GlassWriter::ParamType>& info) {
  static const char* const kNames[] = {"ManySmall", "FewHuge", "TermLimits", "NumberLimits", "Values",
                                       "Records",   "Gaps",    "Empty",      "OneTerm",      "None"};
  return kNames[static_cast<std::size_t>(std::get<0>(info.param))] + std::string("Seed") +
         std::to_string(std::get<1>(info.param));
}

INSTANTIATE_TEST_SUITE_P(Corpora, GlassWriter,
                         testing::Combine(testing::Values(Shape::kManySmall, Shape::kFewHuge, Shape::kTermLimits,
                                                          Shape::kNumberLimits, Shape::kValues, Shape::kRecords,
                                                          Shape::kGaps, Shape::kEmpty, Shape::kOneTerm, Shape::kNone),
                                          testing::Values(1, 2)),
                         name_of);

}  // namespace
}  // namespace kennis::testing_glass
