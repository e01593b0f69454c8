/// @file
#include "indexer/directory.h"

#include <algorithm>
#include <map>
#include <random>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "schema/identifier.h"
#include "tests/fixtures/seeds.h"
#include "tests/fixtures/temporary_folder.h"

namespace kennis {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

const std::string kAnnaMail = "mailto:anna@example.org";

TEST(Directory, APersonIsFoundByEveryName) {
  Directory directory;
  directory.add_profile(1, names_of_profile("anna", {kAnnaMail, "tel:+3212345678", "https://example.org/anna", "av"}));
  directory.add_profile(2, names_of_profile("bram", {}));
  directory.close_profiles();
  for (const char* name : {"anna", "anna@example.org", "Anna <ANNA@example.org>", "+32 12 34 56 78", "0032 12 345678",
                           "http://www.example.org/anna/", "av", " anna "}) {
    EXPECT_EQ(directory.resolve(name), 1U) << name;
  }
  EXPECT_EQ(directory.resolve("bram"), 2U);
  EXPECT_THAT(directory.conflicts(), IsEmpty());
  EXPECT_NE(directory.resolve("Anna") & Directory::kProvisional, 0U) << "ids are as they are written";
}

TEST(Directory, AnIdentifierThatTwoClaimNamesNeither) {
  Directory directory;
  directory.add_profile(1, names_of_profile("anna", {kAnnaMail}));
  directory.add_profile(2, names_of_profile("bram", {kAnnaMail}));
  directory.add_profile(3, names_of_profile("chris", {kAnnaMail}));
  directory.close_profiles();
  const Node node = directory.resolve("anna@example.org");
  EXPECT_NE(node & Directory::kProvisional, 0U);
  ASSERT_THAT(directory.conflicts(), SizeIs(1));
  EXPECT_EQ(directory.conflicts()[0].first, 1U);
  EXPECT_EQ(directory.conflicts()[0].second, 2U);
  EXPECT_EQ(directory.conflicts()[0].hash, hash_of_identifier(kAnnaMail));
}

TEST(Directory, AnIdNamesItsProfileWhoeverClaimsIt) {
  for (const bool owner_first : {true, false}) {
    Directory directory;
    directory.add_profile(
        1, names_of_profile(owner_first ? "anna" : "aaron",
                            owner_first ? std::vector<std::string>{} : std::vector<std::string>{"anna"}));
    directory.add_profile(
        2, names_of_profile(owner_first ? "bram" : "anna",
                            owner_first ? std::vector<std::string>{"anna"} : std::vector<std::string>{}));
    directory.close_profiles();
    EXPECT_EQ(directory.resolve("anna"), owner_first ? 1U : 2U);
    EXPECT_THAT(directory.conflicts(), SizeIs(1)) << "and the claim is reported";
  }
}

TEST(Directory, AProfileThatClaimsItsOwnIdIsNoConflict) {
  Directory directory;
  directory.add_profile(1, names_of_profile("anna@example.org", {kAnnaMail}));
  directory.add_profile(2, names_of_profile("bram", {"bram"}));
  directory.close_profiles();
  EXPECT_THAT(directory.conflicts(), IsEmpty());
  EXPECT_EQ(directory.resolve("Anna@example.org"), 1U);
  EXPECT_EQ(directory.resolve("anna@example.org"), 1U);
}

/// The columns that a directory of one profile gives after those names were resolved by several threads.
struct Named {
  PeopleColumns columns;
  std::vector<IdentifierEntry> entries;
  std::map<std::string, Node> nodes;
};

Named named(const std::vector<std::string>& names, std::size_t threads) {
  Directory directory;
  Named out;
  out.columns.add("anna", {}, kNeverSet);
  out.columns.profile_count = 1;
  directory.add_profile(1, names_of_profile("anna", {kAnnaMail}));
  directory.close_profiles();
  std::vector<std::vector<Node>> nodes(threads, std::vector<Node>(names.size()));
  std::vector<std::thread> running;
  for (std::size_t i = 0; i < threads; ++i) {
    running.emplace_back([&, i] {
      for (std::size_t j = 0; j < names.size(); ++j) {
        const std::size_t at = (j * (2 * i + 1) + i * 17) % names.size();
        nodes[i][at] = directory.resolve(names[at]);
      }
      for (std::size_t j = 0; j < names.size(); ++j) nodes[i][j] = directory.resolve(names[j]);
    });
  }
  for (std::thread& thread : running) thread.join();
  directory.finish(out.columns);
  for (std::size_t j = 0; j < names.size(); ++j) {
    out.nodes[names[j]] = directory.final_node(nodes[0][j]);
    for (std::size_t i = 0; i < threads; ++i) EXPECT_EQ(nodes[i][j], nodes[0][j]);
  }
  out.entries = directory.entries();
  return out;
}

TEST(Directory, TheOrderOfStrangersDoesNotDependOnWhoWasMetFirst) {
  std::vector<std::string> names = {"anna", "Anna@Example.org"};
  for (int i = 0; i < 2000; ++i) names.push_back("stranger" + std::to_string(i * 7919 % 2003) + "@example.org");
  const Named one = named(names, 1);
  std::mt19937 random(seed_of(3));
  std::shuffle(names.begin(), names.end(), random);
  const Named four = named(names, 4);
  EXPECT_EQ(one.columns.id_bytes, four.columns.id_bytes);
  EXPECT_EQ(one.columns.id_offsets, four.columns.id_offsets);
  EXPECT_EQ(one.nodes, four.nodes);
  EXPECT_EQ(one.columns.node_max(), 2001U);
  const TemporaryFolder folder;
  write_identifiers(folder / "one.bin", one.entries);
  write_identifiers(folder / "four.bin", four.entries);
  EXPECT_EQ(content_of(folder / "one.bin"), content_of(folder / "four.bin"));
}

TEST(Directory, WhoseProfileIsDeletedSharesWithNobodyAndIsNotShown) {
  Directory directory;
  directory.close_profiles();
  const Node erased = directory.resolve("anna");
  const Node erased_address = directory.resolve("Bram <BRAM@example.org>");
  const Node other = directory.resolve("carl");
  PeopleColumns columns;
  directory.finish(columns, {"Bram@example.org", "anna", "nobody-met"});
  EXPECT_EQ(columns.node_max(), 3U) << "who is met nowhere is nobody";
  for (const Node node : {erased, erased_address}) {
    const Rights rights = Rights::unpacked(columns.rights[directory.final_node(node)]);
    EXPECT_EQ(rights.sharing, Sharing::kNobody);
    EXPECT_EQ(rights.contact_policy, ContactPolicy::kDoNotContact);
  }
  EXPECT_EQ(columns.rights[directory.final_node(other)], Rights{}.packed());
}

TEST(Directory, StrangersFollowTheProfilesInTheOrderOfTheirIds) {
  const Named found = named({"zoe@example.org", "carl", "+32 1 23 45", "anna"}, 1);
  EXPECT_EQ(found.nodes.at("anna"), 1U);
  EXPECT_EQ(found.nodes.at("carl"), 2U);
  EXPECT_EQ(found.nodes.at("zoe@example.org"), 3U);
  EXPECT_EQ(found.nodes.at("+32 1 23 45"), 4U);
  const TemporaryFolder folder;
  write_people(folder / "people.bin", found.columns);
  write_identifiers(folder / "identifiers.bin", found.entries);
  const People people(folder / "people.bin", folder / "identifiers.bin");
  EXPECT_EQ(people.id(3), "mailto:zoe@example.org");
  EXPECT_EQ(people.find("Zoe@Example.org"), 3U);
  EXPECT_EQ(people.find("anna@example.org"), 1U);
  EXPECT_EQ(people.find("nobody"), kNoPerson);
}

}  // namespace
}  // namespace kennis
