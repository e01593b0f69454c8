/// @file
/// What is said of skills in groups is evidence for whoever may see it, and for nobody else is it there.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "network/network.h"
#include "network/viewer.h"
#include "schema/read_record.h"
#include "searcher/network_reports.h"
#include "searcher/referrer_search.h"
#include "searcher/searcher.h"
#include "searcher/suggest.h"
#include "server/answer_json.h"
#include "server/network_json.h"
#include "server/suggest_json.h"
#include "tests/fixtures/seeds.h"
#include "tests/reference/indexed_world.h"

namespace kennis {
namespace {

namespace fs = std::filesystem;
using reference::IndexedWorld;
using reference::TemporaryFolder;

constexpr Days kDay = 20'500;  // later than everything in the generated worlds

std::vector<std::string> lines_of(const fs::path& path) {
  std::vector<std::string> lines;
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

/// A generated world in a folder of its own that a test may change.
struct World {
  World(std::size_t people, std::uint64_t seed) {
    const IndexedWorld made(people, seed);
    fs::copy(made.world(), path());
    RecordReader reader;
    for (std::string line : lines_of(path() / "profiles.ndjson")) {
      const std::size_t size = line.size();
      line.append(simdjson::SIMDJSON_PADDING, '\0');
      const auto profile = reader.profile(std::string_view(line).substr(0, size));
      if (profile && persons.size() < 25) persons.push_back(profile.value().id);
    }
    for (std::string line : lines_of(path() / "groups.ndjson")) {
      const std::size_t size = line.size();
      line.append(simdjson::SIMDJSON_PADDING, '\0');
      const auto group = reader.group(std::string_view(line).substr(0, size));
      groups.push_back(group.value().id);
      if (group.value().kind == GroupKind::kOpen) open.insert(group.value().id);
    }
  }
  [[nodiscard]] fs::path path() const { return folder.path() / "world"; }

  TemporaryFolder folder;
  std::vector<std::string> persons;
  std::vector<std::string> groups;
  std::set<std::string> open;
};

template <typename Answer>
std::string text_of(Result<Answer> answer) {
  if (!answer) return answer.error().message + '\n';
  answer.value().provenance.generation.clear();
  if constexpr (requires { answer.value().took_ms; }) answer.value().took_ms = 0;
  if constexpr (requires { answer.value().next_cursor; }) answer.value().next_cursor.clear();
  return to_json(answer.value()) + '\n';
}

SearchRequest request_of(const std::string& as, const std::string& query, const std::string& facets) {
  SearchRequest request;
  request.query = query;
  request.as = as;
  request.limit = 200;
  request.explain = true;
  request.rights_date = kDay;
  request.facets = {facets};
  return request;
}

/// Every answer in which evidence of skills shows.
std::string everything(const fs::path& index, const std::string& as) {
  const auto searcher = Searcher::open(index, {}).value();
  std::string text;
  for (const char* query : {"", "java OR python OR zzqx", "project management kubernetes", "java NOT zzqx", "zzq*",
                            "zzqy", "skill:\"wound care\"", "\"project management\" degree:1..3"}) {
    text += text_of(searcher->search(request_of(as, query, "skill,country,group,degree")));
    text += text_of(find_referrers(*searcher, {query, as, 50, 20, kDay}));
  }
  text += text_of(suggest(*searcher, {"zzq", as, {}, 50, kDay}));
  return text;
}

/// Lines of what persons write in groups, and say there of each other's skills.
std::vector<std::string> said_in_groups(const std::vector<std::string>& persons, const std::vector<std::string>& groups,
                                        std::uint64_t seed) {
  static const char* const kAbout[] = {"java",       "python", "project management", "Kubernetes",
                                       "wound care", "zzqx",   "qualities"};
  std::mt19937_64 random(seed);
  const auto person = [&] { return persons[random() % persons.size()]; };
  std::vector<std::string> lines;
  for (int i = 0; i < 200; ++i) {
    const char* channel = i % 3 == 0 ? "comment" : i % 3 == 1 ? "post" : "endorsement";
    const std::string from = person();
    const std::string to = person();
    if (from == to) continue;
    lines.push_back(R"({"id":"said)" + std::to_string(i) + R"(","at":"2019-03-01T00:00:00Z","from":")" + from +
                    R"(","to":[)" + (i % 3 == 1 ? "" : '"' + to + '"') + R"(],"channel":")" + channel +
                    R"(","group":")" + groups[random() % groups.size()] + R"(",")" +
                    (i % 3 == 2 ? "skill\":\"" : "topics\":[\"") + kAbout[random() % std::size(kAbout)] +
                    (i % 3 == 2 ? "\"}" : "\"]}"));
  }
  return lines;
}

TEST(GroupTalk, IsEvidenceForMembersAlone) {
  std::size_t deleted = 0;
  std::size_t members_know_more = 0;
  std::size_t members = 0;
  for (const std::uint64_t seed : seeds(21, 22)) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const World world(120, seed);
    std::vector<std::string> all = lines_of(world.path() / "interactions.ndjson");
    const std::size_t others = all.size();
    for (const std::string& line : said_in_groups(world.persons, world.groups, seed)) all.push_back(line);
    reference::write_lines(world.path() / "interactions.ndjson", all);
    const IndexedWorld whole(world.path());
    const Network network(whole.generation());
    std::map<bool, int> asked;  // members of a group that is not open, and others
    for (const std::string& as : world.persons) {
      const Viewer viewer(network, network.people().find(as), kDay);
      if (++asked[viewer.private_scopes().empty()] > 3) continue;
      members += viewer.private_scopes().empty() ? 0U : 1U;
      std::set<std::string> seen = world.open;
      for (const std::uint32_t scope : viewer.private_scopes()) seen.emplace(viewer.group_ids()[scope - 1]);
      const auto without = [&](const std::set<std::string>& known) {
        std::vector<std::string> kept(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(others));
        for (std::size_t at = others; at < all.size(); ++at) {
          const bool is_known = std::any_of(known.begin(), known.end(), [&](const std::string& group) {
            return all[at].find(R"("group":")" + group + '"') != std::string::npos;
          });
          if (is_known) kept.push_back(all[at]);
        }
        deleted += all.size() - kept.size();
        reference::write_lines(world.path() / "interactions.ndjson", kept);
        const IndexedWorld less(world.path());
        return everything(less.index(), as);
      };
      const std::string answers = everything(whole.index(), as);
      ASSERT_EQ(answers, without(seen)) << "as " << as;
      members_know_more += answers != without(world.open) ? 1U : 0U;
    }
  }
  EXPECT_GT(deleted, 100U);
  EXPECT_GE(2 * members_know_more, members) << "of " << members << " members";
  EXPECT_TRUE(members > 2 || seed_of(0) > 0);
}

/// Documents for members are made when a question needs them: which were made before makes no difference.
TEST(GroupTalk, AnswersDoNotDependOnWhatWasAskedBefore) {
  static const char* const kQueries[] = {"zzqx",
                                         "quality",
                                         "+quality python",
                                         "java",
                                         "kubernetas",
                                         "k8s",
                                         "java AND zzqx",
                                         "java NOT python",
                                         "NOT kubernetes",
                                         "programming",
                                         "woundcare",
                                         "(java AND python) OR \"project management\"",
                                         "zzqy",
                                         "zzq*",
                                         "projectmanager",
                                         "wound NEAR/3 care",
                                         "cloud",
                                         "skill:\"wound care\" country:NL",
                                         "gestion projet",
                                         "title:java",
                                         "",
                                         "container orchestration"};
  std::size_t shown_by_talk = 0;
  for (const std::uint64_t seed : seeds(21, 22)) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const World world(120, seed);
    std::vector<std::string> all = lines_of(world.path() / "interactions.ndjson");
    for (const std::string& line : said_in_groups(world.persons, world.groups, seed)) all.push_back(line);
    reference::write_lines(world.path() / "interactions.ndjson", all);
    const IndexedWorld indexed(world.path());
    const auto ask = [&](const Searcher& searcher, const std::string& as, const std::string& query) {
      return text_of(searcher.search(request_of(as, query, "skill,country")));
    };
    const auto in_turn = Searcher::open(indexed.index(), {}).value();
    const auto knows_all = Searcher::open(indexed.index(), {}).value();
    std::mt19937_64 random(seed);
    for (std::size_t i = 0; i < 8; ++i) {
      const std::string& as = world.persons[i * 3];
      static_cast<void>(find_referrers(*knows_all, {"java", as, 1, 1, kDay}));  // has all documents made
      std::vector<std::string> queries(std::begin(kQueries), std::end(kQueries));
      std::shuffle(queries.begin(), queries.end(), random);
      for (const std::string& query : queries) {
        const std::string answer = ask(*knows_all, as, query);
        ASSERT_EQ(ask(*Searcher::open(indexed.index(), {}).value(), as, query), answer) << as << " first: " << query;
        ASSERT_EQ(ask(*in_turn, as, query), answer) << as << " in turn: " << query;
        shown_by_talk += answer.find("\"found_in\":[\"endorsement\"]") != std::string::npos ? 1U : 0U;
      }
    }
  }
  EXPECT_GT(shown_by_talk, 20U);
}

/// By hand: who writes about something in a group has it, for whoever may read that.
TEST(GroupTalk, FindsWhoWritesForWhoReads) {
  const TemporaryFolder folder;
  const auto person = [](const std::string& id) { return R"({"id":")" + id + R"(","name":")" + id + R"("})"; };
  reference::write_lines(folder.path() / "profiles.ndjson",
                         {person("author"), person("member"), person("former"), person("stranger")});
  reference::write_lines(folder.path() / "groups.ndjson",
                         {R"({"id":"square","kind":"open"})", R"({"id":"room","kind":"members_only"})",
                          R"({"id":"cellar","kind":"closed"})"});
  std::vector<std::string> members;
  for (const char* group : {"square", "room", "cellar"}) {
    for (const char* name : {"author", "member"}) {
      members.push_back(std::string(R"({"group":")") + group + R"(","person":")" + name + R"("})");
    }
    members.push_back(std::string(R"({"group":")") + group + R"(","person":"former","to":"2020-01-01"})");
  }
  reference::write_lines(folder.path() / "memberships.ndjson", members);
  const auto post = [](const std::string& group, const std::string& topic) {
    return R"({"id":")" + group +
           R"(","at":"2019-03-01T00:00:00Z","from":"author","to":[],"channel":"post","group":")" + group +
           R"(","topics":[")" + topic + R"("]})";
  };
  reference::write_lines(folder.path() / "interactions.ndjson", {post("square", "docker"), post("room", "kubernetes"),
                                                                 post("cellar", "rust"), post("", "cobol")});
  const IndexedWorld world(folder.path());
  const auto searcher = Searcher::open(world.index(), {}).value();
  const auto fit = [&](const std::string& as, const std::string& query) {
    SearchRequest request;
    request.as = as;
    request.query = query;
    request.explain = true;
    request.rights_date = kDay;
    const auto answer = searcher->search(request);
    double sum = 0;
    for (const Hit& hit : answer.value().hits) {
      for (const AskedPart& part : hit.explanation->asked) sum += part.fit;
    }
    EXPECT_EQ(answer.value().total, sum > 0 ? 1U : 0U);
    EXPECT_TRUE(answer.value().did_you_mean.empty());
    return sum;
  };
  for (const char* as : {"author", "member", "former", "stranger"}) {
    const bool reads = std::string(as) == "author" || std::string(as) == "member";
    EXPECT_GT(fit(as, "docker"), 0) << as;
    EXPECT_EQ(fit(as, "k8s") > 0, reads) << as;
    EXPECT_EQ(fit(as, "+rust docker") > 0, reads) << as;
    EXPECT_EQ(fit(as, "rus*") > 0, reads) << as;
    EXPECT_EQ(fit(as, "cobol"), 0) << as;
  }
}

}  // namespace
}  // namespace kennis
