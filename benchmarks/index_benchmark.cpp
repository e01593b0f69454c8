/// @file
/// Indexing of profiles beside a naive indexer of one thread over the same lines: records a second, time by stage, size.
///
/// The naive way (getline, one parse, Xapian's TermGenerator, one database), the same with exactly our terms, SQLite's FTS5, and run_index with
/// 1 and 2 workers: through Xapian's API, in bulk with the same content (term lists and records in the database), and as Kennis really writes
/// it. Their order matters: each reports its ratio to the ones before it, by the best time of each. KENNIS_BENCHMARK_PROFILES names a file to
/// use instead of a world made for it. postgresql_benchmark.sh does the same with PostgreSQL.
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <map>
#include <memory>
#include <optional>

#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <xapian.h>

#include "benchmarks/fts5_index.h"
#include "benchmarks/measure.h"
#include "generator/world.h"
#include "indexer/index_run.h"
#include "schema/document.h"
#include "schema/fields.h"
#include "schema/manifest.h"
#include "schema/profile_records.h"
#include "schema/read_record.h"
#include "tests/reference/indexed_world.h"

namespace kennis::benchmarks {
namespace {

namespace fs = std::filesystem;

/// The profiles of a generated world, alone in a folder, and places for what is built from them.
class Input {
 public:
  /// Profiles of somebody else.
  explicit Input(const fs::path& profiles) {
    fs::create_directories(input());
    fs::create_symlink(fs::absolute(profiles), file());
    std::ifstream in(file());
    for (std::string line; std::getline(in, line);) ++profiles_;
  }
  Input(std::size_t people, std::uint64_t seed) {
    WorldOptions options;
    options.people = people;
    options.seed = seed;
    const auto made = generate_world(options, folder_.path() / "world");
    if (!made) throw std::runtime_error(made.error().message);
    profiles_ = made.value().profiles;
    fs::create_directories(input());
    fs::rename(folder_.path() / "world" / "profiles.ndjson", file());
    fs::remove_all(folder_.path() / "world");
  }
  [[nodiscard]] fs::path input() const { return folder_.path() / "input"; }
  [[nodiscard]] fs::path file() const { return input() / "profiles.ndjson"; }
  /// A folder for the outcome of one way, emptied.
  [[nodiscard]] fs::path emptied(const std::string& name) const {
    fs::remove_all(folder_.path() / name);
    return folder_.path() / name;
  }
  [[nodiscard]] std::uint64_t profiles() const { return profiles_; }

 private:
  reference::TemporaryFolder folder_;
  std::uint64_t profiles_ = 0;
};

/// The fields that we index, as the library's own way has it: each word as it is and stemmed, the former with positions.
void generate_terms(Xapian::TermGenerator& generator, const Profile& profile) {
  const auto add = [&](const std::string& text, std::string_view prefix, bool in_text) {
    generator.increase_termpos();
    if (!prefix.empty()) generator.index_text(text, 1, std::string(prefix));
    if (in_text) generator.index_text(text);
  };
  add(profile.name, prefix::kName, false);
  add(profile.headline, prefix::kTitle, true);
  add(profile.summary, prefix::kText, true);
  for (const Position& position : profile.positions) {
    add(position.title, prefix::kTitle, true);
    add(position.organisation, prefix::kCompany, false);
    add(position.description, prefix::kText, true);
  }
  for (const Skill& skill : profile.skills) add(skill.name, prefix::kSkill, true);
}

template <typename Use>
void for_each_profile(const fs::path& file, const Use& use) {
  RecordReader reader;
  std::ifstream in(file, std::ios::binary);
  for (std::string line; std::getline(in, line);) {
    const std::size_t size = line.size();
    line.reserve(size + simdjson::SIMDJSON_PADDING);
    const auto profile = reader.profile(line);
    if (!profile) throw std::runtime_error(profile.error().message);
    use(profile.value(), line);
  }
}

void index_naively(const fs::path& file, const fs::path& database) {
  Xapian::WritableDatabase writer(database.string(), Xapian::DB_CREATE_OR_OVERWRITE | Xapian::DB_BACKEND_GLASS);
  Xapian::TermGenerator generator;
  generator.set_stemmer(Xapian::Stem("english"));
  generator.set_stemming_strategy(Xapian::TermGenerator::STEM_SOME);
  for_each_profile(file, [&](const Profile& profile, const std::string& line) {
    Xapian::Document document;
    generator.set_document(document);
    generator.set_termpos(0);
    document.set_data(line);
    document.add_boolean_term(make_term(prefix::kId, profile.id));
    if (profile.contact_policy != ContactPolicy::kDoNotContact) generate_terms(generator, profile);
    writer.add_document(document);
  });
  writer.commit();
}

void index_with_fts5(const fs::path& file, const fs::path& database) {
  Fts5Index index(database);
  for_each_profile(file, [&](const Profile& profile, const std::string& line) { index.add(profile, line); });
  index.commit();
}

/// One thread, one database, one commit, but the terms of DocumentBuilder.
void index_with_our_terms(const fs::path& file, const fs::path& database) {
  Xapian::WritableDatabase writer(database.string(), Xapian::DB_CREATE_OR_OVERWRITE | Xapian::DB_BACKEND_GLASS);
  DocumentBuilder builder;
  DocumentTerms terms;
  for_each_profile(file, [&](const Profile& profile, const std::string& line) {
    builder.build(profile, {}, terms);
    Xapian::Document document;
    document.set_data(line);
    for (const Mention& mention : terms.mentions()) {
      const std::string term(mention.term);
      if (mention.position == 0) {
        document.add_term(term, mention.wdf);
      } else {
        document.add_posting(term, mention.position, mention.wdf);
      }
    }
    writer.add_document(document);
  });
  writer.commit();
}

IndexReport index_with_kennis(const Input& input, const fs::path& index, IndexOptions options) {
  options.input = input.input();
  options.index = index;
  options.now = now();
  Silence silence;
  auto report = run_index(options, silence);
  if (!report) throw std::runtime_error(report.error().message);
  if (!report.value().published) throw std::runtime_error("nothing was published");
  return std::move(report).value();
}

fs::path database_of(const fs::path& index) {
  return index / file::kGenerations / current_generation(index) / file::kProfiles;
}

/// Words that stay themselves in every language, so that raw and stemmed forms are the same documents'.
std::vector<std::string> words_to_compare() {
  Stemmer stemmer;
  std::vector<std::string> words;
  for (const char* word : {"python", "sql", "javascript", "html", "php", "css", "kotlin", "react", "postgresql"}) {
    if (stemmer.terms_in_all_languages(word).size() == 1) words.emplace_back(word);
  }
  return words;
}

/// What is different between the naive database and another of the same input; empty if nothing is.
std::string difference(const Input& input, const fs::path& naive_path, const fs::path& other_path) {
  const Xapian::Database naive(naive_path.string());
  const Xapian::Database other(other_path.string());
  std::optional<ProfileRecords> records;
  if (fs::exists(other_path.parent_path() / file::kRecords)) records.emplace(other_path.parent_path());
  if (naive.get_doccount() != input.profiles()) return "the naive database lacks documents";
  if (other.get_doccount() != input.profiles()) return "documents are missing";
  std::string different;
  for_each_profile(input.file(), [&](const Profile& profile, const std::string& line) {
    const std::string term = make_term(prefix::kId, profile.id);
    for (const Xapian::Database* database : {&naive, &other}) {
      const auto document = database->postlist_begin(term);
      if (document == database->postlist_end(term)) {
        different = profile.id + " is missing";
        return;
      }
      const bool is_beside = records && database == &other;
      if ((is_beside ? std::string(records->of(*document)) : database->get_document(*document).get_data()) != line) {
        different = profile.id + " has another record";
      }
    }
  });
  if (!different.empty()) return different;
  std::size_t compared = 0;
  for (const std::string& word : words_to_compare()) {
    if (naive.get_termfreq(word) != other.get_termfreq(word)) {
      return fmt::format("{}: {} documents, naively {}", word, other.get_termfreq(word), naive.get_termfreq(word));
    }
    if (naive.get_termfreq(word) > 0) ++compared;
  }
  return compared < 3 ? "too few words occur to compare" : "";
}

std::string difference_to_fts5(const fs::path& naive_path, const fs::path& fts5_path) {
  const Xapian::Database naive(naive_path.string());
  Fts5Index fts5(fts5_path);
  for (const std::string& word : words_to_compare()) {
    const std::uint64_t found = fts5.count(word);
    if (naive.get_termfreq(word) != found) {
      return fmt::format("{}: {} documents in FTS5, naively {}", word, found, naive.get_termfreq(word));
    }
  }
  return {};
}

/// All ways on a small input, once; thrown before anything is timed.
std::string fault_on_small_input() {
  static const std::string kFault = [] {
    const Input input(400, 3);
    const fs::path naive = input.emptied("naive");
    const fs::path same_terms = input.emptied("same_terms");
    index_naively(input.file(), naive);
    index_with_our_terms(input.file(), same_terms);
    std::string fault = difference(input, naive, same_terms);
    const fs::path fts5 = input.emptied("fts5");
    index_with_fts5(input.file(), fts5);
    if (fault.empty()) fault = difference_to_fts5(naive, fts5);
    for (const bool whole : {false, true}) {
      const fs::path index = input.emptied("kennis");
      IndexOptions options;
      options.whole_database = whole;
      index_with_kennis(input, index, options);
      if (fault.empty()) fault = difference(input, naive, database_of(index));
    }
    return fault;
  }();
  return kFault;
}

const Input& input() {
  static const Input kInput = [] {
    const char* given = std::getenv("KENNIS_BENCHMARK_PROFILES");
    return given != nullptr && !is_small() ? Input(fs::path(given)) : Input(people(20'000, 400), 1);
  }();
  return kInput;
}

/// The best time of each way so far.
std::map<std::string, double>& best_seconds() {
  static std::map<std::string, double> seconds;
  return seconds;
}

template <typename Index>
double timed(const std::string& name, const Index& index) {
  reset_peak_memory();
  const auto began = std::chrono::steady_clock::now();
  index();
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  const auto [entry, is_new] = best_seconds().try_emplace(name, seconds);
  entry->second = std::min(entry->second, seconds);
  return seconds;
}

void report_sizes(benchmark::State& state, std::size_t index_bytes) {
  const auto bytes = bytes_of(input().file());
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(input().profiles()));
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bytes));
  state.counters["peak_megabytes"] = static_cast<double>(peak_memory_bytes()) / 1e6;
  state.counters["index_over_input"] = static_cast<double>(index_bytes) / static_cast<double>(bytes);
}

void report_ratio(benchmark::State& state, const std::string& counter, const std::string& to, const std::string& of) {
  const auto found = best_seconds().find(to);
  if (found != best_seconds().end()) state.counters[counter] = found->second / best_seconds().at(of);
}

void index_in_one(benchmark::State& state, const std::string& name, void (*index)(const fs::path&, const fs::path&)) {
  const std::string fault = fault_on_small_input();
  if (!fault.empty()) return state.SkipWithError(fault.c_str());
  fs::path database;
  for (auto _ : state) {
    database = input().emptied(name);
    state.SetIterationTime(timed(name, [&] { index(input().file(), database); }));
  }
  report_sizes(state, bytes_of(database));
}

void BM_IndexNaively(benchmark::State& state) { index_in_one(state, "naive", index_naively); }
void BM_IndexNaivelyWithOurTerms(benchmark::State& state) {
  index_in_one(state, "same_terms", index_with_our_terms);
  report_ratio(state, "times_naive", "naive", "same_terms");
}
void BM_IndexWithFts5(benchmark::State& state) {
  index_in_one(state, "fts5", index_with_fts5);
  report_ratio(state, "times_naive", "naive", "fts5");
}

void BM_RunIndex(benchmark::State& state) {
  const std::string fault = fault_on_small_input();
  if (!fault.empty()) return state.SkipWithError(fault.c_str());
  IndexOptions options;
  options.workers = static_cast<std::size_t>(state.range(0));
  options.writer = state.range(1) != 0 ? WriterKind::kBulk : WriterKind::kApi;
  options.whole_database = state.range(2) != 0;
  const std::string way = fmt::format("kennis-{}-{}-", state.range(1), state.range(2));
  const std::string name = way + std::to_string(options.workers);
  fs::path index;
  IndexReport report;
  for (auto _ : state) {
    index = input().emptied(name);
    state.SetIterationTime(timed(name, [&] { report = index_with_kennis(input(), index, options); }));
  }
  double all = 0;
  for (const auto& [stage, seconds] : report.seconds) all += seconds;
  for (const auto& [stage, seconds] : report.seconds) state.counters["share_" + stage] = seconds / all;
  report_sizes(state, bytes_of(index));
  report_ratio(state, "times_naive", "naive", name);
  report_ratio(state, "times_same_terms", "same_terms", name);
  report_ratio(state, "times_fts5", "fts5", name);
  if (options.workers > 1) report_ratio(state, "times_one_worker", way + "1", name);
}

BENCHMARK(BM_IndexNaively)->Iterations(1)->UseManualTime()->MeasureProcessCPUTime()->Unit(benchmark::kMillisecond);
BENCHMARK(BM_IndexNaivelyWithOurTerms)
    ->Iterations(1)
    ->UseManualTime()
    ->MeasureProcessCPUTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK(BM_IndexWithFts5)->Iterations(1)->UseManualTime()->MeasureProcessCPUTime()->Unit(benchmark::kMillisecond);
BENCHMARK(BM_RunIndex)
    ->ArgNames({"workers", "bulk", "whole"})
    ->Args({1, 1, 0})
    ->Args({2, 1, 0})
    ->Args({1, 1, 1})
    ->Args({2, 1, 1})
    ->Args({2, 0, 1})
    ->Iterations(3)
    ->UseManualTime()
    ->MeasureProcessCPUTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace kennis::benchmarks
