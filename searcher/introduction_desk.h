/// @file
/// Introductions asked for and answered, with rights: who may ask whom for whom, and who sees what of it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "searcher/desk.h"

namespace kennis {

struct AskIntroduction {
  std::string as;          ///< who asks; persons by any name
  std::string introducer;  ///< who is asked
  std::string candidate;
  std::string message;
  int days = limit::kIntroductionDays;  ///< until it expires
};

/// A request as one of its persons sees it.
struct ShownIntroduction {
  enum class Part : std::uint8_t { kAsker, kIntroducer, kCandidate };
  std::string id;
  Part part = Part::kAsker;  ///< the reader's
  IntroductionState state = IntroductionState::kAsked;
  ShownPerson asker;
  ShownPerson introducer;
  ShownPerson candidate;   ///< without id: somebody the reader may not see any more
  bool ask_first = false;  ///< the candidate's contact policy
  std::string message;     ///< this and the reply are between asker and introducer
  std::string reply;
  Seconds asked_at = 0;
  Seconds expires_at = 0;
  std::optional<Seconds> changed_at;  ///< when it came into its state; none while asked
};

struct IntroductionList {
  std::vector<ShownIntroduction> introductions;  ///< the latest first
  Provenance provenance;
};

/// Whom a person does not want to be asked by.
struct RefusalList {
  bool everybody = false;
  std::vector<ShownPerson> askers;
  Provenance provenance;
};

/// Asks the introducer to introduce `as` to the candidate.
///
/// Only the first person of a path that `as` may use can be asked (network/introductions.h). Whoever is on none, does not share the tie, or
/// said never, is refused in the same words as nobody; a candidate whom `as` may not see, or who does not want to be contacted, likewise.
/// Errors: kUnknownPerson; kConflict for a request that is open already and for too many; kInvalidRequest; kNotWritten.
[[nodiscard]] Result<ShownIntroduction> ask_introduction(const Desk& desk, const AskIntroduction& asked);

/// The introducer's answer; nobody else may give it. Errors: kUnknownId, kConflict, kInvalidRequest, kNotWritten.
[[nodiscard]] Result<ShownIntroduction> answer_introduction(const Desk& desk, const std::string& as,
                                                            const std::string& id, const IntroductionReply& reply);
/// The asker takes it back. Errors: as above.
[[nodiscard]] Result<ShownIntroduction> withdraw_introduction(const Desk& desk, const std::string& as,
                                                              const std::string& id);
/// The introducer, who said yes, has done it: from now on the candidate sees it too. With `as_contact` the journal gets an interaction of
/// the channel `introduction` between the three. Errors: as above.
[[nodiscard]] Result<ShownIntroduction> made_introduction(const Desk& desk, const std::string& as,
                                                          const std::string& id, bool as_contact);

/// All in which `as` takes part: as asker, as introducer, or as a candidate who was introduced. Errors: kUnknownPerson.
[[nodiscard]] Result<IntroductionList> list_introductions(const Desk& desk, const std::string& as);
/// One of these. Errors: kUnknownId, kUnknownPerson.
[[nodiscard]] Result<ShownIntroduction> show_introduction(const Desk& desk, const std::string& as,
                                                          const std::string& id);

/// Whom `as` refuses; and refusing somebody (empty: everybody) or taking it back. Errors: kUnknownPerson, kNotWritten.
[[nodiscard]] Result<RefusalList> list_refusals(const Desk& desk, const std::string& as);
[[nodiscard]] Result<RefusalList> set_refusal(const Desk& desk, const std::string& as, const std::string& asker,
                                              bool refused);

}  // namespace kennis
