/// @file
/// The replay of a journal over the network of a generation.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "journal/entry.h"
#include "journal/generation_changes.h"
#include "journal/live_contexts.h"
#include "journal/live_people.h"
#include "journal/live_refusals.h"
#include "journal/live_rosters.h"
#include "journal/live_statements.h"
#include "journal/live_ties.h"
#include "journal/tombstones.h"
#include "network/network.h"
#include "schema/document.h"
#include "schema/own_words.h"
#include "schema/read_record.h"
#include "schema/result.h"

namespace kennis {

/// What a generation has, as far as the replay asks.
struct ReplayBase {
  const Network* network = nullptr;
  const Statements* statements = nullptr;
  std::function<std::string(Node)> record;            ///< the stored record of a person with a profile
  std::function<bool(const Interaction&)> has_event;  ///< whether it has an event already; may be empty: it has none
};

/// A change whose line was read already.
struct ReadChange {
  const Change* change = nullptr;
  std::optional<Profile> profile{};          ///< of a kProfile
  std::optional<Interaction> interaction{};  ///< of a kInteraction or kSaidAgain
  std::optional<Error> error{};              ///< instead of either
  Node known = kNoPerson;                    ///< of a profile: whom the files have by its id
  std::vector<std::string> claims{};         ///< and what that person's profile claims there
  std::optional<OwnWords> words_before{};    ///< of that profile, if the person endorses anybody there
  std::optional<OwnWords> words_after{};     ///< then of the line, too
};

/// Takes entries and says what the network is after them. The rules are those of the build; docs/decisions/0013-the-journal.md has what waits
/// for the next one.
///
/// Threads: one at a time; the networks it gives are read by any number.
/// Cost:    an event some microseconds a recipient, more where lists of ties are long; a profile as much and its document.
class LiveNetwork {
 public:
  explicit LiveNetwork(ReplayBase base);
  LiveNetwork(const LiveNetwork&) = delete;  // its parts refer to each other
  LiveNetwork& operator=(const LiveNetwork&) = delete;

  /// Takes an entry of a kind that changes the network: those of the input, and refusals. Others are passed over.
  /// Errors: kInvalidRecord; then nothing has changed.
  [[nodiscard]] std::optional<Error> take(const JournalEntry& entry);

  /// Takes what has changed between a whole build and the generation (journal/change_replay.h takes all). Errors: as take. The profile of the change is moved from.
  [[nodiscard]] std::optional<Error> take(ReadChange& change);
  /// Reads the line of a change that has one. Threads: any number, each with a reader, also while another takes changes. Needs: the change lives
  /// until it was taken.
  [[nodiscard]] ReadChange read(const Change& change, RecordReader& reader) const;

  /// Nobody whom these are of is there any more: neither before, nor in what is taken from now on. Returns the ids of the events taken that are
  /// as if they had not been: what the journal says under these ids besides is to be taken again. Cost: a look at every name of the generation.
  [[nodiscard]] std::vector<std::string> erase(const Tombstones& all, const Tombstones& later);
  /// What entries before those that are taken say of who must not be contacted, which the generation has already.
  [[nodiscard]] std::optional<Error> remember(const JournalEntry& entry);

  /// The network after what was taken: a snapshot.
  [[nodiscard]] Network network();

  struct Changes {
    std::vector<Node> ties;       ///< whose ties or rights have changed
    std::vector<Node> documents;  ///< whose profile, or what is said of their skills
    bool rosters = false;         ///< who is in which team or group
  };
  /// What has changed since this was last called.
  [[nodiscard]] Changes take_changes();

  /// The record of a person as it is now; empty if there is none, or none any more.
  [[nodiscard]] std::string record(Node node) const;
  /// What was said of a person's skills, by skill: what everybody may know, and what was said in the groups of `scopes`.
  [[nodiscard]] std::vector<SkillStatement> statements(Node node, std::span<const std::uint32_t> scopes = {}) const {
    return statements_.of(node, scopes);
  }
  /// What was said in groups that only their members know from inside, as LiveStatements::for_each_in has it.
  void for_each_statement_in(std::span<const std::uint32_t> scopes,
                             const std::function<void(Node person, std::string_view skill)>& use) const {
    statements_.for_each_in(scopes, use);
  }
  /// Whether somebody said that the person must not be contacted.
  [[nodiscard]] bool is_barred(Node node) const { return barred_.contains(node); }
  /// What the document that everybody may know is made of. Threads: any number, while nothing is taken.
  [[nodiscard]] DocumentSource source(Node node) const { return {record(node), is_barred(node), statements(node)}; }

 private:
  struct LiveProfile {
    std::string record;  ///< empty: deleted
    std::optional<Seconds> updated_at;
  };
  /// `is_decided`: the line counts, whatever stands there now.
  [[nodiscard]] std::optional<Error> take_profile(std::string_view line, bool is_decided = false);
  void put_profile(Profile profile, std::string_view line, bool is_decided, const ReadChange* ahead = nullptr);
  [[nodiscard]] std::optional<Error> take_deleted(std::string_view line);
  void take_left(bool is_team, std::string_view place_and_person);
  void take_gone(std::string_view id, std::string_view known_as);
  void take_given_up(std::string_view id, std::string_view name);
  void take_left_over(std::string_view id, std::string_view name);
  [[nodiscard]] std::optional<Error> take_told_anew(std::string_view nodes);
  void put_said_again(Interaction& interaction);
  [[nodiscard]] std::vector<std::string> claims_in(const std::string& record) const;
  [[nodiscard]] std::optional<Error> take_interaction(std::string_view line);
  void put_interaction(Interaction& interaction);
  [[nodiscard]] std::optional<Error> take_refusal(const JournalEntry& entry);
  [[nodiscard]] std::optional<Error> take_place(RecordKind kind, std::string_view line);
  void take_event(const Interaction& interaction, LiveEvent event);
  [[nodiscard]] std::optional<Error> take_bar(std::string_view line, bool is_known);
  /// What has changed between builds was made without those who were erased by then; whoever was erased later is taken away when all is taken.
  [[nodiscard]] bool is_erased(const std::string& name) const { return !takes_changes_ && tombstones_.has(name); }
  [[nodiscard]] std::optional<Error> take_change(ReadChange& change);
  [[nodiscard]] std::optional<LiveEvent> event_of(const Interaction& interaction);
  void refresh_contexts(Node person);
  void refresh_groups(Node person);
  void absorb(Node gone, Node into);
  void take_statements(const Interaction& interaction, const LiveEvent& event);
  [[nodiscard]] std::uint32_t strength_of(Node endorser, const std::string& skill,
                                          std::optional<std::uint32_t> known) const;
  [[nodiscard]] std::uint32_t strength_in(const std::string& line, const std::string& skill) const;
  [[nodiscard]] std::optional<OwnWords> words_of(const std::string& line) const;
  void refresh_endorsed(Node endorser, const std::string& before, const ReadChange* ahead = nullptr);

  ReplayBase base_;
  LivePeople people_;
  LiveTies ties_;
  LiveRosters rosters_;
  LiveStatements statements_;
  LiveRefusals refusals_;
  LiveContexts contexts_;
  mutable RecordReader reader_;
  Interaction interaction_;
  Tombstones tombstones_;
  std::unordered_set<Node> barred_;
  bool takes_changes_ = false;
  std::unordered_set<Node> told_anew_;  ///< of the files: what these say of them does not count
  std::unordered_map<Node, LiveProfile> profiles_;
  Changes changes_;
};

}  // namespace kennis
