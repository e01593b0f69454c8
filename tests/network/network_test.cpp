/// @file
/// A generation's network is opened whole or not at all.
#include "network/network.h"

#include <stdexcept>

#include <gtest/gtest.h>

#include "schema/fields.h"
#include "tests/network/random_world.h"
#include "tests/network/world_files.h"

namespace kennis {
namespace {

TEST(Network, OpensWhatWasWritten) {
  const ScratchFolder folder;
  const reference::World world = random_world(5);
  write_generation(world, folder.path());
  const Network network(folder.path());
  EXPECT_EQ(network.people().node_max(), world.persons.size());
  EXPECT_EQ(network.as_of(), world.as_of);
}

TEST(Network, NamesTheFileThatIsMissing) {
  for (const char* name : {file::kPeople, file::kIdentifiers, file::kGraph, file::kTies, file::kRosters}) {
    const ScratchFolder folder;
    write_generation(random_world(5), folder.path());
    std::filesystem::remove(folder.path() / name);
    try {
      const Network network(folder.path());
      ADD_FAILURE() << name;
    } catch (const std::exception& error) {
      EXPECT_NE(std::string(error.what()).find(name), std::string::npos) << error.what();
    }
  }
}

TEST(Network, RefusesFilesOfTwoGenerations) {
  reference::World large = random_world(5);
  for (int i = 0; i < 5; ++i) {
    large.persons.push_back({"z" + std::to_string(i), true, Sharing::kContacts, {}, ContactPolicy::kOpen});
    large.events.push_back({large.persons.size() - 1, {0}, large.as_of, Channel::kCall, {}});
    large.roster.push_back({large.persons.size() - 1, 0, 0, {}});
  }
  large.team_count = std::max<std::size_t>(1, large.team_count);
  for (const char* name : {file::kGraph, file::kRosters}) {
    const ScratchFolder folder;
    const ScratchFolder other;
    write_generation(random_world(5), folder.path());
    write_generation(large, other.path());
    std::filesystem::copy_file(other.path() / name, folder.path() / name,
                               std::filesystem::copy_options::overwrite_existing);
    EXPECT_THROW(Network{folder.path()}, std::runtime_error) << name;
  }
}

}  // namespace
}  // namespace kennis
