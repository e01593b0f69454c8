/// @file
/// Runs as processes of their own: killed at random moments, traced for what is brought to disk before what, and without room to write.
#include <algorithm>
#include <chrono>
#include <fcntl.h>
#include <filesystem>
#include <random>
#include <regex>
#include <set>
#include <signal.h>
#include <sstream>
#include <string>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "generator/world.h"
#include "indexer/index_run.h"
#include "schema/fields.h"
#include "schema/manifest.h"
#include "tests/fixtures/seeds.h"
#include "tests/fixtures/temporary_folder.h"

namespace kennis {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::AnyOf;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

/// Begins `command` with its output in `output`.
pid_t begin(const std::vector<std::string>& command, const fs::path& output) {
  const pid_t child = ::fork();
  if (child != 0) return child;
  const int file = ::creat(output.c_str(), 0600);
  ::dup2(file, 1);
  ::dup2(file, 2);
  std::vector<char*> arguments;
  for (const std::string& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  ::execvp(arguments[0], arguments.data());
  ::_exit(127);
}

/// Waits for a process; its exit status, or minus the signal that ended it.
int end_of(pid_t child) {
  int status = 0;
  EXPECT_EQ(::waitpid(child, &status, 0), child);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

class Crash : public testing::Test {
 protected:
  void SetUp() override {
    WorldOptions options;
    options.people = 200;
    ASSERT_TRUE(generate_world(options, folder_ / "input"));
  }
  [[nodiscard]] fs::path index() const { return folder_ / "index"; }
  [[nodiscard]] fs::path output() const { return folder_ / "output"; }

  [[nodiscard]] std::vector<std::string> command(std::size_t memory = 64U << 10U) const {
    return {KENNIS_INDEX_ONCE, (folder_ / "input").string(), index().string(), "2", std::to_string(memory), "2"};
  }
  int run_to_end(const std::vector<std::string>& arguments) { return end_of(begin(arguments, output())); }

  /// What stands in force is whole; nothing in force is fine before the first run ended.
  void expect_whole_if_any() const {
    const std::string current = current_generation(index());
    if (current.empty()) {
      EXPECT_FALSE(fs::exists(index() / file::kCurrent)) << "CURRENT is never half written";
      return;
    }
    const fs::path generation = index() / file::kGenerations / current;
    const auto manifest = read_manifest(generation);
    ASSERT_TRUE(manifest) << manifest.error().message;
    EXPECT_EQ(manifest.value().generation, current);
    EXPECT_FALSE(manifest.value().files.empty());
    EXPECT_EQ(damage_of(generation, manifest.value(), Check::kContents), std::nullopt);
  }
  [[nodiscard]] std::vector<std::string> leftovers() const {
    std::vector<std::string> names;
    for (const fs::path& folder : {index(), index() / file::kGenerations}) {
      for (const auto& entry : fs::directory_iterator(folder)) {
        const std::string name = entry.path().filename().string();
        if (name.starts_with('.')) names.push_back(name);
      }
    }
    return names;
  }
  TemporaryFolder folder_;
};

TEST_F(Crash, KilledAtAnyMomentLeavesACompleteGenerationInForce) {
  constexpr std::uint32_t kSeed = 51;
  constexpr int kKills = 40;
  SCOPED_TRACE("seed " + std::to_string(seed_of(kSeed)));
  std::mt19937 random(seed_of(kSeed));
  const auto began = std::chrono::steady_clock::now();
  ASSERT_EQ(run_to_end(command()), 0) << content_of(output());
  const auto took = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - began);
  fs::remove_all(index());
  int killed = 0;
  for (int i = 0; i < kKills; ++i) {
    const pid_t child = begin(command(), output());
    const auto share = static_cast<std::int64_t>(random() % 1100);
    std::this_thread::sleep_for(took * share / 1000);
    ::kill(child, SIGKILL);
    killed += end_of(child) == -SIGKILL ? 1 : 0;
    if (fs::exists(index())) expect_whole_if_any();
    ASSERT_FALSE(HasFailure()) << "after kill " << i << " at " << share << " thousandths of a run";
  }
  EXPECT_GT(killed, kKills / 4) << "most were killed in the middle";
  ASSERT_EQ(run_to_end(command()), 0) << content_of(output());
  expect_whole_if_any();
  EXPECT_EQ(current_generation(index()) + "\n", content_of(output())) << "the new one is in force";
  EXPECT_THAT(leftovers(), IsEmpty()) << "what the killed left is swept";
  EXPECT_LE(generations_of(index()).size(), 2U);
}

bool can_trace(const fs::path& folder) {
  return end_of(begin({"strace", "-f", "-o", (folder / "probe").string(), "true"}, folder / "probe-output")) == 0;
}

/// The command with something happening at its call number `when` of one kind.
std::vector<std::string> struck(const std::vector<std::string>& run, const std::string& call, const std::string& what,
                                int when) {
  std::vector<std::string> traced = {"strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=" + call, "-e"};
  traced.push_back("inject=" + call + what + ":when=" + std::to_string(when));
  traced.insert(traced.end(), run.begin(), run.end());
  return traced;
}

TEST_F(Crash, KilledAtEveryStepOfPublishingLeavesACompleteGenerationInForce) {
  if (!can_trace(folder_.path())) GTEST_SKIP() << "strace cannot trace here";
  const fs::path input = folder_ / "few";
  write_file(input / "profiles.ndjson", "{\"id\":\"anna\"}\n{\"id\":\"bram\"}\n");
  const std::vector<std::string> run = {KENNIS_INDEX_ONCE, input.string(), index().string(), "1", "65536", "2"};
  int killed = 0;
  for (const std::string call : {"fsync", "rename", "link"}) {  // a table is linked when it is whole, to be checked
    for (int when = 1; when < 200; ++when) {
      const int status = run_to_end(struck(run, call, ":signal=SIGKILL", when));
      expect_whole_if_any();
      ASSERT_FALSE(HasFailure()) << "killed at " << call << " number " << when;
      if (status == 0) break;
      ASSERT_EQ(status, -SIGKILL) << content_of(output());
      ++killed;
    }
  }
  EXPECT_GT(killed, 10);
  ASSERT_EQ(run_to_end(run), 0) << content_of(output());
  EXPECT_THAT(leftovers(), IsEmpty());
}

TEST_F(Crash, KilledAtEveryStepOfBuildingUponAGenerationLeavesACompleteOneInForce) {
  if (!can_trace(folder_.path())) GTEST_SKIP() << "strace cannot trace here";
  const fs::path input = folder_ / "few";
  write_file(input / "profiles.ndjson", "{\"id\":\"anna\"}\n{\"id\":\"bram\"}\n");
  write_file(input / "interactions.ndjson",
             "{\"at\":\"2023-11-14T10:00:00Z\",\"from\":\"anna\",\"to\":\"bram\",\"channel\":\"call\"}\n");
  const std::vector<std::string> run = {KENNIS_INDEX_ONCE, input.string(), index().string(), "1", "65536", "2"};
  ASSERT_EQ(run_to_end(run), 0) << content_of(output());
  std::vector<std::string> night = run;
  night.insert(night.begin(), {"env", "KENNIS_INCREMENTAL=1"});
  int killed = 0;
  int nights = 0;
  for (const std::string call : {"fsync", "rename", "link"}) {
    write_file(input / ("profiles-" + call + ".ndjson"), "{\"id\":\"" + call + "\"}\n");
    for (int when = 1; when < 200; ++when) {
      const int status = run_to_end(struck(night, call, ":signal=SIGKILL", when));
      expect_whole_if_any();
      ASSERT_FALSE(HasFailure()) << "killed at " << call << " number " << when;
      if (status == 0) {
        const auto manifest = read_manifest(index() / file::kGenerations / current_generation(index()));
        nights += manifest && manifest.value().whole ? 1 : 0;
      }
      if (status != -SIGKILL) break;  // published, or published before it was killed
      ++killed;
    }
  }
  EXPECT_GT(killed, 10);
  EXPECT_GT(nights, 0);
  ASSERT_EQ(run_to_end(run), 0) << content_of(output());
  EXPECT_THAT(leftovers(), IsEmpty());
}

TEST_F(Crash, WhereTheDiskFailsTheOldGenerationStays) {
  if (!can_trace(folder_.path())) GTEST_SKIP() << "strace cannot trace here";
  const fs::path input = folder_ / "few";
  write_file(input / "profiles.ndjson", "{\"id\":\"anna\"}\n{\"id\":\"bram\"}\n");
  const std::vector<std::string> run = {KENNIS_INDEX_ONCE, input.string(), index().string(), "1", "65536", "2"};
  ASSERT_EQ(run_to_end(run), 0) << content_of(output());
  std::string before = current_generation(index());
  int failed = 0;
  for (const std::string fault : {"fsync:error=EIO", "rename:error=EIO", "write:error=ENOSPC"}) {
    const std::string call = fault.substr(0, fault.find(':'));
    for (int when = 1; when < 400; when += call == "write" ? 40 : call == "fsync" ? 3 : 1) {
      const int status = run_to_end(struck(run, call, fault.substr(call.size()), when));
      expect_whole_if_any();
      ASSERT_FALSE(HasFailure()) << fault << " at call " << when;
      // The last calls come when the new one is in force, or only print.
      if (current_generation(index()) != before) break;
      EXPECT_EQ(status, 1) << fault << " at call " << when << ": " << content_of(output());
      ++failed;
    }
    before = current_generation(index());
  }
  EXPECT_GT(failed, 8);
  ASSERT_EQ(run_to_end(run), 0) << content_of(output());
  EXPECT_THAT(leftovers(), IsEmpty());
}

/// One system call that strace saw: its name, the path or paths, in order.
struct Call {
  std::string name;
  std::vector<std::string> paths;
};

std::vector<Call> calls_of(const std::string& trace) {
  // 12345 fsync(3</tmp/x/file>) = 0          12345 rename("/tmp/a", "/tmp/b") = 0
  static const std::regex kCall(R"((\w+)\((.*)\)\s+= 0)");
  static const std::regex kPath(R"re((?:\d+<([^>]*)>|"([^"]*)"))re");
  std::vector<Call> calls;
  std::istringstream in(trace);
  for (std::string line; std::getline(in, line);) {
    std::smatch found;
    if (!std::regex_search(line, found, kCall)) continue;
    Call call{found[1], {}};
    const std::string arguments = found[2];
    for (auto path = std::sregex_iterator(arguments.begin(), arguments.end(), kPath); path != std::sregex_iterator();
         ++path) {
      call.paths.push_back((*path)[1].matched ? (*path)[1] : (*path)[2]);
    }
    if (!call.paths.empty()) calls.push_back(call);
  }
  return calls;
}

TEST_F(Crash, EverythingIsOnDiskBeforeItIsInForce) {
  if (!can_trace(folder_.path())) GTEST_SKIP() << "strace cannot trace here";
  // Whole paths, one line a call even where threads take turns.
  std::vector<std::string> traced = {"strace", "-f",
                                     "-y",     "-qq",
                                     "-s",     "4096",
                                     "-e",     "trace=fsync,rename,renameat,renameat2",
                                     "-o",     (folder_ / "trace").string()};
  const std::vector<std::string> run = command();
  traced.insert(traced.end(), run.begin(), run.end());
  ASSERT_EQ(run_to_end(traced), 0) << content_of(output());
  const std::vector<Call> calls = calls_of(content_of(folder_ / "trace"));
  const std::string generation = current_generation(index());
  const fs::path building = index() / file::kGenerations / ("." + generation);
  const fs::path target = index() / file::kGenerations / generation;

  std::set<std::string> synced;  // until the moment that is looked at
  const auto next = calls.begin();
  const auto renamed_to = [&](const fs::path& path) {
    return std::find_if(next, calls.end(), [&](const Call& call) {
      return call.name.starts_with("rename") && call.paths.back() == path.string();
    });
  };
  const auto named = renamed_to(target);
  const auto put_in_force = renamed_to(index() / file::kCurrent);
  ASSERT_NE(named, calls.end()) << "the finished folder is renamed";
  ASSERT_NE(put_in_force, calls.end()) << "CURRENT is replaced by a rename";
  ASSERT_LT(named - calls.begin(), put_in_force - calls.begin());

  for (auto call = calls.begin(); call != named; ++call) {
    if (call->name == "fsync") synced.insert(call->paths[0]);
  }
  std::size_t files = 0;
  for (const auto& entry : fs::recursive_directory_iterator(target)) {
    const std::string path = (building / fs::relative(entry.path(), target)).string();
    EXPECT_THAT(synced, Contains(path)) << "brought to disk before it is named";
    ++files;
  }
  EXPECT_GT(files, 8U);
  EXPECT_THAT(synced, Contains(building.string())) << "the folder itself";

  synced.clear();
  for (auto call = named; call != put_in_force; ++call) {
    if (call->name == "fsync") synced.insert(call->paths[0]);
  }
  EXPECT_THAT(synced, Contains((index() / file::kGenerations).string())) << "the new name, before CURRENT says it";
  EXPECT_THAT(synced, Contains(put_in_force->paths[0])) << "what becomes CURRENT";

  synced.clear();
  for (auto call = put_in_force; call != calls.end(); ++call) {
    if (call->name == "fsync") synced.insert(call->paths[0]);
  }
  EXPECT_THAT(synced, Contains(index().string())) << "the rename of CURRENT itself";
}

TEST_F(Crash, WithoutRoomTheRunFailsByNameAndTheOldGenerationStays) {
  ASSERT_EQ(run_to_end(command(1U << 30U)), 0) << content_of(output());
  const std::string before = current_generation(index());
  const std::string whole = content_of(index() / file::kGenerations / before / file::kManifest);
  std::uintmax_t largest = 0;
  for (const auto& entry : fs::recursive_directory_iterator(index())) {
    if (entry.is_regular_file()) largest = std::max(largest, entry.file_size());
  }
  int failed = 0;
  for (const std::size_t memory : {std::size_t{64} << 10U, std::size_t{1} << 30U}) {
    for (std::uintmax_t limit = 400; limit < largest; limit = limit * 8 / 5) {
      std::vector<std::string> limited = command(memory);
      limited.push_back(std::to_string(limit));
      const int status = run_to_end(limited);
      const std::string said = content_of(output());
      EXPECT_EQ(status, 1) << "files of at most " << limit << " bytes: " << said;
      EXPECT_THAT(said, HasSubstr(index().string())) << "the path is named; files of at most " << limit << " bytes";
      EXPECT_THAT(said, HasSubstr("File too large")) << "files of at most " << limit << " bytes";
      EXPECT_EQ(current_generation(index()), before);
      EXPECT_EQ(content_of(index() / file::kGenerations / before / file::kManifest), whole);
      expect_whole_if_any();
      EXPECT_THAT(leftovers(), Not(Contains(HasSubstr("Z-")))) << "what was built is removed: it would fill the disk";
      ++failed;
    }
  }
  EXPECT_GT(failed, 8);
  EXPECT_EQ(run_to_end(command()), 0) << content_of(output());
  EXPECT_NE(current_generation(index()), before);
}

TEST_F(Crash, WithoutRoomForTheTablesTheRunFailsByNameToo) {
  // Words of one person each: Xapian's tables become larger than what they are made of.
  std::string profiles;
  for (int person = 0; person < 60; ++person) {
    profiles += R"({"id":"p)" + std::to_string(person) + R"(","skills":[)";
    for (int i = 0; i < 500; ++i) profiles += (i == 0 ? "\"" : ",\"") + ("w" + std::to_string(person * 500 + i)) + "\"";
    profiles += "]}\n";
  }
  const fs::path input = folder_ / "words";
  write_file(input / "profiles.ndjson", profiles);
  std::vector<std::string> run = {KENNIS_INDEX_ONCE, input.string(), index().string(), "2", "1000000000", "2"};
  ASSERT_EQ(run_to_end(run), 0) << content_of(output());
  const std::string before = current_generation(index());
  run.push_back(std::to_string(profiles.size() + 10'000));
  EXPECT_EQ(run_to_end(run), 1);
  EXPECT_THAT(content_of(output()),
              AllOf(HasSubstr(index().string()), AnyOf(HasSubstr("is the disk full?"), HasSubstr("File too large"))));
  EXPECT_EQ(current_generation(index()), before);
  expect_whole_if_any();
  EXPECT_THAT(leftovers(), IsEmpty());
}

TEST_F(Crash, ASecondRunAtTheSameTimeSaysWhoHoldsTheIndex) {
  const pid_t first = begin(command(), output());
  std::string said;
  int status = 0;
  for (int i = 0; i < 2000 && !fs::exists(index() / file::kLock); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  ::kill(first, SIGSTOP);  // it holds still, and holds the lock, or has ended
  status = end_of(begin(command(), folder_ / "second"));
  said = content_of(folder_ / "second");
  ::kill(first, SIGCONT);
  EXPECT_EQ(end_of(first), 0) << content_of(output());
  if (status == 1) {
    EXPECT_THAT(said, AllOf(HasSubstr("is being written by"), HasSubstr(index().string())));
  } else {
    EXPECT_EQ(status, 0) << said;
  }
  expect_whole_if_any();
}

}  // namespace
}  // namespace kennis
