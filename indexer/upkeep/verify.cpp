/// @file
#include "indexer/upkeep/verify.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <set>
#include <system_error>
#include <thread>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>
#include <xapian.h>

#include "journal/copy.h"
#include "network/invariants.h"
#include "network/people.h"
#include "schema/fields.h"
#include "schema/generation_lease.h"
#include "schema/manifest.h"

namespace kennis {
namespace {

namespace fs = std::filesystem;

void check_files(const fs::path& generation, const Manifest& manifest, VerifyReport& report) {
  std::set<std::string> named = {file::kManifest};
  for (const ManifestFile& file : manifest.files) {
    named.insert(file.path);
    report.bytes += file.bytes;
    ++report.files;
    if (auto damage = damage_of_file(generation, file, Check::kContents)) report.faults.push_back(std::move(*damage));
  }
  for (const auto& entry : fs::recursive_directory_iterator(generation)) {
    const std::string path = fs::relative(entry.path(), generation).generic_string();
    if (!entry.is_directory() && !named.contains(path)) {
      report.faults.push_back(entry.path().string() + ": is not of this generation");
    }
  }
}

/// Xapian's check opens tables to write to them, even though it does not: where that is not allowed, as of a backup that is mounted
/// read-only, it is shown a copy, which goes away with this.
class CheckableTables {
 public:
  explicit CheckableTables(const fs::path& database) : path_(database) {
    bool may_write = true;
    for (const auto& entry : fs::directory_iterator(database)) {
      may_write = may_write && ::access(entry.path().c_str(), W_OK) == 0;
    }
    if (may_write) return;
    std::string folder = (fs::temp_directory_path() / "kennis-verify-XXXXXX").string();
    if (::mkdtemp(folder.data()) == nullptr) throw std::system_error(errno, std::generic_category(), folder);
    copy_ = folder;
    path_ = copy_ / database.filename();
    fs::copy(database, path_);
  }
  CheckableTables(const CheckableTables&) = delete;  // one copy, one owner
  CheckableTables& operator=(const CheckableTables&) = delete;
  ~CheckableTables() {
    std::error_code ignored;
    if (!copy_.empty()) fs::remove_all(copy_, ignored);
  }
  [[nodiscard]] std::string path() const { return path_.string(); }

 private:
  fs::path path_;
  fs::path copy_;
};

std::vector<std::string> faults_of_profiles(const fs::path& generation) {
  const std::string path = (generation / file::kProfiles).string();
  std::vector<std::string> faults;
  try {
    const std::size_t errors = Xapian::Database::check(CheckableTables(path).path(), 0, nullptr);
    if (errors > 0) faults.push_back(fmt::format("{}: Xapian finds {} errors", path, errors));
    const auto documents = Xapian::Database(path).get_doccount();
    const auto profiles = People(generation / file::kPeople, generation / file::kIdentifiers).profile_count();
    if (documents != profiles) {
      faults.push_back(fmt::format("{}: has {} documents for {} profiles", path, documents, profiles));
    }
  } catch (const Xapian::Error& error) {
    faults.push_back(path + ": " + error.get_description());
  } catch (const std::exception& error) {
    faults.push_back(path + ": " + error.what());
  }
  return faults;
}

}  // namespace

Result<VerifyReport> verify_generation(const fs::path& index, const std::string& name) {
  const fs::path generation = index / file::kGenerations / name;
  if (name.empty() || !fs::is_directory(generation)) {
    return Error{ErrorCode::kNoGeneration,
                 fmt::format("{}: is no generation: `kennis generations` lists what there is", generation.string()),
                 {}};
  }
  const GenerationLease lease(generation);
  VerifyReport report;
  report.generation = name;
  const auto manifest = read_manifest(generation);
  if (!manifest) {
    report.faults.push_back(manifest.error().message);
    return report;
  }
  if (manifest.value().generation != name) {
    report.faults.push_back(
        fmt::format("{}: its manifest is of generation {}", generation.string(), manifest.value().generation));
  }
  if (std::string fault = fault_of_journal(index); !fault.empty()) report.faults.push_back(std::move(fault));
  check_files(generation, manifest.value(), report);
  if (!report.faults.empty()) return report;  // what follows would only say so again, in other words
  std::vector<std::string> of_network;
  std::thread network([&] { of_network = faults_of_network(generation); });
  report.faults = faults_of_profiles(generation);
  network.join();
  report.faults.insert(report.faults.end(), of_network.begin(), of_network.end());
  return report;
}

}  // namespace kennis
