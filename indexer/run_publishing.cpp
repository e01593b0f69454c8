/// @file
/// Whether anything is published, and how: comparing with what is in force, checksums, manifest.
#include <algorithm>

#include <xapian.h>

#include "indexer/publish_limits.h"
#include "indexer/run_stages.h"
#include "indexer/scan.h"
#include "indexer/unchanged.h"

namespace kennis {

namespace fs = std::filesystem;

bool IndexRun::is_unchanged() {
  if (options_.mode == IndexMode::kFull) return false;
  Stage stage("compare", report_, listener_, 0, "");
  const auto same = generation_of_same({options_, input_, tombstones_, workers_});
  if (!same) return false;
  report_.outcome = IndexOutcome::kUnchanged;
  report_.generation = same->generation;
  report_.is_incremental = same->whole.has_value();
  report_.as_of = same->as_of;
  report_.counts = same->counts;
  return true;
}

/// Compared with what is in force; what cannot be read there cannot be missed.
bool IndexRun::is_held_back() {
  if (!options_.drop_share_max) return false;
  const auto in_force = read_manifest(options_.index / file::kGenerations / current_generation(options_.index));
  if (!in_force) return false;
  report_.drops = drops_between(in_force.value().counts, report_.counts, *options_.drop_share_max);
  if (report_.drops.empty()) return false;
  report_.outcome = IndexOutcome::kRecordsDropped;
  return true;
}

bool IndexRun::is_being_written(const fs::path& path) const {
  return path == scratch_ || (database_is_written_ && path == building_ / file::kProfiles);
}

/// Checksums of the files that have none yet, and the files themselves brought to disk, so that publishing has little to wait for.
void IndexRun::seal_built(std::size_t workers) {
  std::vector<ManifestFile> files;
  for (auto entry = fs::recursive_directory_iterator(building_); entry != fs::end(entry); ++entry) {
    if (is_being_written(entry->path())) entry.disable_recursion_pending();
    if (!entry->is_regular_file()) continue;
    ManifestFile file{fs::relative(entry->path(), building_).generic_string(), entry->file_size(), {}};
    const bool is_sealed = std::any_of(manifest_.files.begin(), manifest_.files.end(),
                                       [&](const ManifestFile& sealed) { return sealed.path == file.path; });
    if (!is_sealed) files.push_back(std::move(file));
  }
  for_each_parallel(files.size(), workers, [&](std::size_t i, std::size_t) {
    files[i].xxh3 = checksum_of_file(building_ / files[i].path);
    sync_to_disk(building_ / files[i].path);
  });
  manifest_.files.insert(manifest_.files.end(), files.begin(), files.end());
}

void IndexRun::publish_generation() {
  Stage stage("publish", report_, listener_, 0, "");
  seal_built(workers_);
  manifest_.format_version = kFormatVersion;
  manifest_.generation = name_;
  manifest_.created = options_.now;
  manifest_.as_of = report_.as_of;
  manifest_.xapian_version = Xapian::version_string();
  manifest_.tombstones = tombstones_.mark();
  manifest_.options = text_of_options(options_);
  const auto in_future = report_.rejected.find("future");
  report_.counts["lines_in_future"] = in_future != report_.rejected.end() ? in_future->second : 0;
  manifest_.counts = report_.counts;
  for (const ManifestFile& file : manifest_.files) {
    report_.bytes[file.path.substr(0, file.path.find('/'))] += file.bytes;
    report_.bytes["index"] += file.bytes;
  }
  std::sort(manifest_.files.begin(), manifest_.files.end(),
            [](const ManifestFile& a, const ManifestFile& b) { return a.path < b.path; });
  for (const InputFile& file : input_.files) report_.bytes["input"] += file.bytes;
  write_manifest(building_, manifest_);
  publish(options_.index, building_, manifest_, options_.keep);
  report_.generation = name_;
  report_.published = true;
  report_.outcome = IndexOutcome::kPublished;
}

}  // namespace kennis
