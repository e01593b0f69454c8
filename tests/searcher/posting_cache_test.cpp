/// @file
/// Decoded postings say what the index says, window by window, whatever is kept and whatever had to go.
#include "searcher/posting_cache.h"

#include <array>
#include <map>
#include <random>

#include <gtest/gtest.h>

#include "searcher/posting_window.h"
#include "tests/fixtures/seeds.h"

namespace kennis {
namespace {

constexpr Node kDocuments = 9000;

/// Three terms that many have, the first of them everybody, and one that few have.
Xapian::WritableDatabase random_database(std::mt19937_64& random) {
  Xapian::WritableDatabase database(std::string(), Xapian::DB_BACKEND_INMEMORY);
  for (Node node = 1; node <= kDocuments; ++node) {
    Xapian::Document document;
    for (const unsigned rarity : {1U, 2U, 3U, 50U}) {
      if (random() % rarity == 0)
        document.add_term("t" + std::to_string(rarity), static_cast<Xapian::termcount>(1 + random() % 1000));
    }
    database.add_document(document);
  }
  return database;
}

std::map<Node, std::uint32_t> postings_of(const Xapian::Database& database, const std::string& term) {
  std::map<Node, std::uint32_t> postings;
  for (auto at = database.postlist_begin(term); at != database.postlist_end(term); ++at) postings[*at] = at.get_wdf();
  return postings;
}

/// Random windows with few or many wanted, rising; the wanted have what they have, and `next` is never too far.
void expect_same(PostingWindow& window, const std::map<Node, std::uint32_t>& wanted, std::mt19937_64& random) {
  for (Node begin = 1; begin <= kDocuments; begin += kWindow) {
    const auto following = wanted.lower_bound(begin);
    if (following != wanted.end()) {
      ASSERT_LE(window.next(), following->first);
    }
    if (random() % 4 == 0) continue;
    DocumentSet asked;
    const unsigned share = random() % 2 == 0 ? 2 : 300;
    for (std::uint32_t place = 0; place < kWindow; ++place) {
      if (random() % share == 0) asked.add(place);
    }
    window.read(begin, asked);
    asked.for_each([&](std::uint32_t place) {
      const auto known = wanted.find(begin + place);
      const std::uint32_t evidence = known == wanted.end() ? 0 : known->second;
      EXPECT_EQ(window.evidence(place), evidence) << begin + place;
      EXPECT_EQ(window.present().has(place), evidence > 0) << begin + place;
      return true;
    });
  }
}

TEST(PostingCache, SaysWhatTheIndexSays) {
  constexpr std::uint64_t kSeed = 3;
  SCOPED_TRACE("seed 3");
  std::mt19937_64 random(seed_of(kSeed));
  const Xapian::WritableDatabase database = random_database(random);
  for (const std::size_t bytes_max : {std::size_t{1} << 20U, std::size_t{50'000}, std::size_t{0}}) {
    PostingCache cache(bytes_max);
    for (int i = 0; i < 60; ++i) {
      const std::string term = "t" + std::to_string(std::array{1, 2, 3, 50, 7}.at(random() % 5));
      PostingWindow window(database, term, WordForm::kFormless, &cache);
      expect_same(window, postings_of(database, term), random);
    }
  }
}

TEST(PostingCache, KeepsWhatIsAskedForTwiceByMany) {
  std::mt19937_64 random(seed_of(4));
  const Xapian::WritableDatabase database = random_database(random);
  PostingCache cache(30'000);  // room for one of the three
  EXPECT_EQ(cache.find(database, "t1", WordForm::kFormless), nullptr);
  const auto kept = cache.find(database, "t1", WordForm::kFormless);
  ASSERT_NE(kept, nullptr);
  EXPECT_EQ(kept->windows.size(), (kDocuments - 1) / kWindow + 1) << "everybody has it";
  EXPECT_EQ(cache.find(database, "t1", WordForm::kFormless), kept);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(cache.find(database, "t50", WordForm::kFormless), nullptr) << "few have it";
  EXPECT_EQ(cache.find(database, "t2", WordForm::kFormless), nullptr);
  EXPECT_NE(cache.find(database, "t2", WordForm::kFormless), nullptr);
  EXPECT_EQ(cache.find(database, "t1", WordForm::kFormless), nullptr) << "had to make room, and is asked for anew";
  EXPECT_EQ(PostingCache(1000).find(database, "t1", WordForm::kFormless), nullptr);
}

}  // namespace
}  // namespace kennis
