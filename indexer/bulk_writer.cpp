/// @file
#include <map>
#include <mutex>

#include "indexer/database_check.h"
#include "indexer/glass/database_builder.h"
#include "indexer/profile_writer.h"
#include "indexer/term_statistics.h"

namespace kennis {
namespace {

namespace fs = std::filesystem;

class BulkRun : public DocumentRun {
 public:
  using Take = std::function<void(const glass::RunBuilder&)>;

  BulkRun(glass::RunFiles files, const glass::RunOptions& options, Take take)
      : builder_(std::move(files), options), take_(std::move(take)) {}
  void add(Node node, const DocumentTerms& terms, std::string_view record) override {
    builder_.add(node, terms.numbered(), terms.texts(), record);
  }
  void finish() override {
    builder_.finish();
    take_(builder_);
  }

 private:
  glass::RunBuilder builder_;
  Take take_;
};

class BulkWriter : public ProfileWriter {
 public:
  explicit BulkWriter(const ProfileWriterOptions& options) : options_(options) {
    fs::create_directories(options_.folder);
  }

  std::unique_ptr<DocumentRun> begin_run(std::size_t run) override {
    const glass::RunOptions run_options{options_.records, options_.term_lists, options_.deflate_level,
                                        options_.positions};
    return std::make_unique<BulkRun>(
        glass::RunFiles(options_.folder, run), run_options, [this, run](const glass::RunBuilder& builder) {
          const std::lock_guard lock(mutex_);
          runs_.emplace(run, glass::Run{builder.files(), builder.statistics(), builder.lengths(), builder.marks()});
        });
  }

  std::vector<TermEntry> finish(const std::function<void(std::uint64_t, std::uint64_t)>& progress) override {
    std::uint64_t total = 0;
    for (const auto& entry : fs::directory_iterator(options_.folder)) total += entry.file_size();
    std::uint64_t done = 0;
    std::vector<glass::Run> runs;
    for (auto& [number, run] : runs_) runs.push_back(std::move(run));
    std::vector<TermEntry> entries;
    glass::DatabaseOptions options;
    options.folder = options_.database;
    options.term_lists = options_.term_lists;
    options.workers = options_.workers;
    options.check = [](const fs::path& table) { check_database(table); };
    options.term = [&](std::string_view term, const glass::TermTotals& totals) {
      if (has_statistics(term)) {
        entries.push_back({hash_of_term(term), {static_cast<std::uint32_t>(totals.documents), totals.evidence_max}});
      }
    };
    build_database(options, runs, [&](std::uint64_t bytes) {
      done += bytes;
      progress(done, total);
    });
    return entries;
  }

 private:
  ProfileWriterOptions options_;
  std::mutex mutex_;
  std::map<std::size_t, glass::Run> runs_;
};

}  // namespace

std::unique_ptr<ProfileWriter> make_bulk_writer(const ProfileWriterOptions& options) {
  return std::make_unique<BulkWriter>(options);
}

}  // namespace kennis
