/// @file
/// Conditions, filters and facets against a look at every profile, on generated worlds; and the laws of Boolean algebra on random queries.
#include <algorithm>
#include <fstream>
#include <functional>
#include <map>
#include <random>
#include <set>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "schema/document.h"
#include "schema/places.h"
#include "schema/profile_values.h"
#include "schema/read_record.h"
#include "searcher/searcher.h"
#include "tests/fixtures/seeds.h"
#include "tests/reference/indexed_world.h"

namespace kennis {
namespace {

using reference::IndexedWorld;
using testing::HasSubstr;
using Ids = std::set<std::string>;
using Test = std::function<bool(const Profile&)>;

const Days kToday = parse_date("2026-01-15").value();

/// Everybody who may be a hit, as the files have them.
std::map<std::string, Profile> profiles_of(const std::filesystem::path& world) {
  std::map<std::string, Profile> profiles;
  RecordReader reader;
  std::ifstream in(world / "profiles.ndjson");
  std::string line;
  while (std::getline(in, line)) {
    const std::size_t size = line.size();
    line.append(simdjson::SIMDJSON_PADDING, '\0');
    auto read = reader.profile(std::string_view(line).substr(0, size));
    if (!read) continue;
    const auto known = profiles.find(read.value().id);
    if (known == profiles.end() || known->second.updated_at <= read.value().updated_at)
      profiles[read.value().id] = read.value();
  }
  std::erase_if(profiles, [](const auto& entry) {
    return entry.second.deleted || entry.second.contact_policy == ContactPolicy::kDoNotContact;
  });
  return profiles;
}

/// Months in any position, by a look at every day.
int months_of(const Profile& profile, Days as_of) {
  std::set<Days> days;
  for (const Position& position : profile.positions) {
    for (Days day = position.from.value_or(as_of); day < std::min(position.to.value_or(as_of), as_of); ++day)
      days.insert(day);
  }
  return static_cast<int>(std::lround(static_cast<double>(days.size()) / 30.436875));
}

struct World {
  World(std::size_t people, std::uint64_t seed)
      : files(people, seed),
        searcher(Searcher::open(files.index(), {}).value()),
        profiles(profiles_of(files.world())),
        random(seed) {
    as_of = evidence_day(searcher->manifest().as_of);
    for (const auto& [id, profile] : profiles) {
      if (me.empty()) me = id;
      for (const Skill& skill : profile.skills) words.push_back(skill.name);
    }
  }

  [[nodiscard]] SearchAnswer answer(const std::string& query, std::vector<std::string> filters = {},
                                    std::vector<std::string> facets = {}) const {
    SearchRequest request;
    request.query = query;
    request.as = me;
    request.limit = 10'000;
    request.paths = 0;
    request.filters = std::move(filters);
    request.facets = std::move(facets);
    request.facet_values = 1000;
    request.rights_date = kToday;
    request.timeout = std::chrono::seconds(60);
    const auto found = searcher->search(request);
    EXPECT_TRUE(found) << query << ": " << found.error().message;
    return found ? found.value() : SearchAnswer();
  }
  [[nodiscard]] Ids ids(const std::string& query, std::vector<std::string> filters = {}) const {
    Ids ids;
    const SearchAnswer found = answer(query, std::move(filters));
    for (const Hit& hit : found.hits) ids.insert(hit.id);
    EXPECT_EQ(found.total, ids.size()) << query;
    return ids;
  }
  [[nodiscard]] Ids scan(const Test& test) const {
    Ids ids;
    for (const auto& [id, profile] : profiles) {
      if (test(profile)) ids.insert(id);
    }
    return ids;
  }
  std::size_t below(std::size_t bound) { return std::uniform_int_distribution<std::size_t>(0, bound - 1)(random); }
  const Profile& somebody() {
    return std::next(profiles.begin(), static_cast<std::ptrdiff_t>(below(profiles.size())))->second;
  }

  IndexedWorld files;
  std::unique_ptr<Searcher> searcher;
  std::map<std::string, Profile> profiles;
  std::mt19937_64 random;
  std::string me;
  std::vector<std::string> words;
  Days as_of = 0;
};

bool has_words(const std::string& text, const std::string& words) {
  return (" " + place_key(text) + " ").find(" " + place_key(words) + " ") != std::string::npos;
}

/// A condition on what somebody has, and what it means.
std::pair<std::string, Test> condition(World& world) {
  const Profile& one = world.somebody();
  switch (world.below(8)) {
    case 0:
      return {"country:" + one.location.country,
              [country = one.location.country](const Profile& p) { return p.location.country == country; }};
    case 1:
      return {"location:\"" + one.location.name + "\"",
              [name = one.location.name](const Profile& p) { return has_words(p.location.name, name); }};
    case 2: {
      const std::string code = one.languages.empty() ? "nl" : one.languages[0].code;
      return {"language:" + code, [code](const Profile& p) {
                return std::any_of(p.languages.begin(), p.languages.end(),
                                   [&](const Language& l) { return l.code == code; });
              }};
    }
    case 3: {
      const auto from = static_cast<int>(world.below(8));
      const auto to = from + static_cast<int>(world.below(8));
      const Days as_of = world.as_of;
      return {fmt::format("years:{}..{}", from, to), [=](const Profile& p) {
                const int months = months_of(p, as_of);
                return months > 0 && from * 12 <= months && months < (to + 1) * 12;
              }};
    }
    case 4: {
      const std::string year = one.updated_at ? format_instant(*one.updated_at).substr(0, 4) : "2024";
      return {"updated:" + year,
              [year](const Profile& p) { return p.updated_at && format_instant(*p.updated_at).starts_with(year); }};
    }
    case 5: {
      const int km = 1 + static_cast<int>(world.below(300));
      const double lat = one.location.lat.value_or(51);
      const double lon = one.location.lon.value_or(4);
      return {fmt::format("near:{:.4f},{:.4f}~{}km", lat, lon, km), [=](const Profile& p) {
                const std::optional<Place> place = Places::built_in().find(p.location.name, p.location.country);
                const bool given = p.location.lat && p.location.lon;
                if (!given && !place) return false;
                return distance_km(std::round(lat * 1e4) / 1e4, std::round(lon * 1e4) / 1e4,
                                   given ? *p.location.lat : place->lat, given ? *p.location.lon : place->lon) <= km;
              }};
    }
    case 6:
      return {"is:open_to_work", [](const Profile& p) { return p.open_to_work; }};
    default:
      return {"source:\"" + one.source + "\"",
              [key = value_key(one.source)](const Profile& p) { return value_key(p.source) == key; }};
  }
}

TEST(Filters, FindWhomALookAtEveryProfileFinds) {
  for (const std::uint64_t seed : seeds(21, 22)) {
    SCOPED_TRACE(fmt::format("seed {}", seed));
    World world(150, seed);
    for (int round = 0; round < 60; ++round) {
      const auto first = condition(world);
      const auto second = condition(world);
      const auto& text = std::get<0>(first);
      const auto& test = std::get<1>(first);
      const auto& other = std::get<0>(second);
      const auto& also = std::get<1>(second);
      if (text.ends_with("\"\"") || other.ends_with("\"\"")) continue;  // who has no such thing
      EXPECT_EQ(world.ids(text), world.scan(test)) << text;
      EXPECT_EQ(world.ids("NOT " + text), world.scan(std::not_fn(test))) << text;
      EXPECT_EQ(world.ids(text + " " + other), world.scan([&](const Profile& p) { return test(p) && also(p); }))
          << text << other;
      EXPECT_EQ(world.ids(text + " OR " + other), world.scan([&](const Profile& p) { return test(p) || also(p); }))
          << text << other;
      if (HasFailure()) return;
    }
  }
}

/// A random clause that can stand between operators. Skills are named as such: elsewhere `go` means one only beside words that say so.
std::string clause(World& world, int depth = 0) {
  switch (world.below(depth > 1 ? 4 : 6)) {
    case 0:
      return condition(world).first;
    case 1:
      return "skill:\"" + world.words[world.below(world.words.size())] + "\"";
    case 2:
      return "skill:" + world.words[world.below(world.words.size())].substr(0, 3) + "*";
    case 3:
      return fmt::format("NOT skill:\"{}\"", world.words[world.below(world.words.size())]);
    default:
      return fmt::format("({} {} {})", clause(world, depth + 1), world.below(2) == 0 ? "AND" : "OR",
                         clause(world, depth + 1));
  }
}

Ids both(const Ids& a, const Ids& b) {
  Ids out;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::inserter(out, out.end()));
  return out;
}

TEST(Filters, ObeyTheLawsOfBooleanAlgebra) {
  World world(150, 23);
  const Ids everyone = world.ids("");
  EXPECT_EQ(everyone.size(), world.profiles.size());
  for (int round = 0; round < 40; ++round) {
    const std::string x = "(" + clause(world) + ")";
    const std::string y = "(" + clause(world) + ")";
    if ((x + y).find("\"\"") != std::string::npos) continue;
    SCOPED_TRACE(x + " and " + y);
    const Ids of_x = world.ids(x);
    const Ids of_y = world.ids(y);
    Ids either = of_x;
    either.insert(of_y.begin(), of_y.end());
    Ids without;
    std::set_difference(of_x.begin(), of_x.end(), of_y.begin(), of_y.end(), std::inserter(without, without.end()));
    Ids neither;
    std::set_difference(everyone.begin(), everyone.end(), either.begin(), either.end(),
                        std::inserter(neither, neither.end()));
    EXPECT_EQ(world.ids(x + " AND " + y), both(of_x, of_y));
    EXPECT_EQ(world.ids(y + " AND " + x), both(of_x, of_y));
    EXPECT_EQ(world.ids(x + " OR " + y), either);
    EXPECT_EQ(world.ids(x + " AND NOT " + y), without);
    EXPECT_EQ(world.ids("NOT (" + x + " OR " + y + ")"), neither);
    EXPECT_EQ(world.ids("NOT " + x + " AND NOT " + y), neither);
    const auto [narrowing, test] = condition(world);
    if (!narrowing.ends_with("\"\"")) {
      EXPECT_EQ(world.ids(x + " " + narrowing), both(of_x, world.scan(test))) << narrowing;
    }
    if (HasFailure()) return;
  }
}

/// The values of a facet, by a look at each of `ids`.
std::map<std::string, std::uint64_t> counted(const World& world, const Ids& ids, const std::string& field) {
  std::map<std::string, std::uint64_t> counts;
  for (const std::string& id : ids) {
    const Profile& profile = world.profiles.at(id);
    Ids values;
    if (field == "country") values.insert(value_key(profile.location.country));
    if (field == "skill") {
      for (const Skill& skill : profile.skills) values.insert(value_key(skill.name));
    }
    for (const Position& position : profile.positions) {
      const bool now = !position.to || *position.to > world.as_of;
      if (field == "title" || (field == "current_title" && now)) values.insert(value_key(position.title));
      if (field == "past_company" && !now) values.insert(value_key(position.organisation));
    }
    if (field == "is" && profile.open_to_work) values.insert("open_to_work");
    values.erase("");
    for (const std::string& value : values) ++counts[value];
  }
  return counts;
}

TEST(Facets, CountWhatALookAtEveryHitCounts) {
  World world(150, 24);
  const std::vector<std::string> fields = {"country", "skill", "title", "current_title", "past_company", "is"};
  for (int round = 0; round < 25; ++round) {
    const std::string query = round % 3 == 0 ? "" : "(" + clause(world) + ")";
    if (query.find("\"\"") != std::string::npos) continue;
    const Profile& one = world.somebody();
    std::vector<std::string> filters;
    if (world.below(2) == 0) filters.push_back("country:" + one.location.country);
    if (world.below(2) == 0 && !one.skills.empty()) filters.push_back("skill:" + one.skills[0].name);
    if (world.below(2) == 0 && !one.skills.empty())
      filters.push_back("skill:" + world.words[world.below(world.words.size())]);
    SCOPED_TRACE(query + " with " + fmt::format("{}", filters.size()));
    const SearchAnswer answer = world.answer(query, filters, fields);
    ASSERT_EQ(answer.facets.size(), fields.size());
    for (const Facet& facet : answer.facets) {
      EXPECT_TRUE(facet.exact);
      std::vector<std::string> others = filters;
      std::erase_if(others, [&](const std::string& filter) { return filter.starts_with(facet.field + ":"); });
      auto wanted = counted(world, world.ids(query, others), facet.field);
      std::map<std::string, std::uint64_t> got;
      for (const FacetValue& value : facet.values) got[value_key(value.value)] = value.count;
      if (facet.field == "is") {
        EXPECT_EQ(got["open_to_work"], wanted["open_to_work"]);
        continue;
      }
      EXPECT_EQ(got, wanted) << facet.field;
      EXPECT_EQ(facet.value_count, wanted.size());
      EXPECT_TRUE(std::is_sorted(facet.values.begin(), facet.values.end(), [](const auto& a, const auto& b) {
        return a.count != b.count ? a.count > b.count : a.value < b.value;
      }));
    }
    if (HasFailure()) return;
  }
}

/// What each value says is what a search with it as a filter finds.
TEST(Facets, AreWhatTheirFiltersFind) {
  World world(120, 25);
  std::vector<std::string> fields;
  for (const char* field :
       {"country", "location", "language", "source", "skill", "title", "current_title", "past_title", "company",
        "current_company", "past_company", "school", "years", "updated", "degree", "is", "group"}) {
    fields.emplace_back(field);
  }
  const SearchAnswer answer = world.answer("", {}, fields);
  std::size_t values = 0;
  for (const Facet& facet : answer.facets) {
    for (std::size_t i = 0; i < std::min<std::size_t>(facet.values.size(), 4); ++i, ++values) {
      const FacetValue& value = facet.values[i];
      EXPECT_EQ(world.ids("", {facet.field + ":" + value.value}).size(), value.count)
          << facet.field << ":" << value.value;
    }
  }
  EXPECT_GT(values, 40U);
}

TEST(Facets, NameWhatIsWrong) {
  World world(20, 26);
  SearchRequest request;
  request.as = world.me;
  const auto fault = [&](std::vector<std::string> filters, std::vector<std::string> facets) {
    request.filters = std::move(filters);
    request.facets = std::move(facets);
    const auto found = world.searcher->search(request);
    return found ? std::string() : found.error().message;
  };
  EXPECT_THAT(fault({"shoe:44"}, {}), HasSubstr("names no field"));
  EXPECT_THAT(fault({"years:many"}, {}), HasSubstr("years:3..10"));
  EXPECT_THAT(fault({"years:9..3"}, {}), HasSubstr("years:3..9"));
  EXPECT_THAT(fault({"near:Ghentt~5km"}, {}), HasSubstr("Gent, BE"));
  EXPECT_THAT(fault({}, {"near"}), HasSubstr("no facet"));
  EXPECT_THAT(fault({}, {"shoe"}), HasSubstr("no facet"));
  EXPECT_EQ(fault({}, {"country,skill"}), "");
  EXPECT_EQ(fault(std::vector<std::string>(64, "country:BE"), {}), "");
  EXPECT_THAT(fault(std::vector<std::string>(65, "country:BE"), {}), HasSubstr("at most 64"));
}

/// Whether the page ends at ten or at everybody, and for common words and phrases alike.
TEST(Orders, AreByNameTimeAndExperience) {
  World world(150, 27);
  const auto key = [&](Order order, const std::string& id) {
    const Profile& profile = world.profiles.at(id);
    if (order == Order::kName) return std::pair{value_key(profile.name), 0L};
    if (order == Order::kUpdated) return std::pair{std::string(), -(profile.updated_at.value_or(-1'000'000'000'000))};
    const int months = months_of(profile, world.as_of);
    return std::pair{std::string(), months == 0 ? 1L : -long{months}};
  };
  for (const Order order : {Order::kName, Order::kUpdated, Order::kExperience}) {
    for (const std::string& query : {std::string(), "\"" + world.words[3] + "\"", "NOT \"" + world.words[5] + "\""}) {
      std::vector<std::pair<std::pair<std::string, long>, std::string>> keyed;
      for (const std::string& id : world.ids(query)) keyed.emplace_back(key(order, id), id);
      std::sort(keyed.begin(), keyed.end());
      std::vector<std::string> wanted;
      for (const auto& [its, id] : keyed) wanted.push_back(id);
      for (const std::size_t limit : {std::size_t{10}, std::size_t{10'000}}) {
        SearchRequest request;
        request.as = world.me;
        request.query = query;
        request.order = order;
        request.limit = limit;
        request.paths = 0;
        request.rights_date = kToday;
        const auto answer = world.searcher->search(request).value();
        std::vector<std::string> got;
        for (const Hit& hit : answer.hits) got.push_back(hit.id);
        std::vector<std::string> first(wanted.begin(),
                                       wanted.begin() + static_cast<std::ptrdiff_t>(std::min(limit, wanted.size())));
        EXPECT_EQ(got, first) << name_of(order) << " " << query;
      }
    }
  }
}

/// A hidden group, one that is listed only, and one that is nowhere: the same words.
TEST(Filters, AGroupThatMayNotBeSeenDoesNotExist) {
  const reference::TemporaryFolder folder;
  reference::write_lines(folder.path() / "world/profiles.ndjson",
                         {R"({"id":"anna"})", R"({"id":"bram"})", R"({"id":"cas"})"});
  reference::write_lines(folder.path() / "world/groups.ndjson",
                         {R"({"id":"open-g","kind":"open"})", R"({"id":"listed","kind":"members_only"})",
                          R"({"id":"hidden","kind":"closed"})"});
  reference::write_lines(folder.path() / "world/memberships.ndjson",
                         {R"({"group":"open-g","person":"cas"})", R"({"group":"hidden","person":"bram"})",
                          R"({"group":"hidden","person":"cas"})", R"({"group":"listed","person":"cas"})"});
  const IndexedWorld files(folder.path() / "world");
  const auto searcher = Searcher::open(files.index(), {}).value();
  const auto ask = [&](const std::string& as, const std::string& group) {
    SearchRequest request;
    request.as = as;
    request.query = "group:" + group;
    request.facets = {"group"};
    const auto found = searcher->search(request);
    return found ? fmt::format("{}", found.value().total) : found.error().message;
  };
  EXPECT_EQ(ask("anna", "open-g"), "1");
  EXPECT_EQ(ask("bram", "hidden"), "2");
  const std::string nowhere = ask("anna", "absent");
  EXPECT_THAT(nowhere, HasSubstr("at byte 0"));
  for (const std::string group : {"listed", "hidden"}) {
    std::string said = ask("anna", group);
    said.replace(said.find(group), group.size(), "absent");
    EXPECT_EQ(said, nowhere);
  }
  SearchRequest request;
  request.as = "anna";
  request.facets = {"group"};
  const auto facets = searcher->search(request).value().facets;
  ASSERT_EQ(facets.at(0).values.size(), 1U);
  EXPECT_EQ(facets[0].values[0].value, "open-g");
}

}  // namespace
}  // namespace kennis
