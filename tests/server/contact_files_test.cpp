/// @file
#include "server/contact_files.h"

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kennis {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

ContactsAnswer one_contact() {
  Contact contact;
  contact.person = {"mila", "Mila \"Mi\" Claeswyns"};
  contact.headline = "Architect, cloud\nand more";
  contact.title = "Architect; lead";
  contact.organisation = "Stroom\\kring, Gent";
  contact.emails = {"mila@example.org", "mailto:m@example.org"};
  contact.phones = {"+31 20 555 01 01", "ask me"};
  contact.links = {"https://people.example/mila"};
  contact.tie.strength = 0.25;
  contact.tie.last_contact = 1'700'000'000;
  contact.tie.channels = {{Channel::kEmail, 3, 2, 3, 2, 1'700'000'000}, {Channel::kCall, 1, 0, 1, 0, 1'600'000'000}};
  ContactsAnswer answer;
  answer.contacts = {contact};
  return answer;
}

std::string unfolded(std::string text) {
  for (std::size_t at = text.find("\r\n "); at != std::string::npos; at = text.find("\r\n ")) text.erase(at, 3);
  return text;
}

TEST(ContactFiles, CsvQuotesEverythingAndDoublesQuotes) {
  EXPECT_EQ(csv_of(one_contact()),
            "\"id\",\"name\",\"headline\",\"title\",\"organisation\",\"emails\",\"phones\",\"links\",\"strength\","
            "\"events\",\"channels\",\"last_contact\"\r\n"
            "\"mila\",\"Mila \"\"Mi\"\" Claeswyns\",\"Architect, cloud\nand more\",\"Architect; lead\","
            "\"Stroom\\kring, Gent\",\"mila@example.org; mailto:m@example.org\",\"'+31 20 555 01 01; ask me\","
            "\"https://people.example/mila\",\"0.250000\",\"6\",\"email:5 call:1\",\"2023-11-14T22:13:20Z\"\r\n");
  EXPECT_THAT(csv_of({}), EndsWith("\"last_contact\"\r\n")) << "nobody: the header alone";
}

TEST(ContactFiles, AFieldThatBeginsEmptyKeepsItsPlace) {
  ContactsAnswer answer;
  answer.contacts.emplace_back();
  EXPECT_THAT(csv_of(answer), HasSubstr("\r\n\"\",\"\",\"\","));
}

/// The third value of the contact's line, with its quotes: the headline.
std::string shown_in_csv(const std::string& headline) {
  ContactsAnswer answer;
  answer.contacts.emplace_back().headline = headline;
  const std::string csv = csv_of(answer);
  const std::string start = "\r\n\"\",\"\",";
  const std::size_t begin = csv.find(start) + start.size();
  return csv.substr(begin, csv.find(",\"\",\"\"", begin) - begin);
}

TEST(ContactFiles, CsvHoldsNoFormula) {
  EXPECT_EQ(shown_in_csv("=HYPERLINK(\"http://x\")"), "\"'=HYPERLINK(\"\"http://x\"\")\"");
  for (const std::string text :
       {"=1", "=", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "+A1", "-A1", "+1|x", "- a dash", "+31 20 555; =1"}) {
    EXPECT_EQ(shown_in_csv(text), "\"'" + text + "\"");
  }
  for (const std::string text :
       {"Architect", "a=b", "'", "-1", "-0.5", "+31 (0)20-555/01.01", "+31 20 555; +32 2 555"}) {
    EXPECT_EQ(shown_in_csv(text), "\"" + text + "\"");
  }
}

TEST(ContactFiles, WhoHasNoNameIsCalledByTheirAddress) {
  for (const auto& [id, name] : std::vector<std::pair<std::string, std::string>>{
           {"mailto:s.terp@example.net", "s.terp@example.net"}, {"tel:+3212345678", "+3212345678"}, {"mila", "mila"}}) {
    ContactsAnswer answer;
    answer.contacts.emplace_back().person.id = id;
    EXPECT_THAT(vcards_of(answer), HasSubstr("\r\nFN:" + name + "\r\nUID;VALUE=text:" + id + "\r\n"));
  }
}

TEST(ContactFiles, CardsAreVersionFourAndEscaped) {
  const std::string card = unfolded(vcards_of(one_contact()));
  EXPECT_THAT(card, StartsWith("BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Mila \"Mi\" Claeswyns\r\nUID;VALUE=text:mila\r\n"));
  EXPECT_THAT(card, HasSubstr("\r\nTITLE:Architect\\; lead\r\n"));
  EXPECT_THAT(card, HasSubstr("\r\nORG:Stroom\\\\kring\\, Gent\r\n"));
  EXPECT_THAT(card, HasSubstr("\r\nEMAIL:mila@example.org\r\nEMAIL:m@example.org\r\n"));
  EXPECT_THAT(card, HasSubstr("\r\nTEL;VALUE=uri:tel:+31205550101\r\nTEL;VALUE=text:ask me\r\n"));
  EXPECT_THAT(card, HasSubstr("\r\nURL:https://people.example/mila\r\n"));
  EXPECT_THAT(card, HasSubstr("\r\nNOTE:6 contacts\\, the last on 2023-11-14\r\n"));
  EXPECT_THAT(card, EndsWith("END:VCARD\r\n"));
}

TEST(ContactFiles, WhatAProfileSaysMakesNoLineOfItsOwn) {
  ContactsAnswer answer = one_contact();
  answer.contacts[0].person.name = "Eve\r\nEND:VCARD\nFN:Adam";
  const std::string card = vcards_of(answer);
  EXPECT_THAT(card, Not(HasSubstr("\nFN:Adam")));
  EXPECT_THAT(card, HasSubstr("FN:Eve\\nEND:VCARD\\nFN:Adam\r\n"));
}

TEST(ContactFiles, LinesAreFoldedAtSeventyFiveBytesBetweenCharacters) {
  for (std::size_t length = 60; length < 90; ++length) {
    ContactsAnswer answer = one_contact();
    std::string name(length, 'x');
    for (int i = 0; i < 40; ++i) name += "é";
    answer.contacts[0].person.name = name;
    const std::string card = vcards_of(answer);
    std::istringstream lines(card);
    for (std::string line; std::getline(lines, line);) {
      ASSERT_LE(line.size(), 76U) << "with its CR";
      const auto first = static_cast<unsigned char>(line[line[0] == ' ' ? 1 : 0]);
      ASSERT_NE(first & 0xC0U, 0x80U) << "a character was cut";
    }
    EXPECT_THAT(unfolded(card), HasSubstr("FN:" + name + "\r\n"));
  }
}

}  // namespace
}  // namespace kennis
