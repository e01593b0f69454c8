/// @file
#include "searcher/shared_time.h"

#include <algorithm>

#include "schema/text.h"
#include "schema/time.h"

namespace kennis {
namespace {

bool is_same_organisation(const Position& a, const Position& b) {
  if (!a.organisation_id.empty() && !b.organisation_id.empty()) return a.organisation_id == b.organisation_id;
  return !a.organisation.empty() && fold_case(a.organisation) == fold_case(b.organisation);
}

}  // namespace

std::optional<SharedTime> longest_shared_time(const Profile& a, const Profile& b, Days as_of) {
  std::optional<SharedTime> longest;
  for (const Position& one : a.positions) {
    for (const Position& other : b.positions) {
      if (!one.from || !other.from || !is_same_organisation(one, other)) continue;
      const Days from = std::max(*one.from, *other.from);
      const Days to = std::min(one.to.value_or(as_of), other.to.value_or(as_of));
      if (to < from || (longest && to - from <= longest->to - longest->from)) continue;
      longest = SharedTime{one.organisation, from, to, whole_months(from, to)};
    }
  }
  return longest;
}

}  // namespace kennis
