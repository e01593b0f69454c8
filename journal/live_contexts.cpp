/// @file
#include "journal/live_contexts.h"

#include <algorithm>
#include <memory>
#include <utility>

namespace kennis {
namespace {

/// Beyond so many, to reckon everybody's reach anew costs less than to ask whom it concerns.
constexpr std::size_t kTouchedMax = 4096;

/// As ContextColumns does: spans that overlap or follow one another become one.
void settle(std::vector<ContextStay>& stays) {
  std::sort(stays.begin(), stays.end());
  std::size_t kept = 0;
  for (const ContextStay& stay : stays) {
    ContextStay* last = kept > 0 ? &stays[kept - 1] : nullptr;
    const bool follows = last != nullptr && last->context == stay.context &&
                         (last->span.to == kStillThere || stay.span.from <= last->span.to + 1);
    if (follows) {
      last->span.to = std::max(last->span.to, stay.span.to);
    } else {
      stays[kept++] = stay;
    }
  }
  stays.resize(kept);
}

}  // namespace

ContextIndex LiveContexts::context_of(const ContextClaim& claim, std::uint32_t scope) {
  if (const auto known = files_.find(claim.key)) return *known;
  const auto index = static_cast<ContextIndex>(files_.file_count() + new_.size());
  const auto [entry, is_new] = new_.try_emplace(claim.key, index);
  if (is_new) {
    overlay_.infos.put(index, std::make_shared<const ContextInfo>(ContextInfo{claim.kind, scope, claim.name}));
  }
  return entry->second;
}

void LiveContexts::put_profile(Node person, const std::vector<ContextClaim>& claims) {
  std::vector<ContextStay> stays;
  for (const ContextStay& stay : now_.stays(person)) {
    if (now_.kind(stay.context) == ContextKind::kGroup) stays.push_back(stay);
  }
  for (const ContextClaim& claim : claims) stays.push_back({context_of(claim, 0), claim.span});
  set_stays(person, std::move(stays));
}

void LiveContexts::put_groups(Node person, const std::vector<ScopedClaim>& claims) {
  std::vector<ContextStay> stays;
  for (const ContextStay& stay : now_.stays(person)) {
    if (now_.kind(stay.context) != ContextKind::kGroup) stays.push_back(stay);
  }
  for (const ScopedClaim& scoped : claims) {
    const ContextIndex context = context_of(scoped.claim, scoped.scope);
    const bool is_kept_in = scoped.scope == 0 || now_.scope(context) == scoped.scope;
    if (is_kept_in) stays.push_back({context, scoped.claim.span});
  }
  set_stays(person, std::move(stays));
}

void LiveContexts::shut(std::uint64_t key, std::uint32_t scope) {
  const auto live = new_.find(key);
  const std::optional<ContextIndex> context = live != new_.end() ? live->second : files_.find(key);
  if (!context || now_.scope(*context) != 0) return;
  overlay_.infos.put(*context, std::make_shared<const ContextInfo>(
                                   ContextInfo{now_.kind(*context), scope, std::string(now_.name(*context))}));
  touched_.push_back(*context);
}

void LiveContexts::set_stays(Node person, std::vector<ContextStay> stays) {
  settle(stays);
  const std::span<const ContextStay> known = now_.stays(person);
  const std::vector<ContextStay> before(known.begin(), known.end());
  if (before == stays) return;
  std::vector<ContextIndex> contexts;
  for (const auto* list : {&before, &std::as_const(stays)}) {
    for (const ContextStay& stay : *list) contexts.push_back(stay.context);
  }
  std::sort(contexts.begin(), contexts.end());
  contexts.erase(std::unique(contexts.begin(), contexts.end()), contexts.end());
  for (const ContextIndex context : contexts) set_members(context, person, stays);
  overlay_.persons.put(person, std::make_shared<const std::vector<ContextStay>>(std::move(stays)));
}

void LiveContexts::set_members(ContextIndex context, Node person, const std::vector<ContextStay>& stays) {
  const auto* known = overlay_.contexts.find(context);
  ContextsOverlay::Changed changed = known != nullptr ? **known : ContextsOverlay::Changed{};
  const auto is_theirs = [&](const ContextStay& stay) { return stay.context == context; };
  const std::span<const ContextStay> before = now_.stays(person);
  const bool was_in = std::any_of(before.begin(), before.end(), is_theirs);
  const bool is_in = std::any_of(stays.begin(), stays.end(), is_theirs);
  changed.size = now_.size(context) + (is_in ? 1U : 0U) - (was_in ? 1U : 0U);
  const auto place = std::lower_bound(changed.persons.begin(), changed.persons.end(), person);
  if (place == changed.persons.end() || *place != person) changed.persons.insert(place, person);
  std::erase_if(changed.stays, [&](const ContextMember& member) { return member.person == person; });
  for (const ContextStay& stay : stays) {
    if (is_theirs(stay)) changed.stays.push_back({person, stay.span});
  }
  std::sort(changed.stays.begin(), changed.stays.end());
  overlay_.contexts.put(context, std::make_shared<const ContextsOverlay::Changed>(std::move(changed)));
  touched_.push_back(context);
}

std::optional<std::vector<Node>> LiveContexts::take_touched() {
  std::vector<Node> nodes;
  for (const ContextIndex context : std::exchange(touched_, {})) {
    if (nodes.size() + now_.size(context) > kTouchedMax) return std::nullopt;
    now_.for_each_member(context, [&](Node node, std::span<const ContextMember>) { nodes.push_back(node); });
    if (const auto* changed = overlay_.contexts.find(context)) {
      nodes.insert(nodes.end(), (*changed)->persons.begin(), (*changed)->persons.end());
    }
  }
  return nodes;
}

}  // namespace kennis
