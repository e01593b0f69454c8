/// @file
#include "indexer/upkeep/generations.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "indexer/publish.h"
#include "schema/fields.h"

namespace kennis {
namespace {

namespace fs = std::filesystem;

Error no_generation(std::string message) { return {ErrorCode::kNoGeneration, std::move(message), {}}; }

GenerationSummary summary_of(const fs::path& index, const std::string& name) {
  const fs::path path = index / file::kGenerations / name;
  GenerationSummary summary;
  summary.name = name;
  std::error_code error;
  for (const auto& entry : fs::recursive_directory_iterator(path, error)) {
    if (const auto bytes = entry.file_size(error); !error) summary.bytes += bytes;
  }
  auto manifest = read_manifest(path);
  if (!manifest) {
    summary.damage = manifest.error().message;
    return summary;
  }
  summary.manifest = std::move(manifest).value();
  summary.damage = damage_of(path, summary.manifest, Check::kSizes).value_or("");
  return summary;
}

/// The newest one that is whole of those before the one in force; of all, if none is in force.
std::optional<std::string> one_before(const fs::path& index, const std::string& current) {
  for (const std::string& name : generations_of(index)) {
    if (!current.empty() && name >= current) continue;
    if (summary_of(index, name).damage.empty()) return name;
  }
  return std::nullopt;
}

}  // namespace

std::vector<GenerationSummary> summaries_of(const fs::path& index) {
  const std::string current = current_generation(index);
  std::vector<GenerationSummary> summaries;
  for (const std::string& name : generations_of(index)) {
    summaries.push_back(summary_of(index, name));
    summaries.back().in_force = name == current;
  }
  return summaries;
}

Result<std::string> roll_back(const fs::path& index, const std::optional<std::string>& to) {
  if (generations_of(index).empty()) return no_generation(index.string() + ": holds no generation");
  const IndexLock lock(index);
  const std::string current = current_generation(index);
  const auto target = to ? to : one_before(index, current);
  if (!target) {
    return no_generation(fmt::format("{}: no whole generation before {}: `kennis generations` lists what there is",
                                     index.string(), current));
  }
  const std::vector<std::string> names = generations_of(index);
  if (std::find(names.begin(), names.end(), *target) == names.end()) {
    return no_generation(
        fmt::format("{}: has no generation {}: `kennis generations` lists them", index.string(), *target));
  }
  if (const std::string damage = summary_of(index, *target).damage; !damage.empty()) return no_generation(damage);
  put_in_force(index, *target);
  return *target;
}

void tidy_index(const fs::path& index, std::size_t keep) {
  const IndexLock lock(index);
  sweep_leftovers(index);
  prune(index, keep);
}

}  // namespace kennis
