/// @file
#include "server/error_response.h"

namespace kennis {

ProblemKind problem_kind_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::kInvalidQuery:
      return ProblemKind::kInvalidQuery;
    case ErrorCode::kInvalidRecord:
    case ErrorCode::kInvalidRequest:
      return ProblemKind::kInvalidRequest;
    case ErrorCode::kUnknownPerson:
      return ProblemKind::kUnknownPerson;
    case ErrorCode::kUnknownId:
      return ProblemKind::kUnknownId;
    case ErrorCode::kConflict:
      return ProblemKind::kConflict;
    case ErrorCode::kForbidden:
      return ProblemKind::kForbidden;
    case ErrorCode::kNoGeneration:
      return ProblemKind::kNoGeneration;
    case ErrorCode::kStaleCursor:
      return ProblemKind::kStaleCursor;
    case ErrorCode::kTimeout:
      return ProblemKind::kSearchTimeout;
    case ErrorCode::kOverloaded:
      return ProblemKind::kOverloaded;
    case ErrorCode::kNotWritten:
      return ProblemKind::kNotWritten;
  }
  return ProblemKind::kInternal;
}

int status_of(ProblemKind kind) {
  switch (kind) {
    case ProblemKind::kInvalidQuery:
    case ProblemKind::kInvalidRequest:
      return 400;
    case ProblemKind::kUnauthenticated:
      return 401;
    case ProblemKind::kForbidden:
      return 403;
    case ProblemKind::kUnknownPerson:
    case ProblemKind::kUnknownId:
    case ProblemKind::kUnknownPath:
      return 404;
    case ProblemKind::kMethodNotAllowed:
      return 405;
    case ProblemKind::kRequestTimeout:
      return 408;
    case ProblemKind::kConflict:
      return 409;
    case ProblemKind::kStaleCursor:
      return 410;
    case ProblemKind::kLengthRequired:
      return 411;
    case ProblemKind::kBodyTooLarge:
      return 413;
    case ProblemKind::kUriTooLong:
      return 414;
    case ProblemKind::kUnsupportedMediaType:
      return 415;
    case ProblemKind::kExpectationFailed:
      return 417;
    case ProblemKind::kMisdirected:
      return 421;
    case ProblemKind::kHeadTooLarge:
      return 431;
    case ProblemKind::kInternal:
      return 500;
    case ProblemKind::kNotImplemented:
      return 501;
    case ProblemKind::kOverloaded:
    case ProblemKind::kNoGeneration:
    case ProblemKind::kNotWritten:
      return 503;
    case ProblemKind::kSearchTimeout:
      return 504;
  }
  return 500;
}

HttpResponse error_response(const Problem& problem) {
  const int status = status_of(problem.kind);
  HttpResponse response{.status = status,
                        .content_type = "application/problem+json",
                        .body = to_json(problem, status) + "\n",
                        .headers = {}};
  if (problem.kind == ProblemKind::kOverloaded) response.headers.emplace_back("Retry-After", "1");
  if (problem.kind == ProblemKind::kNoGeneration) response.headers.emplace_back("Retry-After", "10");
  return response;
}

HttpResponse error_response(const Error& error) {
  return error_response(
      {.kind = problem_kind_of(error.code), .detail = error.message, .position = error.position, .instance = {}});
}

Problem problem_of_library_status(int status) {
  const bool of_client = status >= 400 && status < 500;
  return {.kind = of_client ? ProblemKind::kInvalidRequest : ProblemKind::kInternal,
          .detail = of_client ? "this is not a complete HTTP/1.1 request; send it again from the start"
                              : "the server's log says why; try again later",
          .position = {},
          .instance = {}};
}

}  // namespace kennis
