/// @file
/// `Result<T>`: a value, or an error that the caller can act on. Broken surroundings throw instead.
#pragma once

#include <cassert>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace kennis {

/// What the caller should do about it; the server maps each to one HTTP status, the program to one exit status.
enum class ErrorCode : std::uint8_t {
  kInvalidRecord,   ///< a line of input is not a record: mend the line
  kInvalidQuery,    ///< the query does not parse: mend it at `position`
  kInvalidRequest,  ///< an option or parameter is out of its range: mend it
  kUnknownPerson,   ///< nobody the viewer may see has this id
  kUnknownId,       ///< nothing the viewer may see has this id: a request, a saved search, a pool
  kConflict,        ///< it is not in the state that this needs: look at it again
  kForbidden,       ///< the credentials do not allow it
  kNoGeneration,    ///< the index holds no complete generation: run `kennis index`
  kStaleCursor,     ///< it goes on with a generation that is no longer in force: begin again
  kTimeout,         ///< it took longer than it may: ask for less, or allow more time
  kOverloaded,      ///< too many requests in flight: try again later
  kNotWritten,      ///< what was sent could not be kept: mend the disk and send it again
};

struct Error {
  ErrorCode code = ErrorCode::kInvalidRequest;
  std::string message;                  ///< names the thing, what is wrong with it, and how to mend it
  std::optional<std::size_t> position;  ///< byte offset into the text that was parsed, where there is one
};

/// A `T` or an `Error`. Threads: as `T`.
template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::move(value)) {}      // NOLINT(google-explicit-constructor): `return value;`
  Result(Error error) : state_(std::move(error)) {}  // NOLINT(google-explicit-constructor): `return Error{…};`

  [[nodiscard]] bool ok() const { return std::holds_alternative<T>(state_); }
  explicit operator bool() const { return ok(); }

  /// Needs: ok().
  [[nodiscard]] const T& value() const& {
    assert(ok());
    return *std::get_if<T>(&state_);
  }
  [[nodiscard]] T& value() & {
    assert(ok());
    return *std::get_if<T>(&state_);
  }
  [[nodiscard]] T&& value() && {
    assert(ok());
    return std::move(*std::get_if<T>(&state_));
  }
  /// Needs: !ok().
  [[nodiscard]] const Error& error() const {
    assert(!ok());
    return *std::get_if<Error>(&state_);
  }

 private:
  std::variant<T, Error> state_;
};

}  // namespace kennis
