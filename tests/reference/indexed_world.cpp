/// @file
#include "tests/reference/indexed_world.h"

#include <cstdlib>
#include <fstream>

#include <gtest/gtest.h>

#include "generator/world.h"
#include "indexer/index_run.h"
#include "schema/fields.h"
#include "schema/manifest.h"
#include "tests/fixtures/silent_listener.h"

namespace kennis::reference {
namespace {

namespace fs = std::filesystem;

}  // namespace

TemporaryFolder::TemporaryFolder() {
  std::string name = (fs::temp_directory_path() / "kennis-test-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::system_error(errno, std::generic_category(), name);
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

void write_lines(const fs::path& file, const std::vector<std::string>& lines) {
  fs::create_directories(file.parent_path());
  std::ofstream out(file, std::ios::binary);
  for (const std::string& line : lines) out << line << '\n';
}

IndexedWorld::IndexedWorld(const fs::path& world, std::size_t workers) : world_(world) { build(workers); }

IndexedWorld::IndexedWorld(std::size_t people, std::uint64_t seed) : world_(folder_.path() / "world") {
  WorldOptions options;
  options.people = people;
  options.seed = seed;
  const auto made = generate_world(options, world_);
  if (!made) throw std::runtime_error(made.error().message);
  build(2);
}

void IndexedWorld::build(std::size_t workers) {
  IndexOptions options;
  options.input = world_;
  options.index = index();
  options.workers = workers;
  options.now = now();
  SilentListener silence;
  const auto report = run_index(options, silence);
  if (!report) throw std::runtime_error(report.error().message);
  if (!report.value().published) throw std::runtime_error("the world was not published: too many bad lines");
}

fs::path IndexedWorld::generation() const { return index() / file::kGenerations / current_generation(index()); }

}  // namespace kennis::reference
