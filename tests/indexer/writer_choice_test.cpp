/// @file
/// When profiles are written in bulk, and that nobody can tell how they were written.
#include "indexer/writer_choice.h"

#include <fstream>
#include <iterator>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <xapian.h>

#include "generator/world.h"
#include "indexer/database_difference.h"
#include "indexer/index_run.h"
#include "schema/fields.h"
#include "schema/manifest.h"
#include "tests/reference/indexed_world.h"

namespace kennis {
namespace {

namespace fs = std::filesystem;
using reference::TemporaryFolder;
using testing::HasSubstr;
using testing::IsEmpty;

ProfileWriterOptions options_in(const fs::path& folder) {
  ProfileWriterOptions options;
  options.folder = folder / "runs";
  options.database = folder / "database";
  return options;
}

/// Writes all but the last document.
class ForgetfulWriter : public ProfileWriter {
 public:
  explicit ForgetfulWriter(std::unique_ptr<ProfileWriter> writer) : writer_(std::move(writer)) {}
  std::unique_ptr<DocumentRun> begin_run(std::size_t run) override {
    return std::make_unique<Run>(writer_->begin_run(run));
  }
  std::vector<TermEntry> finish(const std::function<void(std::uint64_t, std::uint64_t)>& progress) override {
    return writer_->finish(progress);
  }

 private:
  class Run : public DocumentRun {
   public:
    explicit Run(std::unique_ptr<DocumentRun> run) : run_(std::move(run)) {}
    void add(Node node, const DocumentTerms& terms, std::string_view record) override {
      if (node != 50) run_->add(node, terms, record);
    }
    void finish() override { run_->finish(); }

   private:
    std::unique_ptr<DocumentRun> run_;
  };
  std::unique_ptr<ProfileWriter> writer_;
};

std::unique_ptr<ProfileWriter> make_forgetful_writer(const ProfileWriterOptions& options) {
  return std::make_unique<ForgetfulWriter>(make_bulk_writer(options));
}

TEST(WriterChoice, KnowsTheReleasesItWasTestedWith) {
  EXPECT_TRUE(is_tested_release(1, 4, 22));
  EXPECT_FALSE(is_tested_release(1, 4, 23));
  EXPECT_FALSE(is_tested_release(1, 5, 22));
  EXPECT_FALSE(is_tested_release(2, 0, 0));
}

TEST(WriterChoice, TheTrialPassesTheBulkWriter) {
  const TemporaryFolder folder;
  EXPECT_EQ(try_writer(make_bulk_writer, options_in(folder.path())), "");
  EXPECT_FALSE(fs::exists(folder.path() / "runs/trial"));
}

TEST(WriterChoice, TheTrialFindsAWriterThatForgets) {
  const TemporaryFolder folder;
  EXPECT_THAT(try_writer(make_forgetful_writer, options_in(folder.path())), HasSubstr("documents: 50 and 49"));
}

TEST(WriterChoice, TheWantedWriterIsTakenWhereItWasTested) {
  const TemporaryFolder folder;
  EXPECT_THAT(choose_writer(WriterKind::kApi, options_in(folder.path())).warning, IsEmpty());
  const bool tested = is_tested_release(Xapian::major_version(), Xapian::minor_version(), Xapian::revision());
  EXPECT_EQ(choose_writer(WriterKind::kBulk, options_in(folder.path())).warning.empty(), tested);
}

class Silence : public ProgressListener {
 public:
  void stage_begins(std::string_view, std::uint64_t, std::string_view) override {}
  void stage_is_at(std::uint64_t) override {}
  void stage_ends() override {}
};

fs::path index_world(const fs::path& world, const fs::path& index, IndexOptions options) {
  options.input = world;
  options.index = index;
  options.now = 1'800'000'000;
  Silence silence;
  const auto report = run_index(options, silence);
  if (!report || !report.value().published) throw std::runtime_error("the world was not published");
  EXPECT_THAT(report.value().warnings, IsEmpty());
  return index / file::kGenerations / current_generation(index) / file::kProfiles;
}

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

TEST(BulkIndex, HoldsWhatTheApiWritesAndTheSameBytesFromAnyNumberOfWorkers) {
  const TemporaryFolder folder;
  WorldOptions options;
  options.people = 4500;  // more than one run
  options.seed = 11;
  const auto made = generate_world(options, folder.path() / "world");
  ASSERT_TRUE(made);
  for (const bool whole : {false, true}) {
    const auto index = [&](const char* name, WriterKind writer, std::size_t workers) {
      IndexOptions wanted;
      wanted.workers = workers;
      wanted.writer = writer;
      wanted.whole_database = whole;
      return index_world(folder.path() / "world", folder.path() / name, wanted);
    };
    const fs::path api = index("api", WriterKind::kApi, 2);
    const fs::path one = index("one", WriterKind::kBulk, 1);
    const fs::path two = index("two", WriterKind::kBulk, 2);
    EXPECT_EQ(first_difference(Xapian::Database(api.string()), Xapian::Database(one.string())), "");
    EXPECT_EQ(fs::exists(api / "termlist.glass"), whole);
    for (const fs::path& database : {api, one}) EXPECT_EQ(Xapian::Database(database.string()).has_positions(), whole);
    for (const char* name : {file::kWords, file::kWordEnds}) {
      const std::string words = read_file(one.parent_path() / name);
      EXPECT_FALSE(words.empty());
      EXPECT_TRUE(words == read_file(two.parent_path() / name)) << name;
      EXPECT_TRUE(words == read_file(api.parent_path() / name)) << name;
    }
    EXPECT_EQ(Xapian::Database(one.string()).get_document(1).get_data().empty(), !whole);
    std::size_t files = 0;
    for (const auto& entry : fs::directory_iterator(one)) {
      EXPECT_TRUE(read_file(entry.path()) == read_file(two / entry.path().filename())) << entry.path();
      ++files;
    }
    EXPECT_EQ(files, whole ? 5U : 2U);
  }
}

TEST(BulkIndex, IsOneToDebiansTools) {
  const TemporaryFolder folder;
  const reference::IndexedWorld world(300, 5);
  IndexOptions whole;
  whole.whole_database = true;
  const fs::path database = index_world(world.world(), folder.path() / "index", whole);
  const auto run = [&](const std::string& command) {
    return std::system((command + " >" + (folder.path() / "out").string() + " 2>&1").c_str());
  };
  const std::string path = database.string();
  const std::string copy = (folder.path() / "copy").string();
  const std::string compact = (folder.path() / "compact").string();
  EXPECT_EQ(run("xapian-check " + path + " F"), 0) << read_file(folder.path() / "out");
  EXPECT_EQ(run("xapian-delve -v -a " + path), 0) << read_file(folder.path() / "out");
  EXPECT_EQ(run("copydatabase " + path + " " + copy), 0) << read_file(folder.path() / "out");
  EXPECT_EQ(run("xapian-compact " + path + " " + compact), 0) << read_file(folder.path() / "out");
  const std::string lean = index_world(world.world(), folder.path() / "lean-index", {}).string();
  EXPECT_EQ(run("xapian-check " + lean + " F"), 0) << read_file(folder.path() / "out");
  EXPECT_EQ(run("xapian-delve -a " + lean), 0) << read_file(folder.path() / "out");
  const Xapian::Database made(path);
  EXPECT_EQ(first_difference(made, Xapian::Database(copy)), "");
  EXPECT_EQ(first_difference(made, Xapian::Database(compact)), "");
}

}  // namespace
}  // namespace kennis
