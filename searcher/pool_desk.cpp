/// @file
#include "searcher/pool_desk.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "journal/draft.h"

namespace kennis {
namespace {

PoolReader reader_of(const Viewer& viewer) { return {own_id(viewer), own_teams(viewer)}; }

/// The person, if the reader may be shown a profile.
Node candidate_of(const Viewer& viewer, const std::string& name) {
  const Node node = viewer.people().find(name);
  return viewer.may_see(node) && viewer.people().has_profile(node) ? node : kNoPerson;
}

ShownPool summary_of(const Pool& pool, const Viewer& viewer) {
  ShownPool shown{pool.id, pool.name, pool.team, pool.made_at, 0, {}};
  shown.total =
      static_cast<std::size_t>(std::count_if(pool.persons.begin(), pool.persons.end(), [&](const PooledPerson& pooled) {
        return candidate_of(viewer, pooled.person) != kNoPerson;
      }));
  return shown;
}

ShownPool whole_of(const Pool& pool, const OpenView& open) {
  const Viewer& viewer = open.viewer();
  Showing showing = open.showing();
  ShownPool shown{pool.id, pool.name, pool.team, pool.made_at, 0, {}};
  for (const PooledPerson& pooled : pool.persons) {
    const Node node = candidate_of(viewer, pooled.person);
    if (node == kNoPerson) continue;
    ShownPool::Person person;
    const Profile& profile = showing.profile(node);
    person.person = {profile.id, profile.name};
    person.headline = profile.headline;
    person.ask_first = profile.contact_policy == ContactPolicy::kAskFirst;
    const Node by = viewer.people().find(pooled.by);
    if (viewer.may_see(by)) person.by = showing.person(by);
    person.at = pooled.at;
    shown.persons.push_back(std::move(person));
  }
  shown.total = shown.persons.size();
  return shown;
}

/// A copy, so that nobody waits for what is shown.
Result<Pool> find_pool(const Desk& desk, const Viewer& viewer, const std::string& name) {
  std::optional<Result<Pool>> copy;
  desk.books.read([&](const Books& books) {
    const auto found = books.pools.named(reader_of(viewer), name);
    copy = found ? Result<Pool>(*found.value()) : Result<Pool>(found.error());
  });
  return *copy;
}

}  // namespace

Result<PoolList> list_pools(const Desk& desk, const std::string& as) {
  const auto open = desk.searcher.open_view(as, std::nullopt);
  if (!open) return open.error();
  const Viewer& viewer = open.value().viewer();
  std::vector<Pool> pools;
  desk.books.read([&](const Books& books) {
    for (const Pool* pool : books.pools.of(reader_of(viewer))) pools.push_back(*pool);
  });
  PoolList list;
  list.provenance = open.value().provenance;
  for (const Pool& pool : pools) list.pools.push_back(summary_of(pool, viewer));
  return list;
}

Result<ShownPool> show_pool(const Desk& desk, const std::string& as, const std::string& pool) {
  const auto open = desk.searcher.open_view(as, std::nullopt);
  if (!open) return open.error();
  const auto found = find_pool(desk, open.value().viewer(), pool);
  if (!found) return found.error();
  return whole_of(found.value(), open.value());
}

Result<ShownPool> make_pool(const Desk& desk, const std::string& as, const std::string& name, const std::string& team) {
  const auto open = desk.searcher.open_view(as, std::nullopt);
  if (!open) return open.error();
  const PoolReader reader = reader_of(open.value().viewer());
  const Pool pool{random_id(), name, reader.person, team, desk.clock(), {}};
  const auto appended = append(desk, [&](const Books& books) { return books.pools.make(reader, pool); });
  if (!appended) return appended.error();
  return show_pool(desk, as, pool.id);
}

Result<PoolList> remove_pool(const Desk& desk, const std::string& as, const std::string& pool) {
  const auto open = desk.searcher.open_view(as, std::nullopt);
  if (!open) return open.error();
  const PoolReader reader = reader_of(open.value().viewer());
  const auto appended = append(desk, [&](const Books& books) { return books.pools.remove(reader, pool); });
  if (!appended) return appended.error();
  return list_pools(desk, as);
}

Result<ShownPool> put_in_pool(const Desk& desk, const std::string& as, const std::string& pool,
                              const std::vector<std::string>& persons) {
  const auto open = desk.searcher.open_view(as, std::nullopt);
  if (!open) return open.error();
  const Viewer& viewer = open.value().viewer();
  const auto found = find_pool(desk, viewer, pool);
  if (!found) return found.error();
  std::vector<std::string> ids;
  for (const std::string& person : persons) {
    const Node node = candidate_of(viewer, person);
    if (node == kNoPerson) return unknown_person(person);
    ids.emplace_back(viewer.people().id(node));
  }
  const auto appended =
      append(desk, [&](const Books& books) { return books.pools.put(reader_of(viewer), found.value().id, ids); });
  if (!appended) return appended.error();
  return show_pool(desk, as, found.value().id);
}

Result<ShownPool> take_out_of_pool(const Desk& desk, const std::string& as, const std::string& pool,
                                   const std::vector<std::string>& persons) {
  const auto open = desk.searcher.open_view(as, std::nullopt);
  if (!open) return open.error();
  const Viewer& viewer = open.value().viewer();
  const auto found = find_pool(desk, viewer, pool);
  if (!found) return found.error();
  const SamePerson same = same_person(viewer);
  std::vector<std::string> ids;
  for (const std::string& person : persons) {
    for (const PooledPerson& pooled : found.value().persons) {
      if (same(pooled.person, person)) ids.push_back(pooled.person);
    }
  }
  const auto appended =
      append(desk, [&](const Books& books) { return books.pools.take_out(reader_of(viewer), found.value().id, ids); });
  if (!appended) return appended.error();
  return show_pool(desk, as, found.value().id);
}

}  // namespace kennis
