/// @file
/// Which line of an id counts, against a slow reference, in memory and spilled.
#include "indexer/profile_sorter.h"

#include <cstring>
#include <map>
#include <optional>
#include <random>

#include <gtest/gtest.h>

#include "tests/fixtures/seeds.h"
#include "tests/fixtures/temporary_folder.h"

namespace kennis {
namespace {

struct Said {
  std::string id;
  std::uint64_t order = 0;
  std::optional<Seconds> updated_at;
  bool deleted = false;
  [[nodiscard]] std::string raw() const { return id + "#" + std::to_string(order); }
};

struct Outcome {
  std::string content;
  std::uint64_t profiles = 0, superseded = 0, deleted = 0, bytes = 0;
  std::vector<std::string> deleted_ids;
  friend bool operator==(const Outcome&, const Outcome&) = default;
};

/// Slow and obvious: of each id, line by line.
Outcome reference(std::vector<Said> lines) {
  std::sort(lines.begin(), lines.end(), [](const Said& a, const Said& b) { return a.order < b.order; });
  std::map<std::string, Said> counts;
  Outcome outcome;
  for (const Said& line : lines) {
    const auto known = counts.find(line.id);
    if (known == counts.end()) {
      counts[line.id] = line;
      continue;
    }
    ++outcome.superseded;
    const bool later = line.updated_at >= known->second.updated_at;  // none is earlier than any
    const bool removes_all = line.deleted && !line.updated_at;
    if (later || removes_all) known->second = line;
  }
  for (const auto& [id, line] : counts) {
    if (line.deleted) {
      ++outcome.deleted;
      outcome.deleted_ids.push_back(id);
    } else {
      ++outcome.profiles;
      outcome.content += line.raw() + "\n";
    }
  }
  outcome.bytes = outcome.content.size();
  return outcome;
}

/// Gives the lines in blocks of `block` lines.
Outcome sorted(const std::vector<Said>& lines, std::size_t memory, std::size_t block) {
  const TemporaryFolder folder;
  ProfileSorter sorter(folder.path(), memory, 2);
  for (std::size_t begin = 0; begin < lines.size(); begin += block) {
    std::string bytes;
    std::vector<std::size_t> offsets;
    const std::size_t end = std::min(begin + block, lines.size());
    for (std::size_t i = begin; i < end; ++i) {
      offsets.push_back(bytes.size());
      bytes += lines[i].raw();
    }
    const std::shared_ptr<char[]> memory_of_block(new char[bytes.size() + 1]);
    std::memcpy(memory_of_block.get(), bytes.data(), bytes.size());
    std::vector<ProfileLine> out;
    for (std::size_t i = begin; i < end; ++i) {
      const Said& line = lines[i];
      out.push_back({line.id,
                     line.order,
                     line.updated_at.value_or(kNoUpdate),
                     line.deleted,
                     {memory_of_block.get() + offsets[i - begin], line.raw().size()}});
    }
    sorter.add(std::move(out), memory_of_block, bytes.size());
  }
  const ProfileSortReport report = sorter.finish(folder / "sorted");
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    EXPECT_EQ(entry.path().filename(), "sorted") << "runs are removed";
  }
  return {content_of(folder / "sorted"),
          report.profiles,
          report.superseded,
          report.deleted,
          report.bytes,
          report.deleted_ids};
}

constexpr std::size_t kPlenty = 1U << 30U;

TEST(ProfileSorter, AgreesWithASlowReferenceInAnyMemory) {
  constexpr std::uint32_t kSeed = 21;
  SCOPED_TRACE("seed " + std::to_string(seed_of(kSeed)));
  std::mt19937 random(seed_of(kSeed));
  for (int round = 0; round < 150; ++round) {
    std::vector<Said> lines;
    const auto count = random() % 60;
    const auto ids = 1 + random() % 8;
    for (std::uint64_t order = 0; order < count; ++order) {
      Said line;
      line.id = std::string(1 + random() % 2, 'a') + std::to_string(random() % ids);
      line.order = order;
      if (random() % 3 != 0) line.updated_at = static_cast<Seconds>(random() % 4) - 2;
      line.deleted = random() % 4 == 0;
      lines.push_back(line);
    }
    const Outcome wanted = reference(lines);
    for (const std::size_t block : {1U, 7U, 100U}) {
      ASSERT_EQ(sorted(lines, kPlenty, block), wanted) << "round " << round;
      ASSERT_EQ(sorted(lines, 1, block), wanted) << "round " << round << ", spilled";
      ASSERT_EQ(sorted(lines, 600, block), wanted) << "round " << round << ", spilled now and then";
    }
  }
}

std::string winner(const std::vector<Said>& lines) {
  const std::string content = sorted(lines, kPlenty, 100).content;
  EXPECT_EQ(content, reference(lines).content);
  return content;
}

TEST(ProfileSorter, TheLaterUpdateWinsWhereverItStands) {
  EXPECT_EQ(winner({{"a", 1, 10, false}, {"a", 2, 5, false}}), "a#1\n");
  EXPECT_EQ(winner({{"a", 1, 5, false}, {"a", 2, 10, false}}), "a#2\n");
  EXPECT_EQ(winner({{"a", 1, 5, false}, {"a", 2, 5, false}}), "a#2\n") << "a tie goes to the later line";
}

TEST(ProfileSorter, NoUpdateTimeIsEarlierThanAny) {
  EXPECT_EQ(winner({{"a", 1, -99999999999, false}, {"a", 2, {}, false}}), "a#1\n");
  EXPECT_EQ(winner({{"a", 1, {}, false}, {"a", 2, {}, false}}), "a#2\n");
}

TEST(ProfileSorter, ADeletionCountsLikeALineOfItsTime) {
  EXPECT_EQ(winner({{"a", 1, 10, false}, {"a", 2, 5, true}}), "a#1\n") << "an older deletion";
  EXPECT_EQ(winner({{"a", 1, 10, false}, {"a", 2, 10, true}}), "");
  EXPECT_EQ(winner({{"a", 1, 10, true}, {"a", 2, 11, false}}), "a#2\n") << "is back";
}

TEST(ProfileSorter, ADeletionWithoutTimeRemovesEveryLineBeforeIt) {
  EXPECT_EQ(winner({{"a", 1, 10, false}, {"a", 2, {}, true}}), "");
  EXPECT_EQ(winner({{"a", 1, 10, false}, {"a", 2, {}, true}, {"a", 3, {}, false}}), "a#3\n");
  EXPECT_EQ(winner({{"a", 1, 10, false}, {"a", 2, {}, true}, {"a", 3, 5, false}}), "a#3\n");
}

TEST(ProfileSorter, IdsAreSortedByteByByte) {
  EXPECT_EQ(
      winner(
          {{"b", 1, {}, false}, {"é", 2, {}, false}, {"a", 3, {}, false}, {"A", 4, {}, false}, {"aa", 5, {}, false}}),
      "A#4\na#3\naa#5\nb#1\né#2\n");
}

TEST(ProfileSorter, NothingInIsNothingOut) {
  EXPECT_EQ(sorted({}, kPlenty, 1), Outcome{});
  EXPECT_EQ(sorted({}, 0, 1), Outcome{});
}

TEST(ProfileSorter, ARunThatIsCutOffOrGoneIsAnError) {
  for (const bool gone : {true, false}) {
    const TemporaryFolder folder;
    ProfileSorter sorter(folder.path(), 0, 1);
    const std::shared_ptr<char[]> memory(new char[100]{});
    sorter.add({{"anna", 1, kNoUpdate, false, {memory.get(), 100}}}, memory, 100);
    const auto run = folder / "profiles-0.run";
    ASSERT_TRUE(std::filesystem::exists(run));
    const auto size = std::filesystem::file_size(run);
    if (gone) {
      std::filesystem::remove(run);
      EXPECT_THROW(sorter.finish(folder / "sorted"), std::system_error);
      continue;
    }
    std::filesystem::resize_file(run, size - 1);
    EXPECT_THROW(sorter.finish(folder / "sorted"), std::system_error);
  }
}

TEST(ProfileSorter, ARunCutOffInsideAHeadIsAnError) {
  const TemporaryFolder folder;
  ProfileSorter sorter(folder.path(), 0, 1);
  const std::shared_ptr<char[]> memory(new char[100]{});
  sorter.add({{"anna", 1, kNoUpdate, false, {memory.get(), 100}}}, memory, 100);
  std::filesystem::resize_file(folder / "profiles-0.run", 10);
  EXPECT_THROW(sorter.finish(folder / "sorted"), std::system_error);
}

}  // namespace
}  // namespace kennis
