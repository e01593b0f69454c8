/// @file
/// Suggestions against a look at every profile, on generated worlds and over what users do since; what they stand for finds as many as they say.
#include "searcher/suggest.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <numeric>
#include <random>
#include <set>
#include <tuple>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "journal/draft.h"
#include "journal/journal.h"
#include "schema/fields.h"
#include "schema/profile_values.h"
#include "schema/read_record.h"
#include "searcher/near_names.h"
#include "tests/fixtures/seeds.h"
#include "tests/reference/indexed_world.h"

namespace kennis {
namespace {

using reference::IndexedWorld;
using reference::TemporaryFolder;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const Days kToday = parse_date("2026-01-15").value();

SuggestAnswer suggested(const Searcher& searcher, const std::string& as, const std::string& text,
                        std::vector<std::string> fields = {}, std::size_t limit = 10) {
  const auto answer = suggest(searcher, {text, as, std::move(fields), limit, kToday});
  EXPECT_TRUE(answer) << text << ": " << answer.error().message;
  return answer ? answer.value() : SuggestAnswer();
}

std::vector<std::string> texts(const SuggestAnswer& answer) {
  std::vector<std::string> out;
  for (const Suggestion& suggestion : answer.suggestions) out.push_back(suggestion.text);
  return out;
}

std::uint64_t found_by(const Searcher& searcher, const std::string& as, const std::string& query) {
  SearchRequest request;
  request.query = query;
  request.as = as;
  request.limit = 0;
  request.exact = true;
  request.rights_date = kToday;
  const auto answer = searcher.search(request);
  EXPECT_TRUE(answer) << query << ": " << answer.error().message;
  return answer ? answer.value().total : 0;
}

void expect_counts_found(const Searcher& searcher, const std::string& as, const SuggestAnswer& answer) {
  for (const Suggestion& suggestion : answer.suggestions) {
    if (suggestion.count) {
      EXPECT_EQ(found_by(searcher, as, suggestion.query), *suggestion.count) << suggestion.query;
    } else {
      EXPECT_EQ(suggestion.query, "");
    }
  }
}

// The slow one: every name of every profile, with distances by the whole table.

std::vector<std::string> letters_of(const std::string& text) {
  std::vector<std::string> letters;
  for (const char c : text) {
    if ((static_cast<unsigned char>(c) & 0xC0U) == 0x80U && !letters.empty()) {
      letters.back() += c;
    } else {
      letters.emplace_back(1, c);
    }
  }
  return letters;
}

std::size_t slow_errors(const std::string& typed, const std::string& text) {
  const auto a = letters_of(typed);
  const auto b = letters_of(text);
  std::vector<std::vector<std::size_t>> d(b.size() + 1, std::vector<std::size_t>(a.size() + 1));
  for (std::size_t i = 0; i <= b.size(); ++i) {
    for (std::size_t j = 0; j <= a.size(); ++j) {
      if (i == 0 || j == 0) {
        d[i][j] = i + j;
        continue;
      }
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[j - 1] == b[i - 1] ? 0U : 1U)});
      if (i > 1 && j > 1 && a[j - 1] == b[i - 2] && a[j - 2] == b[i - 1])
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  }
  std::size_t best = a.size();
  for (const auto& row : d) best = std::min(best, row.back());
  return best;
}

bool is_word_sign(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || static_cast<unsigned char>(c) >= 0x80;
}

std::size_t slow_errors_at_any_word(const std::string& typed, const std::string& key) {
  std::size_t best = 99;
  for (std::size_t at = 0; at < key.size(); ++at) {
    if (key[at] == ' ' || (static_cast<unsigned char>(key[at]) & 0xC0U) == 0x80U) continue;
    const bool begins = at == 0 || key[at - 1] == ' ' || (is_word_sign(key[at]) && !is_word_sign(key[at - 1]));
    if (begins) best = std::min(best, slow_errors(typed, key.substr(at)));
  }
  return best;
}

/// Who has which name, by field and key.
using Names = std::map<std::pair<std::size_t, std::string>, std::set<std::string>>;
const std::vector<std::string> kFields = {"skill", "title", "company", "city", "school", "name"};

void add_names(const Profile& profile, Names& names) {
  if (profile.deleted || profile.contact_policy == ContactPolicy::kDoNotContact) return;
  const auto add = [&](std::size_t field, const std::string& text) {
    const std::string key = value_key(cut_text(text, limit::kValueBytesMax));
    if (!key.empty()) names[{field, key}].insert(profile.id);
  };
  for (const Skill& skill : profile.skills) add(0, skill.name);
  for (const Position& position : profile.positions) {
    add(1, position.title);
    add(2, position.organisation);
  }
  if (!profile.location.name.empty())
    add(3, profile.location.name + (profile.location.country.empty() ? "" : ", " + profile.location.country));
  for (const Education& education : profile.education) add(4, education.school);
  if (!value_key(profile.name).empty()) names[{5, value_key(profile.name)}].insert(profile.id);
}

struct Line {
  std::size_t errors;
  std::uint64_t count;
  std::string key;
  std::size_t field;
};

/// As `errors count field key`.
std::vector<std::string> slow_suggestions(const Names& names, const std::string& text, std::size_t limit) {
  const std::string typed = value_key(text);
  std::size_t letters = 0;
  for (const std::string& letter : letters_of(typed)) letters += letter == " " ? 0U : 1U;
  const std::size_t allowed = letters >= 8 ? 2 : letters >= 4 ? 1 : 0;
  std::vector<Line> lines;
  for (const auto& [name, persons] : names) {
    const std::size_t errors = slow_errors_at_any_word(typed, name.second);
    if (errors <= allowed) lines.push_back({errors, persons.size(), name.second, name.first});
  }
  std::sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) {
    return std::tuple(a.errors, b.count, a.key, a.field) < std::tuple(b.errors, a.count, b.key, b.field);
  });
  std::vector<std::string> shown;
  for (std::size_t i = 0; i < std::min(limit, lines.size()); ++i)
    shown.push_back(fmt::format("{} {} {} {}", lines[i].errors, lines[i].count, kFields[lines[i].field], lines[i].key));
  return shown;
}

std::vector<std::string> shown(const SuggestAnswer& answer) {
  std::vector<std::string> out;
  for (const Suggestion& one : answer.suggestions)
    out.push_back(fmt::format("{} {} {} {}", one.errors, one.count.value_or(0), one.field, value_key(one.text)));
  return out;
}

std::map<std::string, Profile> profiles_of(const std::filesystem::path& world) {
  std::map<std::string, Profile> profiles;
  RecordReader reader;
  std::ifstream in(world / "profiles.ndjson");
  for (std::string line; std::getline(in, line);) {
    const std::size_t size = line.size();
    line.append(simdjson::SIMDJSON_PADDING, '\0');
    const auto read = reader.profile(std::string_view(line).substr(0, size));
    if (!read) continue;
    const auto known = profiles.find(read.value().id);
    if (known == profiles.end() || known->second.updated_at <= read.value().updated_at)
      profiles[read.value().id] = read.value();
  }
  return profiles;
}

/// What somebody may type: the beginning of a word of a name, sometimes with an error or two.
std::string something_typed(const Names& names, std::mt19937_64& random) {
  const auto below = [&](std::size_t bound) { return random() % bound; };
  const std::string& key = std::next(names.begin(), static_cast<std::ptrdiff_t>(below(names.size())))->first.second;
  std::size_t begin = 0;
  if (below(2) == 0 && key.find(' ') != std::string::npos) begin = key.find(' ') + 1;
  std::vector<std::string> letters = letters_of(key.substr(begin));
  letters.resize(std::min(letters.size(), 1 + below(14)));
  for (std::size_t errors = below(3); errors > 0 && letters.size() > 1; --errors) {
    const std::size_t at = below(letters.size());
    const auto place = letters.begin() + static_cast<std::ptrdiff_t>(at);
    switch (below(4)) {
      case 0:
        *place = std::string(1, static_cast<char>('a' + below(26)));
        break;
      case 1:
        letters.erase(place);
        break;
      case 2:
        letters.insert(place, std::string(1, static_cast<char>('a' + below(26))));
        break;
      default:
        if (at > 0) std::swap(letters[at], letters[at - 1]);
    }
  }
  return std::accumulate(letters.begin(), letters.end(), std::string());
}

TEST(Suggest, SaysWhatALookAtEveryProfileSays) {
  for (const std::uint64_t seed : seeds(5, 6)) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const IndexedWorld world(400, seed);
    const auto searcher = Searcher::open(world.index(), {}).value();
    Names names;
    const auto profiles = profiles_of(world.world());
    for (const auto& [id, profile] : profiles) add_names(profile, names);
    const std::string& me = profiles.begin()->first;
    std::mt19937_64 random(seed);
    for (int i = 0; i < 300; ++i) {
      const std::string typed = something_typed(names, random);
      if (value_key(typed).empty()) continue;
      const std::size_t limit = 1 + random() % 20;
      const SuggestAnswer answer = suggested(*searcher, me, typed, kFields, limit);
      ASSERT_EQ(shown(answer), slow_suggestions(names, typed, limit)) << "typed " << typed << ", limit " << limit;
      if (i % 10 == 0) expect_counts_found(*searcher, me, answer);
    }
  }
}

/// A small world by hand.
class SmallWorld {
 public:
  SmallWorld(const std::vector<std::string>& profiles, const std::vector<std::string>& groups = {},
             const std::vector<std::string>& memberships = {}) {
    reference::write_lines(folder_.path() / "profiles.ndjson", profiles);
    if (!groups.empty()) reference::write_lines(folder_.path() / "groups.ndjson", groups);
    if (!memberships.empty()) reference::write_lines(folder_.path() / "memberships.ndjson", memberships);
    world_.emplace(folder_.path());
    searcher = Searcher::open(world_->index(), {}).value();
  }
  [[nodiscard]] std::filesystem::path index() const { return world_->index(); }

 private:
  TemporaryFolder folder_;
  std::optional<IndexedWorld> world_;

 public:
  std::unique_ptr<Searcher> searcher;
};

std::string profile(const std::string& id, const std::string& name, const std::string& skills,
                    const std::string& more = "") {
  std::string list;
  for (std::size_t at = 0; at < skills.size();) {
    const std::size_t end = std::min(skills.find('|', at), skills.size());
    list += fmt::format(R"({}{{"name":"{}"}})", list.empty() ? "" : ",", skills.substr(at, end - at));
    at = end + 1;
  }
  return fmt::format(R"({{"id":"{}","name":"{}","skills":[{}]{}}})", id, name, list, more);
}

TEST(Suggest, TakesAnyWordOfANameWithoutRegardToCaseAndAccents) {
  const SmallWorld world({profile("a", "Zoé Müller", "Machine Learning|C++|Node.js|CI/CD|ingénierie logicielle"),
                          profile("b", "Bo Anders", "machine learning|.NET|机器学习|Машинное обучение|E-Commerce")});
  const auto names = [&](const std::string& text) { return texts(suggested(*world.searcher, "a", text)); };
  EXPECT_THAT(names("MACH"), ElementsAre("Machine Learning"));
  EXPECT_THAT(names("learn"), ElementsAre("Machine Learning"));
  EXPECT_THAT(names("machine  lea"), ElementsAre("Machine Learning"));
  EXPECT_THAT(names("INGENIERIE"), ElementsAre("ingénierie logicielle"));
  EXPECT_THAT(names("zoe"), ElementsAre("Zoé Müller"));
  EXPECT_THAT(names("muller"), ElementsAre("Zoé Müller"));
  EXPECT_THAT(names("c+"), ElementsAre("C++"));
  EXPECT_THAT(names("js"), ElementsAre("Node.js"));
  EXPECT_THAT(names("cd"), ElementsAre("CI/CD"));
  EXPECT_THAT(names("net"), ElementsAre(".NET"));
  EXPECT_THAT(names(".n"), ElementsAre(".NET"));
  EXPECT_THAT(names("学习"), ElementsAre("机器学习"));
  EXPECT_THAT(names("обуч"), ElementsAre("Машинное обучение"));
  EXPECT_THAT(names("com"), ElementsAre("E-Commerce"));
  EXPECT_THAT(names("achine"), ElementsAre("Machine Learning"));  // the first letter is missing
  EXPECT_THAT(names("chi"), IsEmpty());
  const SuggestAnswer answer = suggested(*world.searcher, "a", "mach");
  EXPECT_EQ(answer.suggestions[0].count, 2U);
  EXPECT_EQ(answer.suggestions[0].field, "skill");
  EXPECT_EQ(answer.suggestions[0].query, "skill:=\"Machine Learning\"");
  for (const char* text : {"m", "z", "c", "n", "b", "i", "e", ".", "机", "м"})
    expect_counts_found(*world.searcher, "a", suggested(*world.searcher, "a", text));
}

TEST(Suggest, PutsWhatIsTypedRightBeforeWhatIsCorrected) {
  const SmallWorld world({profile("a", "A B", "Kubernetes|Kuberos"), profile("b", "C D", "Kubernetes"),
                          profile("c", "E F", "Kubernetes|Cuberos")});
  const auto names = [&](const std::string& text) { return texts(suggested(*world.searcher, "a", text, {"skill"})); };
  EXPECT_THAT(names("kubero"), ElementsAre("Kuberos", "Kubernetes", "Cuberos"));
  EXPECT_THAT(names("kubernets"), ElementsAre("Kubernetes"));
  EXPECT_THAT(names("kuebrnetse"), ElementsAre("Kubernetes"));  // two pairs swapped
  EXPECT_THAT(names("xubernetxs"), ElementsAre("Kubernetes"));
  EXPECT_THAT(names("xxbernetxs"), IsEmpty());
  EXPECT_THAT(names("xub"), IsEmpty());
  EXPECT_THAT(names("xube"), ElementsAre("Kubernetes", "Cuberos", "Kuberos"));
  const SuggestAnswer answer = suggested(*world.searcher, "a", "kubero", {"skill"});
  EXPECT_EQ(answer.suggestions[0].errors, 0U);
  EXPECT_EQ(answer.suggestions[1].errors, 1U);
}

TEST(Suggest, KeepsItsLimits) {
  const SmallWorld world({profile("a", "A B", "Java|Javelin|Jam")});
  const Searcher& searcher = *world.searcher;
  const auto fault = [&](SuggestRequest request) {
    const auto answer = suggest(searcher, request);
    return answer ? std::string() : answer.error().message;
  };
  EXPECT_THAT(texts(suggested(searcher, "a", "ja", {}, 2)), ElementsAre("Jam", "Java"));
  for (const char* nothing : {"", " ", "\t \n", "\xC2\xA0"})
    EXPECT_THAT(suggested(searcher, "a", nothing).suggestions, IsEmpty());
  EXPECT_THAT(suggested(searcher, "a", "ja", {}, 0).suggestions, IsEmpty());
  EXPECT_EQ(fault({"ja", "a", {}, limit::kSuggestionsMax, {}}), "");
  EXPECT_THAT(fault({"ja", "a", {}, limit::kSuggestionsMax + 1, {}}), HasSubstr("at most 100"));
  EXPECT_EQ(fault({std::string(limit::kSuggestBytesMax, 'j'), "a", {}, 10, {}}), "");
  EXPECT_THAT(fault({std::string(limit::kSuggestBytesMax + 1, 'j'), "a", {}, 10, {}}), HasSubstr("at most 160"));
  EXPECT_THAT(fault({"j\xFF", "a", {}, 10, {}}), HasSubstr("not UTF-8"));
  EXPECT_THAT(fault({"ja", "a", {"colour"}, 10, {}}), HasSubstr("take one of skill, title"));
  EXPECT_THAT(fault({"ja", "nobody", {}, 10, {}}), HasSubstr("nobody is known to you"));
}

TEST(Suggest, NamesWithSignsOfTheQueryLanguageFindThemselves) {
  const std::vector<std::string> odd = {
      R"(say \"cheese\")",   "100% cotton",           "“De Kroon” NV", "a (b) c",     "OR",        "x, y; z", "50%22",
      "Ｆｕｌｌ ｗｉｄｔｈ", "zero\xE2\x80\x8Bwidth", "a | b",         "dash – dash", "naïve café"};
  std::vector<std::string> profiles;
  for (std::size_t i = 0; i < odd.size(); ++i)
    profiles.push_back(profile("p" + std::to_string(i), "Person " + std::to_string(i), odd[i],
                               fmt::format(R"(,"positions":[{{"title":"{0}","organisation":"{0}"}}])", odd[i])));
  const SmallWorld world(profiles);
  std::size_t seen = 0;
  for (const char* typed : {"s", "1", "d", "a", "o", "x", "5", "f", "z", "n", "p", "w", "c", "“"}) {
    const SuggestAnswer answer = suggested(*world.searcher, "p0", typed, {}, 100);
    expect_counts_found(*world.searcher, "p0", answer);
    seen += answer.suggestions.size();
  }
  EXPECT_GT(seen, 36U);
}

TEST(Suggest, NeverNamesWhoMustNotBeContactedAndCountsThemNowhere) {
  const SmallWorld world({profile("a", "Anna Visser", "Java"),
                          profile("b", "Zacharias Hidden", "Java|Zymurgy", R"(,"contact_policy":"do_not_contact")")});
  EXPECT_THAT(suggested(*world.searcher, "a", "z").suggestions, IsEmpty());
  EXPECT_THAT(suggested(*world.searcher, "a", "hidd").suggestions, IsEmpty());
  EXPECT_THAT(suggested(*world.searcher, "b", "hidd").suggestions, IsEmpty());
  EXPECT_EQ(suggested(*world.searcher, "a", "java").suggestions.at(0).count, 1U);
  const auto journal = Journal::open(world.index());
  DraftMaker maker("me", 1'780'000'000);
  ASSERT_TRUE(journal.value()->append({maker.record(RecordKind::kDoNotContact, R"({"person":"a"})").value()}));
  EXPECT_THAT(suggested(*world.searcher, "b", "java").suggestions, IsEmpty());
  EXPECT_THAT(suggested(*world.searcher, "b", "anna").suggestions, IsEmpty());
}

TEST(Suggest, ShowsGroupsAsFarAsTheyExistForTheSearcher) {
  const SmallWorld world({profile("a", "A", "Java"), profile("b", "B", "Java"),
                          profile("c", "C", "Java", R"(,"contact_policy":"do_not_contact")")},
                         {R"({"id":"haven-open","name":"Open","kind":"open"})",
                          R"({"id":"haven-listed","name":"L","kind":"members_only"})",
                          R"({"id":"haven-secret","name":"S","kind":"closed"})"},
                         {R"({"group":"haven-open","person":"a"})", R"({"group":"haven-open","person":"c"})",
                          R"({"group":"haven-listed","person":"b"})", R"({"group":"haven-secret","person":"b"})"});
  const auto groups = [&](const std::string& as, const std::string& text) {
    const SuggestAnswer answer = suggested(*world.searcher, as, text, {"group"});
    expect_counts_found(*world.searcher, as, answer);
    return shown(answer);
  };
  EXPECT_THAT(groups("a", "hav"), ElementsAre("0 1 group haven-open", "0 0 group haven-listed"));
  EXPECT_THAT(groups("b", "hav"),
              ElementsAre("0 1 group haven-listed", "0 1 group haven-open", "0 1 group haven-secret"));
  EXPECT_THAT(groups("a", "secret"), IsEmpty());
  EXPECT_THAT(groups("b", "secrte"), ElementsAre("1 1 group haven-secret"));
  EXPECT_EQ(suggested(*world.searcher, "a", "listed").suggestions.at(0).count, std::nullopt);
}

TEST(Suggest, CountsWhatUsersDoAtOnce) {
  for (const std::uint64_t seed : seeds(1, 3)) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 random(seed);
    const std::vector<std::string> skills = {"Java",    "Rust",         "Kubernetes",  "Kuberos",
                                             "Welding", "Patient Care", "patient care"};
    const auto somebody = [&](std::size_t person) {
      std::string list;
      for (const std::string& skill : skills) {
        if (random() % 3 == 0) list += (list.empty() ? "" : "|") + skill;
      }
      if (list.empty()) list = "Java";
      return profile(fmt::format("p{:02}", person), fmt::format("{} Jansen", random() % 2 == 0 ? "Jan" : "Kim"), list,
                     random() % 6 == 0 ? R"(,"contact_policy":"do_not_contact")"
                                       : fmt::format(R"(,"positions":[{{"title":"Lead {}"}}])", person % 3));
    };
    std::map<std::string, std::string> lines;
    std::vector<std::string> all;
    for (std::size_t person = 0; person < 12; ++person) {
      lines[fmt::format("p{:02}", person)] = somebody(person);
      all.push_back(lines[fmt::format("p{:02}", person)]);
    }
    all.push_back(profile("me", "Me", "Nothing"));
    lines["me"] = all.back();
    const SmallWorld world(all);
    const auto journal = Journal::open(world.index());
    DraftMaker maker("me", 1'780'000'000);
    RecordReader reader;
    for (int step = 0; step < 40; ++step) {
      const std::size_t person = random() % 16;
      const std::string id = fmt::format("p{:02}", person);
      if (random() % 4 == 0) {
        lines.erase(id);
        ASSERT_TRUE(journal.value()->append({maker.deletion(id).value()}));
      } else {
        lines[id] = somebody(person);
        ASSERT_TRUE(journal.value()->append({maker.record(RecordKind::kProfile, lines[id]).value()}));
      }
      Names names;
      for (const auto& [known, line] : lines) {
        std::string padded = line;
        padded.append(simdjson::SIMDJSON_PADDING, '\0');
        add_names(reader.profile(std::string_view(padded).substr(0, line.size())).value(), names);
      }
      for (const std::string typed : {"j", "k", "kubero", "care", "lead", "jansen", "kubernetse"}) {
        const SuggestAnswer answer = suggested(*world.searcher, "me", typed, kFields);
        ASSERT_EQ(shown(answer), slow_suggestions(names, typed, 10)) << typed << " after step " << step;
        if (step % 8 == 0) expect_counts_found(*world.searcher, "me", answer);
      }
    }
  }
}

}  // namespace
}  // namespace kennis
