/// @file
/// Whole runs: the same input gives the same generation whatever the workers and the memory, bad lines are kept and counted, and what is in
/// force changes only to something complete.
#include "indexer/index_run.h"

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <simdjson.h>
#include <xapian.h>

#include "generator/world.h"
#include "network/people.h"
#include "network/rosters.h"
#include "network/ties.h"
#include "schema/fields.h"
#include "schema/manifest.h"
#include "schema/profile_records.h"
#include "schema/statistics.h"
#include "tests/fixtures/seeds.h"
#include "tests/fixtures/temporary_folder.h"

namespace kennis {
namespace {

namespace fs = std::filesystem;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::Pair;
using testing::SizeIs;

constexpr Seconds kNow = 1780272000;  // 2026-06-01
constexpr std::size_t kTiny = 64U << 10U;

struct Silence : ProgressListener {
  void stage_begins(std::string_view, std::uint64_t, std::string_view) override {}
  void stage_is_at(std::uint64_t) override {}
  void stage_ends() override {}
};

IndexOptions options_of(const fs::path& input, const fs::path& index) {
  IndexOptions options;
  options.input = input;
  options.index = index;
  options.workers = 2;
  options.now = kNow;
  return options;
}

IndexReport run(const IndexOptions& options) {
  Silence silence;
  auto report = run_index(options, silence);
  EXPECT_TRUE(report) << (report ? "" : report.error().message);
  return report ? std::move(report).value() : IndexReport{};
}

fs::path in_force(const fs::path& index) { return index / file::kGenerations / current_generation(index); }

/// Fails unless CURRENT names a generation whose every file is as its manifest says.
void expect_whole(const fs::path& index) {
  ASSERT_NE(current_generation(index), "");
  const auto manifest = read_manifest(in_force(index));
  ASSERT_TRUE(manifest) << manifest.error().message;
  EXPECT_EQ(damage_of(in_force(index), manifest.value(), Check::kContents), std::nullopt);
}

/// Everything a Xapian database says, as text: block layout and UUID left out.
std::string content_of_database(const fs::path& path) {
  const Xapian::Database database(path.string());
  std::ostringstream out;
  for (auto term = database.allterms_begin(); term != database.allterms_end(); ++term) {
    const std::string name = *term;
    out << "term " << name << ' ' << term.get_termfreq() << '\n';
    for (auto posting = database.postlist_begin(name); posting != database.postlist_end(name); ++posting) {
      out << "  " << *posting << ' ' << posting.get_wdf();
      for (auto at = posting.positionlist_begin(); at != posting.positionlist_end(); ++at) out << ' ' << *at;
      out << '\n';
    }
  }
  for (auto document = database.postlist_begin(""); document != database.postlist_end(""); ++document) {
    out << "document " << *document << ' ' << database.get_document(*document).get_data() << '\n';
  }
  return out.str();
}

/// What a generation says, by file.
/// Every file, the manifest alone left out, which says when it was built; the database as what it holds.
std::map<std::string, std::string> content_of_generation(const fs::path& index) {
  std::map<std::string, std::string> content;
  const fs::path generation = in_force(index);
  for (const auto& entry : fs::recursive_directory_iterator(generation)) {
    const std::string name = fs::relative(entry.path(), generation).string();
    if (entry.is_regular_file() && name != file::kManifest && !name.starts_with(file::kProfiles))
      content[name] = content_of(entry.path());
  }
  for (const char* name : {file::kNameLists, file::kColumns, file::kRuns, file::kContexts, file::kStatements})
    EXPECT_TRUE(content.contains(name)) << name;
  content["profiles"] = content_of_database(generation / file::kProfiles);
  return content;
}

void expect_same(const std::map<std::string, std::string>& found, const std::map<std::string, std::string>& wanted,
                 const std::string& when, const std::set<std::string>& but = {}) {
  for (const auto& [name, content] : wanted) {
    EXPECT_TRUE(but.contains(name) || found.at(name) == content) << name << " differs: " << when;
  }
}

std::vector<std::string> lines_of(const fs::path& path) {
  std::vector<std::string> lines;
  std::istringstream in(content_of(path));
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string out;
  for (const std::string& line : lines) out += line + "\n";
  return out;
}

/// 300 invented people, some profiles doubled and deleted, events sent again, groups that nobody described, bad lines.
const fs::path& world() {
  static const TemporaryFolder kFolder;
  static const bool kMade = [] {
    WorldOptions options;
    options.people = 300;
    EXPECT_TRUE(generate_world(options, kFolder.path()));
    std::mt19937 random(seed_of(41));
    std::string profiles;
    std::string events;
    const std::vector<std::string> given = lines_of(kFolder / "profiles.ndjson");
    for (int i = 0; i < 20; ++i) profiles += given[random() % given.size()] + "\n";
    profiles += "{\"id\":\"zz-one\",\"name\":\"Zoe\"}\n{\"id\":\"zz-one\",\"deleted\":true}\nnonsense\n";
    const std::vector<std::string> log = lines_of(kFolder / "interactions.ndjson");
    for (int i = 0; i < 200; ++i) events += log[random() % log.size()] + "\n";
    for (int i = 0; i < 20'000; ++i) {  // several blocks: workers meet these groups in any order
      const std::string n = std::to_string(i % 37);
      events += R"({"at":"2025-06-01T10:00:00Z","from":"guest)" + n + R"(@example.org","to":["walkin)" +
                std::to_string(i % 11) + R"(@example.org"],"channel":"comment","group":"unheard-of-)" +
                std::to_string((i * 7919) % 997) + R"("})" + "\n";
    }
    write_file(kFolder / "profiles-2.ndjson", profiles);
    write_file(kFolder / "interactions-2.ndjson", events);
    return true;
  }();
  EXPECT_TRUE(kMade);
  return kFolder.path();
}

class IndexRun : public testing::Test {
 protected:
  [[nodiscard]] fs::path input() const { return folder_ / "input"; }
  [[nodiscard]] fs::path index() const { return folder_ / "index"; }
  void give(std::string_view name, std::string_view content) { write_file(input() / name, content); }
  [[nodiscard]] IndexOptions options() const { return options_of(input(), index()); }
  TemporaryFolder folder_;
};

void expect_any_workers_and_memory(const fs::path& input) {
  const TemporaryFolder folder;
  const IndexReport wanted_report = run([&] {
    IndexOptions options = options_of(input, folder / "one");
    options.workers = 1;
    return options;
  }());
  expect_whole(folder / "one");
  const auto wanted = content_of_generation(folder / "one");
  std::size_t number = 0;
  for (const std::size_t workers : {1U, 2U, 3U}) {
    for (const std::size_t memory : {kTiny, std::size_t{1} << 30U}) {
      IndexOptions options = options_of(input, folder / ("index" + std::to_string(number++)));
      options.workers = workers;
      options.memory_bytes = memory;
      const IndexReport report = run(options);
      EXPECT_TRUE(report.published);
      const std::string when = std::to_string(workers) + " workers, memory " + std::to_string(memory);
      expect_whole(options.index);
      expect_same(content_of_generation(options.index), wanted, when);
      EXPECT_EQ(report.counts, wanted_report.counts) << when;
      EXPECT_EQ(report.records_read, wanted_report.records_read) << when;
      EXPECT_EQ(report.rejected, wanted_report.rejected) << when;
      EXPECT_EQ(report.warnings, wanted_report.warnings) << when;
      EXPECT_EQ(report.as_of, wanted_report.as_of) << when;
    }
  }
}

TEST_F(IndexRun, TheSampleGivesTheSameGenerationWithAnyWorkersAndMemory) {
  expect_any_workers_and_memory(fs::path(KENNIS_SOURCE_DIR) / "data/sample");
}

TEST_F(IndexRun, AWorldGivesTheSameGenerationWithAnyWorkersAndMemory) { expect_any_workers_and_memory(world()); }

TEST_F(IndexRun, TheOrderOfLinesAndFilesDoesNotMatterWhereEveryRecordStandsOnce) {
  const TemporaryFolder sample;
  WorldOptions generated;
  generated.people = 150;
  ASSERT_TRUE(generate_world(generated, sample.path()));
  constexpr std::uint32_t kSeed = 42;
  SCOPED_TRACE("seed " + std::to_string(seed_of(kSeed)));
  std::mt19937 random(seed_of(kSeed));
  for (const char* name : {"profiles", "interactions", "groups", "memberships", "teams"}) {
    std::vector<std::string> lines = lines_of(sample / (std::string(name) + ".ndjson"));
    std::shuffle(lines.begin(), lines.end(), random);
    const auto middle = lines.begin() + static_cast<std::ptrdiff_t>(lines.size() / 3);
    give(std::string(name) + "-b.ndjson", joined({lines.begin(), middle}));
    give(std::string(name) + "-a.ndjson", joined({middle, lines.end()}));
  }
  run(options());
  run(options_of(sample.path(), folder_ / "other"));
  // Teams and groups are numbered as they come: their numbers, and the order of what hangs on them, may differ.
  expect_same(content_of_generation(index()), content_of_generation(folder_ / "other"), "shuffled",
              {file::kRosters, file::kTies});
  EXPECT_EQ(Ties(in_force(index()) / file::kTies).size(), Ties(in_force(folder_ / "other") / file::kTies).size());
}

TEST_F(IndexRun, CountsWhatItRead) {
  give(
      "profiles.ndjson",
      "{\"id\":\"anna\",\"name\":\"Anna\"}\n\n{\"id\":\"bram\"}\r\n{\"id\":\"anna\",\"name\":\"Anna 2\"}\n"
      "{\"id\":\"carl\"}\n{\"id\":\"carl\",\"deleted\":true}\n{\"id\":\"dora\",\"contact_policy\":\"do_not_contact\"}");
  give("interactions.ndjson", R"({"id":"1","at":"2026-01-01","from":"anna","to":["bram","anna"],"channel":"email"}
{"id":"1","at":"2026-01-01","from":"anna","to":["bram"],"channel":"email"}
{"id":"2","at":"2026-01-01","from":"anna","to":["anna"],"channel":"email"}
{"id":"3","at":"2026-01-02","from":"zoe@example.org","to":"anna","channel":"call"}
{"id":"4","at":"2026-01-03","from":"zoe@example.org","to":"anna","channel":"call"}
{"id":"4","deleted":true}
)");
  give("teams.ndjson", "{\"team\":\"t\",\"person\":\"bram\"}\n");
  const IndexReport report = run(options());
  EXPECT_TRUE(report.published);
  EXPECT_THAT(report.records_read, ElementsAre(Pair("interactions", 6), Pair("profiles", 6), Pair("teams", 1)));
  EXPECT_EQ(report.counts.at("profiles"), 3U);
  EXPECT_EQ(report.counts.at("profiles_superseded"), 2U);
  EXPECT_EQ(report.counts.at("profiles_deleted"), 1U);
  EXPECT_EQ(report.counts.at("searchable"), 2U);
  EXPECT_EQ(report.counts.at("persons"), 4U);
  EXPECT_EQ(report.counts.at("events"), 3U);
  EXPECT_EQ(report.counts.at("events_duplicate"), 2U);
  EXPECT_EQ(report.counts.at("events_deleted"), 1U);
  EXPECT_EQ(report.counts.at("self_contacts"), 1U);
  EXPECT_EQ(report.counts.at("ties"), 2U);
  EXPECT_EQ(report.as_of, parse_instant("2026-01-02"));
  EXPECT_THAT(report.rejected, IsEmpty());
  EXPECT_EQ(report.rejects, "");
  EXPECT_FALSE(fs::exists(index() / file::kRejects));
  const auto manifest = read_manifest(in_force(index()));
  ASSERT_TRUE(manifest);
  EXPECT_EQ(manifest.value().counts, report.counts);
  EXPECT_EQ(manifest.value().as_of, report.as_of);
  EXPECT_THAT(manifest.value().inputs, SizeIs(3));
  const People people(in_force(index()) / file::kPeople, in_force(index()) / file::kIdentifiers);
  EXPECT_EQ(people.profile_count(), 3U);
  EXPECT_EQ(people.id(people.find("Zoe@example.org")), "mailto:zoe@example.org");
  EXPECT_EQ(Statistics(in_force(index()) / file::kTerms).persons(), 2U);
  const Xapian::Database database((in_force(index()) / file::kProfiles).string());
  EXPECT_EQ(database.get_document(people.find("anna")).get_data(), "");
  const ProfileRecords records(in_force(index()));
  EXPECT_EQ(records.of(people.find("anna")), "{\"id\":\"anna\",\"name\":\"Anna 2\"}");
  EXPECT_EQ(records.of(people.find("bram")), "{\"id\":\"bram\"}");
}

std::string call_at(Seconds at, const std::string& from) {
  return R"({"at":")" + format_instant(at) + R"(","from":")" + from + R"(","to":"b","channel":"call"})" + "\n";
}

TEST_F(IndexRun, WhoseProfileIsDeletedSharesNothingMore) {
  give("profiles.ndjson",
       "{\"id\":\"anna\",\"sharing\":\"nobody\"}\n{\"id\":\"anna\",\"deleted\":true}\n"
       "{\"id\":\"back\",\"deleted\":true}\n{\"id\":\"back\"}\n");
  give("interactions.ndjson", call_at(kNow - 500, "anna") + call_at(kNow - 500, "back"));
  run(options());
  const People people(in_force(index()) / file::kPeople, in_force(index()) / file::kIdentifiers);
  const Rights anna = people.rights(people.find("anna"));
  EXPECT_EQ(anna.sharing, Sharing::kNobody);
  EXPECT_EQ(anna.contact_policy, ContactPolicy::kDoNotContact);
  EXPECT_EQ(people.rights(people.find("back")).packed(), Rights{}.packed());
  EXPECT_EQ(people.rights(people.find("b")).packed(), Rights{}.packed()) << "who never had a profile";
}

TEST_F(IndexRun, BadLinesAreKeptWithWhereTheyStood) {
  give("profiles.ndjson", "{\"id\":\"anna\"}\n\nnonsense\n{\"id\":\"bram\",\"name\":7}\n{\"id\":\"\xFF\"}\n");
  give("groups.ndjson", "{\"id\":\"g\"}\n");
  give("teams.ndjson", std::string(limit::kLineBytesMax + (6U << 20U), 'x') + "\n{\"team\":\"t\"}\n");
  give("interactions.ndjson", "{\"at\":\"2027-01-01\",\"from\":\"a\",\"to\":\"b\",\"channel\":\"call\"}\n" +
                                  std::string(limit::kLineBytesMax + (6U << 20U), 'x') + "\n");
  const IndexReport report = run(options());
  EXPECT_TRUE(report.published) << "fewer than a hundred lines are never too many";
  EXPECT_THAT(report.rejected,
              ElementsAre(Pair("future", 1), Pair("kind", 1), Pair("line_too_long", 2), Pair("name", 1),
                          Pair("not_json", 1), Pair("not_utf8", 1), Pair("person", 1)));
  simdjson::dom::parser parser;
  std::set<std::string> where;
  for (const std::string& line : lines_of(report.rejects)) {
    const simdjson::dom::element reject = parser.parse(line);
    where.insert(std::string(reject["file"].get_string().value()) + ":" +
                 std::to_string(std::uint64_t(reject["line"])));
    EXPECT_FALSE(std::string_view(reject["reason"]).empty());
  }
  EXPECT_THAT(where,
              ElementsAre("groups.ndjson:1", "interactions.ndjson:1", "interactions.ndjson:2", "profiles.ndjson:3",
                          "profiles.ndjson:4", "profiles.ndjson:5", "teams.ndjson:1", "teams.ndjson:2"));
}

TEST_F(IndexRun, TooManyBadLinesPublishNothing) {
  give("profiles.ndjson", "{\"id\":\"anna\"}\n");
  run(options());
  const std::string before = current_generation(index());
  std::string lines;
  for (int i = 0; i < 100; ++i) lines += i < 6 ? "bad\n" : "{\"id\":\"p" + std::to_string(i) + "\"}\n";
  give("profiles.ndjson", lines);
  IndexOptions options_now = options();
  const IndexReport refused = run(options_now);
  EXPECT_FALSE(refused.published) << "6 of 100 is more than the default";
  EXPECT_EQ(refused.rejected.at("not_json"), 6U);
  EXPECT_THAT(lines_of(refused.rejects), SizeIs(6));
  EXPECT_EQ(current_generation(index()), before);
  expect_whole(index());
  EXPECT_THAT(generations_of(index()), ElementsAre(before));
  EXPECT_EQ(std::distance(fs::directory_iterator(index() / file::kGenerations), fs::directory_iterator()), 1)
      << "nothing is left behind";
  options_now.bad_share_max = 0.06;
  EXPECT_TRUE(run(options_now).published) << "at the share it is not too many";
  options_now.bad_share_max = 0.0599;
  EXPECT_FALSE(run(options_now).published);
}

TEST_F(IndexRun, AStatedShareCountsForFewLinesToo) {
  give("profiles.ndjson", "{\"id\":\"anna\"}\nbad\n");
  IndexOptions options_now = options();
  options_now.bad_share_max = 0.0;
  EXPECT_FALSE(run(options_now).published);
  EXPECT_EQ(current_generation(index()), "");
  options_now.bad_share_max = 0.5;
  EXPECT_TRUE(run(options_now).published);
  options_now.bad_share_max = std::nullopt;
  EXPECT_TRUE(run(options_now).published);
}

TEST_F(IndexRun, TheFutureBeginsADayAfterTheClock) {
  give("interactions.ndjson",
       call_at(kNow - 500, "a") + call_at(kNow + kSecondsPerDay, "c") + call_at(kNow + kSecondsPerDay + 1, "d"));
  const IndexReport report = run(options());
  EXPECT_THAT(report.rejected, ElementsAre(Pair("future", 1)));
  EXPECT_EQ(report.counts.at("events"), 2U);
  EXPECT_EQ(report.as_of, kNow - 500) << "the latest event that is not later than the clock";
}

TEST_F(IndexRun, AsOfMayBeGiven) {
  give("interactions.ndjson", call_at(kNow - 500, "a") + call_at(kNow - 1000 * kSecondsPerDay, "c"));
  IndexOptions options_then = options();
  options_then.as_of = kNow - 900 * kSecondsPerDay;
  const IndexReport report = run(options_then);
  EXPECT_EQ(report.as_of, *options_then.as_of);
  EXPECT_TRUE(report.rejected.empty());
  EXPECT_EQ(report.counts.at("events_after_as_of"), 1U);
  EXPECT_EQ(report.counts.at("events"), 1U);
  EXPECT_EQ(read_manifest(in_force(index())).value().as_of, *options_then.as_of);
  EXPECT_EQ(Ties(in_force(index()) / file::kTies).origin(), *options_then.as_of);
}

TEST_F(IndexRun, WithoutEventsAsOfIsTheClock) {
  give("profiles.ndjson", "{\"id\":\"a\"}\n");
  EXPECT_EQ(run(options()).as_of, kNow);
}

TEST_F(IndexRun, ALogAloneIsAGenerationWithoutHits) {
  give("interactions.ndjson", call_at(kNow - 500, "a@example.org"));
  const IndexReport report = run(options());
  EXPECT_TRUE(report.published);
  EXPECT_EQ(report.counts.at("persons"), 2U);
  EXPECT_EQ(report.counts.at("searchable"), 0U);
  expect_whole(index());
}

TEST_F(IndexRun, EmptyFilesAreAnEmptyGeneration) {
  for (const char* name :
       {"profiles.ndjson", "interactions.ndjson", "groups.ndjson", "memberships.ndjson", "teams.ndjson"})
    give(name, "");
  EXPECT_TRUE(run(options()).published);
  expect_whole(index());
}

TEST_F(IndexRun, TheNextRunReplacesAndOldOnesAreKeptAsAsked) {
  give("profiles.ndjson", "{\"id\":\"anna\"}\n");
  std::set<std::string> names;
  IndexOptions options_now = options();
  options_now.keep = 2;
  for (int night = 0; night < 4; ++night) {
    give("profiles.ndjson", "{\"id\":\"anna" + std::to_string(night) + "\"}\n");
    options_now.now = kNow + night * kSecondsPerDay;
    const IndexReport report = run(options_now);
    EXPECT_EQ(current_generation(index()), report.generation);
    names.insert(report.generation);
    const People people(in_force(index()) / file::kPeople, in_force(index()) / file::kIdentifiers);
    EXPECT_EQ(people.id(1), "anna" + std::to_string(night));
    EXPECT_THAT(generations_of(index()), SizeIs(std::min(night + 1, 2)));
  }
  EXPECT_THAT(names, SizeIs(4));
}

TEST_F(IndexRun, AFolderWithoutInputIsRefusedWithWhatIsWanted) {
  Silence silence;
  IndexOptions options_now = options();
  auto report = run_index(options_now, silence);
  ASSERT_FALSE(report);
  EXPECT_THAT(report.error().message, HasSubstr("is no folder"));
  give("profile.ndjson", "{}");
  report = run_index(options_now, silence);
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().code, ErrorCode::kInvalidRequest);
  EXPECT_THAT(report.error().message, HasSubstr("profiles*.ndjson"));
  EXPECT_FALSE(fs::exists(index())) << "nothing was begun";
}

TEST_F(IndexRun, WarnsOfConflictsByNameAndOfFilesItIgnored) {
  give("profiles.ndjson", R"({"id":"anna","emails":["Shared@example.org"]}
{"id":"bram","emails":["shared@example.org"]}
{"id":"carl","aliases":["anna"]}
{"id":"aad","emails":["zz@example.org"]}
{"id":"zz@example.org"}
)");
  give("people.ndjson", "");
  const IndexReport report = run(options());
  EXPECT_EQ(report.counts.at("identifier_conflicts"), 3U);
  ASSERT_THAT(report.warnings, SizeIs(4));
  EXPECT_THAT(report.warnings, Contains(HasSubstr("people.ndjson: ignored")));
  EXPECT_THAT(report.warnings,
              Contains(HasSubstr("mailto:shared@example.org is claimed by the profiles anna and bram")));
  EXPECT_THAT(
      report.warnings,
      Contains(HasSubstr("mailto:zz@example.org is claimed by the profile aad: it stays the id of zz@example.org")));
  EXPECT_THAT(report.warnings, Contains(testing::AllOf(HasSubstr("anna is claimed"), HasSubstr("carl"),
                                                       HasSubstr("stays the id of anna"))));
}

TEST_F(IndexRun, AnInputFileCutOffLeavesTheOldGenerationInForce) {
  give("profiles.ndjson", "{\"id\":\"anna\"}\n");
  run(options());
  const std::string before = current_generation(index());
  give("profiles-2.ndjson.gz", "");
  Silence silence;
  EXPECT_THAT([&] { (void)run_index(options(), silence); },
              testing::ThrowsMessage<std::runtime_error>(HasSubstr("profiles-2.ndjson.gz")));
  EXPECT_EQ(current_generation(index()), before);
  EXPECT_EQ(std::distance(fs::directory_iterator(index() / file::kGenerations), fs::directory_iterator()), 1)
      << "nothing is left behind";
  expect_whole(index());
}

TEST_F(IndexRun, OnlyPrivateContactsOfUndescribedGroupsStayPrivate) {
  give("interactions.ndjson", R"({"at":"2026-01-01","from":"a","to":"b","channel":"comment","group":"zeta"}
{"at":"2026-01-01","from":"a","to":"c","channel":"comment","group":"alpha"}
{"at":"2026-01-01","from":"a","to":"d","channel":"comment","group":"known"}
)");
  give("groups.ndjson", "{\"id\":\"known\",\"kind\":\"open\"}\n");
  run(options());
  const Ties ties(in_force(index()) / file::kTies);
  std::vector<std::pair<Node, Node>> known;
  ties.for_each_public([&](Node low, Node high) { known.emplace_back(low, high); });
  EXPECT_THAT(known, ElementsAre(std::pair<Node, Node>(1, 4)));
  EXPECT_THAT(ties.pairs(2), ElementsAre(PairKey{2, 1, 3})) << "alpha comes before zeta";
  EXPECT_THAT(ties.pairs(3), ElementsAre(PairKey{3, 1, 2}));
  EXPECT_EQ(Rosters(in_force(index()) / file::kRosters).group_count(), 3U);
}

}  // namespace
}  // namespace kennis
