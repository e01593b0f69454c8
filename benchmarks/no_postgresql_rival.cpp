/// @file
/// Built where libpq is not installed.
#include "benchmarks/rival.h"

namespace kennis::benchmarks {

std::unique_ptr<Rival> make_postgresql_rival(const GivenWorld&, std::string& why) {
  why = "the benchmarks were built without it (apt-get install libpq-dev, then build again)";
  return nullptr;
}

}  // namespace kennis::benchmarks
