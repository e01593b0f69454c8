/// @file
#include "journal/pools.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "journal/entry_fields.h"
#include "schema/fields.h"

namespace kennis {
namespace {

Error conflict(std::string message) { return {ErrorCode::kConflict, std::move(message), {}}; }

bool contains(const std::vector<std::string>& texts, const std::string& text) {
  return std::find(texts.begin(), texts.end(), text) != texts.end();
}

bool has(const Pool& pool, const std::string& person) {
  return std::any_of(pool.persons.begin(), pool.persons.end(),
                     [&](const PooledPerson& pooled) { return pooled.person == person; });
}

std::vector<EntryDraft> one(const PoolReader& reader, const Pool& pool, const EntryRecord& record) {
  return {{RecordKind::kPool, reader.person, pool.id, record.take()}};
}

}  // namespace

bool PoolReader::may_use(const Pool& pool) const {
  return pool.team.empty() ? pool.owner == person : contains(teams, pool.team);
}

std::optional<Error> Pools::take(const JournalEntry& entry) {
  const auto read = EntryFields::read(entry.draft.record);
  if (!read) return read.error();
  const EntryFields& fields = read.value();
  const std::string id = fields.text("id");
  if (id.empty()) return Error{ErrorCode::kInvalidRecord, "id: is missing", {}};
  if (const std::string name = fields.text("name"); !name.empty()) {
    pools_.try_emplace(id, Pool{id, name, fields.text("owner"), fields.text("team"), entry.at, {}});
    return std::nullopt;
  }
  const auto known = pools_.find(id);
  if (known == pools_.end()) return Error{ErrorCode::kInvalidRecord, "there is no pool " + id, {}};
  if (fields.truth("removed")) {
    pools_.erase(known);
    return std::nullopt;
  }
  Pool& pool = known->second;
  const auto out = fields.texts("out");
  std::erase_if(pool.persons, [&](const PooledPerson& pooled) { return contains(out, pooled.person); });
  for (const std::string& person : fields.texts("in")) {
    if (!has(pool, person)) pool.persons.push_back({person, entry.draft.author, entry.at});
  }
  return std::nullopt;
}

std::vector<const Pool*> Pools::of(const PoolReader& reader) const {
  std::vector<const Pool*> found;
  for (const auto& [id, pool] : pools_) {
    if (reader.may_use(pool)) found.push_back(&pool);
  }
  std::sort(found.begin(), found.end(), [](const Pool* a, const Pool* b) {
    return a->name != b->name ? a->name < b->name : a->team != b->team ? a->team < b->team : a->id < b->id;
  });
  return found;
}

Result<const Pool*> Pools::named(const PoolReader& reader, const std::string& id_or_name) const {
  for (const Pool* pool : of(reader)) {
    if (pool->id == id_or_name || pool->name == id_or_name) return pool;
  }
  return Error{ErrorCode::kUnknownId,
               fmt::format("you have no pool \"{}\": `kennis pool list` has yours", cut_text(id_or_name, 80)),
               {}};
}

Result<std::vector<EntryDraft>> Pools::make(const PoolReader& reader, const Pool& pool) const {
  if (auto fault = fault_of_text("the name", pool.name, limit::kNameBytesMax)) return *fault;
  if (pool.name.empty()) return Error{ErrorCode::kInvalidRequest, "a pool needs a name", {}};
  if (!reader.may_use(pool)) {
    return Error{ErrorCode::kForbidden, fmt::format("you are in no team \"{}\" today", cut_text(pool.team, 80)), {}};
  }
  const auto usable = of(reader);
  const auto is_beside = [&](const Pool* other) {
    return pool.team.empty() ? other->team.empty() : other->team == pool.team;
  };
  if (std::count_if(usable.begin(), usable.end(), is_beside) >= static_cast<std::ptrdiff_t>(limit::kPoolsMax)) {
    return conflict(fmt::format("there are {} pools, no more are kept: remove some", limit::kPoolsMax));
  }
  if (std::any_of(usable.begin(), usable.end(),
                  [&](const Pool* other) { return is_beside(other) && other->name == pool.name; })) {
    return conflict(fmt::format("there is a pool \"{}\" already", pool.name));
  }
  EntryRecord record;
  record.text("id", pool.id).text("name", pool.name).text("owner", pool.owner);
  if (!pool.team.empty()) record.text("team", pool.team);
  return one(reader, pool, record);
}

Result<std::vector<EntryDraft>> Pools::remove(const PoolReader& reader, const std::string& id_or_name) const {
  const auto pool = named(reader, id_or_name);
  if (!pool) return pool.error();
  return one(reader, *pool.value(), EntryRecord().text("id", pool.value()->id).truth("removed", true));
}

Result<std::vector<EntryDraft>> Pools::put(const PoolReader& reader, const std::string& id_or_name,
                                           const std::vector<std::string>& persons) const {
  const auto found = named(reader, id_or_name);
  if (!found) return found.error();
  const Pool& pool = *found.value();
  std::vector<std::string> in;
  for (const std::string& person : persons) {
    if (!has(pool, person) && !contains(in, person)) in.push_back(person);
  }
  if (pool.persons.size() + in.size() > limit::kPoolPersonsMax) {
    return conflict(fmt::format("the pool \"{}\" would have {} persons, at most {} are kept", pool.name,
                                pool.persons.size() + in.size(), limit::kPoolPersonsMax));
  }
  if (in.empty()) return std::vector<EntryDraft>{};
  return one(reader, pool, EntryRecord().text("id", pool.id).texts("in", in));
}

Result<std::vector<EntryDraft>> Pools::take_out(const PoolReader& reader, const std::string& id_or_name,
                                                const std::vector<std::string>& persons) const {
  const auto found = named(reader, id_or_name);
  if (!found) return found.error();
  const Pool& pool = *found.value();
  std::vector<std::string> out;
  for (const std::string& person : persons) {
    if (has(pool, person) && !contains(out, person)) out.push_back(person);
  }
  if (out.empty()) return Error{ErrorCode::kUnknownId, "nobody of these is in the pool", {}};
  return one(reader, pool, EntryRecord().text("id", pool.id).texts("out", out));
}

}  // namespace kennis
