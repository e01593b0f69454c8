/// @file
#include "evaluation/judged_fit.h"

#include <algorithm>
#include <charconv>
#include <fstream>

#include <fmt/format.h>
#include <xapian.h>

#include "evaluation/bm25.h"
#include "evaluation/free_text.h"
#include "network/network.h"
#include "schema/document.h"
#include "schema/fields.h"
#include "schema/generation_lease.h"
#include "schema/manifest.h"
#include "schema/profile_records.h"
#include "schema/profile_words.h"
#include "schema/read_record.h"
#include "schema/skill_knowledge.h"
#include "schema/statistics.h"
#include "schema/word_runs.h"
#include "searcher/match_plan.h"
#include "searcher/query_meaning.h"
#include "searcher/top_k.h"
#include "searcher/unheard_words.h"

namespace kennis {
namespace {

struct TopicLine {
  std::string_view topic;
  std::string_view person;
  int grade = 0;
};

std::optional<TopicLine> read_line(std::string_view line) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  const std::size_t first = line.find('\t');
  const std::size_t second = first == std::string_view::npos ? first : line.find('\t', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  TopicLine read{line.substr(0, first), line.substr(first + 1, second - first - 1), 0};
  const std::string_view grade = line.substr(second + 1);
  const auto [end, error] = std::from_chars(grade.data(), grade.data() + grade.size(), read.grade);
  const bool is_number = error == std::errc() && end == grade.data() + grade.size() && !grade.empty();
  if (!is_number || read.topic.empty() || read.person.empty()) return std::nullopt;
  return read;
}

/// The generation that is judged, open.
struct Opened {
  explicit Opened(const std::filesystem::path& path)
      : lease(path),
        network(path),
        records(path),
        words(path),
        statistics(path / file::kTerms),
        known_runs(path / file::kRuns),
        knowledge(read_skill_knowledge(path / file::kTaxonomy)),
        database((path / file::kProfiles).string()) {}

  GenerationLease lease;
  Network network;
  ProfileRecords records;
  ProfileWords words;
  Statistics statistics;
  KnownRuns known_runs;
  SkillKnowledge knowledge;
  Xapian::Database database;
};

/// Counts the words of everyone who can be a hit.
Bm25 counted(const Opened& opened, const std::vector<const Query*>& queries) {
  Bm25 bm25(queries);
  RecordReader reader;
  DocumentBuilder builder;
  DocumentTerms terms;
  const std::string searchable(prefix::kSearchable);
  for (auto at = opened.database.postlist_begin(searchable); at != opened.database.postlist_end(searchable); ++at) {
    std::string record(opened.records.of(*at));
    const std::size_t size = record.size();
    record.append(simdjson::SIMDJSON_PADDING, '\0');
    const auto profile = reader.profile(std::string_view(record).substr(0, size));
    if (!profile) continue;
    builder.build(profile.value(), {}, terms);
    bm25.add(*at, terms);
  }
  return bm25;
}

std::vector<std::uint64_t> ranked_by_fit(const Opened& opened, Query query, Stemmer& stemmer) {
  find_meaning(query, opened.knowledge.finder(), opened.statistics, stemmer);
  ask_for_parts_of_unheard(query.root, opened.statistics);
  const auto plan = plan_match(std::move(query), opened.statistics, opened.known_runs);
  TopKRequest request;
  request.lambda = 0;
  request.count = limit::kHitsMax;
  const auto top = find_top_k(opened.database, opened.words, *plan, ReachMap(), request);
  std::vector<std::uint64_t> nodes;
  for (const RankedCandidate& hit : top.value().hits) nodes.push_back(hit.candidate.node);
  return nodes;
}

Grades grades_by_node(const JudgedTopic& topic, const People& people, std::size_t& unknown) {
  constexpr std::uint64_t kNobody = std::uint64_t{1} << 32U;  // beyond every node: judged, and never found
  Grades grades;
  for (const auto& [person, grade] : topic.grades) {
    const Node node = people.find(person);
    if (node == kNoPerson) {
      grades[kNobody + unknown++] = grade;
    } else {
      grades[node] = std::max(grades[node], grade);
    }
  }
  return grades;
}

}  // namespace

Result<std::vector<JudgedTopic>> read_judgments(const std::filesystem::path& file) {
  const auto fault = [&](std::string what) { return Error{ErrorCode::kInvalidRequest, file.string() + what, {}}; };
  std::ifstream in(file);
  if (!in) return fault(": cannot be read");
  std::vector<JudgedTopic> topics;
  std::map<std::string, std::size_t, std::less<>> known;
  std::string line;
  for (std::size_t number = 1; std::getline(in, line); ++number) {
    if (line.empty()) continue;
    const auto read = read_line(line);
    if (!read)
      return fault(fmt::format(":{}: wants topic, person and grade (a whole number), separated by tabs", number));
    const auto [at, is_new] = known.try_emplace(std::string(read->topic), topics.size());
    if (is_new) topics.push_back({std::string(read->topic), {}});
    topics[at->second].grades[std::string(read->person)] = read->grade;
  }
  if (topics.empty()) return fault(": holds no judgment");
  return topics;
}

Result<JudgedFit> evaluate_fit(const std::filesystem::path& index, const std::vector<JudgedTopic>& topics) {
  const std::string name = current_generation(index);
  const auto path = index / file::kGenerations / name;
  const auto manifest = read_manifest(path);
  if (!manifest) return manifest.error();
  const Opened opened(path);
  Stemmer stemmer;
  std::vector<Query> queries;
  for (const JudgedTopic& topic : topics) {
    queries.push_back(free_text_query(topic.topic, opened.knowledge.finder(), opened.statistics, stemmer));
  }
  std::vector<const Query*> asked;
  for (const Query& query : queries) asked.push_back(&query);
  const Bm25 bm25 = counted(opened, asked);
  JudgedFit result;
  std::vector<RankingMeasures> by_fit;
  std::vector<RankingMeasures> by_bm25;
  for (std::size_t i = 0; i < topics.size(); ++i) {
    const Grades grades = grades_by_node(topics[i], opened.network.people(), result.unknown_persons);
    const std::vector<std::uint32_t> plain = bm25.ranked(queries[i]);
    const std::size_t depth = std::min(plain.size(), limit::kHitsMax);
    by_bm25.push_back(measures_of(
        std::vector<std::uint64_t>(plain.begin(), plain.begin() + static_cast<std::ptrdiff_t>(depth)), grades));
    by_fit.push_back(measures_of(ranked_by_fit(opened, std::move(queries[i]), stemmer), grades));
  }
  result.queries = topics.size();
  result.methods["fit"] = mean_of(by_fit);
  result.methods["bm25"] = mean_of(by_bm25);
  return result;
}

}  // namespace kennis
