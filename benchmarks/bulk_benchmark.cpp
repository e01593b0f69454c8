/// @file
/// Writing the same documents to a Xapian database in three ways: naively (one thread, one database, one commit), through the API as
/// xapian_writer.cpp does, and in bulk. Their terms are made before: only writing is timed. All databases are compared first.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>
#include <xapian.h>

#include "benchmarks/measure.h"
#include "generator/world.h"
#include "indexer/database_difference.h"
#include "indexer/profile_writer.h"
#include "indexer/scan.h"
#include "schema/document.h"
#include "schema/read_record.h"
#include "tests/reference/indexed_world.h"

namespace kennis::benchmarks {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kRunDocuments = 2000;  // what a block of sorted profiles holds

struct Made {
  std::string line;
  DocumentTerms terms;
};
using Documents = std::vector<std::unique_ptr<Made>>;

Documents make_documents(std::size_t count) {
  const reference::TemporaryFolder folder;
  WorldOptions options;
  options.people = count;
  options.seed = 1;
  if (!generate_world(options, folder.path())) throw std::runtime_error("no world");
  Documents documents;
  RecordReader reader;
  DocumentBuilder builder;
  for (std::string& line : padded_lines(folder.path() / "profiles.ndjson")) {
    auto made = std::make_unique<Made>();
    const auto profile = reader.profile(line);
    if (!profile) throw std::runtime_error(profile.error().message);
    builder.build(profile.value(), {}, made->terms);
    made->line = std::move(line);
    documents.push_back(std::move(made));
  }
  return documents;
}

void write_naively(const Documents& documents, const fs::path& database) {
  Xapian::WritableDatabase writer(database.string(), Xapian::DB_CREATE_OR_OVERWRITE | Xapian::DB_BACKEND_GLASS);
  for (const auto& made : documents) {
    Xapian::Document document;
    document.set_data(made->line);
    for (const Mention& mention : made->terms.mentions()) {
      const std::string term(mention.term);
      if (mention.position == 0) {
        document.add_term(term, mention.wdf);
      } else {
        document.add_posting(term, mention.position, mention.wdf);
      }
    }
    writer.add_document(document);
  }
  writer.commit();
}

void write_in_runs(const Documents& documents, ProfileWriter& writer, std::size_t workers) {
  const std::size_t runs = (documents.size() + kRunDocuments - 1) / kRunDocuments;
  for_each_parallel(runs, workers, [&](std::size_t i, std::size_t) {
    const std::size_t first = i * kRunDocuments;
    const auto run = writer.begin_run(i);
    for (std::size_t n = first; n < std::min(documents.size(), first + kRunDocuments); ++n) {
      run->add(static_cast<Node>(n + 1), documents[n]->terms, documents[n]->line);
    }
    run->finish();
  });
  writer.finish([](std::uint64_t, std::uint64_t) {});
}

using Write = std::function<void(const Documents&, const fs::path& folder)>;

Write api(std::size_t workers) {
  return [workers](const Documents& documents, const fs::path& folder) {
    ProfileWriterOptions options;
    options.folder = folder / "runs";
    options.database = folder / "database";
    options.workers = workers;
    options.records = true;
    options.positions = true;
    options.term_lists = true;
    write_in_runs(documents, *make_xapian_writer(options), workers);
  };
}

Write bulk(std::size_t workers, bool term_lists, int deflate_level) {
  return [=](const Documents& documents, const fs::path& folder) {
    ProfileWriterOptions options;
    options.folder = folder / "runs";
    options.database = folder / "database";
    options.workers = workers;
    options.records = true;
    options.positions = true;
    options.term_lists = term_lists;
    options.deflate_level = deflate_level;
    write_in_runs(documents, *make_bulk_writer(options), workers);
  };
}

const Write kNaive = [](const Documents& documents, const fs::path& folder) {
  fs::create_directories(folder);
  write_naively(documents, folder / "database");
};

/// What differs between the naive database of a few documents and that of `write`.
std::string fault_of(const Write& write) {
  static const Documents kFew = make_documents(300);
  const reference::TemporaryFolder folder;
  kNaive(kFew, folder.path() / "naive");
  write(kFew, folder.path() / "other");
  return first_difference(Xapian::Database((folder.path() / "naive/database").string()),
                          Xapian::Database((folder.path() / "other/database").string()));
}

double& best_naive_seconds() {
  static double seconds = 0;
  return seconds;
}

void measure(benchmark::State& state, const Write& write, bool is_naive) {
  const std::string fault = fault_of(write);
  if (!fault.empty()) return state.SkipWithError(fault.c_str());
  static const Documents kDocuments = make_documents(people(20'000, 400));
  const reference::TemporaryFolder folder;
  double best = 0;
  for (auto _ : state) {
    fs::remove_all(folder.path() / "out");
    const auto began = std::chrono::steady_clock::now();
    write(kDocuments, folder.path() / "out");
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    state.SetIterationTime(seconds);
    best = best == 0 ? seconds : std::min(best, seconds);
  }
  if (is_naive) best_naive_seconds() = best;
  if (best_naive_seconds() > 0) state.counters["times_naive"] = best_naive_seconds() / best;
  state.counters["megabytes"] = static_cast<double>(bytes_of(folder.path() / "out/database")) / 1e6;
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kDocuments.size()));
}

void BM_WriteNaively(benchmark::State& state) { measure(state, kNaive, true); }
void BM_WriteThroughApi(benchmark::State& state) {
  measure(state, api(static_cast<std::size_t>(state.range(0))), false);
}
void BM_WriteInBulk(benchmark::State& state) {
  measure(state, bulk(static_cast<std::size_t>(state.range(0)), state.range(1) != 0, static_cast<int>(state.range(2))),
          false);
}

void usual(benchmark::internal::Benchmark* benchmark) {
  benchmark->UseManualTime()->MeasureProcessCPUTime()->Unit(benchmark::kMillisecond);
}

BENCHMARK(BM_WriteNaively)->Iterations(1)->Apply(usual);
BENCHMARK(BM_WriteThroughApi)->ArgNames({"workers"})->Arg(2)->Iterations(1)->Apply(usual);
BENCHMARK(BM_WriteInBulk)
    ->ArgNames({"workers", "term_lists", "deflate_level"})
    ->Args({1, 1, 1})
    ->Args({2, 1, 6})
    ->Args({2, 1, 1})
    ->Args({2, 1, 0})
    ->Args({2, 0, 6})
    ->Args({2, 0, 1})
    ->Args({2, 0, 0})
    ->Iterations(3)
    ->Apply(usual);

}  // namespace
}  // namespace kennis::benchmarks
