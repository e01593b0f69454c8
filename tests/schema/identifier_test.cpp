/// @file
#include "schema/identifier.h"

#include <utility>

#include <gtest/gtest.h>

namespace kennis {
namespace {

TEST(Identifier, OneAddressHasOneForm) {
  for (const char* text :
       {"anna@example.org", "Anna@Example.ORG", "  anna@example.org\r\n", "mailto:anna@example.org",
        "MAILTO:Anna@example.org", "Anna Voorbeeld <anna@example.org>", "\"Anna, V.\" < Anna@example.org >"}) {
    EXPECT_EQ(normalise_email(text), "mailto:anna@example.org") << text;
    EXPECT_EQ(normalise_identifier(text), "mailto:anna@example.org") << text;
  }
}

TEST(Identifier, WhatIsNoAddressIsNone) {
  for (const char* text :
       {"", " ", "anna", "@example.org", "anna@", "anna smith@example.org", "<>", "a@b<c", "mailto:"}) {
    EXPECT_EQ(normalise_email(text), "") << text;
  }
}

TEST(Identifier, OneNumberHasOneForm) {
  for (const char* text : {"+32 12 34 56 78", "+32 (0)12/34.56.78", "0032 12 34 56 78", "tel:+3212345678",
                           "TEL:+32-12-345678", "+3212345678"}) {
    EXPECT_EQ(normalise_phone(text), "tel:+3212345678") << text;
    EXPECT_EQ(normalise_identifier(text), "tel:+3212345678") << text;
  }
  EXPECT_EQ(normalise_phone("012 34 56 78"), "tel:012345678") << "a national number stays national";
}

TEST(Identifier, WhatIsNoNumberIsNone) {
  for (const char* text : {"", "12", "+", "ext. 5", "+32 12 CALL NOW", "tel:"}) EXPECT_EQ(normalise_phone(text), "");
}

TEST(Identifier, OneLinkHasOneForm) {
  for (const char* text : {"https://example.org/in/Anna", "http://example.org/in/Anna/", "www.example.org/in/Anna",
                           "https://WWW.Example.org/in/Anna?utm=1#top", "HTTPS://example.org/in/Anna//"}) {
    EXPECT_EQ(normalise_link(text), "https://example.org/in/Anna") << text;
    EXPECT_EQ(normalise_identifier(text), "https://example.org/in/Anna") << text;
  }
  EXPECT_EQ(normalise_link("https://medium.example/@anna"), "https://medium.example/@anna");
  EXPECT_EQ(normalise_link("http://crm.example/profile/?id=1&utm_source=mail#x"), "https://crm.example/profile?id=1");
  EXPECT_NE(normalise_link("https://crm.example/profile?id=1"), normalise_link("https://crm.example/profile?id=2"));
  EXPECT_EQ(normalise_link("https://a.example/in/b?trk=x&&originalSubdomain=nl&"), "https://a.example/in/b");
  EXPECT_EQ(normalise_link("https://a.example/in/b/?trackingId=abc%3D&id="), "https://a.example/in/b");
  EXPECT_EQ(normalise_link("https://a.example/c?user=X&hl=en&id=2"), normalise_link("https://a.example/c?id=2&user=X"));
  EXPECT_EQ(normalise_link("https://a.example/c?id=2&user=X"), "https://a.example/c?id=2&user=X")
      << "its own normal form";
  EXPECT_EQ(normalise_identifier("https://medium.example/@anna"), "https://medium.example/@anna");
}

TEST(Identifier, WhatIsNoLinkIsNone) {
  for (const char* text : {"", "https://", "http:///", "www.", "ftp://example.org", "example.org/in/anna",
                           "https://exa mple.org", "https:///path"}) {
    EXPECT_EQ(normalise_link(text), "") << text;
  }
}

TEST(Identifier, AnyOtherNameIsItself) {
  for (const char* text : {"anna", "E1234", "007", "12345678", "Anna", "a/b", "+", "00", "tel:", "www.", "@anna"}) {
    EXPECT_EQ(normalise_identifier(text), text);
  }
  EXPECT_EQ(normalise_identifier(" anna "), "anna");
  EXPECT_EQ(normalise_identifier(""), "");
}

TEST(Identifier, IsWrittenWithoutItsScheme) {
  EXPECT_EQ(without_scheme("mailto:anna@example.org"), "anna@example.org");
  EXPECT_EQ(without_scheme("tel:+3212345678"), "+3212345678");
  for (const char* text : {"", "anna", "mailto:", "tel:", "https://example.org/in/anna", "mailto"}) {
    EXPECT_EQ(without_scheme(text), text);
  }
}

TEST(Identifier, ANormalFormIsItsOwn) {
  for (const char* text :
       {"Anna <mailto:anna@example.org>", "tel:tel:+32", "mailto:mailto:a@b", "https://www.www.x.org", "www.www.x.org",
        "+0032 123", "00(0)3212345678", "++32 12", "http://https://x"}) {
    const std::string once = normalise_identifier(text);
    EXPECT_EQ(normalise_identifier(once), once) << text;
  }
}

}  // namespace
}  // namespace kennis
