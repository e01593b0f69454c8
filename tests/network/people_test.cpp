/// @file
/// Who is in a generation, and by which names each is found.
#include "network/people.h"

#include <stdexcept>

#include <gtest/gtest.h>

#include "schema/fields.h"
#include "tests/network/world_files.h"

namespace kennis {
namespace {

class PeopleFile : public testing::Test {
 protected:
  [[nodiscard]] std::filesystem::path people() const { return folder_.path() / "people.bin"; }
  [[nodiscard]] std::filesystem::path identifiers() const { return folder_.path() / "identifiers.bin"; }

  ScratchFolder folder_;
};

TEST_F(PeopleFile, GivesBackEveryColumn) {
  PeopleColumns columns;
  Days day = 10;
  for (const Sharing sharing : {Sharing::kNobody, Sharing::kContacts, Sharing::kTeam, Sharing::kEveryone}) {
    for (const ContactPolicy policy : {ContactPolicy::kOpen, ContactPolicy::kAskFirst, ContactPolicy::kDoNotContact}) {
      for (const bool topics : {false, true}) {
        columns.add("p" + std::to_string(day), {sharing, policy, topics}, day);
        ++day;
      }
    }
  }
  columns.profile_count = 20;
  write_people(people(), columns);
  write_identifiers(identifiers(), {});
  const People all(people(), identifiers());
  ASSERT_EQ(all.node_max(), 24U);
  EXPECT_EQ(all.profile_count(), 20U);
  for (Node node = 1; node <= all.node_max(); ++node) {
    const unsigned index = node - 1;
    EXPECT_EQ(all.id(node), "p" + std::to_string(index + 10));
    EXPECT_EQ(static_cast<unsigned>(all.rights(node).sharing), index / 6);
    EXPECT_EQ(static_cast<unsigned>(all.rights(node).contact_policy), index / 2 % 3);
    EXPECT_EQ(all.rights(node).share_topics, index % 2 == 1);
    EXPECT_EQ(all.sharing_set(node), static_cast<Days>(index + 10));
    EXPECT_EQ(all.has_profile(node), node <= 20);
  }
  EXPECT_FALSE(all.has_profile(kNoPerson));
}

TEST_F(PeopleFile, MayHoldNobody) {
  write_people(people(), PeopleColumns());
  write_identifiers(identifiers(), {});
  const People nobody(people(), identifiers());
  EXPECT_EQ(nobody.node_max(), 0U);
  EXPECT_EQ(nobody.find("anna"), kNoPerson);
  EXPECT_EQ(nobody.find(""), kNoPerson);
}

TEST_F(PeopleFile, IsRefusedWhenCutOffAnywhere) {
  PeopleColumns columns;
  columns.add("anna", {}, 3);
  write_people(people(), columns);
  write_identifiers(identifiers(), {{hash_of_identifier("anna"), 1}});
  for (const auto& path : {people(), identifiers()}) {
    const std::string whole = read_bytes(path);
    for (std::size_t size = 0; size < whole.size(); ++size) {
      write_bytes(path, whole.substr(0, size));
      ASSERT_THROW(People(people(), identifiers()), std::runtime_error) << path << size;
    }
    write_bytes(path, whole);
  }
}

TEST_F(PeopleFile, IsRefusedWhenItsListsDoNotFitTogether) {
  const auto refused = [&](auto&& damage) {
    PeopleColumns columns;
    columns.add("anna", {}, 3);
    columns.add("bram", {}, 3);
    columns.profile_count = 2;
    damage(columns);
    write_people(people(), columns);
    write_identifiers(identifiers(), {});
    try {
      const People opened(people(), identifiers());
      return false;
    } catch (const std::runtime_error&) {
      return true;
    }
  };
  EXPECT_FALSE(refused([](PeopleColumns&) {}));
  EXPECT_TRUE(refused([](PeopleColumns& columns) { columns.profile_count = 3; }));
  EXPECT_TRUE(refused([](PeopleColumns& columns) { columns.id_bytes += "x"; }));
  EXPECT_TRUE(refused([](PeopleColumns& columns) { columns.id_offsets[1] = 99; }));
  EXPECT_TRUE(refused([](PeopleColumns& columns) { columns.rights.pop_back(); }));
  EXPECT_TRUE(refused([](PeopleColumns& columns) { columns.sharing_set.push_back(1); }));
}

TEST_F(PeopleFile, AnIdentifierThatPointsOutsideNamesNobody) {
  PeopleColumns columns;
  columns.add("anna", {}, 3);
  write_people(people(), columns);
  write_identifiers(identifiers(),
                    {{hash_of_identifier("anna"), 2}, {hash_of_identifier("b"), std::uint64_t{1} << 32U}});
  const People damaged(people(), identifiers());
  EXPECT_EQ(damaged.find("anna"), kNoPerson);
  EXPECT_EQ(damaged.find("b"), kNoPerson);
}

/// Three profiles through the indexer: anna, bram, and carla who claims an address of bram's.
class IndexedPeople : public testing::Test {
 protected:
  void SetUp() override {
    reference::World world;
    world.persons = {{"anna", true, Sharing::kContacts, {}, ContactPolicy::kOpen}};
    world.as_of = 1'700'000'000;
    index(world);
  }
  void index(const reference::World& world) {
    const auto generation = index_world(world, folder_.path(), 1, [](const std::filesystem::path& input) {
      write_bytes(
          input / "profiles.ndjson",
          R"({"id": "anna", "name": "Anna", "emails": ["Anna.K@Example.org"], "phones": ["+32 (0)12/34.56.78"],)"
          R"( "links": ["https://www.people.example/anna/"], "aliases": ["annak"]})"
          "\n"
          R"({"id": "bram", "name": "Bram", "emails": ["shared@example.org", "bram@example.org"]})"
          "\n"
          R"({"id": "carla", "name": "Carla", "emails": ["Shared@Example.org"], "aliases": ["anna"]})"
          "\n");
      write_bytes(
          input / "interactions.ndjson",
          R"({"at": "2023-11-01T00:00:00Z", "from": "ANNA.K@example.org", "to": ["Dirk@Example.org"], "channel": "email"})"
          "\n");
    });
    people_ = People(generation / file::kPeople, generation / file::kIdentifiers);
  }
  ScratchFolder folder_;
  People people_;
};

TEST_F(IndexedPeople, AreNumberedByIdWithStrangersLast) {
  ASSERT_EQ(people_.node_max(), 4U);
  EXPECT_EQ(people_.profile_count(), 3U);
  EXPECT_EQ(people_.id(1), "anna");
  EXPECT_EQ(people_.id(3), "carla");
  EXPECT_EQ(people_.id(4), "mailto:dirk@example.org");
}

TEST_F(IndexedPeople, AreFoundByEveryNameInEverySpelling) {
  for (const char* name :
       {"anna", "annak", "anna.k@example.org", "ANNA.K@EXAMPLE.ORG", "mailto:Anna.K@example.org",
        "Anna K <anna.k@example.org>", "+3212345678", "+32 12 34 56 78", "0032 12 345678", "tel:+3212345678",
        "https://people.example/anna", "http://www.people.example/anna/", "www.people.example/anna"}) {
    EXPECT_EQ(people_.find(name), 1U) << name;
  }
  EXPECT_EQ(people_.find("dirk@example.org"), 4U);
  EXPECT_EQ(people_.find("DIRK@example.org"), 4U);
  EXPECT_EQ(people_.find("mailto:dirk@example.org"), 4U);
}

TEST_F(IndexedPeople, AnAddressOfTwoProfilesNamesNeither) {
  EXPECT_EQ(people_.find("shared@example.org"), kNoPerson);
  EXPECT_EQ(people_.find("bram@example.org"), 2U);
}

TEST_F(IndexedPeople, AnAliasThatIsSomebodysIdNamesThatPerson) { EXPECT_EQ(people_.find("anna"), 1U); }

TEST_F(IndexedPeople, UnknownAndNearNamesNameNobody) {
  for (const char* name : {"", " ", "Anna", "ann", "erik", "anna.k@example.com", "+3212345679", "@"}) {
    EXPECT_EQ(people_.find(name), kNoPerson) << name;
  }
  EXPECT_EQ(people_.find(" annak "), 1U) << "spaces around a name are not part of it";
}

}  // namespace
}  // namespace kennis
