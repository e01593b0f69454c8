/// @file
/// The invented world: repeatable to the byte, of any size, and shaped as people are.
#include "generator/world.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <unistd.h>
#include <vector>

#include <gtest/gtest.h>
#include <simdjson.h>

namespace kennis {
namespace {

const std::array<std::string, 5> kNames = {"profiles.ndjson", "interactions.ndjson", "groups.ndjson",
                                           "memberships.ndjson", "teams.ndjson"};

std::string content_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream content;
  content << file.rdbuf();
  return content.str();
}

std::string lower_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char letter) { return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + 32) : letter; });
  return text;
}

class World : public testing::Test {
 protected:
  void SetUp() override {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    folder_ =
        std::filesystem::temp_directory_path() / ("kennis_world_" + std::to_string(getpid()) + "_" + test->name());
    std::filesystem::remove_all(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  [[nodiscard]] std::filesystem::path made(std::uint64_t people, std::uint64_t seed, const std::string& name) const {
    WorldOptions options;
    options.people = people;
    options.seed = seed;
    EXPECT_TRUE(generate_world(options, folder_ / name).ok());
    return folder_ / name;
  }

  std::filesystem::path folder_;
};

/// Calls `step` with each line's object; fails on a line that is not one.
template <typename Step>
std::size_t for_each_line(const std::filesystem::path& path, const Step& step) {
  simdjson::dom::parser parser;
  std::ifstream file(path);
  std::size_t count = 0;
  for (std::string line; std::getline(file, line); ++count) {
    simdjson::dom::object record;
    const auto error = parser.parse(line).get(record);
    EXPECT_EQ(error, simdjson::SUCCESS) << path << ":" << count + 1;
    if (error == simdjson::SUCCESS) {
      step(record);
    }
  }
  return count;
}

std::string text_of(simdjson::dom::element element) { return std::string(element.get_string().value()); }

/// Every name that a log may call a person by, and the person's id.
std::map<std::string, std::string> identifiers_of(const std::filesystem::path& world) {
  std::map<std::string, std::string> ids;
  for_each_line(world / kNames[0], [&](simdjson::dom::object record) {
    const std::string id = text_of(record["id"]);
    ids[id] = id;
    for (const char* key : {"emails", "phones", "links", "aliases"}) {
      simdjson::dom::array values;
      if (record[key].get(values) == simdjson::SUCCESS) {
        for (const auto value : values) {
          EXPECT_TRUE(ids.emplace(lower_case(text_of(value)), id).second) << "claimed twice: " << value;
        }
      }
    }
  });
  return ids;
}

/// Distinct persons that each person was in touch with.
std::map<std::string, std::set<std::string>> contacts_of(const std::filesystem::path& world) {
  const std::map<std::string, std::string> ids = identifiers_of(world);
  const auto resolved = [&](simdjson::dom::element name) {
    const std::string key = lower_case(text_of(name));
    const auto found = ids.find(key);
    return found == ids.end() ? key : found->second;
  };
  std::map<std::string, std::set<std::string>> contacts;
  for_each_line(world / kNames[1], [&](simdjson::dom::object record) {
    const std::string from = resolved(record["from"]);
    for (const auto name : record["to"].get_array()) {
      const std::string to = resolved(name);
      EXPECT_NE(from, to);
      contacts[from].insert(to);
      contacts[to].insert(from);
    }
  });
  return contacts;
}

TEST_F(World, IsTheSameBytesForTheSameSeed) {
  const auto first = made(300, 7, "first");
  const auto second = made(300, 7, "second");
  for (const std::string& name : kNames) {
    EXPECT_EQ(content_of(first / name), content_of(second / name)) << name;
  }
}

TEST_F(World, IsAnotherOneForAnotherSeed) {
  const auto first = made(300, 7, "first");
  const auto second = made(300, 8, "second");
  for (const std::string& name : kNames) {
    EXPECT_NE(content_of(first / name), content_of(second / name)) << name;
  }
}

TEST_F(World, HasAnySize) {
  for (const std::uint64_t people : {0U, 1U, 2U, 3U, 100U}) {
    const auto world = made(people, 1, std::to_string(people));
    std::size_t profiles = 0;
    for (const std::string& name : kNames) {
      const std::size_t lines = for_each_line(world / name, [](simdjson::dom::object) {});
      profiles = name == kNames[0] ? lines : profiles;
    }
    EXPECT_LE(profiles, people);
    EXPECT_GE(profiles, people * 9 / 10);
  }
}

TEST_F(World, SummaryCountsWhatWasWritten) {
  WorldOptions options;
  options.people = 200;
  const auto summary = generate_world(options, folder_);
  ASSERT_TRUE(summary.ok());
  const std::array<std::uint64_t, 5> counts = {summary.value().profiles, summary.value().interactions,
                                               summary.value().groups, summary.value().memberships,
                                               summary.value().team_members};
  std::uintmax_t bytes = 0;
  for (std::size_t index = 0; index < kNames.size(); ++index) {
    EXPECT_EQ(for_each_line(folder_ / kNames[index], [](simdjson::dom::object) {}), counts[index]) << kNames[index];
    bytes += std::filesystem::file_size(folder_ / kNames[index]);
  }
  EXPECT_EQ(summary.value().bytes, bytes);
}

TEST_F(World, DegreesHaveTheMeanAskedForAndAHeavyTail) {
  const auto contacts = contacts_of(made(3000, 1, "world"));
  std::vector<std::size_t> degrees;
  std::size_t sum = 0;
  for (const auto& [person, others] : contacts) {
    degrees.push_back(others.size());
    sum += others.size();
  }
  std::sort(degrees.begin(), degrees.end());
  const std::size_t mean = sum / 3000;
  EXPECT_GE(mean, 16U);
  EXPECT_LE(mean, 24U);
  EXPECT_LT(degrees[degrees.size() / 2], mean);  // most have fewer than the mean
  EXPECT_GT(degrees.back(), 10 * mean);          // and a few are hubs
}

TEST_F(World, EventsLieInTheFourYearsBeforeItsDate) {
  std::set<std::string> ids;
  std::string first = "9";
  std::string last;
  const auto world = made(500, 1, "world");
  const std::size_t count = for_each_line(world / kNames[1], [&](simdjson::dom::object record) {
    ids.insert(text_of(record["id"]));
    first = std::min(first, text_of(record["at"]));
    last = std::max(last, text_of(record["at"]));
  });
  EXPECT_EQ(ids.size(), count);
  EXPECT_GE(first, "2021-12-31");
  EXPECT_LT(last, "2026-01-01");
  EXPECT_GT(last, "2025-12-30");
}

TEST_F(World, ProfileLinesAreAboutTwoKilobytes) {
  const auto world = made(1000, 1, "world");
  const std::size_t lines = for_each_line(world / kNames[0], [](simdjson::dom::object) {});
  const auto mean = std::filesystem::file_size(world / kNames[0]) / lines;
  EXPECT_GT(mean, 1700U);
  EXPECT_LT(mean, 2800U);
}

TEST_F(World, ReplacesItsOwnFilesAndNoOthers) {
  static_cast<void>(made(10, 1, "world"));
  const auto world = made(20, 2, "world");
  const std::string before = content_of(world / kNames[0]);
  std::ofstream(world / "profiles-2.ndjson.gz") << "x";
  EXPECT_FALSE(generate_world({}, world).ok());
  EXPECT_EQ(content_of(world / kNames[0]), before);

  std::filesystem::create_directories(folder_ / "foreign");
  std::ofstream(folder_ / "foreign" / "teams.ndjson") << "{}\n";
  const auto refused = generate_world({}, folder_ / "foreign");
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::kInvalidRequest);
  EXPECT_NE(refused.error().message.find("teams.ndjson"), std::string::npos);
  EXPECT_EQ(content_of(folder_ / "foreign" / "teams.ndjson"), "{}\n");
}

TEST_F(World, LeavesNothingBehindWhenInterrupted) {
  const auto world = made(10, 1, "world");
  const std::string before = content_of(world / kNames[0]);
  WorldOptions options;
  options.people = 5000;
  const auto stop = [](const WorldProgress& progress) {
    if (progress.file == kNames[1]) {
      throw std::runtime_error("stopped");
    }
  };
  EXPECT_THROW(static_cast<void>(generate_world(options, world, stop)), std::runtime_error);
  EXPECT_EQ(content_of(world / kNames[0]), before);
  for (const auto& entry : std::filesystem::directory_iterator(world)) {
    EXPECT_NE(entry.path().extension(), ".partial") << entry.path();
  }
}

TEST_F(World, RefusesOptionsOutOfRange) {
  WorldOptions options;
  options.people = kWorldPeopleMax + 1;
  EXPECT_FALSE(generate_world(options, folder_).ok());
  options = {};
  options.contacts_mean = 0;
  EXPECT_FALSE(generate_world(options, folder_).ok());
  options = {};
  options.events_mean = kEventsMeanMax + 1;
  EXPECT_FALSE(generate_world(options, folder_).ok());
  options = {};
  options.as_of = kWorldAsOfMax + 1;
  EXPECT_FALSE(generate_world(options, folder_).ok());
  EXPECT_FALSE(std::filesystem::exists(folder_));
}

}  // namespace
}  // namespace kennis
