/// @file
/// Lines of profiles: first to the sorter, then, once each id has its one line, to the directory, and at last to documents.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "indexer/columns_writer.h"
#include "indexer/directory.h"
#include "indexer/interaction_stage.h"
#include "indexer/profile_sorter.h"
#include "indexer/profile_words_writer.h"
#include "indexer/profile_writer.h"
#include "indexer/rejects.h"
#include "indexer/scan.h"
#include "indexer/tie_fold.h"
#include "network/contexts.h"
#include "schema/read_record.h"
#include "schema/text_numbers.h"

namespace kennis {

/// Reads lines as they come. Threads: as `scan` uses it.
class ProfileReading {
 public:
  struct Result : BlockResult {
    std::vector<ProfileLine> lines;
    std::vector<Reject> rejects;
    std::uint64_t line_count = 0;
    std::uint64_t erased = 0;  ///< lines of persons who were erased: they are as if they were not there
  };
  ProfileReading(std::vector<std::string> file_names, const Tombstones& tombstones, std::size_t workers)
      : file_names_(std::move(file_names)), tombstones_(&tombstones), workers_(workers) {}
  [[nodiscard]] std::unique_ptr<BlockResult> work(const Block& block, std::size_t slot);

 private:
  struct Worker {
    RecordReader reader;
    Profile profile;
  };
  std::vector<std::string> file_names_;
  const Tombstones* tombstones_;
  std::vector<Worker> workers_;
};

/// Reads sorted lines, of which line n is node n, and fills directory and columns.
class ProfileClaims {
 public:
  struct Person {
    std::uint64_t line = 0;  ///< hash_of_line
    std::string id;
    Rights rights;
    Days sharing_set = kNeverSet;
    std::vector<ProfileName> names;
  };
  struct Result : BlockResult {
    std::vector<Person> persons;
  };
  ProfileClaims(std::size_t workers, std::uint64_t runs_every) : workers_(workers), runs_every_(runs_every) {}
  [[nodiscard]] std::unique_ptr<BlockResult> work(const Block& block, std::size_t slot);
  /// The runs of words in the skills and titles of one profile of `runs_every`. Needs: all blocks are done; call it once.
  [[nodiscard]] RunCounter take_runs();

 private:
  struct Worker {
    void count_texts();
    void count_text(std::string_view text);
    RecordReader reader;
    Profile profile;
    TextNumbers texts;  ///< with runs in them: most come again and again, so that each is read once
    std::vector<std::uint32_t> text_counts;
  };
  std::vector<Worker> workers_;
  std::uint64_t runs_every_;
};

/// Writes what was said of whose skills, which does not depend on the order in which skills were met.
void write_skill_statements(const std::vector<Endorsement>& endorsements, const std::vector<Endorsement>& in_groups,
                            const SkillNames& skills, const std::filesystem::path& path);

/// Makes documents of sorted lines: one run a block. `endorsements` are sorted.
class ProfileDocuments {
 public:
  struct Result : BlockResult {
    WordsOfProfiles words;
    ColumnsOfProfiles columns;
  };
  /// What documents are made with besides their records.
  struct Shared {
    const std::vector<Endorsement>* endorsements;
    const SkillNames* skills;
    DocumentContext context;
    const std::vector<Node>* barred;  ///< who must not be contacted, whatever the profile says; rising
  };
  ProfileDocuments(ProfileWriter& writer, const Shared& shared, std::size_t workers);
  [[nodiscard]] std::unique_ptr<BlockResult> work(const Block& block, std::size_t slot);
  /// Where the persons of all blocks were. Needs: no block is worked on any more.
  [[nodiscard]] ContextColumns take_contexts();

 private:
  struct Worker {
    explicit Worker(const DocumentContext& context) : builder(context), columns(context.as_of) {}
    RecordReader reader;
    Profile profile;
    DocumentBuilder builder;
    ColumnsReader columns;
    DocumentTerms terms;
    ContextColumns contexts;
  };
  [[nodiscard]] std::vector<SkillStatement> statements_of(Node node) const;

  ProfileWriter* writer_;
  Shared shared_;
  std::vector<std::uint32_t> by_endorser_;  ///< places of endorsements
  std::deque<Worker> workers_;
};

}  // namespace kennis
