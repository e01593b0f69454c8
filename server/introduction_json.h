/// @file
/// Introductions asked for as JSON: the same object over HTTP and from the command line's `--json`. docs/API.md describes every field.
#pragma once

#include <string>
#include <string_view>

#include "schema/result.h"
#include "searcher/introduction_desk.h"

namespace kennis {

/// One JSON object without a line end, as in server/answer_json.h.
[[nodiscard]] std::string to_json(const ShownIntroduction& introduction);
[[nodiscard]] std::string to_json(const IntroductionList& list);
[[nodiscard]] std::string to_json(const RefusalList& list);

/// What a body asks for: `introducer`, `candidate`, `message`, `days`. Who asks is not among them.
/// Errors: kInvalidRequest naming the field, for what is no JSON object too.
[[nodiscard]] Result<AskIntroduction> introduction_from_json(std::string_view body);
/// `answer` (yes, yes_if, no, never), `text`, `of_everybody`. Errors: as above.
[[nodiscard]] Result<IntroductionReply> reply_from_json(std::string_view body);
/// `introduced`: true, `as_contact`, true if it is not given. Errors: as above.
[[nodiscard]] Result<bool> introduced_from_json(std::string_view body);
/// `asker` (an id, or null for everybody), `refused`. Errors: as above.
struct RefusalRequest {
  std::string asker;
  bool refused = true;
};
[[nodiscard]] Result<RefusalRequest> refusal_from_json(std::string_view body);

}  // namespace kennis
