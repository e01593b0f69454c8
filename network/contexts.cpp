/// @file
#include "network/contexts.h"

#include <algorithm>
#include <iterator>
#include <stdexcept>

namespace kennis {
namespace {

template <typename Element>
void append_to(std::vector<Element>& all, std::vector<Element>&& more) {
  if (all.empty()) {
    all = std::move(more);
  } else {
    all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  }
}

/// Spans of one person in one context that overlap or follow one another become one. Needs: sorted.
template <typename Entry, typename Same>
void join_spans(std::vector<Entry>& entries, const Same& same) {
  std::size_t kept = 0;
  for (const Entry& entry : entries) {
    if (kept > 0 && same(entries[kept - 1], entry)) {
      MonthSpan& last = entries[kept - 1].span;
      if (entry.span.from <= (last.to == kStillThere ? last.to : last.to + 1)) {
        last.to = std::max(last.to, entry.span.to);
        continue;
      }
    }
    entries[kept++] = entry;
  }
  entries.resize(kept);
}

}  // namespace

void ContextColumns::add(Node person, const ContextClaim& claim, std::uint32_t scope) {
  entries_.push_back({claim.key, person, claim.span});
  names_.push_back({claim.key, {claim.kind, scope, claim.name}});
  if (claim.alias != 0) aliases_.push_back({claim.alias, claim.key});
  constexpr std::size_t kSettled = 4096;
  if (names_.size() < kSettled || names_.size() < names_.capacity()) return;
  settle_names();  // most names are told again and again
  names_.reserve(2 * names_.size() + kSettled);
}

void ContextColumns::append(ContextColumns&& other) {
  append_to(entries_, std::move(other.entries_));
  append_to(names_, std::move(other.names_));
  append_to(aliases_, std::move(other.aliases_));
}

void ContextColumns::settle_names() {
  std::sort(names_.begin(), names_.end(),
            [](const Named& a, const Named& b) { return a.key != b.key ? a.key < b.key : a.info.name < b.info.name; });
  names_.erase(std::unique(names_.begin(), names_.end(), [](const Named& a, const Named& b) { return a.key == b.key; }),
               names_.end());
  std::sort(aliases_.begin(), aliases_.end());
  aliases_.erase(std::unique(aliases_.begin(), aliases_.end()), aliases_.end());
}

/// An organisation's name means the id that it goes with, unless it goes with several.
void ContextColumns::settle_aliases() {
  std::vector<Alias> clear;
  for (auto first = aliases_.begin(); first != aliases_.end();) {
    const auto last =
        std::find_if(first, aliases_.end(), [&](const Alias& alias) { return alias.name != first->name; });
    if (last - first == 1) clear.push_back(*first);
    first = last;
  }
  aliases_ = std::move(clear);
  for (Entry& entry : entries_) {
    const auto found = std::lower_bound(aliases_.begin(), aliases_.end(), Alias{entry.key, 0});
    if (found != aliases_.end() && found->name == entry.key) entry.key = found->key;
  }
}

void ContextColumns::write(const std::filesystem::path& path, Node node_max) && {
  settle_names();
  settle_aliases();
  std::sort(entries_.begin(), entries_.end());
  join_spans(entries_, [](const Entry& a, const Entry& b) { return a.key == b.key && a.person == b.person; });
  std::vector<std::uint8_t> kinds;
  std::vector<std::uint32_t> scopes;
  std::vector<std::uint32_t> sizes;
  std::vector<std::uint64_t> name_offsets = {0};
  std::string names;
  std::vector<Contexts::Key> keys;
  std::vector<std::uint64_t> member_offsets;
  std::vector<ContextMember> members;
  members.reserve(entries_.size());
  std::vector<std::uint64_t> stay_offsets(std::size_t{node_max} + 2, 0);
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    const Entry& entry = entries_[i];
    if (i == 0 || entry.key != entries_[i - 1].key) {
      const auto named = std::lower_bound(names_.begin(), names_.end(), entry.key,
                                          [](const Named& a, std::uint64_t key) { return a.key < key; });
      keys.push_back({entry.key, kinds.size()});
      kinds.push_back(static_cast<std::uint8_t>(named->info.kind));
      scopes.push_back(named->info.scope);
      sizes.push_back(0);
      name_offsets.push_back((names += named->info.name).size());
      member_offsets.push_back(members.size());
    }
    if (members.size() == member_offsets.back() || members.back().person != entry.person) ++sizes.back();
    members.push_back({entry.person, entry.span});
    ++stay_offsets[entry.person + std::size_t{1}];
  }
  member_offsets.push_back(members.size());
  for (std::size_t i = 1; i < stay_offsets.size(); ++i) stay_offsets[i] += stay_offsets[i - 1];
  std::vector<ContextStay> stays(members.size());
  std::vector<std::uint64_t> next(stay_offsets.begin(), stay_offsets.end() - 1);
  for (ContextIndex context = 0; context < kinds.size(); ++context) {
    for (std::uint64_t i = member_offsets[context]; i < member_offsets[context + 1]; ++i) {
      stays[next[members[i].person]++] = {context, members[i].span};
    }
  }
  const std::size_t own_keys = keys.size();
  for (const Alias& alias : aliases_) {
    const auto found = std::lower_bound(keys.begin(), keys.begin() + static_cast<std::ptrdiff_t>(own_keys), alias.key,
                                        [](const Contexts::Key& a, std::uint64_t key) { return a.key < key; });
    keys.push_back({alias.name, found->context});
  }
  std::sort(keys.begin(), keys.end(), [](const auto& a, const auto& b) { return a.key < b.key; });
  ArrayFileWriter writer;
  writer.add("kinds", kinds);
  writer.add("scopes", scopes);
  writer.add("sizes", sizes);
  writer.add("name_offsets", name_offsets);
  writer.add_text("names", names);
  writer.add("keys", keys);
  writer.add("member_offsets", member_offsets);
  writer.add("members", members);
  writer.add("stay_offsets", stay_offsets);
  writer.add("stays", stays);
  writer.write(path);
}

Contexts::Contexts(const std::filesystem::path& path)
    : file_(std::make_shared<ArrayFile>(path)),
      kinds_(file_->section<std::uint8_t>("kinds")),
      scopes_(file_->section<std::uint32_t>("scopes")),
      sizes_(file_->section<std::uint32_t>("sizes")),
      name_offsets_(file_->section<std::uint64_t>("name_offsets")),
      names_(file_->text_section("names")),
      keys_(file_->section<Key>("keys")),
      member_offsets_(file_->section<std::uint64_t>("member_offsets")),
      members_(file_->section<ContextMember>("members")),
      stay_offsets_(file_->section<std::uint64_t>("stay_offsets")),
      stays_(file_->section<ContextStay>("stays")) {
  const auto ends_at = [](std::span<const std::uint64_t> offsets, std::size_t count, std::size_t end) {
    return offsets.size() == count + 1 && offsets.back() == end && std::is_sorted(offsets.begin(), offsets.end());
  };
  const std::size_t count = kinds_.size();
  const bool whole = scopes_.size() == count && sizes_.size() == count && !stay_offsets_.empty() &&
                     ends_at(name_offsets_, count, names_.size()) && ends_at(member_offsets_, count, members_.size()) &&
                     ends_at(stay_offsets_, stay_offsets_.size() - 1, stays_.size()) &&
                     stays_.size() == members_.size() &&
                     std::all_of(kinds_.begin(), kinds_.end(), [](auto kind) { return kind < kContextKindCount; });
  if (!whole) throw std::runtime_error(path.string() + ": its lists do not fit together: run `kennis index` again");
}

ContextKind Contexts::kind(ContextIndex context) const {
  if (context < kinds_.size()) return static_cast<ContextKind>(kinds_[context]);
  const auto* info = overlay_ != nullptr ? overlay_->infos.find(context) : nullptr;
  return info != nullptr ? (*info)->kind : ContextKind::kOrganisation;
}

std::uint32_t Contexts::scope(ContextIndex context) const {
  if (const auto* info = overlay_ != nullptr ? overlay_->infos.find(context) : nullptr) return (*info)->scope;
  return context < scopes_.size() ? scopes_[context] : 0;
}

std::string_view Contexts::name(ContextIndex context) const {
  if (context < kinds_.size()) {
    return names_.substr(name_offsets_[context], name_offsets_[context + 1] - name_offsets_[context]);
  }
  const auto* info = overlay_ != nullptr ? overlay_->infos.find(context) : nullptr;
  return info != nullptr ? std::string_view((*info)->name) : std::string_view();
}

std::uint32_t Contexts::size(ContextIndex context) const {
  if (const ContextsOverlay::Changed* since = changed(context)) return since->size;
  return context < sizes_.size() ? sizes_[context] : 0;
}

std::optional<ContextIndex> Contexts::find(std::uint64_t key) const {
  const auto found = std::lower_bound(keys_.begin(), keys_.end(), key,
                                      [](const Key& a, std::uint64_t wanted) { return a.key < wanted; });
  if (found == keys_.end() || found->key != key || found->context >= kinds_.size()) return std::nullopt;
  return static_cast<ContextIndex>(found->context);
}

}  // namespace kennis
