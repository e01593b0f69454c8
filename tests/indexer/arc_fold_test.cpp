/// @file
/// The strengths of ties reckoned anew are those of a fold as of that time, byte for byte.
#include "indexer/arc_fold.h"

#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include "generator/world.h"
#include "indexer/index_run.h"
#include "network/people.h"
#include "schema/fields.h"
#include "schema/manifest.h"
#include "tests/fixtures/silent_listener.h"
#include "tests/fixtures/temporary_folder.h"

namespace kennis {
namespace {

namespace fs = std::filesystem;

std::string bytes_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(RefreshGraph, IsTheGraphOfAFoldAsOfThen) {
  TemporaryFolder folder;
  WorldOptions world;
  world.people = 400;
  ASSERT_TRUE(generate_world(world, folder / "input"));
  const auto index_as_of = [&](const char* as_of) {
    IndexOptions options;
    options.input = folder / "input";
    options.index = folder / as_of;
    options.as_of = parse_instant(as_of);
    options.now = *parse_instant("2026-12-01T00:00:00Z");
    SilentListener silence;
    EXPECT_TRUE(run_index(options, silence).value().published);
    return options.index / file::kGenerations / current_generation(options.index);
  };
  const fs::path before = index_as_of("2026-01-02T00:00:00Z");
  const fs::path after = index_as_of("2026-11-20T12:00:00Z");
  ASSERT_NE(bytes_of(before / file::kGraph), bytes_of(after / file::kGraph)) << "ties fade in ten months";
  const People people(before / file::kPeople, before / file::kIdentifiers);
  for (const std::size_t memory : {std::size_t{0}, std::size_t{1} << 30U}) {
    for (const std::size_t workers : {std::size_t{1}, std::size_t{3}}) {
      refresh_graph(Ties(before / file::kTies),
                    {folder / "", memory, workers, people.profile_count(), people.node_max(), default_tie_model(),
                     *parse_instant("2026-11-20T12:00:00Z")},
                    folder / "graph.bin");
      EXPECT_EQ(bytes_of(folder / "graph.bin"), bytes_of(after / file::kGraph)) << memory << " " << workers;
    }
  }
}

}  // namespace
}  // namespace kennis
