/// @file
/// Which generation is opened, and what is done where one cannot be.
#include <algorithm>

#include <fmt/format.h>

#include "schema/fields.h"
#include "schema/manifest.h"
#include "searcher/searcher_state.h"

namespace kennis {
namespace {

namespace fs = std::filesystem;

/// The generations to try, in order: the one in force, then those before it; if none is in force, all of them, the newest first.
std::vector<std::string> candidates(const fs::path& index, const std::string& current) {
  std::vector<std::string> names = generations_of(index);
  if (std::find(names.begin(), names.end(), current) == names.end()) return names;
  std::erase_if(names, [&](const std::string& name) { return name > current; });
  return names;
}

}  // namespace

Result<std::unique_ptr<Searcher>> Searcher::open_generation(const fs::path& path, const SearcherOptions& options) {
  const auto damaged = [](std::string fault) { return Error{ErrorCode::kNoGeneration, std::move(fault), {}}; };
  try {
    GenerationLease lease(path);
    auto manifest = read_manifest(path);
    if (!manifest) return manifest.error();
    if (auto damage = damage_of(path, manifest.value(), options.check)) return damaged(std::move(*damage));
    for (const ManifestFile& file : manifest.value().files) {
      const bool is_read = file.path == file::kChanges || file.path == file::kMadeDocuments;  // when it is opened
      if (!is_read || options.check == Check::kContents) continue;
      if (auto damage = damage_of_file(path, file, Check::kContents)) return damaged(std::move(*damage));
    }
    auto state = std::make_unique<State>(std::move(lease), path, std::move(manifest).value(), options);
    return std::unique_ptr<Searcher>(new Searcher(std::move(state)));
  } catch (const Xapian::Error& error) {
    return damaged(path.string() + ": " + error.get_description());
  } catch (const std::exception& error) {
    return damaged(error.what());
  }
}

Result<std::unique_ptr<Searcher>> Searcher::open(const fs::path& index, const SearcherOptions& options) {
  const std::string current = current_generation(index);
  const std::vector<std::string> names = candidates(index, current);
  const bool is_lost = !names.empty() && names.front() != current;
  // A run may publish and prune meanwhile: then what is not there, or cannot be opened, is no longer what is wanted.
  const auto is_outdated = [&] { return current_generation(index) != current; };
  if (is_lost && is_outdated()) return open(index, options);
  std::string first_fault;
  for (const std::string& name : names) {
    if (options.distrusted.contains(name)) {
      if (first_fault.empty()) first_fault = name + " was found damaged";
      continue;
    }
    auto opened = open_generation(index / file::kGenerations / name, options);
    if (opened) {
      if (is_lost && options.warn) {
        options.warn(fmt::format("{} names no generation: {}, the newest whole one, is used",
                                 (index / file::kCurrent).string(), name));
      }
      return opened;
    }
    if (is_outdated()) return open(index, options);
    const std::string& fault = opened.error().message;
    if (options.warn) options.warn(fmt::format("generation {} is damaged and passed over: {}", name, fault));
    if (first_fault.empty()) first_fault = fault;
  }
  if (names.empty()) {
    return Error{ErrorCode::kNoGeneration,
                 fmt::format("{}: holds no generation: run `kennis index --input DIR --index {}` first", index.string(),
                             index.string()),
                 {}};
  }
  return Error{ErrorCode::kNoGeneration,
               fmt::format("no generation in {} is whole: {}: run `kennis index` again", index.string(), first_fault),
               {}};
}

}  // namespace kennis
