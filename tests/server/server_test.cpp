/// @file
/// The server as a whole, from an index on disk to an answer on a socket.
#include "server/server.h"

#include <fstream>
#include <string>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/server/raw_client.h"
#include "tests/server/tiny_world.h"

namespace kennis {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

ServeOptions options_for(const tests::TinyWorld& world) {
  ServeOptions options;
  options.index = world.index();
  options.port = 0;
  options.insecure_identity = true;
  return options;
}

/// Runs a server while it lives.
class Running {
 public:
  explicit Running(const ServeOptions& options) {
    auto opened = Server::open(options);
    if (!opened) {
      ADD_FAILURE() << opened.error().message;
      return;
    }
    server_ = std::move(opened).value();
    thread_ = std::thread([this] { EXPECT_TRUE(server_->run()); });
  }
  ~Running() {
    if (server_) server_->stop();
    if (thread_.joinable()) thread_.join();
  }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

  [[nodiscard]] int port() const { return server_ ? server_->port() : 0; }

 private:
  std::unique_ptr<Server> server_;
  std::thread thread_;
};

TEST(Server, AnswersFromAnIndex) {
  const tests::TinyWorld world;
  const Running running(options_for(world));
  const auto found = tests::ask(running.port(), tests::get("/v1/search?q=go", "X-Kennis-Searcher: anna\r\n"));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->status, 200) << found->body;
  EXPECT_THAT(found->body, HasSubstr("\"id\":\"carla\""));
  const std::string body = R"({"query":"go"})";
  const auto posted = tests::ask(running.port(),
                                 "POST /v1/search HTTP/1.1\r\nHost: 127.0.0.1:1\r\nX-Kennis-Searcher: anna\r\n"
                                 "Content-Type: application/json\r\nContent-Length: " +
                                     std::to_string(body.size()) + "\r\n\r\n" + body);
  ASSERT_TRUE(posted);
  EXPECT_EQ(posted->status, 200) << posted->body;
}

TEST(Server, RefusesOtherHostsAndPages) {
  const tests::TinyWorld world;
  const Running running(options_for(world));
  const auto rebound = tests::ask(running.port(), "GET /readyz HTTP/1.1\r\nHost: evil.example\r\n\r\n");
  ASSERT_TRUE(rebound);
  EXPECT_EQ(rebound->status, 421);
  const auto foreign = tests::ask(running.port(), tests::get("/readyz", "Origin: http://evil.example\r\n"));
  ASSERT_TRUE(foreign);
  EXPECT_EQ(foreign->status, 403);
}

TEST(Server, DoesNotStartWithoutAGeneration) {
  const tests::TinyWorld world;
  ServeOptions options = options_for(world);
  options.index = world.folder() / "nothing";
  const auto opened = Server::open(options);
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().code, ErrorCode::kNoGeneration);
}

TEST(Server, DoesNotStartInsecurelyForOtherMachines) {
  const tests::TinyWorld world;
  ServeOptions options = options_for(world);
  options.host = "0.0.0.0";
  const auto opened = Server::open(options);
  ASSERT_FALSE(opened.ok());
  EXPECT_THAT(opened.error().message, HasSubstr("listen on 127.0.0.1"));
}

TEST(Server, ABrokenIndexIsNotTold) {
  const tests::TinyWorld world;
  const Running running(options_for(world));
  for (const auto& entry : fs::recursive_directory_iterator(world.index())) {
    if (entry.is_regular_file() && entry.path().string().find("/profiles/") != std::string::npos)
      fs::resize_file(entry.path(), 0);
  }
  const auto found = tests::ask(running.port(), tests::get("/v1/search?q=go", "X-Kennis-Searcher: anna\r\n"));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->status, 500) << found->body;
  EXPECT_THAT(found->head + found->body, Not(HasSubstr(world.folder().string())));
  EXPECT_THAT(found->head + found->body, Not(HasSubstr("Xapian")));
}

}  // namespace
}  // namespace kennis
