/// @file
#include "journal/journal.h"

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <map>
#include <mutex>
#include <set>
#include <sstream>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include <gmock/gmock.h>

#include "schema/fields.h"
#include "tests/fixtures/temporary_folder.h"

namespace kennis {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

EntryDraft draft(const std::string& record) { return {RecordKind::kInteraction, "anna", record, record}; }

std::vector<JournalEntry> entries_of(const fs::path& index, JournalPosition after = 0) {
  const auto store = JournalStore::open(index, JournalStore::Access::kRead);
  EXPECT_TRUE(store) << store.error().message;
  std::vector<JournalEntry> entries;
  if (!store) return entries;
  EXPECT_EQ(store.value()->fault(), "");
  store.value()->read(after, store.value()->last(), [&](const JournalEntry& entry) { entries.push_back(entry); });
  return entries;
}

class JournalTest : public testing::Test {
 protected:
  std::unique_ptr<Journal> open() {
    auto opened = Journal::open(index_, [] { return Seconds{1'700'000'000}; });
    EXPECT_TRUE(opened) << opened.error().message;
    return opened ? std::move(opened).value() : nullptr;
  }
  TemporaryFolder folder_;
  fs::path index_ = folder_.path() / "index";
};

TEST_F(JournalTest, KeepsWhatWasAppendedInOrder) {
  {
    const auto journal = open();
    const auto first = journal->append({draft("a"), {RecordKind::kTeam, "bram", "", "b"}});
    ASSERT_TRUE(first);
    EXPECT_THAT(first.value(), ElementsAre(1, 2));
    EXPECT_EQ(journal->append({draft("c")}).value().back(), 3U);
  }
  const auto entries = entries_of(index_);
  ASSERT_EQ(entries.size(), 3U);
  EXPECT_EQ(entries[1].position, 2U);
  EXPECT_EQ(entries[1].at, 1'700'000'000);
  EXPECT_EQ(entries[1].draft.kind, RecordKind::kTeam);
  EXPECT_EQ(entries[1].draft.author, "bram");
  EXPECT_EQ(entries[1].draft.record, "b");
  EXPECT_EQ(entries_of(index_, 2).size(), 1U);
}

TEST_F(JournalTest, IsForItsOwnerAlone) {
  ASSERT_TRUE(open()->append({draft("a")}));
  const auto journal = open();
  ASSERT_TRUE(journal->append({draft("b")}));
  for (const auto& entry : fs::directory_iterator(index_)) {
    struct stat info {};
    ASSERT_EQ(::stat(entry.path().c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777U, 0600U) << entry.path();
  }
}

TEST_F(JournalTest, ManyAppendAtOnceAndShareCommits) {
  const auto journal = open();
  std::mutex mutex;
  std::map<JournalPosition, std::string> acknowledged;
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 8; ++t) {
      threads.emplace_back([&, t] {
        for (int n = 0; n < 20; ++n) {
          const std::string id = std::to_string(t) + "-" + std::to_string(n);
          const auto range = journal->append({draft(id), draft(id + "+")});
          ASSERT_TRUE(range);
          EXPECT_EQ(range.value().size(), 2U);
          const std::lock_guard lock(mutex);
          acknowledged[range.value().front()] = id;
          acknowledged[range.value().back()] = id + "+";
        }
      });
    }
  }
  const auto entries = entries_of(index_);
  ASSERT_EQ(entries.size(), 320U);
  for (const JournalEntry& entry : entries) EXPECT_EQ(acknowledged[entry.position], entry.draft.record);
}

TEST_F(JournalTest, WhatIsSentAgainIsThereOnce) {
  const auto journal = open();
  const EntryDraft first{RecordKind::kInteraction, "anna", "e1", "a"};
  const EntryDraft changed{RecordKind::kInteraction, "anna", "e1", "b"};
  const EntryDraft other{RecordKind::kProfile, "anna", "e1", "a"};
  const EntryDraft nameless{RecordKind::kTeam, "anna", "", "a"};
  EXPECT_THAT(journal->append({first, first, other}).value(), ElementsAre(1, 1, 2));
  EXPECT_THAT(journal->append({changed, first, first}).value(), ElementsAre(3, 4, 4));
  EXPECT_THAT(journal->append({nameless, nameless}).value(), ElementsAre(5, 6));
  const auto store = JournalStore::open(index_, JournalStore::Access::kRead);
  EXPECT_TRUE(store.value()->had(RecordKind::kInteraction, "e1", 1));
  EXPECT_FALSE(store.value()->had(RecordKind::kInteraction, "e1", 0));
  EXPECT_FALSE(store.value()->had(RecordKind::kProfile, "e1", 1));
  EXPECT_FALSE(store.value()->had(RecordKind::kTeam, "", 6));
}

TEST_F(JournalTest, ADecisionSeesEverythingBeforeItsEntries) {
  const auto one = open();
  const auto other = open();
  // Each of many, over two connections, appends the number of entries that it sees: no number comes twice, none is left out.
  std::vector<std::jthread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int n = 0; n < 15; ++n) {
        const auto decided = (t % 2 == 0 ? one : other)->append_decided([](const JournalStore& store) {
          std::size_t count = 0;
          store.read(0, store.last(), [&](const JournalEntry&) { ++count; });
          return std::vector<EntryDraft>{{RecordKind::kPool, "anna", "", std::to_string(count)}};
        });
        EXPECT_TRUE(decided) << decided.error().message;
        if (t == 3) {
          EXPECT_TRUE(one->append({draft("between " + std::to_string(n))}));
        }
      }
    });
  }
  threads.clear();
  const auto entries = entries_of(index_);
  ASSERT_EQ(entries.size(), 75U);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (entries[i].draft.kind == RecordKind::kPool) {
      EXPECT_EQ(entries[i].draft.record, std::to_string(i));
    }
  }
}

TEST_F(JournalTest, ADecisionAgainstAppendsNothing) {
  const auto journal = open();
  const auto refused = journal->append_decided([](const JournalStore&) -> Result<std::vector<EntryDraft>> {
    return Error{ErrorCode::kForbidden, "no", {}};
  });
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message, "no");
  const auto nothing = journal->append_decided([](const JournalStore&) { return std::vector<EntryDraft>{}; });
  ASSERT_TRUE(nothing);
  EXPECT_TRUE(nothing.value().empty());
  EXPECT_FALSE(journal->append_decided(
      [](const JournalStore&) -> Result<std::vector<EntryDraft>> { throw std::runtime_error("broken"); }));
  EXPECT_EQ(journal->append({draft("a")}).value().back(), 1U);
}

TEST_F(JournalTest, WhatIsNoInputIsReadByItself) {
  const auto journal = open();
  ASSERT_TRUE(journal->append({draft("a"), {RecordKind::kPool, "anna", "p", "1"}, draft("b")}));
  ASSERT_TRUE(journal->append({{RecordKind::kAlert, "anna", "x", "2"}, {RecordKind::kTeam, "anna", "", "t"}}));
  const auto store = JournalStore::open(index_, JournalStore::Access::kRead);
  std::vector<std::string> records;
  const auto note = [&](const JournalEntry& entry) { records.push_back(entry.draft.record); };
  store.value()->read_others(0, store.value()->last(), note);
  EXPECT_THAT(records, ElementsAre("1", "2"));
  records.clear();
  store.value()->read_others(2, 3, note);
  EXPECT_THAT(records, ElementsAre());
  store.value()->read_others(2, 4, note);
  EXPECT_THAT(records, ElementsAre("2"));
}

TEST_F(JournalTest, TwoProcessesMayWrite) {
  const auto one = open();
  const auto other = open();
  EXPECT_EQ(one->append({draft("a")}).value().back(), 1U);
  EXPECT_EQ(other->append({draft("b")}).value().back(), 2U);
  EXPECT_EQ(one->append({draft("c")}).value().back(), 3U);
}

/// Which file stands there; 0 if none does.
ino_t file_at(const fs::path& path) {
  struct stat found {};
  return ::stat(path.c_str(), &found) == 0 ? found.st_ino : 0;
}

TEST_F(JournalTest, AnotherProcessThatClosesItLeavesTheLogToThisOne) {
  const auto journal = open();
  ASSERT_TRUE(journal->append({draft("a")}));
  for (const auto access : {JournalStore::Access::kWrite, JournalStore::Access::kRead}) {
    ASSERT_TRUE(JournalStore::open(index_, access));  // and closed again
    const std::string path = (index_ / file::kJournal).string();
    const ino_t log = file_at(path + "-wal");
    ASSERT_NE(log, 0U);
    const std::string other = "/usr/bin/python3 -c \"import sqlite3; c = sqlite3.connect('" + path +
                              "'); c.execute('select count(*) from entries').fetchall(); c.close()\"";
    ASSERT_EQ(std::system(other.c_str()), 0);
    EXPECT_EQ(file_at(path + "-wal"), log) << "it took away what this process goes on writing to";
  }
  ASSERT_TRUE(journal->append({draft("b")}));
  EXPECT_EQ(entries_of(index_).size(), 2U);
}

TEST_F(JournalTest, RefusesWhatIsNoJournal) {
  fs::create_directories(index_);
  std::ofstream(index_ / file::kJournal) << std::string(5000, 'x');
  const auto garbage = Journal::open(index_);
  ASSERT_FALSE(garbage);
  EXPECT_EQ(garbage.error().code, ErrorCode::kNotWritten);
  EXPECT_THAT(garbage.error().message, HasSubstr("journal.sqlite"));
  fs::remove(index_ / file::kJournal);
  fs::create_directories(index_ / file::kJournal);
  EXPECT_FALSE(Journal::open(index_));
  EXPECT_FALSE(JournalStore::open(folder_.path() / "nothing", JournalStore::Access::kRead));
}

/// What a process may write to one file; larger writes fail as they do on a full disk.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) {
    before_ = std::signal(SIGXFSZ, SIG_IGN);
    ::getrlimit(RLIMIT_FSIZE, &limit_);
    rlimit less = limit_;
    less.rlim_cur = bytes;
    ::setrlimit(RLIMIT_FSIZE, &less);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;
  ~FileSizeLimit() {
    ::setrlimit(RLIMIT_FSIZE, &limit_);
    std::signal(SIGXFSZ, before_);
  }

 private:
  rlimit limit_{};
  void (*before_)(int) = SIG_DFL;
};

TEST_F(JournalTest, OnAFullDiskNothingIsAcknowledgedAndItGoesOnAfterwards) {
  const auto journal = open();
  std::set<std::string> acknowledged;
  const std::string padding(3000, 'x');
  int refused = 0;
  {
    const FileSizeLimit limit(200'000);
    for (int n = 0; n < 120; ++n) {
      const std::string record = std::to_string(n) + padding;
      const auto range = journal->append({draft(record)});
      if (range) acknowledged.insert(record);
      if (!range) {
        EXPECT_EQ(range.error().code, ErrorCode::kNotWritten);
        ++refused;
      }
    }
  }
  EXPECT_GT(refused, 0);
  EXPECT_FALSE(acknowledged.empty());
  ASSERT_TRUE(journal->append({draft("after")}));
  acknowledged.insert("after");
  std::multiset<std::string> there;
  for (const JournalEntry& entry : entries_of(index_)) there.insert(entry.draft.record);
  EXPECT_EQ(there, std::multiset<std::string>(acknowledged.begin(), acknowledged.end()));
}

/// Runs the writer, kills it after a while and returns what it acknowledged.
std::map<std::string, JournalPosition> write_and_kill(const fs::path& index, unsigned microseconds) {
  int ends[2];
  EXPECT_EQ(::pipe(ends), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    ::dup2(ends[1], STDOUT_FILENO);
    ::close(ends[0]);
    ::execl(KENNIS_APPEND_FOREVER, KENNIS_APPEND_FOREVER, index.c_str(), "4", nullptr);
    std::_Exit(127);
  }
  ::close(ends[1]);
  std::string said;
  std::jthread reading([&] {
    char bytes[4096];
    for (ssize_t size = 0; (size = ::read(ends[0], bytes, sizeof bytes)) > 0;) {
      said.append(bytes, static_cast<std::size_t>(size));
    }
  });
  ::usleep(microseconds);
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  reading.join();
  ::close(ends[0]);
  std::map<std::string, JournalPosition> acknowledged;
  std::istringstream lines(said);
  std::string id;
  for (JournalPosition position = 0; lines >> id >> position;) acknowledged[id] = position;
  return acknowledged;
}

TEST_F(JournalTest, WhatWasAcknowledgedSurvivesAKillAtAnyMoment) {
  std::map<std::string, JournalPosition> acknowledged;
  for (unsigned round = 0; round < 12; ++round) acknowledged.merge(write_and_kill(index_, 15'000 + round * 7'001));
  ASSERT_GT(acknowledged.size(), 10U) << "too few to prove anything";
  std::map<std::string, JournalPosition> there;
  for (const JournalEntry& entry : entries_of(index_)) {
    EXPECT_TRUE(there.emplace(entry.draft.record, entry.position).second) << entry.draft.record << " is there twice";
  }
  for (const auto& [id, position] : acknowledged) EXPECT_EQ(there[id], position) << id;
}

TEST_F(JournalTest, ATornLogKeepsAllThatStandsBeforeTheTear) {
  const fs::path torn = folder_.path() / "torn";
  const std::string log = std::string(file::kJournal) + "-wal";
  {
    const auto journal = open();  // while it is open, everything new stands in the log
    for (int i = 0; i < 20; ++i) ASSERT_TRUE(journal->append({draft(std::to_string(i))}));
    fs::create_directory(torn);
    for (const std::string& name : {std::string(file::kJournal), log}) fs::copy_file(index_ / name, torn / name);
  }
  fs::resize_file(torn / log, fs::file_size(torn / log) - 1000);
  const auto entries = entries_of(torn);
  EXPECT_EQ(entries.size(), 19U);
  for (std::size_t i = 0; i < entries.size(); ++i) EXPECT_EQ(entries[i].position, i + 1);
  index_ = torn;
  EXPECT_EQ(open()->append({draft("after")}).value().back(), entries.size() + 1);
}

}  // namespace
}  // namespace kennis
