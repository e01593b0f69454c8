/// @file
/// Pools: named lists of candidates that belong to a person or to a team.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "journal/entry.h"
#include "schema/result.h"

namespace kennis {

struct PooledPerson {
  std::string person;  ///< id
  std::string by;      ///< who put them there
  Seconds at = 0;
};

struct Pool {
  std::string id;
  std::string name;
  std::string owner;  ///< id of a person; who made it, where it belongs to a team
  std::string team;   ///< empty: it belongs to its owner
  Seconds made_at = 0;
  std::vector<PooledPerson> persons;  ///< in the order in which they came
};

/// Whose pools are meant: one person's, or those of teams.
struct PoolReader {
  std::string person;
  std::vector<std::string> teams;  ///< in which the person is today
  /// True if the pool exists for this reader.
  [[nodiscard]] bool may_use(const Pool& pool) const;
};

/// All that stand, as the journal tells of them.
/// Errors:  kInvalidRequest, kConflict for too many or a name twice, kUnknownId for one that the reader may not use too.
/// Threads: one at a time.
class Pools {
 public:
  /// Takes an entry of the kind `pool`. Errors: kInvalidRecord; then nothing has changed.
  [[nodiscard]] std::optional<Error> take(const JournalEntry& entry);

  [[nodiscard]] const std::map<std::string, Pool>& all() const { return pools_; }
  /// Those that the reader may use, by name.
  [[nodiscard]] std::vector<const Pool*> of(const PoolReader& reader) const;
  /// One of them by id or name; the reader's own first.
  [[nodiscard]] Result<const Pool*> named(const PoolReader& reader, const std::string& id_or_name) const;

  /// What is to be appended. `pool`: id, name, owner, team.
  [[nodiscard]] Result<std::vector<EntryDraft>> make(const PoolReader& reader, const Pool& pool) const;
  [[nodiscard]] Result<std::vector<EntryDraft>> remove(const PoolReader& reader, const std::string& id_or_name) const;
  /// Who is there already stays as they are. Needs: the reader may see the persons.
  [[nodiscard]] Result<std::vector<EntryDraft>> put(const PoolReader& reader, const std::string& id_or_name,
                                                    const std::vector<std::string>& persons) const;
  [[nodiscard]] Result<std::vector<EntryDraft>> take_out(const PoolReader& reader, const std::string& id_or_name,
                                                         const std::vector<std::string>& persons) const;

 private:
  std::map<std::string, Pool> pools_;  ///< by id
};

}  // namespace kennis
