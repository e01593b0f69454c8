/// @file
#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <stdexcept>
#include <system_error>

#include <fmt/format.h>
#include <xapian.h>

#include "indexer/database_check.h"
#include "indexer/profile_writer.h"
#include "indexer/scan.h"
#include "indexer/term_statistics.h"

namespace kennis {
namespace {

namespace fs = std::filesystem;

/// Runs are merged in groups of this many by all workers, and the groups by one: the last pass reads few, large, already merged databases.
constexpr std::size_t kGroup = 16;

/// Calls `write`, whose errors then name the folder. Xapian says which block could not be written, but not where; and of a run that may not
/// be cancelled (DB_DANGEROUS) it says only that, and no longer why.
template <typename Write>
void naming(const fs::path& path, const Write& write) {
  try {
    write();
  } catch (const Xapian::Error& error) {
    std::error_code unknown;
    const fs::space_info space = fs::space(path.parent_path(), unknown);
    throw std::runtime_error(fmt::format("{}: cannot be written, is the disk full? {} bytes are free ({})",
                                         path.string(), unknown ? 0 : space.available, error.get_description()));
  }
}

Xapian::Document document_of(const DocumentTerms& terms, bool has_positions) {
  Xapian::Document document;
  for (const Mention& mention : terms.mentions()) {
    if (!has_positions || mention.position == 0) {
      document.add_term(std::string(mention.term), mention.wdf);
    } else {
      document.add_posting(std::string(mention.term), mention.position, mention.wdf);
    }
  }
  return document;
}

int flags_of(const ProfileWriterOptions& options) {
  return Xapian::DB_CREATE_OR_OVERWRITE | Xapian::DB_BACKEND_GLASS | (options.term_lists ? 0 : Xapian::DB_NO_TERMLIST);
}

/// A database that nobody reads before it is merged: no syncing, no journal.
class XapianRun : public DocumentRun {
 public:
  XapianRun(fs::path path, const ProfileWriterOptions& options)
      : path_(std::move(path)), records_(options.records), positions_(options.positions) {
    naming(path_, [&] {
      database_ =
          Xapian::WritableDatabase(path_.string(), flags_of(options) | Xapian::DB_DANGEROUS | Xapian::DB_NO_SYNC);
    });
  }
  void add(Node node, const DocumentTerms& terms, std::string_view record) override {
    Xapian::Document document = document_of(terms, positions_);
    if (records_) document.set_data(std::string(record));
    naming(path_, [&] { database_.replace_document(node, document); });
  }
  void finish() override {
    naming(path_, [&] {
      database_.commit();
      database_.close();
    });
  }

 private:
  fs::path path_;
  bool records_;
  bool positions_;
  Xapian::WritableDatabase database_;
};

std::uint64_t bytes_in(const fs::path& folder) {
  std::uint64_t bytes = 0;
  for (const auto& entry : fs::directory_iterator(folder)) bytes += entry.file_size();
  return bytes;
}

void compact(const std::vector<fs::path>& sources, const fs::path& target) {
  naming(target, [&] {
    Xapian::Database all;
    for (const fs::path& source : sources) all.add_database(Xapian::Database(source.string()));
    all.compact(target.string(), Xapian::DBCOMPACT_NO_RENUMBER | Xapian::DBCOMPACT_MULTIPASS | Xapian::Compactor::FULL);
    all.close();
  });
  for (const fs::path& source : sources) fs::remove_all(source);
}

class XapianWriter : public ProfileWriter {
 public:
  explicit XapianWriter(const ProfileWriterOptions& options) : options_(options) {
    fs::create_directories(options_.folder);
  }

  std::unique_ptr<DocumentRun> begin_run(std::size_t run) override {
    fs::path path = options_.folder / fmt::format("run-{}", run);
    const std::lock_guard lock(mutex_);
    runs_[run] = path;
    return std::make_unique<XapianRun>(path, options_);
  }

  std::vector<TermEntry> finish(const std::function<void(std::uint64_t, std::uint64_t)>& progress) override {
    merge(progress);
    check_database(options_.database);
    return collect_statistics(options_.database, options_.workers);
  }

 private:
  void merge(const std::function<void(std::uint64_t, std::uint64_t)>& progress) {
    if (runs_.empty()) {
      naming(options_.database, [&] {
        Xapian::WritableDatabase empty(options_.database.string(), flags_of(options_));
        empty.commit();
      });
      return;
    }
    std::vector<fs::path> sources;
    for (const auto& [number, path] : runs_) sources.push_back(path);
    std::uint64_t bytes = 0;
    for (const fs::path& source : sources) bytes += bytes_in(source);
    if (sources.size() > kGroup) sources = merge_groups(sources, bytes, progress);
    compact(sources, options_.database);
    progress(2 * bytes, 2 * bytes);
  }

  std::vector<fs::path> merge_groups(const std::vector<fs::path>& sources, std::uint64_t bytes,
                                     const std::function<void(std::uint64_t, std::uint64_t)>& progress) {
    const std::size_t count = (sources.size() + kGroup - 1) / kGroup;
    std::vector<fs::path> groups(count);
    std::uint64_t done = 0;
    for_each_parallel(count, options_.workers, [&](std::size_t i, std::size_t) {
      const auto first = sources.begin() + static_cast<std::ptrdiff_t>(i * sources.size() / count);
      const auto last = sources.begin() + static_cast<std::ptrdiff_t>((i + 1) * sources.size() / count);
      groups[i] = options_.folder / fmt::format("group-{}", i);
      compact({first, last}, groups[i]);
      const std::uint64_t merged = bytes_in(groups[i]);
      const std::lock_guard lock(mutex_);
      done += merged;
      progress(std::min(done, bytes), 2 * bytes);
    });
    return groups;
  }

  ProfileWriterOptions options_;
  std::mutex mutex_;
  std::map<std::size_t, fs::path> runs_;
};

}  // namespace

std::unique_ptr<ProfileWriter> make_xapian_writer(const ProfileWriterOptions& options) {
  return std::make_unique<XapianWriter>(options);
}

}  // namespace kennis
