/// @file
/// Errors as problem details (RFC 9457): a stable type, what is wrong, where, and how to mend it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kennis {

/// What went wrong, as a client's program tells it apart. A kind keeps its `type` for good.
enum class ProblemKind : std::uint8_t {
  kInvalidQuery,
  kInvalidRequest,
  kUnauthenticated,
  kForbidden,
  kUnknownPerson,
  kUnknownId,
  kConflict,
  kUnknownPath,
  kMethodNotAllowed,
  kRequestTimeout,
  kLengthRequired,
  kBodyTooLarge,
  kUriTooLong,
  kUnsupportedMediaType,
  kExpectationFailed,
  kMisdirected,
  kHeadTooLarge,
  kInternal,
  kNotImplemented,
  kOverloaded,
  kNoGeneration,
  kNotWritten,
  kSearchTimeout,
  kStaleCursor,
};
inline constexpr std::size_t kProblemKindCount = 24;

struct Problem {
  ProblemKind kind = ProblemKind::kInternal;
  std::string detail;                   ///< names the thing, what is wrong with it, and how to mend it
  std::optional<std::size_t> position;  ///< byte offset into the query
  std::string instance;                 ///< a URI of this very occurrence; empty: none
};

/// The last part of the type's URI, in kebab case: `invalid-query`.
[[nodiscard]] std::string_view slug_of(ProblemKind kind);
[[nodiscard]] std::string_view title_of(ProblemKind kind);

/// The problem as a JSON object. Source: RFC 9457 section 3; `position` is an extension member of ours.
[[nodiscard]] std::string to_json(const Problem& problem, int status);

}  // namespace kennis
