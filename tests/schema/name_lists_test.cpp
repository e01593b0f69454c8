/// @file
/// Names by their words: what begins with a text, against a look at all; and a file that was damaged is read within its bounds, or refused.
#include "schema/name_lists.h"

#include <algorithm>
#include <random>
#include <set>

#include <gmock/gmock.h>

#include "schema/fields.h"
#include "tests/fixtures/seeds.h"
#include "tests/fixtures/temporary_folder.h"

namespace kennis {
namespace {

/// Rising keys of a few short words, so that many begin alike.
std::vector<std::string> random_keys(std::mt19937_64& random, std::size_t count) {
  std::set<std::string> keys;
  while (keys.size() < count) {
    std::string key;
    for (std::size_t words = 1 + random() % 3; words > 0; --words) {
      if (!key.empty()) key += ' ';
      for (std::size_t letters = 1 + random() % 4; letters > 0; --letters) key += static_cast<char>('a' + random() % 3);
    }
    keys.insert(key);
  }
  return {keys.begin(), keys.end()};
}

std::array<NameListData, kNameKindCount> lists_of(const std::vector<std::string>& keys) {
  std::array<NameListData, kNameKindCount> lists;
  for (NameListData& list : lists) {
    for (std::size_t i = 0; i < keys.size(); ++i) list.add(keys[i], static_cast<std::uint32_t>(i));
    list.sort_words();
  }
  return lists;
}

/// Looks at everything; the sum is of no use but to be made.
std::size_t read_all(const NameLists& lists) {
  std::size_t sum = 0;
  for (std::size_t kind = 0; kind < kNameKindCount; ++kind) {
    const NameList& names = lists.of(static_cast<NameKind>(kind));
    for (const NameWord& word : names.words()) sum += names.from(word).size() + names.persons(word.number);
    const auto [first, last] = names.beginning_with("ab");
    for (std::size_t at = first; at < last; ++at) sum += names.key(names.words()[at].number).size();
    sum += names.find_in_order("ab").value_or(0);
  }
  return sum;
}

TEST(NameLists, FindWhatBeginsWithAText) {
  constexpr std::uint64_t kSeed = 7;
  SCOPED_TRACE("seed 7");
  std::mt19937_64 random(seed_of(kSeed));
  const TemporaryFolder folder;
  const auto keys = random_keys(random, 300);
  write_name_lists(folder.path(), lists_of(keys));
  const NameLists lists(folder.path());
  const NameList& names = lists.of(NameKind::kSkill);
  for (int i = 0; i < 500; ++i) {
    const std::string& key = keys[random() % keys.size()];
    const std::string text = key.substr(0, 1 + random() % key.size());
    std::multiset<std::string> wanted;
    for (const std::string& name : keys) {
      for (std::size_t at = 0; at < name.size(); ++at) {
        if ((at == 0 || name[at - 1] == ' ') && name.substr(at).starts_with(text)) wanted.insert(name);
      }
    }
    std::multiset<std::string> found;
    const auto [first, last] = names.beginning_with(text);
    for (std::size_t at = first; at < last; ++at) found.emplace(names.key(names.words()[at].number));
    EXPECT_EQ(found, wanted) << text;
  }
}

TEST(NameLists, AreReadWithinTheirBoundsOrRefusedWhateverWasDamaged) {
  std::mt19937_64 random(seed_of(8));
  const TemporaryFolder folder;
  write_name_lists(folder.path(), lists_of(random_keys(random, 4)));
  const std::filesystem::path file = folder.path() / file::kNameLists;
  const std::string whole = content_of(file);
  std::size_t refused = 0;
  for (std::size_t at = 0; at + 4 <= whole.size(); at += 4) {
    for (const std::string_view damage : {"\xFF\xFF\xFF\xFF", "\x05\x00\x00\x00", "\x00\x00\x00\x80"}) {
      std::string damaged = whole;
      damaged.replace(at, 4, damage.data(), 4);
      write_file(file, damaged);
      try {
        (void)read_all(NameLists(folder.path()));
      } catch (const std::exception&) {
        ++refused;
      }
    }
  }
  EXPECT_GT(refused, 50U);
}

}  // namespace
}  // namespace kennis
