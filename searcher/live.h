/// @file
/// What happened since a generation was built, as searches see it.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <unordered_set>
#include <vector>

#include "journal/live_network.h"
#include "journal/store.h"
#include "network/event_hashes.h"
#include "schema/document_maker.h"
#include "schema/made_documents.h"
#include "schema/manifest.h"
#include "schema/profile_records.h"
#include "searcher/live_documents.h"
#include "searcher/statement_terms.h"

namespace kennis {

/// A generation and its journal up to a place. Never changed: a request takes one and keeps it.
struct LiveState {
  /// A skill of which something was said in a group, of one person.
  struct Talk {
    Node node = kNoPerson;
    const StatementTerms* terms = nullptr;  ///< what a document may gain by it
  };
  /// A document that was made for those who may know more than everybody.
  struct MembersDocument {
    std::vector<SkillStatement> statements;
    std::shared_ptr<const LiveDocument> base;      ///< what everybody has instead; null: the one of the generation
    std::shared_ptr<const LiveDocument> document;  ///< null: what everybody has will do
  };
  JournalPosition position = 0;
  Network network;
  LiveTable documents;
  std::vector<Node> masked;  ///< documents of the generation that are not in force, rising
  std::shared_ptr<const LivePostings> postings;
  // Of a state for members:
  std::shared_ptr<const std::vector<Talk>> talk{};   ///< in their groups; null: there is none
  std::shared_ptr<LivePostings> members_postings{};  ///< `postings`, to be added to
  std::map<Node, MembersDocument> of_members{};      ///< those made so far; they are in `documents` too
};

/// What a generation is replayed over.
struct LiveBase {
  const Network* network = nullptr;
  const Statements* statements = nullptr;
  const ProfileRecords* records = nullptr;
  const KnownRuns* known_runs = nullptr;
  const SkillFinder* skills = nullptr;
  const EventHashes* events = nullptr;
  const Columns* columns = nullptr;
  TombstoneMark tombstones;                      ///< whose persons it has left out
  std::filesystem::path index;                   ///< where the journal lies; it need not be there yet
  JournalPosition position = 0;                  ///< up to which the generation has it
  std::filesystem::path changes;                 ///< what the generation has besides its files; empty: nothing
  std::shared_ptr<const MadeDocuments> made{};   ///< documents that were made for it; may be none
  std::optional<JournalPosition> stop;           ///< nothing behind it is seen: for answers as they were
  std::function<void(const std::string&)> warn;  ///< may be empty

  [[nodiscard]] DocumentContext document_context() const {
    return {known_runs, evidence_day(network->as_of()), skills};
  }
};

/// Follows the journal of an index.
///
/// Errors:  throws std::exception if the journal cannot be read: nothing is answered as if it were not there.
/// Threads: any number at once.
/// Cost:    `now` a few microseconds, and 0.1 ms or so for each entry that nobody has taken in yet.
class Live {
 public:
  explicit Live(LiveBase base);

  /// The state after everything that is in the journal when this is called.
  [[nodiscard]] std::shared_ptr<const LiveState> now();
  /// The same state for the present members of these groups: what was written there about skills, and said of them, is evidence for them, and the documents
  /// of whom it concerns are others. None is made yet: see with_documents. `earlier` is such a state, for the same groups or others, whose documents are used
  /// again where nothing has changed.
  /// Cost: a look at each statement in these groups, and a microsecond or so for each document that is used again.
  [[nodiscard]] std::shared_ptr<const LiveState> for_members(const std::shared_ptr<const LiveState>& state,
                                                             std::span<const std::uint32_t> scopes,
                                                             const LiveState* earlier = nullptr);
  /// The same with the members' documents that a question needs: those in which one of these terms may count more than in everybody's, or all of them.
  /// Needs: the state is one for the members of these groups.
  /// Cost: as many documents as were not made before, some 60 microseconds each.
  [[nodiscard]] std::shared_ptr<const LiveState> with_documents(const std::shared_ptr<const LiveState>& state,
                                                                std::span<const std::uint32_t> scopes,
                                                                const std::optional<TermHashes>& terms);

  /// Whether something changed behind `from`, up to `to`, that may concern a person (as searcher or as one who is reached).
  /// Cost: a call of `concerns` for each person who changed; if they are very many, none, and true.
  [[nodiscard]] bool concerned(JournalPosition from, JournalPosition to,
                               const std::function<bool(Node)>& concerns) const;

 private:
  void open_store();
  /// Generations do not have who refuses to be asked: that is read from the beginning.
  void take_refusals(JournalPosition upto);
  void take(const JournalEntry& entry);
  void catch_up(JournalPosition upto);
  void take_erasure(JournalPosition position);
  /// Returns the ids of events as LiveNetwork::erase does.
  std::vector<std::string> look_at_tombstones();
  void remember_bars();
  void take_changes(JournalPosition position, std::vector<Node>& masked);
  void begin_generation();
  void take_generation_changes();
  /// Taken from those that were made for the generation, or made; null of no record.
  [[nodiscard]] std::shared_ptr<const LiveDocument> make(DocumentSource source, DocumentMaker& maker) const;
  void take_documents(const std::vector<Node>& nodes);
  struct Concerned {
    Node node;
    bool is_barred;
    LiveState::MembersDocument made;  ///< without the document
  };
  /// What members of these groups know of persons. Without statements: no more than everybody, or nobody may find the person.
  [[nodiscard]] std::vector<Concerned> concerned(const LiveState& state, std::span<const std::uint32_t> scopes,
                                                 const std::vector<Node>& nodes) const;
  void add_documents(std::vector<Concerned> all, LiveState& seen) const;
  [[nodiscard]] std::unique_ptr<DocumentMaker> idle_maker();
  void give_back(std::unique_ptr<DocumentMaker> maker);

  LiveBase base_;
  mutable std::mutex mutex_;
  std::unique_ptr<JournalStore> store_;
  LiveNetwork replay_;
  TombstoneMark erased_;  ///< whose persons are not there any more
  std::shared_ptr<LivePostings> postings_ = std::make_shared<LivePostings>();
  LiveTable documents_;
  bool has_begun_ = false;                        ///< those of the generation were taken
  std::unordered_set<std::uint64_t> in_changes_;  ///< events that it has besides those of its files
  DocumentMaker maker_;                           ///< for what is in the journal
  std::shared_ptr<const LiveState> state_;
  std::vector<std::pair<JournalPosition, Node>> changes_;  ///< whose ties changed, by rising place
  JournalPosition rosters_changed_ = 0;                    ///< when a team or group did
  std::mutex makers_mutex_;
  std::vector<std::unique_ptr<DocumentMaker>> idle_makers_;  ///< for the views of members
  AllStatementTerms statement_terms_;                        ///< under mutex_
};

}  // namespace kennis
