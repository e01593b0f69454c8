/// @file
/// Introductions that were asked for: what each request says, what may be done with it when, and what became of it.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "journal/entry.h"
#include "journal/refusals.h"
#include "schema/result.h"

namespace kennis {

/// asked → yes | yes_if | no | never | withdrawn | expired; yes and yes_if → introduced | withdrawn, and no | never if the candidate can be introduced to
/// nobody any more. Nothing leads on from the others.
enum class IntroductionState : std::uint8_t { kAsked, kYes, kYesIf, kNo, kNever, kWithdrawn, kExpired, kIntroduced };
[[nodiscard]] std::string_view name_of(IntroductionState state);

/// What an introducer may say. `kNever`: no, and never ask me again.
enum class IntroductionAnswer : std::uint8_t { kYes, kYesIf, kNo, kNever };
[[nodiscard]] std::optional<IntroductionAnswer> introduction_answer_named(std::string_view name);

/// Persons by id.
struct IntroductionRequest {
  std::string id;
  std::string asker;
  std::string introducer;
  std::string candidate;
  std::string message;  ///< from asker to introducer
  std::string reply;    ///< from introducer to asker; of a yes_if the condition
  Seconds asked_at = 0;
  Seconds expires_at = 0;
  std::optional<Seconds> changed_at{};                  ///< when it came into its state; none while asked
  IntroductionState state = IntroductionState::kAsked;  ///< as the journal has it: kExpired never stands here
};

/// The state at a time: a request that nobody answered in time has expired.
[[nodiscard]] IntroductionState state_at(const IntroductionRequest& request, Seconds now);

/// Whether two ids name one person; ids change when a person known from logs gets a profile.
using SamePerson = std::function<bool(const std::string& a, const std::string& b)>;

struct IntroductionReply {
  IntroductionAnswer answer = IntroductionAnswer::kNo;
  std::string text;
  bool of_everybody = false;       ///< of a kNever: nobody may ask any more, not only this asker
  bool candidate_is_gone = false;  ///< seen, not said: to be introduced to nobody; a yes may become a no
};

/// All requests, as the journal tells of them.
///
/// The functions that return drafts are the rules: they change nothing, and say what is to be appended, or why nothing is.
/// Errors:  kInvalidRequest for texts; kConflict where the state or the rules do not allow it; kUnknownId for a request that is not there,
///          in the same words as for one that the person takes no part in.
/// Threads: one at a time. Cost: `ask` looks at the requests of one asker, the others at one request.
class IntroductionRequests {
 public:
  /// Takes an entry of the kind `introduction`. Errors: kInvalidRecord; then nothing has changed.
  [[nodiscard]] std::optional<Error> take(const JournalEntry& entry);

  [[nodiscard]] const IntroductionRequest* find(const std::string& id) const;
  /// By when they were asked.
  [[nodiscard]] const std::map<JournalPosition, IntroductionRequest>& all() const { return requests_; }

  /// Needs: the asker may use the introducer's tie, which only a viewer knows; `wanted` has id, persons, message and both times.
  [[nodiscard]] Result<std::vector<EntryDraft>> ask(const IntroductionRequest& wanted, const Refusals& refusals,
                                                    const SamePerson& same) const;
  /// A kNever is kept as a refusal too. Blank texts are none.
  [[nodiscard]] Result<std::vector<EntryDraft>> answer(const std::string& id, const std::string& by,
                                                       const IntroductionReply& reply, Seconds now,
                                                       const SamePerson& same) const;
  [[nodiscard]] Result<std::vector<EntryDraft>> withdraw(const std::string& id, const std::string& by, Seconds now,
                                                         const SamePerson& same) const;
  /// The introducer has introduced the two. Unless `contact_group` is none, an interaction of the three says so too: in that group, or for everybody if it is
  /// empty.
  [[nodiscard]] Result<std::vector<EntryDraft>> introduced(const std::string& id, const std::string& by,
                                                           const std::optional<std::string>& contact_group, Seconds now,
                                                           const SamePerson& same) const;

 private:
  enum class Part : std::uint8_t { kAsker, kIntroducer };
  /// The request, if `by` has that part in it.
  [[nodiscard]] Result<const IntroductionRequest*> of(const std::string& id, const std::string& by, Part part,
                                                      const SamePerson& same) const;

  std::map<JournalPosition, IntroductionRequest> requests_;
  std::map<std::string, JournalPosition> places_;         ///< by id
  std::multimap<std::string, JournalPosition> asked_by_;  ///< by asker
};

/// The same words for nobody, for who has no tie with the candidate that the asker may use, and for who does not want to be asked.
[[nodiscard]] Error no_such_introducer(const std::string& name);
/// The same words for a request that is not there and for one of others.
[[nodiscard]] Error unknown_introduction(const std::string& id);

}  // namespace kennis
