/// @file
/// Pools with rights: whose they are, and whom of those in them the reader may see.
#pragma once

#include <string>
#include <vector>

#include "searcher/desk.h"

namespace kennis {

struct ShownPool {
  struct Person {
    ShownPerson person;
    std::string headline;
    bool ask_first = false;
    ShownPerson by;  ///< who put them there; without id: somebody who is gone
    Seconds at = 0;
  };
  std::string id;
  std::string name;
  std::string team;  ///< empty: it is the reader's own
  Seconds made_at = 0;
  std::size_t total = 0;        ///< persons in it whom the reader may see
  std::vector<Person> persons;  ///< in the order in which they came; none in a list of pools
};

struct PoolList {
  std::vector<ShownPool> pools;  ///< by name
  Provenance provenance;
};

/// The pools of `as` and of the teams in which `as` is today. Errors: kUnknownPerson.
[[nodiscard]] Result<PoolList> list_pools(const Desk& desk, const std::string& as);
/// One of them by id or name. Errors: kUnknownPerson; kUnknownId, for one of others in the same words.
[[nodiscard]] Result<ShownPool> show_pool(const Desk& desk, const std::string& as, const std::string& pool);

/// A new pool, of `as` or, unless that is empty, of a team. Errors: kForbidden for a team that `as` is not in; kConflict; kInvalidRequest.
[[nodiscard]] Result<ShownPool> make_pool(const Desk& desk, const std::string& as, const std::string& name,
                                          const std::string& team);
/// Takes the pool away; the list that is left. Errors: kUnknownId.
[[nodiscard]] Result<PoolList> remove_pool(const Desk& desk, const std::string& as, const std::string& pool);

/// Persons of any name; all of them or none. Errors: kUnknownId; kUnknownPerson for whom `as` may not see, who has no profile or wants no
/// contact, as for nobody; kConflict for too many.
[[nodiscard]] Result<ShownPool> put_in_pool(const Desk& desk, const std::string& as, const std::string& pool,
                                            const std::vector<std::string>& persons);
/// Who is gone from the index is named by the id that they had. Errors: kUnknownId.
[[nodiscard]] Result<ShownPool> take_out_of_pool(const Desk& desk, const std::string& as, const std::string& pool,
                                                 const std::vector<std::string>& persons);

}  // namespace kennis
