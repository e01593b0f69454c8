/// @file
/// Introductions as people read them.
#pragma once

#include <string>

#include "searcher/answer.h"
#include "searcher/searcher.h"

namespace kennis {

/// `over Bram Oosterhuis, Elif Kaya`, or `directly`.
[[nodiscard]] std::string via_of(const Introduction& introduction);

/// `anna - lars: strength 0.683; 7 message, 1 call; the last 5 days ago; about Kubernetes`.
[[nodiscard]] std::string described(const ShownTie& tie, Seconds as_of);

/// Prints the path with what lies behind each tie: `34 email, the last 3 weeks ago`.
void print_introduction(const Introduction& introduction, Seconds as_of);

/// Searcher options of the command line: warnings go to standard error.
[[nodiscard]] SearcherOptions searcher_options();

}  // namespace kennis
