/// @file
/// What happens to the generation that is answered from when others are published, go, or turn out damaged.
#include "server/generation_keeper.h"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <mutex>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>

#include "indexer/publish.h"
#include "schema/fields.h"
#include "tests/fixtures/temporary_folder.h"
#include "tests/server/tiny_world.h"

namespace kennis {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

/// What is logged while it lives, by whatever thread.
class Log {
 public:
  Log() : sink_(std::make_shared<Sink>()), before_(spdlog::default_logger()) {
    spdlog::set_default_logger(std::make_shared<spdlog::logger>("test", sink_));
  }
  ~Log() { spdlog::set_default_logger(before_); }
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;
  [[nodiscard]] std::string text() const { return sink_->text(); }

 private:
  class Sink : public spdlog::sinks::base_sink<std::mutex> {
   public:
    [[nodiscard]] std::string text() {
      const std::lock_guard lock(mutex_);
      return text_;
    }

   private:
    void sink_it_(const spdlog::details::log_msg& message) override {
      spdlog::memory_buf_t line;
      formatter_->format(message, line);
      text_.append(line.data(), line.size());
    }
    void flush_() override {}
    std::string text_;
  };
  std::shared_ptr<Sink> sink_;
  std::shared_ptr<spdlog::logger> before_;
};

bool eventually(const std::function<bool()>& is_so) {
  for (int i = 0; i < 5000 && !is_so(); ++i) std::this_thread::sleep_for(milliseconds(2));
  return is_so();
}

/// Changes one bit in the middle of a file in place: whoever has it mapped sees it.
void flip_bit(const fs::path& path) {
  std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
  const auto middle = static_cast<std::streamoff>(fs::file_size(path) / 2);
  file.seekg(middle);
  const char byte = static_cast<char>(file.get() ^ 4);
  file.seekp(middle);
  file.put(byte);
  ASSERT_TRUE(file.good()) << path;
}

class GenerationKeeperTest : public testing::Test {
 protected:
  [[nodiscard]] std::unique_ptr<GenerationKeeper> keeper(milliseconds look_every = milliseconds(2)) const {
    auto opened = GenerationKeeper::open({.index = world_.index(), .look_every = look_every});
    if (opened) return std::move(opened).value();
    ADD_FAILURE() << opened.error().message;
    return nullptr;
  }
  [[nodiscard]] static std::string name_of(const GenerationKeeper& keeper) {
    const auto searcher = keeper.in_force();
    return searcher ? searcher->manifest().generation : "none";
  }
  [[nodiscard]] fs::path generation(const std::string& name) const {
    return world_.index() / file::kGenerations / name;
  }

  Log log_;
  tests::TinyWorld world_;
  const std::string first_ = current_generation(world_.index());
};

TEST_F(GenerationKeeperTest, TakesUpWhatIsPublished) {
  const auto kept = keeper();
  EXPECT_EQ(name_of(*kept), first_);
  const std::string second = world_.publish();
  EXPECT_TRUE(eventually([&] { return name_of(*kept) == second; }));
  {
    const IndexLock lock(world_.index());
    put_in_force(world_.index(), first_);
  }
  EXPECT_TRUE(eventually([&] { return name_of(*kept) == first_; })) << "the way back, too";
}

TEST_F(GenerationKeeperTest, LooksAtOnceWhenAsked) {
  const auto kept = keeper(std::chrono::hours(1));
  const std::string second = world_.publish();
  EXPECT_EQ(name_of(*kept), first_);
  kept->look_again();
  EXPECT_TRUE(eventually([&] { return name_of(*kept) == second; }));
}

TEST_F(GenerationKeeperTest, TheOldOneStaysWhileSomebodyUsesIt) {
  const auto kept = keeper();
  auto in_flight = kept->in_force();
  std::string newest;
  for (int i = 0; i < 4; ++i) newest = world_.publish();  // three are kept: the first would go
  EXPECT_TRUE(eventually([&] { return name_of(*kept) == newest; }));
  SearchRequest request;
  request.as = "anna";
  request.query = "go";
  const auto answer = in_flight->search(request);
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer.value().provenance.generation, first_);
  EXPECT_TRUE(fs::exists(generation(first_)));
  in_flight.reset();
  EXPECT_TRUE(eventually([&] {
    const IndexLock lock(world_.index());
    prune(world_.index(), 3);
    return !fs::exists(generation(first_));
  })) << "its lease goes with its last user";
}

TEST_F(GenerationKeeperTest, WhatIsPublishedDamagedIsNeverAnsweredFrom) {
  const auto kept = keeper(std::chrono::hours(1));
  const std::string second = world_.publish();
  flip_bit(generation(second) / file::kGraph);
  kept->look_again();
  EXPECT_TRUE(eventually([&] { return log_.text().find(second + " is damaged") != std::string::npos; }));
  EXPECT_EQ(name_of(*kept), first_);
  EXPECT_THAT(log_.text(), AllOf(HasSubstr("[error]"), HasSubstr("graph.bin")));
  EXPECT_THAT(log_.text(), Not(HasSubstr("in force: " + second)));
}

TEST_F(GenerationKeeperTest, DamageFoundAfterOpeningHandsOverToTheOneBefore) {
  const std::string second = world_.publish();
  for (const auto& entry : fs::recursive_directory_iterator(generation(second))) {
    if (!entry.is_regular_file() || entry.path().filename() == file::kManifest) continue;
    flip_bit(entry.path());
    {
      const auto kept = keeper();
      EXPECT_TRUE(eventually([&] { return name_of(*kept) == first_; })) << entry.path();
    }
    flip_bit(entry.path());  // mended
  }
  EXPECT_THAT(log_.text(), HasSubstr("no longer answered from"));
}

TEST_F(GenerationKeeperTest, DamageThatARequestMeetsIsLookedInto) {
  const std::string second = world_.publish();
  auto opened = GenerationKeeper::open(
      {.index = world_.index(), .look_every = std::chrono::hours(1), .suspect_every = milliseconds(0)});
  ASSERT_TRUE(opened);
  EXPECT_TRUE(eventually([&] { return log_.text().find("has its checksum") != std::string::npos; }));
  flip_bit(generation(second) / file::kGraph);
  opened.value()->suspect();
  EXPECT_TRUE(eventually([&] { return name_of(*opened.value()) == first_; }));
}

TEST_F(GenerationKeeperTest, AnswersNothingWhenNoneIsWholeUntilOneIs) {
  flip_bit(generation(first_) / file::kGraph);
  const auto kept = keeper();
  ASSERT_NE(kept, nullptr) << "what it does not look at when it opens";
  EXPECT_TRUE(eventually([&] { return kept->in_force() == nullptr; }));
  flip_bit(generation(first_) / file::kGraph);  // mended
  std::this_thread::sleep_for(milliseconds(20));
  EXPECT_EQ(kept->in_force(), nullptr) << "not trusted before it is asked to look again";
  kept->look_again();
  EXPECT_TRUE(eventually([&] { return name_of(*kept) == first_; }));
  flip_bit(generation(first_) / file::kGraph);
  kept->look_again();
  EXPECT_TRUE(eventually([&] { return kept->in_force() == nullptr; }));
  const std::string second = world_.publish();
  EXPECT_TRUE(eventually([&] { return name_of(*kept) == second; }));
}

TEST_F(GenerationKeeperTest, ATornCurrentChangesNothing) {
  world_.publish();  // not to be fallen forward to
  const std::string half = first_.substr(0, 9);
  for (const char* torn : {"", "\n", "../../etc\n", ".hidden\n", half.c_str()}) {
    write_file(world_.index() / file::kCurrent, first_ + "\n");
    const Log log;
    const auto kept = keeper();
    write_file(world_.index() / file::kCurrent, torn);
    EXPECT_TRUE(eventually([&] { return log.text().find("the one in force goes on") != std::string::npos; })) << torn;
    EXPECT_EQ(name_of(*kept), first_) << torn;
    fs::remove(world_.index() / file::kCurrent);
    std::this_thread::sleep_for(milliseconds(10));
    EXPECT_EQ(name_of(*kept), first_) << torn;
  }
}

}  // namespace
}  // namespace kennis
