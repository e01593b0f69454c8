/// @file
#include "server/webhook.h"

#include <gmock/gmock.h>

namespace kennis {
namespace {

using ::testing::HasSubstr;

TEST(WebhookAddress, UrlsAreTakenApart) {
  const auto url = webhook_url_of("HTTPS://Example.org/a?b=%20");
  ASSERT_TRUE(url);
  EXPECT_TRUE(url.value().is_secure);
  EXPECT_EQ(url.value().host, "example.org");
  EXPECT_EQ(url.value().port, 443);
  EXPECT_EQ(url.value().target, "/a?b=%20");
  EXPECT_EQ(webhook_url_of("http://[::1]:8081").value().origin(), "http://[::1]:8081");
  EXPECT_EQ(webhook_url_of("http://a.b:65535?x").value().target, "/?x");
}

TEST(WebhookAddress, WhatIsNoUrlOfAWebhookIsRefused) {
  for (const char* url : {"",
                          "example.org",
                          "ftp://example.org",
                          "file:///etc/passwd",
                          "http://",
                          "http:///x",
                          "http://a@b",
                          "http://a/#x",
                          "http://a:0",
                          "http://a:65536",
                          "http://a:8x",
                          "http://a:",
                          "http://[::1",
                          "http://[x]",
                          "http://[::1]x",
                          "http://a b",
                          "http://a/\n",
                          "http://a\r\nHost: b",
                          "http://\xC3\xA9",
                          "http://a%62",
                          "javascript:alert(1)",
                          "gopher://a",
                          "http://a|b"}) {
    const auto read = webhook_url_of(url);
    EXPECT_FALSE(read) << url;
    if (!read) {
      EXPECT_EQ(read.error().code, ErrorCode::kInvalidRequest);
    }
  }
  EXPECT_TRUE(webhook_url_of("http://a/" + std::string(kUrlBytesMax - 9, 'x')));
  EXPECT_FALSE(webhook_url_of("http://a/" + std::string(kUrlBytesMax - 8, 'x')));
}

TEST(WebhookAddress, KnowsWhatIsOfOurOwnNetwork) {
  for (const char* address : {"127.0.0.1",
                              "127.9.9.9",
                              "0.0.0.0",
                              "10.1.2.3",
                              "172.16.0.1",
                              "172.31.255.255",
                              "192.168.0.1",
                              "169.254.169.254",
                              "100.64.0.1",
                              "192.0.0.8",
                              "198.18.0.1",
                              "224.0.0.1",
                              "240.0.0.1",
                              "255.255.255.255",
                              "::",
                              "::1",
                              "fe80::1",
                              "fc00::1",
                              "fd12::1",
                              "ff02::1",
                              "::ffff:127.0.0.1",
                              "::ffff:10.0.0.1",
                              "64:ff9b::7f00:1",
                              "2002:7f00:1::",
                              "2002:a00:1::",
                              "2001:db8::1",
                              "2001::1",
                              "not an address",
                              "127.1",
                              "fe80::1%lo"}) {
    EXPECT_TRUE(is_private_address(address)) << address;
  }
  for (const char* address : {"93.184.216.34", "8.8.8.8", "172.32.0.1", "172.15.0.1", "100.128.0.1", "11.0.0.1",
                              "2606:2800:220:1::1", "::ffff:8.8.8.8", "2002:808:808::1"}) {
    EXPECT_FALSE(is_private_address(address)) << address;
  }
}

TEST(WebhookAddress, OwnHostsMustBeAllowedByName) {
  const auto refused = [](const char* url, const WebhookHosts& allowed) {
    const auto address = address_of(webhook_url_of(url).value(), allowed);
    return address ? std::string() : address.error().message;
  };
  EXPECT_THAT(refused("http://127.0.0.1:8080", {}), HasSubstr("own network"));
  EXPECT_THAT(refused("http://localhost", {}), HasSubstr("own network"));
  EXPECT_THAT(refused("http://[::1]", {}), HasSubstr("own network"));
  EXPECT_THAT(refused("http://2130706433", {}), HasSubstr("own network")) << "127.0.0.1 as one number";
  EXPECT_EQ(refused("http://127.0.0.1:8080", {"127.0.0.1"}), "");
  EXPECT_EQ(refused("http://127.0.0.1:8080", {"127.0.0.1:8080"}), "");
  EXPECT_EQ(refused("http://[::1]:8080", {"[::1]:8080"}), "");
  EXPECT_THAT(refused("http://127.0.0.1:8081", {"127.0.0.1:8080"}), HasSubstr("none of the hosts"));
  EXPECT_THAT(refused("http://8.8.8.8", {"127.0.0.1"}), HasSubstr("none of the hosts"));
}

/// Reckoned by `openssl dgst -sha256 -hmac`.
TEST(Webhook, SignaturesAreHmacSha256) {
  EXPECT_EQ(signature_of("key", 1, "The quick brown fox"),
            "t=1,v1=1ef269d2a2a1f8d397e0e25c3e3013fb5687509234565e6e49ea45a138768457");
  EXPECT_NE(signature_of("key", 2, "x"), signature_of("key", 1, "x"));
  EXPECT_NE(signature_of("kez", 1, "x"), signature_of("key", 1, "x"));
}

TEST(Webhook, CallsThatCannotBeMadeSayWhy) {
  const auto call = [](const char* url, const WebhookHosts& hosts) {
    return failure_of_call({url, "secret", "id", "{}", std::chrono::milliseconds(500)}, hosts, 1);
  };
  EXPECT_THAT(call("no url", {}), HasSubstr("webhook"));
  EXPECT_THAT(call("http://127.0.0.1:1", {}), HasSubstr("own network"));
  EXPECT_THAT(call("http://127.0.0.1:1", {"127.0.0.1"}), HasSubstr("did not answer"));
}

}  // namespace
}  // namespace kennis
