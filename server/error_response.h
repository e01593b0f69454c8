/// @file
/// Which HTTP status an error has. No other file knows these numbers.
#pragma once

#include "schema/result.h"
#include "server/http_message.h"
#include "server/problem.h"

namespace kennis {

[[nodiscard]] ProblemKind problem_kind_of(ErrorCode code);
[[nodiscard]] int status_of(ProblemKind kind);

/// The answer to a request that failed: `application/problem+json`, and Retry-After where trying again helps.
[[nodiscard]] HttpResponse error_response(const Problem& problem);
[[nodiscard]] HttpResponse error_response(const Error& error);

/// What to say where the HTTP library found something wrong by itself and chose `status`.
[[nodiscard]] Problem problem_of_library_status(int status);

}  // namespace kennis
